"""What would go wrong on day one, and the facts that the rehearsal and the first sync rest on."""

from datetime import date
from itertools import groupby

from msgspec import Struct

from parity.compare.difference import Kind
from parity.formats.picture import Bar, budget_bars
from parity.formats.report_view.finding_view import Context, FindingView, finding_view
from parity.formats.report_view.words import several
from parity.languages.speech import N_, _, dated, grouped
from parity.marketo_measure.authorize import APP, IP_RANGES, LICENCE, LOGIN_HOURS, USER, Standing
from parity.marketo_measure.runs_on_save import Exposure
from parity.rules.finding import Finding
from parity.verdict.result import Result

_RUNS = {
    "triggers": N_("Triggers on insert or update"),
    "flows": N_("Record-triggered flows"),
    "validation_rules": N_("Validation rules"),
    "duplicate_rules": N_("Duplicate rules"),
    "approval_processes": N_("Approval processes"),
    "workflow_rules": N_("Workflow rules, active or not"),
    "unique_fields": N_("Unique custom fields"),
    "restricted_picklists": N_("Restricted custom picklists"),
}


_ABOUT = {
    USER: N_("The integration user"),
    LICENCE: N_("Its licence"),
    IP_RANGES: N_("Its login IP ranges"),
    LOGIN_HOURS: N_("Its login hours"),
    APP: N_("The connected app"),
}


class Fact(Struct, frozen=True):
    """Something that is known, or not known, of the rehearsal: its name and a sentence."""

    name: str
    text: str


class Runs(Struct, frozen=True):
    """What runs on one object when a record is saved, by sort."""

    object: str
    lists: tuple[tuple[str, tuple[str, ...]], ...]


class AuthorizeQuestion(Struct, frozen=True):
    """One thing on which Authorize can fail: its id in the checklist, what it is about, its standing, and why."""

    id: str
    about: str
    why: str
    is_proven: bool
    is_refused: bool


class Foretold(Struct, frozen=True):
    """What one rule foretells: in a sentence, why it matters, and what it is about."""

    title: str
    why: str
    findings: tuple[FindingView, ...]


class DayOne(Struct, frozen=True, kw_only=True):
    """All that readiness says. `user` is whose rights were looked at; `asked` are the questions that no org answers."""

    user: str
    user_named: bool
    risks: tuple[Foretold, ...]
    evaluated: int
    not_evaluated: tuple[str, ...]
    facts: tuple[Fact, ...]
    bars: tuple[Bar, ...]
    formula: str
    records: tuple[tuple[str, int], ...]
    runs: tuple[Runs, ...]
    authorize: tuple[AuthorizeQuestion, ...]
    asked: tuple[str, ...]


def day_one_of(result: Result, context: Context) -> DayOne:
    """What readiness says, worst first."""
    ready, budget = result.readiness, result.readiness.budget
    return DayOne(
        user=ready.user,
        user_named=ready.user_named,
        risks=_risks(result, context),
        evaluated=len(ready.evaluated),
        not_evaluated=ready.not_evaluated,
        facts=facts_of(result),
        bars=budget_bars(budget) if budget else (),
        formula=_(budget.formula) if budget else "",
        records=tuple(sorted(budget.records.items())) if budget else (),
        runs=tuple(runs for one in ready.exposure if (runs := _runs(one)).lists),
        authorize=tuple(
            AuthorizeQuestion(
                one.id,
                _(_ABOUT.get(one.id, one.id)),
                one.why,
                one.standing is Standing.PROVEN,
                one.standing is Standing.REFUSED,
            )
            for one in ready.authorize
        ),
        asked=tuple(one.id for one in ready.authorize if one.standing is Standing.OPEN),
    )


def _risks(result: Result, context: Context) -> tuple[Foretold, ...]:
    """Worst first, and all that one rule says on one severity together."""
    found = [one for one in result.findings if one.kind is Kind.READINESS]
    told = []
    for (_rank, name), same in groupby(sorted(found, key=_order), key=_order):
        rule = result.rules.get(name)
        views = tuple(finding_view(one, context) for one in same)
        told.append(Foretold(_(rule.title) if rule else name, _(rule.why) if rule else "", views))
    return tuple(told)


def _order(finding: Finding) -> tuple[int, str]:
    return finding.severity.rank, finding.rule


def _runs(exposure: Exposure) -> Runs:
    lists = [(_(title), getattr(exposure, sort)) for sort, title in _RUNS.items()]
    return Runs(exposure.object, tuple((title, names) for title, names in lists if names))


def facts_of(result: Result) -> tuple[Fact, ...]:
    """The copy, the rehearsal and the API budget, in a sentence each; "not known" where they are not known."""
    return (
        Fact(_("sandbox copy"), _copied(result)),
        Fact(_("rehearsal"), _rehearsed(result)),
        Fact(_("first sync"), _sync(result)),
    )


def _copied(result: Result) -> str:
    proof = result.readiness.proof
    if not proof.copied_on:
        return _("not known")
    day = dated(date.fromisoformat(proof.copied_on))
    return _("{license}, copied on {date}").format(license=proof.license or _("kind unknown"), date=day)


def _rehearsed(result: Result) -> str:
    proof = result.readiness.proof
    if proof.touchpoints is None:
        return _("not known: touchpoints were not read")
    text = _("{touchpoints} on {people}, {others} on {opportunities}").format(
        touchpoints=several("{count} touchpoint", "{count} touchpoints", proof.touchpoints),
        people=several("{count} person", "{count} people", proof.people or 0),
        others=grouped(proof.attribution_touchpoints or 0),
        opportunities=several("{count} opportunity", "{count} opportunities", proof.opportunities or 0),
    )
    text = _("at least {text}").format(text=text) if proof.capped else text
    return _("{text}, since the copy").format(text=text) if proof.copied_on else text


def _sync(result: Result) -> str:
    budget = result.readiness.budget
    if budget is None:
        return _("not known: records were not counted")
    return _("about {credits} ({read} to read, {write} to write), {days} at {limit} a day; org: {org} a day").format(
        credits=several("{count} API credit", "{count} API credits", budget.credits),
        read=grouped(budget.read_credits),
        write=grouped(budget.write_credits),
        days=several("{count} day", "{count} days", budget.days),
        limit=grouped(budget.daily_limit),
        org=_("unknown") if budget.org_max is None else grouped(budget.org_max),
    )
