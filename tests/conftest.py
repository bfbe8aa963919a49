"""Snapshots of the simulated orgs, collected over real sockets once a test run."""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from parity.simulator import RunningOrg
from parity.snapshot.records import Snapshot
from tests.browser import browser, opened, result_of  # noqa: F401 (fixtures)
from tests.simulated import collected
from tests.surroundings import leave_behind

leave_behind()

# How long an example takes says how busy the machine is; and what fails for one change does not pass for the next.
settings.register_profile(
    "parity",
    parent=settings(),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
# `pytest --hypothesis-profile=search` looks for new examples, and for more of them.
settings.register_profile("search", parent=settings.get_profile("parity"), derandomize=False, max_examples=1_000)
settings.load_profile("parity")

#: Ledgers and files are written to the disk whole and at once, thousands of times: in memory that takes no time.
_MEMORY = Path("/dev/shm")
_ROOM = 4 * 2**30
# In containers it may be small, closed, or a place from which no program may run.
if (
    _MEMORY.is_dir()
    and os.access(_MEMORY, os.W_OK | os.X_OK)
    and not os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC
    and shutil.disk_usage(_MEMORY).free > _ROOM
):
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))
    os.environ.setdefault("TMPDIR", str(_MEMORY))


@pytest.fixture(scope="session")
def snapshots() -> Callable[[str], tuple[Snapshot, Snapshot]]:
    """The collected sandbox and production of a scenario."""
    return cache(collected)


@pytest.fixture
def sound_again(request: pytest.FixtureRequest) -> Iterator[None]:
    """The fixture `org` of a file, for each test without what the one before it had go wrong."""
    org: RunningOrg = request.getfixturevalue("org")
    yield
    org.forget_faults()
    org.requests.clear()
