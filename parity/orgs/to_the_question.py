"""Whether a good answer is an answer to what was asked: the object, the row, the table and the number of rows.

Queries: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_query.htm
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from parity.orgs.error_body import error_code
from parity.snapshot.ids import full_id

_DESCRIBE = re.compile(r"sobjects/(?P<name>\w+)/describe")
_ROW = re.compile(r"sobjects/(?P<table>\w+)/(?P<id>\w{15}(?:\w{3})?)")
_FROM = re.compile(r"\bFROM\s+(\w+)", re.IGNORECASE)
_WITHOUT_ID = "000000000000000"
_AGGREGATE = "AggregateResult"


def why_no_answer(path: str, body: Any) -> str | None:
    """What is wrong with the body of a good answer to the question at `path`; null where it is an answer to it.

    `path` is relative to /services/data/vXX.0/; a query's body is to hold the rows of all pages.
    """
    if not isinstance(body, dict):
        code = error_code(body)
        return f"the answer is an error in place of what was asked for ({code})" if code else "the answer is empty"
    parts = urlsplit(path)
    resource = parts.path.removeprefix("tooling/").rstrip("/")
    asked = parse_qs(parts.query)
    if resource == "query":
        return _why_not_the_rows(asked.get("q", [""])[0], body)
    if found := _DESCRIBE.fullmatch(resource):
        return _why_not_named(found["name"], body.get("name"))
    if found := _ROW.fullmatch(resource):
        return _why_not_the_row(found["table"], found["id"], asked.get("fields", [""])[0].split(","), body)
    if resource == "limits/recordCount":
        return _why_not_counted(unquote(asked.get("sObjects", [""])[0]).split(","), body)
    return None


def why_not_all_rows(body: Any) -> str | None:
    """Why the body of a query's answer does not hold all rows, each once; null where it does."""
    rows = body.get("records") if isinstance(body, dict) else None
    if not isinstance(rows, list):
        return "the answer holds no list of records"
    if not all(isinstance(row, dict) for row in rows):
        return "a record is not an object"
    if body.get("done") is not True or type(body.get("totalSize")) is not int or body["totalSize"] != len(rows):
        return f"the answer holds {len(rows)} of {body.get('totalSize')} records"
    ids = Counter(row["Id"] for row in rows if isinstance(row.get("Id"), str))
    twice = [one for one, number in ids.items() if number > 1 and not one.startswith(_WITHOUT_ID)]
    return f"the answer holds the record {twice[0][:18]} twice" if twice else None


def _why_not_the_rows(soql: str, body: dict[str, Any]) -> str | None:
    why = why_not_all_rows(body)
    if why is not None:
        return why
    table = table_of(soql)
    for row in body["records"]:
        kind = _type_of(row)
        if kind is not None and kind != _AGGREGATE and kind.casefold() != table.casefold():
            return f"the answer holds rows of {kind[:80]}, not of {table}"
    return None


def table_of(soql: str) -> str:
    """The table that a query is about: the first FROM outside of every parenthesis."""
    outside, depth = [], 0
    for piece in re.split(r"([()])", soql):
        depth += {"(": 1, ")": -1}.get(piece, 0)
        if depth == 0:
            outside.append(piece)
    found = _FROM.search(" ".join(outside))
    return found[1] if found else ""


def _why_not_named(asked: str, told: Any) -> str | None:
    return None if told == asked else f"the describe is of {str(told)[:80]!r}, not of {asked}"


def _why_not_the_row(table: str, asked: str, columns: Sequence[str], row: dict[str, Any]) -> str | None:
    kind = _type_of(row)
    if kind != table:
        return f"the answer is a row of {str(kind)[:80]}, not of {table}"
    told = row.get("Id")
    if "Id" in columns and not (isinstance(told, str) and full_id(told) == full_id(asked)):
        return f"the answer is the row {str(told)[:18]!r}, not {asked}"
    return None


def _why_not_counted(asked: Sequence[str], body: dict[str, Any]) -> str | None:
    rows = body.get("sObjects")
    if not isinstance(rows, list):
        return "the answer holds no list of counts"
    for row in rows:
        if not isinstance(row, dict) or row.get("name") not in asked or type(row.get("count")) is not int:
            return "a count is not one that was asked for"
    names = [row["name"] for row in rows]
    return "an object is counted twice" if len(set(names)) < len(names) else None


def _type_of(row: dict[str, Any]) -> str | None:
    attributes = row.get("attributes")
    kind = attributes.get("type") if isinstance(attributes, dict) else None
    return kind if isinstance(kind, str) else None
