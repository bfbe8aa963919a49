"""Rows of the automation tables in, our records out."""

from typing import Any

from parity.orgs.client import Answer
from parity.snapshot.automation import Automation, AutomationKind
from parity.snapshot.org_setup import Part, Unread

_VIEW_SETUP = "Grant View Setup and Configuration to the signed-in user (Permission Set > System Permissions)."
_SOURCES: dict[str, tuple[Part, AutomationKind]] = {
    "ValidationRule": (Part.VALIDATION_RULES, AutomationKind.VALIDATION_RULE),
    "WorkflowRule": (Part.WORKFLOW_RULES, AutomationKind.WORKFLOW_RULE),
    "FlowDefinitionView": (Part.FLOWS, AutomationKind.FLOW),
    "DuplicateRule": (Part.DUPLICATE_RULES, AutomationKind.DUPLICATE_RULE),
    "ProcessDefinition": (Part.APPROVAL_PROCESSES, AutomationKind.APPROVAL_PROCESS),
    "AssignmentRule": (Part.ASSIGNMENT_RULES, AutomationKind.ASSIGNMENT_RULE),
}

#: Columns that hold the name, the object and the state, by table.
_NAME = {
    "ValidationRule": "ValidationName",
    "WorkflowRule": "Name",
    "FlowDefinitionView": "ApiName",
    "DuplicateRule": "DeveloperName",
    "ProcessDefinition": "DeveloperName",
    "AssignmentRule": "Name",
}
_OBJECT = {
    "ValidationRule": "EntityDefinition.QualifiedApiName",
    "WorkflowRule": "TableEnumOrId",
    "FlowDefinitionView": "TriggerObjectOrEvent.QualifiedApiName",
    "DuplicateRule": "SobjectType",
    "ProcessDefinition": "TableEnumOrId",
    "AssignmentRule": "SobjectType",
}
_DETAILS = {
    "ValidationRule": ("ErrorMessage", "ErrorDisplayField"),
    "FlowDefinitionView": ("VersionNumber", "TriggerType", "RecordTriggerType"),
    "ProcessDefinition": ("LockType",),
}


#: What goes wrong in reading an answer that is not of the documented shape.
NOT_AS_DOCUMENTED = (AttributeError, KeyError, TypeError, ValueError)


def not_understood(part: Part) -> Unread:
    """A part whose answer is not of the documented shape."""
    reason = "the answer is not as Salesforce documents it"
    return Unread(part=part, reason=reason, fix="Collect again; where it stays so, report it with the API version.")


def read_automation(answers: dict[str, Answer], may_view_setup: bool) -> tuple[tuple[Automation, ...], list[Unread]]:
    """All automation that the answers show, and the tables that could not be read.

    An empty table is believed only where the user may view setup: others may be shown nothing.
    """
    found: list[Automation] = []
    unread: list[Unread] = []
    for table, (part, kind) in _SOURCES.items():
        answer = answers[table]
        if not answer.has_rows:
            unread.append(Unread(part=part, reason=f"{table} could not be read ({answer.error})", fix=_VIEW_SETUP))
        elif not answer.records and not may_view_setup:
            reason = f"{table} showed nothing, and nothing proves that this user would be shown any"
            unread.append(Unread(part=part, reason=reason, fix=_VIEW_SETUP))
        else:
            try:
                found += [_record(table, kind, row) for row in answer.records]
            except NOT_AS_DOCUMENTED:
                unread.append(not_understood(part))
    return tuple(found), unread


def _record(table: str, kind: AutomationKind, row: dict[str, Any]) -> Automation:
    namespace, name = row.get("NamespacePrefix"), row[_NAME[table]]
    if not isinstance(name, str):
        raise TypeError(table)
    return Automation(
        kind=kind,
        object=str(_column(row, _OBJECT[table])),
        name=name,
        namespace=namespace if isinstance(namespace, str) and namespace else None,
        active=_active(table, row),
        details={column: row.get(column) for column in _DETAILS.get(table, ())},
    )


def _active(table: str, row: dict[str, Any]) -> bool | None:
    if table == "WorkflowRule":
        return None
    if table == "ProcessDefinition":
        return row.get("State") == "Active"
    return bool(row.get("IsActive" if table in {"FlowDefinitionView", "DuplicateRule"} else "Active"))


def _column(row: dict[str, Any], path: str) -> Any:
    value: Any = row
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value
