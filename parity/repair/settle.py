"""The plan and production's own metadata in, what is deployed and what is not out. Pure.

Whatever cannot be written exactly as production has it leaves the list of what is deployed, with the reason.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec import Struct, structs

from parity.compare.difference import PRESENCE, Kind
from parity.repair.contents import Component, Contents, NotRead, companions, names_in
from parity.repair.losses import lost_by_describe
from parity.repair.member import Member, MetadataType
from parity.repair.picklists import picklists_of, record_types_offering
from parity.repair.plan import Entry, Place
from parity.repair.steps import Source, files_of
from parity.repair.xml import Unwritable
from parity.verdict.result import Result

_SHARED_FILE = frozenset({MetadataType.WORKFLOW_RULE})
_OBJECT = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_ %()&'-]*")


class Settled(Struct, frozen=True, kw_only=True):
    """Every finding in its list, and the components that deploy, with their files."""

    entries: tuple[Entry, ...]
    components: tuple[Component, ...]
    files: tuple[Source, ...]


def without_metadata(entries: tuple[Entry, ...], retrieve: Callable[[Member], str]) -> Settled:
    """Where only describe was read no file is written: each would lose what describe does not tell."""
    moved = [
        one
        if one.place is not Place.DEPLOYED or not one.members
        else structs.replace(
            one, place=Place.BY_HAND, why=lost_by_describe(one), where=retrieve(one.members[0]), members=()
        )
        for one in entries
    ]
    return Settled(entries=tuple(moved), components=(), files=())


def settle(result: Result, entries: tuple[Entry, ...], contents: Contents, *, bodies: bool) -> Settled:
    """What is deployed of production's contents. A component that leaves takes what needs it along.

    Record types that offer new values come with them where they can, for a new value reaches none by itself.
    """
    refused: dict[Member, str] = {}
    while True:
        kept = _kept(entries, contents, refused, bodies=bodies)
        found = _problems(result, entries, contents, kept, refused, bodies=bodies)
        if not found:
            break
        refused |= found
    settled = tuple(_settled(one, contents, refused, bodies=bodies) for one in entries)
    told = tuple(one for member in sorted(kept) if isinstance(one := contents.get(member), Component))
    for member in record_types_offering(result, settled):
        told += _offering(result, member, contents, told)
    picklists = {one.member: picklists_of(result, one.member.object, told) for one in told}
    files = tuple(file for one in told for file in files_of(one, picklists[one.member]))
    return Settled(entries=settled, components=told, files=files)


def _offering(result: Result, member: Member, contents: Contents, told: tuple[Component, ...]) -> tuple[Component, ...]:
    """A record type that offers new values, with its business process; nothing where one of them cannot come."""
    there = {one.member for one in told}
    wanted = (member, *companions(contents.get(member, NotRead("")), bodies=False))
    found = [contents.get(one) for one in wanted if one not in there]
    if any(_why_not(result, one, contents, told) for one in wanted):
        return ()
    return tuple(one for one in found if isinstance(one, Component))


def _kept(
    entries: tuple[Entry, ...], contents: Contents, refused: Mapping[Member, str], *, bodies: bool
) -> frozenset[Member]:
    """The components that deploy: those of entries of which no component is refused."""
    kept: set[Member] = set()
    for one in entries:
        needed = _needed(one, contents, bodies=bodies)
        if one.place is Place.DEPLOYED and not any(member in refused for member in needed):
            kept |= needed
    return frozenset(kept)


def _needed(entry: Entry, contents: Contents, *, bodies: bool) -> set[Member]:
    """The entry's components and those that must come with them; classes only where production has them open."""
    needed = set(entry.members)
    for member in entry.members:
        found = contents.get(member, NotRead("it was not asked for"))
        for one in companions(found, bodies=bodies):
            if one.type is not MetadataType.APEX_CLASS or isinstance(contents.get(one), Component):
                needed.add(one)
    return needed


def _problems(  # noqa: PLR0913
    result: Result,
    entries: tuple[Entry, ...],
    contents: Contents,
    kept: frozenset[Member],
    refused: Mapping[Member, str],
    *,
    bodies: bool,
) -> dict[Member, str]:
    """Components that look as if they deployed and cannot, with the reason."""
    told = tuple(one for member in sorted(kept) if isinstance(one := contents.get(member), Component))
    lacking = _lacking(entries, kept)
    found = {}
    for member in kept - refused.keys():
        why = _why_not(result, member, contents, told) or _reference(contents.get(member), lacking)
        if why:
            found[member] = why
    del bodies
    return found


def _why_not(result: Result, member: Member, contents: Contents, told: tuple[Component, ...]) -> str | None:
    if not is_nameable(member):
        return "its name is none that a file can have"
    component = contents.get(member, NotRead("it was not found in production"))
    if isinstance(component, NotRead):
        return component.why
    changed = changed_since(result, component)
    if changed:
        return f"production changed it at {changed}, after it was compared: check again"
    try:
        files_of(component, picklists_of(result, member.object, told))
    except Unwritable as problem:
        return str(problem)
    return None


def is_nameable(member: Member) -> bool:
    """Whether the name is one that Salesforce gives and that leads out of no folder."""
    if member.object and not _OBJECT.fullmatch(member.object):
        return False
    return bool(_FILE_NAME.fullmatch(member.bare_name) or (member.bare_name and member.type in _SHARED_FILE))


def changed_since(result: Result, component: Component) -> str | None:
    """When production changed the component, where that was after the comparison; null where it did not."""
    if component.changed_at is None:
        return None
    compared = min(result.snapshots.production.collected_at or result.judged_at, result.judged_at)
    try:
        changed = datetime.fromisoformat(component.changed_at)
    except ValueError:
        return "an unknown time"
    return component.changed_at if changed > datetime.fromisoformat(compared) else None


def _lacking(entries: tuple[Entry, ...], kept: frozenset[Member]) -> dict[str, frozenset[str]]:
    """By object, in small letters: the fields that the sandbox lacks and does not get."""
    found: dict[str, set[str]] = {}
    for one in entries:
        finding = one.finding
        is_missing = finding.kind is Kind.FIELD and finding.attribute == PRESENCE and finding.sandbox is None
        if is_missing and not (one.members and set(one.members) <= kept):
            found.setdefault(finding.object, set()).add(finding.component.casefold())
    return {name: frozenset(fields) for name, fields in found.items()}


def _reference(component: Component | NotRead | None, lacking: Mapping[str, frozenset[str]]) -> str | None:
    """The field that the component names and that the sandbox would not have."""
    if not isinstance(component, Component) or component.member.type in _WITHOUT_REFERENCES:
        return None
    own = component.member.object
    fields = lacking.get(own, frozenset()) if own else frozenset().union(*lacking.values())
    named = sorted(fields & set(names_in(component.metadata)))
    return f"it names {named[0]}, which the sandbox lacks and this repair does not bring" if named else None


#: A record type leaves out the picklists that the sandbox lacks; Apex says itself what does not compile.
_WITHOUT_REFERENCES = frozenset(
    {MetadataType.RECORD_TYPE, MetadataType.GLOBAL_VALUE_SET, MetadataType.STANDARD_VALUE_SET}
)


def _settled(entry: Entry, contents: Contents, refused: Mapping[Member, str], *, bodies: bool) -> Entry:
    if entry.place is not Place.DEPLOYED:
        return entry
    reasons = [
        (member, refused[member]) for member in sorted(_needed(entry, contents, bodies=bodies)) if member in refused
    ]
    if not reasons:
        return entry
    why = "; ".join(f"{member.type.value} {member.name}: {why}" for member, why in reasons)
    place = Place.UNKNOWN if any(_is_unread(contents.get(member), why) for member, why in reasons) else Place.BY_HAND
    return structs.replace(entry, place=place, why=why, where=entry.finding.fix, members=())


def _is_unread(component: Component | NotRead | None, why: str) -> bool:
    return not isinstance(component, Component) or "check again" in why
