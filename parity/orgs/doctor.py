"""What `parity doctor` says of one org: can it be read well enough for a verdict? Pure: out of a snapshot.

The doctor reads what a check reads, so what it calls well is well for the check.
Permissions: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_userpermissionaccess.htm
"""

from enum import StrEnum

from msgspec import Struct

from parity.orgs.api_version import NEWEST_TESTED
from parity.snapshot.field_visibility import hidden_fields
from parity.snapshot.grants import AUTHOR_APEX, VIEW_SETUP, grant
from parity.snapshot.records import OBJECTS, Snapshot

_PERMISSIONS = {
    "PermissionsViewSetup": (VIEW_SETUP, "tells missing fields from hidden ones"),
    "PermissionsAuthorApex": (AUTHOR_APEX, "shows every Apex trigger"),
}


class Health(StrEnum):
    """How one examined thing is. `WEAK` alone keeps no verdict open."""

    GOOD = "good"
    WEAK = "weak"
    BAD = "bad"


class Examined(Struct, frozen=True, kw_only=True):
    """One thing that was examined: what was found, and what to do where it is not good."""

    what: str
    health: Health
    found: str
    fix: str = ""


def examine(snapshot: Snapshot) -> tuple[Examined, ...]:
    """What a snapshot that was just collected shows of the org, its user and what the user may read."""
    offered = snapshot.api.versions_offered
    org, user = snapshot.org, snapshot.user
    return (
        _good("sign-in", user.sign_in or "unknown"),
        _good("API versions", f"{offered[0]} to {offered[-1]}; parity was tested up to {NEWEST_TESTED}"),
        _good(
            "signed in as",
            f"{user.username or 'unknown'} ({user.name or 'no name'}, {user.profile or 'profile unknown'})",
        ),
        _good(
            "org",
            f"{'sandbox' if org.is_sandbox else 'not a sandbox'}: {org.name} ({org.id}), "
            f"{org.organization_type}, {org.instance_name}",
        ),
        *_permissions(snapshot),
        *_readable(snapshot),
        *_hidden(snapshot),
        *(Examined(what=gap.subject, health=Health.BAD, found=gap.reason, fix=gap.fix) for gap in snapshot.gaps),
        *(Examined(what=one.part.value, health=Health.BAD, found=one.reason, fix=one.fix) for one in snapshot.unread),
        _composite(snapshot),
        _credits(snapshot),
    )


def _good(what: str, found: str) -> Examined:
    return Examined(what=what, health=Health.GOOD, found=found)


def _permissions(snapshot: Snapshot) -> list[Examined]:
    granted = snapshot.user.permissions
    if granted is None:
        return [
            Examined(
                what="permissions",
                health=Health.WEAK,
                found="could not be read",
                fix="Nothing to grant by itself: the lines below show what can be read.",
            )
        ]
    return [
        _good(label, f"granted; {reason}")
        if granted.get(column)
        else Examined(
            what=label,
            health=Health.WEAK,
            found=f"not granted; {reason}",
            fix=grant(label),
        )
        for column, (label, reason) in _PERMISSIONS.items()
    ]


def _readable(snapshot: Snapshot) -> list[Examined]:
    """What was read without a gap; what was not stands among the gaps."""
    open_areas = {gap.area for gap in snapshot.gaps}
    found = []
    if "describe" not in open_areas:
        found.append(_good("objects", f"all {len(OBJECTS)} can be described"))
    if "field-visibility" not in open_areas:
        found.append(_good("FieldDefinition", "can be read"))
    if "triggers" not in open_areas:
        found.append(_good("Apex triggers", "can be read"))
    return found


def _hidden(snapshot: Snapshot) -> list[Examined]:
    found = []
    for name, described in snapshot.objects.items():
        hidden = [one.name for one in hidden_fields(described).values()]
        if hidden:
            found.append(
                Examined(
                    what=f"{name} fields",
                    health=Health.BAD,
                    found=f"hidden from this user, so they cannot be compared: {', '.join(hidden)}",
                    fix="Grant Read Access: Setup > Permission Sets > the signed-in user's > Object Settings > "
                    f"{name} > Field Permissions.",
                )
            )
    return found


def _composite(snapshot: Snapshot) -> Examined:
    if snapshot.api.fallback is None:
        return _good("composite requests", f"allowed: a snapshot takes {snapshot.api.calls} calls")
    return Examined(
        what="composite requests",
        health=Health.WEAK,
        found=snapshot.api.fallback,
        fix=f"A snapshot took {snapshot.api.calls} calls. Allow POST /services/data/*/composite, where a proxy "
        "refuses it.",
    )


def _credits(snapshot: Snapshot) -> Examined:
    api = snapshot.api
    if api.daily_remaining is None or api.daily_max is None:
        return Examined(
            what="API requests left",
            health=Health.WEAK,
            found="not told by the org",
            fix="Look in Setup > Company Information > API Requests, Last 24 Hours.",
        )
    return _good("API requests left", f"{api.daily_remaining:,} of {api.daily_max:,} in 24 hours")
