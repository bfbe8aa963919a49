"""Who changed what, and when: two more calls, made only where somebody asked for it (`--who`).

Each component's row names who saved it last; the setup audit trail keeps what was done in Setup for 180 days:
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_setupaudittrail.htm
"""

from collections.abc import Callable, Mapping

from parity.marketo_measure.catalogue import AUTOMATED_OBJECTS, COMPARED_OBJECTS, SAVED_OBJECTS
from parity.orgs.client import OrgClient
from parity.orgs.component_rows import full_name, object_at
from parity.orgs.question import Answer, Question, query
from parity.orgs.rows import Row, text_in, value_at
from parity.orgs.snapshot_part import SoFar
from parity.orgs.soql import listed
from parity.snapshot.automation import AutomationKind
from parity.snapshot.changes import Changes, ComponentChange, SetupChange
from parity.snapshot.records import OBJECTS

_WHO = "LastModifiedBy.Name, LastModifiedDate"
#: One page of the newest: what was changed before that is not told.
_NEWEST = "ORDER BY LastModifiedDate DESC LIMIT 2000"
_ENTITY = "EntityDefinition.QualifiedApiName"


def _questions() -> list[Question]:
    fields = listed((*OBJECTS, *COMPARED_OBJECTS))
    saved, automated = listed(SAVED_OBJECTS), listed(AUTOMATED_OBJECTS)
    asked = {
        "CustomField": f"Id, DeveloperName, NamespacePrefix, {_ENTITY}, {_WHO} FROM CustomField "
        f"WHERE {_ENTITY} IN ({fields})",
        "ValidationRule": f"Id, ValidationName, NamespacePrefix, {_ENTITY}, {_WHO} FROM ValidationRule "
        f"WHERE {_ENTITY} IN ({automated})",
        "Flow": f"Id, DefinitionId, {_WHO} FROM Flow WHERE Status = 'Active'",
        "ApexTrigger": f"Id, Name, NamespacePrefix, {_WHO} FROM ApexTrigger",
        "WorkflowRule": f"Id, Name, NamespacePrefix, TableEnumOrId, {_WHO} FROM WorkflowRule "
        f"WHERE TableEnumOrId IN ({saved})",
    }
    return [query(f"Who_{name}", f"SELECT {words} {_NEWEST}", tooling=True) for name, words in asked.items()]


#: Five queries are all that one composite takes; classes can be had from the data API too.
_CLASSES = query(
    "Who_ApexClass", f"SELECT Id, Name, NamespacePrefix, {_WHO} FROM ApexClass WHERE NamespacePrefix = null {_NEWEST}"
)
_TRAIL = query(
    "SetupAuditTrail",
    "SELECT Id, CreatedDate, CreatedBy.Name, Display FROM SetupAuditTrail ORDER BY CreatedDate DESC LIMIT 2000",
)


def read_changes(client: OrgClient, version: str, so_far: SoFar) -> Changes | None:
    """Who changed what; null where nobody asked. What cannot be read is listed, and leaves no verdict open."""
    if not so_far.options.who:
        return None
    before = client.calls
    questions = _questions()
    # Nothing is asked twice here, nor one by one where the org takes no composite: it is not worth the calls.
    answers = client.ask_once(version, questions, tooling=True) if client.fallback is None else {}
    answers |= client.ask_once(version, [_TRAIL, _CLASSES]) if client.fallback is None else {}
    trail = answers.get(_TRAIL.name) or client.ask_alone_once(version, _TRAIL)
    components: list[ComponentChange] = []
    unread = []
    for one in [*questions, _CLASSES]:
        answer = answers.get(one.name)
        if answer is None or not answer.has_rows:
            unread.append(
                f"{one.name.removeprefix('Who_')} ({answer.error if answer else 'the org takes no composite'})"
            )
            continue
        reader = _READERS[one.name.removeprefix("Who_")](so_far)
        components += [found for row in answer.records if (found := _change(row, reader)) is not None]
    if not trail.has_rows:
        unread.append(f"SetupAuditTrail ({trail.error})")
    return Changes(
        calls=client.calls - before,
        components=tuple(components),
        setup=tuple(_setup(row) for row in trail.records if text_in(row, "CreatedDate")),
        unread=tuple(unread),
    )


#: Kind, object and component of a row; null where it is none of the compared ones.
_Named = tuple[str, str, str]
_Reader = Callable[[Row], _Named | None]


def _change(row: Row, reader: _Reader) -> ComponentChange | None:
    named, at = reader(row), text_in(row, "LastModifiedDate")
    if named is None or at is None:
        return None
    kind, object_name, component = named
    return ComponentChange(kind=kind, object=object_name, component=component, by=_name(row, "LastModifiedBy"), at=at)


def _name(row: Row, relationship: str) -> str:
    """Who it was. Salesforce itself, or somebody whom this user may not see, has no name here."""
    return str(value_at(row, f"{relationship}.Name") or "somebody without a name here")


def _setup(row: Row) -> SetupChange:
    return SetupChange(
        at=text_in(row, "CreatedDate") or "", by=_name(row, "CreatedBy"), display=text_in(row, "Display") or ""
    )


def _flows(so_far: SoFar) -> _Reader:
    """A version of a flow by the name of its definition, which FlowDefinitionView has told."""
    answer: Answer | None = so_far.answers.get("FlowDefinitionView")
    rows = answer.records if answer is not None and answer.has_rows else []
    by_id: Mapping[str, _Named] = {str(row.get("DurableId"))[:15]: _flow(row) for row in rows}
    return lambda row: by_id.get(str(row.get("DefinitionId"))[:15])


def _flow(row: Row) -> _Named:
    kind = AutomationKind.PROCESS if row.get("ProcessType") == "Workflow" else AutomationKind.FLOW
    object_name = object_at(row, "TriggerObjectOrEvent.QualifiedApiName")
    return "automation", object_name, f"{kind} {full_name(row, 'ApiName')}"


def _validation_rule(row: Row) -> _Named:
    name = full_name(row, "ValidationName")
    return "automation", str(value_at(row, _ENTITY)), f"{AutomationKind.VALIDATION_RULE} {name}"


def _workflow_rule(row: Row) -> _Named:
    return "automation", str(row.get("TableEnumOrId")), f"{AutomationKind.WORKFLOW_RULE} {full_name(row, 'Name')}"


_READERS: Mapping[str, Callable[[SoFar], _Reader]] = {
    "CustomField": lambda _so_far: (
        lambda row: ("field", str(value_at(row, _ENTITY)), f"{full_name(row, 'DeveloperName')}__c")
    ),
    "ValidationRule": lambda _so_far: _validation_rule,
    "Flow": _flows,
    "ApexClass": lambda _so_far: lambda row: ("class", "", full_name(row, "Name")),
    "ApexTrigger": lambda _so_far: lambda row: ("trigger", "", full_name(row, "Name")),
    "WorkflowRule": lambda _so_far: _workflow_rule,
}
