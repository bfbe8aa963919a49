"""Custom fields that exist but are hidden from the signed-in user: in one org, or in both."""

from collections.abc import Iterable

from parity.compare.difference import PRESENCE, Difference, Kind
from parity.compare.family import Family, Outcome, SnapshotPair
from parity.snapshot.field_visibility import hidden_custom_fields
from parity.snapshot.records import ObjectDescribe

_SEEN = "exists, not visible"


def compare(pair: SnapshotPair) -> Outcome:
    """Fields hidden in one org that the other's list does not have, and those that are hidden in both."""
    differences: list[Difference] = []
    in_both: dict[str, tuple[str, ...]] = {}
    for name, sandbox, production in pair.objects:
        differences += [_missing(name, one, _SEEN, None) for one in _hidden_only(sandbox, production)]
        differences += [_missing(name, one, None, _SEEN) for one in _hidden_only(production, sandbox)]
        both = hidden_custom_fields(sandbox) & hidden_custom_fields(production)
        if both:
            in_both[name] = tuple(sorted(both))
    return Outcome(differences=tuple(differences), hidden_in_both=in_both)


def _hidden_only(here: ObjectDescribe, there: ObjectDescribe) -> Iterable[str]:
    if there.defined_fields is None:
        return []
    elsewhere = {one.casefold() for one in there.defined_fields} | {one.name.casefold() for one in there.fields}
    return sorted(one for one in hidden_custom_fields(here) if one.casefold() not in elsewhere)


def _missing(object_name: str, field: str, sandbox: str | None, production: str | None) -> Difference:
    return Difference(
        kind=Kind.FIELD,
        object=object_name,
        component=field,
        attribute=PRESENCE,
        sandbox=sandbox,
        production=production,
    )


FAMILY = Family(compare=compare)
