"""The names of a result's files are known in one place."""

import re
from pathlib import Path

import pytest

from parity.snapshot.records import Role
from parity.verdict.result_files import (
    APPROVALS_FOLDER,
    DEFAULT_RESULT,
    REPORT,
    RESULT,
    approvals_beside,
    file_names,
    files_beside,
    snapshot_name,
)

ROOT = Path(__file__).parents[2]


def test_the_names_are_those_of_the_documentation() -> None:
    assert file_names() == ("result.json", "sandbox.snapshot.json", "production.snapshot.json", "report.html")
    assert str(DEFAULT_RESULT) == "parity-out/result.json"
    page = (ROOT / "docs/evidence.md").read_text("utf-8")
    assert [name for name in (RESULT, REPORT, *map(snapshot_name, Role), APPROVALS_FOLDER) if name not in page] == []


@pytest.mark.parametrize("room", ["audit", "ledger", "switch", "verdict", "cli/workflows"])
def test_no_other_file_of_these_rooms_writes_a_name_out(room: str) -> None:
    snapshots = r"(?:\{role\}|sandbox|production)\.snapshot"
    written = re.compile(rf"""["'](?:result|{snapshots})\.json["']""")
    found = [
        path.name
        for path in (ROOT / "parity" / room).rglob("*.py")
        if path.name != "result_files.py" and written.search(path.read_text("utf-8"))
    ]
    assert found == []


def test_the_files_of_a_result_are_those_of_its_folder_that_are_there(tmp_path: Path) -> None:
    for name in ("result.json", "production.snapshot.json", "notes.txt"):
        (tmp_path / name).write_bytes(name.encode())
    found = files_beside(tmp_path / "result.json", Path.read_bytes)
    assert found == {"result.json": b"result.json", "production.snapshot.json": b"production.snapshot.json"}
    kept = tmp_path / "kept.json"
    kept.write_bytes(b"kept")
    assert files_beside(kept, Path.read_bytes)["result.json"] == b"kept"


def test_the_approvals_of_a_result_are_the_json_files_of_their_folder_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "approvals"
    result = tmp_path / "result.json"
    assert approvals_beside(result, Path.read_bytes) == {}
    folder.mkdir()
    for name in ("b.json", "a.json", "notes.txt"):
        (folder / name).write_bytes(name.encode())
    found = approvals_beside(result, Path.read_bytes)
    assert list(found.items()) == [("approvals/a.json", b"a.json"), ("approvals/b.json", b"b.json")]
