"""Runs the command line in processes forked from one that has imported it: the imports are half of a short command.

A run is a process of its own, with its own arguments, folder, environment, standard streams and exit code, as with
`python -m tests.run_parity`. The server is started once for a process of the tests and ends with it.

python -m tests.forking PIPE    serves on the socket that is its standard input, until the pipe of that number ends
"""

import atexit
import importlib
import io
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any

import parity
from tests.surroundings import for_sockets

_ROOT = Path(__file__).parent.parent
_LONGEST = 300
#: What an interpreter reads as it starts: who sets one of these needs a new one.
_READ_AT_START = ("PYTHON", "LC_", "LANG")


def can_run(environment: dict[str, str]) -> bool:
    """Whether a forked process would be as one started with this environment."""
    ours = {key: value for key, value in os.environ.items() if key.startswith(_READ_AT_START)}
    theirs = {key: value for key, value in environment.items() if key.startswith(_READ_AT_START)}
    ours.pop("PYTHONPATH", None)
    theirs.pop("PYTHONPATH", None)
    return ours == theirs and hasattr(os, "fork")


def run(arguments: Sequence[str], cwd: Path, environment: dict[str, str], typed: str) -> tuple[int, str, str]:
    """Exit code, output and errors of `python -m tests.run_parity` with these arguments.

    Raises subprocess.TimeoutExpired after 300 seconds.
    """
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        stdin.write(typed.encode())
        stdin.seek(0)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
            asking.connect(_server())
            asking.settimeout(_LONGEST)
            order = json.dumps({"arguments": list(arguments), "cwd": str(cwd), "environment": environment}).encode()
            streams = [one.fileno() for one in (stdin, out, err)]
            socket.send_fds(asking, [len(order).to_bytes(4, "big")], streams)
            asking.sendall(order)
            child = int.from_bytes(_exactly(asking, 4), "big")
            try:
                code = int.from_bytes(_exactly(asking, 4), "big", signed=True)
            except TimeoutError:
                os.kill(child, signal.SIGKILL)
                raise subprocess.TimeoutExpired(list(arguments), _LONGEST) from None
        return code, _text(out), _text(err)


def _text(file: IO[bytes]) -> str:
    """What was written, every end of a line as `\\n`, as a subprocess's text is."""
    file.seek(0)
    return io.TextIOWrapper(file, encoding="utf-8").read()


def _exactly(connection: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        more = connection.recv(size - len(found))
        if not more:
            raise ConnectionError("the forking server is gone")
        found += more
    return found


@cache
def _server() -> str:
    """The path of the socket of a running server."""
    folder = tempfile.mkdtemp(prefix="parity-forking-", dir=for_sockets())
    path = f"{folder}/s"
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.bind(path)
    listening.listen(64)
    # Its other end is open as long as this process lives, also where it is killed.
    lives, _held_open = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.forking", str(lives)],
        cwd=_ROOT,
        stdin=listening.fileno(),
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        pass_fds=[lives],
    )
    os.close(lives)
    listening.close()

    def end() -> None:
        process.kill()
        process.wait()
        os.unlink(path)
        os.rmdir(folder)

    atexit.register(end)
    return path


def _import_the_rooms() -> None:
    """All but the command line: each run imports that itself, when it has set its clock."""
    for one in pkgutil.walk_packages(parity.__path__, "parity."):
        if one.name.split(".")[1] not in {"cli", "simulator", "__main__"}:
            importlib.import_module(one.name)


def serve(lives: int) -> None:
    """Forks for each connection to the socket that is the standard input, until that pipe ends."""
    _import_the_rooms()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(fileno=0) as listening:
        while lives not in select.select([listening.fileno(), lives], [], [])[0]:
            connection, _ = listening.accept()
            if os.fork() == 0:
                listening.detach()
                os.close(lives)
                _oversee(connection)
            connection.close()


def _oversee(connection: socket.socket) -> None:
    """Never returns: forks the run, and says its process id and its exit code."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    size, streams, _, _ = socket.recv_fds(connection, 4, 3)
    order = json.loads(_exactly(connection, int.from_bytes(size, "big")))
    child = os.fork()
    if child == 0:
        connection.detach()
        _become(order, streams)
    connection.sendall(child.to_bytes(4, "big"))
    _, status = os.waitpid(child, 0)
    connection.sendall(os.waitstatus_to_exitcode(status).to_bytes(4, "big", signed=True))
    os._exit(0)


def _become(order: dict[str, Any], streams: list[int]) -> None:
    """Never returns: the run itself."""
    for number, given in enumerate(streams):
        os.dup2(given, number)
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.argv = ["parity", *order["arguments"]]
    code = 0
    try:
        runpy.run_module("tests.run_parity", run_name="__main__")
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1 if ended.code else 0
    except BaseException:  # noqa: BLE001 (as an interpreter ends: whatever it was is told)
        traceback.print_exc()
        code = 1
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
