"""The Apex triggers of both orgs, by namespace and name."""

from msgspec import structs

from parity.compare.difference import Difference, Kind
from parity.compare.family import Family, FamilyResult, SnapshotPair, Tally
from parity.compare.not_compared import TRIGGER_NOT_COMPARED
from parity.compare.records import RecordKind, compare_records, keyed
from parity.snapshot.contents import TriggerSource
from parity.snapshot.records import Snapshot, Trigger

#: What differs where the checksum does and the code does not.
COMMENTS = "comments and white space"
_KIND = RecordKind(kind=Kind.TRIGGER, skipped=frozenset(TRIGGER_NOT_COMPARED))


def compare(pair: SnapshotPair) -> FamilyResult:
    """Every difference in triggers; none where one side could not read them, which is a gap of that snapshot."""
    if pair.sandbox.triggers is None or pair.production.triggers is None:
        return FamilyResult()
    sandbox, production = (
        _standing((*(one.triggers or ()), *one.related_triggers)) for one in (pair.sandbox, pair.production)
    )
    differences: list[Difference] = []
    tallies: dict[str, Tally] = {}
    for objects in pair.objects:
        # A trigger that moved to another object counts where production has it.
        here = {key for key, one in {**sandbox, **production}.items() if one.object == objects[0]}
        found, tallies[objects[0]] = compare_records(
            _KIND,
            objects,
            {key: one for key, one in sandbox.items() if key in here},
            {key: one for key, one in production.items() if key in here},
        )
        differences += [_commented(one, pair) for one in found if not _differs_in_line_ends(one, pair)]
    return FamilyResult(differences=tuple(differences), tallies=tallies)


def _commented(difference: Difference, pair: SnapshotPair) -> Difference:
    """A changed checksum as changed comments, where both sources were read and their code is the same."""
    if difference.attribute != "BodyCrc":
        return difference
    sources = _both_sources(difference, pair)
    is_same = sources is not None and sources[0].code == sources[1].code
    return structs.replace(difference, attribute=COMMENTS) if is_same else difference


def _differs_in_line_ends(difference: Difference, pair: SnapshotPair) -> bool:
    """A checksum that changed with the line ends alone: a deployment rewrites them."""
    sources = _both_sources(difference, pair) if difference.attribute == "BodyCrc" else None
    return sources is not None and sources[0].lines is not None and sources[0].lines == sources[1].lines


def _both_sources(difference: Difference, pair: SnapshotPair) -> tuple[TriggerSource, TriggerSource] | None:
    """What the sources of the trigger say in both orgs; null where they were not read in one."""
    found = [_sources(one).get(difference.component) for one in (pair.sandbox, pair.production)]
    return None if found[0] is None or found[1] is None else (found[0], found[1])


def _sources(snapshot: Snapshot) -> dict[str, TriggerSource]:
    sources = snapshot.contents.sources if snapshot.contents is not None else None
    return {one.trigger: one for one in sources or ()}


def _standing(triggers: tuple[Trigger, ...]) -> dict[str, Trigger]:
    """Triggers by natural key; a deleted one is treated as absent."""
    return keyed((one for one in triggers if one.status != "Deleted"), lambda one: one.full_name)


FAMILY = Family(compare=compare, explained="Apex triggers by namespace and name", tallied=Kind.TRIGGER)
