"""Contract: what the simulated orgs hold agrees with Salesforce's own object reference, where that is at hand."""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from parity.simulator.definition import read_definition
from parity.simulator.rights import access_rules
from parity.simulator.schema import Column, child_relationships, column_from, every_column

_REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
_FOLDERS = {"data": "enterprise_api", "tooling": "tooling_api"}
#: How the pages name the permissions that the API calls otherwise.
_SAID = {
    "ViewSetup": "View Setup and Configuration",
    "ManageUsers": "Manage Users",
    "MonitorLoginHistory": "Monitor Login History",
    "CustomizeApplication": "Customize Application",
    "AssignPermissionSets": "Assign Permission Sets",
    "ManageProfilesPermissionsets": "Manage Profiles and Permission Sets",
    "ManageSessionPermissionSets": "Manage Session Permission Set Activations",
}
needs_reference = pytest.mark.skipif(not _REFERENCE.is_dir(), reason="the object reference is not at hand")


@cache
def page(api: str, table: str) -> dict[str, Any]:
    file = _REFERENCE / _FOLDERS[api] / f"{table}.json"
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def told(api: str, table: str, column: Column) -> tuple[dict[str, Any] | None, bool]:
    """The page's own entry of a column, and whether it stands only in its list of all columns."""
    read = page(api, table)
    by_name = {key.lower(): value for key, value in read["fields"].items()}
    if column.name.lower() in by_name:
        return by_name[column.name.lower()], False
    listed = {key.lower(): value for key, value in read.get("field_reference", {}).items()}
    return listed.get(column.name.lower()), True


def listed_columns() -> list[tuple[str, str, Column]]:
    read = read_definition("schema.yaml")
    return [
        (api, table, column_from(line))
        for api in _FOLDERS
        for table, text in read[api].items()
        for line in text.splitlines()
    ]


def letters(properties: str) -> tuple[bool, bool, bool]:
    words = {one.strip(" .").lower() for one in properties.split(",")}
    return "filter" in words, "sort" in words, "group" in words


@needs_reference
def test_every_column_and_flag_is_the_references(record_testsuite_property: Any) -> None:
    wrong, counted = [], Counter[str]()
    for api, table, column in listed_columns():
        entry, only_listed = told(api, table, column)
        if entry is None:
            wrong.append(f"{api} {table}.{column.name}: not in the reference")
        elif only_listed:
            counted["in the list of all columns, flags not told"] += 1
            if column.flags_told:
                wrong.append(f"{api} {table}.{column.name}: its flags are not told, so it needs ~")
        else:
            counted["with flags"] += 1
            if letters(entry.get("properties") or "") != (column.filterable, column.sortable, column.groupable):
                wrong.append(f"{api} {table}.{column.name}: {entry.get('properties')}")
            if column.since:
                counted["with the version that brought it"] += 1
                if f"version {column.since}" not in entry["description"]:
                    wrong.append(f"{api} {table}.{column.name}: since {column.since} is not said")
            if entry.get("relationship_name") and entry["relationship_name"] != column.relation:
                wrong.append(f"{api} {table}.{column.name}: leads through {entry['relationship_name']}")
    record_testsuite_property("columns checked", dict(counted))
    assert wrong == []
    assert counted["with flags"] > 700


@needs_reference
def test_no_column_of_a_page_is_left_out() -> None:
    missing = []
    for api in _FOLDERS:
        for table in read_definition("schema.yaml")[api]:
            known = every_column()[api][table]
            for name, entry in page(api, table)["fields"].items():
                is_relation = entry.get("type") == "QueryResult"
                is_pattern = not re.fullmatch(r"\w+", name) or name == "Permissions"
                if not is_relation and not is_pattern and name.lower() not in known:
                    missing.append(f"{api} {table}.{name}")
    assert missing == []


@needs_reference
def test_every_permission_is_the_references() -> None:
    read = read_definition("schema.yaml")
    of_profiles = set(page("data", "Profile")["field_reference"])
    for name in read["permissions"].split():
        column = f"Permissions{name}"
        assert column in page("data", "PermissionSet")["field_reference"]
        assert column in page("data", "UserPermissionAccess")["field_reference"]
        assert (column in of_profiles) is (name not in read["permissions_not_of_profiles"].split())
    everywhere = json.dumps([page("data", table) for table in ("PermissionSet", "Profile", "UserPermissionAccess")])
    assert "UpdateWithInactiveOwner" not in everywhere


@needs_reference
def test_access_rules_are_the_references(record_testsuite_property: Any) -> None:
    counted = Counter(
        "the reference" if one.source == "reference" else "a source of its own" for one in access_rules().values()
    )
    record_testsuite_property("access rules", dict(counted))
    for table, rule in access_rules().items():
        assert rule.any
        if rule.source != "reference":
            assert len(rule.source) > 10, table
            continue
        pages = [page(api, table) for api in _FOLDERS if table in read_definition("schema.yaml")[api]]
        said = " ".join(one.get("special_access_rules") or "" for one in pages)
        for permission in rule.any:
            assert _SAID[permission] in said, (table, permission)
    assert counted["the reference"] == 6


@needs_reference
def test_what_stands_beside_the_reference_is_not_in_it(record_testsuite_property: Any) -> None:
    beyond = read_definition("beyond_reference.yaml")
    counted = Counter[str]()
    for api, tables in beyond["tables"].items():
        for table, spec in tables.items():
            assert spec["source"]
            assert not (_REFERENCE / _FOLDERS[api] / f"{table}.json").exists(), f"{api} {table} stands in the reference"
            counted["tables"] += 1
            counted["columns of these tables"] += len(every_column()[api][table])
    for extra in beyond["columns"]:
        assert extra["source"]
        for api, tables in extra["tables"].items():
            for table in tables:
                for line in extra["columns"].splitlines():
                    entry, only_listed = told(api, table, column_from(line))
                    assert entry is None or only_listed, f"{api} {table}.{line} stands in the reference"
                    counted["columns of tables of the reference"] += 1
    record_testsuite_property("beside the reference", dict(counted))
    assert counted["tables"] == 13


@needs_reference
def test_the_optional_columns_and_relations_exist() -> None:
    for one in read_definition("beyond_reference.yaml")["optional"]:
        assert any(one["column"].lower() in every_column()[api].get(one["table"], {}) for api in _FOLDERS), one
    for table, names in child_relationships().items():
        assert table in every_column()["data"]
        assert set(names.values()) <= set(every_column()["data"])


@needs_reference
def test_the_rules_of_selecting_and_paging_are_the_references() -> None:
    assert "Both SobjectType and Field must be included in the SELECT" in page("data", "FieldPermissions")["usage"]
    said = json.dumps(page("data", "OauthToken"))
    assert "500" in said
    assert re.search(r"2,?500", said)


def test_every_line_of_the_schema_is_understood() -> None:
    assert len(listed_columns()) > 900
    assert all(re.fullmatch(r"[A-Za-z]\w*", column.name) for _, _, column in listed_columns())
