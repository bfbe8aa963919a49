"""The names of a result's files are known in one place."""

import re
from pathlib import Path

import pytest

from parity.snapshot.records import Role
from parity.verdict.result_files import APPROVALS_FOLDER, DEFAULT_RESULT, REPORT, RESULT, file_names, snapshot_name

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
