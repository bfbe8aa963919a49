"""What changed in one org between the snapshot that was judged and the one taken just now."""

from msgspec import structs

from parity.compare.difference import PRESENCE, Difference
from parity.compare.families.contents import contents_by_key
from parity.compare.snapshots import compare
from parity.integrity.canonical import canonical_bytes
from parity.snapshot.contents import Contents
from parity.snapshot.org_setup import ASKED_OF_PEOPLE
from parity.snapshot.records import ApiUse, Org, SignedInUser, Snapshot

#: When, through whom and at what cost an org was read is not what it is; and records come and go by the minute.
_OF_THE_READING = ("tool", "collected_at", "api", "user", "source", "org", "record_counts", "rehearsal", "changes")
#: Judged anew by the conditions `verdict-now` and `authorize`; an app that somebody installs is no drift.
_JUDGED_ANEW = ("app_tokens", "app_logins", "installed_apps", "login_state", "login_limits")
_MOST_SHOWN = 20


def drift_since(then: Snapshot, now: Snapshot) -> tuple[str, ...]:
    """A line for each thing that is no longer as it was judged; empty where nothing changed."""
    if canonical_bytes(_core(then, now)) == canonical_bytes(_core(now, then)):
        return ()
    found = [_line(one) for one in compare(then, now).differences]
    if then.api.version != now.api.version:
        found.append(f"read at API version {now.api.version}, judged at {then.api.version}")
    if not found:
        found = [f"{name} is not as it was" for name in _parts_that_differ(then, now)]
    more = len(found) - _MOST_SHOWN
    return (*found[:_MOST_SHOWN], *([f"and {more} more"] if more > 0 else []))


def _core(snapshot: Snapshot, other: Snapshot) -> Snapshot:
    """What an org is, as far as both snapshots looked at it."""
    return structs.replace(
        snapshot,
        tool="",
        source="",
        collected_at=None,
        api=ApiUse(version=snapshot.api.version),
        user=SignedInUser(),
        record_counts=None,
        rehearsal=None,
        contents=_contents(snapshot, other),
        changes=None,
        **dict.fromkeys(_JUDGED_ANEW),
        unread=tuple(one for one in snapshot.unread if one.part not in ASKED_OF_PEOPLE),
        org=Org(id=snapshot.org.id, is_sandbox=snapshot.org.is_sandbox),
    )


def _contents(snapshot: Snapshot, other: Snapshot) -> Contents | None:
    """The contents that both snapshots hold: more calls, or fewer, are no change of the org."""
    if snapshot.contents is None or other.contents is None:
        return None
    in_both = contents_by_key(snapshot).keys() & contents_by_key(other).keys()
    read = tuple(one for key, one in contents_by_key(snapshot).items() if key in in_both)
    return structs.replace(snapshot.contents, read=read, depth=0, calls=0, left_out={}, not_shown={})


def _parts_that_differ(then: Snapshot, now: Snapshot) -> list[str]:
    core_then, core_now = _core(then, now), _core(now, then)
    return [
        name
        for name in Snapshot.__struct_fields__
        if name not in _OF_THE_READING and getattr(core_then, name) != getattr(core_now, name)
    ] + (["org"] if core_then.org != core_now.org else [])


def _line(one: Difference) -> str:
    what = f"{one.object} {one.kind.replace('_', ' ')} {one.component}"
    if one.attribute == PRESENCE:
        return f"{what} is new" if one.sandbox is None else f"{what} is gone"
    return f"{what}: {one.path} was {one.sandbox!r:.60}, is {one.production!r:.60}"
