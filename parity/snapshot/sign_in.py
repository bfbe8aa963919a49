"""The records of what decides whether the integration user may connect an app to an org.

Apps, tokens, the limits of its profile, and whether it may sign in at all.
"""

from typing import Self

from msgspec import Struct, structs


class InstalledApp(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A connected app that is installed in an org. `id` has 18 characters. `admin_approved_only`: only users whose
    profile or permission set names it may use it.
    """

    id: str
    name: str
    admin_approved_only: bool


class LoginState(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whether the integration user cannot sign in: frozen by an administrator, or locked after wrong passwords."""

    frozen: bool
    locked: bool


class IpRange(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, order=True):
    """A range of addresses from which a profile lets its users sign in, both ends included."""

    start: str
    end: str


class LoginHours(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, order=True):
    """The hours of a day in which a profile lets its users sign in, in minutes from midnight of the org's time zone."""

    day: str
    start: int
    end: int


class LoginLimits(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """From where and when the users of a profile may sign in. No ranges: from anywhere; no hours: at any time."""

    profile: str
    ip_ranges: tuple[IpRange, ...]
    hours: tuple[LoginHours, ...]

    def in_order(self) -> Self:
        """Ranges by address, hours by day."""
        return structs.replace(self, ip_ranges=tuple(sorted(self.ip_ranges)), hours=tuple(sorted(self.hours)))
