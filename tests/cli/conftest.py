"""The orgs of the scenario `drifted`, and a check of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.program import parity
from tests.simulated import RunningPair, running, yaml_for


@pytest.fixture(scope="module")
def drifted() -> Iterator[RunningPair]:
    with running("drifted") as pair:
        yield pair


@pytest.fixture(scope="module")
def checked(drifted: RunningPair, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `parity check` has run against the scenario `drifted`."""
    folder = tmp_path_factory.mktemp("checked")
    (folder / "parity.yaml").write_text(yaml_for(drifted))
    outcome = parity("check", cwd=folder, environment=drifted.environment)
    assert outcome.code == 1, outcome.err
    (folder / "out.txt").write_text(outcome.out)
    (folder / "err.txt").write_text(outcome.err)
    return folder
