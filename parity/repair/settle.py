"""Decides what is deployed and what is not, from the plan and production's own metadata. Pure.

What cannot be written exactly as production has it is taken out of what is deployed, with the reason.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from msgspec import Struct, structs

from parity.compare.difference import PRESENCE, Kind
from parity.repair.choices import Picklists
from parity.repair.contents import Component, Contents, NoContents, companions, names_in
from parity.repair.losses import lost_by_describe
from parity.repair.member import Member, MetadataType, is_of_person_accounts
from parity.repair.picklists import Left, left_behind, left_out, picklists_of, record_types_offering, unmet_value
from parity.repair.plan import PlanEntry, RepairList
from parity.repair.plan_automation import PERSON_ACCOUNTS
from parity.repair.steps import StepFile, files_of
from parity.repair.xml import Unwritable
from parity.verdict.result import Result

_SHARED_FILE = frozenset({MetadataType.WORKFLOW_RULE})
_OBJECT = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_ %()&'-]*")


class Settled(Struct, frozen=True, kw_only=True):
    """Every finding in its list, the components that deploy, with their files, and by component what its file leaves
    out because the sandbox lacks it. `to_retrieve`: those of which only describe was read."""

    entries: tuple[PlanEntry, ...]
    components: tuple[Component, ...]
    files: tuple[StepFile, ...]
    left_out: Mapping[Member, tuple[str, ...]] = {}
    to_retrieve: tuple[Member, ...] = ()


class NotWritten(Struct, frozen=True):
    """Why a component is not written. `is_open`: it was not read, or not as it was compared."""

    why: str
    is_open: bool = False


_Needs = tuple[tuple[PlanEntry, frozenset[Member]], ...]
_NO_NEW_DETAIL = "a master-detail field cannot be added where records exist: make a lookup, fill it, convert it"
_NOT_ASKED = NoContents("it was not found in production")


def without_metadata(entries: tuple[PlanEntry, ...], retrieve: Callable[[Member], str]) -> Settled:
    """Where only describe was read, no file is written: each would lose what describe leaves out."""
    moved = [
        one
        if one.place is not RepairList.DEPLOYED or not one.members
        else structs.replace(
            one, place=RepairList.BY_HAND, why=lost_by_describe(one), where=retrieve(one.members[0]), members=()
        )
        for one in entries
    ]
    wanted = {member for one in entries if one.place is RepairList.DEPLOYED for member in one.members}
    return Settled(entries=tuple(moved), components=(), files=(), to_retrieve=tuple(sorted(wanted)))


def named_as_in_files(entries: tuple[PlanEntry, ...], contents: Contents) -> tuple[tuple[PlanEntry, ...], Contents]:
    """The record types of person accounts, under the name that their files have; only reading reveals it."""
    names = {
        member: one.member
        for member, one in contents.items()
        if isinstance(one, Component) and is_of_person_accounts(one.member)
    }
    renamed = (
        structs.replace(one, members=tuple(names.get(member, member) for member in one.members)) for one in entries
    )
    return tuple(renamed), {**contents, **{name: contents[member] for member, name in names.items()}}


def settle(result: Result, entries: tuple[PlanEntry, ...], contents: Contents, *, bodies: bool) -> Settled:
    """What is deployed of production's contents. A component that leaves takes what needs it along.

    Record types that offer new values come with them where they can, for a new value reaches none by itself.
    """
    needs = tuple((one, _needed(one, contents, bodies=bodies)) for one in entries)
    refused: dict[Member, NotWritten] = {}
    while True:
        kept = _kept(needs, refused)
        found = _problems(result, needs, contents, kept)
        if not found:
            break
        refused |= found
    settled = tuple(_settled(one, needed, refused) for one, needed in needs)
    told, left = _components(contents, kept), _left(needs, kept)
    for member in record_types_offering(result, settled):
        told += _offering(result, member, contents, told, left)
    picklists = _picklists(result, told, left)
    files = tuple(file for one in told for file in files_of(one, picklists.get(one.member.object, {})))
    named = {one.member: left_out(one, picklists.get(one.member.object, {}), left) for one in told}
    return Settled(
        entries=settled,
        components=told,
        files=files,
        left_out={member: names for member, names in named.items() if names},
    )


def _left(needs: _Needs, kept: frozenset[Member]) -> Left:
    """What does not come, of the picklists of the sandbox."""
    return left_behind((entry, bool(needed) and needed <= kept) for entry, needed in needs)


def _needed(entry: PlanEntry, contents: Contents, *, bodies: bool) -> frozenset[Member]:
    """The entry's components and those that must come with them; classes only where production has them open."""
    if entry.place is not RepairList.DEPLOYED:
        return frozenset()
    further = (
        one
        for member in entry.members
        for one in companions(contents.get(member, _NOT_ASKED), bodies=bodies)
        if one.type is not MetadataType.APEX_CLASS or isinstance(contents.get(one), Component)
    )
    return frozenset({*entry.members, *further})


def _kept(needs: _Needs, refused: Mapping[Member, NotWritten]) -> frozenset[Member]:
    """The components that deploy: those of entries of which no component is refused."""
    return frozenset(member for _, needed in needs if not needed & refused.keys() for member in needed)


def _components(contents: Contents, members: Iterable[Member]) -> tuple[Component, ...]:
    return tuple(one for member in sorted(members) if isinstance(one := contents.get(member), Component))


def _picklists(result: Result, told: tuple[Component, ...], left: Left) -> dict[str, Picklists]:
    """By object of a record type or business process: what it may name."""
    objects = {one.member.object for one in told if one.member.type in _NAMING_VALUES}
    return {name: picklists_of(result, name, told, left) for name in objects}


_NAMING_VALUES = frozenset({MetadataType.BUSINESS_PROCESS, MetadataType.RECORD_TYPE})


def _offering(
    result: Result, member: Member, contents: Contents, told: tuple[Component, ...], left: Left
) -> tuple[Component, ...]:
    """A record type that offers new values, with its business process; nothing where one of them cannot come."""
    wanted = (member, *companions(contents.get(member, _NOT_ASKED), bodies=False))
    picklists = picklists_of(result, member.object, told, left)
    if any(_why_not(result, contents.get(one, _NOT_ASKED), one, picklists) for one in wanted):
        return ()
    there = {one.member for one in told}
    return _components(contents, (one for one in wanted if one not in there))


def _problems(result: Result, needs: _Needs, contents: Contents, kept: frozenset[Member]) -> dict[Member, NotWritten]:
    """Components that look as if they deployed and cannot, with the reason."""
    left = _left(needs, kept)
    picklists = _picklists(result, _components(contents, kept), left)
    lacking = _lacking(needs, kept)
    new = {member for entry, _ in needs if _is_new(entry) for member in entry.members}
    found = {}
    for member in kept:
        component = contents.get(member, _NOT_ASKED)
        why = _why_not(result, component, member, picklists.get(member.object, {}))
        why = why or _switch(member, lacking) or _reference(component, lacking) or _value_reference(component, left)
        why = why or (_as_new(component) if member in new else None)
        if why:
            found[member] = why
    return found


def _is_new(entry: PlanEntry) -> bool:
    """Whether the sandbox lacks the component as a whole."""
    return entry.finding.attribute == PRESENCE and entry.finding.sandbox is None


def _as_new(component: Component | NoContents) -> NotWritten | None:
    is_detail = isinstance(component, Component) and component.metadata.get("type") == "MasterDetail"
    return NotWritten(_NO_NEW_DETAIL) if is_detail else None


def _why_not(
    result: Result, component: Component | NoContents, member: Member, picklists: Picklists
) -> NotWritten | None:
    if not is_nameable(member):
        return NotWritten("its name is none that a file can have")
    if isinstance(component, NoContents):
        return NotWritten(component.why, is_open=True)
    changed = changed_since(result, component)
    if changed:
        return NotWritten(f"production changed it at {changed}, after it was compared: check again", is_open=True)
    try:
        files_of(component, picklists)
    except Unwritable as problem:
        return NotWritten(str(problem))
    except (AttributeError, KeyError, TypeError):
        return NotWritten("production tells it in a shape that Salesforce's reference does not know", is_open=True)
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
        is_later = changed > datetime.fromisoformat(compared)
    except (ValueError, TypeError):
        return "an unknown time"
    return component.changed_at if is_later else None


def _lacking(needs: _Needs, kept: frozenset[Member]) -> dict[str, frozenset[str]]:
    """By object, in small letters: the fields that the sandbox lacks and does not get."""
    found: dict[str, set[str]] = {}
    for entry, needed in needs:
        finding = entry.finding
        if finding.kind is Kind.FIELD and _is_new(entry) and not (needed and needed <= kept):
            found.setdefault(finding.object, set()).add(finding.component.casefold())
    return {name: frozenset(fields) for name, fields in found.items()}


def _reference(component: Component | NoContents, lacking: Mapping[str, frozenset[str]]) -> NotWritten | None:
    """The field that the component names and that the sandbox would not have."""
    if not isinstance(component, Component) or component.member.type in _WITHOUT_REFERENCES:
        return None
    own = component.member.object
    fields = lacking.get(own, frozenset()) if own else frozenset().union(*lacking.values())
    named = sorted(fields & set(names_in(component.metadata)))
    return NotWritten(f"it names {named[0]}, which the sandbox lacks and this repair does not bring") if named else None


def _switch(member: Member, lacking: Mapping[str, frozenset[str]]) -> NotWritten | None:
    is_off = is_of_person_accounts(member) and "ispersonaccount" in lacking.get("Account", ())
    return NotWritten(PERSON_ACCOUNTS) if is_off else None


def _value_reference(component: Component | NoContents, left: Left) -> NotWritten | None:
    """The controlling value that a dependent picklist names and that the sandbox would not have."""
    found = unmet_value(component, left) if isinstance(component, Component) else None
    return (
        NotWritten(f"it depends on {found}, which the sandbox lacks and this repair does not bring") if found else None
    )


#: A record type leaves out the picklists that the sandbox lacks, and a value names no field.
_WITHOUT_REFERENCES = frozenset(
    {MetadataType.RECORD_TYPE, MetadataType.GLOBAL_VALUE_SET, MetadataType.STANDARD_VALUE_SET}
)


def _settled(entry: PlanEntry, needed: frozenset[Member], refused: Mapping[Member, NotWritten]) -> PlanEntry:
    reasons = [(member, refused[member]) for member in sorted(needed) if member in refused]
    if not reasons:
        return entry
    why = "; ".join(f"{member.type.value} {member.name}: {one.why}" for member, one in reasons)
    place = RepairList.UNKNOWN if any(one.is_open for _, one in reasons) else RepairList.BY_HAND
    return structs.replace(entry, place=place, why=why, where=entry.finding.fix, members=())
