"""What `parity doctor` says of one org: who reads it, and what is missing for a verdict. Pure: made from a snapshot.

What is missing comes from the gaps of a check, in the same words, so that doctor and check never disagree. Permissions:
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_userpermissionaccess.htm
"""

from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from parity.integrity.counted import counted
from parity.orgs.api_version import NEWEST_TESTED
from parity.orgs.grant import WANTED_PERMISSIONS
from parity.snapshot.contents import MOST_A_CALL
from parity.snapshot.field_visibility import hidden_fields
from parity.snapshot.grants import read_fields
from parity.snapshot.org_setup import ASKED_OF_PEOPLE
from parity.snapshot.records import OBJECTS, Gap, Role, Snapshot

_NAMES_SHOWN = 6
_LONGEST_REASON = 160


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


def examine(snapshot: Snapshot, gaps: Iterable[Gap]) -> tuple[Examined, ...]:
    """What a snapshot that was just collected shows of the org, its user and what the user may read.

    `gaps` are all that a check would hold against this org.
    """
    against = tuple(gaps)
    return (
        *_identity(snapshot),
        *_permissions(snapshot),
        *_readable(against),
        *missing(against),
        *_contents(snapshot),
        _composite(snapshot),
        _credits(snapshot),
    )


def gaps_of(snapshot: Snapshot) -> tuple[Gap, ...]:
    """What one org alone leaves open, where the other could not be read."""
    unread = tuple(
        Gap(area="readiness", role=snapshot.role.value, subject=one.part.value, reason=one.reason, fix=one.fix)
        for one in snapshot.unread
        if one.part not in ASKED_OF_PEOPLE
    )
    hidden = tuple(
        Gap(
            area="field-visibility",
            role=snapshot.role.value,
            subject=f"{name} fields",
            reason=f"not shown to this user: {', '.join(one.name for one in fields.values())}",
            fix=read_fields(name),
            fields=tuple(one.name for one in fields.values()),
        )
        for name, described in snapshot.objects.items()
        if (fields := hidden_fields(described))
    )
    return (*snapshot.gaps, *unread, *hidden)


def missing(gaps: Iterable[Gap]) -> tuple[Examined, ...]:
    """A line for each thing to do: all that it would open, most first."""
    by_fix: dict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        by_fix[gap.fix].append(gap)
    return tuple(
        Examined(what=_subjects(group), health=Health.BAD, found=_reasons(group), fix=fix)
        for fix, group in sorted(by_fix.items(), key=lambda one: -len(one[1]))
    )


def _subjects(gaps: list[Gap]) -> str:
    names = list(dict.fromkeys(gap.subject for gap in gaps))
    more = f" and {len(names) - _NAMES_SHOWN} more" if len(names) > _NAMES_SHOWN else ""
    return f"{', '.join(names[:_NAMES_SHOWN])}{more}"


def _reasons(gaps: list[Gap]) -> str:
    reasons = list(dict.fromkeys(gap.reason if gap.fields else _shortened(gap.reason) for gap in gaps))
    return reasons[0] if len(reasons) == 1 else f"{reasons[0]} (and {len(reasons) - 1} more of this kind)"


def _shortened(reason: str) -> str:
    """A reason on one line, without the list of rules that a check adds."""
    words = " ".join(reason.partition("; not evaluated")[0].split())
    return words if len(words) <= _LONGEST_REASON else f"{words[:_LONGEST_REASON].rstrip()}…"


def _good(what: str, found: str) -> Examined:
    return Examined(what=what, health=Health.GOOD, found=found)


def _identity(snapshot: Snapshot) -> list[Examined]:
    offered = snapshot.api.versions_offered
    org, user = snapshot.org, snapshot.user
    who = f"{user.username or 'unknown'} ({user.name or 'no name'}, {user.profile or 'profile unknown'})"
    return [
        _good("sign-in", user.sign_in or "unknown"),
        _good("API versions", f"{offered[0]} to {offered[-1]}; parity was tested up to {NEWEST_TESTED}"),
        _as_integration_user(who) if _is_integration_user(snapshot) else _good("signed in as", who),
        _good(
            "org",
            f"{'sandbox' if org.is_sandbox else 'not a sandbox'}: {org.name} ({org.id}), "
            f"{org.organization_type}, {org.instance_name}",
        ),
    ]


def _is_integration_user(snapshot: Snapshot) -> bool:
    """Whether parity.yaml says, with `me` or by name, that the reading user is the one that Marketo Measure uses."""
    user = snapshot.integration_user
    if user is None or not user.named or user.permission_set is not None:
        return False
    return (user.username or "").casefold() == (snapshot.user.username or "").casefold()


def _as_integration_user(who: str) -> Examined:
    """Salesforce help 005318944: https://help.salesforce.com/s/articleView?id=005318944&type=1"""
    return Examined(
        what="signed in as",
        health=Health.WEAK,
        found=f"{who}, the user that Marketo Measure connects with. From an anonymising VPN or proxy Salesforce may "
        "freeze this user and revoke all its tokens, Marketo Measure's own among them",
        fix="Sign in as a separate user that only reads, and name this one: `integration_user: NAME` in parity.yaml. "
        "`parity doctor --grant DIR` then writes the permission set of the reading user.",
    )


def _permissions(snapshot: Snapshot) -> list[Examined]:
    """The permissions that were granted; what one that was not keeps back is among what is missing."""
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
        _good(one.label, "granted")
        if granted.get(one.column)
        else Examined(what=one.label, health=Health.WEAK, found=f"not granted; it {one.shows}")
        for one in WANTED_PERMISSIONS
        if snapshot.role is Role.PRODUCTION or not one.in_production_only
    ]


def _readable(gaps: tuple[Gap, ...]) -> list[Examined]:
    """What was read without a gap."""
    areas = {gap.area for gap in gaps}
    read = {
        "describe": ("objects", f"all {len(OBJECTS)} can be described"),
        "field-visibility": ("fields", "every field can be seen, and FieldDefinition can be read"),
        "triggers": ("Apex triggers", "can be read"),
    }
    return [_good(*words) for area, words in read.items() if area not in areas]


def _contents(snapshot: Snapshot) -> list[Examined]:
    """What was read of flows, rules and fields themselves; what could not be stands among what is missing."""
    contents = snapshot.contents
    if contents is None:
        return [
            Examined(
                what="contents",
                health=Health.WEAK,
                found="not read: `api.depth_calls` is 0",
                fix="Set `api.depth_calls` in parity.yaml to compare what flows, rules and lookup filters hold.",
            )
        ]
    left = sum(contents.left_out.values())
    read = f"{len(contents.read)} read with {contents.calls} of {counted(contents.depth, 'call')}"
    if left == 0:
        return [_good("contents", read)]
    fix = "The day's API requests were spent down to `api.reserve`: run it again when there are more."
    if contents.calls >= contents.depth:
        enough = contents.depth_for_all(MOST_A_CALL if snapshot.api.fallback is None else 1)
        fix = f"Raise `api.depth_calls` to {enough} to read them all; see docs/contents.md for the order."
    return [Examined(what="contents", health=Health.WEAK, found=f"{read}; {left} left out", fix=fix)]


def _composite(snapshot: Snapshot) -> Examined:
    if snapshot.api.fallback is None:
        return _good("composite requests", f"allowed: a snapshot takes {counted(snapshot.api.calls, 'call')}")
    return Examined(
        what="composite requests",
        health=Health.WEAK,
        found=snapshot.api.fallback,
        fix=f"A snapshot took {counted(snapshot.api.calls, 'call')}. Allow POST /services/data/*/composite, where a "
        "proxy refuses it.",
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
