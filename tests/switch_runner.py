"""Runs `parity switch` in child processes of one prepared process: killed at a chosen point, or many at once.

The points are found, not listed: every ledger entry and every driver call that the product makes is counted, and
the child kills itself (SIGKILL) right after the chosen one.

python -m tests.switch_runner kill     for each number on standard input one run, killed after that many calls
                                       (0: not killed); prints `killed` or a line of JSON
python -m tests.switch_runner race N   N runs that start together; prints a line of JSON for each
"""

import contextlib
import importlib
import io
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from parity.cli.main import main
from parity.cli.terminal.context import utc_now
from parity.config.project import load_project
from parity.ledger.store import Ledger
from parity.orgs.collect_pair import Progress, collect_pair
from parity.switch.drivers.http import HttpTenant
from parity.switch.gate import gather as gathering

for _name in ("parity.cli.commands.switch", "parity.orgs.sign_in.session", "parity.ledger.database", "psycopg"):
    importlib.import_module(_name)

_WATCHED = (
    (Ledger, "append"),
    (HttpTenant, "observe"),
    (HttpTenant, "ask_deletion"),
    (HttpTenant, "authorise_production"),
    (HttpTenant, "look_for_trace"),
)


def _arm(number: int) -> None:
    """Kill this process after the call of that number, counted over everything that is watched."""
    seen = 0

    def armed(original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            nonlocal seen
            answer = original(*arguments, **options)
            seen += 1
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return answer

        return call

    for kind, name in _WATCHED:
        setattr(kind, name, armed(getattr(kind, name)))


def _child(typed: str, name: str, arm: Callable[[], None], out: int) -> None:
    """Never returns: runs the switch and writes its outcome, one line of JSON, to the pipe."""
    arm()
    sys.stdin = io.StringIO(typed)
    said, errors = io.StringIO(), io.StringIO()
    code: Any = 99
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(errors):
        try:
            main(["switch", "--as", name])
        except SystemExit as ended:
            code = ended.code
    os.write(
        out,
        (json.dumps({"name": name, "code": code, "out": said.getvalue(), "err": errors.getvalue()}) + "\n").encode(),
    )
    os._exit(0)


def _forked(typed: str, name: str, arm: Callable[[], None], out: int) -> int:
    child = os.fork()
    if child == 0:
        _child(typed, name, arm, out)
    return child


def _read_the_orgs_once() -> None:
    """What is under test is the order of writes and actions; every child gets the orgs as they were read here."""
    pair = collect_pair(load_project(Path("parity.yaml")), os.environ, utc_now, Progress())
    setattr(gathering, "collect_pair", lambda *_: pair)  # noqa: B010 (not a name that it exports)


def _kill_after(typed: str, number: int) -> None:
    _, status = os.waitpid(_forked(typed, "Olga Operator", lambda: _arm(number), 1), 0)
    if os.WIFSIGNALED(status):
        print("killed", flush=True)


def run() -> None:
    """What the command line of this module asks for."""
    typed = os.environ["TYPED"]
    if sys.argv[1] == "kill":
        _read_the_orgs_once()
        for line in sys.stdin:
            _kill_after(typed, int(line))
        return
    start_read, start_write = os.pipe()

    def wait() -> None:
        os.close(start_write)
        os.read(start_read, 1)

    children = [_forked(typed, f"Operator {number:02d}", wait, 1) for number in range(int(sys.argv[2]))]
    # Every child waits for the end of this pipe: they all start at once.
    os.close(start_write)
    for child in children:
        os.waitpid(child, 0)


if __name__ == "__main__":
    run()
