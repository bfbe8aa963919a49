"""Contract: every column that parity asks for stands in Salesforce's object reference, where that is at hand, or in the
table of what it leaves out, which names its source.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from parity.orgs.collect_pair import Progress, collect_pair
from parity.simulator.definition import read_definition
from parity.simulator.schema import child_relationships
from tests.simulated import NOON, RunningPair, running

_REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
_OF_PACKAGE = "bizible2__"
_FOLDERS = {"data": "enterprise_api", "tooling": "tooling_api"}
_QUERY = re.compile(r"SELECT (?P<columns>.+?) FROM (?P<table>\w+)")
_LIST = re.compile(r" IN \('[^()]*'\)")
_INNER = re.compile(r"\((SELECT .+? FROM \w+.*?)\)")


def asked(pair: RunningPair) -> set[tuple[str, str, str]]:
    """Every column of every query of a check of both orgs: (API, table, column)."""
    collect_pair(pair.project, pair.environment, lambda: NOON, Progress())
    found = set()
    for org in (pair.sandbox, pair.production):
        for address in (part for one in org.requests for part in (one.path, *one.parts)):
            api = "tooling" if "/tooling/" in address else "data"
            for query in parse_qs(urlsplit(address).query).get("q", []):
                found |= {(api, table, column) for table, column in columns(_LIST.sub(" IN x", query))}
    return found


def columns(query: str, children: Mapping[str, str] = {}) -> Iterator[tuple[str, str]]:
    """Every (table, column) of a SELECT; `children`: the tables of the relationships that an inner one may name."""
    said = _QUERY.match(_INNER.sub("", query))
    assert said is not None, query
    table = children.get(said["table"], said["table"])
    yield from ((table, one.strip()) for one in said["columns"].split(",") if one.strip())
    for inner in _INNER.findall(query):
        yield from columns(inner, child_relationships()[table])


def stands_in_reference(api: str, table: str, column: str) -> bool:
    """Columns behind a dot belong to another table; the reference tells the relation."""
    file = _REFERENCE / _FOLDERS[api] / f"{table}.json"
    if not file.is_file():
        return False
    page: dict[str, Any] = json.loads(file.read_text("utf-8"))
    entries = {**page.get("field_reference", {}), **page["fields"]}
    first = column.partition(".")[0].lower()
    relations = {str(one.get("relationship_name")).lower() for one in page["fields"].values()}
    names = {one.lower() for one in entries}
    return first in (relations | {one.removesuffix("id") for one in names} if "." in column else names)


@pytest.mark.skipif(not _REFERENCE.is_dir(), reason="the object reference is not at hand")
def test_every_column_that_is_asked_for_is_known(record_testsuite_property: Any) -> None:
    beyond = read_definition("beyond_reference.yaml")
    with running("identical") as pair:
        queries = asked(pair)
    counted = Counter[str]()
    unknown = []
    for api, table, column in sorted(queries):
        if table.startswith(_OF_PACKAGE):
            counted["of the package's own objects"] += 1
        elif stands_in_reference(api, table, column):
            counted["in the reference"] += 1
        elif column in json.dumps(beyond):
            counted["beyond the reference, with a source"] += 1
        else:
            unknown.append(f"{api} {table}.{column}")
    record_testsuite_property("columns of parity's queries", dict(counted))
    assert unknown == []
    assert counted["in the reference"] > 80
