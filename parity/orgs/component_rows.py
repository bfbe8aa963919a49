"""The name, the namespace and the object of a component, out of a row of an automation table.

Orgs differ: FlowDefinitionView.ApiName may contain the namespace (`ns__Name`) or leave it to NamespacePrefix; public
scripts that run against real orgs handle both. For a process of Process Builder, which is not a record-triggered flow,
FlowDefinitionView may leave the object empty; public tools look for it in the version's Metadata.
"""

from collections.abc import Container
from typing import Any

from parity.orgs.rows import Row, text_in, value_at
from parity.snapshot.automation import OBJECT_NOT_TOLD

#: Process types and trigger types of what runs when a record is saved or deleted.
PROCESS = "Workflow"
RECORD_TRIGGERED = ("RecordBeforeSave", "RecordAfterSave", "RecordBeforeDelete")


def bare_name(row: Row, column: str) -> Any:
    """The name in a column, without a namespace in front of it."""
    name, namespace = row.get(column), text_in(row, "NamespacePrefix")
    return name.removeprefix(f"{namespace}__") if namespace and isinstance(name, str) else name


def full_name(row: Row, column: str) -> str:
    """`namespace__Name`; the bare name where the component came with no package."""
    name, namespace = bare_name(row, column), text_in(row, "NamespacePrefix")
    return f"{namespace}__{name}" if namespace else str(name)


def object_at(row: Row, path: str) -> str:
    """The object at a column, or at a path over a lookup."""
    return str(value_at(row, path) or OBJECT_NOT_TOLD)


def is_flow_on(row: Row, objects: Container[str]) -> bool:
    """Whether a row of FlowDefinitionView is a record-triggered flow, or a process, that runs on one of the objects.

    One whose object the row does not show may run on any.
    """
    name = value_at(row, "TriggerObjectOrEvent.QualifiedApiName")
    runs_on_saves = row.get("ProcessType") == PROCESS or row.get("TriggerType") in RECORD_TRIGGERED
    return runs_on_saves and (name in objects if isinstance(name, str) else True)
