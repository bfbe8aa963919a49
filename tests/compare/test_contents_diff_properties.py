"""Whatever a flow holds: an honest copy is silent; one changed leaf is found, and both sides are told apart."""

import copy
import random
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from parity.compare.contents_diff import differing
from parity.snapshot.metadata_form import OF_FLOWS, folded

Plain = dict[str, Any]

_WORDS = st.sampled_from(["City", "Rating", "Hot", "a b", "", "1 OR 2", "{!$Record.City}", "true", "Order", "name"])
_NAMES = st.sampled_from([f"Element_{number}" for number in range(8)])
_VALUES = st.one_of(
    _WORDS.map(lambda text: {"stringValue": text}),
    _NAMES.map(lambda name: {"elementReference": name}),
    st.integers(0, 9).map(lambda number: {"numberValue": float(number)}),
    st.booleans().map(lambda flag: {"booleanValue": flag}),
)
_CONDITION = st.fixed_dictionaries(
    {"leftValueReference": _NAMES, "operator": st.sampled_from(["EqualTo", "IsNull"]), "rightValue": _VALUES}
)
_CONNECTOR = st.fixed_dictionaries({"targetReference": _NAMES})
_RULE = st.fixed_dictionaries(
    {
        "name": _NAMES,
        "conditionLogic": st.sampled_from(["and", "or", "1 AND (2 OR 3)"]),
        "conditions": st.lists(_CONDITION, max_size=3),
        "connector": _CONNECTOR,
    }
)
_ASSIGNMENT = st.fixed_dictionaries({"field": _WORDS.filter(bool), "value": _VALUES})


def _elements(**keys: Any) -> st.SearchStrategy[list[Plain]]:
    one = st.fixed_dictionaries({"name": _NAMES, **keys})
    return st.lists(one, max_size=3, unique_by=lambda element: str(element["name"]))


FLOWS = st.fixed_dictionaries(
    {
        "decisions": _elements(rules=st.lists(_RULE, max_size=2, unique_by=lambda rule: str(rule["name"]))),
        "recordUpdates": _elements(
            connector=_CONNECTOR, faultConnector=_CONNECTOR, inputAssignments=st.lists(_ASSIGNMENT, max_size=3)
        ),
        "assignments": _elements(assignmentItems=st.lists(_ASSIGNMENT, max_size=3)),
        "formulas": _elements(expression=_WORDS, dataType=st.just("String")),
        "constants": _elements(value=_VALUES),
        "runInMode": st.sampled_from(["DefaultMode", "SystemModeWithSharing"]),
        "triggerOrder": st.integers(1, 9),
    }
)


def _copied(value: Any, chance: random.Random, key: str = "", logic: str = "") -> Any:
    """The same as another org may tell it: drawn otherwise, in another order, with what says nothing."""
    if isinstance(value, list):
        items = [_copied(one, chance) for one in value]
        is_ordered = key in {"rules", "assignmentItems"} or (key == "conditions" and "1" in logic)
        return items if is_ordered else chance.sample(items, len(items))
    if not isinstance(value, dict):
        return value
    told = {name: _copied(one, chance, name, str(value.get("conditionLogic", ""))) for name, one in value.items()}
    drawn = {"locationX": chance.randrange(99), "label": "x", "description": "y", "isGoTo": True, "urls": {"a": "b"}}
    empty: Plain = {
        "limit": None,
        "sortField": "",
        "getFirstRecordOnly": False,
        "queriedFields": [],
        "filterLogic": "And",
    }
    if "stringValue" in value or "name" not in value:
        return told
    return {**told, **{name: one for name, one in {**drawn, **empty}.items() if chance.random() < 0.5}}


def _leaves(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a leaf that says something: the mapping or list that it stands in, and its key there."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in inside:
        if isinstance(one, dict | list):
            yield from _leaves(one)
        elif key not in {"triggerOrder", "name"}:
            yield value, key


def _found(sandbox: Plain, production: Plain) -> list[tuple[Any, Any]]:
    places = differing(folded(sandbox, OF_FLOWS), folded(production, OF_FLOWS), str)
    return [(one.sandbox, one.production) for one in places]


@given(FLOWS, st.integers())
def test_an_honest_copy_is_silent(flow: Plain, seed: int) -> None:
    assert _found(_copied(flow, random.Random(seed)), flow) == []


@given(FLOWS, st.integers())
def test_one_changed_leaf_is_found_and_both_sides_are_told_apart(flow: Plain, seed: int) -> None:
    chance = random.Random(seed)
    changed = copy.deepcopy(flow)
    home, key = chance.choice(list(_leaves(changed)))
    was = home[key]
    home[key] = not was if isinstance(was, bool) else was + 1 if isinstance(was, float) else f"{was}!"
    found = _found(_copied(changed, chance), flow)
    assert found
    assert all(sandbox != production for sandbox, production in found)
