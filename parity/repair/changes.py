"""Whether a changed property of a field can be deployed, or must be changed in Setup by a person.

A deployment is all or nothing, so nothing that Salesforce refuses may be in it. A change counts as refused unless a
source says that it passes. Sources: Salesforce Help, "Notes on Changing Custom Field Types" and "Considerations for
Relationships"; for refusals of deployments, Salto's Salesforce adapter (change_validators) and sfdx-hardis
(deployTipsList).
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

from msgspec import Struct

from parity.rules.finding import Item


class Way(StrEnum):
    """How a change is made, the easiest first."""

    FOLLOWS = "nothing to do by itself"
    DEPLOY = "deploy it"
    SETUP = "change it in Setup"
    ANEW = "delete the field and create it again"
    FEATURE = "not a change of the field"
    UNKNOWN = "it is not known how"

    @property
    def rank(self) -> int:
        """0 for the easiest."""
        return tuple(Way).index(self)


class ChangeRule(Struct, frozen=True, kw_only=True):
    """A row of the table: which properties (of describe or FieldDefinition), from what to what, and how it is done."""

    attributes: frozenset[str]
    way: Way
    why: str = ""
    applies: Callable[[Any, Any], bool] = lambda _sandbox, _production: True


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _less(sandbox: Any, production: Any) -> bool:
    return not isinstance(sandbox, int) or not isinstance(production, int) or production < sandbox


def _either(*kinds: str) -> Callable[[Any, Any], bool]:
    return lambda sandbox, production: sandbox in kinds or production in kinds


def _one_relationship(sandbox: Any, production: Any) -> bool:
    return (sandbox in _RELATIONSHIPS) != (production in _RELATIONSHIPS)


def _only_one(sandbox: Any, production: Any) -> bool:
    return (sandbox is None) != (production is None)


def _turned_off(_sandbox: Any, production: Any) -> bool:
    return production is not True


def _same_word(sandbox: Any, production: Any) -> bool:
    """Whether two types in the words of Setup differ in their size only: `Text(80)` and `Text(120)`."""
    return str(sandbox).partition("(")[0] == str(production).partition("(")[0]


_RELATIONSHIPS = ("reference", "Lookup", "MasterDetail", "Hierarchy")
_SIZES = _names("length precision scale digits Length Precision Scale")

#: The first row that applies to a property decides.
CHANGES: tuple[ChangeRule, ...] = (
    ChangeRule(
        attributes=_names("calculated"),
        way=Way.ANEW,
        why="Salesforce never turns a formula or a roll-up into another field, or back",
    ),
    ChangeRule(
        attributes=_names("type"),
        applies=_either("location", "encryptedstring", "address", "Location", "EncryptedText", "Summary"),
        way=Way.ANEW,
        why="Salesforce never turns a geolocation, encrypted text or a roll-up into another type, or back",
    ),
    ChangeRule(
        attributes=_names("type"),
        applies=_one_relationship,
        way=Way.ANEW,
        why="Salesforce never turns another type into a relationship",
    ),
    ChangeRule(attributes=_names("DataType"), applies=_same_word, way=Way.FOLLOWS),
    ChangeRule(
        attributes=_names("type autoNumber extraTypeInfo htmlFormatted DataType"),
        way=Way.SETUP,
        why="a deployment is refused with 'Cannot change type due to existing data', even where every record is empty",
    ),
    ChangeRule(
        attributes=_names("referenceTo polymorphicForeignKey namePointing referenceTargetField ReferenceTo"),
        way=Way.ANEW,
        why="Salesforce never points a relationship at another object",
    ),
    ChangeRule(
        attributes=_names("cascadeDelete relationshipOrder"),
        way=Way.SETUP,
        why="a lookup becomes master-detail only where every record has a parent, and back only without a roll-up on "
        "the parent; it changes who sees the records",
    ),
    ChangeRule(
        attributes=_SIZES,
        applies=_less,
        way=Way.SETUP,
        why="a field that holds less than before is refused, or cuts values, where records exist",
    ),
    ChangeRule(attributes=_SIZES, way=Way.DEPLOY),
    ChangeRule(
        attributes=_names("unique"),
        applies=_turned_off,
        way=Way.SETUP,
        why="a deployment from unique to not unique is refused",
    ),
    ChangeRule(
        attributes=_names("valueSetName"),
        way=Way.SETUP,
        why="a deployment is refused with 'Cannot change which global value set this picklist uses'",
    ),
    ChangeRule(
        attributes=_names("formula"),
        applies=_only_one,
        way=Way.ANEW,
        why="Salesforce never turns a formula or a roll-up into another field, or back",
    ),
    ChangeRule(
        attributes=_names("encrypted encryptionScheme"),
        way=Way.FEATURE,
        why="Shield encryption is a policy with a key of the org: Setup > Platform Encryption > Encryption Policy",
    ),
    ChangeRule(
        attributes=_names("name"),
        way=Way.SETUP,
        why="a deployment takes both spellings of the name for the same one and changes nothing",
    ),
    ChangeRule(
        attributes=_names(
            "label inlineHelpText nillable defaultedOnCreate unique caseSensitive externalId calculatedFormula "
            "formulaTreatNullNumberAsZero defaultValue defaultValueFormula mask maskType restrictedPicklist "
            "picklistValues controllerName dependentPicklist displayLocationInDecimal filteredLookupInfo "
            "restrictedDelete writeRequiresMasterRead "
            "summarizedField summaryFilterItems summaryForeignKey summaryOperation lookupFilter valueSet description "
            "required formula formulaTreatBlanksAs deleteConstraint displayFormat maskChar visibleLines "
            "relationshipName relationshipLabel trackHistory trackFeedHistory trackTrending securityClassification "
            "businessStatus complianceGroup isConvertLeadDisabled"
        ),
        way=Way.DEPLOY,
    ),
    ChangeRule(
        attributes=_names("createable updateable"),
        way=Way.SETUP,
        why="what the user may write is a matter of permissions, not of the field's file",
    ),
    ChangeRule(
        attributes=_names(
            "aggregatable byteLength filterable groupable idLookup permissionable queryByDistance searchPrefilterable "
            "soapType sortable highScaleNumber"
        ),
        way=Way.FOLLOWS,
        why="Salesforce works it out from the field's other properties",
    ),
)
_UNKNOWN = ChangeRule(attributes=frozenset(), way=Way.UNKNOWN, why="no element of the Metadata API is known for it")
#: What a file of a standard field may say: its label, type, size and values belong to other places.
OF_STANDARD_FIELDS = frozenset({"inlineHelpText", "filteredLookupInfo", "lookupFilter"})


#: In front of what the metadata of a field tells, where no describe shows it.
_OF_METADATA = "Metadata."
_VALUE_SET = "valueSet."


def attribute_of(item: Item) -> str:
    """The property of an item: `picklistValues` of `picklistValues[Hot].active`, `length` of `Metadata.length`."""
    path = item.name.removeprefix(_OF_METADATA).partition("[")[0]
    return path.removeprefix(_VALUE_SET) if path == f"{_VALUE_SET}valueSetName" else path.partition(".")[0]


def change_of(item: Item) -> ChangeRule:
    """The row of the table for one changed property."""
    name = attribute_of(item)
    return next(
        (one for one in CHANGES if name in one.attributes and one.applies(item.sandbox, item.production)), _UNKNOWN
    )


def hardest(items: Iterable[Item]) -> ChangeRule:
    """The row that decides for a field: the change that is hardest to make."""
    found = [change_of(one) for one in items]
    return max(found, key=lambda one: one.way.rank, default=_UNKNOWN)
