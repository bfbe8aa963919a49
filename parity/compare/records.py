"""Compares two keyed sets of records of one kind on one object: by natural key, never by position.

Equal records are skipped at once; only the others are handed to DeepDiff, which is exact and slow.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from msgspec import Struct

from parity.compare.difference import PRESENCE, Difference, Kind
from parity.compare.family import Tally
from parity.compare.properties import (
    as_mapping,
    changed_paths,
    component_name,
    is_untold,
    same_record,
    summary,
    value_at,
    with_what_is_left_out,
)
from parity.snapshot.field_visibility import Sight
from parity.snapshot.records import Field, ObjectDescribe, RecordType, Trigger

_Record = TypeVar("_Record", Field, RecordType, Trigger)


class Change(Struct, frozen=True):
    """A property that differs: where, and what both orgs have there. `in_both`: the keys that both orgs have."""

    path: tuple[str, ...]
    sandbox: Any
    production: Any
    record: Any
    in_both: frozenset[str]


class RecordKind(Struct, frozen=True, kw_only=True):
    """What is particular to a kind of record.

    `means_nothing`: whether a change has no meaning for a reader. `sight`: what is known of a record that one org
    lacks.
    """

    kind: Kind
    skipped: frozenset[str]
    means_nothing: Callable[[Change], bool] = lambda _change: False
    sight: Callable[[Any, ObjectDescribe], Sight] = lambda _record, _object: Sight.ABSENT


def keyed(records: Iterable[_Record], key: Callable[[_Record], str]) -> dict[str, _Record]:
    """Records by natural key. Should an org give one key twice, the next ones are numbered: nothing is lost."""
    found: dict[str, _Record] = {}
    for record in records:
        name = natural = key(record).casefold()
        number = 2
        while name in found:
            name, number = f"{natural}#{number}", number + 1
        found[name] = record
    return found


def compare_records(
    kind: RecordKind,
    objects: tuple[str, ObjectDescribe, ObjectDescribe],
    sandbox: Mapping[str, _Record],
    production: Mapping[str, _Record],
) -> tuple[list[Difference], Tally]:
    """Every difference between the records of one object, and how many were compared."""
    in_both = frozenset(sandbox.keys() & production.keys())
    found: list[Difference] = []
    untold: set[str] = set()
    equal: list[str] = []
    for key in sorted(sandbox.keys() | production.keys()):
        if key not in in_both:
            found.append(_only_one(kind, objects, sandbox.get(key), production.get(key)))
            continue
        changes, not_told = _changes(kind, objects[0], sandbox[key], production[key], in_both)
        untold |= not_told
        found += changes
        if not changes:
            equal.append(component_name(production[key]))
    return found, Tally(len(in_both), tuple(sorted(equal)), frozenset(untold))


def _only_one(
    kind: RecordKind, objects: tuple[str, ObjectDescribe, ObjectDescribe], sandbox: Any, production: Any
) -> Difference:
    present = production if sandbox is None else sandbox
    lacking = objects[1] if sandbox is None else objects[2]
    return Difference(
        kind=kind.kind,
        object=objects[0],
        component=component_name(present),
        attribute=PRESENCE,
        sandbox=None if sandbox is None else summary(sandbox),
        production=None if production is None else summary(production),
        sight=kind.sight(present, lacking),
        sandbox_record=sandbox,
        production_record=production,
    )


def _changes(
    kind: RecordKind, object_name: str, sandbox: Any, production: Any, in_both: frozenset[str]
) -> tuple[list[Difference], set[str]]:
    """The differences, and the properties that only one side tells: these are not compared."""
    if same_record(sandbox, production):
        return [], set()
    sandbox_data, production_data = as_mapping(sandbox), as_mapping(production)
    with_what_is_left_out(sandbox_data, production_data)
    paths = [path for path in changed_paths(sandbox_data, production_data) if path[0] not in kind.skipped]
    untold = {path[0] for path in paths if is_untold(path, sandbox_data, production_data)}
    changes = [
        Change(path, value_at(sandbox_data, path), value_at(production_data, path), production, in_both)
        for path in paths
        if path[0] not in untold
    ]
    differences = [
        Difference(
            kind=kind.kind,
            object=object_name,
            component=component_name(production),
            attribute=one.path[0],
            item=one.path[1] if len(one.path) > 1 else None,
            item_attribute=one.path[2] if len(one.path) > 2 else "",
            sandbox=one.sandbox,
            production=one.production,
            sandbox_record=sandbox,
            production_record=production,
        )
        for one in changes
        if not kind.means_nothing(one)
    ]
    return differences, untold
