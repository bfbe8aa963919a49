"""Runs parity as a user does: a process of its own, with nothing but the arguments and the environment."""

import os
import subprocess
import sys
from pathlib import Path

from msgspec import Struct

from tests import forking

ROOT = Path(__file__).parent.parent


class Outcome(Struct, frozen=True, kw_only=True):
    """What a run of parity left behind."""

    code: int
    out: str
    err: str


def parity(*arguments: str | Path, cwd: Path, environment: dict[str, str] | None = None, typed: str = "") -> Outcome:
    """Run `python -m parity` with these arguments, by the clock of the environment's TESTS_CLOCK, if any.

    `typed` is all that stands on its standard input.
    """
    whole = {**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})}
    if forking.can_run(whole):
        code, out, err = forking.run(list(map(str, arguments)), cwd, whole, typed)
        return Outcome(code=code, out=out, err=err)
    done = subprocess.run(
        [sys.executable, "-m", "tests.run_parity", *map(str, arguments)],
        cwd=cwd,
        env=whole,
        capture_output=True,
        text=True,
        timeout=300,
        input=typed,
        check=False,
    )
    return Outcome(code=done.returncode, out=done.stdout, err=done.stderr)
