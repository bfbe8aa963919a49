"""The records of who changed what in an org, and when; read only on request (`--who`)."""

from typing import Self

from msgspec import Struct, structs


class ComponentChange(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, order=True):
    """The last change of a component, as its own row names it.

    `kind` is `field`, `automation`, `trigger` or `class`; `component` is named as in findings. `object` is empty for
    Apex, whose names are unique in the org. `at` is written as Salesforce writes it.
    """

    kind: str
    object: str
    component: str
    by: str
    at: str


class SetupChange(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, order=True):
    """A line of the setup audit trail: what was done is `display`, in Salesforce's words and the user's language."""

    at: str
    by: str
    display: str


class Changes(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All changes that were read, with `calls` calls; `unread` says what could not be, which keeps no verdict open."""

    calls: int
    components: tuple[ComponentChange, ...] = ()
    setup: tuple[SetupChange, ...] = ()
    unread: tuple[str, ...] = ()

    def in_order(self) -> Self:
        """Components by name, the newest line of Setup first."""
        return structs.replace(
            self,
            components=tuple(sorted(set(self.components))),
            setup=tuple(sorted(set(self.setup), reverse=True)),
            unread=tuple(sorted(set(self.unread))),
        )
