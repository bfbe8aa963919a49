"""What `parity status --look` sees: the tenant's own view, and the first touchpoint in production."""

from parity.errors import CouldNotLook
from parity.ledger.history import of_tenant
from parity.ledger.records import Draft, EntryKind
from parity.ledger.states import State
from parity.orgs.after_switch import first_touchpoint_after
from parity.orgs.api_version import choose_version
from parity.orgs.question import query
from parity.snapshot.ids import same_org
from parity.switch.context import SwitchContext
from parity.switch.drivers.interface import Phase, TenantView
from parity.switch.drivers.registry import open_driver
from parity.switch.moments import authorisation_begun
from parity.switch.steps import phases_of


def look(context: SwitchContext) -> int:
    """Ask the tenant and production; 1 where the tenant contradicts the ledger."""
    tenant, state = context.project.tenant, context.state
    view = open_driver(context).observe()
    context.output.result(f"tenant says  {view}")
    if state is State.PRODUCTION and not of_tenant(context.ledger.entries(), tenant.name, EntryKind.TOUCHPOINT):
        _record_first_touchpoint(context)
    if state is not None and not _agrees(state, view, tenant.production_org, tenant.sandbox_org):
        context.output.warning(f"the ledger has {state}, but the tenant is {view}")
        return 1
    return 0


def _agrees(state: State, view: TenantView, production: str | None, sandbox: str | None) -> bool:
    wanted = {Phase.PRODUCTION: production, Phase.SANDBOX: sandbox, Phase.DELETING: sandbox}.get(view.phase)
    return view.phase in phases_of(state) and (wanted is None or same_org(view.org_id, wanted))


def _record_first_touchpoint(context: SwitchContext) -> None:
    begun = authorisation_begun(context.ledger.entries(), context.tenant)
    if begun is None:
        return
    client = context.production()
    version = choose_version([client.versions()])
    answer = client.ask(version, query("Touchpoint", first_touchpoint_after(begun)))
    if not answer.is_good:
        raise CouldNotLook(
            f"production's touchpoints could not be read ({answer.error})",
            fix="Grant Read on bizible2__Bizible_Touchpoint__c to the signed-in user.",
        )
    for row in answer.records:
        body: dict[str, object] = {"created": str(row.get("CreatedDate")), "id": row.get("Id")}
        context.ledger.append(Draft(kind=EntryKind.TOUCHPOINT, tenant=context.tenant, body=body), context.operator)
