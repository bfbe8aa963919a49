"""A switch that must be refused."""

from typing import Any

from parity.cli.workflows.switch import run_switch
from parity.ledger.history import of_tenant
from parity.ledger.records import EntryKind
from tests.tenants import TENANT, Case


def refused_for(case: Case, code: int = 1, **changes: Any) -> dict[str, str]:
    """Run the switch, which must be refused; the conditions that the ledger names for it."""
    before = len(of_tenant(case.ledger.entries(), TENANT, EntryKind.REFUSED))
    posts = len(case.tenant.tenant.done)
    assert run_switch(case.context(**changes)) == code
    assert len(case.tenant.tenant.done) == posts, "something was done to the tenant"
    refusals = of_tenant(case.ledger.entries(), TENANT, EntryKind.REFUSED)
    assert len(refusals) == before + 1
    found: dict[str, str] = refusals[-1].body["conditions"]
    return found
