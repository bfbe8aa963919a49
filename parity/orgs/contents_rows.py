"""Rows with their Metadata in, contents out: what was read, what was left out, what could not be looked at."""

from collections import Counter
from collections.abc import Mapping, Sequence
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

    `starts` are the columns of the list of flows as the active version tells them: the list has one row a flow, and
    its newest version may be a draft that starts otherwise. `objects`: of each process by its name, the object that it
    is on, which the list does not tell.
    """

    contents: Contents | None
    unread: tuple[Unread, ...] = ()
    starts: dict[_Key, dict[str, Any]] = {}
    objects: dict[str, str] = {}


def contents_of_rows(contents: Contents, wanted: Sequence[Wanted], rows: RowsRead) -> ContentsFound:
    """The contents with what the rows tell. Each that was wanted is read, not shown, left out, or could not be read."""
    read: list[Content] = []
    objects: dict[str, str] = {}
    starts: dict[_Key, dict[str, Any]] = {}
    not_shown: Counter[ContentKind] = Counter()
    left_out: Counter[ContentKind] = Counter()
    wrong: list[tuple[str, str]] = []
    for one in wanted:
        row = rows.rows.get(one.row)
        if row is None and _shown_to_nobody(one, rows):
            not_shown[one.kind] += 1
        elif row is None:
            why = _why_unread(one, rows)
            if why is not None:
                wrong.append((f"{one.object} {one.name}", why))
            elif one.row in rows.refused:
                not_shown[one.kind] += 1
            else:
                left_out[one.kind] += 1
        elif (strange := _why_another(one, row)) is not None:
            wrong.append((f"{one.object} {one.name}", strange))
        elif not _is_shown(one, row["Metadata"]):
            not_shown[one.kind] += 1
        else:
            content = _content(one, row["Metadata"])
            if one.object == OBJECT_NOT_TOLD:
                objects[one.name] = content.object
            if one.kind is ContentKind.PROCESS and _is_elsewhere(content.object):
                continue
            read.append(content)
            if one.kind in _FLOWS:
                starts[one.kind.value, content.object, one.name] = _start(row["Metadata"])
    told = structs.replace(contents, read=tuple(read), left_out=dict(left_out), not_shown=dict(not_shown))
    return ContentsFound(contents=told, unread=tuple(_unread(wrong, rows)), starts=starts, objects=objects)


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
    """Automation with what only its contents tell: whether a workflow rule is active, how the active version starts,
    and which object a process is on: those on other objects than Marketo Measure's are left out.
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
