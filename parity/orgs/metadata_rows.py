"""Reads the Metadata of single components, 25 a call: what a describe or a list of rows leaves out.

A query may name Metadata and FullName only where it finds a single row. A row that is read by its id has both, and does
not count as a query:
https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/intro_rest_resources.htm
"""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from parity.orgs.client import OrgClient
from parity.orgs.composites import in_composites
from parity.orgs.error_body import is_settled
from parity.orgs.question import Answer, Question, query

COLUMNS = ("Id", "FullName", "Metadata")
MOST_PARTS = 25
#: What these columns hold where they are not null.
_KINDS: dict[str, type] = {"Metadata": dict, "FullName": str, "Body": str}
#: What Metadata always tells: without it, half an answer would read as "off", or as a formula that is gone.
_ALWAYS: dict[str, dict[str, type]] = {
    "CustomField": {"type": str},
    "Flow": {"label": str},
    "RecordType": {"active": bool},
    "ValidationRule": {"active": bool, "errorConditionFormula": str},
    "WorkflowRule": {"active": bool, "triggerType": str},
}


class OneRow(Struct, frozen=True, kw_only=True):
    """A row of a table of the Tooling API: by `id`, or the only one that meets `condition` (SOQL, without WHERE).

    By id it costs a part of a call; by condition it is one of the five queries that a call may hold.
    """

    table: str
    id: str = ""
    condition: str = ""
    columns: tuple[str, ...] = COLUMNS

    def question(self, name: str) -> Question:
        """What to ask the org."""
        if self.id:
            return Question(name, f"tooling/sobjects/{self.table}/{self.id}?fields={','.join(self.columns)}")
        where = f"SELECT {', '.join(self.columns)} FROM {self.table} WHERE {self.condition}"
        return query(name, where, tooling=True)


class RowsRead(Struct, frozen=True, kw_only=True):
    """What became of the rows that were wanted: each of them is in exactly one of the four.

    `rows` are whole rows; Metadata is null where Salesforce shows it to nobody (a managed flow). `refused` says why for
    rows that are proven to be missing or not for this user, `failed` for those that could not be read, even when asked
    again. `left_out` was not asked for, because `calls` had reached the limit.
    """

    rows: dict[OneRow, dict[str, Any]]
    refused: dict[OneRow, str]
    failed: dict[OneRow, str]
    left_out: tuple[OneRow, ...]
    calls: int


def lists_and_rows(
    client: OrgClient, version: str, lists: Sequence[Question], wanted: Sequence[OneRow], most_calls: int
) -> tuple[dict[str, Answer], RowsRead]:
    """The answers to at most five queries, and with them in the same call the first of the rows that are wanted.

    Queries that could not be answered are asked once more, alone, as far as the calls allow; one that was never asked
    for is not among the answers. The rest of the rows is left out; a row that failed is asked for here only once.
    """
    before = client.calls
    if client.fallback is None and most_calls > 0:
        first = _fitting(list(dict.fromkeys(wanted)), lists)
        asked = [one.question(_name(place)) for place, one in enumerate(first)]
        answers = client.ask_once(version, [*lists, *asked], tooling=True)
    else:
        first, answers = [], {}
    for one in lists:
        answer = answers.get(one.name)
        is_open = answer is None or not (answer.is_good or is_settled(answer.status, answer.body))
        if is_open and client.calls - before < most_calls:
            answers = {**answers, one.name: client.ask_alone_once(version, one)}
    told = {one.name: answers[one.name] for one in lists if one.name in answers}
    rows: dict[OneRow, dict[str, Any]] = {}
    refused: dict[OneRow, str] = {}
    failed: dict[OneRow, str] = {}
    for place, row in enumerate(first):
        if _name(place) in answers:
            _sort_in(row, answers[_name(place)], rows, refused, failed)
    rest = tuple(one for one in dict.fromkeys(wanted) if not any(one in held for held in (rows, refused, failed)))
    return told, RowsRead(rows=rows, refused=refused, failed=failed, left_out=rest, calls=client.calls - before)


def read_rows(client: OrgClient, version: str, wanted: Sequence[OneRow], most_calls: int) -> RowsRead:
    """The rows, in their order, with at most `most_calls` calls: 25 a call, one where the org takes no composite.

    What could not be looked at is asked for once more, after all the others. Raises what OrgClient raises.
    """
    rows: dict[OneRow, dict[str, Any]] = {}
    refused: dict[OneRow, str] = {}
    failed: dict[OneRow, str] = {}
    before = client.calls
    waiting, again = list(dict.fromkeys(wanted)), True
    while waiting and client.calls - before < most_calls:
        asked = _next(client, waiting)
        answers = _ask(client, version, asked)
        if answers is None:
            continue
        waiting = waiting[len(asked) :]
        for one, answer in zip(asked, answers, strict=True):
            _sort_in(one, answer, rows, refused, failed)
        if not waiting and again and failed:
            waiting, failed, again = list(failed), {}, False
    # What failed once and could not be asked again for want of calls has failed; the rest was never asked for.
    unasked = [one for one in waiting if again]
    failed.update({one: _NOT_AGAIN for one in waiting if not again})
    spent = client.calls - before
    return RowsRead(rows=rows, refused=refused, failed=failed, left_out=tuple(unasked), calls=spent)


_NOT_AGAIN = "the org failed to answer, and no call was left to ask again"


def _next(client: OrgClient, waiting: Sequence[OneRow]) -> list[OneRow]:
    """As many of the next rows as one call holds."""
    if client.fallback is not None:
        return list(waiting[:1])
    return _fitting(waiting)


def _fitting(waiting: Sequence[OneRow], lists: Sequence[Question] = ()) -> list[OneRow]:
    """As many of the first rows as one composite holds beside the lists: 25 parts, of which five may be queries."""
    numbered = [one.question(_name(place)) for place, one in enumerate(waiting[:MOST_PARTS])]
    return list(waiting[: _leading(in_composites([*lists, *numbered])[0])])


def _leading(composite: Sequence[Question]) -> int:
    """How many of the first rows stand in the composite: the order of reading is kept."""
    names = {one.name for one in composite}
    place = 0
    while _name(place) in names:
        place += 1
    return place


def _ask(client: OrgClient, version: str, asked: Sequence[OneRow]) -> list[Answer] | None:
    """The answers; null where the org has just refused a composite, so that fewer are to be asked for."""
    questions = [one.question(_name(place)) for place, one in enumerate(asked)]
    if client.fallback is not None:
        return [client.ask_alone_once(version, one) for one in questions]
    answers = client.ask_once(version, questions, tooling=True)
    return [answers[one.name] for one in questions] if answers else None


def _name(place: int) -> str:
    return f"row{place}"


def _sort_in(
    one: OneRow,
    answer: Answer,
    rows: dict[OneRow, dict[str, Any]],
    refused: dict[OneRow, str],
    failed: dict[OneRow, str],
) -> None:
    if not answer.is_good:
        (refused if is_settled(answer.status, answer.body) else failed)[one] = answer.error
        return
    found = [answer.body] if one.id else answer.records
    if len(found) != 1:
        refused[one] = f"{len(found)} rows of {one.table} meet {one.condition}"
        return
    why = _why_not_whole(one, found[0])
    if why is None:
        rows[one] = {column: found[0][column] for column in one.columns}
    else:
        failed[one] = why


def _why_not_whole(one: OneRow, row: dict[str, Any]) -> str | None:
    """What a row lacks of what was asked for; null where it holds all of it."""
    for column in one.columns:
        if column not in row:
            return f"the row of {one.table} does not tell {column}"
        kind = _KINDS.get(column)
        if kind is not None and row[column] is not None and not isinstance(row[column], kind):
            return f"{column} of a row of {one.table} is not as Salesforce documents it"
    metadata = row.get("Metadata")
    for key, kind in _ALWAYS.get(one.table, {}).items():
        if isinstance(metadata, dict) and not isinstance(metadata.get(key), kind):
            return f"Metadata of a row of {one.table} does not tell {key}"
    return None
