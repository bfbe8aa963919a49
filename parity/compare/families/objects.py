"""The objects' own properties, apart from their fields, record types and triggers."""

from typing import Any

from parity.compare.difference import Difference, Kind
from parity.compare.family import Family, FamilyResult, SnapshotPair
from parity.compare.not_compared import OBJECT_NOT_COMPARED
from parity.compare.properties import TOLD_BY_FEATURE, changed_paths, is_untold, same_json, with_what_is_left_out

_IN_A_LANGUAGE = frozenset({"label", "labelPlural"})


def compare(pair: SnapshotPair) -> FamilyResult:
    """Every difference in the properties of the objects that both orgs show."""
    skipped = frozenset(OBJECT_NOT_COMPARED) | (_IN_A_LANGUAGE if pair.in_two_languages else frozenset())
    return FamilyResult(
        differences=tuple(
            difference
            for name, sandbox, production in pair.objects
            if not same_json(sandbox.properties, production.properties)
            for difference in _differences(name, _without(sandbox, skipped), _without(production, skipped))
        ),
        untold=frozenset(
            name
            for _, sandbox, production in pair.objects
            for name in (sandbox.properties.keys() ^ production.properties.keys()) - skipped - TOLD_BY_FEATURE.keys()
        ),
    )


def _without(described: Any, skipped: frozenset[str]) -> dict[str, Any]:
    return {key: value for key, value in described.properties.items() if key not in skipped}


def _differences(name: str, sandbox: dict[str, Any], production: dict[str, Any]) -> list[Difference]:
    with_what_is_left_out(sandbox, production)
    return [
        Difference(
            kind=Kind.OBJECT,
            object=name,
            component=name,
            attribute=path[0],
            sandbox=sandbox.get(path[0]),
            production=production.get(path[0]),
            sandbox_record=sandbox,
            production_record=production,
        )
        for path in changed_paths(sandbox, production)
        if not is_untold(path, sandbox, production)
    ]


FAMILY = Family(compare=compare, explained="the objects' own properties, by name")
