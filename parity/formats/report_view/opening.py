"""The first screen: the verdict, what matters most, what to do next, the two orgs, how fresh, who accepted what."""

from datetime import datetime

from msgspec import Struct

from parity.formats.report_view.decisions import SHOWN, Decision
from parity.formats.report_view.words import begun, moment, several, short, some, span
from parity.languages.speech import N_, _
from parity.rules.finding import Severity
from parity.snapshot.records import Role
from parity.verdict.decide import VerdictName
from parity.verdict.result import Result
from parity.verdict.severities import SeverityStatus
from parity.verdict.waivers import WaiverStatus

_MEANING = {
    VerdictName.GO: N_("The sandbox was an honest rehearsal of production."),
    VerdictName.GO_WITH_WAIVERS: N_("Not alike: named people accepted what differs."),
    VerdictName.NO_GO: N_("What was rehearsed is not what production will do."),
    VerdictName.INCONCLUSIVE: N_("Not a GO: something needed could not be read."),
}
_NEXT = {
    VerdictName.GO: N_("Have a named person sign this result: `parity approve`."),
    VerdictName.GO_WITH_WAIVERS: N_("Read each waiver once more; then have a named person sign it: `parity approve`."),
    VerdictName.NO_GO: N_(
        "Mend these, worst first (`parity repair` writes what can be deployed), or have a named person accept them "
        "(`parity waive`); then run `parity check`."
    ),
    VerdictName.INCONCLUSIVE: N_(
        "Grant what is missing (`parity doctor --grant DIR` writes it); then run `parity check`."
    ),
}
_TITLES = {
    VerdictName.GO: N_("What to know"),
    VerdictName.GO_WITH_WAIVERS: N_("What was accepted"),
    VerdictName.NO_GO: N_("What stands in the way"),
    VerdictName.INCONCLUSIVE: N_("What stays open"),
}
_STALE_HOURS = 1
_PEOPLE = 3


class Point(Struct, frozen=True, kw_only=True):
    """One line of the first screen. `names` are API names, `detail` is a sentence; `severity` is null where it is no
    finding; `link` a fragment of the page; `accepted` takes the place of the severity where a named person took its
    weight off."""

    sentence: str
    link: str
    names: str = ""
    detail: str = ""
    severity: Severity | None = None
    explains: int = 0
    accepted: str = ""


class OrgLine(Struct, frozen=True):
    """One org by name and id."""

    role: Role
    name: str
    id: str


class Accepted(Struct, frozen=True):
    """How many waivers, or entries that lower a severity, hold, how many do not, and who gave those that hold."""

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
    lowered: Accepted | None


def opening_of(
    result: Result, decisions: tuple[Decision, ...], unread: tuple[Point, ...], then: str | None = None
) -> Opening:
    """The first screen. `unread` are the things that could not be looked at, most first: they lead where the verdict
    is open, and follow the findings elsewhere. `then`: what to do next, where the settings say more of it than
    the verdict."""
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
        meaning=_(_MEANING[result.verdict]),
        counts=tuple((severity, count) for severity, count in counts if count),
        unread=result.counts.gaps,
        title=_(_TITLES[result.verdict]),
        points=points[:SHOWN],
        more=max(more, 0),
        next=_next(result, then),
        orgs=tuple(_org_line(result, role) for role in (Role.PRODUCTION, Role.SANDBOX)),
        collected=_freshness(result),
        accepted=_waived(result),
        lowered=_lowered(result),
    )


def _next(result: Result, then: str | None) -> str:
    if then is not None and result.verdict is VerdictName.GO_WITH_WAIVERS:
        return f"{_('Read each waiver once more.')} {then}"
    then = then or _(_NEXT[result.verdict])
    if result.verdict is VerdictName.GO and result.counts.warning:
        return several("Look at {count} warning first.", "Look at {count} warnings first.", result.counts.warning) + (
            f" {then}"
        )
    return then


def _point(decision: Decision) -> Point:
    return Point(
        sentence=decision.sentence,
        names=decision.names,
        detail=decision.detail,
        link=decision.link,
        severity=decision.severity,
        explains=decision.explains,
        accepted=_accepted_as(decision),
    )


def _accepted_as(decision: Decision) -> str:
    """`waived blocker`: how it was accepted, and what it is by the rule."""
    by_rule = _(decision.findings[0].by_rule.value)
    if not decision.accepted:
        return ""
    said = _("waived {severity}") if decision.accepted == "waived" else _("lowered {severity}")
    return said.format(severity=by_rule)


def _equal(result: Result) -> tuple[Point, ...]:
    """What to know where nothing differs: what was compared, what was rehearsed, what the first sync takes."""
    compared = sum(one.fields_compared for one in result.checked)
    triggers = sum(one.triggers_compared for one in result.checked)
    proof, budget = result.readiness.proof, result.readiness.budget
    points = [
        Point(
            sentence=_("{fields} and {triggers} of {objects} are equal").format(
                fields=several("{count} field", "{count} fields", compared),
                triggers=several("{count} trigger", "{count} triggers", triggers),
                objects=several("{count} object", "{count} objects", len(result.checked)),
            ),
            link="equal",
        )
    ]
    if proof.touchpoints is not None:
        rehearsed = _("The rehearsal made {touchpoints} of {people}").format(
            touchpoints=several("{count} touchpoint", "{count} touchpoints", proof.touchpoints),
            people=several("{count} person", "{count} people", proof.people or 0),
        )
        points.append(Point(sentence=rehearsed, link="day-one"))
    if budget is not None:
        takes = _("The first sync takes about {days} and {credits}").format(
            days=several("{count} day", "{count} days", budget.days),
            credits=several("{count} API credit", "{count} API credits", budget.credits),
        )
        points.append(Point(sentence=takes, link="day-one"))
    return tuple(points)


def _accepted_gaps(result: Result) -> tuple[Point, ...]:
    """Where fields were not compared because somebody accepted that."""
    return tuple(
        Point(
            sentence=begun(
                _("{fields} of {object} could not be compared").format(
                    fields=several("{count} field", "{count} fields", len(one.fields)), object=short(one.object)
                )
            ),
            detail=_("accepted by {name}").format(name=short(one.by)),
            link="waivers",
            accepted=_("accepted"),
        )
        for one in result.waivers
        if one.gap is not None and one.status is WaiverStatus.APPLIED
    )


def _org_line(result: Result, role: Role) -> OrgLine:
    org = result.orgs.of(role)
    return OrgLine(role, short(org.name or _("name unknown")), short(org.id or _("id unknown")))


def _freshness(result: Result) -> str:
    """When the orgs were as the report says, and how much older that is than the verdict."""
    times = [one.collected_at for one in (result.snapshots.production, result.snapshots.sandbox)]
    known = [one for one in times if one is not None]
    if len(known) < len(times):
        return _("at an unknown time, from files")
    age = (datetime.fromisoformat(result.judged_at) - datetime.fromisoformat(min(known))).total_seconds() / 3600
    at = moment(min(known))
    return at if age < _STALE_HOURS else _("{moment}, {span} before the verdict").format(moment=at, span=span(age))


def _waived(result: Result) -> Accepted | None:
    holding = [one.by for one in result.waivers if one.status is WaiverStatus.APPLIED]
    return _accepted(holding, len(result.waivers))


def _lowered(result: Result) -> Accepted | None:
    """Severities that a person lowered: no waivers, and never counted with them."""
    lowered = [one for one in result.severities if one.lower_to is not None]
    return _accepted([one.by for one in lowered if one.status is SeverityStatus.APPLIED], len(lowered))


def _accepted(holding: list[str], of: int) -> Accepted | None:
    people = some(list(dict.fromkeys(holding)), _PEOPLE)
    return Accepted(len(holding), of - len(holding), people) if of else None
