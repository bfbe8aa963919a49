"""A bundle is the same twice, and its own program verifies it."""

import subprocess
import sys
import zipfile
from pathlib import Path

from parity.ledger.records import GENESIS
from tests.tenants import Case, ready


def test_a_bundle_is_the_same_twice_and_verifies_without_parity(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    with ready(folder) as case:
        assert case.parity("switch", answers=case.typed).code == 0
        bundles = []
        for name in ("one.zip", "two.zip"):
            outcome = case.parity("audit", "export", "-o", name)
            assert outcome.code == 0, outcome.err
            bundles.append((folder / name).read_bytes())
        assert bundles[0] == bundles[1]
        assert case.parity("audit", "verify").code == 0
        unpacked = tmp_path / "bundle"
        zipfile.ZipFile(folder / "one.zip").extractall(unpacked)
        assert _verify(unpacked) == 0
        head = case.ledger.head()
        assert head is not None
        assert _verify(unpacked, "--head", str(head)) == 0
        assert _verify(unpacked, "--head", f"1:{GENESIS}") == 1
        for name in ("ledger.jsonl", "result.json", "production.snapshot.json", "policy.json", "keys.json"):
            whole = (unpacked / name).read_bytes()
            (unpacked / name).write_bytes(whole.replace(b"a", b"b", 1))
            assert _verify(unpacked) == 1, name
            (unpacked / name).write_bytes(whole)
        _verify_sees_a_cut_tail(unpacked, case)


def _verify(folder: Path, *arguments: str) -> int:
    return subprocess.run(
        [sys.executable, folder / "verify.py", *arguments], capture_output=True, check=False, cwd="/"
    ).returncode


def _verify_sees_a_cut_tail(unpacked: Path, case: Case) -> None:
    head = case.ledger.head()
    assert head is not None
    lines = (unpacked / "ledger.jsonl").read_bytes().splitlines(keepends=True)
    (unpacked / "ledger.jsonl").write_bytes(b"".join(lines[:-1]))
    assert _verify(unpacked, "--head", str(head)) == 1
