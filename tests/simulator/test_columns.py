"""Which columns may be asked for: known, filterable, sortable, and there in this API, version and org."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.simulator.asking import NEWEST, Client, asking

_CUSTOM = "be sure to append the '__c' after the custom field name"


@pytest.fixture(scope="module")
def org() -> Iterator[Client]:
    with asking() as client:
        yield client


@pytest.mark.parametrize(
    ("soql", "tooling", "column", "entity"),
    [
        ("SELECT Nonsense FROM Organization", False, "Nonsense", "Organization"),
        ("SELECT Id FROM Lead WHERE Nonsense__c = 'x'", False, "Nonsense__c", "Lead"),
        ("SELECT Id FROM Lead ORDER BY Nonsense__c", False, "Nonsense__c", "Lead"),
        ("SELECT Id, Profile.Nonsense FROM User", False, "Nonsense", "Profile"),
        # A table without a single row is as strict as a full one.
        ("SELECT Nonsense FROM ConnectedApplication", False, "Nonsense", "ConnectedApplication"),
        ("SELECT Id, (SELECT Nonsense FROM ObjectPerms) FROM PermissionSet", False, "Nonsense", "ObjectPermissions"),
        (
            "SELECT Id FROM PermissionSet WHERE Id IN (SELECT Nonsense FROM PermissionSetAssignment)",
            False,
            "Nonsense",
            "PermissionSetAssignment",
        ),
        (
            "SELECT Nonsense FROM FieldDefinition WHERE EntityDefinitionId = 'Lead'",
            True,
            "Nonsense",
            "FieldDefinition",
        ),
        # A relationship alone is no column.
        (
            "SELECT EntityDefinition FROM FieldDefinition WHERE EntityDefinitionId = 'Lead'",
            True,
            "EntityDefinition",
            "FieldDefinition",
        ),
    ],
)
def test_a_column_that_is_not_there_is_refused_wherever_it_stands(
    org: Client, soql: str, tooling: bool, column: str, entity: str
) -> None:
    code, message = org.refusal(soql, tooling=tooling)
    assert code == "INVALID_FIELD"
    assert message.startswith(f"No such column '{column}' on entity '{entity}'.")
    assert _CUSTOM in message


def test_the_place_in_the_query_is_told_as_salesforce_tells_it(org: Client) -> None:
    lines = org.query("SELECT Id, Nonsense FROM Lead").json()[0]["message"].split("\n")
    assert lines[1:4] == ["SELECT Id, Nonsense FROM Lead", "           ^", "ERROR at Row:1:Column:12"]


@pytest.mark.parametrize(
    ("soql", "tooling", "told"),
    [
        ("SELECT Id FROM LoginHistory WHERE Application = 'x'", False, "field 'Application' can not be filtered"),
        ("SELECT Id FROM LoginHistory WHERE Status = 'x'", False, "field 'Status' can not be filtered"),
        ("SELECT Id FROM Lead WHERE Description = 'x'", False, "field 'Description' can not be filtered"),
        (
            "SELECT Id FROM InstalledSubscriberPackage WHERE SubscriberPackage.NamespacePrefix = 'bizible2'",
            True,
            "field 'NamespacePrefix' can not be filtered",
        ),
        ("SELECT Id FROM Account WHERE BillingAddress = 'x'", False, "Address fields can only be filtered"),
        ("SELECT Id, Profiles.Name FROM User", False, "Didn't understand relationship 'Profiles' in field path"),
    ],
)
def test_what_cannot_be_filtered_or_followed_is_refused(org: Client, soql: str, tooling: bool, told: str) -> None:
    code, message = org.refusal(soql, tooling=tooling)
    assert code == "INVALID_FIELD"
    assert message.startswith(told)


def test_what_can_be_filtered_is_answered(org: Client) -> None:
    assert org.rows("SELECT Id FROM LoginHistory WHERE UserId = '005000000000000AAA'") == []
    package = org.rows("SELECT SubscriberPackageId FROM InstalledSubscriberPackage", tooling=True)[0]
    found = org.rows(
        "SELECT SubscriberPackage.NamespacePrefix FROM InstalledSubscriberPackage "
        f"WHERE SubscriberPackageId = '{package['SubscriberPackageId']}'",
        tooling=True,
    )
    assert len(found) == 1


def test_what_cannot_be_sorted_by_is_refused(org: Client) -> None:
    code, message = org.refusal("SELECT Id FROM ApexTrigger ORDER BY UsageAfterInsert", tooling=True)
    assert (code, message) == ("MALFORMED_QUERY", "field 'UsageAfterInsert' can not be sorted in a query call")
    assert org.rows("SELECT Id FROM ApexTrigger ORDER BY Name LIMIT 1", tooling=True)


@pytest.mark.parametrize(
    ("table", "tooling"),
    [
        ("SandboxProcess", False),
        ("ValidationRule", False),
        ("InstalledSubscriberPackage", False),
        ("Lead", True),
        ("OauthToken", True),
        ("Nonsense", False),
        ("Nonsense", True),
    ],
)
def test_a_table_of_the_other_api_is_not_supported(org: Client, table: str, tooling: bool) -> None:
    code, message = org.refusal(f"SELECT Id FROM {table}", tooling=tooling)
    assert code == "INVALID_TYPE"
    assert message.startswith(f"sObject type '{table}' is not supported.")


def test_a_trigger_stands_in_both_apis(org: Client) -> None:
    names = {row["Name"] for row in org.rows("SELECT Name FROM ApexTrigger")}
    assert names == {row["Name"] for row in org.rows("SELECT Name FROM ApexTrigger", tooling=True)}


@pytest.mark.parametrize("select", ["Id", "Field, PermissionsRead", "SobjectType, PermissionsRead"])
def test_field_permissions_want_object_and_field(org: Client, select: str) -> None:
    for soql in (
        f"SELECT {select} FROM FieldPermissions",
        f"SELECT Id, (SELECT {select} FROM FieldPerms) FROM PermissionSet",
    ):
        code, message = org.refusal(soql)
        assert code == "INVALID_FIELD"
        assert "must be selected" in message
    rows = org.rows("SELECT SobjectType, Field FROM FieldPermissions WHERE Field = 'Lead.Region__c'")
    assert {row["SobjectType"] for row in rows} == {"Lead"}


def test_metadata_is_told_of_one_row_only(org: Client) -> None:
    code, message = org.refusal("SELECT Id, Metadata FROM ValidationRule", tooling=True)
    assert (code, "no more than one row" in message) == ("MALFORMED_QUERY", True)
    row = org.rows("SELECT Metadata FROM ValidationRule WHERE ValidationName = 'Old_Claim_Check'", tooling=True)[0]
    assert row["Metadata"]["active"] is False


_UPDATE_OWNER = "SELECT PermissionsUpdateWithInactiveOwner FROM {table}"


@pytest.mark.parametrize("table", ["PermissionSet", "Profile", "UserPermissionAccess"])
def test_the_inactive_owner_permission_exists_with_its_preference_only(org: Client, table: str) -> None:
    soql = _UPDATE_OWNER.format(table=table)
    assert True in {row["PermissionsUpdateWithInactiveOwner"] for row in org.rows(soql)}
    with asking({"preferences": []}) as switched_off:
        assert switched_off.refusal(soql)[0] == "INVALID_FIELD"


@pytest.mark.parametrize(
    ("soql", "first"),
    [
        ("SELECT PermissionsViewAllFields FROM ObjectPermissions", 63),
        ("SELECT RecordTriggerType FROM FlowDefinitionView", 54),
        ("SELECT VersionNumber FROM FlowDefinitionView", 54),
        ("SELECT Id, (SELECT PermissionsViewAllFields FROM ObjectPerms) FROM PermissionSet", 63),
    ],
)
def test_a_column_exists_from_its_version_on(org: Client, soql: str, first: int) -> None:
    assert org.refusal(soql, version=f"{first - 1}.0")[0] == "INVALID_FIELD"
    assert org.rows(soql, version=f"{first}.0")


def test_features_bring_columns() -> None:
    soql = "SELECT UserPermissionsMarketingUser FROM User"
    with asking({"features": []}) as without:
        assert without.refusal(soql)[0] == "INVALID_FIELD"
        nested = "SELECT Id, (SELECT Assignee.UserPermissionsMarketingUser FROM Assignments) FROM PermissionSet"
        assert without.refusal(nested)[0] == "INVALID_FIELD"
        assert without.refusal("SELECT IsPersonType FROM RecordType")[0] == "INVALID_FIELD"
    with asking({"features": ["MarketingUser", "PersonAccounts"]}) as licensed:
        assert {row["UserPermissionsMarketingUser"] for row in licensed.rows(soql)} == {True, False}
        assert licensed.rows("SELECT IsPersonType FROM RecordType")


def test_an_org_can_lack_any_column_or_table() -> None:
    with asking({"without": ["OpportunityStage.ApiName", "LeadStatus"]}) as org:
        assert org.refusal("SELECT ApiName FROM OpportunityStage")[0] == "INVALID_FIELD"
        assert org.rows("SELECT MasterLabel FROM OpportunityStage")
        assert org.refusal("SELECT Id FROM LeadStatus")[0] == "INVALID_TYPE"


@pytest.mark.parametrize(
    ("changes", "version", "table", "column", "there"),
    [
        ({"preferences": []}, NEWEST, "PermissionSet", "PermissionsUpdateWithInactiveOwner", False),
        (
            {"preferences": ["AuditFieldsAndInactiveOwners"]},
            NEWEST,
            "PermissionSet",
            "PermissionsUpdateWithInactiveOwner",
            True,
        ),
        ({}, "62.0", "ObjectPermissions", "PermissionsViewAllFields", False),
        ({}, "63.0", "ObjectPermissions", "PermissionsViewAllFields", True),
        ({}, NEWEST, "User", "UserPermissionsMarketingUser", True),
        ({"features": []}, NEWEST, "User", "UserPermissionsMarketingUser", False),
        ({"without": ["OpportunityStage.ApiName"]}, NEWEST, "OpportunityStage", "ApiName", False),
    ],
)
def test_a_describe_lists_the_columns_that_the_org_has(
    changes: dict[str, Any], version: str, table: str, column: str, there: bool
) -> None:
    with asking(changes) as org:
        described = org.get(f"sobjects/{table}/describe", version).json()
        fields = {one["name"]: one for one in described["fields"]}
        assert (column in fields) is there
        # Whatever is described can be selected, and filtered where it says so.
        needed = [one for one in fields if one not in {"Metadata", "FullName"}]
        assert org.query(f"SELECT {', '.join(needed)} FROM {table}", version=version).status_code == 200
        assert described["name"] == table
        assert fields["Id"]["filterable"] is True


def test_a_describe_of_tooling_is_its_own(org: Client) -> None:
    data = {one["name"] for one in org.get("sobjects/ApexTrigger/describe").json()["fields"]}
    tooling = {one["name"] for one in org.get("tooling/sobjects/ApexTrigger/describe").json()["fields"]}
    assert "Metadata" in tooling - data
    assert org.get("sobjects/SandboxProcess/describe").status_code == 404
    assert org.get("tooling/sobjects/SandboxProcess/describe").status_code == 200
