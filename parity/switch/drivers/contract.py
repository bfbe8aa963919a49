"""The JSON with which the drivers `http` and `command` learn about a tenant (docs/driver-contract.md)."""

import msgspec
from msgspec import Struct

from parity.errors import DriverError
from parity.integrity.unreadable import why_unreadable
from parity.ledger.records import tenant_key
from parity.snapshot.ids import full_id, same_org
from parity.switch.drivers.interface import Action, Instruction, Phase, TenantView, Trace, Verification

#: Of an answer, unpacked: a tenant takes a few hundred.
MOST_BYTES = 1_000_000

_PHASES = {
    ("sandbox", "connected"): Phase.SANDBOX,
    ("sandbox", "deletion in progress"): Phase.DELETING,
    ("production", "connected"): Phase.PRODUCTION,
}


class TenantConnection(Struct, frozen=True, kw_only=True):
    """A tenant's one connection."""

    environment: str
    org_id: str
    status: str


class TenantAnswer(Struct, frozen=True, kw_only=True):
    """A tenant; its connection is null where it has none. Other keys are ignored."""

    tenant: str
    connection: TenantConnection | None


def read_view(data: bytes, tenant: str, where: str) -> TenantView:
    """The view in an answer; raises DriverError for an answer that the contract does not allow."""
    try:
        answer = msgspec.json.decode(data, type=TenantAnswer)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise outside_contract(f"the answer cannot be read: {why_unreadable(problem, data)}", where) from None
    if tenant_key(answer.tenant) != tenant_key(tenant):
        raise outside_contract(f"the answer is about the tenant {answer.tenant[:80]!r}, not about {tenant!r}", where)
    if answer.connection is None:
        return TenantView(tenant=answer.tenant, phase=Phase.NOT_CONNECTED)
    phase = _PHASES.get((answer.connection.environment, answer.connection.status))
    if phase is None:
        shown = f"{answer.connection.environment[:40]!r}, {answer.connection.status[:40]!r}"
        raise outside_contract(f"a connection cannot be {shown}", where)
    org_id = full_id(answer.connection.org_id)
    if len(org_id) != 18 or not org_id.startswith("00D"):
        raise outside_contract(f"{answer.connection.org_id[:40]!r} is not the id of an org", where)
    return TenantView(tenant=answer.tenant, phase=phase, org_id=org_id)


def refuse_without_effect(view: TenantView, action: Action, order: Instruction, where: str) -> None:
    """Raise DriverError where the answer to an action does not show its effect."""
    if view.phase not in action.after or not order.is_about(view):
        raise outside_contract(f"after the request to {action}, the answer shows a tenant that is {view}", where)


def trace_in(view: TenantView, order: Instruction, who_says: str) -> Verification:
    """Whether the tenant, asked again, shows production: what an action answered is not yet what the tenant shows."""
    seen = view.phase is Phase.PRODUCTION and same_org(view.org_id, order.production_org)
    return Verification(trace=Trace.FOUND if seen else Trace.NOT_FOUND, detail=f"{who_says}: {view}")


def outside_contract(what: str, where: str) -> DriverError:
    """An answer that the contract does not allow, as a refusal."""
    return DriverError(
        what,
        where=where,
        fix="The contract is docs/driver-contract.md. What was asked for may have happened: run `parity switch` "
        "again, it looks at the tenant first and repeats nothing blindly.",
    )
