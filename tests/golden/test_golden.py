"""Files of this schema keep their bytes, and the product still reads and verifies them.

Where one of these fails, a form has changed: see tests/golden/make.py.
"""

import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import msgspec
import pytest

from parity.audit.approval import Operator, approval_bytes, approval_problem, read_approval
from parity.audit.verify import LinkCheck, audit_files, audit_ledger
from parity.errors import ParityError
from parity.integrity.canonical import canonical_bytes, digest
from parity.ledger.chain import LedgerRow, chain_problems, entry_of
from parity.ledger.records import EntryKind
from parity.snapshot.automation import AutomationKind
from parity.snapshot.file import read_snapshot, snapshot_bytes
from parity.snapshot.records import Role
from parity.verdict.result import read_result, result_bytes
from tests.golden.make import APPROVER, DIGESTS, GOLDEN, LEDGER_KEYS, OPERATOR, digests, made, project

PINNED: dict[str, str] = json.loads(DIGESTS.read_text())
FILES = {path.name: path.read_bytes() for path in GOLDEN.iterdir()}
ROWS = [msgspec.json.decode(line, type=LedgerRow) for line in FILES["ledger.jsonl"].splitlines()]
ENTRIES = [entry_of(row) for row in ROWS]
JUDGED = {name: FILES[name] for name in ("result.json", "sandbox.snapshot.json", "production.snapshot.json")}


def _broken(links: tuple[LinkCheck, ...]) -> list[str]:
    return [f"{one.link}: {one.why}" for one in links if not one.holds]


def test_the_golden_files_have_the_digests_that_are_written_down() -> None:
    assert digests(FILES) == PINNED


def test_today_s_parity_writes_the_same_bytes() -> None:
    assert digests(made()) == PINNED


@pytest.mark.parametrize("role", Role)
def test_a_snapshot_reads_and_writes_the_same(role: Role) -> None:
    data = FILES[f"{role}.snapshot.json"]
    snapshot = read_snapshot(data, "golden")
    assert snapshot_bytes(snapshot) == data
    assert {one.kind for one in snapshot.automation} == set(AutomationKind)


def test_a_result_reads_and_writes_the_same() -> None:
    result = read_result(FILES["result.json"], "golden")
    assert result_bytes(result) == FILES["result.json"]
    assert result.findings
    assert result.gaps
    assert [one.status for one in result.waivers] == ["unmatched"]


def _of_schema(version: int, name: str) -> bytes:
    return re.sub(rb'"schema_version": ?[0-9]+', b'"schema_version":%d' % version, FILES[name])


@pytest.mark.parametrize(("version", "age"), [(1, "an earlier"), (99, "a newer")])
@pytest.mark.parametrize("name", sorted(JUDGED))
def test_a_file_of_another_schema_is_told_with_what_to_do(name: str, version: int, age: str) -> None:
    read = read_result if name == "result.json" else read_snapshot
    with pytest.raises(ParityError, match=f"written by {age} parity .schema version {version}; this one reads") as told:
        read(_of_schema(version, name), name)
    assert told.value.where == name
    assert "again" in told.value.fix


def test_the_approval_counts_for_its_result_and_for_no_other() -> None:
    approval = read_approval(FILES["approval.json"], "golden")
    result, policy = read_result(FILES["result.json"], "golden"), project().policy
    assert approval_bytes(approval) == FILES["approval.json"]
    assert approval_problem(approval, result, digest(FILES["result.json"]), policy, Operator(OPERATOR.name)) is None
    assert (
        approval_problem(approval, result, digest(b""), policy, Operator(OPERATOR.name))
        == "it was given for another result"
    )
    assert approval_problem(approval, result, digest(FILES["result.json"]), policy, Operator(APPROVER.name)) is not None


def test_the_ledger_holds_every_kind_of_entry_and_verifies() -> None:
    assert {one.content.kind for one in ENTRIES} == set(EntryKind)
    assert chain_problems(ROWS, LEDGER_KEYS) == ()
    assert b"".join(canonical_bytes(row) for row in ROWS) == FILES["ledger.jsonl"]


def test_the_audit_of_files_and_ledger_holds() -> None:
    assert _broken(audit_ledger(ENTRIES, chain_problems(ROWS, LEDGER_KEYS), project())) == []
    links = audit_files(JUDGED, ENTRIES, project())
    # The golden orgs differ in every way that parity knows, so the golden gate rests on a NO-GO: and is seen to.
    assert _broken(links) == ["gate verdict: the verdict is NO-GO"]
    assert {"findings", "policy", "ledger entry", "ledger head", f"approval of {APPROVER.name}"} <= {
        one.link for one in links
    }


def _verify(folder: Path) -> "subprocess.CompletedProcess[str]":
    """verify.py by a python that sees neither this tree nor its settings."""
    command = [sys.executable, "-I", str(folder / "verify.py"), "--head", f"{ROWS[-1].seq}:{ROWS[-1].hash}"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_bundle_is_verified_by_its_own_program_without_parity(tmp_path: Path) -> None:
    zipfile.ZipFile(io.BytesIO(FILES["bundle.zip"])).extractall(tmp_path)
    program = (tmp_path / "verify.py").read_text()
    assert "import parity" not in program
    assert "from parity" not in program
    done = _verify(tmp_path)
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAIL")]
    assert failed == ["FAIL  the verdict on which the gate rested is a GO"], done.stdout + done.stderr
    assert f"{APPROVER.name} signed the approval of this result" in done.stdout


@pytest.mark.parametrize("name", ["ledger.jsonl", "result.json", "sandbox.snapshot.json", "approvals/01.json"])
def test_one_letter_changed_in_the_bundle_is_noticed(name: str, tmp_path: Path) -> None:
    zipfile.ZipFile(io.BytesIO(FILES["bundle.zip"])).extractall(tmp_path)
    changed = tmp_path / name
    changed.write_bytes(changed.read_bytes().replace(b"a", b"b", 1))
    assert _verify(tmp_path).returncode == 1


@pytest.mark.parametrize("name", ["result.json", "sandbox.snapshot.json", "production.snapshot.json"])
def test_one_letter_changed_in_a_file_is_noticed_by_the_audit(name: str) -> None:
    files = {**JUDGED, name: JUDGED[name].replace(b"golden-", b"golden_", 1)}
    assert _broken(audit_files(files, ENTRIES, project()))
