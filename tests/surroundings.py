"""What stands around a run of the tests, of a person's desk, a pipeline or a git hook, must not change what a test sees."""

import os
import tempfile
from fnmatch import fnmatchcase

#: The clock and colours, the width of a terminal, pipelines, proxies, agents for keys, and the repository of a git hook.
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
_STAYS = frozenset({"PARITY_NODE", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"})


def leave_behind() -> None:
    """Take it out of the environment of this process, and so of all that it starts."""
    for name in [*os.environ]:
        if name not in _STAYS and any(fnmatchcase(name, one) for one in _NOT_OURS):
            del os.environ[name]


def for_sockets() -> str:
    """A folder for temporary files so short that the path of a socket below it is one: 103 characters on macOS."""
    usual = tempfile.gettempdir()
    return "/tmp" if len(usual) > _LONGEST_PLACE else usual
