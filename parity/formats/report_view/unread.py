"""What could not be looked at, by what to do about it: one action mends all that stands under it."""

from collections import defaultdict

from msgspec import Struct

from parity.compare.difference import Kind
from parity.formats.report_view.decisions import name_of
from parity.formats.report_view.opening import Point
from parity.formats.report_view.words import begun, number, short, some
from parity.verdict.result import Result
from parity.verdict.waivers import open_gaps


class UnreadThing(Struct, frozen=True):
    """One thing that was not read: what, and why."""

    subject: str
    reason: str


class Unread(Struct, frozen=True):
    """What one action in one org would let parity read. `where` is "production", "sandbox" or "both orgs"."""

    where: str
    fix: str
    things: tuple[UnreadThing, ...]


def unread_of(result: Result) -> tuple[Unread, ...]:
    """All gaps that nobody accepted and all undecided findings that stand for themselves, by what to do, most first."""
    found: dict[tuple[str, str], list[UnreadThing]] = defaultdict(list)
    for gap in open_gaps(result.gaps, result.waivers):
        found[gap.role or "both orgs", gap.fix].append(UnreadThing(gap.subject, gap.reason))
    for one in result.findings:
        if one.undecided and one.cause is None and one.kind is not Kind.CAUSE:
            found["both orgs", one.fix].append(UnreadThing(name_of(one), one.message))
    groups = [Unread(where, fix, tuple(things)) for (where, fix), things in found.items()]
    return tuple(sorted(groups, key=lambda one: -len(one.things)))


def points_of(unread: tuple[Unread, ...]) -> tuple[Point, ...]:
    """A sentence for each action that would let parity read more."""
    return tuple(_point(one) for one in unread)


def _point(unread: Unread) -> Point:
    names = [one.subject for one in unread.things]
    where = (
        "both orgs" if unread.where == "both orgs" else f"{'the ' if unread.where == 'sandbox' else ''}{unread.where}"
    )
    what = short(names[0]) if len(names) == 1 else f"{number(len(names))} things"
    return Point(
        sentence=begun(f"{what} could not be read in {where}"),
        names=short(unread.fix.partition(":")[0]),
        link="not-compared",
    )


def things_of(unread: Unread, most: int) -> str:
    """The things of one action in a line."""
    return f"{unread.where}: {some([short(one.subject) for one in unread.things], most)}"
