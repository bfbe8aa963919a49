"""What the gate looks at, gathered with stand-ins in the place of the ledger, the tenant and the orgs: no sockets."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec import structs

from parity.audit.approval import Approval, approval_bytes
from parity.config.collect_options import CollectOptions
from parity.config.orgs import ApiSettings
from parity.config.policy import Policy
from parity.config.project import Project
from parity.errors import CouldNotLook, InputError, ParityError
from parity.integrity.canonical import digest
from parity.ledger.head import Head
from parity.ledger.records import Entry, EntryKind
from parity.snapshot.file import snapshot_bytes
from parity.snapshot.records import Role, Snapshot
from parity.switch.drivers.interface import Phase, TenantView
from parity.switch.gate import gather as room
from parity.switch.gate.evidence import Evidence, OrgsNow, ResultFiles, Unknown
from parity.verdict.judge import judge
from parity.verdict.result import Result, result_bytes, result_digest
from tests.switch.gate.whole_evidence import (
    NOW,
    OPERATOR,
    POLICY,
    TENANT,
    approval,
    entries,
    project,
    snapshot,
)

HEAD, ANOTHER_HEAD = Head(seq=4, hash="sha256:" + "ab" * 32), Head(seq=2, hash="sha256:" + "cd" * 32)
VIEW = TenantView(tenant=TENANT, phase=Phase.SANDBOX, org_id="00D8F0000008NwSUAU")
#: The result was judged an hour before the gate looks.
THEN = NOW - timedelta(hours=1)


class StandInLedger:
    """Entries in memory; it keeps which heads it was asked about."""

    def __init__(self, *drafts: Any, broken: str | None = None) -> None:
        self.kept = entries(*drafts)
        self.broken = broken
        self.asked: Mapping[str, Head] | None = None

    def entries(self) -> tuple[Entry, ...]:
        if self.broken:
            raise CouldNotLook(self.broken)
        return self.kept

    def problems(self, known: Mapping[str, Head] | None = None) -> tuple[str, ...]:
        self.asked = known
        return ("entry 3 is not signed",)


class Desk:
    """What a run has around it, and what became of the orgs that it read."""

    def __init__(self, folder: Path, *, ledger: StandInLedger | None = None, policy: Policy = POLICY) -> None:
        self.result = folder / "result.json"
        self.project: Project = project(policy)
        self.ledger = ledger or StandInLedger()
        self.operator, self.operator_key = OPERATOR, None
        self.environment = {"SESSION": "s"}
        self.clock = lambda: NOW
        self.progress = "told"
        self.tenant = TENANT

    def gather(self, *, under_way: bool = False, observe: Any = lambda: VIEW) -> Evidence:
        desk: Any = self
        driver: Any = SimpleNamespace(observe=observe)
        return room.gather(desk, driver, under_way=under_way)


def judged_then(policy: Policy = POLICY, head: Head | None = HEAD) -> Result:
    both = (snapshot(Role.SANDBOX), snapshot(Role.PRODUCTION))
    return judge(*both, policy, tenant=TENANT, judged_at=THEN, ledger=head)


def written(folder: Path, result: Result | None = None, *, without: Role | None = None) -> Result:
    """result.json and both snapshots, as a check writes them."""
    result = judged_then() if result is None else result
    (folder / "result.json").write_bytes(result_bytes(result))
    for role in Role:
        if role is not without:
            (folder / f"{role}.snapshot.json").write_bytes(snapshot_bytes(snapshot(role)))
    return result


def fail(reason: str) -> Any:
    def raises(*_: Any, **__: Any) -> Any:
        raise CouldNotLook(reason)

    return raises


@pytest.fixture
def pair_read(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """In the place of reading both orgs; what it was asked with."""
    asked: list[tuple[Any, ...]] = []

    def collect_pair(*given: Any) -> tuple[Snapshot, Snapshot]:
        asked.append(given)
        return snapshot(Role.SANDBOX, age=timedelta()), snapshot(Role.PRODUCTION, age=timedelta())

    monkeypatch.setattr(room, "collect_pair", collect_pair)
    return asked


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


def recorded(one: Approval) -> tuple[EntryKind, dict[str, Any], None]:
    """The entry that keeps an approval."""
    return EntryKind.APPROVAL, json.loads(approval_bytes(one)), None


def beside(folder: Path, **files: bytes) -> None:
    (folder / "approvals").mkdir()
    for name, data in files.items():
        (folder / "approvals" / f"{name}.json").write_bytes(data)


@pytest.mark.usefixtures("pair_read")
def test_approvals_come_from_the_ledger_and_from_the_folder_and_count_once(tmp_path: Path) -> None:
    result = written(tmp_path)
    dana, eve = approval(result), approval(result, name="Eve Ocean")
    beside(tmp_path, b_dana=approval_bytes(dana), a_eve=approval_bytes(eve))
    (tmp_path / "approvals" / "notes.txt").write_text("no approval")
    desk = Desk(tmp_path, ledger=StandInLedger(recorded(dana)))
    assert desk.gather().approvals == (dana, eve)
    assert [one.statement.name for one in room.approval_files(desk.result)] == ["Eve Ocean", "Dana Hill"]


@pytest.mark.usefixtures("pair_read")
def test_every_head_that_a_file_has_seen_is_looked_for(tmp_path: Path) -> None:
    result = written(tmp_path)
    seen = approval(result)
    seen = structs.replace(seen, statement=structs.replace(seen.statement, ledger=ANOTHER_HEAD))
    beside(tmp_path, dana=approval_bytes(seen))
    desk = Desk(tmp_path)
    desk.gather()
    assert desk.ledger.asked == {"the result": HEAD, "the approval of Dana Hill": ANOTHER_HEAD}


@pytest.mark.usefixtures("pair_read")
def test_a_result_and_an_approval_from_before_the_ledger_name_no_head(tmp_path: Path) -> None:
    result = written(tmp_path, judged_then(head=None))
    beside(tmp_path, dana=approval_bytes(approval(result)))
    desk = Desk(tmp_path)
    desk.gather()
    assert desk.ledger.asked == {}


def test_an_approval_that_cannot_be_read_stops_a_switch_that_was_not_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = written(tmp_path)
    dana = approval(result)
    beside(tmp_path, dana=b"{")
    desk = Desk(tmp_path, ledger=StandInLedger(recorded(dana)))
    with pytest.raises(InputError, match=r"dana\.json"):
        desk.gather()
    monkeypatch.setattr(room, "_production_alone", fail("not asked"))
    assert desk.gather(under_way=True).approvals == (dana,)


def test_recorded_approvals_are_those_of_the_tenant_that_can_be_read() -> None:
    dana = approval()
    ledger: Any = StandInLedger(
        (EntryKind.APPROVAL, {"of": "another form"}, None), recorded(dana), (EntryKind.CHECKLIST, {"item": "x"}, None)
    )
    assert room.recorded_approvals(ledger, TENANT) == [dana]
    assert room.recorded_approvals(ledger, "Somebody Else") == []
    unreadable: Any = StandInLedger(recorded(dana), broken="locked")
    assert room.recorded_approvals(unreadable, TENANT) == []


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
