"""What the gate looks at, gathered with stand-ins in the place of the ledger, the tenant and the orgs: no sockets."""

from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec import structs

from parity.config.collect_options import CollectOptions
from parity.config.orgs import ApiSettings
from parity.errors import ParityError
from parity.integrity.canonical import digest
from parity.snapshot.file import snapshot_bytes
from parity.snapshot.records import Role, Snapshot
from parity.switch.drivers.interface import TenantView
from parity.switch.gate import gather as room
from parity.switch.gate.evidence import OrgsNow, ResultFiles, Unknown
from parity.verdict.judge import judge
from parity.verdict.result import Result, result_digest
from tests.switch.gate.desk import HEAD, VIEW, Desk, StandInLedger, fail, written
from tests.switch.gate.whole_evidence import (
    NOW,
    OPERATOR,
    POLICY,
    TENANT,
    project,
    snapshot,
)


def test_all_of_it_is_gathered_as_of_one_moment(tmp_path: Path, pair_read: list[tuple[Any, ...]]) -> None:
    result = written(tmp_path)
    desk = Desk(tmp_path)
    found = desk.gather()
    assert (found.now, found.operator, found.operator_key, found.under_way) == (NOW, OPERATOR, None, False)
    assert found.project is desk.project
    assert found.view == VIEW
    assert isinstance(found.files, ResultFiles)
    assert found.files.result == result
    assert not isinstance(found.ledger, Unknown)
    assert (found.ledger.entries, found.ledger.problems) == (desk.ledger.kept, ("entry 3 is not signed",))
    assert desk.ledger.asked == {"the result": HEAD}
    assert pair_read == [(desk.project, desk.environment, desk.clock, desk.progress)]


def test_both_orgs_are_judged_as_they_are_by_the_policy_and_the_moment(
    tmp_path: Path, pair_read: list[tuple[Any, ...]]
) -> None:
    found = Desk(tmp_path, policy=structs.replace(POLICY, max_warnings=7)).gather()
    assert pair_read
    assert isinstance(found.orgs, OrgsNow)
    assert (found.orgs.sandbox, found.orgs.production) == (
        snapshot(Role.SANDBOX, age=timedelta()),
        snapshot(Role.PRODUCTION, age=timedelta()),
    )
    fresh = found.orgs.fresh_result
    assert isinstance(fresh, Result)
    assert (fresh.tenant, fresh.policy.max_warnings, fresh.judged_at) == (TENANT, 7, "2026-11-24T12:00:00Z")


def test_two_orgs_that_cannot_be_judged_leave_the_verdict_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = snapshot(Role.PRODUCTION)
    monkeypatch.setattr(room, "collect_pair", lambda *_: (one, one))
    found = Desk(tmp_path).gather()
    assert isinstance(found.orgs, OrgsNow)
    assert isinstance(found.orgs.fresh_result, Unknown)
    assert found.orgs.production == one


@pytest.mark.usefixtures("pair_read")
def test_what_cannot_be_had_is_unknown_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(tmp_path, ledger=StandInLedger(broken="the database does not answer"))
    monkeypatch.setattr(room, "collect_pair", fail("production does not answer"))
    found = desk.gather(observe=fail("the page does not open"))
    for piece, reason in (
        (found.ledger, "the database does not answer"),
        (found.view, "the page does not open"),
        (found.orgs, "production does not answer"),
    ):
        assert isinstance(piece, Unknown)
        assert reason in piece.reason
    assert isinstance(found.files, Unknown)
    assert "result.json" in found.files.reason
    assert found.approvals == ()


def test_once_under_way_production_alone_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, ...]] = []
    now_there = snapshot(Role.PRODUCTION, age=timedelta())

    def collect(*given: Any) -> Snapshot:
        asked.append(given)
        return now_there

    monkeypatch.setattr(room, "collect", collect)
    monkeypatch.setattr(room, "collect_pair", fail("the sandbox is gone"))
    client = SimpleNamespace(versions=lambda: ("62.0", "63.0", "64.0"))
    desk: Any = Desk(tmp_path)
    desk.production = lambda: client
    desk.project = structs.replace(desk.project, api=ApiSettings(version="63.0"))
    found = desk.gather(under_way=True)
    assert isinstance(found.orgs, OrgsNow)
    assert found.under_way
    assert found.orgs.production == now_there
    options = desk.project.collect_options(Role.PRODUCTION)
    assert isinstance(options, CollectOptions)
    assert asked == [(client, "63.0", ("62.0", "63.0", "64.0"), NOW, options)]
    for piece in (found.orgs.sandbox, found.orgs.fresh_result):
        assert piece == Unknown("the sandbox is not looked at any more: the switch is under way")


def test_the_result_is_worked_out_as_of_then_and_as_of_now(tmp_path: Path) -> None:
    result = written(tmp_path)
    found = room.result_files(project(), tmp_path / "result.json", NOW)
    assert isinstance(found, ResultFiles)
    assert (found.digest, found.is_canonical) == (result_digest(result), True)
    assert found.snapshot_digests == {role: digest(snapshot_bytes(snapshot(role))) for role in Role}
    assert (found.sandbox, found.production) == (snapshot(Role.SANDBOX), snapshot(Role.PRODUCTION))
    assert found.then == result
    again = found.again
    assert isinstance(again, Result)
    assert again == judge(
        snapshot(Role.SANDBOX), snapshot(Role.PRODUCTION), POLICY, tenant=TENANT, judged_at=NOW, ledger=HEAD
    )


def test_the_policy_of_parity_yaml_is_what_it_is_worked_out_by(tmp_path: Path) -> None:
    written(tmp_path)
    found = room.result_files(project(structs.replace(POLICY, max_warnings=3)), tmp_path / "result.json", NOW)
    assert isinstance(found, ResultFiles)
    for one in (found.then, found.again):
        assert isinstance(one, Result)
        assert one.policy.max_warnings == 3


def test_a_result_that_was_written_otherwise_is_not_canonical(tmp_path: Path) -> None:
    result = written(tmp_path)
    path = tmp_path / "result.json"
    path.write_bytes(path.read_bytes() + b"\n")
    found = room.result_files(project(), path, NOW)
    assert isinstance(found, ResultFiles)
    assert not found.is_canonical
    assert found.digest == result_digest(result)


@pytest.mark.parametrize("role", list(Role))
def test_without_a_snapshot_nothing_is_worked_out(role: Role, tmp_path: Path) -> None:
    written(tmp_path, without=role)
    found = room.result_files(project(), tmp_path / "result.json", NOW)
    assert isinstance(found, ResultFiles)
    assert set(found.snapshot_digests) == {role.other}
    missing, there = (found.sandbox, found.production) if role is Role.SANDBOX else (found.production, found.sandbox)
    assert isinstance(missing, Unknown)
    assert f"{role}.snapshot.json" in missing.reason
    assert there == snapshot(role.other)
    assert (found.then, found.again) == (missing, missing)


def test_a_pair_that_cannot_be_judged_is_unknown_with_the_reason(tmp_path: Path) -> None:
    written(tmp_path)
    path = tmp_path / "sandbox.snapshot.json"
    path.write_bytes(snapshot_bytes(snapshot(Role.PRODUCTION)))
    found = room.result_files(project(), tmp_path / "result.json", NOW)
    assert isinstance(found, ResultFiles)
    assert isinstance(found.then, Unknown)
    assert found.then.reason
    assert found.then == found.again


@pytest.mark.parametrize("data", [None, b"{"])
def test_a_result_that_is_lost_or_cut_is_unknown(data: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    if data is not None:
        path.write_bytes(data)
    found = room.result_files(project(), path, NOW)
    assert isinstance(found, Unknown)
    assert str(path) in found.reason


def test_a_bug_is_no_piece_that_could_not_be_had(tmp_path: Path) -> None:
    def bug() -> TenantView:
        raise ValueError("a bug")

    assert not issubclass(ValueError, ParityError)
    with pytest.raises(ValueError, match="a bug"):
        Desk(tmp_path).gather(observe=bug)


def test_the_moment_is_the_clocks(tmp_path: Path, pair_read: list[tuple[Any, ...]]) -> None:
    desk = Desk(tmp_path)
    later: datetime = NOW + timedelta(minutes=5)
    desk.clock = lambda: later
    found = desk.gather()
    assert (found.now, len(pair_read)) == (later, 1)


@pytest.mark.parametrize("role", list(Role))
def test_a_snapshot_that_is_cut_is_unknown_by_its_name(role: Role, tmp_path: Path) -> None:
    written(tmp_path)
    path = tmp_path / f"{role}.snapshot.json"
    path.write_bytes(b"{")
    found = room.result_files(project(), tmp_path / "result.json", NOW)
    assert isinstance(found, ResultFiles)
    broken = found.sandbox if role is Role.SANDBOX else found.production
    assert isinstance(broken, Unknown)
    assert str(path) in broken.reason
    assert found.snapshot_digests[role] == digest(b"{")
