"""Both sides of a finding: in words, side by side, with what differs marked."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from parity.formats.report_view.marking import MarkedPart, marked_sets, marked_texts
from parity.formats.report_view.sides import LONGEST_VALUE, ItemRow, Members, Text, rows_of, shown
from parity.rules.finding import Finding, Item
from parity.verdict.result import Result


@pytest.fixture
def field(result_of: Callable[..., Result]) -> Finding:
    return next(one for one in result_of("drifted").findings if one.component == "LeadSource")


def with_items(field: Finding, *items: Item) -> Finding:
    return structs.replace(field, items=items)


def value(name: str, side: str, **told: Any) -> Item:
    record = {"active": True, "defaultValue": False, "label": name, "validFor": None, **told}
    return Item(
        name=f"picklistValues[{name}]",
        production=record if side == "production" else None,
        sandbox=record if side == "sandbox" else None,
    )


def test_values_are_put_in_words() -> None:
    assert shown(None) == "missing"
    assert shown(None, "presence") == "missing"
    assert shown(None, "picklistValues[Hot]") == "missing"
    assert shown(None, "length") == "nothing"
    assert shown(True) == "true"
    assert shown(["a", "b"]) == "a, b"
    assert shown("") == "an empty text"
    assert shown(918273645.0) == "918273645"
    assert shown(64.0) == "64.0"
    assert json.loads(shown({"optionalFilter": True})) == {"optionalFilter": True}


def test_missing_picklist_values_are_one_set_and_tell_what_is_unusual(field: Finding) -> None:
    items = (
        value("Hot", "production"),
        value("Old", "production", active=False, label="Outdated"),
        value("Own", "sandbox", defaultValue=True),
    )
    assert rows_of(with_items(field, *items)) == (
        ItemRow(
            "values",
            Members((MarkedPart("Hot", True), MarkedPart("Old (inactive, labelled Outdated)", True))),
            Members((MarkedPart("Own (the default)", True),)),
        ),
    )


def test_a_set_marks_only_the_members_that_the_other_lacks(field: Finding) -> None:
    item = Item(name="referenceTo", production=["Account", "Contact"], sandbox=["Contact", "Lead"])
    (row,) = rows_of(
        structs.replace(field, items=(item,), attribute=item.name, production=item.production, sandbox=item.sandbox)
    )
    assert row.production == Members((MarkedPart("Account", True), MarkedPart("Contact", False)))
    assert row.sandbox == Members((MarkedPart("Contact", False), MarkedPart("Lead", True)))


def test_a_formula_marks_the_words_that_differ_and_a_number_stands_plainly() -> None:
    production, sandbox = marked_texts("IF(Amount > 10, Rate__c, 0)", "IF(Amount > 20, Rate__c, 0)")
    assert production == (MarkedPart("IF(Amount > ", False), MarkedPart("10", True), MarkedPart(", Rate__c, 0)", False))
    assert [one.text for one in sandbox if one.differs] == ["20"]


def test_a_difference_deep_in_a_long_formula_is_shown_and_what_is_alike_is_counted(field: Finding) -> None:
    clauses = [f"Field_{number:03}__c > {number}" for number in range(300)]
    one, other = list(clauses), list(clauses)
    other[150], other[290] = "Field_150__c > 7", "Field_290__c < 290"
    texts = f"AND({', '.join(one)})", f"AND({', '.join(other)})"
    assert min(map(len, texts)) > 2 * LONGEST_VALUE
    item = Item(name="calculatedFormula", production=texts[0], sandbox=texts[1])
    (row,) = rows_of(
        structs.replace(field, items=(item,), attribute=item.name, production=item.production, sandbox=item.sandbox)
    )
    assert isinstance(row.production, Text)
    assert isinstance(row.sandbox, Text)
    marked = [[part.text for part in side.parts if part.differs] for side in (row.production, row.sandbox)]
    assert marked == [["150", ">"], ["7", "<"]]
    left_out = [[part.alike for part in side.parts if part.alike] for side in (row.production, row.sandbox)]
    assert left_out[0] == left_out[1]
    assert sum(left_out[0]) + sum(len(part.text) for part in row.production.parts) == len(texts[0])
    assert sum(len(part.text) for part in row.production.parts) < 800


def test_where_one_formula_only_has_more_the_other_still_shows_the_place(field: Finding) -> None:
    start, end = "Amount + " * 200, "Rate__c * " * 200
    item = Item(name="calculatedFormula", production=f"{start}{end}", sandbox=f"{start}Fee__c + {end}")
    (row,) = rows_of(
        structs.replace(field, items=(item,), attribute=item.name, production=item.production, sandbox=item.sandbox)
    )
    assert isinstance(row.production, Text)
    assert isinstance(row.sandbox, Text)
    assert not any(part.differs for part in row.production.parts)
    assert "Amount + Rate__c * " in "".join(part.text for part in row.production.parts)
    assert [part.text for part in row.sandbox.parts if part.differs] == ["Fee__c + "]


def test_several_properties_stand_in_a_row_each(field: Finding) -> None:
    items = (Item(name="length", production=128, sandbox=255), Item(name="unique", production=True, sandbox=None))
    assert rows_of(with_items(field, *items)) == (ItemRow("length", "128", "255"), ItemRow("unique", "true", "nothing"))


def test_what_nobody_has_seen_is_not_called_missing(field: Finding) -> None:
    unseen = structs.replace(field, items=(), undecided=True, attribute="presence", production="string", sandbox=None)
    assert rows_of(unseen) == (ItemRow("", "string", "not seen"),)


@given(st.text(), st.text())
def test_marking_loses_nothing_and_marks_nothing_that_both_have(one: str, other: str) -> None:
    production, sandbox = marked_texts(one, other)
    assert "".join(part.text for part in production) == one
    assert "".join(part.text for part in sandbox) == other
    assert (not any(part.differs for part in (*production, *sandbox))) == (one == other)


@given(st.lists(st.text(max_size=3), unique=True), st.lists(st.text(max_size=3), unique=True))
def test_a_member_is_marked_where_the_other_set_lacks_it(one: list[str], other: list[str]) -> None:
    production, sandbox = marked_sets(one, other)
    assert {part.text for part in production if part.differs} == set(one) - set(other)
    assert {part.text for part in sandbox if part.differs} == set(other) - set(one)


def test_very_long_texts_are_marked_in_no_time_and_as_a_whole() -> None:
    one, other = (" ".join(f"{sign}{number}" for number in range(3000)) for sign in "ab")
    production, _ = marked_texts(f"same {one} end", f"same {other} end")
    assert [part.differs for part in production] == [False, True, False]
