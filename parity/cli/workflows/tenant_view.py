"""What `parity status --look` sees outside: the tenant's own view, and the first touchpoint in production."""

from parity.cli.workflows.switch import SwitchSettings, switch_driver
from parity.errors import CouldNotLook
from parity.ledger.history import change_into, in_production, last_change, of_tenant
from parity.ledger.records import Draft, EntryKind, utc_moment
from parity.ledger.states import State
from parity.ledger.store import Ledger
from parity.orgs.api_version import choose_version
from parity.orgs.ask import queries
from parity.orgs.client import OrgClient, query
from parity.snapshot.ids import same_org
from parity.switch.drivers.interface import Phase, TenantView

_SHOWS = {
    State.NOT_CONNECTED: {Phase.NOT_CONNECTED},
    State.SANDBOX: {Phase.SANDBOX},
    State.GATE_PASSED: {Phase.SANDBOX, Phase.DELETING, Phase.NOT_CONNECTED},
    State.DELETION_ASKED: {Phase.SANDBOX, Phase.DELETING, Phase.NOT_CONNECTED},
    State.DELETING: {Phase.DELETING, Phase.NOT_CONNECTED},
    State.DELETED: {Phase.NOT_CONNECTED, Phase.PRODUCTION},
    State.AUTHORISED: {Phase.PRODUCTION},
    State.VERIFIED: {Phase.PRODUCTION},
    State.PRODUCTION: {Phase.PRODUCTION},
}


def look(settings: SwitchSettings, ledger: Ledger) -> int:
    """Ask the tenant and production; 1 where the tenant contradicts the ledger."""
    tenant, console = settings.project.tenant, settings.console
    driver, production = switch_driver(settings)
    view = driver.observe()
    change = last_change(ledger.entries(), tenant.name)
    state = State(change.state) if change is not None and change.state is not None else None
    console.result(f"tenant says  {view}")
    if in_production(ledger.entries(), tenant.name) and not of_tenant(
        ledger.entries(), tenant.name, EntryKind.TOUCHPOINT
    ):
        _record_first_touchpoint(settings, ledger, production())
    if state is not None and not _agrees(state, view, tenant.production_org, tenant.sandbox_org):
        console.warn(f"the ledger has {state}, but the tenant is {view}")
        return 1
    return 0


def _agrees(state: State, view: TenantView, production: str | None, sandbox: str | None) -> bool:
    wanted = {Phase.PRODUCTION: production, Phase.SANDBOX: sandbox, Phase.DELETING: sandbox}.get(view.phase)
    return view.phase in _SHOWS[state] and (wanted is None or same_org(view.org_id, wanted))


def _record_first_touchpoint(settings: SwitchSettings, ledger: Ledger, client: OrgClient) -> None:
    version = choose_version([client.versions()])
    answer = client.ask(version, query("Touchpoint", queries.FIRST_TOUCHPOINT))
    if not answer.is_good:
        raise CouldNotLook(
            f"production's touchpoints could not be read ({answer.error})",
            fix="Grant Read on bizible2__Bizible_Touchpoint__c to the signed-in user.",
        )
    tenant = settings.project.tenant.name
    authorised = change_into(ledger.entries(), tenant, State.AUTHORISED)
    for row in answer.records:
        created = str(row.get("CreatedDate"))
        if authorised is None or utc_moment(created) >= utc_moment(authorised.at):
            body: dict[str, object] = {"created": created, "id": row.get("Id")}
            ledger.append(Draft(kind=EntryKind.TOUCHPOINT, tenant=tenant, body=body), settings.operator)
