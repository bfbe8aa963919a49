"""Finds the first value that a setting cannot have, and says it in the words of parity.yaml.

What a setting can have is read off the types of the settings records: a new setting needs nothing here.
"""

import math
from collections.abc import Iterable
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from typing import Any

from msgspec import inspect

from parity.config.yaml_lines import Items, Lines
from parity.errors import ConfigError
from parity.integrity.printable import printable
from parity.integrity.secret import scrubbed

_LARGEST = 2**63 - 1
_LONGEST_SHOWN = 60
_EXAMPLE_DAY = "2027-01-31"


def refuse_wrong_values(data: Lines, kind: type, where: str) -> None:
    """Raise ConfigError for the first value in `data` that the record `kind` cannot have, with its line.

    The message names the value, what is allowed, the nearest of it, and an example.
    """
    _Place(where, "", data.line, "").check(data, _type_of(kind))


@cache
def _type_of(kind: type) -> inspect.Type:
    return inspect.type_info(kind)


class _Place:
    """Where a value is: its file, its dotted name, its line, and how it is written there."""

    def __init__(self, where: str, path: str, line: int, written: str | None) -> None:
        self.where = where
        self.path = path
        self.line = line
        self.written = written
        self.or_null = ""

    def check(self, value: Any, kind: inspect.Type) -> None:
        """Raise ConfigError where the value, or one inside of it, is not of that kind."""
        if isinstance(kind, inspect.UnionType):
            self._check_union(value, kind)
        elif isinstance(kind, inspect.StructType):
            self._check_mapping(value, kind)
        elif isinstance(kind, inspect.VarTupleType):
            self._check_list(value, kind)
        elif not _fits(value, kind):
            self._refuse(value, kind)

    def _check_union(self, value: Any, kind: inspect.UnionType) -> None:
        if value is None and kind.includes_none:
            return
        inner = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
        self.or_null = ", or null" if kind.includes_none else ""
        if len(inner) == 1:
            self.check(value, inner[0])
            return
        records = [one for one in inner if isinstance(one, inspect.StructType)]
        tag_field = str(records[0].tag_field)
        tags = {str(one.tag): one for one in records}
        if not isinstance(value, Lines):
            self._refuse_shape(value, f"a mapping with `{tag_field}`: one of {', '.join(tags)}")
        if tag_field not in value:
            self._refuse_missing(value, tag_field, f"one of {', '.join(tags)}", next(iter(tags)))
        tag = value[tag_field]
        if not isinstance(tag, str) or tag not in tags:
            self._inside(value, tag_field)._refuse_choice(tag, tuple(tags))
        self.check(value, tags[tag])

    def _check_mapping(self, value: Any, kind: inspect.StructType) -> None:
        if not isinstance(value, Lines):
            self._refuse_shape(value, f"a mapping of {', '.join(one.encode_name for one in kind.fields)}")
        for field in kind.fields:
            name = field.encode_name
            if name in value:
                self._inside(value, name).check(value[name], field.type)
            elif field.required:
                self._refuse_missing(value, name, _allowed(field.type), _example(field.type))

    def _check_list(self, value: Any, kind: inspect.VarTupleType) -> None:
        if not isinstance(value, Items):
            self._refuse_shape(value, f"a list, each of it {_allowed(kind.item_type)}")
        if len(value) < (kind.min_length or 0):
            self._refuse_shape(value, f"a list with at least {kind.min_length} in it")
        for number, one in enumerate(value):
            _Place(self.where, f"{self.path}[{number + 1}]", value.lines[number], value.written[number]).check(
                one, kind.item_type
            )

    def _inside(self, mapping: Lines, key: str) -> "_Place":
        path = f"{self.path}.{key}".lstrip(".")
        return _Place(self.where, path, mapping.lines[key], mapping.written[key])

    def _refuse(self, value: Any, kind: inspect.Type) -> None:
        choices = _choices(kind)
        if choices:
            self._refuse_choice(value, choices)
        unquoted = isinstance(kind, inspect.StrType) and isinstance(value, int | float | date)
        advice = "Put quotation marks round it. " if unquoted else ""
        example = f'"{self.written}"' if unquoted and self._may_be_shown() else _example(kind)
        self._raise(value, _allowed(kind), f"{advice}Example: `{self._key()}: {example}`.")

    def _refuse_choice(self, value: Any, choices: tuple[Any, ...]) -> None:
        near = _nearest(value, self.written, choices)
        advice = "" if near is None else f"Did you mean `{near}`? "
        example = choices[0] if near is None else near
        self._raise(
            value, f"one of {', '.join(str(one) for one in choices)}", f"{advice}Example: `{self._key()}: {example}`."
        )

    def _refuse_shape(self, value: Any, wanted: str) -> None:
        fix = "`parity init` writes an example of each setting."
        if value is None and wanted.startswith("a list"):
            # The one list at the top of a file is all that the file is for.
            out = ", or take the line out" if "." in self.path else ""
            fix = f"Nothing, or only comments, stands below it: write `{self._key()}: []`{out}."
        elif value is None:
            fix = f"Nothing, or only comments, stands below it: write it there, or take the line out. {fix}"
        self._raise(value, wanted, fix)

    def _refuse_missing(self, mapping: Lines, key: str, wanted: str, example: str) -> None:
        raise ConfigError(
            f"{f'{self.path}.{key}'.lstrip('.')} is missing: {wanted} is needed",
            where=f"{self.where}, line {self.line if self.path else mapping.line}",
            fix=f"Write it there. Example: `{key}: {example}`.",
        )

    def _raise(self, value: Any, wanted: str, fix: str) -> None:
        raise ConfigError(
            f"{self.path} is {self._shown(value)}; allowed is {wanted}{self.or_null}",
            where=f"{self.where}, line {self.line}",
            fix=fix,
        )

    def _shown(self, value: Any) -> str:
        """The value as it is written, with its kind; only the kind where it may be a misplaced secret."""
        if value is None:
            return "empty"
        if self.written is None or not self._may_be_shown():
            return _kind_of(value)
        text = scrubbed(printable(self.written))
        cut = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."
        return f"`{cut}`, {_kind_of(value)}" if cut else "an empty text"

    def _may_be_shown(self) -> bool:
        return not self._key().endswith("_env")

    def _key(self) -> str:
        return self.path.rpartition(".")[2].partition("[")[0]


def _fits(value: Any, kind: inspect.Type) -> bool:
    """Whether a value without parts is of that kind and in its range."""
    if isinstance(kind, inspect.LiteralType | inspect.EnumType):
        return any(type(value) is type(one) and value == one for one in _choices(kind))
    if isinstance(kind, inspect.StrType):
        return isinstance(value, str) and len(value) >= (kind.min_length or 0)
    if isinstance(kind, inspect.IntType):
        return type(value) is int and _in_range(value, kind) and abs(value) <= _LARGEST
    if isinstance(kind, inspect.FloatType):
        return type(value) in {int, float} and math.isfinite(value) and _in_range(value, kind)
    if isinstance(kind, inspect.DateType):
        return _is_day(value)
    raise TypeError(f"a setting of the kind {type(kind).__name__} has no check yet")


def _in_range(value: float, kind: inspect.IntType | inspect.FloatType) -> bool:
    return (
        (kind.ge is None or value >= kind.ge)
        and (kind.gt is None or value > kind.gt)
        and (kind.le is None or value <= kind.le)
        and (kind.lt is None or value < kind.lt)
    )


def _is_day(value: Any) -> bool:
    if not isinstance(value, str):
        return isinstance(value, date) and not isinstance(value, datetime)
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _choices(kind: inspect.Type) -> tuple[Any, ...]:
    """The values of a setting that has only a few."""
    if isinstance(kind, inspect.LiteralType):
        return kind.values
    if isinstance(kind, inspect.EnumType):
        return tuple(one.value for one in kind.cls)
    return ()


def _nearest(value: Any, written: str | None, choices: tuple[Any, ...]) -> Any | None:
    """The choice that was probably meant: the nearest number, or the nearest word."""
    if isinstance(value, bool) or value is None or written is None:
        return None
    if isinstance(value, int | float) and all(isinstance(one, int) for one in choices):
        return min(choices, key=lambda one: abs(one - value)) if math.isfinite(value) else None
    by_text = {str(one).casefold(): one for one in choices}
    near = get_close_matches(written.casefold(), by_text, n=1, cutoff=0.5)
    return by_text[near[0]] if near else None


def _allowed(kind: inspect.Type) -> str:
    """What a setting can have, in words."""
    choices = _choices(kind)
    if choices:
        return f"one of {', '.join(str(one) for one in choices)}"
    if isinstance(kind, inspect.UnionType):
        inner = [_allowed(one) for one in kind.types if not isinstance(one, inspect.NoneType)]
        return f"{inner[0]}, or null" if kind.includes_none else inner[0]
    if isinstance(kind, inspect.StrType):
        return "text that is not empty" if kind.min_length else "text"
    if isinstance(kind, inspect.IntType | inspect.FloatType):
        return " ".join(["a whole number" if isinstance(kind, inspect.IntType) else "a number", *_bounds(kind)])
    if isinstance(kind, inspect.DateType):
        return "a day, written YEAR-MONTH-DAY"
    return "a list" if isinstance(kind, inspect.VarTupleType) else "a mapping"


def _bounds(kind: inspect.IntType | inspect.FloatType) -> Iterable[str]:
    least = [f"of at least {kind.ge:,}"] if kind.ge is not None else []
    above = [f"above {kind.gt:,}"] if kind.gt is not None else []
    most = [f"and at most {kind.le:,}"] if kind.le is not None else []
    return [*least, *above, *most]


def _example(kind: inspect.Type) -> str:
    """A value that the setting can have, as it would be written."""
    choices = _choices(kind)
    if choices:
        return str(choices[0])
    if isinstance(kind, inspect.UnionType):
        return _example(next(one for one in kind.types if not isinstance(one, inspect.NoneType)))
    if isinstance(kind, inspect.IntType | inspect.FloatType):
        return f"{kind.ge or kind.le or 1:g}" if isinstance(kind, inspect.FloatType) else str(kind.ge or kind.le or 1)
    if isinstance(kind, inspect.DateType):
        return _EXAMPLE_DAY
    if isinstance(kind, inspect.StrType):
        return '"some text"'
    return "[...]" if isinstance(kind, inspect.VarTupleType) else "{...}"


def _kind_of(value: Any) -> str:
    if isinstance(value, bool):
        return "which YAML reads as true" if value else "which YAML reads as false"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, date):
        return "a date"
    return "a number" if isinstance(value, int | float) else "a text"
