"""Turns rows with Metadata into contents: what was read, what was left out, and what could not be read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Any

from msgspec import Struct, structs

from parity.marketo_measure.catalogue import AUTOMATED_OBJECTS
from parity.orgs.contents_wanted import Wanted
from parity.orgs.metadata_rows import RowsRead
from parity.orgs.rows import text_in
from parity.orgs.snapshot_part import RUN_AGAIN
from parity.snapshot.automation import OBJECT_NOT_TOLD, Automation, AutomationKind
from parity.snapshot.contents import Content, ContentKind, Contents
from parity.snapshot.grants import READ_SETUP
from parity.snapshot.metadata_form import (
    OF_FIELDS,
    OF_FLOWS,
    OF_VALIDATION_RULES,
    OF_WORKFLOW_RULES,
    UNTOLD_OF_FIELDS,
    folded,
    of_record_type,
)
from parity.snapshot.org_setup import Part, Unread

_DROPPED = {
    ContentKind.FLOW: OF_FLOWS,
    ContentKind.PROCESS: OF_FLOWS,
    ContentKind.VALIDATION_RULE: OF_VALIDATION_RULES,
    ContentKind.WORKFLOW_RULE: OF_WORKFLOW_RULES,
    ContentKind.FIELD: OF_FIELDS,
    ContentKind.HIDDEN_FIELD: OF_FIELDS,
}
_FLOWS = frozenset({ContentKind.FLOW, ContentKind.PROCESS})
_NAMES_SHOWN = 5

#: Kind, object and name of a piece of automation.
_Key = tuple[str, str, str]


class ContentsFound(Struct, frozen=True, kw_only=True):
    """The contents of an org, null where none were asked for, and what of them could not be read.

    `starts` has the columns of the list of flows as the active version sets them: the list has one row a flow, which
    may describe a newer draft. `objects` has the object of each process by its name, which the list leaves empty.
    """

    contents: Contents | None
    unread: tuple[Unread, ...] = ()
    starts: dict[_Key, dict[str, Any]] = {}
    objects: dict[str, str] = {}


class _Shown(Struct, frozen=True, kw_only=True):
    """What a row shows of a component: its content, and how a flow starts (empty for everything else)."""

    content: Content
    start: dict[str, Any]


class _NotRead(Enum):
    """Why there is no content, where that is no gap."""

    NOT_SHOWN = auto()
    LEFT_OUT = auto()


class _Wrong(Struct, frozen=True):
    """Why a row that was asked for could not be read or believed, which is a gap."""

    why: str


_Outcome = _Shown | _NotRead | _Wrong


def contents_of_rows(contents: Contents, wanted: Sequence[Wanted], rows: RowsRead) -> ContentsFound:
    """`contents` with what the rows show. Each wanted component is read, not shown, left out, or could not be read."""
    outcomes = [(one, _outcome(one, rows)) for one in wanted]
    shown = [(one, outcome) for one, outcome in outcomes if isinstance(outcome, _Shown)]
    kept = [(one, outcome) for one, outcome in shown if not _is_left_to_others(one, outcome.content)]
    wrong = [(f"{one.object} {one.name}", outcome.why) for one, outcome in outcomes if isinstance(outcome, _Wrong)]
    return ContentsFound(
        contents=structs.replace(
            contents,
            read=tuple(outcome.content for _, outcome in kept),
            left_out=_count_by_kind(outcomes, _NotRead.LEFT_OUT),
            not_shown=_count_by_kind(outcomes, _NotRead.NOT_SHOWN),
        ),
        unread=tuple(_unread(wrong, rows)),
        starts={
            (one.kind.value, outcome.content.object, one.name): outcome.start
            for one, outcome in kept
            if one.kind in _FLOWS
        },
        objects={one.name: outcome.content.object for one, outcome in shown if one.object == OBJECT_NOT_TOLD},
    )


def _count_by_kind(outcomes: Sequence[tuple[Wanted, _Outcome]], why: _NotRead) -> dict[ContentKind, int]:
    return dict(Counter(one.kind for one, outcome in outcomes if outcome is why))


def _outcome(one: Wanted, rows: RowsRead) -> _Outcome:
    """What became of one wanted component."""
    row = rows.rows.get(one.row)
    if row is None:
        return _without_row(one, rows)
    strange = _why_another(one, row)
    if strange is not None:
        return _Wrong(strange)
    metadata = row["Metadata"]
    if not _is_shown(one, metadata):
        return _NotRead.NOT_SHOWN
    return _Shown(content=_content(one, metadata), start=_start(metadata) if one.kind in _FLOWS else {})


def _without_row(one: Wanted, rows: RowsRead) -> _NotRead | _Wrong:
    if _shown_to_nobody(one, rows):
        return _NotRead.NOT_SHOWN
    why = _why_unread(one, rows)
    if why is not None:
        return _Wrong(why)
    return _NotRead.NOT_SHOWN if one.row in rows.refused else _NotRead.LEFT_OUT


def _is_left_to_others(one: Wanted, content: Content) -> bool:
    """Whether it is a process on an object that Marketo Measure saves nothing of, which only its Metadata tells."""
    return one.kind is ContentKind.PROCESS and _is_elsewhere(content.object)


def _object_of_process(metadata: Mapping[str, Any]) -> str:
    """The object that a process of Process Builder is on, as its Metadata tells beside its elements."""
    for one in metadata.get("processMetadataValues") or ():
        if isinstance(one, dict) and one.get("name") == "ObjectType":
            value = one.get("value")
            told = text_in(value, "stringValue") if isinstance(value, dict) else None
            return told or OBJECT_NOT_TOLD
    return OBJECT_NOT_TOLD


def _is_elsewhere(object_name: str) -> bool:
    """Whether it is known to be on an object of which Marketo Measure saves nothing."""
    return object_name not in {*AUTOMATED_OBJECTS, OBJECT_NOT_TOLD}


def _shown_to_nobody(one: Wanted, rows: RowsRead) -> bool:
    """Whether it is a flow that Salesforce itself or a package brings and that no API shows the contents of: the list
    of flows names it, but no row stands behind the version that it tells.
    """
    if one.kind not in _FLOWS or not _may_be_hidden(one):
        return False
    return not one.can_be_asked or rows.refused.get(one.row, "").startswith("NOT_FOUND")


def _why_unread(one: Wanted, rows: RowsRead) -> str | None:
    """Why a row is not there; null where it was left out, or such a definition is not for this user.

    That FieldDefinition may be asked for Metadata is documented, that it shows it to everybody is not.
    """
    if not one.can_be_asked:
        return "the org told no id of it"
    if one.may_be_refused:
        return rows.failed.get(one.row)
    return rows.refused.get(one.row) or rows.failed.get(one.row)


def _why_another(one: Wanted, row: dict[str, Any]) -> str | None:
    """What is wrong with a row: another component's, or one that holds nothing where there must be something."""
    if row["Metadata"] is None and not _may_be_hidden(one):
        return "its Metadata is null"
    column = "QualifiedApiName" if one.is_standard_field else "FullName"
    wanted = one.name if one.is_standard_field else one.full_name
    told = text_in(row, column)
    if not told or any(told.casefold().startswith(name.casefold()) for name in _told_as(one, wanted)):
        return None
    return f"the answer is {told[:80]!r}"


def _told_as(one: Wanted, wanted: str) -> tuple[str, ...]:
    """The names under which it may be told: nobody says whether that of a package's flow bears the namespace."""
    return (wanted, wanted.partition("__")[2]) if one.kind in _FLOWS and "__" in wanted else (wanted,)


def _may_be_hidden(one: Wanted) -> bool:
    """Whether Salesforce may show its Metadata to nobody: what came with a package, a standard field's definition."""
    return one.may_be_refused or "__" in one.name.removesuffix("__c")


def _is_shown(one: Wanted, metadata: Mapping[str, Any] | None) -> bool:
    """Whether it holds what was asked for: a definition of a standard field may leave the filter out."""
    return metadata is not None and (not one.is_standard_field or isinstance(metadata.get("lookupFilter"), dict))


def _content(wanted: Wanted, metadata: dict[str, Any]) -> Content:
    if wanted.kind is ContentKind.RECORD_TYPE:
        return Content(kind=wanted.kind, object=wanted.object, name=wanted.name, values=of_record_type(metadata))
    values = folded(metadata, _DROPPED[wanted.kind])
    if wanted.kind is ContentKind.FIELD:
        values = {key: value for key, value in values.items() if key in UNTOLD_OF_FIELDS}
    told = _object_of_process(metadata) if wanted.object == OBJECT_NOT_TOLD else wanted.object
    return Content(kind=wanted.kind, object=told, name=wanted.name, values=values)


def _start(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """How the version starts; empty for a process, which has no trigger of its own."""
    start = metadata.get("start")
    if not isinstance(start, dict) or not start.get("triggerType"):
        return {}
    return {
        "TriggerType": start["triggerType"],
        "RecordTriggerType": start.get("recordTriggerType"),
        "TriggerOrder": metadata.get("triggerOrder"),
    }


def _unread(wrong: Sequence[tuple[str, str]], rows: RowsRead) -> list[Unread]:
    """One entry for all rows that were asked for and not read."""
    if not wrong:
        return []
    names = ", ".join(name for name, _ in wrong[:_NAMES_SHOWN])
    more = f" and {len(wrong) - _NAMES_SHOWN} more" if len(wrong) > _NAMES_SHOWN else ""
    fix = f"{RUN_AGAIN} {READ_SETUP}" if rows.refused else RUN_AGAIN
    return [Unread(part=Part.CONTENTS, reason=f"{names}{more} could not be read ({wrong[0][1]})", fix=fix)]


def with_activity(automation: Sequence[Automation], found: ContentsFound) -> tuple[Automation, ...]:
    """The automation, completed from the contents: whether a workflow rule is active, how a flow's active version
    starts, and which object a process is on. A process on an object that Marketo Measure does not save is left out.
    """
    active = {
        (one.object, one.name): one.values.get("active") is True
        for one in (found.contents.read if found.contents else ())
        if one.kind is ContentKind.WORKFLOW_RULE
    }
    located = (_with_object(one, found.objects) for one in automation)
    return tuple(
        _with_contents(one, active, found.starts)
        for one in located
        if one.kind is not AutomationKind.PROCESS or not _is_elsewhere(one.object)
    )


def _with_object(one: Automation, objects: Mapping[str, str]) -> Automation:
    is_open = one.kind is AutomationKind.PROCESS and one.object == OBJECT_NOT_TOLD
    return structs.replace(one, object=objects.get(one.full_name, one.object)) if is_open else one


def _with_contents(
    one: Automation, active: Mapping[tuple[str, str], bool], starts: Mapping[_Key, Mapping[str, Any]]
) -> Automation:
    if one.kind is AutomationKind.WORKFLOW_RULE and (one.object, one.full_name) in active:
        return structs.replace(one, active=active[one.object, one.full_name])
    start = starts.get((one.kind.value, one.object, one.full_name))
    if start is None:
        return one
    return structs.replace(one, details={name: start.get(name, told) for name, told in one.details.items()})
