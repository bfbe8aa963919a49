"""The first screen: the verdict, what matters most, what to do next, the two orgs, how fresh, who accepted what."""

from datetime import datetime

from msgspec import Struct

from parity.formats.report_view.decisions import SHOWN, Decision
from parity.formats.report_view.words import begun, moment, several, short, some, span
from parity.rules.finding import Severity
from parity.snapshot.records import Role
from parity.verdict.decide import VerdictName
from parity.verdict.result import Result
from parity.verdict.severities import SeverityStatus
from parity.verdict.waivers import WaiverStatus

_MEANING = {
    VerdictName.GO: "The sandbox was an honest rehearsal of production.",
    VerdictName.GO_WITH_WAIVERS: "Not alike: named people accepted what differs.",
    VerdictName.NO_GO: "What was rehearsed is not what production will do.",
    VerdictName.INCONCLUSIVE: "Not a GO: something needed could not be read.",
}
_NEXT = {
    VerdictName.GO: "Have a named person sign this result: `parity approve`.",
    VerdictName.GO_WITH_WAIVERS: "Read each waiver once more; then have a named person sign it: `parity approve`.",
    VerdictName.NO_GO: "Mend these, worst first, or have a named person accept (`parity waive`); then `parity check`.",
    VerdictName.INCONCLUSIVE: "Grant what is missing (`parity doctor --grant DIR` writes it); then run `parity check`.",
}
_TITLES = {
    VerdictName.GO: "What to know",
    VerdictName.GO_WITH_WAIVERS: "What was accepted",
    VerdictName.NO_GO: "What stands in the way",
    VerdictName.INCONCLUSIVE: "What stays open",
}
_STALE_HOURS = 1
_PEOPLE = 3


class Point(Struct, frozen=True, kw_only=True):
    """One line of the first screen. `severity` is null where it is no finding; `link` a fragment of the page."""

    sentence: str
    names: str
    link: str
    severity: Severity | None = None
    explains: int = 0


class OrgLine(Struct, frozen=True):
    """One org by name and id."""

    role: Role
    name: str
    id: str


class Accepted(Struct, frozen=True):
    """How many waivers hold, how many do not, and who gave those that hold."""

    count: int
    void: int
    by: str


class Opening(Struct, frozen=True, kw_only=True):
    """All of the first screen."""

    verdict: VerdictName
    tenant: str
    meaning: str
    counts: tuple[tuple[Severity, int], ...]
    unread: int
    title: str
    points: tuple[Point, ...]
    more: int
    next: str
    orgs: tuple[OrgLine, ...]
    collected: str
    accepted: Accepted | None


def opening_of(result: Result, decisions: tuple[Decision, ...], unread: tuple[Point, ...]) -> Opening:
    """The first screen. `unread` are the things that could not be looked at, most first: they lead where the verdict
    is open, and follow the findings elsewhere."""
    open_first = result.verdict is VerdictName.INCONCLUSIVE
    found = tuple(_point(one) for one in decisions)
    points = (*unread, *found) if open_first else (*found, *unread, *_accepted_gaps(result))
    more = len(points) - SHOWN
    if not points:
        points, more = _equal(result), 0
    counts = tuple((one, getattr(result.counts, one.value)) for one in Severity)
    return Opening(
        verdict=result.verdict,
        tenant=short(result.tenant or ""),
        meaning=_MEANING[result.verdict],
        counts=tuple((severity, count) for severity, count in counts if count),
        unread=result.counts.gaps,
        title=_TITLES[result.verdict],
        points=points[:SHOWN],
        more=max(more, 0),
        next=_next(result),
        orgs=tuple(_org_line(result, role) for role in (Role.PRODUCTION, Role.SANDBOX)),
        collected=_freshness(result),
        accepted=_accepted(result),
    )


def _next(result: Result) -> str:
    if result.verdict is VerdictName.GO and result.counts.warning:
        return f"Look at {several(result.counts.warning, 'warning')} first. {_NEXT[result.verdict]}"
    return _NEXT[result.verdict]


def _point(decision: Decision) -> Point:
    return Point(
        sentence=decision.sentence,
        names=decision.names,
        link=decision.link,
        severity=decision.severity,
        explains=decision.explains,
    )


def _equal(result: Result) -> tuple[Point, ...]:
    """What to know where nothing differs: what was compared, what was rehearsed, what the first sync takes."""
    compared = sum(one.fields_compared for one in result.checked)
    triggers = sum(one.triggers_compared for one in result.checked)
    proof, budget = result.readiness.proof, result.readiness.budget
    points = [
        Point(
            sentence=f"{compared:,} fields and {triggers:,} triggers of {len(result.checked)} objects are equal",
            names="",
            link="equal",
        )
    ]
    if proof.touchpoints is not None:
        rehearsed = (
            f"The rehearsal made {proof.touchpoints:,} touchpoints of {several(proof.people or 0, 'person', 'people')}"
        )
        points.append(Point(sentence=rehearsed, names="", link="day-one"))
    if budget is not None:
        takes = f"The first sync takes about {budget.days:g} days and {budget.credits:,} API credits"
        points.append(Point(sentence=takes, names="", link="day-one"))
    return tuple(points)


def _accepted_gaps(result: Result) -> tuple[Point, ...]:
    """Where fields were not compared because somebody accepted that."""
    return tuple(
        Point(
            sentence=begun(f"{several(len(one.fields), 'field')} of {short(one.object)} could not be compared"),
            names=f"accepted by {short(one.by)}",
            link="waivers",
        )
        for one in result.waivers
        if one.gap is not None and one.status is WaiverStatus.APPLIED
    )


def _org_line(result: Result, role: Role) -> OrgLine:
    org = result.orgs.of(role)
    return OrgLine(role, short(org.name or "name unknown"), short(org.id or "id unknown"))


def _freshness(result: Result) -> str:
    """When the orgs were as the report says, and how much older that is than the verdict."""
    times = [one.collected_at for one in (result.snapshots.production, result.snapshots.sandbox)]
    known = [one for one in times if one is not None]
    if len(known) < len(times):
        return "at an unknown time, from files"
    age = (datetime.fromisoformat(result.judged_at) - datetime.fromisoformat(min(known))).total_seconds() / 3600
    return moment(min(known)) + (f", {span(age)} before the verdict" if age >= _STALE_HOURS else "")


def _accepted(result: Result) -> Accepted | None:
    """Waivers and severities that a person lowered."""
    lowered = [one for one in result.severities if one.lower_to is not None]
    if not result.waivers and not lowered:
        return None
    holding = [one.by for one in result.waivers if one.status is WaiverStatus.APPLIED]
    holding += [one.by for one in lowered if one.status is SeverityStatus.APPLIED]
    void = len(result.waivers) + len(lowered) - len(holding)
    return Accepted(len(holding), void, some(list(dict.fromkeys(holding)), _PEOPLE))
