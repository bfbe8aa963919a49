"""Approvals and the heads that files have seen, gathered with stand-ins: no sockets."""

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from parity.audit.approval import Approval, approval_bytes
from parity.ledger.records import EntryKind
from parity.switch.gate import gather as room
from tests.switch.gate.desk import ANOTHER_HEAD, HEAD, Desk, StandInLedger, fail, judged_then, written
from tests.switch.gate.whole_evidence import (
    TENANT,
    approval,
)


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
    there, broken = room.approval_files(desk.result)
    assert ([one.statement.name for one in there], broken) == (["Eve Ocean", "Dana Hill"], ())


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


@pytest.mark.usefixtures("pair_read")
def test_an_approval_that_cannot_be_read_is_named_until_the_switch_is_under_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = written(tmp_path)
    dana, eve = approval(result), approval(result, name="Eve Ocean")
    beside(tmp_path, dana=b"{", eve=approval_bytes(eve), fred=b"[")
    desk = Desk(tmp_path, ledger=StandInLedger(recorded(dana)))
    found = desk.gather()
    assert found.approvals == (dana, eve)
    assert [one.partition(":")[0] for one in found.broken_approvals] == ["approvals/dana.json", "approvals/fred.json"]
    assert "this is not an approval that can be read" in found.broken_approvals[0]
    monkeypatch.setattr(room, "_production_alone", fail("not asked"))
    under_way = desk.gather(under_way=True)
    assert (under_way.approvals, under_way.broken_approvals) == ((dana, eve), ())


def test_recorded_approvals_are_those_of_the_tenant_that_can_be_read() -> None:
    dana = approval()
    ledger: Any = StandInLedger(
        (EntryKind.APPROVAL, {"of": "another form"}, None), recorded(dana), (EntryKind.CHECKLIST, {"item": "x"}, None)
    )
    assert room.recorded_approvals(ledger, TENANT) == [dana]
    assert room.recorded_approvals(ledger, "Somebody Else") == []
    unreadable: Any = StandInLedger(recorded(dana), broken="locked")
    assert room.recorded_approvals(unreadable, TENANT) == []
