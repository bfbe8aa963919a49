"""Snapshots of the simulated orgs, collected over real sockets once a test run."""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from parity.simulator import RunningOrg
from parity.snapshot.records import Snapshot
from tests.browser import browser, opened, result_of  # noqa: F401 (fixtures)
from tests.simulated import collected

# How long an example takes says how busy the machine is.
settings.register_profile("parity", parent=settings(), deadline=None)
settings.load_profile("parity")

#: Ledgers and files are written to the disk whole and at once, thousands of times: in memory that takes no time.
_MEMORY = Path("/dev/shm")
_ROOM = 4 * 2**30
if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))
    os.environ.setdefault("TMPDIR", str(_MEMORY))


@pytest.fixture(scope="session")
def snapshots() -> Callable[[str], tuple[Snapshot, Snapshot]]:
    """The collected sandbox and production of a scenario."""
    return cache(collected)


@pytest.fixture(autouse=True)
def _no_secrets_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own environment must not change what a test sees."""
    for name in ("TESTS_CLOCK", "FORCE_COLOR", "NO_COLOR", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "TF_BUILD"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def sound_again(request: pytest.FixtureRequest) -> Iterator[None]:
    """The fixture `org` of a file, for each test without what the one before it had go wrong."""
    org: RunningOrg = request.getfixturevalue("org")
    yield
    org.forget_faults()
    org.requests.clear()
