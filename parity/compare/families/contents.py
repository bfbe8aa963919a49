"""Compares what automation and fields hold, where both orgs' contents were read and the component runs in both."""

from typing import Any

from parity.compare.contents_diff import Place, differing
from parity.compare.difference import Difference, Kind
from parity.compare.family import Family, FamilyResult, SnapshotPair
from parity.snapshot.contents import Content, ContentKind
from parity.snapshot.records import Snapshot

_FILTER = "lookupFilter"
_FIELDS = frozenset({ContentKind.FIELD, ContentKind.HIDDEN_FIELD})
#: Labels and help texts, which other rules tell, or nobody where two users read other languages.
_WORDS = frozenset({"label", "inlineHelpText", "relationshipLabel"})


def compare(pair: SnapshotPair) -> FamilyResult:
    """Every difference in contents. What only one org's contents hold is left to the families that compare presence."""
    in_sandbox, in_production = contents_by_key(pair.sandbox), contents_by_key(pair.production)
    found: list[Difference] = []
    for key in sorted(in_sandbox.keys() & in_production.keys()):
        sandbox, production = in_sandbox[key], in_production[key]
        # What record types offer is compared by its own family, value by value.
        if production.kind is ContentKind.RECORD_TYPE:
            continue
        if _runs(sandbox) and _runs(production):
            places = differing(_compared(sandbox), _compared(production), pair.tokens)
            found += [_difference(one, sandbox, production) for one in places]
    return FamilyResult(differences=tuple(found))


def contents_by_key(snapshot: Snapshot) -> dict[tuple[str, str, str], Content]:
    """The contents that were read, by kind, object and name in lower case."""
    read = snapshot.contents.read if snapshot.contents is not None else ()
    return {(one.kind.value, one.object, one.name.casefold()): one for one in read}


def is_told_by_contents(object_name: str, field: str, pair: SnapshotPair) -> bool:
    """Whether the contents of both orgs hold everything of a field that is hidden from both users.

    They do not hold the values of a field that takes these from a global value set.
    """
    key = ContentKind.HIDDEN_FIELD.value, object_name, field.casefold()
    sides = [contents_by_key(one).get(key) for one in (pair.sandbox, pair.production)]
    return all(one is not None and not _takes_values(one.values) for one in sides)


def is_filter_told_by_contents(object_name: str, field: str, pair: SnapshotPair) -> bool:
    """Whether the contents of both orgs hold a lookup filter, and differ in it: then describe's difference only
    follows.
    """
    key = ContentKind.FIELD.value, object_name, field.casefold()
    sandbox, production = (contents_by_key(one).get(key) for one in (pair.sandbox, pair.production))
    if sandbox is None or production is None:
        return False
    return any(one.path.startswith(_FILTER) for one in differing(sandbox.values, production.values, pair.tokens))


def _takes_values(values: dict[str, Any]) -> bool:
    value_set = values.get("valueSet")
    return isinstance(value_set, dict) and "valueSetName" in value_set


def _runs(content: Content) -> bool:
    """False for a workflow rule that is off: that it is on in the other org is told by its presence."""
    return content.kind is not ContentKind.WORKFLOW_RULE or content.values.get("active") is True


def _compared(content: Content) -> dict[str, Any]:
    left_out = _WORDS if content.kind is ContentKind.HIDDEN_FIELD else frozenset({"active"})
    if content.kind is ContentKind.FIELD:
        left_out = frozenset()
    return {key: value for key, value in content.values.items() if key not in left_out}


def _difference(place: Place, sandbox: Content, production: Content) -> Difference:
    # A hidden field's property stands apart from the property of that name in a describe.
    attribute = f"Metadata.{place.path}" if production.kind is ContentKind.HIDDEN_FIELD else place.path
    return Difference(
        kind=Kind.FIELD if production.kind in _FIELDS else Kind.AUTOMATION,
        object=production.object,
        component=production.component,
        attribute=attribute,
        sandbox=place.sandbox,
        production=place.production,
        sandbox_record=sandbox,
        production_record=production,
    )


FAMILY = Family(
    compare=compare,
    explained="what flows, rules, approvals, roll-ups and lookup filters hold, by element and key "
    "([contents.md](contents.md))",
)
