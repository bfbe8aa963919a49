"""A ledger that knows these orgs under another tenant's name: the switch goes on only after that name was typed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from parity.cli.workflows.switch import run_switch
from parity.errors import SwitchRefused
from parity.ledger.history import of_tenant
from parity.ledger.records import Draft, EntryKind
from parity.switch.drivers.interface import Phase
from parity.switch.drivers.registry import open_driver
from tests.tenants import OPERATOR, TENANT, Case, ready

_OTHER = "Northwind Roads"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with ready(tmp_path, deletion_looks=1) as found:
        tenant = found.context().project.tenant
        body = {"tenant": _OTHER, "sandbox_org": None, "production_org": tenant.production_org}
        found.ledger.append(Draft(kind=EntryKind.PROJECT, tenant=_OTHER, body=body), OPERATOR)
        yield found


def test_the_other_name_is_typed_and_the_switch_goes_on(case: Case) -> None:
    assert run_switch(case.context(" northwind  ROADS", *case.typed)) == 0
    assert open_driver(case.context()).observe().phase is Phase.PRODUCTION


def test_without_the_other_name_nothing_is_done(case: Case) -> None:
    with pytest.raises(SwitchRefused, match="the tenant's name that was typed is another"):
        run_switch(case.context(*[TENANT] * 3))
    assert case.tenant.tenant.done == []
    assert "typed-confirmation" in of_tenant(case.ledger.entries(), TENANT, EntryKind.REFUSED)[-1].body["conditions"]
