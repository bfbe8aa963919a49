"""A case whose tenant is ready for the switch, and one that went through it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from parity.cli.workflows.switch import run_switch
from tests.tenants import Case, ready


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with ready(tmp_path, deletion_looks=1) as found:
        yield found


@pytest.fixture
def switched(case: Case) -> Case:
    assert run_switch(case.context()) == 0
    return case
