"""Each cause with what proves it and the findings that it explains."""

from collections import defaultdict

from msgspec import Struct

from parity.compare.difference import Kind
from parity.formats.report_view.finding_view import Context, FindingView, RuleGroup, by_object, finding_view
from parity.rules.finding import Certainty, Finding
from parity.verdict.result import Result


class CauseView(Struct, frozen=True, kw_only=True):
    """A cause's own finding, why it matters, what proves it, and what it explains by rule."""

    finding: FindingView
    title: str
    why: str
    proven: bool
    proof: str
    explained: tuple[RuleGroup, ...]
    count: int


def causes_of(result: Result, context: Context) -> tuple[CauseView, ...]:
    """Every cause, in the result's order."""
    stated = {one.fingerprint: one for one in result.causes}
    explained: dict[str, list[Finding]] = defaultdict(list)
    for one in result.findings:
        if one.cause is not None:
            explained[one.cause].append(one)
    views = []
    for one in result.findings:
        if one.kind is Kind.CAUSE:
            rule, cause, under = result.rules.get(one.rule), stated.get(one.fingerprint), explained[one.fingerprint]
            groups = tuple(group for each in by_object(under, context) for group in each.rules)
            views.append(
                CauseView(
                    finding=finding_view(one, context),
                    title=rule.title if rule else one.rule,
                    why=rule.why if rule else "",
                    proven=cause is not None and cause.certainty is Certainty.PROVEN,
                    proof=cause.proof if cause else "",
                    explained=groups,
                    count=len(under),
                )
            )
    return tuple(views)
