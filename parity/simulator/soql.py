"""SOQL as ordinary clients use it: SELECT, WHERE with AND, OR, NOT and brackets, ORDER BY, LIMIT."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from parity.simulator.records import Row

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:\\.|[^'\\])*')|(?P<date>\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-][\d:]+))?)|(?P<number>-?\d+(?:\.\d+)?)|(?P<word>[A-Za-z_][\w.]*)|(?P<sign><=|>=|!=|<>|[=<>(),]))"
)
Test = Callable[[Row], bool]


class MalformedQuery(Exception):
    """The text is not SOQL that is understood."""


class Query(Struct, frozen=True, kw_only=True):
    """A parsed query. `columns` null means COUNT(); `conditions` are the columns that WHERE names.

    `children` are the queries on child relationships in its SELECT. `semi_joins` are the queries after IN, whose values
    are put into the list beside each before the query runs.
    """

    columns: tuple[str, ...] | None
    children: tuple["Query", ...] = ()
    semi_joins: tuple[tuple["Query", list[Any]], ...] = ()
    table: str
    test: Test
    conditions: tuple[tuple[str, str, Any], ...]
    connectives: frozenset[str]
    order_by: tuple[tuple[str, bool], ...]
    limit: int | None


def column(row: Row, path: str) -> Any:
    """The value of a column, through parents: `Profile.Name`. Names are taken in any letter case.

    A value that costs much is a function without arguments, called only where it is asked for.
    """
    value: Any = row
    for step in path.split("."):
        if not isinstance(value, dict):
            return None
        value = value[step] if step in value else _in_any_case(value, step)
        if callable(value):
            value = value()
    return value


def _in_any_case(row: Row, step: str) -> Any:
    wanted = step.lower()
    return next((one for key, one in row.items() if key.lower() == wanted), None)


def parse(soql: str) -> Query:
    """A query from its text; raises MalformedQuery."""
    return _Parser(_tokens(soql)).query()


def run(query: Query, rows: Sequence[Row]) -> list[Row]:
    """The rows that the query asks for, whole."""
    found = [row for row in rows if query.test(row)]
    for path, descending in reversed(query.order_by):
        found.sort(key=lambda row: (column(row, path) is not None, column(row, path)), reverse=descending)
    return found if query.limit is None else found[: query.limit]


def _tokens(soql: str) -> list[tuple[str, str]]:
    tokens, at = [], 0
    soql = soql.strip()
    while at < len(soql):
        match = _TOKEN.match(soql, at)
        if match is None:
            raise MalformedQuery(f"unexpected token: '{soql[at : at + 20]}'")
        tokens.append((str(match.lastgroup), match.group(str(match.lastgroup))))
        at = match.end()
    return tokens


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.at = 0
        self.children: list[Query] = []
        self.semi_joins: list[tuple[Query, list[Any]]] = []
        self.conditions: list[tuple[str, str, Any]] = []
        self.connectives: set[str] = set()

    def query(self) -> Query:
        found = self.body()
        if self.at != len(self.tokens):
            raise MalformedQuery(f"unexpected token: '{self.tokens[self.at][1]}'")
        return found

    def inner(self) -> Query:
        """A query in brackets, of which the opening one was read."""
        parser = _Parser(self.tokens)
        parser.at = self.at
        found = parser.body()
        self.at = parser.at
        self.expect(")")
        return found

    def body(self) -> Query:
        self.expect("SELECT")
        columns = self.selected()
        self.expect("FROM")
        table = self.take("word")
        test: Test = self.either() if self.accept("WHERE") else lambda _row: True
        order_by: list[tuple[str, bool]] = []
        if self.accept("ORDER"):
            self.expect("BY")
            order_by.append(self.ordering())
            while self.accept(","):
                order_by.append(self.ordering())
        limit = int(self.take("number")) if self.accept("LIMIT") else None
        return Query(
            columns=columns,
            children=tuple(self.children),
            semi_joins=tuple(self.semi_joins),
            table=table,
            test=test,
            conditions=tuple(self.conditions),
            connectives=frozenset(self.connectives),
            order_by=tuple(order_by),
            limit=limit,
        )

    def selected(self) -> tuple[str, ...] | None:
        first = self.take("word")
        if first.upper() == "COUNT" and self.accept("("):
            self.expect(")")
            return None
        columns = [first]
        while self.accept(","):
            if self.accept("("):
                self.children.append(self.inner())
            else:
                columns.append(self.take("word"))
        return tuple(columns)

    def ordering(self) -> tuple[str, bool]:
        path = self.take("word")
        descending = self.accept("DESC")
        if not descending:
            self.accept("ASC")
        if self.accept("NULLS"):
            self.take("word")
        return path, descending

    def either(self) -> Test:
        tests = [self.both()]
        while self.accept("OR"):
            self.connectives.add("OR")
            tests.append(self.both())
        return lambda row: any(test(row) for test in tests)

    def both(self) -> Test:
        tests = [self.single()]
        while self.accept("AND"):
            tests.append(self.single())
        return lambda row: all(test(row) for test in tests)

    def single(self) -> Test:
        if self.accept("NOT"):
            self.connectives.add("NOT")
            inner = self.single()
            return lambda row: not inner(row)
        if self.accept("("):
            inner = self.either()
            self.expect(")")
            return inner
        return self.condition()

    def condition(self) -> Test:
        path = self.take("word")
        negated = self.accept("NOT")
        if self.accept("IN"):
            self.expect("(")
            if self.tokens[self.at : self.at + 1] == [("word", "SELECT")]:
                joined: list[Any] = []
                self.semi_joins.append((self.inner(), joined))
                self.conditions.append((path, "IN", joined))
                return lambda row: (column(row, path) in joined) != negated
            values = [self.literal()]
            while self.accept(","):
                values.append(self.literal())
            self.expect(")")
            self.conditions.append((path, "NOT IN" if negated else "IN", values))
            among = _among(values)
            return lambda row: among(column(row, path)) != negated
        sign = self.next()[1].upper()
        value = self.literal()
        self.conditions.append((path, sign, value))
        if sign == "LIKE":
            pattern = re.compile(re.escape(str(value)).replace("%", ".*").replace("_", "."), re.IGNORECASE | re.DOTALL)
            return lambda row: pattern.fullmatch(str(column(row, path) or "")) is not None
        if sign not in _SIGNS:
            raise MalformedQuery(f"unexpected token: '{sign}'")
        return lambda row: _SIGNS[sign](column(row, path), value)

    def literal(self) -> Any:
        kind, text = self.next()
        if kind == "text":
            return re.sub(r"\\(.)", r"\1", text[1:-1])
        if kind == "date":
            return text
        if kind == "number":
            return float(text) if "." in text else int(text)
        words = {"TRUE": True, "FALSE": False, "NULL": None}
        if kind == "word" and text.upper() in words:
            return words[text.upper()]
        raise MalformedQuery(f"unexpected token: '{text}'")

    def next(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise MalformedQuery("unexpected token: '<EOF>'")
        self.at += 1
        return self.tokens[self.at - 1]

    def take(self, kind: str) -> str:
        found, text = self.next()
        if found != kind:
            raise MalformedQuery(f"unexpected token: '{text}'")
        return text

    def accept(self, word: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at][1].upper() == word:
            self.at += 1
            return True
        return False

    def expect(self, word: str) -> None:
        if not self.accept(word):
            raise MalformedQuery(f"expecting {word}")


def _less(one: Any, another: Any) -> bool:
    return one is not None and another is not None and one < another


def _same(one: Any, another: Any) -> bool:
    if isinstance(one, str) and isinstance(another, str):
        # An id of 15 characters and its 18-character form are the same id; other texts match in any letter case.
        return one.lower() == another.lower() or (len(one) == 18 and one[:15] == another)
    return bool(one == another)


def _among(values: list[Any]) -> Callable[[Any], bool]:
    """Whether a value is the same as one of a list, which may be long."""
    texts = {one.lower() for one in values if isinstance(one, str)}
    ids = {one for one in values if isinstance(one, str) and len(one) == 15}
    others = [one for one in values if not isinstance(one, str)]

    def test(value: Any) -> bool:
        if isinstance(value, str):
            return value.lower() in texts or (len(value) == 18 and value[:15] in ids)
        return any(_same(value, one) for one in others)

    return test


_SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "=": _same,
    "!=": lambda one, another: not _same(one, another),
    "<>": lambda one, another: not _same(one, another),
    "<": _less,
    ">": lambda one, another: _less(another, one),
    "<=": lambda one, another: _less(one, another) or _same(one, another),
    ">=": lambda one, another: _less(another, one) or _same(one, another),
}
