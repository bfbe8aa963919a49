"""Rows of tables: pages, flows, statuses, sandboxes, triggers, and reads of single rows."""

from typing import Any

import pytest

from tests.simulator.asking import Client, asking


def every_page(org: Client, soql: str) -> list[list[dict[str, Any]]]:
    """All pages of an answer."""
    answer = org.query(soql).json()
    pages = [answer["records"]]
    while not answer["done"]:
        answer = org.get(answer["nextRecordsUrl"]).json()
        pages.append(answer["records"])
    return pages


@pytest.mark.parametrize(
    ("table", "rows", "sizes"),
    [
        ("LoginHistory", 4001, [2000, 2000, 1]),
        ("LoginHistory", 2000, [2000]),
        ("OauthToken", 501, [500, 1]),
        ("OauthToken", 2600, [500] * 5),
    ],
)
def test_long_answers_come_in_pages(table: str, rows: int, sizes: list[int]) -> None:
    admin = ["ManageUsers", "CustomizeApplication"]
    given = {"rows": {table: [{"Id": f"{one:018d}", "UserId": "x"} for one in range(rows)]}}
    with asking({**given, "permissions": {"add": admin}}) as org:
        pages = every_page(org, f"SELECT Id FROM {table}")
        assert [len(one) for one in pages] == sizes
        assert [row["Id"] for one in pages for row in one] == [f"{one:018d}" for one in range(sum(sizes))]


_FLOW = {"table": "FlowDefinitionView", "object": "Lead", "name": "Greeting", "version": 3}
_ASK_FLOW = (
    "SELECT ActiveVersionId, IsActive, ProcessType, TriggerOrder, TriggerType, ManageableState, InstalledPackageName, "
    "VersionNumber FROM FlowDefinitionView WHERE ApiName = 'Greeting'"
)


def flow(spec: dict[str, Any]) -> dict[str, Any]:
    with asking({"automation": [{**_FLOW, **spec}]}) as org:
        return org.rows(_ASK_FLOW)[0]


def test_the_active_version_of_a_flow_is_told_whatever_the_newest_is() -> None:
    newest, older, none = flow({}), flow({"active_version": 2}), flow({"active": False})
    assert (newest["IsActive"], older["IsActive"], none["IsActive"]) == (True, False, False)
    assert newest["ActiveVersionId"].startswith("301")
    assert older["ActiveVersionId"].startswith("301")
    assert older["ActiveVersionId"] != newest["ActiveVersionId"]
    assert none["ActiveVersionId"] is None
    assert newest["VersionNumber"] == older["VersionNumber"] == 3


def test_processes_and_packaged_flows_are_told() -> None:
    process = flow({"process": "Workflow"})
    assert (process["ProcessType"], process["TriggerType"]) == ("Workflow", None)
    packaged = flow({"namespace": "lmatch", "package": "Lead Match", "order": 20})
    assert (packaged["ManageableState"], packaged["InstalledPackageName"]) == ("installed", "Lead Match")
    assert packaged["TriggerOrder"] == 20


def test_each_version_of_a_flow_is_a_row_of_tooling() -> None:
    with asking({"automation": [{**_FLOW, "active_version": 2}]}) as org:
        versions = org.rows("SELECT Id, Status FROM Flow WHERE MasterLabel = 'Greeting'", tooling=True)
        assert [row["Status"] for row in versions] == ["Obsolete", "Active", "Obsolete"]
        active = org.rows(_ASK_FLOW)[0]["ActiveVersionId"]
        assert active == versions[1]["Id"]
        assert org.get(f"tooling/sobjects/Flow/{active}").json()["VersionNumber"] == 2


def test_lead_statuses_say_which_is_for_conversion() -> None:
    ask = "SELECT ApiName, MasterLabel, IsConverted, SortOrder FROM LeadStatus ORDER BY SortOrder"
    with asking() as org:
        rows = org.rows(ask)
        assert [row["ApiName"] for row in rows if row["IsConverted"]] == ["Closed - Converted"]
        assert [row["SortOrder"] for row in rows] == [1, 2, 3, 4]
    with asking({"lead_status": {"Closed - Not Converted": {"IsConverted": True}}}) as org:
        assert len([row for row in org.rows(ask) if row["IsConverted"]]) == 2


_ASK_COPIES = (
    "SELECT SourceId, Status, CopyProgress, EndDate, LicenseType FROM SandboxProcess "
    "WHERE SandboxName = 'uat' ORDER BY StartDate DESC LIMIT 1"
)


@pytest.mark.parametrize(
    ("copy", "told"),
    [
        ({}, {"Status": "Completed", "CopyProgress": 100, "LicenseType": "FULL", "SourceId": None}),
        ({"license": "ADVANCED_DEV"}, {"LicenseType": "ADVANCED_DEV"}),
        ({"status": "Processing", "progress": 40}, {"Status": "Processing", "CopyProgress": 40, "EndDate": None}),
        # Used only when cloning, and then there is no license type.
        ({"clone_of": "dev2"}, {"LicenseType": None}),
    ],
)
def test_sandbox_copies_tell_how_they_came_to_be(copy: dict[str, Any], told: dict[str, Any]) -> None:
    with asking({"copy": copy}) as org:
        row = org.rows(_ASK_COPIES, tooling=True)[0]
        assert {key: row[key] for key in told} == told
        if "clone_of" in copy:
            source = org.get(f"tooling/sobjects/SandboxInfo/{row['SourceId']}").json()
            assert source["SandboxName"] == "dev2"


def test_a_trigger_on_a_custom_object_names_it_by_id() -> None:
    trigger = {"object": "bizible2__Bizible_Touchpoint__c", "events": ["AfterInsert"], "no_checksum": True}
    with asking({"triggers": {"TouchpointEcho": trigger, "LeadRouting": {"IsValid": False}}}) as org:
        columns = "TableEnumOrId, EntityDefinition.QualifiedApiName, BodyCrc, IsValid"
        ask = f"SELECT {columns} FROM ApexTrigger WHERE Name = '{{}}'"
        row = org.rows(ask.format("TouchpointEcho"), tooling=True)[0]
        assert row["TableEnumOrId"].startswith("01I")
        assert row["EntityDefinition"]["QualifiedApiName"] == "bizible2__Bizible_Touchpoint__c"
        assert row["BodyCrc"] is None
        assert org.rows(ask.format("LeadRouting"), tooling=True)[0]["IsValid"] is False


def test_a_frozen_user_is_told() -> None:
    frozen_user = {"users": {"integration": {"frozen": True}}}
    with asking({**frozen_user, "signs_in": "admin"}) as org:
        frozen = [row["UserId"] for row in org.rows("SELECT UserId FROM UserLogin WHERE IsFrozen = true")]
        assert frozen == [org.org.org.users["integration"].id]


def test_rows_of_any_table_can_be_given() -> None:
    rows = {
        "ConnectedApplication": [{"Name": "Marketo Measure", "OptionsAllowAdminApprovedUsersOnly": True}],
        "SetupAuditTrail": [{"Action": "PermSetCreate", "CreatedDate": "2026-11-20T08:00:00.000+0000"}],
    }
    with asking({"rows": rows}) as org:
        app = org.rows("SELECT Name, OptionsAllowAdminApprovedUsersOnly FROM ConnectedApplication")[0]
        assert app["OptionsAllowAdminApprovedUsersOnly"] is True
        since = "SELECT Action, CreatedBy.Name FROM SetupAuditTrail WHERE CreatedDate > {}"
        found = org.rows(since.format("2026-11-19T00:00:00Z"))
        assert [(row["Action"], row["CreatedBy"]["Name"]) for row in found] == [("PermSetCreate", "Ada Admin")]
        assert org.rows(since.format("2026-11-21T00:00:00Z")) == []


def test_a_row_can_be_read_by_its_id() -> None:
    with asking() as org:
        user = org.org.org.user
        whole = org.get(f"sobjects/User/{user.id}").json()
        assert (whole["Username"], whole["attributes"]["type"]) == (user.username, "User")
        assert org.get(f"sobjects/User/{user.id[:15]}", fields="Id,Name").json()["Name"] == user.name
        assert org.get(f"sobjects/User/{user.id}", fields="Id,Nonsense").status_code == 400
        assert org.get("sobjects/User/005000000000000AAA").status_code == 404
        assert org.get(f"tooling/sobjects/User/{user.id}").status_code == 404
        rule = org.rows("SELECT Id FROM WorkflowRule", tooling=True)[0]
        read = org.get(f"tooling/sobjects/WorkflowRule/{rule['Id']}").json()
        assert read["Metadata"]["active"] is True


def test_a_parent_that_is_not_there_is_null() -> None:
    with asking() as org:
        rows = org.rows("SELECT Name, Profile.Name FROM PermissionSet WHERE IsOwnedByProfile = false")
        assert {str(row["Profile"]) for row in rows} == {"None"}
