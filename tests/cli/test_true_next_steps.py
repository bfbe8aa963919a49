"""What a command says is next can be done: by this parity.yaml, at this moment."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec import structs

from parity.audit.approval import Approval, Statement, approval_bytes
from parity.cli.main import main
from parity.cli.terminal.console import Console
from parity.cli.workflows.approve import _file_of
from parity.cli.workflows.next_step import after_go
from parity.cli.workflows.switch import show_gate
from parity.config.drivers import GuidedDriver
from parity.config.ledger import LedgerSettings
from parity.config.policy import Policy, ReadinessPolicy, Signer
from parity.config.project import Project, Tenant
from parity.formats.text import summary_lines
from parity.ledger.records import Actor, Draft, EntryKind
from parity.ledger.states import State
from parity.switch.gate.conditions import ConditionResult, Outcome
from parity.verdict.decide import VerdictName
from parity.verdict.result import Result
from tests.program import ROOT
from tests.simulated import RunningPair, running, yaml_for
from tests.tenants import OPERATOR, TENANT, pem, ready, signer


@pytest.fixture(scope="module")
def pair() -> Iterator[RunningPair]:
    with running("identical") as found:
        yield found


def _ready_for_the_switch(project: Project, policy: Policy) -> Project:
    tenant = Tenant(
        name="Tests", sandbox_org="00D8F0000008NwS", production_org="00D300000001NwhEAE", driver=GuidedDriver()
    )
    return structs.replace(project, tenant=tenant, ledger=LedgerSettings(), policy=policy)


def test_after_a_go_the_next_step_is_one_that_this_project_can_take(
    pair: RunningPair, result_of: Callable[..., Result]
) -> None:
    go, signers = result_of("identical"), tuple(Signer(**signer(name)) for name in ("Dana Hill", "Olga Operator"))
    bare = after_go(go, pair.project)
    assert bare is not None
    for name in (
        "tenant.sandbox_org",
        "tenant.production_org",
        "tenant.driver",
        "ledger",
        "daily_api_limit",
        "docs/switch.md",
    ):
        assert name in bare
    assert "parity approve" not in "\n".join(summary_lines(go, bare))
    readiness = ReadinessPolicy(daily_api_limit=150_000)
    one = Policy(approvals=1, signers=signers, readiness=readiness)
    assert after_go(go, _ready_for_the_switch(pair.project, one)) is None
    alone = after_go(go, _ready_for_the_switch(pair.project, structs.replace(one, signers=signers[:1])))
    assert alone is not None
    assert "policy.signers" in alone
    none = after_go(go, _ready_for_the_switch(pair.project, Policy(readiness=readiness)))
    assert none is not None
    assert "parity switch --dry-run" in none
    ready = _ready_for_the_switch(pair.project, one)
    wrong = structs.replace(ready, tenant=structs.replace(ready.tenant, production_org="00D30000000ZZZZ"))
    assert str(after_go(go, wrong)).startswith("Correct tenant.production_org in parity.yaml")
    assert after_go(structs.replace(go, verdict=VerdictName.NO_GO), pair.project) is None
    # Whatever the verdict of a later check: nobody is sent to a switch that was made, or that is half made.
    over = after_go(structs.replace(go, verdict=VerdictName.NO_GO), pair.project, State.PRODUCTION)
    assert "parity status" in str(over)
    assert "Go on" in str(after_go(go, pair.project, State.DELETING))
    waived = "\n".join(summary_lines(structs.replace(go, verdict=VerdictName.GO_WITH_WAIVERS), none))
    assert "Read each waiver once more. No approval" in waived


def test_what_is_done_after_the_switch_is_not_recorded_before_it(tmp_path: Path) -> None:
    with ready(tmp_path, prepared=False) as case:
        early = case.parity("checklist", "page-layouts", "--note", "done", "--as", "Dana Hill")
        assert early.code == 2
        assert "after the switch" in early.err
        assert case.ledger.entries() == ()
        before = None
        for state in (State.SANDBOX, State.GATE_PASSED, State.DELETION_ASKED, State.DELETED, State.AUTHORISED):
            case.ledger.append(Draft(kind=EntryKind.STATE, tenant=TENANT, state=state, after=before), OPERATOR)
            before = state
        assert case.parity("checklist", "page-layouts", "--note", "done", "--as", "Dana Hill").code == 0


def test_what_several_conditions_have_in_common_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    results = tuple(
        ConditionResult(name=name, title="", outcome=Outcome.UNKNOWN, why=why)
        for name, why in (("rules-current", "unreadable\n  Check again"), ("verdict-go", "unreadable\n  Check again"))
    )
    show_gate(results, Console())
    told = capsys.readouterr().out
    assert told.count("unreadable") == told.count("Check again") == 1
    assert "verdict-go         as rules-current" in told


_WRONG = """
policy:
  waivers:
    - {rule: field-misssing, object: Lead, component: A__c, seen: "%s", items: [], by: Dana, reason: old,
       expires: 2026-12-01}
ledger: {key_env: KEY}
"""
_COMMANDS = {
    "check": 2,
    "collect sandbox": 2,
    "doctor": 2,
    "waive none --interactive": 2,
    "approve none --as A --role B --key-env KEY": 2,
    "policy explain none": 2,
    "repair result -o repaired": 2,
    "switch --dry-run": 2,
    "status": 0,
    "checklist": 0,
    "history --ledger": 2,
    "audit log": 2,
}


@pytest.mark.parametrize("words", _COMMANDS)
def test_a_rule_that_there_is_not_is_told_by_every_command_that_reads_the_policy(
    words: str,
    pair: RunningPair,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KEY", pem("ledger"))
    (tmp_path / "parity.yaml").write_text(yaml_for(pair) + _WRONG % ("0" * 16))
    (tmp_path / "result").write_bytes((ROOT / "tests/golden/files/result.json").read_bytes())
    with pytest.raises(SystemExit) as end:
        main(words.split())
    told = capsys.readouterr().err
    assert end.value.code == _COMMANDS[words], told
    assert "`field-misssing`, which there is not" in told
    assert "field-missing" in told


def _approval(name: str) -> Approval:
    statement = Statement(
        tenant="T",
        result="sha256:0",
        verdict="GO",
        policy="sha256:0",
        sandbox_org=None,
        production_org=None,
        sandbox_snapshot="sha256:0",
        production_snapshot="sha256:0",
        name=name,
        role="R",
        at="2026-11-24T12:00:00Z",
        signed_by=Actor(os_user="u", name=name, host="h"),
        ledger=None,
    )
    return Approval(statement=statement, key_id=f"SHA256:{name}", signature="s")


def test_no_approval_takes_anothers_place(tmp_path: Path) -> None:
    names = ("김민수", "이서연", "山田 太郎", "Jörg Müller", "J rg M ller", "Dana Hill", "dana.hill", "**", "x" * 300)
    for _ in range(2):
        for name in names:
            approval = _approval(name)
            _file_of(tmp_path, approval).write_bytes(approval_bytes(approval))
    kept = {path.name for path in tmp_path.iterdir()}
    assert len(kept) == len(names)
    assert {"김민수.json", "jörg-müller.json", "dana-hill.json"} <= kept
