"""The records of a comparison: what differs, and what was compared."""

from enum import StrEnum
from typing import Any

from msgspec import Struct

from parity.snapshot.field_visibility import Sight
from parity.snapshot.records import Role

PRESENCE = "presence"


class Kind(StrEnum):
    """What sort of component differs; CAUSE and READINESS are findings about no single component."""

    OBJECT = "object"
    FIELD = "field"
    RECORD_TYPE = "record_type"
    TRIGGER = "trigger"
    AUTOMATION = "automation"
    CAUSE = "cause"
    READINESS = "readiness"


class Difference(Struct, frozen=True, kw_only=True):
    """One thing that differs. `item` is a picklist value, `item_attribute` its property ("" for the value itself).

    `attribute` is Salesforce's name of the property, or PRESENCE where one org lacks the component;
    `sight` says what is known of the side that does not show it. The records are there for the rules.
    """

    kind: Kind
    object: str
    component: str
    attribute: str
    sandbox: Any
    production: Any
    item: str | None = None
    item_attribute: str = ""
    sight: Sight = Sight.ABSENT
    sandbox_record: Any = None
    production_record: Any = None

    @property
    def path(self) -> str:
        """The attribute as a reader would write it: `length`, `picklistValues[Hot].active`."""
        if self.item is None:
            return self.attribute
        tail = f".{self.item_attribute}" if self.item_attribute else ""
        return f"{self.attribute}[{self.item}]{tail}"

    def side(self, role: Role) -> Any:
        """What the org of that role has; null where it has nothing."""
        return self.sandbox if role is Role.SANDBOX else self.production

    @property
    def record(self) -> Any:
        """Production's record, or the sandbox's where production has none."""
        return self.production_record if self.production_record is not None else self.sandbox_record


class ComparedObject(Struct, frozen=True, kw_only=True):
    """What was compared on one object and found equal, by name, and how much was looked at."""

    object: str
    equal_fields: tuple[str, ...]
    equal_record_types: tuple[str, ...]
    equal_triggers: tuple[str, ...]
    fields_compared: int
    record_types_compared: int
    triggers_compared: int
    picklist_values_compared: int


class Comparison(Struct, frozen=True, kw_only=True):
    """Everything that differs between two snapshots, and everything that was looked at.

    `untold`: properties that one describe tells and the other does not, which were therefore not compared.
    """

    differences: tuple[Difference, ...]
    checked: tuple[ComparedObject, ...]
    hidden_in_both: dict[str, tuple[str, ...]]
    untold: tuple[str, ...]
    notes: tuple[str, ...]
