"""Rules on API credits: what the tenant may spend in a day, against what production has."""

from collections.abc import Iterable

from parity.marketo_measure.api_budget import estimate
from parity.rules.finding import Severity
from parity.rules.readiness.rule import NotEvaluated, ReadinessRule, Risk
from parity.rules.readiness.situation import Situation
from parity.rules.sources import Source


def _limit_exceeded(situation: Situation) -> Iterable[Risk]:
    api = situation.production.snapshot.api
    limit = situation.policy.readiness.daily_limit
    if api.daily_max is None or api.daily_remaining is None:
        raise NotEvaluated(
            "API requests left", "the org did not tell its DailyApiRequests", "Collect production with `parity check`."
        )
    if limit > api.daily_remaining:
        budget = estimate(situation.production.snapshot, situation.policy.readiness)
        first_sync = f"; the first sync takes about {budget.credits:,} credits" if budget else ""
        yield Risk(
            component=f"Daily CRM API limit {limit:,}",
            production=f"{api.daily_max:,} API requests a day",
            detail=f"{api.daily_remaining:,} left when this was collected{first_sync}",
        )


RULES = (
    ReadinessRule(
        id="readiness-api-limit-exceeded",
        family="API budget",
        title="The tenant may spend more API credits a day than production has",
        severity=Severity.WARNING,
        evaluate=_limit_exceeded,
        message="{component} is more than production has: {production}, {detail}",
        why="Every exchange spends credits of production. When they are gone, nothing that uses the API works for up to 24 "
        "hours (API_LIMIT_EXCEEDED), and not for Marketo Measure alone.",
        fix="Lower My Account > Settings > CRM > General > Daily CRM API limit (not below 100,000) and state it in "
        "parity.yaml (policy.readiness.daily_api_limit), or buy API requests for production.",
        source=Source.INTERACTION,
    ),
)
