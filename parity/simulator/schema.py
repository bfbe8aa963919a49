"""Which columns each table of the two APIs has in an org, and how each of them may be used.

definitions/schema.yaml has what Salesforce's object reference says, definitions/beyond_reference.yaml the rest. The
columns of objects such as Lead come from their describes.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from msgspec import Struct, structs

from parity.simulator.definition import read_definition
from parity.simulator.records import Row, SimulatedOrg

DATA, TOOLING = "data", "tooling"
#: Sandboxes are made in production only.
_OF_PRODUCTION = frozenset({"SandboxInfo", "SandboxProcess"})
_PERMISSION_TABLES = ("PermissionSet", "Profile", "UserPermissionAccess")


class Column(Struct, frozen=True, kw_only=True):
    """One column. `leads_to` are the tables behind the relationship `relation`; complex columns are one themselves.

    `since` is the API version that brought it; `preference` and `feature` name what an org must have switched on.
    `from_reference` tells the columns of the reference from those of beyond_reference.yaml.
    """

    name: str
    type: str
    filterable: bool = True
    sortable: bool = True
    groupable: bool = True
    flags_told: bool = True
    since: float = 0.0
    relation: str | None = None
    leads_to: tuple[str, ...] = ()
    preference: str | None = None
    feature: str | None = None
    from_reference: bool = False

    @property
    def is_only_a_relation(self) -> bool:
        """Whether the column holds no value of its own: `EntityDefinition` of a FieldDefinition."""
        return self.relation == self.name


Columns = dict[str, Column]


def column_from(line: str, *, from_reference: bool = False) -> Column:
    """A column from its line in the notation of schema.yaml."""
    name, kind, letters, *more = line.split()
    since = next((float(one[1:]) for one in more if one.startswith("@")), 0.0)
    led = next((one[1:] for one in more if one.startswith(">")), "")
    relation, _, targets = led.partition(":")
    if kind in _COMPLEX:
        relation, targets = name, kind
    elif not relation and kind == "reference" and name.endswith("ById"):
        relation, targets = name.removesuffix("Id"), "User"
    return Column(
        name=name,
        type=_TYPES.get(kind.lower(), kind),
        filterable="f" in letters,
        sortable="s" in letters,
        groupable="g" in letters,
        flags_told="~" not in more,
        since=since,
        relation=relation or None,
        leads_to=tuple(targets.split(",")) if targets else (),
        from_reference=from_reference,
    )


_COMPLEX = frozenset({"EntityDefinition", "FieldDefinition", "SubscriberPackage", "SubscriberPackageVersion", "User"})
_TYPES = {"datetime": "datetime", "boolean": "boolean", "id": "id", "int": "int", "double": "double"}


@cache
def every_column() -> dict[str, dict[str, Columns]]:
    """By API, table and lower-case name: all columns that any org may have."""
    read, beyond = read_definition("schema.yaml"), read_definition("beyond_reference.yaml")
    found = {api: {table: _listed(text, True) for table, text in read[api].items()} for api in (DATA, TOOLING)}
    for table in _PERMISSION_TABLES:
        missing = read["permissions_not_of_profiles"].split() if table == "Profile" else ()
        found[DATA][table] |= _permissions(name for name in read["permissions"].split() if name not in missing)
    for extra in beyond["columns"]:
        for api, tables in extra["tables"].items():
            for table in tables:
                found[api][table].update(_listed(extra["columns"], False, extra))
    for api, tables in beyond["tables"].items():
        for table, spec in tables.items():
            alike = found[spec["like"]][table] if "like" in spec else None
            found[api][table] = _listed(spec["columns"], False) if alike is None else _less(alike, spec)
    return found


def _permissions(names: Iterable[str]) -> Columns:
    columns = (
        Column(name=f"Permissions{name}", type="boolean", sortable=False, groupable=False, from_reference=True)
        for name in names
    )
    return {one.name.lower(): one for one in columns}


def _less(columns: Columns, spec: Row) -> Columns:
    """The columns but for those that the other API's table of this name is `without`."""
    without = {one.lower() for one in spec.get("without", ())}
    return {name: one for name, one in columns.items() if name not in without}


def _listed(text: str, from_reference: bool, needs: Row | None = None) -> Columns:
    columns = [column_from(line, from_reference=from_reference) for line in text.splitlines()]
    if needs:
        needed: dict[str, Any] = {key: needs[key] for key in ("preference", "feature") if key in needs}
        columns = [structs.replace(one, **needed) for one in columns]
    return {one.name.lower(): one for one in columns}


@cache
def _features() -> dict[tuple[str, str], str]:
    return {
        (one["table"].lower(), one["column"].lower()): one["feature"]
        for one in read_definition("beyond_reference.yaml")["optional"]
    }


@cache
def child_relationships() -> dict[str, dict[str, str]]:
    """By table and relationship name: the table of a query inside SELECT."""
    children: dict[str, dict[str, str]] = read_definition("beyond_reference.yaml")["children"]
    return children


@cache
def selected_together() -> dict[str, tuple[str, ...]]:
    """By table: the columns that every SELECT must name."""
    return {
        table: tuple(names) for table, names in read_definition("beyond_reference.yaml")["selected_together"].items()
    }


@cache
def page_limits() -> dict[str, dict[str, int]]:
    """By table: rows a `page` and at `most`, where they are not the usual."""
    limits: dict[str, dict[str, int]] = read_definition("beyond_reference.yaml")["pages"]
    return limits


def table_name(org: SimulatedOrg, asked: str, api: str) -> str | None:
    """The table's own spelling; null where this API of the org has none of that name."""
    names = {one.lower(): one for one in (*every_column()[api], *(org.describes if api == DATA else ()))}
    found = names.get(asked.lower())
    if found in _OF_PRODUCTION and org.organization["IsSandbox"]:
        return None
    return None if found is None or found.lower() in _without(org) else found


def columns(org: SimulatedOrg, table: str, api: str, version: str) -> Columns:
    """The columns of a system table in this org and API version, by lower-case name."""
    lacking, features = _without(org), _features()
    return {
        name: one
        for name, one in every_column()[api][table].items()
        if one.since <= float(version)
        and (one.preference is None or one.preference in org.preferences)
        and (one.feature is None or one.feature in org.features)
        and features.get((table.lower(), name), one.feature) in {None, *org.features}
        and f"{table}.{name}".lower() not in lacking
    }


def described_columns(describe: Row) -> Columns:
    """The columns of a described object, as far as the describe shows its fields."""
    return {
        field["name"].lower(): Column(
            name=field["name"],
            type=field["type"],
            filterable=field["filterable"],
            sortable=field["sortable"],
            groupable=field["groupable"],
            relation=field["relationshipName"],
            leads_to=tuple(field["referenceTo"]),
        )
        for field in describe["fields"]
    }


def _without(org: SimulatedOrg) -> frozenset[str]:
    return frozenset(one.lower() for one in org.without)
