"""Which picklist values a record type or a business process may name: those that the sandbox has or gets."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from msgspec import Struct

#: By object: the picklist whose values its business processes narrow.
PROCESS_FIELDS = {"Case": "Status", "Lead": "Status", "Opportunity": "StageName", "Solution": "Status"}


class Choices(Struct, frozen=True):
    """The values of one picklist: `only` these, or all where that is null, and none that the sandbox `lacks`."""

    only: frozenset[str] | None = None
    lacks: frozenset[str] = frozenset()

    def has(self, value: str) -> bool:
        """Whether the sandbox has the value, or gets it."""
        return value not in self.lacks and (self.only is None or value in self.only)


#: By field of an object that the sandbox has, or gets, as a picklist.
Picklists = Mapping[str, Choices]
_ALL = Choices()


def process_choices(object_name: str, picklists: Picklists) -> Choices:
    """The values that a business process of the object may name."""
    return picklists.get(PROCESS_FIELDS.get(object_name, ""), _ALL)


def named_values(told: object) -> list[tuple[str, Mapping[str, Any]]]:
    """The values of a list of Metadata, by name; Salesforce encodes some of their characters as in an address."""
    values = told if isinstance(told, Sequence) and not isinstance(told, str) else ()
    found = [one for one in values if isinstance(one, Mapping)]
    return [(unquote(str(one.get("valueName") or one.get("fullName"))), one) for one in found]


def lacked(values: Iterable[tuple[str, Mapping[str, Any]]], choices: Choices) -> tuple[str, ...]:
    """Those of the values that the sandbox lacks and does not get."""
    return tuple(sorted({name for name, _ in values} & choices.lacks))
