"""The fields of both orgs, with their picklist values."""

from parity.compare.difference import Difference, Kind
from parity.compare.families.contents import is_filter_told_by_contents
from parity.compare.family import Family, FamilyResult, SnapshotPair, Tally
from parity.compare.formula import same_formula
from parity.compare.not_compared import FIELD_NOT_COMPARED
from parity.compare.org_bound import Tokens
from parity.compare.properties import VALUES
from parity.compare.records import Change, RecordKind, compare_records, keyed
from parity.snapshot.field_visibility import sight_of

_IN_A_LANGUAGE = frozenset({"label", "inlineHelpText"})


def compare(pair: SnapshotPair) -> FamilyResult:
    """Every difference in the fields of the objects that both orgs show."""
    skipped = frozenset(FIELD_NOT_COMPARED) | (_IN_A_LANGUAGE if pair.in_two_languages else frozenset())

    def means_nothing(change: Change) -> bool:
        return (
            _means_nothing(change, pair)
            or pair.differ_only_by_org(change.sandbox, change.production)
            or (pair.in_two_languages and _is_value_label(change))
        )

    kind = RecordKind(kind=Kind.FIELD, skipped=skipped, means_nothing=means_nothing, sight=sight_of)
    differences: list[Difference] = []
    tallies: dict[str, Tally] = {}
    for objects in pair.objects:
        sandbox, production = (keyed(one.fields, lambda field: field.name) for one in objects[1:])
        found, tallies[objects[0]] = compare_records(kind, objects, sandbox, production)
        differences += [one for one in found if not _follows_from_filter(one, pair)]
    untold = frozenset().union(*(one.untold for one in tallies.values()))
    return FamilyResult(differences=tuple(differences), tallies=tallies, untold=untold)


def _follows_from_filter(difference: Difference, pair: SnapshotPair) -> bool:
    """Whether it is what a describe tells of a lookup filter whose whole is compared by contents."""
    is_of_filter = difference.attribute == "filteredLookupInfo"
    return is_of_filter and is_filter_told_by_contents(difference.object, difference.component, pair)


def _means_nothing(change: Change, pair: SnapshotPair) -> bool:
    """A formula with other white space; validFor where an org hides the controlling field, which is a gap."""
    if change.path[0] == "calculatedFormula":
        return same_formula(_tokenised(change.sandbox, pair.tokens), _tokenised(change.production, pair.tokens))
    controller = change.record.controller_name
    hidden = isinstance(controller, str) and controller.casefold() not in change.in_both
    return change.path[2:] == ("validFor",) and hidden


def _tokenised(formula: object, tokens: Tokens) -> object:
    return tokens(formula) if isinstance(formula, str) else formula


def _is_value_label(change: Change) -> bool:
    return change.path[0] == VALUES and change.path[2:] == ("label",)


FAMILY = Family(
    compare=compare, explained="fields by API name, with their picklist values by value", tallied=Kind.FIELD
)
