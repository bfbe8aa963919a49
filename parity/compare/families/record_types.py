"""The record types of both orgs."""

from parity.compare.difference import Difference, Kind
from parity.compare.family import Family, FamilyResult, SnapshotPair, Tally
from parity.compare.not_compared import RECORD_TYPE_NOT_COMPARED
from parity.compare.records import RecordKind, compare_records, keyed

_IN_A_LANGUAGE = frozenset({"name"})


def compare(pair: SnapshotPair) -> FamilyResult:
    """Every difference in the record types of the objects that both orgs show."""
    skipped = frozenset(RECORD_TYPE_NOT_COMPARED) | (_IN_A_LANGUAGE if pair.in_two_languages else frozenset())
    kind = RecordKind(kind=Kind.RECORD_TYPE, skipped=skipped)
    differences: list[Difference] = []
    tallies: dict[str, Tally] = {}
    for objects in pair.objects:
        sandbox, production = (keyed(one.record_types, lambda found: found.developer_name) for one in objects[1:])
        found, tallies[objects[0]] = compare_records(kind, objects, sandbox, production)
        differences += found
    untold = frozenset().union(*(one.untold for one in tallies.values()))
    return FamilyResult(differences=tuple(differences), tallies=tallies, untold=untold)


FAMILY = Family(compare=compare, explained="record types by DeveloperName", tallied=Kind.RECORD_TYPE)
