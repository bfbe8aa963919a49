"""The gate believes no file: the orgs are judged again as they are, and a result is worked out again to the letter."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import structs

from parity.cli.workflows.switch import run_switch
from parity.errors import SwitchUnfinished
from parity.simulator.changes import changed
from parity.snapshot.file import read_snapshot, snapshot_bytes
from parity.snapshot.org_setup import Rehearsal, TouchpointDay
from parity.verdict.result import Result, read_result, result_bytes
from tests.tenants import Case, ready, utc


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with ready(tmp_path, deletion_looks=1) as found:
        yield found


def failing(outcome_text: str) -> set[str]:
    """The conditions that do not hold, by name."""
    return {line.split()[1] for line in outcome_text.splitlines() if line.startswith(("  FAIL", "  ?"))}


def test_an_invented_rehearsal_does_not_open_the_gate(tmp_path: Path) -> None:
    with ready(tmp_path, prepared=False, policy={"max_warnings": 0}) as case:
        org = case.pair.sandbox.org
        case.pair.sandbox.replace(changed(org, {"touchpoints": {"people": 0, "opportunities": 0}}))
        case.record_settings()
        assert case.parity("check").code == 1
        path = case.result.with_name("sandbox.snapshot.json")
        yesterday = (utc() - timedelta(days=1)).date().isoformat()
        day = (TouchpointDay(day=yesterday, touchpoints=30, parents=20),)
        honest = read_snapshot(path.read_bytes(), "test")
        invented = structs.replace(honest, rehearsal=Rehearsal(people=day, opportunities=day, capped=False))
        path.write_bytes(snapshot_bytes(invented))
        files = [f"parity-out/{role}.snapshot.json" for role in ("sandbox", "production")]
        again = case.parity("compare", *files, "--config", "parity.yaml", "-o", "again.json")
        assert again.code == 0, "the file itself is believed by compare, which has nothing else"
        (case.folder / "again.json").replace(case.result)
        outcome = case.parity("switch", "--dry-run")
        assert outcome.code == 1
        assert "verdict-now" in failing(outcome.out)


EDITS: dict[str, Callable[[Result], Result]] = {
    "reasons": lambda result: structs.replace(result, reasons=("Every check ran, and all is well.",)),
    "notes": lambda result: structs.replace(result, notes=("Nothing to see here.",)),
    "tool": lambda result: structs.replace(result, tool=structs.replace(result.tool, version="99.0.0")),
    "policy": lambda result: structs.replace(result, policy=structs.replace(result.policy, fields=("Lead.Other",))),
    "ledger": lambda result: structs.replace(result, ledger=None),
}


@pytest.mark.parametrize("part", EDITS)
def test_an_edit_of_any_part_of_the_result_is_seen(part: str, case: Case) -> None:
    assert case.parity("check").code == 0
    case.result.write_bytes(result_bytes(EDITS[part](read_result(case.result.read_bytes(), "test"))))
    outcome = case.parity("switch", "--dry-run")
    assert outcome.code == 1, outcome.out
    assert "result-intact" in failing(outcome.out)


def test_once_under_way_the_sandbox_is_asked_no_more(tmp_path: Path) -> None:
    with ready(tmp_path, deletion_looks=40) as case:
        case.edit(tenant__driver__wait_seconds=0.05)
        first = case.parity("switch", "--as", "Olga", answers=case.typed)
        assert first.code == 3, first.err
        case.edit(orgs__sandbox__sign_in__instance_url="http://127.0.0.1:9", tenant__driver__wait_seconds=60)
        second = case.parity("switch", "--as", "Olga", answers=case.typed)
        assert second.code == 0, second.out + second.err
        assert "is in PRODUCTION" in second.out
        assert second.err.count("Waiting: the tenant is") == 1


def test_once_under_way_a_lost_session_and_a_missing_limit_are_shown_and_hold_nothing(tmp_path: Path) -> None:
    with ready(tmp_path, deletion_looks=40) as case:
        case.edit(tenant__driver__wait_seconds=0.05)
        with pytest.raises(SwitchUnfinished):
            run_switch(case.context())
        case.edit(policy__readiness={}, tenant__driver__wait_seconds=60)
        del case.environment["PARITY_PRODUCTION_SESSION_ID"]
        case.result.unlink()
        (case.result.with_name("approvals")).mkdir()
        (case.result.with_name("approvals") / "x.json").write_text("{")
        second = case.parity("switch", "--as", "Olga")
        assert second.code == 0, second.out + second.err
        notes = {line.split()[1] for line in second.out.splitlines() if line.startswith("  note")}
        assert notes == {"credits", "daily-api-limit", "package"}


def test_a_named_result_that_is_not_there_is_no_success(case: Case) -> None:
    assert case.parity("check").code == 0
    assert case.parity("audit", "verify", "--result", "nope.json").code == 2
    assert case.parity("audit", "verify").code == 0


@pytest.mark.parametrize("name", ["", "  ", "Dana\u200b", "Dana\u202e", "D\u0430na", " Dana"])
def test_a_name_that_nobody_can_read_is_refused(name: str, case: Case) -> None:
    outcome = case.parity("switch", "--dry-run", "--as", name)
    assert outcome.code == 2
    assert "this name is refused" in outcome.err
