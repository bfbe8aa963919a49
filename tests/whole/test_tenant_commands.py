"""`parity approve`, `checklist`, `status` and `audit` as people use them."""

import json
import re
from pathlib import Path

import pytest
import yaml
from msgspec import structs

from parity.audit.statement import statement_problem
from parity.cli.workflows.switch import dry_run, run_switch
from parity.cli.workflows.tenant_view import look
from parity.errors import CouldNotLook
from parity.ledger.history import of_tenant
from parity.ledger.records import EntryKind
from parity.marketo_measure.authorize import APP, IP_RANGES, LICENCE, LOGIN_HOURS, USER
from parity.simulator import Fault
from parity.simulator.tenant import SimulatedTenant
from parity.switch.items import ITEMS
from tests.tenants import TENANT, Case, key_file, pem, ready, signer, utc


def test_a_gate_costs_what_a_check_costs_and_no_more(case: Case) -> None:
    judged = case.check().snapshots
    before = len(case.pair.sandbox.requests), len(case.pair.production.requests)
    assert dry_run(case.context()) == 0
    after = len(case.pair.sandbox.requests), len(case.pair.production.requests)
    assert after[0] - before[0] == judged.sandbox.api_calls
    assert after[1] - before[1] == judged.production.api_calls


def test_a_switch_that_is_not_allowed_costs_no_call(case: Case) -> None:
    assert run_switch(case.context()) == 0
    before = len(case.pair.sandbox.requests), len(case.pair.production.requests)
    assert case.parity("switch", answers=case.typed).code == 1
    assert (len(case.pair.sandbox.requests), len(case.pair.production.requests)) == before


def test_the_checklist_lists_records_and_names_attachments_by_digest(tmp_path: Path) -> None:
    with ready(tmp_path, prepared=False) as case:
        assert "open" in case.parity("checklist").out
        (tmp_path / "channels.png").write_bytes(b"a picture")
        outcome = case.parity("checklist", "channels", "--attach", "channels.png", "--as", "Dana Hill")
        assert outcome.code == 0, outcome.err
        assert "channels.png" in outcome.out
        (entry,) = of_tenant(case.ledger.entries(), TENANT, EntryKind.CHECKLIST)
        assert entry.body["attachments"][0]["bytes"] == 9
        assert entry.actor.name == "Dana Hill"
        listed = case.parity("checklist").out
        assert "recorded" in listed
        assert case.parity("checklist", "channels").code == 2
        assert case.parity("checklist", "channels", "--note", "\u200b").code == 2
        before = case.ledger.head()
        (tmp_path / "empty.csv").touch()
        empty = case.parity("checklist", "channels", "--attach", "empty.csv")
        assert (empty.code, "empty.csv: the file is empty" in empty.err, case.ledger.head()) == (2, True, before)
        assert case.parity("checklist", "chanels", "--note", "x").code == 2


def test_an_approval_is_refused_for_what_is_no_go_and_for_a_key_that_is_not_the_signers(tmp_path: Path) -> None:
    with ready(tmp_path, "drifted", policy={"signers": [signer("Dana Hill")]}) as case:
        key_file(tmp_path, "Dana Hill")
        outcome = case.parity("approve", case.result, "--as", "Dana Hill", "--role", "Approver", "--key-file", "key")
        assert outcome.code == 1
        assert "nothing to approve" in outcome.err
    with ready(tmp_path, policy={"signers": [signer("Dana Hill")]}) as case:
        key_file(tmp_path, "Somebody")
        outcome = case.parity("approve", case.result, "--as", "Dana Hill", "--role", "Approver", "--key-file", "key")
        assert outcome.code == 2
        assert "not that of Dana Hill's key" in outcome.err
        assert "Have Dana Hill sign, with the key whose public half stands there." in outcome.err
        outcome = case.parity("approve", case.result, "--as", "Eve", "--role", "Approver", "--key-file", "key")
        assert "does not name Eve" in outcome.err
        assert "It names Dana Hill: give --as so." in outcome.err
        key_file(tmp_path, "Dana Hill")
        outcome = case.parity("approve", case.result, "--as", "Dana Hill", "--role", "Owner", "--key-file", "key")
        assert (outcome.code, "Give --role 'Approver'." in outcome.err) == (2, True)
        case.edit(tenant__production_org="00D30000000ZZZZ")
        outcome = case.parity("approve", case.result, "--as", "Dana Hill", "--role", "Approver", "--key-file", "key")
        assert (outcome.code, "tenant.production_org is 00D30000000ZZZZ" in outcome.err) == (2, True)
        assert "Correct parity.yaml, or name this result's own with --config" in outcome.err
        assert of_tenant(case.ledger.entries(), TENANT, EntryKind.APPROVAL) == ()


def test_an_approver_without_the_ledger_hands_over_a_file(tmp_path: Path) -> None:
    with ready(tmp_path, policy={"approvals": 1, "signers": [signer("Dana Hill"), signer("Olga Operator")]}) as case:
        signature = case.environment.pop("LEDGER_KEY")
        key_file(tmp_path, "Dana Hill")
        arguments = ("approve", case.result, "--as", "Dana Hill", "--role", "Approver", "--key-file", "key")
        refused = case.parity(*arguments, answers=("no",))
        assert refused.code == 1
        assert "Nothing was signed" in refused.out
        assert not case.result.with_name("approvals").exists()
        outcome = case.parity(*arguments, answers=("yes",))
        assert outcome.code == 0, outcome.err
        assert "records the file" in outcome.err
        case.environment["LEDGER_KEY"] = signature
        assert run_switch(case.context()) == 0
        assert len(of_tenant(case.ledger.entries(), TENANT, EntryKind.APPROVAL)) == 1


def test_an_approval_is_refused_where_the_report_beside_it_shows_something_else(tmp_path: Path) -> None:
    people = [signer("Dana Hill"), signer("Olga Operator")]
    with ready(tmp_path, prepared=False, policy={"approvals": 1, "signers": people}) as case:
        case.record_settings()
        assert case.parity("check").code == 0
        key = key_file(tmp_path, "Dana Hill")
        arguments = ("approve", case.result, "--as", "Dana Hill", "--role", "Approver", "--key-file", key)
        report = case.result.with_name("report.html")
        honest = report.read_bytes()
        report.write_bytes(honest.replace(b"GO", b"Go", 1))
        refused = case.parity(*arguments, answers=("yes",))
        assert refused.code == 2
        assert "report.html does not show this result" in refused.err
        assert not case.result.with_name("approvals").exists()
        report.write_bytes(honest)
        key.chmod(0o644)
        assert "others may read the private key" in case.parity(*arguments, answers=("yes",)).err
        key.chmod(0o600)
        approved = case.parity(*arguments, answers=("yes",))
        assert approved.code == 0, approved.err
        assert "You are about to approve:" in approved.err
        assert "report.html              sha256:" in approved.err


def test_with_approvals_the_operator_is_named_and_signs_and_a_shared_login_is_kept(tmp_path: Path) -> None:
    people = [signer("Dana Hill"), signer("Olga Operator")]
    with ready(tmp_path, policy={"approvals": 1, "signers": people}) as case:
        key = key_file(tmp_path, "Dana Hill")
        arguments = ("approve", case.result, "--as", "Dana Hill", "--role", "Approver", "--key-file", key)
        assert case.parity(*arguments, answers=("yes",)).code == 0
        case.environment["OLGA"] = pem("Olga Operator")
        nameless = case.parity("switch", "--key-env", "OLGA", answers=case.typed)
        assert nameless.code == 2
        assert "who carries the switch out is not named" in nameless.err
        unsigned = case.parity("switch", "--as", "Olga Operator", answers=case.typed)
        assert unsigned.code == 1
        assert "the operator, Olga Operator, must sign too" in unsigned.out
        shown = case.parity("switch", "--dry-run")
        assert shown.code == 1
        assert "policy.signers does not name the operator" in shown.out
        same = case.parity("switch", "--as", "Dana Hill", "--key-file", key, answers=case.typed)
        assert same.code == 1
        assert "the operator cannot approve" in same.out
        done = case.parity("switch", "--as", "Olga Operator", "--key-env", "OLGA", answers=case.typed)
        assert done.code == 0, done.err
        (gate,) = of_tenant(case.ledger.entries(), TENANT, EntryKind.GATE)
        (warning,) = gate.body["warnings"]
        assert "Dana Hill approved under the login of the operator" in warning
        assert warning in done.err
        assert "on the result sha256:" in gate.body["statement"]["text"]
        assert statement_problem(gate.body["statement"], case.project.policy) is None
        assert case.parity("audit", "verify").code == 0


def test_status_before_during_and_after(case: Case) -> None:
    assert "no switch was begun" in case.parity("status").out
    assert run_switch(case.context()) == 0
    # An auditor's machine has the public keys only.
    del case.environment["LEDGER_KEY"]
    outcome = case.parity("status")
    assert outcome.code == 0, outcome.err
    for words in (
        "PRODUCTION",
        "Olga Operator",
        "result sha256:",
        "attribution  stopped",
        "to do      page-layouts",
        "ledger ",
    ):
        assert words in outcome.out


def touchpoints(case: Case, *created: str) -> None:
    org = case.pair.production.org
    rows = tuple({"Id": f"a0{number:016d}", "CreatedDate": one} for number, one in enumerate(created))
    table = {"bizible2__Bizible_Touchpoint__c": rows}
    case.pair.production.replace(structs.replace(org, tables={**org.tables, **table}))


def test_the_checklist_can_be_read_before_there_is_a_ledger(tmp_path: Path) -> None:
    with ready(tmp_path, prepared=False) as case:
        text = case.config.read_text()
        data = yaml.safe_load(text)
        del data["ledger"]
        case.config.write_text(yaml.safe_dump(data))
        seen = case.parity("checklist")
        assert seen.code == 0, seen.err
        assert "no ledger is kept" in seen.err
        assert sum(f" {one.id} " in seen.out for one in ITEMS) == len(ITEMS)
        assert "proven by the orgs" not in seen.out
        told = case.parity("check").out
        (asked,) = re.findall(r"parity checklist \(([^)]+)\)", told)
        seen = case.parity("checklist")
        for question in (APP, USER, LICENCE, IP_RANGES, LOGIN_HOURS):
            (line,) = [one for one in seen.out.splitlines() if f" {question} " in one]
            assert line.endswith(": open") == (question in asked), line
        refused = case.parity("checklist", "channels", "--note", "none in use")
        assert refused.code == 2
        assert "no ledger is kept" in refused.err


def test_a_ledger_that_is_not_there_is_said_to_be_missing_and_verifies_nothing(tmp_path: Path) -> None:
    with ready(tmp_path, prepared=False) as case:
        case.edit(ledger__path="elsewhere.db")
        seen = case.parity("status")
        assert seen.code == 0
        assert "ledger       none at " in seen.out
        assert "elsewhere.db: nothing was recorded there (check `ledger.path`)" in seen.out
        for command in ("log", "verify", "export"):
            outcome = case.parity("audit", command)
            assert outcome.code == 2
            assert outcome.err.startswith("error: ")
            assert "there is no ledger here" in outcome.err
        assert not (case.folder / "elsewhere.db").exists()


def test_the_first_touchpoint_ends_the_time_without_attribution(case: Case) -> None:
    assert run_switch(case.context()) == 0
    case.pair.production.fail(
        Fault(match="Touchpoint__c%20WHERE%20CreatedDate", status=400, error_code="INVALID_TYPE", times=1)
    )
    with pytest.raises(CouldNotLook, match="touchpoints could not be read"):
        look(case.context())
    # One that an earlier tenant left in production is not the first of this one.
    touchpoints(case, "2023-05-01T00:00:00.000+0000")
    assert look(case.context()) == 0
    assert of_tenant(case.ledger.entries(), TENANT, EntryKind.TOUCHPOINT) == ()
    touchpoints(case, "2023-05-01T00:00:00.000+0000", f"{utc():%Y-%m-%dT%H:%M:%S}.999+0000")
    for _ in range(2):
        outcome = case.parity("status", "--look")
        assert outcome.code == 0, outcome.err
        assert re.search(r"first touchpoint in production after 0 h \d\d min", outcome.out)
    assert len(of_tenant(case.ledger.entries(), TENANT, EntryKind.TOUCHPOINT)) == 1


def test_status_says_where_the_tenant_contradicts_the_ledger(case: Case) -> None:
    assert run_switch(case.context()) == 0
    case.tenant.tenant = SimulatedTenant(TENANT, "00D8F0000008NwSUAU")
    touchpoints(case)
    outcome = case.parity("status", "--look")
    assert outcome.code == 1
    assert "the ledger has PRODUCTION, but the tenant is connected to a sandbox" in outcome.err


def test_the_log_shows_every_entry_and_a_known_head_can_be_asked_for(case: Case) -> None:
    assert run_switch(case.context()) == 0
    log = case.parity("audit", "log")
    entries = case.ledger.entries()
    assert len(log.out.splitlines()) == len(entries)
    as_json = case.parity("audit", "log", "--json")
    assert [json.loads(line)["seq"] for line in as_json.out.splitlines()] == [one.content.seq for one in entries]
    good = f"5:{entries[4].hash}"
    assert case.parity("audit", "verify", "--head", good).code == 0
    bad = case.parity("audit", "verify", "--head", f"99:{entries[4].hash}")
    assert bad.code == 1
    assert "its tail was cut off" in bad.out
    assert case.parity("audit", "verify", "--head", "nonsense").code == 2


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("result.json", "ledger entry"),
        ("sandbox.snapshot.json", "sandbox.snapshot.json"),
        ("report.html", "report.html"),
    ],
)
def test_audit_names_what_no_longer_fits(tmp_path: Path, name: str, link: str) -> None:
    with ready(tmp_path, prepared=False) as case:
        assert case.parity("check").code == 0
        assert case.parity("audit", "verify").code == 0
        path = case.result.with_name(name)
        path.write_bytes(path.read_bytes().replace(b"Northwind", b"Southwind", 1))
        outcome = case.parity("audit", "verify")
        assert outcome.code == 1
        assert f"FAIL {link}" in outcome.out


def test_a_report_prints_the_head_of_the_ledger(tmp_path: Path) -> None:
    with ready(tmp_path, prepared=False) as case:
        case.record_settings()
        head = case.ledger.head()
        assert head is not None
        assert case.parity("check").code == 0
        assert head.hash in case.result.with_name("report.html").read_text("utf-8")
        assert head.hash in case.parity("report", case.result, "--format", "text").out


def test_a_check_without_the_signing_key_is_still_a_check(tmp_path: Path) -> None:
    with ready(tmp_path, prepared=False) as case:
        del case.environment["LEDGER_KEY"]
        outcome = case.parity("check")
        assert outcome.code == 0
        assert "not recorded in the ledger" in outcome.err
