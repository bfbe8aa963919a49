"""No result that a gate rested on is overwritten, each is kept, and an old verdict does not pass for a new one."""

import time
from pathlib import Path

import pytest

from parity.cli.workflows.switch import run_switch
from parity.integrity.canonical import digest
from parity.switch.gate.evidence import known
from parity.switch.gate.gather import result_files
from parity.verdict.result import read_result
from parity.verdict.result_files import DEFAULT_FOLDER, file_names
from tests.tenants import Case, ready, utc


def kept(case: Case) -> dict[str, Path]:
    """The folders in which results are kept, by the digest of the result."""
    return {
        digest((one / "result.json").read_bytes()): one for one in (case.folder / DEFAULT_FOLDER / "runs").iterdir()
    }


def test_the_newest_lies_where_it_always_did_and_each_is_kept_besides(tmp_path: Path) -> None:
    with ready(tmp_path, prepared=False) as case:
        seen = set()
        for item in range(2):
            if item:
                case.record_settings()
            assert case.parity("check").code == 0
            newest = digest(case.result.read_bytes())
            seen.add(newest)
            mine = kept(case)[newest]
            assert newest[7:23] in mine.name
            for name in file_names():
                assert (mine / name).read_bytes() == case.result.with_name(name).read_bytes()
        assert kept(case).keys() == seen
        assert len(seen) == 2


def test_out_is_exactly_that_folder(tmp_path: Path) -> None:
    with ready(tmp_path, prepared=False) as case:
        assert case.parity("check", "--out", "here").code == 0
        assert {one.name for one in (tmp_path / "here").iterdir()} == set(file_names())
        assert not case.result.exists()


def test_what_a_gate_rested_on_is_never_overwritten(tmp_path: Path) -> None:
    with ready(tmp_path) as case:
        assert run_switch(case.context()) == 0
        evidence = case.result.read_bytes()
        refused = case.parity("check", "--out", DEFAULT_FOLDER)
        assert refused.code == 2
        assert "the gate of the switch rested on the result in this folder" in refused.err
        assert case.result.read_bytes() == evidence
        # Written by `--out` or by an older parity, it is in no folder of its own yet: it gets one.
        assert case.parity("check").code == 0
        assert case.result.read_bytes() != evidence
        assert (kept(case)[digest(evidence)] / "result.json").read_bytes() == evidence
        damaged = case.folder / "parity-ledger.db"
        damaged.write_bytes(b"not a database, and long enough to be taken for one" * 100)
        refused = case.parity("check", "--out", DEFAULT_FOLDER)
        assert refused.code == 2
        assert "whether a switch rested on that cannot be told" in refused.err
        assert "othing was lost" not in refused.err


def test_the_ledger_tells_the_history_with_its_counts(tmp_path: Path) -> None:
    with ready(tmp_path, "drifted", prepared=False) as case:
        assert case.parity("history", "--ledger").code == 2
        for _ in range(2):
            assert case.parity("check").code == 1
            case.record_settings()
        told = case.parity("history", "--ledger", "-o", "history.html")
        assert told.code == 0, told.err
        _, *rows = told.out.splitlines()
        of_files = case.parity("history").out.splitlines()[1:]
        assert [row.split()[1:7] for row in rows] == [["NO-GO", "20", "14", "4", "0", "0"]] * 2
        assert {row.split()[-1] for row in rows} == {row.split()[-1] for row in of_files}
        assert (tmp_path / "history.html").read_text().startswith("<!doctype html>")


@pytest.mark.parametrize("form", ["text", "html"])
def test_report_says_which_result_it_shows_and_warns_after_a_failed_check(form: str, tmp_path: Path) -> None:
    with ready(tmp_path, prepared=False) as case:
        assert case.parity("check").code == 0
        shown = case.parity("report", case.result, "--format", form)
        assert shown.code == 0
        assert "The result of Northwind Haulage: GO, both orgs as they were at 20" in shown.err
        assert digest(case.result.read_bytes()) in shown.err
        assert "warning" not in shown.err
        session = {name for name in case.environment if name.endswith("SESSION_ID")}
        good = dict(case.environment)
        case.environment.update(dict.fromkeys(session, "expired"))
        failed = case.parity("check")
        assert failed.code in {2, 3}
        assert "says nothing of this one" in failed.err
        shown = case.parity("report", case.result, "--format", form)
        assert "this verdict is older than the last check, which ended without one: 20" in shown.err
        case.environment.update(good)
        assert case.parity("check").code == 0
        assert "warning" not in case.parity("report", case.result, "--format", form).err


def test_gate_and_audit_take_a_result_with_its_history_for_what_it_is(tmp_path: Path) -> None:
    with ready(tmp_path, prepared=False) as case:
        assert case.parity("check").code == 0
        time.sleep(1.1)  # A result names its second.
        told = case.parity("check", "--history", DEFAULT_FOLDER)
        assert told.code == 0, told.err
        kept_there = read_result(case.result.read_bytes(), "here").history
        assert kept_there
        assert len(kept_there.earlier) == 1
        audited = case.parity("audit", "verify", "--result", case.result)
        assert audited.code == 0, audited.out + audited.err
        assert "1 of its 1 earlier result in the ledger" in audited.out
        files = result_files(case.project, case.result, utc())
        assert known(known(files).then).history == kept_there
