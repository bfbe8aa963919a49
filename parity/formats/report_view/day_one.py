"""What would go wrong on day one, through whose eyes, and the facts that the rehearsal and the first sync rest on."""

from msgspec import Struct

from parity.compare.difference import Kind
from parity.formats.picture import Bar, budget_bars
from parity.formats.report_view.finding_view import Context, FindingView, finding_view
from parity.formats.report_view.words import several
from parity.marketo_measure.authorize import Standing
from parity.marketo_measure.runs_on_save import Exposure
from parity.verdict.result import Result

_RUNS = {
    "triggers": "Triggers on insert or update",
    "flows": "Record-triggered flows",
    "validation_rules": "Validation rules",
    "duplicate_rules": "Duplicate rules",
    "approval_processes": "Approval processes",
    "workflow_rules": "Workflow rules, active or not",
    "unique_fields": "Unique custom fields",
    "restricted_picklists": "Restricted custom picklists",
}


class Fact(Struct, frozen=True):
    """Something that is known, or not known, of the rehearsal: its name and a sentence."""

    name: str
    text: str


class Runs(Struct, frozen=True):
    """What runs on one object when a record is saved, by sort."""

    object: str
    lists: tuple[tuple[str, tuple[str, ...]], ...]


class Asked(Struct, frozen=True):
    """One thing on which Authorize can fail: its id in the checklist, why it stands as it does, and how it stands."""

    id: str
    why: str
    is_proven: bool
    is_refused: bool


class DayOne(Struct, frozen=True, kw_only=True):
    """All that readiness says. `user` is whose rights were looked at."""

    user: str
    user_named: bool
    risks: tuple[FindingView, ...]
    evaluated: int
    not_evaluated: tuple[str, ...]
    facts: tuple[Fact, ...]
    bars: tuple[Bar, ...]
    formula: str
    records: tuple[tuple[str, int], ...]
    runs: tuple[Runs, ...]
    authorize: tuple[Asked, ...]


def day_one_of(result: Result, context: Context) -> DayOne:
    """What readiness says, worst first."""
    ready, budget = result.readiness, result.readiness.budget
    return DayOne(
        user=ready.user,
        user_named=ready.user_named,
        risks=tuple(finding_view(one, context) for one in result.findings if one.kind is Kind.READINESS),
        evaluated=len(ready.evaluated),
        not_evaluated=ready.not_evaluated,
        facts=facts_of(result),
        bars=budget_bars(budget) if budget else (),
        formula=budget.formula if budget else "",
        records=tuple(sorted(budget.records.items())) if budget else (),
        runs=tuple(runs for one in ready.exposure if (runs := _runs(one)).lists),
        authorize=tuple(
            Asked(one.id, one.why, one.standing is Standing.PROVEN, one.standing is Standing.REFUSED)
            for one in ready.authorize
        ),
    )


def _runs(exposure: Exposure) -> Runs:
    lists = [(title, getattr(exposure, sort)) for sort, title in _RUNS.items()]
    return Runs(exposure.object, tuple((title, names) for title, names in lists if names))


def facts_of(result: Result) -> tuple[Fact, ...]:
    """The copy, the rehearsal and the API budget, in a sentence each; "not known" where nothing tells."""
    return (
        Fact("sandbox copy", _copied(result)),
        Fact("rehearsal", _rehearsed(result)),
        Fact("first sync", _sync(result)),
    )


def _copied(result: Result) -> str:
    proof = result.readiness.proof
    return f"{proof.license or 'kind unknown'}, copied on {proof.copied_on}" if proof.copied_on else "not known"


def _rehearsed(result: Result) -> str:
    proof = result.readiness.proof
    if proof.touchpoints is None:
        return "not known: touchpoints were not read"
    return (
        f"{'at least ' if proof.capped else ''}{proof.touchpoints} touchpoints of {proof.people} people and "
        f"{proof.attribution_touchpoints} of {proof.opportunities} opportunities since"
    )


def _sync(result: Result) -> str:
    budget = result.readiness.budget
    if budget is None:
        return "not known: records were not counted"
    org = "unknown" if budget.org_max is None else f"{budget.org_max:,}"
    return (
        f"about {several(budget.credits, 'API credit')} ({budget.read_credits:,} to read, {budget.write_credits:,} to "
        f"write), {budget.days:g} days at {budget.daily_limit:,} a day; org: {org} a day"
    )
