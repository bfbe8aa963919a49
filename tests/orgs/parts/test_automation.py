"""The six tables of automation: which columns become the name, the object and the state."""

from typing import Any

import pytest

from parity.orgs.collect import snapshot_parts
from parity.orgs.snapshot_part import Partly, read_part
from parity.snapshot.automation import Automation, AutomationKind
from parity.snapshot.org_setup import Part
from tests.orgs.answers import permissions, rows, so_far

MAY_VIEW_SETUP = permissions("PermissionsViewSetup")
CASES: list[tuple[Part, str, dict[str, Any], Automation]] = [
    (
        Part.VALIDATION_RULES,
        "ValidationRule",
        {
            "ValidationName": "Needs_Code",
            "NamespacePrefix": None,
            "Active": True,
            "ErrorMessage": "A code, please",
            "ErrorDisplayField": "Code__c",
            "EntityDefinition": {"QualifiedApiName": "Lead"},
        },
        Automation(
            kind=AutomationKind.VALIDATION_RULE,
            object="Lead",
            name="Needs_Code",
            active=True,
            details={"ErrorMessage": "A code, please", "ErrorDisplayField": "Code__c"},
        ),
    ),
    (
        Part.WORKFLOW_RULES,
        "WorkflowRule",
        {"Name": "Stamp", "NamespacePrefix": "ns", "TableEnumOrId": "Contact"},
        Automation(kind=AutomationKind.WORKFLOW_RULE, object="Contact", name="Stamp", namespace="ns", active=None),
    ),
    (
        Part.FLOWS,
        "FlowDefinitionView",
        {
            "ApiName": "Score",
            "NamespacePrefix": "",
            "IsActive": True,
            "ActiveVersionId": None,
            "VersionNumber": 3,
            "TriggerType": "RecordAfterSave",
            "RecordTriggerType": "Update",
            "TriggerObjectOrEvent": {"QualifiedApiName": "Opportunity"},
        },
        Automation(
            kind=AutomationKind.FLOW,
            object="Opportunity",
            name="Score",
            active=False,
            details={"TriggerType": "RecordAfterSave", "RecordTriggerType": "Update", "TriggerOrder": None},
        ),
    ),
    (
        Part.DUPLICATE_RULES,
        "DuplicateRule",
        {"DeveloperName": "Same_Email", "SobjectType": "Lead", "IsActive": True},
        Automation(kind=AutomationKind.DUPLICATE_RULE, object="Lead", name="Same_Email", active=True),
    ),
    (
        Part.APPROVAL_PROCESSES,
        "ProcessDefinition",
        {"DeveloperName": "Discount", "State": "Active", "LockType": "Total", "TableEnumOrId": "Opportunity"},
        Automation(
            kind=AutomationKind.APPROVAL_PROCESS,
            object="Opportunity",
            name="Discount",
            active=True,
            details={"LockType": "Total"},
        ),
    ),
    (
        Part.ASSIGNMENT_RULES,
        "AssignmentRule",
        {"Name": "West", "SobjectType": "Lead", "Active": False},
        Automation(kind=AutomationKind.ASSIGNMENT_RULE, object="Lead", name="West", active=False),
    ),
]


def read(name: Part, **answers: Any) -> Partly:
    (part,) = [one for one in snapshot_parts() if one.name is name]
    return read_part(part, so_far(**answers))


@pytest.mark.parametrize(("name", "table", "row", "expected"), CASES, ids=[one[0] for one in CASES])
def test_a_row_becomes_a_record(name: Part, table: str, row: dict[str, Any], expected: Automation) -> None:
    found = read(name, **{table: rows(row), "UserPermissionAccess": permissions()})
    assert (found.value, found.unread) == ((expected,), ())


@pytest.mark.parametrize(("name", "table"), [one[:2] for one in CASES], ids=[one[0] for one in CASES])
def test_an_empty_table_is_believed_of_a_user_who_may_view_setup_alone(name: Part, table: str) -> None:
    assert read(name, **{table: rows(), "UserPermissionAccess": MAY_VIEW_SETUP}).value == ()
    for granted in (permissions("PermissionsAuthorApex"), rows()):
        unread = read(name, **{table: rows(), "UserPermissionAccess": granted}).unread
        assert unread[0].reason == f"{table} showed nothing, and nothing proves that this user would be shown any"


def test_an_approval_process_that_is_not_active_is_off() -> None:
    row = {**CASES[4][2], "State": "Obsolete"}
    (found,) = read(Part.APPROVAL_PROCESSES, ProcessDefinition=rows(row), UserPermissionAccess=MAY_VIEW_SETUP).value
    assert found.active is False


@pytest.mark.parametrize("row", [{"SobjectType": "Lead"}, {"Name": None, "SobjectType": "Lead"}])
def test_a_rule_without_a_name_leaves_the_table_unread(row: dict[str, Any]) -> None:
    found = read(Part.ASSIGNMENT_RULES, AssignmentRule=rows(row), UserPermissionAccess=MAY_VIEW_SETUP)
    assert found.value is None
    assert found.unread[0].reason == "the answer is not as Salesforce documents it"
