"""What a gate gathers from, with stand-ins in the place of the ledger, the tenant and the orgs."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from parity.config.policy import Policy
from parity.config.project import Project
from parity.errors import CouldNotLook
from parity.ledger.head import Head
from parity.ledger.records import Entry
from parity.snapshot.file import snapshot_bytes
from parity.snapshot.records import Role
from parity.switch.drivers.interface import Phase, TenantView
from parity.switch.gate import gather as room
from parity.switch.gate.evidence import Evidence
from parity.verdict.judge import judge
from parity.verdict.result import Result, result_bytes
from tests.switch.gate.whole_evidence import (
    NOW,
    OPERATOR,
    POLICY,
    TENANT,
    entries,
    project,
    snapshot,
)

HEAD, ANOTHER_HEAD = Head(seq=4, hash="sha256:" + "ab" * 32), Head(seq=2, hash="sha256:" + "cd" * 32)


VIEW = TenantView(tenant=TENANT, phase=Phase.SANDBOX, org_id="00D8F0000008NwSUAU")


#: The result was judged an hour before the gate looks.
THEN = NOW - timedelta(hours=1)


class StandInLedger:
    """Entries in memory; it keeps which heads it was asked about."""

    def __init__(self, *drafts: Any, broken: str | None = None) -> None:
        self.kept = entries(*drafts)
        self.broken = broken
        self.asked: Mapping[str, Head] | None = None

    def entries(self) -> tuple[Entry, ...]:
        if self.broken:
            raise CouldNotLook(self.broken)
        return self.kept

    def problems(self, known: Mapping[str, Head] | None = None) -> tuple[str, ...]:
        self.asked = known
        return ("entry 3 is not signed",)


class Desk:
    """What a run has around it, and what became of the orgs that it read."""

    def __init__(self, folder: Path, *, ledger: StandInLedger | None = None, policy: Policy = POLICY) -> None:
        self.result = folder / "result.json"
        self.project: Project = project(policy)
        self.ledger = ledger or StandInLedger()
        self.operator, self.operator_key = OPERATOR, None
        self.environment = {"SESSION": "s"}
        self.clock = lambda: NOW
        self.progress = "told"
        self.tenant = TENANT

    def gather(self, *, under_way: bool = False, observe: Any = lambda: VIEW) -> Evidence:
        desk: Any = self
        driver: Any = SimpleNamespace(observe=observe)
        return room.gather(desk, driver, under_way=under_way)


def judged_then(policy: Policy = POLICY, head: Head | None = HEAD) -> Result:
    both = (snapshot(Role.SANDBOX), snapshot(Role.PRODUCTION))
    return judge(*both, policy, tenant=TENANT, judged_at=THEN, ledger=head)


def written(folder: Path, result: Result | None = None, *, without: Role | None = None) -> Result:
    """result.json and both snapshots, as a check writes them."""
    result = judged_then() if result is None else result
    (folder / "result.json").write_bytes(result_bytes(result))
    for role in Role:
        if role is not without:
            (folder / f"{role}.snapshot.json").write_bytes(snapshot_bytes(snapshot(role)))
    return result


def fail(reason: str) -> Any:
    def raises(*_: Any, **__: Any) -> Any:
        raise CouldNotLook(reason)

    return raises
