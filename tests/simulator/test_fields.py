"""FieldDefinition and its kin: the two APIs differ, and some rows are in no describe."""

from typing import Any

import pytest

from parity.simulator.describe import field
from parity.simulator.field_words import data_type
from tests.simulated import READ_AT
from tests.simulator.asking import Client, asking

_HIDDEN = {"users": {"integration": {"hidden_fields": {"Lead": ["Region__c"], "Contact": ["MailingAddress"]}}}}
_OF = "SELECT {columns} FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = '{name}'"


def names(org: Client, name: str, *, tooling: bool) -> set[str]:
    rows = org.rows(_OF.format(columns="QualifiedApiName", name=name), tooling=tooling)
    return {row["QualifiedApiName"] for row in rows}


def described(org: Client, name: str) -> set[str]:
    return {one["name"] for one in org.get(f"sobjects/{name}/describe").json()["fields"]}


def test_the_data_api_leaves_out_what_is_hidden_and_tooling_does_not() -> None:
    with asking(_HIDDEN) as org:
        assert "Region__c" not in described(org, "Lead") | names(org, "Lead", tooling=False)
        assert "Region__c" in names(org, "Lead", tooling=True)
        assert names(org, "Lead", tooling=True) - names(org, "Lead", tooling=False) == {"Region__c"}
        assert names(org, "Contact", tooling=True) - names(org, "Contact", tooling=False) == {"MailingAddress"}


@pytest.mark.parametrize(
    "grant",
    [
        {"permission_sets": {"Reader": {"objects": {"Lead": ["Read", "ViewAllFields"]}, "assigned": ["integration"]}}},
        {"permission_sets": {"Reader": {"permissions": ["ViewAllFieldsGlobal"], "assigned": ["integration"]}}},
        {"permissions": {"add": ["ViewAllFieldsGlobal"]}},
    ],
)
def test_view_all_fields_shows_what_was_hidden(grant: dict[str, Any]) -> None:
    with asking({**_HIDDEN, **grant}) as org:
        # `users` and `permission_sets` are both done: the fields are hidden, and seen all the same.
        assert org.org.org.user.hidden_fields["Lead"] == ("Region__c",)
        assert "Region__c" in described(org, "Lead")
        assert "Region__c" in names(org, "Lead", tooling=False)
        assert org.query("SELECT Region__c FROM Lead").status_code == 200


def test_view_all_fields_holds_for_its_object_and_its_user_only() -> None:
    grant = {"objects": {"Lead": ["Read", "ViewAllFields"]}, "assigned": ["integration"]}
    with asking({**_HIDDEN, "permission_sets": {"Reader": grant}}) as org:
        assert "MailingAddress" not in described(org, "Contact")
    with asking({**_HIDDEN, "permission_sets": {"Reader": {**grant, "assigned": ["admin"]}}}) as org:
        assert "Region__c" not in described(org, "Lead")
        assert org.refusal("SELECT Region__c FROM Lead")[0] == "INVALID_FIELD"


def test_some_rows_are_in_no_describe() -> None:
    with asking() as org:
        rows = org.rows(
            _OF.format(columns="QualifiedApiName, IsEverApiAccessible, IsFlsEnabled", name="Lead"), tooling=True
        )
        unknown = [row for row in rows if row["QualifiedApiName"] not in described(org, "Lead")]
        assert {row["QualifiedApiName"] for row in unknown} == {"Campaign", "IsPriorityRecord"}
        assert all(not (row["IsEverApiAccessible"] and row["IsFlsEnabled"]) for row in unknown)


def test_compounds_are_listed_and_their_parts_are_particles() -> None:
    with asking() as org:
        lead = names(org, "Lead", tooling=True)
        assert {"Name", "Address"} <= lead
        assert not {"FirstName", "LastName", "Street", "City"} & lead
        soql = (
            "SELECT QualifiedApiName, FieldDefinition.QualifiedApiName FROM EntityParticle "
            "WHERE EntityDefinition.QualifiedApiName = 'Lead' AND IsComponent = true"
        )
        parts = {
            row["QualifiedApiName"]: row["FieldDefinition"]["QualifiedApiName"] for row in org.rows(soql, tooling=True)
        }
        assert (parts["FirstName"], parts["Street"]) == ("Name", "Address")


def test_urls_and_ids_tell_the_apis_and_the_orgs_apart() -> None:
    columns = "QualifiedApiName, DurableId, EntityDefinition.QualifiedApiName, ReferenceTo, NamespacePrefix"
    custom = "bizible2__Bizible_Touchpoint__c"
    seen = {}
    for side in ("sandbox", "production"):
        with asking(side=side) as org:
            rows = {
                row["QualifiedApiName"]: row for row in org.rows(_OF.format(columns=columns, name="Lead"), tooling=True)
            }
            seen[side] = rows["Region__c"]["DurableId"]
            assert rows["Status"]["DurableId"] == "Lead.Status"
            url = rows["Status"]["attributes"]["url"]
            assert url == f"/services/data/v{READ_AT}/tooling/sobjects/FieldDefinition/Lead.Status"
            assert org.get(url).json()["QualifiedApiName"] == "Status"
            assert rows["Partner_Account__c"]["ReferenceTo"] == {"referenceTo": ["Account"]}
            assert rows["Status"]["ReferenceTo"] == {"referenceTo": None}
            assert rows["bizible2__Account__c"]["NamespacePrefix"] == "bizible2"
            entity = org.rows(f"SELECT DurableId FROM EntityDefinition WHERE QualifiedApiName = '{custom}'")[0]
            assert entity["DurableId"].startswith("01I")
    assert seen["sandbox"] != seen["production"]
    assert seen["sandbox"].startswith("Lead.00N")


def test_a_definition_wants_a_filter_on_its_object() -> None:
    with asking() as org:
        assert org.query("SELECT QualifiedApiName FROM FieldDefinition", tooling=True).status_code == 400
        code, _ = org.refusal(_OF.format(columns="Id", name="Lead") + " OR DurableId = 'Lead.Status'", tooling=True)
        assert code == "MALFORMED_QUERY"


#: The words of Salesforce's user interface, as public tools and documentation print them.
@pytest.mark.parametrize(
    ("notation", "words"),
    [
        ("string(80)", "Text(80)"),
        ("string(20) unique external", "Text(20) (External ID) (Unique Case Insensitive)"),
        ("picklist(255)", "Picklist"),
        ("multipicklist(4099)", "Picklist (Multi-Select)"),
        ("reference(Account)", "Lookup(Account)"),
        ("double(18,0)", "Number(18, 0)"),
        ("double(16,2)", "Number(14, 2)"),
        ("int(8)", "Number(8, 0)"),
        ("currency(18,2)", "Currency(16, 2)"),
        ("percent(5,2)", "Percent(3, 2)"),
        ("textarea(255)", "Text Area(255)"),
        ("textarea(32768)", "Long Text Area(32768)"),
        ("encryptedstring(20)", "Text (Encrypted)(20)"),
        ("string(1300) calculated", "Formula (Text)"),
        ("double(18,2) calculated", "Formula (Number)"),
        ("boolean", "Checkbox"),
        ("datetime", "Date/Time"),
        ("url(255)", "URL(255)"),
        ("string(30) autonumber", "Auto Number"),
        ("address", "Address"),
    ],
)
def test_a_data_type_is_told_in_the_words_of_the_user_interface(notation: str, words: str) -> None:
    assert data_type(field("Some__c", notation)) == words


def test_a_rich_text_area_says_so() -> None:
    rich = {**field("Some__c", "textarea(32768)"), "extraTypeInfo": "richtextarea", "htmlFormatted": True}
    assert data_type(rich) == "Rich Text Area(32768)"


def test_the_name_of_a_person_is_a_name() -> None:
    with asking() as org:
        rows = org.rows(_OF.format(columns="QualifiedApiName, DataType, Length", name="Lead"), tooling=True)
        found = {row["QualifiedApiName"]: row for row in rows}
        assert found["Name"]["DataType"] == "Name"
        assert (found["Company"]["DataType"], found["Company"]["Length"]) == ("Text(255)", 255)


def test_custom_fields_are_rows_with_metadata() -> None:
    with asking() as org:
        soql = "SELECT Id, DeveloperName, TableEnumOrId FROM CustomField WHERE DeveloperName = 'Region'"
        row = org.rows(soql, tooling=True)[0]
        assert (row["TableEnumOrId"], row["DeveloperName"]) == ("Lead", "Region")
        metadata = org.get(f"tooling/sobjects/CustomField/{row['Id']}").json()["Metadata"]
        assert metadata["type"] == "Picklist"
        values = metadata["valueSet"]["valueSetDefinition"]["value"]
        assert [one["valueName"] for one in values] == ["North", "South", "East", "West"]
        # isActive is told only where it is false.
        assert {one["isActive"] for one in values} == {None}
