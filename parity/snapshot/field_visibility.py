"""Absent is not invisible: which of the two is it where describe does not show a field?

Asked through the Tooling API, FieldDefinition lists a field regardless of the user's field-level security, but not the
parts of a compound field (those are EntityParticle rows). It also has rows that no describe ever shows: only a row
whose IsEverApiAccessible and IsFlsEnabled are true can be hidden from somebody.
https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_fielddefinition.htm
"""

from enum import StrEnum

from parity.snapshot.names import is_custom
from parity.snapshot.records import Field, HiddenField, ObjectDescribe

#: Types whose values or formula FieldDefinition does not tell, as Setup words them.
_UNTOLD_TYPES = ("Picklist", "Multi-Select Picklist", "Picklist (Multi-Select)", "Formula", "Roll-Up Summary")


class Sight(StrEnum):
    """What is known of a field that describe did not show."""

    ABSENT = "absent"
    HIDDEN = "hidden"
    UNKNOWN = "unknown"


def sight_of(field: Field, where: ObjectDescribe) -> Sight:
    """What is known of `field`, which the other org has, in an org whose describe does not show it."""
    if where.defined_fields is None:
        return Sight.UNKNOWN
    if field.name.casefold() in _folded(where.defined_fields):
        return Sight.HIDDEN
    compound = field.compound_field_name
    if not compound or compound not in where.defined_fields:
        return Sight.ABSENT
    # A part is never hidden by itself: where the whole or a sibling shows, a part that does not is not there.
    shown = any(compound in (one.name, one.compound_field_name) for one in where.fields)
    return Sight.ABSENT if shown else Sight.HIDDEN


def hidden_fields(described: ObjectDescribe) -> dict[str, HiddenField]:
    """The fields that exist and that describe did not show to this user, by name without regard to capitals."""
    shown = {field.name.casefold() for field in described.fields}
    hidden = {one.name.casefold(): one for one in described.hidden_fields or ()}
    return {key: hidden[key] for key in sorted(hidden) if key not in shown}


def is_told_whole(field: HiddenField) -> bool:
    """Whether FieldDefinition has everything that is compared: it lacks much of custom fields, and all values and
    formulas.
    """
    return not is_custom(field.name) and not (field.data_type or "Picklist").startswith(_UNTOLD_TYPES)


def _folded(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name.casefold() for name in names)
