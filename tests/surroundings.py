"""What stands around a run of the tests (a desk, a pipeline, a git hook) must not change what a test sees."""

import locale
import os
import signal
import tempfile
from fnmatch import fnmatchcase

#: The clock, colours, the width of a terminal, pipelines, proxies, agents for keys, and the repository of a git hook.
#: CI stays: it makes a failure of a missing browser. So does PARITY_NODE, which `make repair-check` sets.
_NOT_OURS = (
    "TESTS_CLOCK",
    "FORCE_COLOR",
    "NO_COLOR",
    "CLICOLOR*",
    "TTY_*",
    "COLUMNS",
    "LINES",
    "BROWSER",
    "GITHUB_*",
    "TF_BUILD",
    "PARITY_*",
    "*_PROXY",
    "*_proxy",
    "SSH_A*",
    "NETRC",
    "GIT_*",
    "PYTHONIOENCODING",
)
_LONGEST_PLACE = 60
_UTF_8 = "C.UTF-8"
_STAYS = frozenset({"PARITY_NODE", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"})


def leave_behind() -> None:
    """Take it out of this process, and so out of all that it starts.

    A shell gives what it runs in the background a Ctrl+C that is ignored, and programs keep that. Where the texts of
    the machine are not in UTF-8, ours are all the same.
    """
    for name in [*os.environ]:
        if name not in _STAYS and any(fnmatchcase(name, one) for one in _NOT_OURS):
            del os.environ[name]
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if locale.getencoding().lower() not in {"utf-8", "utf8"}:
        os.environ["LC_ALL"] = _UTF_8
        locale.setlocale(locale.LC_CTYPE, _UTF_8)


def for_sockets() -> str:
    """A folder for temporary files below which the path of a socket is short enough (103 characters on macOS), and has
    no blank, on which pg_ctl stumbles."""
    usual = tempfile.gettempdir()
    return "/tmp" if len(usual) > _LONGEST_PLACE or any(map(str.isspace, usual)) else usual
