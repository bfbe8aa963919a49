"""Which describe properties follow from another one, so that one change of a field is reported once.

Types: https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/field_types.htm
"""

from collections.abc import Callable, Iterable

from parity.compare.difference import Difference, Kind
from parity.snapshot.records import Field

#: Follow from type, encryption, uniqueness or the platform: never a decision of their own.
DERIVED = frozenset(
    {
        "aggregatable",
        "byteLength",
        "filterable",
        "groupable",
        "idLookup",
        "permissionable",
        "queryByDistance",
        "searchPrefilterable",
        "soapType",
        "sortable",
    }
)
_SIZES = frozenset({"digits", "highScaleNumber", "length", "precision", "scale"})
_PICKLIST = frozenset({"controllerName", "dependentPicklist", "picklistValues", "restrictedPicklist"})
REFERENCE = frozenset(
    {
        "cascadeDelete",
        "filteredLookupInfo",
        "namePointing",
        "polymorphicForeignKey",
        "referenceTargetField",
        "referenceTo",
        "relationshipName",
        "relationshipOrder",
        "restrictedDelete",
        "writeRequiresMasterRead",
    }
)
PICKLIST_TYPES = frozenset({"multipicklist", "picklist"})
_TEXT_KINDS = frozenset({"plaintextarea", "richtextarea"})
_WRITE = frozenset({"createable", "updateable"})


def is_text_kind(difference: Difference) -> bool:
    """Whether plain long text became rich text or the reverse: describe calls both textarea."""
    values = {difference.sandbox, difference.production} if difference.attribute == "extraTypeInfo" else set()
    return bool(values & _TEXT_KINDS)


def _of_type(leader: Difference) -> frozenset[str]:
    sandbox, production = leader.sandbox_record, leader.production_record
    if not isinstance(sandbox, Field) or not isinstance(production, Field):
        return DERIVED
    types = (sandbox.type, production.type)
    found = DERIVED | _SIZES | {"extraTypeInfo", "htmlFormatted", "mask", "maskType", "caseSensitive"}
    if sum(one in PICKLIST_TYPES for one in types) == 1:
        found |= _PICKLIST
    if types.count("reference") == 1:
        found |= REFERENCE
    return found


#: What leads, in this order, and what follows from it where both changed.
_LEADERS: tuple[tuple[Callable[[Difference], bool], Callable[[Difference], frozenset[str]]], ...] = (
    (lambda one: one.attribute == "type", _of_type),
    (is_text_kind, lambda _one: DERIVED | {"htmlFormatted", "length"}),
    (lambda one: one.attribute == "calculated", lambda _one: DERIVED | _WRITE | {"defaultedOnCreate", "nillable"}),
    (lambda one: one.attribute == "encrypted", lambda _one: DERIVED | {"mask", "maskType"}),
    (lambda one: one.attribute == "externalId", lambda _one: DERIVED),
    (lambda one: one.attribute == "unique", lambda _one: DERIVED | {"caseSensitive"}),
    (lambda one: one.attribute in _SIZES, lambda _one: frozenset({"byteLength"})),
)


def with_followers(differences: Iterable[Difference]) -> list[tuple[Difference, tuple[Difference, ...]]]:
    """The differences of one component, each with those that follow from it; leading properties come first."""
    left = list(differences)
    found: list[tuple[Difference, tuple[Difference, ...]]] = []
    for leads, followers in _LEADERS:
        for leader in [one for one in left if one.kind is Kind.FIELD and leads(one)]:
            if leader not in left:
                continue
            left.remove(leader)
            after = [one for one in left if one.attribute in followers(leader) and one.kind is Kind.FIELD]
            left = [one for one in left if one not in after]
            found.append((leader, tuple(after)))
    return found + [(one, ()) for one in left]
