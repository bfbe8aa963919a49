"""In the place of reading two orgs."""

from datetime import timedelta
from typing import Any

import pytest

from parity.snapshot.records import Role, Snapshot
from parity.switch.gate import gather as room
from tests.switch.gate.whole_evidence import (
    snapshot,
)


@pytest.fixture
def pair_read(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """In the place of reading both orgs; what it was asked with."""
    asked: list[tuple[Any, ...]] = []

    def collect_pair(*given: Any) -> tuple[Snapshot, Snapshot]:
        asked.append(given)
        return snapshot(Role.SANDBOX, age=timedelta()), snapshot(Role.PRODUCTION, age=timedelta())

    monkeypatch.setattr(room, "collect_pair", collect_pair)
    return asked
