"""Runs one program and ends with it: `python supervise.py PIPE LOCK PROGRAM [ARGUMENT ...]`.

A process of its own between parity and a customer's program. PIPE is the number of a file descriptor whose other end
parity holds: it closes when parity is gone, however that happened, and then the program and everything that it started
are killed. The same happens where the program ends and leaves something behind. LOCK is the number of a locked file:
whoever inherits it keeps the lock, so that a later run waits for a program that survives even so. Uses the standard
library alone, and is run by its path, so that it starts in a few milliseconds.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress

#: prctl(2): orphans below this process become its children, so that a program that goes into the background is found.
_PR_SET_CHILD_SUBREAPER = 36
_CANNOT_START = 126


def _descendants(of: int) -> set[int]:
    """Every process below this one, by /proc; empty where there is none."""
    parents: dict[int, int] = {}
    for name in os.listdir("/proc") if os.path.isdir("/proc") else ():
        if name.isdigit():
            with suppress(OSError, ValueError, IndexError), open(f"/proc/{name}/stat", "rb") as file:
                parents[int(name)] = int(file.read().rpartition(b")")[2].split()[1])
    found: set[int] = set()
    level = {of}
    while level := {child for child, parent in parents.items() if parent in level} - found:
        found |= level
    return found


def _end_all(group: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
    while left := _descendants(os.getpid()):
        for one in left:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(one, signal.SIGKILL)
        with suppress(ChildProcessError):
            while os.waitpid(-1, 0)[0]:
                pass


def _main() -> None:
    pipe, lock = int(sys.argv[1]), int(sys.argv[2])
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        program = subprocess.Popen(sys.argv[3:], process_group=0, pass_fds=[lock])  # noqa: S603 (the customer's own)
    except OSError:
        os._exit(_CANNOT_START)

    def wait_for_parity() -> None:
        os.read(pipe, 1)
        _end_all(program.pid)
        os._exit(_CANNOT_START)

    threading.Thread(target=wait_for_parity, daemon=True).start()
    code = program.wait()
    _end_all(program.pid)
    if code < 0:
        signal.signal(-code, signal.SIG_DFL) if -code not in {signal.SIGKILL, signal.SIGSTOP} else None
        os.kill(os.getpid(), -code)
    os._exit(code)


if __name__ == "__main__":
    _main()
