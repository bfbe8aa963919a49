"""Every way around the gate is tried: refused, named, and written down where that can be."""

import json
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from parity.cli.workflows.switch import run_switch
from parity.errors import SwitchRefused
from parity.integrity.signing_keys import KeyInMemory
from parity.ledger.history import of_tenant
from parity.ledger.records import EntryKind
from parity.switch.gate.conditions import CONDITIONS
from parity.switch.gate.evidence import ResultFiles
from parity.switch.gate.gather import result_files
from tests.tenants import TENANT, TOKEN, Case, key_file, key_of, ready, signer, utc
from tests.waivers import waiver_of
from tests.whole.refused import refused_for


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
    assert "is never spent" in conditions["credits"]


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
    assert outcome.out.count("  ok   ") == len(CONDITIONS)
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
