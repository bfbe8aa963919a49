"""`-o` never writes over something of another kind: a ledger, a key, settings, or what the command itself reads."""

from pathlib import Path

import pytest

from parity.snapshot.file import snapshot_bytes
from tests.program import parity
from tests.simulated import collected

_OTHERS = {
    "parity-ledger.db": b"SQLite format 3\x00and more",
    "ledger.key": b"-----BEGIN PRIVATE KEY-----\n",
    "save.yaml": b"tenant: {name: Northwind}\n",
    "evidence.zip": b"PK\x03\x04",
    "report.html": b"<!doctype html>\n",
}


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pair")
    for name, snapshot in zip(("sandbox", "production"), collected("identical"), strict=True):
        (folder / f"{name}.json").write_bytes(snapshot_bytes(snapshot))
    return folder


def compare(pair: Path, output: str) -> tuple[int, str]:
    outcome = parity("compare", "sandbox.json", "production.json", "-o", output, cwd=pair)
    return outcome.code, outcome.err


@pytest.mark.parametrize("name", _OTHERS)
def test_a_result_is_not_written_over_another_kind_of_file(pair: Path, name: str) -> None:
    (pair / name).write_bytes(_OTHERS[name])
    code, told = compare(pair, name)
    assert (code, (pair / name).read_bytes()) == (2, _OTHERS[name])
    assert "Name another file" in told


def test_a_snapshot_is_not_written_over_by_its_own_result_nor_a_result_by_its_report(pair: Path) -> None:
    before = (pair / "sandbox.json").read_bytes()
    assert compare(pair, "sandbox.json")[0] == 2
    assert (pair / "sandbox.json").read_bytes() == before
    compare(pair, "result.json")
    result = (pair / "result.json").read_bytes()
    for output in ("result.json", "sandbox.json"):
        outcome = parity("report", "result.json", "--format", "html", "-o", output, cwd=pair)
        assert outcome.code == 2
    assert (pair / "result.json").read_bytes() == result


def test_the_same_kind_is_written_anew(pair: Path) -> None:
    (pair / "again.json").write_bytes(b"")
    codes = {compare(pair, "again.json")[0] for _ in range(2)}
    assert 2 not in codes
    for _ in range(2):
        assert parity("report", "again.json", "--format", "html", "-o", "page.html", cwd=pair).code == 0
