"""The facts behind readiness, for the result and its readers."""

from parity.config.policy import Policy
from parity.marketo_measure.api_budget import estimate
from parity.marketo_measure.authorize import authorize_checks
from parity.marketo_measure.rehearsal import proof_of
from parity.marketo_measure.runs_on_save import exposure_of
from parity.rules.readiness.evaluate import Evaluated
from parity.snapshot.records import Snapshot
from parity.verdict.result import Readiness


def readiness_of(sandbox: Snapshot, production: Snapshot, policy: Policy, evaluated: Evaluated) -> Readiness:
    """Whose access was looked at, which rules spoke, the API budget, the proofs, and what runs on a save."""
    user = production.integration_user
    whose = production.user.username or "unknown"
    if user is not None:
        whose = user.username or f"permission set {user.permission_set}"
    return Readiness(
        user=whose,
        user_named=user is not None and user.named,
        evaluated=evaluated.evaluated,
        not_evaluated=evaluated.not_evaluated,
        budget=estimate(production, policy.readiness),
        proof=proof_of(sandbox, production),
        exposure=exposure_of(production),
        authorize=authorize_checks(sandbox, production),
    )
