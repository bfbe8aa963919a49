"""The Apex triggers of both orgs, by namespace and name."""

from parity.compare.difference import Difference, Kind
from parity.compare.family import Family, Outcome, SnapshotPair, Tally
from parity.compare.not_compared import TRIGGER_NOT_COMPARED
from parity.compare.records import RecordKind, compare_records, keyed
from parity.snapshot.records import Trigger

_KIND = RecordKind(kind=Kind.TRIGGER, skipped=frozenset(TRIGGER_NOT_COMPARED))


def compare(pair: SnapshotPair) -> Outcome:
    """Every difference in triggers; none where one side could not read them, which the snapshot's gaps say."""
    if pair.sandbox.triggers is None or pair.production.triggers is None:
        return Outcome()
    sandbox, production = (
        _standing((*(one.triggers or ()), *one.related_triggers)) for one in (pair.sandbox, pair.production)
    )
    differences: list[Difference] = []
    tallies: dict[str, Tally] = {}
    for objects in pair.objects:
        # A trigger that moved to another object stands where production has it.
        here = {key for key, one in {**sandbox, **production}.items() if one.table_enum_or_id == objects[0]}
        found, tallies[objects[0]] = compare_records(
            _KIND,
            objects,
            {key: one for key, one in sandbox.items() if key in here},
            {key: one for key, one in production.items() if key in here},
        )
        differences += found
    untold = frozenset().union(*(one.untold for one in tallies.values()))
    return Outcome(differences=tuple(differences), tallies=tallies, untold=untold)


def _standing(triggers: tuple[Trigger, ...]) -> dict[str, Trigger]:
    """Triggers by natural key; a deleted one is treated as absent."""
    return keyed((one for one in triggers if one.status != "Deleted"), lambda one: one.full_name)


FAMILY = Family(compare=compare, explained="Apex triggers by namespace and name", tallied=Kind.TRIGGER)
