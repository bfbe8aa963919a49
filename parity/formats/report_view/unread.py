"""What could not be looked at, grouped by what to do: one action solves everything under it."""

from collections import defaultdict

from msgspec import Struct

from parity.compare.difference import Kind
from parity.formats.report_view.opening import Point
from parity.formats.report_view.words import begun, number, short, some
from parity.formats.spoken import fix_of, message_of, sentence, subject
from parity.languages.speech import N_, _
from parity.rules.component_paths import name_of
from parity.verdict.result import Result
from parity.verdict.waivers import open_gaps

_LONGEST_DETAIL = 160
_COULD_NOT = {
    "both orgs": N_("{what} could not be read in both orgs"),
    "sandbox": N_("{what} could not be read in the sandbox"),
    "production": N_("{what} could not be read in production"),
}


class UnreadThing(Struct, frozen=True):
    """One thing that was not read: what, and why."""

    subject: str
    reason: str


class UnreadGroup(Struct, frozen=True):
    """What one action in one org would let parity read. `where` is "production", "sandbox" or "both orgs"."""

    where: str
    fix: str
    things: tuple[UnreadThing, ...]

    @property
    def by_reason(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """What was not read, with why: what was not for the same reason together."""
        found: dict[str, list[str]] = defaultdict(list)
        for one in self.things:
            found[one.reason].append(one.subject)
        return tuple((tuple(subjects), reason) for reason, subjects in found.items())


def unread_of(result: Result) -> tuple[UnreadGroup, ...]:
    """All gaps that nobody accepted, and all undecided findings without a cause, by what to do, most first."""
    found: dict[tuple[str, str], list[UnreadThing]] = defaultdict(list)
    for gap in open_gaps(result.gaps, result.waivers):
        found[gap.role or "both orgs", sentence(gap.fix)].append(
            UnreadThing(subject(gap.subject), sentence(gap.reason))
        )
    for one in result.findings:
        if one.undecided and one.cause is None and one.kind is not Kind.CAUSE:
            found["both orgs", fix_of(one)].append(UnreadThing(name_of(one), message_of(one)))
    groups = [UnreadGroup(where, fix, tuple(things)) for (where, fix), things in found.items()]
    return tuple(sorted(groups, key=lambda one: -len(one.things)))


def points_of(unread: tuple[UnreadGroup, ...]) -> tuple[Point, ...]:
    """A sentence for each action that would let parity read more."""
    return tuple(_point(one) for one in unread)


def _point(unread: UnreadGroup) -> Point:
    names = [one.subject for one in unread.things]
    what = short(names[0]) if len(names) == 1 else _("{number} things").format(number=number(len(names)))
    return Point(
        sentence=begun(_(_COULD_NOT[unread.where]).format(what=what)),
        detail=short(unread.fix.partition(":")[0], _LONGEST_DETAIL),
        link="not-compared",
    )


def things_of(unread: UnreadGroup, most: int) -> str:
    """The things of one action in a line."""
    return f"{_(unread.where)}: {some([short(one.subject) for one in unread.things], most)}"
