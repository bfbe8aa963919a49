"""What automation and fields hold, read as rows within `api.depth_calls`, and the Apex behind triggers.

The first call asks for the lists (Apex classes, sources of triggers, ids of custom fields) and for as many rows as it
has room for; each further call reads 25 rows. Fewer calls are made where the org has few requests left.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct, structs

from parity.orgs.apex_code import classes_named, code_digest
from parity.orgs.approval_steps import STEPS, active_processes, approval_contents
from parity.orgs.client import OrgClient
from parity.orgs.contents_wanted import (
    CUSTOM_FIELDS,
    Wanted,
    automation_wanted,
    custom_field_question,
    fields_to_read,
    fields_wanted,
    in_order,
)
from parity.orgs.metadata_rows import RowsRead, lists_and_rows, read_rows
from parity.orgs.question import Answer, Question, query
from parity.orgs.rows import Row, text_in
from parity.orgs.signed_in import may_view_setup
from parity.orgs.snapshot_part import RUN_AGAIN, SoFar
from parity.snapshot.automation import Automation, AutomationKind
from parity.snapshot.contents import ApexClass, Content, ContentKind, Contents, TriggerSource
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
from parity.snapshot.records import ObjectDescribe

_CLASSES, _SOURCES = "ApexClasses", "TriggerSources"
_HIDDEN = "(hidden)"
_DROPPED = {
    ContentKind.FLOW: OF_FLOWS,
    ContentKind.PROCESS: OF_FLOWS,
    ContentKind.VALIDATION_RULE: OF_VALIDATION_RULES,
    ContentKind.WORKFLOW_RULE: OF_WORKFLOW_RULES,
    ContentKind.FIELD: OF_FIELDS,
    ContentKind.HIDDEN_FIELD: OF_FIELDS,
}
_NAMES_SHOWN = 5
_SHOWN_NOTHING = Answer(
    404,
    [{"errorCode": "NOT_FOUND", "message": "it showed nothing, and nothing proves that this user would be shown any"}],
)


class ContentsFound(Struct, frozen=True, kw_only=True):
    """The contents of an org, null where none were asked for, and what of them could not be read."""

    contents: Contents | None
    unread: tuple[Unread, ...] = ()


def read_contents(
    client: OrgClient, version: str, so_far: SoFar, objects: Mapping[str, ObjectDescribe]
) -> ContentsFound:
    """What is to be known of the contents, in the order of reading (contents_wanted.py), within the calls allowed.

    `objects` are the compared ones, as this user sees them. What the calls do not reach is counted, and no gap; what
    was asked for and could not be read is.
    """
    depth = so_far.options.depth_calls
    if depth == 0:
        return ContentsFound(contents=None)
    most = min(depth, _calls_left(client))
    before = client.calls
    kinds = fields_to_read(objects)
    lists = [_classes_question(), _sources_question(), *([custom_field_question(kinds)] if kinds else [])]
    known = in_order(automation_wanted(so_far), client.has_claim)
    answers, first = lists_and_rows(client, version, lists, [one.row for one in known], most)
    found = answers.get(CUSTOM_FIELDS)
    fields = fields_wanted(found.records if found is not None and found.has_rows else [], kinds)
    wanted = in_order([*known, *fields], client.has_claim)
    open_rows = [one.row for one in wanted if one.row not in first.rows and one.row not in first.refused]
    approvals = _approvals(client, version, so_far, most - (client.calls - before))
    then = read_rows(client, version, open_rows, most - (client.calls - before))
    rows = RowsRead(
        rows={**first.rows, **then.rows},
        refused={**first.refused, **then.refused},
        failed=then.failed,
        left_out=then.left_out,
        calls=client.calls - before,
    )
    made = _found(depth, wanted, rows, {**answers, **_not_believed(answers, so_far)}, lists)
    made = _with_fields_nowhere(made, len(kinds) - len(fields), asked=found is not None)
    return _with(made, approvals)


def _approvals(client: OrgClient, version: str, so_far: SoFar, most: int) -> ContentsFound:
    """The steps of approval processes: one call where one is active, one more where the org failed to answer."""
    processes = active_processes(so_far)
    if not processes:
        return ContentsFound(contents=None)
    if most == 0:
        left_out = {ContentKind.APPROVAL_PROCESS: len(processes)}
        return ContentsFound(contents=Contents(depth=0, calls=0, left_out=left_out))
    answer = client.ask_alone_once(version, STEPS)
    if not answer.has_rows and not answer.is_refusal and most > 1:
        answer = client.ask_alone_once(version, STEPS)
    if not answer.has_rows:
        reason = f"ProcessNode could not be read ({answer.error})"
        fix = READ_SETUP if answer.is_refusal else RUN_AGAIN
        return ContentsFound(contents=None, unread=(Unread(part=Part.CONTENTS, reason=reason, fix=fix),))
    return ContentsFound(contents=Contents(depth=0, calls=0, read=tuple(approval_contents(processes, answer))))


def _with(made: ContentsFound, more: ContentsFound) -> ContentsFound:
    """What was read of rows, and of approval processes."""
    contents, found = made.contents, more.contents
    if contents is not None and found is not None:
        left_out = {**contents.left_out, **found.left_out}
        contents = structs.replace(contents, read=(*contents.read, *found.read), left_out=left_out)
    return ContentsFound(contents=contents, unread=(*made.unread, *more.unread))


def _not_believed(answers: Mapping[str, Answer], so_far: SoFar) -> dict[str, Answer]:
    """Lists without a row, where nothing proves that this user would be shown any: as refused."""
    if may_view_setup(so_far):
        return {}
    names = [_CLASSES, _SOURCES]
    return {
        name: _SHOWN_NOTHING
        for name in names
        if name in answers and answers[name].has_rows and not answers[name].records
    }


def _calls_left(client: OrgClient) -> int:
    """How many calls may be spent and still leave one above the reserve, for what is asked after them."""
    left = client.session.credits
    return 10_000 if left is None else max(0, left.remaining - client.session.settings.reserve - 1)


def _classes_question() -> Question:
    columns = ", ".join(("Id", *ApexClass.__struct_encode_fields__))
    return query(_CLASSES, f"SELECT {columns} FROM ApexClass WHERE NamespacePrefix = null", tooling=True)


def _sources_question() -> Question:
    where = "NamespacePrefix = null AND Status = 'Active'"
    return query(_SOURCES, f"SELECT Id, Name, Body FROM ApexTrigger WHERE {where}", tooling=True)


def _with_fields_nowhere(made: ContentsFound, number: int, *, asked: bool) -> ContentsFound:
    """Custom fields without a row: not asked for, or not among the rows that this user is shown."""
    if number == 0 or made.contents is None:
        return made
    name = "not_shown" if asked else "left_out"
    counts = {**getattr(made.contents, name)}
    counts[ContentKind.FIELD] = counts.get(ContentKind.FIELD, 0) + number
    return structs.replace(made, contents=structs.replace(made.contents, **{name: counts}))


def _found(
    depth: int,
    wanted: Sequence[Wanted],
    rows: RowsRead,
    answers: Mapping[str, Answer],
    lists: Sequence[Question],
) -> ContentsFound:
    read: list[Content] = []
    not_shown: dict[ContentKind, int] = {}
    left_out: dict[ContentKind, int] = {}
    wrong: list[tuple[str, str]] = []
    for one in wanted:
        row = rows.rows.get(one.row)
        if row is None:
            why = rows.refused.get(one.row) or rows.failed.get(one.row)
            if why is None:
                left_out[one.kind] = left_out.get(one.kind, 0) + 1
            else:
                wrong.append((f"{one.object} {one.name}", why))
        elif row["Metadata"] is None:
            not_shown[one.kind] = not_shown.get(one.kind, 0) + 1
        elif (told := text_in(row, "FullName")) and not told.casefold().startswith(one.full_name.casefold()):
            wrong.append((f"{one.object} {one.name}", f"the answer is {told[:80]!r}"))
        else:
            read.append(_content(one, row["Metadata"]))
    classes = _classes(answers.get(_CLASSES))
    contents = Contents(
        depth=depth,
        calls=rows.calls,
        read=tuple(read),
        left_out=left_out,
        not_shown=not_shown,
        classes=classes,
        sources=None if classes is None else _sources(answers.get(_SOURCES), classes),
    )
    unread = (*_unread_rows(wrong, rows), *_unread_lists(answers, lists, classes))
    return ContentsFound(contents=contents, unread=unread)


def _content(wanted: Wanted, metadata: dict[str, Any]) -> Content:
    values = folded(metadata, _DROPPED[wanted.kind])
    if wanted.kind is ContentKind.FIELD:
        values = {key: value for key, value in values.items() if key in UNTOLD_OF_FIELDS}
    return Content(kind=wanted.kind, object=wanted.object, name=wanted.name, values=values)


def _classes(answer: Answer | None) -> tuple[ApexClass, ...] | None:
    if answer is None or not answer.has_rows:
        return None
    columns = ApexClass.__struct_encode_fields__
    try:
        found = [msgspec.convert({name: row.get(name) for name in columns}, ApexClass) for row in answer.records]
    except msgspec.ValidationError:
        return None
    return tuple(one for one in found if one.status != "Deleted")


def _sources(answer: Answer | None, classes: Sequence[ApexClass]) -> tuple[TriggerSource, ...] | None:
    if answer is None or not answer.has_rows:
        return None
    names = [one.name for one in classes]
    return tuple(_source(row, names) for row in answer.records if _is_shown(row))


def _is_shown(row: Row) -> bool:
    return bool(text_in(row, "Name")) and text_in(row, "Body") not in {None, _HIDDEN}


def _source(row: Row, names: Sequence[str]) -> TriggerSource:
    body = text_in(row, "Body") or ""
    name = text_in(row, "Name") or ""
    return TriggerSource(trigger=name, code=code_digest(body), classes=classes_named(body, names))


def _unread_rows(wrong: Sequence[tuple[str, str]], rows: RowsRead) -> list[Unread]:
    """One entry for all rows that were asked for and not read."""
    if not wrong:
        return []
    names = ", ".join(name for name, _ in wrong[:_NAMES_SHOWN])
    more = f" and {len(wrong) - _NAMES_SHOWN} more" if len(wrong) > _NAMES_SHOWN else ""
    fix = f"{RUN_AGAIN} {READ_SETUP}" if rows.refused else RUN_AGAIN
    return [Unread(part=Part.CONTENTS, reason=f"{names}{more} could not be read ({wrong[0][1]})", fix=fix)]


def _unread_lists(
    answers: Mapping[str, Answer], lists: Sequence[Question], classes: Sequence[ApexClass] | None
) -> list[Unread]:
    found = []
    if classes is None and _CLASSES in answers and answers[_CLASSES].has_rows:
        reason = "a row of ApexClass is not as Salesforce documents it"
        found.append(Unread(part=Part.CONTENTS, reason=reason, fix=RUN_AGAIN))
    for one in lists:
        answer = answers.get(one.name)
        if answer is not None and not answer.has_rows:
            fix = READ_SETUP if answer.is_refusal else RUN_AGAIN
            found.append(
                Unread(part=Part.CONTENTS, reason=f"{_WORDS[one.name]} could not be read ({answer.error})", fix=fix)
            )
    return found


_WORDS = {_CLASSES: "ApexClass", _SOURCES: "the source of triggers", CUSTOM_FIELDS: "CustomField"}


def with_activity(automation: Sequence[Automation], contents: Contents | None) -> tuple[Automation, ...]:
    """Automation with the activity of workflow rules, which only their contents tell."""
    told = {
        (one.object, one.name): one.values.get("active") is True
        for one in (contents.read if contents else ())
        if one.kind is ContentKind.WORKFLOW_RULE
    }
    return tuple(
        structs.replace(one, active=told[one.object, one.full_name])
        if one.kind is AutomationKind.WORKFLOW_RULE and (one.object, one.full_name) in told
        else one
        for one in automation
    )
