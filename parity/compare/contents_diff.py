"""Finds where two pieces of Metadata differ: elements by name, formulas token by token, criteria as lines of text."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from parity.compare.formula import same_formula
from parity.snapshot.metadata_form import NUMBERED_BY, in_one_order, is_numbered, meaning_of_nothing

#: Keys whose text is a formula: white space between its words has no meaning.
_FORMULAS = frozenset(
    {"defaultValue", "errorConditionFormula", "expression", "filterFormula", "formula", "formulaExpression"}
)
_VALUES_OF_PICKLISTS = frozenset({"value", "customValue"})
#: What an item is about, and what it is compared with or set to: the first of these that it has.
_SUBJECTS = ("leftValueReference", "assignToReference", "assignToFieldReference", "field")
_VALUES = ("value", "rightValue", "valueField", "field")
#: Lists of items without a name, told as lines of text.
_LINES = frozenset({*NUMBERED_BY, "assignmentItems", "inputAssignments", "summaryFilterItems", "valueSettings"})


class Place(Struct, frozen=True):
    """One place where two pieces of Metadata differ: its path, and each side's value; null where a side has none."""

    path: str
    sandbox: Any
    production: Any


def differing(
    sandbox: Mapping[str, Any],
    production: Mapping[str, Any],
    tokens: Callable[[str], str],
) -> list[Place]:
    """Every place where two pieces of Metadata differ, apart from what belongs to either org."""
    before, after = (in_one_order(_tokenised(side, tokens)) for side in (sandbox, production))
    return sorted(_mappings("", before, after), key=lambda one: one.path)


def _tokenised(value: Any, token: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {key: _tokenised(one, token) for key, one in value.items()}
    if isinstance(value, list):
        return [_tokenised(one, token) for one in value]
    return token(value) if isinstance(value, str) else value


def _mappings(path: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Place]:
    for key in sorted(before.keys() | after.keys()):
        inside = f"{path}.{key}" if path else key
        yield from _values(inside, key, (before.get(key), before), (after.get(key), after))


def _values(
    path: str, key: str, one: tuple[Any, Mapping[str, Any]], another: tuple[Any, Mapping[str, Any]]
) -> Iterator[Place]:
    """`one` and `another` are a value and the mapping that it stands in."""
    before, after = one[0], another[0]
    if _same(key, before, after):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _mappings(path, before, after)
    elif isinstance(before, list | None) and isinstance(after, list | None):
        yield from _lists(path, key, (before or [], one[1]), (after or [], another[1]))
    else:
        told = [_meant(key, *both) for both in ((before, after), (after, before))]
        yield _place(path, *told)


def _meant(key: str, value: Any, other: Any) -> Any:
    """A value, or what its absence means: a reader is to see "false", not "nothing", beside "true"."""
    return meaning_of_nothing(key, other) if value is None else value


def _place(path: str, before: Any, after: Any, tell: Callable[[Any], Any] | None = None) -> Place:
    """Both sides as text. Where two different things would read the same, they are told as data."""
    sides = [(tell or _told)(one) for one in (before, after)]
    if _plain(sides[0]) == _plain(sides[1]):
        sides = [one if one is None else _plain(one) for one in (before, after)]
    return Place(path, *sides)


def _same(key: str, before: Any, after: Any) -> bool:
    if key in _FORMULAS and isinstance(before, str) and isinstance(after, str):
        return same_formula(before, after)
    return _plain(before) == _plain(after)


def _plain(value: Any) -> str:
    """Data as text: to Python true is 1 as well, to JSON it is not."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _lists(
    path: str, key: str, one: tuple[list[Any], Mapping[str, Any]], another: tuple[list[Any], Mapping[str, Any]]
) -> Iterator[Place]:
    before, after = (
        _meant(key, side or None, other) or [] for side, other in ((one[0], another[0]), (another[0], one[0]))
    )
    name = "valueName" if key in _VALUES_OF_PICKLISTS else "name"
    if key not in _LINES and _are_named(before, name) and _are_named(after, name):
        yield from _named(path, name, (before, after))
        return
    numbered = is_numbered(key, one[1]), is_numbered(key, another[1])
    lines = _lines(before, numbered[0]), _lines(after, numbered[1])
    yield Place(path, *lines) if lines[0] != lines[1] else _place(path, before, after, lambda side: _lines(side, False))


def _are_named(items: list[Any], name: str) -> bool:
    names = [one.get(name) for one in items if isinstance(one, dict)]
    return len(names) == len(items) == len({str(one) for one in names}) and None not in names


def _named(path: str, name: str, sides: tuple[list[Any], list[Any]]) -> Iterator[Place]:
    before, after = ({one[name]: one for one in side} for side in sides)
    for element in sorted(before.keys() | after.keys()):
        inside = f"{path}[{element}]"
        if element in before and element in after:
            yield from _mappings(inside, before[element], after[element])
        else:
            yield _place(inside, before.get(element), after.get(element))
    in_both = before.keys() & after.keys()
    orders = [[one[name] for one in side if one[name] in in_both] for side in sides]
    # Elements that are told by name alone stand in one order; outcomes and picklist values in their own.
    if orders[0] != orders[1]:
        yield Place(f"{path}: order", orders[0], orders[1])


def _lines(items: list[Any], numbered: bool) -> list[str] | None:
    if not items:
        return None
    lines = [_line(one) for one in items]
    return [f"{number}: {line}" for number, line in enumerate(lines, start=1)] if numbered else lines


def _line(item: Any) -> str:
    """One criterion, assignment or action as a person would write it."""
    if not isinstance(item, dict):
        return str(item)
    subject = _first(item, _SUBJECTS)
    if subject is None:
        return _with_name(item)
    value = _first({key: one for key, one in item.items() if key != subject}, _VALUES)
    sign = _first(item, ("operation", "operator"))
    words = [item[subject], item[sign] if sign else "=", _value_of(item, value) if value else ""]
    further = {key: one for key, one in item.items() if key not in {subject, sign, value}}
    line = " ".join(str(one) for one in words if one != "")
    return f"{line} ({_told(further)})" if further else line


def _first(item: Mapping[str, Any], keys: Iterable[str]) -> str | None:
    """The first of the keys that the item has."""
    return next((key for key in keys if key in item), None)


def _value_of(item: Mapping[str, Any], key: str) -> str:
    """A value; of another field, with words that say so."""
    return f"the field {item[key]}" if key == "valueField" else _value(item[key])


def _with_name(item: Mapping[str, Any]) -> str:
    """An item that has no subject: by its name, where it has one, and what else it says."""
    name, told = item.get("name"), str(_told(item))
    return told if name is None else f"{name} ({told})"


def _value(value: Any) -> str:
    """A value as flows hold it: an object of which one key is set."""
    if isinstance(value, dict) and len(value) == 1:
        key, inside = next(iter(value.items()))
        return f'"{inside}"' if key == "stringValue" else str(_told(inside))
    return str(_told(value))


def _told(value: Any) -> Any:
    """What stands at a place, as text where it is an element; a number or a text as it is."""
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_flat(one)}" for key, one in value.items() if key != "name") or "there"
    if isinstance(value, list):
        return _lines(value, numbered=False)
    return value


def _flat(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_line(one) for one in value)
    return _value(value) if isinstance(value, dict) else str(value)
