"""Any one change is found, and nothing else is; sides and orders do not matter."""

import copy
import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from parity.compare.difference import PRESENCE, Difference
from parity.compare.not_compared import (
    FIELD_NOT_COMPARED,
    OBJECT_NOT_COMPARED,
    RECORD_TYPE_NOT_COMPARED,
    TRIGGER_NOT_COMPARED,
)
from parity.compare.snapshots import compare
from parity.config.policy import Policy
from parity.rules.drift.findings_of import explain
from parity.rules.drift.registry import rules_that_fire
from parity.rules.finding import Finding
from parity.snapshot.file import read_snapshot, snapshot_bytes
from parity.snapshot.records import Role, Snapshot
from parity.verdict.judge import judge
from parity.verdict.result import result_bytes
from tests.simulated import NOON

_KEYS = frozenset({"name", "value", "developerName", "Name", "NamespacePrefix", "TableEnumOrId"})
_NEVER_TEXT: dict[str, Any] = {"filteredLookupInfo": {"optionalFilter": True}, "relationshipOrder": 1}
Change = tuple[str, str, str]
MANY = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
)


class Plain(dict[str, Any]):
    """A snapshot as plain JSON; half a megabyte, so it does not print itself."""

    def __repr__(self) -> str:
        return "a snapshot"


@pytest.fixture(scope="module")
def base(snapshots: Callable[[str], tuple[Snapshot, Snapshot]]) -> Plain:
    """A realistic snapshot of a sandbox, as plain JSON, without contents, which tell comments from code."""
    return Plain({**json.loads(snapshot_bytes(snapshots("identical")[0])), "contents": None})


def as_snapshot(plain: dict[str, Any], role: Role) -> Snapshot:
    """Plain JSON as the other side's or the same side's snapshot."""
    is_sandbox = role is Role.SANDBOX
    org = {**plain["org"], "is_sandbox": is_sandbox, "id": f"00D00000000000{1 if is_sandbox else 2}"}
    return read_snapshot(json.dumps({**plain, "role": role.value, "org": org}).encode(), "test")


def changed(value: Any, key: str = "") -> Any:
    """Another value of the same kind; `key` tells the kind where the value is null."""
    if key in _NEVER_TEXT:
        return _NEVER_TEXT[key]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, list):
        return value[:-1] if value else ["Other"]
    if isinstance(value, dict):
        return {**value, "another": True}
    return f"{value or ''}x"


def one_change(plain: dict[str, Any], chance: random.Random) -> Change:
    """Change one compared attribute of one thing in place; returns object, component and path."""
    kind = chance.choice(["field", "field", "field", "value", "value", "record_type", "trigger", "object", "presence"])
    name = chance.choice(sorted(plain["objects"]))
    described = plain["objects"][name]
    if kind == "object":
        key = chance.choice(sorted(set(described["properties"]) - set(OBJECT_NOT_COMPARED) - _KEYS))
        described["properties"][key] = changed(described["properties"][key])
        return name, name, key
    if kind == "record_type" and described["record_types"]:
        record_type = chance.choice(described["record_types"])
        key = chance.choice(sorted(set(record_type) - _KEYS - set(RECORD_TYPE_NOT_COMPARED) - {"other"} | {"name"}))
        record_type[key] = changed(record_type[key])
        return name, record_type["developerName"], key
    if kind == "trigger":
        trigger = chance.choice([one for one in plain["triggers"] if one["Status"] != "Deleted"])
        key = chance.choice(sorted(set(trigger) - _KEYS - set(TRIGGER_NOT_COMPARED)))
        trigger[key] = changed(trigger[key])
        return trigger["TableEnumOrId"], full_name(trigger), key
    if kind == "presence":
        return absence(plain, name, chance)
    if kind == "value":
        return value_change(name, described, chance)
    field = chance.choice(described["fields"])
    # A formula is compared without white space, so the change must be more than that; `changed` adds a letter.
    key = chance.choice(sorted(set(field) - _KEYS - set(FIELD_NOT_COMPARED) - {"other", "picklistValues"}))
    field[key] = changed(field[key], key)
    return name, field["name"], key


def full_name(trigger: dict[str, Any]) -> str:
    """The trigger's name with its namespace."""
    return f"{trigger['NamespacePrefix']}__{trigger['Name']}" if trigger["NamespacePrefix"] else str(trigger["Name"])


def absence(plain: dict[str, Any], name: str, chance: random.Random) -> Change:
    """Take a whole field, record type or trigger away."""
    described = plain["objects"][name]
    what = chance.choice(["fields", "record_types", "triggers"])
    if what == "record_types" and not described[what]:
        what = "fields"
    if what == "triggers":
        gone = plain["triggers"].pop(chance.randrange(len(plain["triggers"])))
        return gone["TableEnumOrId"], full_name(gone), "presence"
    gone = described[what].pop(chance.randrange(len(described[what])))
    if what == "fields":
        described["defined_fields"] = [one for one in described["defined_fields"] if one != gone["name"]]
        # A field that is hidden looks absent in describe: a part of a compound is told by its visible siblings.
    return name, gone.get("name" if what == "fields" else "developerName"), "presence"


def value_change(name: str, described: dict[str, Any], chance: random.Random) -> Change:
    """Change, take away or add a picklist value."""
    field = chance.choice([one for one in described["fields"] if len(one["picklistValues"]) > 1])
    value = chance.choice(field["picklistValues"])
    key = chance.choice(["", "new", "label", "active", "defaultValue", "validFor"])
    if key == "":
        field["picklistValues"].remove(value)
        return name, field["name"], f"picklistValues[{value['value']}]"
    if key == "new":
        odd = chance.choice(["__hidden", "a'b\"c", "[0]", "x" * 300, "</td>", "été"])
        field["picklistValues"].append({**value, "value": odd})
        return name, field["name"], f"picklistValues[{odd}]"
    value[key] = changed(value[key] if key != "validFor" else value[key] or [])
    return name, field["name"], f"picklistValues[{value['value']}].{key}"


def paths(differences: tuple[Difference, ...]) -> list[Change]:
    return [(one.object, one.component, one.path) for one in differences]


@MANY
@given(seed=st.integers(0, 2**32), in_sandbox=st.booleans())
def test_exactly_the_one_change_is_found(base: Plain, seed: int, in_sandbox: bool) -> None:
    other = copy.deepcopy(base)
    expected = one_change(other, random.Random(seed))
    sides = (other, base) if in_sandbox else (base, other)
    found = compare(as_snapshot(sides[0], Role.SANDBOX), as_snapshot(sides[1], Role.PRODUCTION)).differences
    assert paths(found) == [expected]
    assert len(rules_that_fire(found[0])) == 1


@settings(MANY, max_examples=25)
@given(seed=st.integers(0, 2**32), number=st.integers(2, 40))
def test_swapped_sides_give_the_same_set_reversed(base: Plain, seed: int, number: int) -> None:
    chance = random.Random(seed)
    other = copy.deepcopy(base)
    for _ in range(number):
        one_change(other, chance)
    one_way = compare(as_snapshot(base, Role.SANDBOX), as_snapshot(other, Role.PRODUCTION)).differences
    back = compare(as_snapshot(other, Role.SANDBOX), as_snapshot(base, Role.PRODUCTION)).differences
    assert [(*path, one.sandbox, one.production) for path, one in zip(paths(one_way), one_way, strict=True)] == [
        (*path, one.production, one.sandbox) for path, one in zip(paths(back), back, strict=True)
    ]
    assert _told(explain(one_way)) == sorted(paths(one_way))
    assert _told(explain(back)) == sorted(paths(back))


def _told(findings: tuple[Finding, ...]) -> list[Change]:
    """Every difference that stands in some finding: as the component itself, or as one of its items."""
    return sorted(
        (one.object, one.component, name)
        for one in findings
        for name in [item.name for item in one.items] or [PRESENCE]
    )


def shuffled(value: Any, chance: random.Random) -> Any:
    """The same JSON with every list and every mapping in another order."""
    if isinstance(value, dict):
        items = list(value.items())
        chance.shuffle(items)
        return {key: shuffled(one, chance) for key, one in items}
    if isinstance(value, list):
        return chance.sample([shuffled(one, chance) for one in value], len(value))
    return value


@settings(MANY, max_examples=5)
@given(seed=st.integers(0, 2**32))
def test_shuffled_orders_give_identical_bytes(base: Plain, seed: int) -> None:
    chance = random.Random(seed)
    other = copy.deepcopy(base)
    for _ in range(10):
        one_change(other, chance)

    def bytes_of(ours: dict[str, Any], theirs: dict[str, Any]) -> bytes:
        pair = as_snapshot(ours, Role.SANDBOX), as_snapshot(theirs, Role.PRODUCTION)
        return result_bytes(judge(*pair, Policy(), tenant=None, judged_at=NOON))

    assert bytes_of(base, other) == bytes_of(shuffled(base, chance), shuffled(other, chance))


def test_a_snapshot_compared_with_itself_has_no_difference(base: Plain) -> None:
    assert compare(as_snapshot(base, Role.SANDBOX), as_snapshot(base, Role.PRODUCTION)).differences == ()
