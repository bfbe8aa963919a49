"""Compares two snapshots and returns every difference. The rules say what a difference means."""

from parity.compare.difference import ComparedObject, Comparison, Difference, Kind
from parity.compare.family import FamilyResult, SnapshotPair, Tally, all_families
from parity.snapshot.records import Snapshot

_TWO_LANGUAGES = "Labels and help texts were not compared: the two users read different languages."


def compare(sandbox: Snapshot, production: Snapshot) -> Comparison:
    """Compare two snapshots that were read or collected (that is: in canonical order).

    Objects or trigger lists that one side could not read are not compared; the snapshots' gaps say so.
    """
    pair = SnapshotPair(sandbox=sandbox, production=production)
    outcomes = [(family, family.compare(pair)) for family in all_families()]
    tallies = {family.tallied: outcome.tallies for family, outcome in outcomes if family.tallied is not None}
    found = [difference for _, outcome in outcomes for difference in outcome.differences]
    return Comparison(
        differences=tuple(sorted(found, key=_reading_order)),
        checked=_checked(pair, tallies),
        hidden_in_both=_hidden([outcome for _, outcome in outcomes]),
        untold=tuple(sorted(frozenset().union(*(outcome.untold for _, outcome in outcomes)))),
        notes=(_TWO_LANGUAGES,) if pair.in_two_languages else (),
    )


def _reading_order(difference: Difference) -> tuple[str, str, str, str]:
    return difference.object, difference.kind, difference.component, difference.path


def _hidden(outcomes: list[FamilyResult]) -> dict[str, tuple[str, ...]]:
    return {name: fields for outcome in outcomes for name, fields in outcome.hidden_in_both.items()}


def _checked(pair: SnapshotPair, tallies: dict[Kind, dict[str, Tally]]) -> tuple[ComparedObject, ...]:
    checked = []
    for name, _, production in pair.objects:
        fields, record_types, triggers = (
            tallies[kind].get(name, Tally()) for kind in (Kind.FIELD, Kind.RECORD_TYPE, Kind.TRIGGER)
        )
        checked.append(
            ComparedObject(
                object=name,
                equal_fields=fields.equal,
                equal_record_types=record_types.equal,
                equal_triggers=triggers.equal,
                fields_compared=fields.compared,
                record_types_compared=record_types.compared,
                triggers_compared=triggers.compared,
                picklist_values_compared=sum(len(field.picklist_values or ()) for field in production.fields),
            )
        )
    return tuple(checked)
