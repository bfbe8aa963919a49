"""Rows with their Metadata in, contents out: what was read, what was left out, what could not be looked at."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, structs

from parity.orgs.contents_wanted import Wanted
from parity.orgs.metadata_rows import RowsRead
from parity.orgs.rows import text_in
from parity.orgs.snapshot_part import RUN_AGAIN
from parity.snapshot.automation import Automation, AutomationKind
from parity.snapshot.contents import Content, ContentKind, Contents
from parity.snapshot.grants import READ_SETUP
from parity.snapshot.metadata_form import (
    OF_FIELDS,
    OF_FLOWS,
    OF_VALIDATION_RULES,
    OF_WORKFLOW_RULES,
    UNTOLD_OF_FIELDS,
    folded,
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
    its newest version may be a draft that starts otherwise.
    """

    contents: Contents | None
    unread: tuple[Unread, ...] = ()
    starts: dict[_Key, dict[str, Any]] = {}


def contents_of_rows(contents: Contents, wanted: Sequence[Wanted], rows: RowsRead) -> ContentsFound:
    """The contents with what the rows tell. Each that was wanted is read, not shown, left out, or could not be read."""
    read: list[Content] = []
    starts: dict[_Key, dict[str, Any]] = {}
    not_shown: Counter[ContentKind] = Counter()
    left_out: Counter[ContentKind] = Counter()
    wrong: list[tuple[str, str]] = []
    for one in wanted:
        row = rows.rows.get(one.row)
        if row is None:
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
            read.append(_content(one, row["Metadata"]))
            if one.kind in _FLOWS:
                starts[one.kind.value, one.object, one.name] = _start(row["Metadata"])
    told = structs.replace(contents, read=tuple(read), left_out=dict(left_out), not_shown=dict(not_shown))
    return ContentsFound(contents=told, unread=tuple(_unread(wrong, rows)), starts=starts)


def _why_unread(one: Wanted, rows: RowsRead) -> str | None:
    """Why a row is not there; null where it was left out, or a standard field's definition is not for this user.

    That FieldDefinition may be asked for Metadata is documented, that it shows it to everybody is not.
    """
    if not one.can_be_asked:
        return "the org told no id of it"
    if one.is_standard_field:
        return rows.failed.get(one.row)
    return rows.refused.get(one.row) or rows.failed.get(one.row)


def _why_another(one: Wanted, row: dict[str, Any]) -> str | None:
    """What is wrong with a row: another component's, or one that holds nothing where there must be something."""
    if row["Metadata"] is None and not _may_be_hidden(one):
        return "its Metadata is null"
    column = "QualifiedApiName" if one.is_standard_field else "FullName"
    wanted = one.name if one.is_standard_field else one.full_name
    # Of a flow of a package, with its namespace or without.
    accepted = (wanted, wanted.rpartition("__")[2]) if one.kind in _FLOWS else (wanted,)
    told = text_in(row, column)
    if not told or told.casefold().startswith(tuple(name.casefold() for name in accepted)):
        return None
    return f"the answer is {told[:80]!r}"


def _may_be_hidden(one: Wanted) -> bool:
    """Whether Salesforce may show its Metadata to nobody: what came with a package, a standard field's definition."""
    return one.is_standard_field or "__" in one.name.removesuffix("__c")


def _is_shown(one: Wanted, metadata: Mapping[str, Any] | None) -> bool:
    """Whether it holds what was asked for: a definition of a standard field may leave the filter out."""
    return metadata is not None and (not one.is_standard_field or isinstance(metadata.get("lookupFilter"), dict))


def _content(wanted: Wanted, metadata: dict[str, Any]) -> Content:
    values = folded(metadata, _DROPPED[wanted.kind])
    if wanted.kind is ContentKind.FIELD:
        values = {key: value for key, value in values.items() if key in UNTOLD_OF_FIELDS}
    return Content(kind=wanted.kind, object=wanted.object, name=wanted.name, values=values)


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
    """Automation with what only its contents tell: whether a workflow rule is active, how the active version starts."""
    active = {
        (one.object, one.name): one.values.get("active") is True
        for one in (found.contents.read if found.contents else ())
        if one.kind is ContentKind.WORKFLOW_RULE
    }
    return tuple(_with_contents(one, active, found.starts) for one in automation)


def _with_contents(
    one: Automation, active: Mapping[tuple[str, str], bool], starts: Mapping[_Key, Mapping[str, Any]]
) -> Automation:
    if one.kind is AutomationKind.WORKFLOW_RULE and (one.object, one.full_name) in active:
        return structs.replace(one, active=active[one.object, one.full_name])
    start = starts.get((one.kind.value, one.object, one.full_name))
    if start is None:
        return one
    return structs.replace(one, details={name: start.get(name, told) for name, told in one.details.items()})
