"""The container file: right by a linter, without root, and of nothing but what is there."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def _hadolint() -> str | None:
    beside = Path(sys.executable).with_name("hadolint")
    return str(beside) if beside.exists() else shutil.which("hadolint")


def test_the_container_file_has_nothing_to_complain_of() -> None:
    """hadolint is in the lock of the developers; where it could not be installed there is nothing to lint with."""
    linter = _hadolint()
    if linter is None:
        pytest.skip("hadolint is not installed")
    done = subprocess.run([linter, str(ROOT / "Containerfile")], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    bad = subprocess.run([linter, "-"], input="FROM debian\nRUN cd /\n", capture_output=True, text=True, check=False)
    assert bad.returncode == 1


def test_the_container_runs_without_root_and_copies_only_what_is_there() -> None:
    lines = (ROOT / "Containerfile").read_text("utf-8").splitlines()
    last = lines[max(place for place, line in enumerate(lines) if line.startswith("FROM")) :]
    assert any(re.fullmatch(r"USER [1-9]\d*:[1-9]\d*", line) for line in last)
    copied = [name for line in lines if re.match(r"COPY (?!--from)", line) for name in line.split()[1:-1]]
    assert {"parity", "reports", "requirements-run.lock"} <= set(copied)
    allowed = {line.removeprefix("!") for line in (ROOT / ".dockerignore").read_text().splitlines() if line[0] == "!"}
    assert set(copied) == allowed
    assert all((ROOT / name).exists() for name in copied)
