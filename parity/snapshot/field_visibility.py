"""Absent is not invisible: which of the two it is when describe does not show a field.

FieldDefinition lists a field whatever the caller's field-level security, but not the parts of a compound
field (those are EntityParticle rows):
https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_fielddefinition.htm
"""

from enum import StrEnum

from parity.snapshot.names import is_custom
from parity.snapshot.records import Field, ObjectDescribe


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


def hidden_custom_fields(described: ObjectDescribe) -> frozenset[str]:
    """Custom fields that exist and that describe did not show to this user.

    Standard fields are left out: FieldDefinition also lists some that the API shows to nobody.
    """
    shown = {field.name.casefold() for field in described.fields}
    defined = described.defined_fields or ()
    return frozenset(name for name in defined if is_custom(name) and name.casefold() not in shown)


def _folded(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name.casefold() for name in names)
