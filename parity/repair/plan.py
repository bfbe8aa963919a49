"""Sorts every finding of a result into exactly one of three lists. Pure.

What goes into the project is final only once production's own metadata was read: parity/repair/settle.py.
"""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from parity.compare.difference import PRESENCE, Kind
from parity.repair.member import Member
from parity.rules.finding import Finding
from parity.verdict.result import Result


class RepairList(StrEnum):
    """The three lists of a repair."""

    DEPLOYED = "deployed"
    BY_HAND = "by hand"
    UNKNOWN = "cannot be known"


class Options(Struct, frozen=True, kw_only=True):
    """What was asked for: deletions too, source code too."""

    deletions: bool = False
    bodies: bool = False


class PlanEntry(Struct, frozen=True, kw_only=True):
    """Where one finding went: `why`, `where` to do it by hand, the `members` that mend it, those `deleted` to mend it.

    `carried`: components whose file would carry this very change along, which a deployment must not do.
    """

    finding: Finding
    place: RepairList
    why: str = ""
    where: str = ""
    members: tuple[Member, ...] = ()
    deleted: tuple[Member, ...] = ()
    carried: tuple[Member, ...] = ()


class PlanSituation(Struct, frozen=True, kw_only=True):
    """What the planning of one finding may look at: every finding, by its object and component, and the options."""

    options: Options
    by_component: Mapping[tuple[str, str], tuple[Finding, ...]]

    def lacks(self, object_name: str, field: str) -> bool:
        """Whether the sandbox was found to lack that field of production."""
        return any(
            one.kind is Kind.FIELD and one.attribute == PRESENCE and one.sandbox is None and not one.undecided
            for one in self.by_component.get((object_name, field), ())
        )


def deploy(finding: Finding, *members: Member) -> PlanEntry:
    """The finding as one that these components mend."""
    return PlanEntry(finding=finding, place=RepairList.DEPLOYED, members=members)


def gone(finding: Finding, options: Options, member: Member) -> PlanEntry:
    """The finding about a component that only the sandbox has: deleted where deletions were asked for."""
    if not options.deletions:
        return by_hand(finding, "it is in the sandbox only, and deletions were not asked for (--with-deletions)")
    return PlanEntry(finding=finding, place=RepairList.DEPLOYED, deleted=(member,))


def by_hand(finding: Finding, why: str, where: str = "") -> PlanEntry:
    """The finding as one for a person, in Setup or elsewhere; by default what its own advice says."""
    return PlanEntry(finding=finding, place=RepairList.BY_HAND, why=why, where=where or finding.fix)


def unknown(finding: Finding, why: str, where: str = "") -> PlanEntry:
    """The finding as one of which too little is known for either."""
    return PlanEntry(finding=finding, place=RepairList.UNKNOWN, why=why, where=where or finding.fix)


def situation_of(result: Result, options: Options) -> PlanSituation:
    """The findings of a result by object and component."""
    found: dict[tuple[str, str], tuple[Finding, ...]] = {}
    for one in result.findings:
        key = (one.object, one.component)
        found[key] = (*found.get(key, ()), one)
    return PlanSituation(options=options, by_component=found)


def by_place(entries: tuple[PlanEntry, ...]) -> Mapping[RepairList, tuple[PlanEntry, ...]]:
    """The three lists."""
    return {place: tuple(one for one in entries if one.place is place) for place in RepairList}
