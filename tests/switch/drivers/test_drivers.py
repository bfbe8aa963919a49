"""The drivers: each carries the switch out, and each way to fail is a message, a place to go on from, and no harm."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.wrappers import Request as HttpRequest

from parity.cli.workflows.switch import run_switch
from parity.config.project import parse_project
from parity.errors import ConfigError, DriverError, SwitchRefused, SwitchUnfinished
from parity.ledger.history import in_production, last_change, of_tenant, open_intent
from parity.ledger.records import EntryKind
from parity.ledger.states import State
from parity.simulator import Fault
from parity.simulator.answers import HttpAnswer
from parity.switch.drivers import command
from tests.switch.drivers.clocks import JumpingClock
from tests.tenants import TENANT, Case, ready

SANDBOX, PRODUCTION = "00D8F0000008NwSUAU", "00D300000001NwhEAE"
USER = "integration@northwind.example"
ROOT = Path(__file__).parents[3]


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with ready(tmp_path, deletion_looks=1) as found:
        yield found


def state(case: Case) -> str | None:
    change = last_change(case.ledger.entries(), TENANT)
    return change.state if change else None


def actions(case: Case) -> list[str]:
    return [one.action for one in case.tenant.tenant.done if one.status < 300]


# The driver http


@pytest.mark.parametrize("times", [1, 2])
def test_a_passing_fault_while_looking_is_passed_over(case: Case, times: int) -> None:
    case.tenant.fail(Fault(match="GET /v1", status=503, times=times))
    assert run_switch(case.context()) == 0
    assert actions(case) == ["deletion", "connection"]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(match="/connection/deletion", drop=True, times=1),
        Fault(match="/connection/deletion", status=500, times=1),
        Fault(match="POST", status=200, body=b"<html>sign in to the proxy</html>", times=1),
        Fault(match="/connection/deletion", status=302, times=1),
    ],
)
def test_an_action_without_a_clear_answer_is_settled_by_the_next_run(case: Case, fault: Fault) -> None:
    case.tenant.fail(fault)
    with pytest.raises(DriverError) as failed:
        run_switch(case.context())
    assert failed.value.exit_code == 3
    assert "again" in failed.value.fix
    assert run_switch(case.context()) == 0
    assert actions(case) == ["deletion", "connection"]
    assert case.ledger.problems() == ()
    assert open_intent(case.ledger.entries(), TENANT) is None


def test_a_dropped_authorisation_is_settled_by_the_next_run(case: Case) -> None:
    case.tenant.fail(Fault(match="/connection", drop=True, times=1))
    case.tenant.fail(Fault(match="/connection", drop=True, times=1))
    for _ in range(2):
        with pytest.raises(DriverError, match="could not be reached"):
            run_switch(case.context())
    assert run_switch(case.context()) == 0
    assert actions(case) == ["deletion", "connection"]


def test_an_endpoint_that_is_silent_is_given_up(case: Case) -> None:
    case.edit(tenant__driver__timeout=0.2)
    case.tenant.fail(Fault(match="GET /v1", delay_seconds=60, status=200))
    assert run_switch(case.context()) == 3
    refusal = of_tenant(case.ledger.entries(), TENANT, EntryKind.REFUSED)[-1]
    assert "did not answer in time" in refusal.body["conditions"]["tenant-state"]


def lie(environment: str, org_id: str, status: str = "connected", tenant: str = TENANT) -> bytes:
    connection = {"environment": environment, "org_id": org_id, "status": status}
    return json.dumps({"tenant": tenant, "connection": connection}).encode()


@pytest.mark.parametrize(
    ("body", "code", "says"),
    [
        (b"not json", 3, "cannot be read"),
        (b"\xff\xfe", 3, "cannot be read"),
        (b"[]", 3, "cannot be read"),
        (b'{"tenant": 5, "connection": null}', 3, "cannot be read"),
        (lie("sandbox", "00D8F0000008NwSUAU", tenant="Somebody Else"), 3, "Somebody Else"),
        (lie("production", "00D300000001NwhEAE", "deletion in progress"), 3, "cannot be"),
        (lie("staging", "00D8F0000008NwSUAU"), 3, "cannot be"),
        (lie("sandbox", "00D8F0000008ZZZ"), 1, "00D8F0000008ZZZ"),
        (lie("sandbox", "\x1b[31m\nok"), 3, "is not the id of an org"),
        (lie("production", "00D300000001NwhEAE"), 1, "connected to production"),
    ],
)
def test_a_tenant_that_lies_closes_the_gate(case: Case, body: bytes, code: int, says: str) -> None:
    case.tenant.fail(Fault(match="GET /v1", status=200, body=body))
    assert run_switch(case.context()) == code
    assert says in of_tenant(case.ledger.entries(), TENANT, EntryKind.REFUSED)[-1].body["conditions"]["tenant-state"]
    assert actions(case) == []


def test_a_deletion_that_is_only_claimed_is_waited_for_and_never_asked_twice(case: Case) -> None:
    case.edit(tenant__driver__wait_seconds=0.05)
    claimed = lie("sandbox", SANDBOX, "deletion in progress")
    case.tenant.fail(Fault(match="/connection/deletion", status=202, body=claimed, times=1))
    for _ in range(2):
        with pytest.raises(SwitchUnfinished, match="still in SWITCHING: deletion asked"):
            run_switch(case.context())
    assert case.tenant.requests.count(f"POST /v1/tenants/{TENANT}/connection/deletion") == 1
    assert state(case) == State.DELETION_ASKED


def test_an_authorisation_that_is_only_claimed_is_never_verified(case: Case) -> None:
    real = case.tenant.handle

    def claims(request: HttpRequest) -> HttpAnswer:
        if request.method == "POST" and request.path.endswith("/connection"):
            case.tenant.requests.append(f"POST {request.path}")
            return HttpAnswer(status=201, body=lie("production", PRODUCTION).decode())
        return real(request)

    case.edit(tenant__driver__wait_seconds=0.05)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(case.tenant, "handle", claims)
        for _ in range(2):
            with pytest.raises(SwitchUnfinished, match="production authorised, and is not connected") as waits:
                run_switch(case.context())
            assert f"connect production there ({PRODUCTION})" in waits.value.fix
    assert case.tenant.requests.count(f"POST /v1/tenants/{TENANT}/connection") == 1
    assert state(case) == State.AUTHORISED


def test_another_production_org_in_the_tenant_is_refused(case: Case) -> None:
    case.tenant.fail(Fault(match="/connection/deletion", drop=True, times=1))
    with pytest.raises(DriverError):
        run_switch(case.context())
    case.tenant.fail(Fault(match="GET /v1", status=200, body=lie("production", "00D300000009ZZZ")))
    with pytest.raises(SwitchRefused, match="its outcome is unknown, but the tenant is connected to production"):
        run_switch(case.context())
    assert in_production(case.ledger.entries(), TENANT) is None


def test_the_token_is_asked_for_by_name(case: Case) -> None:
    del case.environment["TENANT_TOKEN"]
    outcome = case.parity("switch", answers=case.typed)
    assert outcome.code == 2
    assert "TENANT_TOKEN is not set" in outcome.err


# The driver command


@pytest.fixture
def program(case: Case) -> Path:
    """A tenant behind a program; returns the file that holds it."""
    held = case.folder / "tenant.json"
    connection = {"environment": "sandbox", "org_id": "00D8F0000008NwSUAU", "status": "connected"}
    held.write_text(json.dumps({"connection": connection, "log": [], "looks": 1}))
    behave(case, "")
    return held


def behave(case: Case, how: str) -> None:
    run = [sys.executable, str(ROOT / "tests/tenant_program.py"), str(case.folder / "tenant.json"), how]
    driver = {"kind": "command", "run": run, "poll_seconds": 0.01, "wait_seconds": 5, "timeout": 120}
    case.edit(tenant__driver=driver)


def done(held: Path) -> list[str]:
    return [one for one in json.loads(held.read_text())["log"] if one != "observe"]


def test_a_program_carries_the_switch_out_and_sees_none_of_our_secrets(case: Case, program: Path) -> None:
    assert run_switch(case.context()) == 0
    assert done(program) == ["ask-deletion", "authorise-production"]
    saw = json.loads(program.read_text())["saw"]
    assert not {"LEDGER_KEY", "PARITY_SANDBOX_SESSION_ID", "PARITY_PRODUCTION_SESSION_ID"} & set(saw)


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("hangs", "did not end within"),
        ("dies", "failed .exit code 7"),
        ("killed", "killed by signal 9"),
        ("nonsense", "cannot be read"),
        ("silent", "printed nothing"),
        ("lies", "Somebody Else"),
    ],
)
def test_a_program_that_misbehaves_is_named_and_nothing_is_done_twice(
    case: Case, program: Path, fault: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if fault == "hangs":
        monkeypatch.setattr(command, "time", JumpingClock(lambda: '"ask-deletion"' in program.read_text()))
    behave(case, f"ask-deletion:{fault}")
    with pytest.raises(DriverError, match=says) as failed:
        run_switch(case.context())
    assert failed.value.exit_code == 3
    behave(case, "")
    assert run_switch(case.context()) == 0
    assert done(program) == ["ask-deletion", "authorise-production"]


def test_a_program_that_is_not_there_is_an_input_error(case: Case, program: Path) -> None:
    del program
    case.edit(tenant__driver={"kind": "command", "run": ["/no/such/program"]})
    outcome = case.parity("switch", answers=case.typed)
    assert outcome.code in {2, 3}
    assert "the program cannot be started" in outcome.err + outcome.out


# Settings


@pytest.mark.parametrize(
    ("driver", "says"),
    [
        ("{kind: magic}", "magic"),
        ("{kind: http, url: 'http://tenant.example'}", "not an https address"),
        ("{kind: http}", "url"),
        ("{kind: command, run: []}", "run"),
        ("{kind: command, runs: [x]}", "Did you mean `run`?"),
        ("{kind: http, url: 'https://a', token: abc}", "holds a secret"),
    ],
)
def test_a_driver_that_cannot_be_is_an_input_error(driver: str, says: str) -> None:
    text = f"""
tenant: {{name: Acme, driver: {driver}}}
orgs:
  sandbox: {{sign_in: {{method: sf-cli, alias: a}}}}
  production: {{sign_in: {{method: sf-cli, alias: b}}}}
"""
    with pytest.raises(ConfigError) as refused:
        parse_project(text, "parity.yaml", {})
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("tenant: {name: Acme, production_org: acme}", "which is not the id of an org"),
        ("tenant: {name: ' '}", "tenant.name is ` `: it is empty"),
        ("tenant: {name: 'Acme '}", "it has a blank at one of its ends"),
        ('tenant: {name: "Ac\\u200bme"}', "it holds a character that nobody sees (U+200B)"),
        ('tenant: {name: "\\uff21cme"}', "not in NFKC"),
        ('tenant: {name: "A\\u0441me"}', "mixes letters that look alike (Cyrillic and Latin)"),
        ("tenant: {name: Acme}\npolicy: {approvals: 3}", "at least 0 and at most 2"),
        ("tenant: {name: Acme}\npolicy: {readiness: {daily_api_limit: 99999}}", "policy.readiness.daily_api_limit"),
        ("tenant: {name: Acme}\npolicy: {result_max_age_hours: 0}", "policy.result_max_age_hours"),
        ("tenant: {name: Acme}\nledger: {key_env: '-----BEGIN PRIVATE KEY-----'}", "holds a secret"),
        ("tenant: {name: Acme}\nledger: {pth: x.db}", "Did you mean `path`?"),
    ],
)
def test_settings_of_the_switch_are_read_strictly(lines: str, says: str) -> None:
    orgs = "{sandbox: {sign_in: {method: sf-cli, alias: a}}, production: {sign_in: {method: sf-cli, alias: b}}}"
    with pytest.raises(ConfigError) as refused:
        parse_project(f"{lines}\norgs: {orgs}\n", "parity.yaml", {})
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("tenant__driver", "driver: {kind: guided}"),
        ("ledger", "ledger: {key_file:"),
        ("tenant__production_org", "tenant.production_org is not set"),
    ],
)
def test_a_missing_setting_is_named_with_what_to_add(case: Case, key: str, says: str) -> None:
    case.edit(**{key: None})
    outcome = case.parity("switch", answers=case.typed)
    assert outcome.code == 2, outcome.out
    assert says in outcome.err
    assert actions(case) == []
