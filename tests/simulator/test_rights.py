"""What a user may ask for follows from system permissions, of the profile and of permission sets."""

import pytest

from tests.simulator.asking import asking

#: table, whether through Tooling, the permissions of which one is enough, in the API's names
_TABLES = [
    ("PermissionSet", False, ("ViewSetup", "AssignPermissionSets", "ManageProfilesPermissionsets")),
    ("ObjectPermissions", False, ("ViewSetup",)),
    ("FieldPermissions", False, ("ViewSetup",)),
    ("DuplicateRule", False, ("ViewSetup",)),
    ("SetupAuditTrail", False, ("ViewSetup",)),
    ("FlowDefinitionView", False, ("ViewSetup",)),
    ("FieldDefinition", True, ("ViewSetup",)),
    ("ApexTrigger", True, ("AuthorApex", "ViewSetup")),
    ("InstalledSubscriberPackage", True, ("InstallPackaging",)),
    ("SandboxProcess", True, ("ManageSandboxes",)),
]
_EVERYTHING_ELSE = ["ViewSetup", "CustomizeApplication", "ModifyAllData", "ViewAllData", "AuthorApex", "ManageUsers"]


def soql(table: str) -> str:
    columns = "SobjectType, Field" if table == "FieldPermissions" else "Id"
    where = " WHERE EntityDefinition.QualifiedApiName = 'Lead'" if table == "FieldDefinition" else ""
    return f"SELECT {columns} FROM {table}{where}"


@pytest.mark.parametrize(("table", "tooling", "permissions"), _TABLES)
def test_a_table_is_there_for_whoever_has_the_permission(
    table: str, tooling: bool, permissions: tuple[str, ...]
) -> None:
    with asking({"signs_in": "limited"}) as org:
        code, message = org.refusal(soql(table), tooling=tooling)
        assert (code, f"'{table}' is not supported" in message) == ("INVALID_TYPE", True)
        api = "tooling/" if tooling else ""
        assert org.get(f"{api}sobjects/{table}/describe").status_code == 404
    for permission in permissions:
        with asking({"signs_in": "limited", "users": {"limited": {"add": [permission]}}}) as org:
            assert org.query(soql(table), tooling=tooling).status_code == 200
        granted = {"permission_sets": {"Reader": {"permissions": [permission], "assigned": ["limited"]}}}
        with asking({"signs_in": "limited", **granted}) as org:
            assert org.query(soql(table), tooling=tooling).status_code == 200


@pytest.mark.parametrize(
    ("table", "permission"), [("InstalledSubscriberPackage", "InstallPackaging"), ("SandboxProcess", "ManageSandboxes")]
)
def test_no_other_permission_takes_its_place(table: str, permission: str) -> None:
    user = {"remove": [permission], "add": _EVERYTHING_ELSE}
    with asking({"users": {"integration": user}}) as org:
        assert org.refusal(soql(table), tooling=True)[0] == "INVALID_TYPE"


def test_a_sandbox_makes_no_sandboxes() -> None:
    with asking(side="sandbox") as org:
        assert org.refusal("SELECT Id FROM SandboxProcess", tooling=True)[0] == "INVALID_TYPE"
        assert org.get("tooling/sobjects/SandboxProcess/describe").status_code == 404


def test_an_object_that_cannot_be_queried_says_so() -> None:
    with asking({"objects": {"CampaignMember": {"queryable": False}}}) as org:
        code, message = org.refusal("SELECT Id FROM CampaignMember")
        assert (code, message) == (
            "INVALID_TYPE_FOR_OPERATION",
            "entity type CampaignMember does not support query",
        )
        assert org.rows("SELECT Id FROM Contact") == []


def test_what_a_user_may_do_is_told_in_the_same_way() -> None:
    granted = {"permission_sets": {"Reader": {"permissions": ["InstallPackaging"], "assigned": ["limited"]}}}
    with asking({"signs_in": "limited", **granted}) as org:
        row = org.rows("SELECT PermissionsInstallPackaging, PermissionsViewSetup FROM UserPermissionAccess")[0]
        assert (row["PermissionsInstallPackaging"], row["PermissionsViewSetup"]) == (True, False)


@pytest.mark.parametrize(
    ("table", "enough"),
    [
        ("LoginHistory", ["ManageUsers"]),
        ("LoginHistory", ["MonitorLoginHistory"]),
        ("OauthToken", ["CustomizeApplication"]),
    ],
)
def test_others_rows_are_for_whoever_may_see_them(table: str, enough: list[str]) -> None:
    with asking() as org:
        users = org.org.org.users
        ids = [users["integration"].id, users["admin"].id]
    rows = {"rows": {table: [{"UserId": one} for one in ids]}}
    ask = f"SELECT UserId FROM {table}"
    with asking(rows) as org:
        assert [row["UserId"] for row in org.rows(ask)] == [ids[0]]
        assert org.get(f"sobjects/{table}/describe").status_code == 200
    with asking({**rows, "permissions": {"add": enough}}) as org:
        assert [row["UserId"] for row in org.rows(ask)] == ids


def test_permission_sets_tell_view_all_fields() -> None:
    grant = {"objects": {"Lead": ["Read", "ViewAllFields"]}, "assigned": ["integration"]}
    with asking({"permission_sets": {"Reader": grant}}) as org:
        rows = org.rows("SELECT SobjectType, Parent.Name FROM ObjectPermissions WHERE PermissionsViewAllFields = true")
        assert [(row["SobjectType"], row["Parent"]["Name"]) for row in rows] == [("Lead", "Reader")]


def test_the_packages_objects_are_for_whoever_was_given_them() -> None:
    ask = "SELECT Id FROM bizible2__Bizible_Touchpoint__c"
    with asking({"signs_in": "limited"}, side="sandbox") as org:
        assert org.refusal(ask)[0] == "INVALID_TYPE"
    with asking(side="sandbox") as org:
        assert org.rows(ask)


_READER = {"signs_in": "reader"}


def test_a_profile_of_minimum_access_lets_nothing_be_read() -> None:
    with asking(_READER) as org:
        assert org.get("sobjects/Lead/describe").status_code == 404
        assert org.refusal("SELECT Id FROM Lead")[0] == "INVALID_TYPE"
        assert "Lead" not in {one["name"] for one in org.get("sobjects").json()["sobjects"]}


def test_a_right_to_read_shows_what_needs_no_permission_and_what_is_granted() -> None:
    grant = {"objects": {"Lead": ["Read"]}, "fields": {"Lead.Region__c": ["Read"]}, "assigned": ["reader"]}
    with asking({**_READER, "permission_sets": {"Reader": grant}}) as org:
        fields = {one["name"] for one in org.get("sobjects/Lead/describe").json()["fields"]}
        # Required fields, and the parts of a name that is required, need no permission; Title and Freight_Score__c do.
        assert {"Id", "Company", "LastName", "Region__c"} <= fields
        assert not {"Title", "Freight_Score__c"} & fields
        assert org.get("sobjects/Contact/describe").status_code == 404


def test_view_all_fields_is_the_one_click_grant_for_a_reader() -> None:
    with asking() as org:
        everything = {one["name"] for one in org.get("sobjects/Lead/describe").json()["fields"]}
    grant = {"objects": {"Lead": ["Read", "ViewAllFields"]}, "assigned": ["reader"]}
    with asking({**_READER, "permission_sets": {"Reader": grant}}) as org:
        assert {one["name"] for one in org.get("sobjects/Lead/describe").json()["fields"]} == everything
