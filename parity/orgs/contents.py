"""What automation and fields hold, read as rows within `api.depth_calls`, and the Apex behind triggers.

The first call asks for the lists (Apex classes, sources of triggers, ids of custom fields) and for as many rows as it
has room for; each further call reads 25 rows. Fewer calls are made where the org has few requests left.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct, structs

from parity.orgs.approval_steps import active_processes, read_steps
from parity.orgs.client import OrgClient
from parity.orgs.contents_apex import CLASSES, SOURCES, apex_questions, classes_in, not_believed, sources_in
from parity.orgs.contents_rows import ContentsFound, contents_of_rows
from parity.orgs.contents_wanted import (
    CUSTOM_FIELDS,
    Wanted,
    automation_wanted,
    custom_field_question,
    fields_to_read,
    fields_wanted,
    in_order,
    record_types,
    standard_lookups,
)
from parity.orgs.metadata_rows import OneRow, RowsRead, lists_and_rows, read_rows
from parity.orgs.question import Answer, Question
from parity.orgs.snapshot_part import RUN_AGAIN, SoFar
from parity.snapshot.contents import ApexClass, ContentKind, Contents
from parity.snapshot.grants import READ_SETUP
from parity.snapshot.org_setup import Part, Unread
from parity.snapshot.records import ObjectDescribe

_WORDS = {CLASSES: "ApexClass", SOURCES: "the source of triggers", CUSTOM_FIELDS: "CustomField"}


def read_contents(
    client: OrgClient, version: str, so_far: SoFar, objects: Mapping[str, ObjectDescribe]
) -> ContentsFound:
    """The contents of the org, read in the order of contents_wanted.py, within the calls allowed.

    `objects` are the compared ones, as this user sees them. What the calls do not reach is counted, without a gap; what
    was asked for and could not be read is a gap.
    """
    if so_far.options.depth_calls == 0:
        return ContentsFound(contents=None)
    return _found(_asked(client, version, so_far, objects), so_far)


class _Asked(Struct, frozen=True, kw_only=True):
    """What was asked, and what came back.

    `kinds` are the custom fields whose contents are wanted, by object and name, `fields` those of them that have a row.
    """

    lists: Sequence[Question]
    answers: Mapping[str, Answer]
    kinds: Mapping[tuple[str, str], ContentKind]
    fields: Sequence[Wanted]
    wanted: Sequence[Wanted]
    rows: RowsRead
    approvals: ContentsFound
    calls: int


def _asked(client: OrgClient, version: str, so_far: SoFar, objects: Mapping[str, ObjectDescribe]) -> _Asked:
    """Ask for the lists and the first rows in one call, then for approvals, then for the other rows."""
    most = min(so_far.options.depth_calls, _calls_left(client))
    before = client.calls
    kinds = fields_to_read(objects)
    lists = [*apex_questions(), *([custom_field_question(kinds)] if kinds else [])]
    known = in_order([*automation_wanted(so_far), *standard_lookups(objects), *record_types(objects)], client.has_claim)
    answers, first = lists_and_rows(client, version, lists, _rows(known), most)
    listed = answers.get(CUSTOM_FIELDS)
    fields = fields_wanted(listed.records if listed is not None and listed.has_rows else [], kinds)
    wanted = in_order([*known, *fields], client.has_claim)
    approvals = _approvals(client, version, so_far, most - (client.calls - before))
    rows = _rest(client, version, wanted, first, most - (client.calls - before))
    return _Asked(
        lists=lists,
        answers=answers,
        kinds=kinds,
        fields=fields,
        wanted=wanted,
        rows=rows,
        approvals=approvals,
        calls=client.calls - before,
    )


def _found(asked: _Asked, so_far: SoFar) -> ContentsFound:
    """The contents out of what came back. Pure."""
    believed = {**asked.answers, **not_believed(asked.answers, so_far)}
    classes = classes_in(believed.get(CLASSES))
    contents = Contents(
        depth=so_far.options.depth_calls,
        calls=asked.calls,
        classes=classes,
        sources=None if classes is None else sources_in(believed.get(SOURCES), classes),
    )
    with_row = {(one.object, one.name) for one in asked.fields}
    nowhere = Counter(kind for key, kind in asked.kinds.items() if key not in with_row)
    found = _with_fields_nowhere(
        contents_of_rows(contents, asked.wanted, asked.rows), nowhere, asked=CUSTOM_FIELDS in asked.answers
    )
    unread = (*found.unread, *_unread_lists(believed, asked.lists, classes))
    return _with(structs.replace(found, unread=unread), asked.approvals)


def _rows(wanted: Sequence[Wanted]) -> list[OneRow]:
    return [one.row for one in wanted if one.can_be_asked]


def _rest(client: OrgClient, version: str, wanted: Sequence[Wanted], first: RowsRead, most: int) -> RowsRead:
    """What the first call read, and the rest; what failed in the first call is asked for again, in its place."""
    open_rows = [one for one in _rows(wanted) if one not in first.rows and one not in first.refused]
    then = read_rows(client, version, open_rows, most)
    return RowsRead(
        rows={**first.rows, **then.rows},
        refused={**first.refused, **then.refused},
        failed={**{one: why for one, why in first.failed.items() if one in then.left_out}, **then.failed},
        left_out=tuple(one for one in then.left_out if one not in first.failed),
        calls=first.calls + then.calls,
    )


def _approvals(client: OrgClient, version: str, so_far: SoFar, most: int) -> ContentsFound:
    processes = active_processes(so_far)
    if processes and most <= 0:
        left_out = {ContentKind.APPROVAL_PROCESS: len(processes)}
        return ContentsFound(contents=Contents(depth=0, calls=0, left_out=left_out))
    return read_steps(client, version, so_far, most) if processes else ContentsFound(contents=None)


def _with(made: ContentsFound, more: ContentsFound) -> ContentsFound:
    """What was read of rows, and of approval processes."""
    contents, found = made.contents, more.contents
    if contents is not None and found is not None:
        left_out = {**contents.left_out, **found.left_out}
        contents = structs.replace(contents, read=(*contents.read, *found.read), left_out=left_out)
    return structs.replace(made, contents=contents, unread=(*made.unread, *more.unread))


def _calls_left(client: OrgClient) -> int:
    """How many calls may be spent and still leave one above the reserve, for what is asked after them."""
    left = client.session.credits
    return 10_000 if left is None else max(0, left.remaining - client.session.settings.reserve - 1)


def _with_fields_nowhere(made: ContentsFound, numbers: Mapping[ContentKind, int], *, asked: bool) -> ContentsFound:
    """Custom fields without a row: not asked for, or not among the rows that this user is shown."""
    if not numbers or made.contents is None:
        return made
    contents = made.contents
    if asked:
        contents = structs.replace(contents, not_shown=_added(contents.not_shown, numbers))
    else:
        contents = structs.replace(contents, left_out=_added(contents.left_out, numbers))
    return structs.replace(made, contents=contents)


def _added(counts: Mapping[ContentKind, int], more: Mapping[ContentKind, int]) -> dict[ContentKind, int]:
    return dict(Counter(counts) + Counter(more))


def _unread_lists(
    answers: Mapping[str, Answer], lists: Sequence[Question], classes: Sequence[ApexClass] | None
) -> list[Unread]:
    found = []
    if classes is None and CLASSES in answers and answers[CLASSES].has_rows:
        reason = "a row of ApexClass is not as Salesforce documents it"
        found.append(Unread(part=Part.CONTENTS, reason=reason, fix=RUN_AGAIN))
    for one in lists:
        answer = answers.get(one.name)
        if answer is not None and not answer.has_rows:
            fix = READ_SETUP if answer.is_refusal else RUN_AGAIN
            reason = f"{_WORDS[one.name]} could not be read ({answer.error})"
            found.append(Unread(part=Part.CONTENTS, reason=reason, fix=fix))
    return found
