"""A query is asked again without a column that its part declares as optional, where the org says it has not got it."""

import pytest

from parity.orgs.optional_columns import without_missing_columns
from parity.orgs.question import Answer, Question, query
from parity.orgs.snapshot_part import SnapshotPart, SoFar
from tests.orgs.answers import REFUSED, rows, so_far

OPTIONAL = ("Shade", "Tint")
PART = SnapshotPart(
    field="stages",
    questions=lambda view: [
        query("Paint", f"SELECT {','.join(view.has(('Id', *OPTIONAL, 'Gloss')))} FROM Paint"),
        Question("Brush", "sobjects/Brush/describe"),
    ],
    read=lambda _view: (),
    optional_columns=OPTIONAL,
)


def lacks(column: str, code: str = "INVALID_FIELD") -> Answer:
    message = (
        f"\nSELECT Id,{column} FROM Paint\n  ^\nERROR at Row:1:Column:11\nNo such column '{column}' on entity 'Paint'."
    )
    return Answer(400, [{"errorCode": code, "message": message}])


class Org:
    """Answers queries as an org that has some columns, and remembers what it was asked."""

    def __init__(self, *missing: str) -> None:
        self.missing = missing
        self.asked: list[str] = []

    def ask(self, question: Question) -> Answer:
        self.asked.append(question.path)
        return next((lacks(one) for one in self.missing if one in question.path), rows({"Id": "1"}))

    def read(self) -> SoFar:
        view = so_far(Brush=rows())
        first = {one.name: self.ask(one) for one in PART.questions(view) if one.name == "Paint"}
        return without_missing_columns(self.ask, [PART], so_far(Brush=rows(), **first))


def test_an_org_with_all_columns_is_asked_once() -> None:
    org = Org()
    assert org.read().lacking == frozenset()
    assert len(org.asked) == 1


@pytest.mark.parametrize("missing", [("Shade",), ("Tint",), ("Shade", "Tint")])
def test_each_missing_column_costs_one_call_and_is_remembered(missing: tuple[str, ...]) -> None:
    org = Org(*missing)
    view = org.read()
    assert view.lacking == frozenset(missing)
    assert view.answers["Paint"] == rows({"Id": "1"})
    assert len(org.asked) == 1 + len(missing)
    assert not any("Brush" in path for path in org.asked)


def test_a_column_that_is_not_declared_stays_an_error() -> None:
    org = Org("Gloss")
    view = org.read()
    assert (view.lacking, len(org.asked)) == (frozenset(), 1)
    assert not view.answers["Paint"].is_good


def test_an_org_that_refuses_a_column_that_was_left_out_is_not_asked_for_ever() -> None:
    calls: list[Question] = []

    def stubborn(question: Question) -> Answer:
        calls.append(question)
        return lacks("Shade")

    view = without_missing_columns(stubborn, [PART], so_far(Paint=lacks("Shade"), Brush=rows()))
    assert (len(calls), view.lacking) == (1, frozenset({"Shade"}))


@pytest.mark.parametrize("answer", [REFUSED, lacks("Shade", code="MALFORMED_QUERY"), Answer(500, None)])
def test_only_invalid_field_proves_that_a_column_is_missing(answer: Answer) -> None:
    view = without_missing_columns(lambda _question: rows(), [PART], so_far(Paint=answer, Brush=rows()))
    assert (view.lacking, view.answers["Paint"]) == (frozenset(), answer)
