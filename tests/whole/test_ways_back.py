"""After production there is no way back: not by the driver, the tenant, the database or another run."""

import sqlite3

import pytest
import requests

from parity.cli.workflows.switch import run_switch
from parity.errors import LedgerError, SwitchRefused
from parity.ledger.history import of_tenant
from parity.ledger.records import Draft, EntryKind
from parity.ledger.states import State
from parity.switch.drivers.interface import Instruction
from parity.switch.drivers.registry import open_driver
from tests.tenants import OPERATOR, TENANT, TOKEN, Case


def test_a_second_switch_is_refused_and_says_who_did_the_first(switched: Case) -> None:
    with pytest.raises(SwitchRefused, match=r"in PRODUCTION since .* Olga Operator") as refused:
        run_switch(switched.context())
    assert refused.value.exit_code == 1
    assert "tenant-state" in of_tenant(switched.ledger.entries(), TENANT, EntryKind.REFUSED)[-1].body["conditions"]


def test_the_driver_asked_directly_refuses_after_production(switched: Case) -> None:
    driver = open_driver(switched.context())
    order = Instruction(
        tenant=TENANT,
        sandbox_org=str(switched.project.tenant.sandbox_org),
        production_org="00D300000009ZZZ",
        key="another key",
    )
    done = len(switched.tenant.tenant.done)
    for act in (driver.ask_deletion, driver.authorise_production):
        with pytest.raises(SwitchRefused, match="that is final"):
            act(order)
    assert len(switched.tenant.tenant.done) == done


@pytest.mark.parametrize(
    ("path", "body", "error"),
    [
        ("connection", {"environment": "sandbox", "org_id": "00D8F0000008NwSUAU"}, "production_is_final"),
        ("connection", {"environment": "production", "org_id": "00D300000009ZZZ"}, "one_production_only"),
        ("connection", {"environment": "production", "org_id": "00D300000001NwhEAE"}, "already_connected"),
        ("connection/deletion", {"org_id": "00D300000001NwhEAE", "business_name": TENANT}, "production_is_final"),
    ],
)
def test_the_simulated_tenant_enforces_the_rules_itself(
    switched: Case, path: str, body: dict[str, str], error: str
) -> None:
    url = f"{switched.tenant.url}/v1/tenants/{TENANT}/{path}"
    answer = requests.post(url, json=body, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=60)
    assert (answer.status_code, answer.json()["error"]) == (409, error)


def test_another_user_for_the_same_connection_is_not_a_switch(switched: Case) -> None:
    entries = len(switched.ledger.entries())
    url = f"{switched.tenant.url}/v1/tenants/{TENANT}/connection/reauthorisation"
    answer = requests.post(
        url, json={"username": "other@northwind.example"}, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=60
    )
    assert answer.status_code == 200
    outcome = switched.parity("status")
    assert outcome.code == 0, outcome.err
    assert "PRODUCTION" in outcome.out
    assert len(switched.ledger.entries()) == entries


@pytest.mark.parametrize("state", [State.SANDBOX, State.PRODUCTION, State.GATE_PASSED])
def test_the_database_takes_no_state_after_production(switched: Case, state: State) -> None:
    with pytest.raises(LedgerError, match="PRODUCTION is terminal"):
        switched.ledger.append(
            Draft(kind=EntryKind.STATE, tenant=TENANT.upper(), state=state, after=State.PRODUCTION), OPERATOR
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE parity_ledger SET state = 'SANDBOX' WHERE state = 'PRODUCTION'",
        "DELETE FROM parity_ledger WHERE state = 'PRODUCTION'",
        "DELETE FROM parity_ledger",
        "INSERT OR REPLACE INTO parity_ledger SELECT * FROM parity_ledger WHERE seq = 3",
        "REPLACE INTO parity_ledger SELECT seq + 100, tenant, kind, at, state, content, previous, hash, key_id, "
        "signature FROM parity_ledger WHERE seq = 1",
    ],
)
def test_the_database_is_append_only(switched: Case, statement: str) -> None:
    with (
        sqlite3.connect(switched.folder / "parity-ledger.db") as database,
        pytest.raises(sqlite3.IntegrityError, match="parity:"),
    ):
        database.execute(statement)
    assert switched.ledger.problems() == ()
