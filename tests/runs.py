"""Starts tests.switch_runner in a project's folder."""

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

from tests.tenants import Case


def runner(case: Case, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
    """A running tests.switch_runner, with the confirmation that an operator would type."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.switch_runner", *arguments],
        cwd=case.folder,
        env={
            **os.environ,
            **case.environment,
            "TYPED": "".join(f"{one}\n" for one in case.typed),
            "PYTHONPATH": str(Path(__file__).parent.parent),
            **environment,
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def pipe(end: IO[str] | None) -> IO[str]:
    assert end is not None
    return end
