"""Every way back, and every way around the gate, is tried: refused, named, and written down where that can be."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from msgspec import structs

from parity.cli.workflows.switch import run_switch
from parity.errors import LedgerError, SwitchRefused
from parity.integrity.signing_keys import KeyInMemory
from parity.ledger.history import of_tenant
from parity.ledger.lock import switch_lock
from parity.ledger.records import Draft, EntryKind
from parity.ledger.states import State
from parity.switch.drivers.interface import Instruction
from parity.switch.drivers.registry import open_driver
from parity.switch.gate.evidence import ResultFiles
from parity.switch.gate.gather import result_files
from tests.tenants import OPERATOR, TENANT, TOKEN, Case, key_file, key_of, ready, signer, utc
from tests.waivers import waiver_of


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with ready(tmp_path, deletion_looks=1) as found:
        yield found


@pytest.fixture
def switched(case: Case) -> Case:
    assert run_switch(case.context()) == 0
    return case


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


def tampered(case: Case, *statements: str) -> None:
    """What somebody with the file and a SQL shell can do once the guards are gone."""
    with sqlite3.connect(case.folder / "parity-ledger.db") as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        for one in statements:
            database.execute(one)


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
    answer = requests.post(url, json=body, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=10)
    assert (answer.status_code, answer.json()["error"]) == (409, error)


def test_another_user_for_the_same_connection_is_not_a_switch(switched: Case) -> None:
    entries = len(switched.ledger.entries())
    url = f"{switched.tenant.url}/v1/tenants/{TENANT}/connection/reauthorisation"
    answer = requests.post(
        url, json={"username": "other@northwind.example"}, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=10
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


@pytest.mark.parametrize(
    ("statements", "named"),
    [
        (
            ["UPDATE parity_ledger SET content = replace(content, 'channels', 'chanels') WHERE seq = 1"],
            "entry 1 was changed",
        ),
        (["UPDATE parity_ledger SET state = 'SANDBOX' WHERE seq = 4"], "columns are not those of its content"),
        (
            ["UPDATE parity_ledger SET signature = previous WHERE seq = 2"],
            "entry 2: its signature is not in OpenSSH's form",
        ),
        (["UPDATE parity_ledger SET key_id = 'SHA256:other' WHERE seq = 2"], "a key that is not trusted"),
        (["DELETE FROM parity_ledger WHERE seq = 3"], "entry 3 is missing"),
        (
            [
                "UPDATE parity_ledger SET seq = 99 WHERE seq = 3",
                "UPDATE parity_ledger SET seq = 3 WHERE seq = 4",
                "UPDATE parity_ledger SET seq = 4 WHERE seq = 99",
            ],
            "does not follow the entry before it",
        ),
        ([], "lost its guard"),
    ],
)
def test_a_ledger_that_was_changed_closes_the_gate(case: Case, statements: list[str], named: str) -> None:
    tampered(case, *statements)
    problems = case.ledger.problems()
    assert any(named in one for one in problems), problems
    assert refused_for(case)["ledger-verifies"]
    outcome = case.parity("audit", "verify")
    assert outcome.code == 1
    assert named in outcome.out


def test_a_tail_that_was_cut_off_is_seen_and_nothing_is_written_to_it(case: Case) -> None:
    tampered(case, "DELETE FROM parity_ledger WHERE seq = (SELECT max(seq) FROM parity_ledger)")
    before = len(case.ledger.rows())
    with pytest.raises(LedgerError, match="its tail was cut off, or it was swapped for a backup"):
        run_switch(case.context())
    assert len(case.ledger.rows()) == before
    assert case.tenant.tenant.done == []


def test_a_ledger_swapped_for_a_backup_is_seen(case: Case) -> None:
    backup = case.folder / "backup.db"
    shutil.copy(case.folder / "parity-ledger.db", backup)
    shutil.copy(case.folder / "parity-ledger.db-wal", f"{backup}-wal") if (
        case.folder / "parity-ledger.db-wal"
    ).exists() else None
    assert run_switch(case.context()) == 0
    for path in case.folder.glob("parity-ledger.db*"):
        path.unlink()
    for path in case.folder.glob("backup.db*"):
        shutil.copy(path, case.folder / path.name.replace("backup", "parity-ledger"))
    assert all(one.state is None for one in of_tenant(case.ledger.entries(), TENANT))
    with pytest.raises(LedgerError, match="swapped for a backup"):
        run_switch(case.context())
    # On a machine that has never seen the ledger, the tenant itself contradicts the backup.
    (case.folder / "parity-ledger.head").unlink()
    why = refused_for(case)["tenant-state"]
    assert "connected to production" in why
    assert "not the right one" in why


def test_a_head_that_a_result_has_seen_must_still_be_there(case: Case) -> None:
    case.check()
    (case.folder / "parity-ledger.head").unlink()
    tampered(case, "DELETE FROM parity_ledger WHERE seq = (SELECT max(seq) FROM parity_ledger)")
    assert "the result has seen another entry" in refused_for(case)["ledger-verifies"]


def test_a_clock_that_was_set_back_is_seen_and_written_down(case: Case) -> None:
    conditions = refused_for(case, clock=lambda: utc() - timedelta(days=1))
    assert "it was set back" in conditions["clock"]
    assert "in the future" in conditions["result-fresh"]


def test_a_clock_that_ran_ahead_shuts_the_gate_until_a_person_says_so(case: Case) -> None:
    ahead = utc() + timedelta(days=400)
    context = case.context(clock=lambda: ahead)
    context.ledger.append(Draft(kind=EntryKind.ATTEMPT, tenant=TENANT), OPERATOR)
    case.check()
    assert "--correct-clock" in refused_for(case)["clock"]
    assert case.parity("switch", "--correct-clock").code == 2
    assert case.parity("switch", "--correct-clock", "--as", "Olga", answers=("no",)).code == 1
    stated = case.parity("switch", "--correct-clock", "--as", "Olga", answers=("wat", "yes"))
    assert stated.code == 0, stated.err
    corrected = of_tenant(case.ledger.entries(), TENANT, EntryKind.CLOCK_CORRECTED)
    assert [one.actor.name for one in corrected] == ["Olga"]
    assert corrected[0].body["ahead"][:10] == f"{ahead:%Y-%m-%d}"
    assert corrected[0].body["now"][:10] == f"{utc():%Y-%m-%d}"
    assert case.ledger.problems() == ()
    assert run_switch(case.context()) == 0
    assert case.ledger.entries()[-1].content.at[:10] == f"{utc():%Y-%m-%d}"
    assert case.ledger.problems() == ()
    assert case.parity("audit", "verify").code == 0
    assert case.parity("switch", "--correct-clock", "--as", "Olga", answers=("yes",)).code == 2


def test_a_symlink_to_the_ledger_is_the_same_ledger(case: Case) -> None:
    other = case.folder / "elsewhere"
    other.mkdir()
    (other / "linked.db").symlink_to(case.folder / "parity-ledger.db")
    linked = structs.replace(case.ledger.database, file=other / "linked.db")
    with switch_lock(case.ledger.database, TENANT) as mine, switch_lock(linked, TENANT) as too:
        assert (mine, too) == (True, False)


def edit_json(path: Path, change: Callable[[Any], None]) -> None:
    data = json.loads(path.read_bytes())
    change(data)
    path.write_text(json.dumps(data, separators=(",", ":"), ensure_ascii=False) + "\n")


def test_an_edited_result_is_named(tmp_path: Path) -> None:
    with ready(tmp_path, "drifted") as case:
        assert "NO-GO" in refused_for(case)["verdict-go"]

        def forge(data: Any) -> None:
            data["findings"], data["verdict"], data["exit_code"] = [], "GO", 0
            data["counts"] = dict.fromkeys(data["counts"], 0)
            data["rules"] = {}

        edit_json(case.result, forge)
        conditions = refused_for(case)
        assert "edited" in conditions["result-intact"]
        assert "verdict-go" in conditions


def test_an_edited_snapshot_is_named(case: Case) -> None:
    edit_json(case.result.with_name("sandbox.snapshot.json"), lambda data: data["objects"]["Lead"]["fields"].pop())
    assert "sandbox.snapshot.json is not the snapshot that was judged" in refused_for(case)["result-intact"]


def test_a_report_of_another_tenant_is_named(case: Case) -> None:
    case.edit(tenant__name="Somebody Else")
    case.check()
    case.edit(tenant__name=TENANT)
    assert "'Somebody Else'" in refused_for(case)["orgs-match"]


def test_another_production_org_is_named(case: Case) -> None:
    case.edit(tenant__production_org="00D300000009ZZZ")
    conditions = refused_for(case)
    assert "tenant.production_org is 00D300000009ZZZ" in conditions["orgs-match"]


def test_an_approval_copied_from_another_result_is_named(tmp_path: Path) -> None:
    with ready(tmp_path, policy={"approvals": 1, "signers": [signer("Dana Hill"), signer("Olga Operator")]}) as case:
        assert "0 of 1" in refused_for(case)["approvals"]
        key = key_file(case.folder, "Dana Hill")
        arguments = ("approve", case.result, "--as", "Dana Hill", "--role", "Approver", "--key-file", key)
        assert case.parity(*arguments, answers=("yes",)).code == 0
        case.check()
        assert "it was given for another result" in refused_for(case)["approvals"]
        approval = case.result.with_name("approvals") / "dana-hill.json"
        digest = json.loads(approval.read_bytes())["statement"]["result"]
        now = case.ledger.head()
        assert now is not None

        judged = result_files(case.project, case.result, utc())
        assert isinstance(judged, ResultFiles)
        approval.write_text(approval.read_text().replace(digest, judged.digest))
        assert "approvals" in refused_for(case)
        assert case.parity(*arguments, answers=("yes",)).code == 0
        assert run_switch(case.context()) == 0


def test_a_waiver_that_expired_a_second_ago_is_named(tmp_path: Path) -> None:
    with ready(tmp_path, "triggers-off", policy={"result_max_age_hours": 72}) as case:
        today = utc().date()
        waivers = [
            structs.asdict(waiver_of(one, expires=today)) | {"items": [item.name for item in one.items]}
            for one in case.check().findings
            if one.cause is None
        ]
        case.edit(policy__waivers=waivers)
        assert case.check().verdict.value == "GO WITH WAIVERS"
        midnight = datetime.combine(today + timedelta(days=1), time(), utc().tzinfo)
        conditions = refused_for(case, clock=lambda: midnight)
        assert "expired at the end of" in conditions["waivers-in-force"]
        assert "NO-GO" in conditions["verdict-go"]


def test_an_org_that_changed_since_is_refused_and_the_change_is_shown(case: Case) -> None:
    org = case.pair.production.org
    triggers = tuple({**row, "Status": "Inactive"} if row["Name"] == "LeadRouting" else row for row in org.triggers)
    case.pair.production.replace(structs.replace(org, triggers=triggers))
    why = refused_for(case)["orgs-unchanged"]
    assert "production: Lead trigger LeadRouting: Status was 'Active', is 'Inactive'" in why


@pytest.mark.parametrize(
    ("changes", "condition", "says"),
    [
        ({"policy__max_warnings": 3}, "policy-unchanged", "not the one"),
        ({"tenant__sandbox_org": "00D8F0000008XXX"}, "orgs-match", "00D8F0000008XXX"),
    ],
)
def test_settings_that_do_not_fit_are_named(case: Case, changes: dict[str, Any], condition: str, says: str) -> None:
    case.edit(**changes)
    assert says in refused_for(case)[condition]


def test_what_cannot_be_evaluated_does_not_hold(case: Case) -> None:
    case.edit(policy__readiness__daily_api_limit=None)
    case.check()
    assert "policy.readiness.daily_api_limit is not set" in refused_for(case, 3)["daily-api-limit"]
    case.edit(policy__readiness__daily_api_limit=150_000)
    case.check()
    case.result.with_name("production.snapshot.json").unlink()
    conditions = refused_for(case, 3)
    assert {"result-intact", "orgs-unchanged", "verdict-go"} <= set(conditions)


def test_a_missing_package_and_missing_credits_are_named(case: Case) -> None:
    org = case.pair.production.org
    packages = tuple(row for row in org.packages if row["SubscriberPackage"]["NamespacePrefix"] != "bizible2")
    case.pair.production.replace(structs.replace(org, packages=packages))
    assert "bizible2 is not installed" in refused_for(case)["package"]
    case.edit(api__reserve=100_000)
    conditions = refused_for(case, 3)
    assert "below the reserve" in conditions["credits"]


def test_an_old_result_is_named(case: Case) -> None:
    conditions = refused_for(case, clock=lambda: utc() + timedelta(hours=25))
    assert "25 h" in conditions["result-fresh"]


@pytest.mark.parametrize("answers", [("00D300000009ZZZ",) * 3, ("00D300000001Nwh", *["Northwind"] * 3)])
def test_a_wrong_confirmation_ends_it(case: Case, answers: tuple[str, ...]) -> None:
    with pytest.raises(SwitchRefused, match="that was typed is another"):
        run_switch(case.context(*answers))
    assert case.tenant.tenant.done == []
    assert "typed-confirmation" in of_tenant(case.ledger.entries(), TENANT, EntryKind.REFUSED)[-1].body["conditions"]


def test_the_operator_cannot_approve_and_two_must_be_two(tmp_path: Path) -> None:
    people = [signer("Olga Operator"), signer("Dana Hill"), signer("Ann Lee")]
    with ready(tmp_path, policy={"approvals": 2, "signers": people}) as case:
        for name in ("Olga Operator", "Dana Hill"):
            key = key_file(case.folder, name)
            arguments = ("approve", case.result, "--as", name, "--role", "Approver", "--key-file", key)
            assert case.parity(*arguments, answers=("yes",)).code == 0
        why = refused_for(case)["approvals"]
        assert "1 of 2 people" in why
        assert "Olga Operator: the operator cannot approve" in why
        assert "must sign too" in refused_for(case, operator_key=None)["approvals"]
        another = KeyInMemory(key_of("Ann Lee"))
        assert "does not give the key" in refused_for(case, operator_key=another)["approvals"]
        case.edit(policy__signers=[*people, {**signer("Dana Hill"), "name": "Second Dana"}])
        assert "Dana Hill and Second Dana have the same key" in refused_for(case)["approvals"]


def test_a_dry_run_changes_nothing(case: Case) -> None:
    before = {path.name: path.read_bytes() for path in case.folder.iterdir() if path.is_file()}
    outcome = case.parity("switch", "--dry-run")
    assert outcome.code == 0, outcome.err
    assert outcome.out.count("ok  ") == 18
    after = {path.name: path.read_bytes() for path in case.folder.iterdir() if path.is_file()}
    assert {name: data for name, data in after.items() if "-shm" not in name and "-wal" not in name} == {
        name: data for name, data in before.items() if "-shm" not in name and "-wal" not in name
    }
    assert case.tenant.tenant.done == []


def test_no_secret_reaches_the_ledger_or_the_terminal(case: Case) -> None:
    outcome = case.parity("--verbose", "switch", answers=case.typed)
    assert outcome.code == 0, outcome.err
    case.parity("audit", "export", "-o", "evidence.zip")
    everything = outcome.out + outcome.err
    everything += "".join(path.read_bytes().decode("latin-1") for path in case.folder.glob("parity-ledger*"))
    secrets = [TOKEN, case.pair.sandbox.credentials.session_id, case.pair.production.credentials.session_id]
    secrets.append(case.environment["LEDGER_KEY"].splitlines()[1])
    assert [one for one in secrets if one in everything] == []


def test_an_approval_that_is_cut_off_keeps_the_gate_shut_and_is_named(case: Case) -> None:
    (case.result.with_name("approvals")).mkdir()
    broken = case.result.with_name("approvals") / "x.json"
    broken.write_text("{")
    assert refused_for(case)["approvals"].startswith("approvals/x.json: this is not an approval that can be read")
    assert "give it again (parity approve), or take the file out" in refused_for(case)["approvals"]
    seen = case.parity("audit", "verify")
    assert seen.code == 1
    assert "FAIL approvals/x.json" in seen.out
    exported = case.parity("audit", "export", "-o", "evidence.zip")
    assert exported.code == 2
    assert "approvals/x.json" in exported.err
    broken.unlink()
    assert run_switch(case.context()) == 0
