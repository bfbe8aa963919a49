"""What a reader sees of two Metadata: formulas, orders, criteria and elements as a person would write them."""

from typing import Any

import pytest

from parity.compare.contents_diff import Place, differing
from parity.snapshot.metadata_form import OF_FIELDS, OF_WORKFLOW_RULES
from tests.compare.test_contents_diff import FILTER, found, one

Plain = dict[str, Any]


@pytest.mark.parametrize(
    "key", ["defaultValue", "errorConditionFormula", "expression", "filterFormula", "formula", "formulaExpression"]
)
def test_white_space_between_the_words_of_a_formula_has_no_meaning(key: str) -> None:
    assert found(one("formulas", **{key: "A  +\n1"}), one("formulas", **{key: "A + 1"})) == {}
    told = found(one("formulas", **{key: "A + 2"}), one("formulas", **{key: "A + 1"}))
    assert told == {f"formulas[It].{key}": ("A + 2", "A + 1")}
    gone = found(one("formulas", type="x"), one("formulas", type="x", **{key: "A"}))
    assert gone == {f"formulas[It].{key}": (None, "A")}


def test_white_space_of_any_other_text_counts() -> None:
    told = found(one("textTemplates", text="A  b"), one("textTemplates", text="A b"))
    assert told == {"textTemplates[It].text": ("A  b", "A b")}


def test_a_formula_against_what_is_no_text_is_a_difference() -> None:
    assert found(one("formulas", expression="1"), one("formulas", expression=1)) == {
        "formulas[It].expression": ("1", 1)
    }
    assert found(one("formulas", expression=2), one("formulas", expression=1)) == {"formulas[It].expression": (2, 1)}


def test_places_are_told_in_the_order_of_their_paths() -> None:
    assert differing({"b": 1, "a": {"z": 1}}, {"b": 2, "a": {"z": 2}}, str) == [Place("a.z", 1, 2), Place("b", 1, 2)]


def test_texts_inside_of_lists_and_mappings_are_tokens_on_both_sides() -> None:
    deep = [{"formula": text, "queriedFields": [text], "number": 1} for text in ("org 1", "org 2")]
    assert differing(deep[0], deep[1], lambda text: text[:3]) == []
    assert [each.path for each in differing(deep[0], deep[1], str)] == ["formula", "queriedFields"]


def picklist(*names: str, **more: Any) -> Plain:
    return {"valueSetDefinition": {"value": [{"valueName": name, "label": name, **more} for name in names]}}


def test_values_of_a_picklist_are_known_by_their_names_and_stand_in_their_own_order() -> None:
    path = "valueSetDefinition.value"
    assert found(picklist("Hot", color="red"), picklist("Hot", color="blue"), OF_FIELDS) == {
        f"{path}[Hot].color": ("red", "blue")
    }
    assert found(picklist("Hot", "Cold"), picklist("Cold", "Warm", "Hot"), OF_FIELDS) == {
        f"{path}: order": (["Hot", "Cold"], ["Cold", "Hot"]),
        f"{path}[Warm]": (None, "label: Warm; valueName: Warm"),
    }
    standard = [{"customValue": [{"valueName": "Hot", "color": color}]} for color in ("red", "blue")]
    assert found(standard[0], standard[1], OF_FIELDS) == {"customValue[Hot].color": ("red", "blue")}


def test_outcomes_of_a_decision_stand_in_their_own_order() -> None:
    sides = [one("decisions", rules=[{"name": name} for name in names]) for names in ("ABC", "CBA")]
    assert found(sides[0], sides[1]) == {"decisions[It].rules: order": (["A", "B", "C"], ["C", "B", "A"])}


def criteria(logic: str | None, *values: str) -> Plain:
    filters = [{**FILTER, "value": {"stringValue": text}} for text in values]
    return {"start": {"filters": filters, "filterLogic": logic}}


def test_criteria_that_a_logic_numbers_are_told_with_their_numbers() -> None:
    numbered = "1 OR 2"
    assert found(criteria(numbered, "Oslo", "Rome"), criteria(numbered, "Rome", "Oslo")) == {
        "start.filters": (
            ['1: City EqualTo "Oslo"', '2: City EqualTo "Rome"'],
            ['1: City EqualTo "Rome"', '2: City EqualTo "Oslo"'],
        )
    }
    assert found(criteria("or", "Oslo", "Rome"), criteria("or", "Rome", "Oslo")) == {}
    for sides in (
        (criteria(numbered, "Oslo"), criteria("or", "Rome")),
        (criteria("or", "Oslo"), criteria("1", "Rome")),
    ):
        (before, after) = found(sides[0], sides[1])["start.filters"]
        logics = [side["start"]["filterLogic"] for side in sides]
        assert before == [("1: " if "1" in logics[0] else "") + 'City EqualTo "Oslo"']
        assert after == [("1: " if "1" in logics[1] else "") + 'City EqualTo "Rome"']


def test_criteria_of_a_rule_compared_with_another_field_say_so() -> None:
    item = {"field": "Account.Type", "operation": "equals"}
    told = found(
        {"criteriaItems": [{**item, "valueField": "Lead.Type"}]},
        {"criteriaItems": [{**item, "value": "Lead.Type"}]},
        OF_WORKFLOW_RULES,
    )
    assert told == {"criteriaItems": (["Account.Type equals the field Lead.Type"], ["Account.Type equals Lead.Type"])}


def test_a_value_of_one_letter_or_a_number_is_told_as_it_is() -> None:
    item = {"field": "Rating", "operation": "equals"}
    sides = [{"criteriaItems": [{**item, "value": value}]} for value in ("A", 3)]
    assert found(sides[0], sides[1], OF_WORKFLOW_RULES) == {"criteriaItems": (["Rating equals A"], ["Rating equals 3"])}


def test_what_else_a_criterion_says_stands_behind_it() -> None:
    item = {"field": "City", "operator": "Set", "value": {"stringValue": "Oslo"}}
    told = found(
        one("recordUpdates", inputAssignments=[{**item, "mode": "Once"}]), one("recordUpdates", inputAssignments=[item])
    )
    assert told == {"recordUpdates[It].inputAssignments": (['City Set "Oslo" (mode: Once)'], ['City Set "Oslo"'])}


def test_an_element_that_is_gone_is_told_with_what_it_says() -> None:
    element = {
        "name": "New",
        "filters": [FILTER, {**FILTER, "field": "Fax"}],
        "queriedFields": ["Id", "Name"],
        "value": {"stringValue": "x"},
        "limit": 3,
    }
    assert found({}, {"recordLookups": [element, {"name": "Bare"}]}) == {
        "recordLookups[Bare]": (None, "there"),
        "recordLookups[New]": (
            None,
            'filters: City EqualTo "Oslo", Fax EqualTo "Oslo"; limit: 3; queriedFields: Id, Name; value: "x"',
        ),
    }


def test_a_list_of_texts_is_told_as_it_is_and_a_value_that_became_a_list_too() -> None:
    sides = [one("recordLookups", queriedFields=names) for names in (["Id"], ["Id", "Zip"])]
    assert found(sides[0], sides[1]) == {"recordLookups[It].queriedFields": (["Id"], ["Id", "Zip"])}
    odd = [one("recordLookups", queriedFields=names) for names in ("Id", ["Id", "Zip"])]
    assert found(odd[0], odd[1]) == {"recordLookups[It].queriedFields": ("Id", ["Id", "Zip"])}


def test_a_documented_default_is_told_beside_a_list_that_differs() -> None:
    sides = {"environments": ["Slack"]}, {"object": "Lead"}
    told = found(sides[0], sides[1])
    assert told["environments"] == (["Slack"], ["Default"])
    assert found(sides[1], sides[0])["environments"] == (["Default"], ["Slack"])


def test_where_two_things_read_the_same_they_are_told_as_data_in_their_own_letters() -> None:
    sides = [{"start": {"filters": [{**FILTER, "value": {kind: "Zürich"}}]}} for kind in ("dateValue", "dateTimeValue")]
    (before, after) = found(sides[0], sides[1])["start.filters"]
    assert before == '[{"field": "City", "operator": "EqualTo", "value": {"dateValue": "Zürich"}}]'
    assert after == '[{"field": "City", "operator": "EqualTo", "value": {"dateTimeValue": "Zürich"}}]'
    numbered = [{"start": {**side["start"], "filterLogic": "1"}} for side in sides]
    assert found(numbered[0], numbered[1])["start.filters"] == (before, after)
