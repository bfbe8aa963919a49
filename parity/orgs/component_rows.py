"""What a row of a table of automation calls its component: the name, the namespace, the object.

A real org may put the namespace into FlowDefinitionView.ApiName too (`ns__Name`) or leave it to NamespacePrefix: public
scripts that run against real orgs ask for either. And FlowDefinitionView need not tell the object of a process of
Process Builder, which is no record-triggered flow: public tools look for it in the Metadata of the version.
"""

from collections.abc import Container
from typing import Any

from parity.orgs.rows import Row, text_in, value_at
from parity.snapshot.automation import OBJECT_NOT_TOLD

#: Process types and trigger types of what runs when a record is saved or deleted.
PROCESS = "Workflow"
RECORD_TRIGGERED = ("RecordBeforeSave", "RecordAfterSave", "RecordBeforeDelete")


def bare_name(row: Row, column: str) -> Any:
    """The name in a column, without the namespace that it may bear."""
    name, namespace = row.get(column), text_in(row, "NamespacePrefix")
    return name.removeprefix(f"{namespace}__") if namespace and isinstance(name, str) else name


def full_name(row: Row, column: str) -> str:
    """`namespace__Name`, or the bare name of what came with no package."""
    name, namespace = bare_name(row, column), text_in(row, "NamespacePrefix")
    return f"{namespace}__{name}" if namespace else str(name)


def object_at(row: Row, path: str) -> str:
    """The object at a column, or at a path over a lookup."""
    return str(value_at(row, path) or OBJECT_NOT_TOLD)


def is_flow_on(row: Row, objects: Container[str]) -> bool:
    """Whether a row of FlowDefinitionView is a record-triggered flow, or a process, on one of the objects; one whose
    object is not told may be on any.
    """
    name = value_at(row, "TriggerObjectOrEvent.QualifiedApiName")
    runs_on_saves = row.get("ProcessType") == PROCESS or row.get("TriggerType") in RECORD_TRIGGERED
    return runs_on_saves and (name in objects if isinstance(name, str) else True)
