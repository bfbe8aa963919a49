"""What to do after a GO, by what parity.yaml says of the switch: an approval that could not count is not suggested."""

from parity.audit.approval_view import other_orgs
from parity.config.project import Project
from parity.languages.speech import _
from parity.ledger.states import UNDER_WAY, State
from parity.verdict.result import Result


def after_go(result: Result, project: Project, state: State | None = None) -> str | None:
    """The next step of this project after a GO, for a tenant in that state of the ledger; null where the verdict says
    it well by itself."""
    if state is State.PRODUCTION:
        return _("The tenant is in production, for ever. What is still to do there: `parity status`.")
    if state in UNDER_WAY:
        return _("The switch is under way. Go on with it: `parity switch`.")
    return _before_the_switch(result, project) if result.verdict.is_go else None


def _before_the_switch(result: Result, project: Project) -> str | None:
    other = ", ".join(f"tenant.{role}_org" for role in other_orgs(result, project))
    if other:
        return _("Correct {names} in parity.yaml: another org was checked. Then run `parity check` again.").format(
            names=other
        )
    if missing := ", ".join(_lacking(project)):
        return _(
            "Prepare the switch: add {names} to parity.yaml (docs/switch.md), then run `parity check` again."
        ).format(names=missing)
    if not project.policy.approvals:
        return _("No approval is asked for (policy.approvals is 0). See the gate: `parity switch --dry-run`.")
    return None


def _lacking(project: Project) -> list[str]:
    """What the approval and the switch need, and parity.yaml does not have."""
    tenant, policy = project.tenant, project.policy
    there = {
        "tenant.sandbox_org": tenant.sandbox_org,
        "tenant.production_org": tenant.production_org,
        "tenant.driver": tenant.driver,
        "policy.readiness.daily_api_limit": policy.readiness.daily_api_limit,
        "ledger": project.ledger,
        "policy.signers": len(policy.signers) > policy.approvals or not policy.approvals,
    }
    return [name for name, value in there.items() if not value]
