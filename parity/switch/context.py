"""What a run of the switch needs from outside, in one record: commands build it, everything below takes it."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from parity.config.project import Project
from parity.integrity.signing_keys import SigningKey
from parity.ledger.history import state_of
from parity.ledger.records import Actor
from parity.ledger.states import State
from parity.ledger.store import Ledger
from parity.orgs.client import OrgClient
from parity.orgs.collect_pair import Progress
from parity.orgs.sign_in.connect import connect
from parity.snapshot.records import Role
from parity.switch.drivers.interface import Person, Verification


class Output(Protocol):
    """Where a run prints: the terminal's console, or a test's list."""

    def result(self, text: str) -> None:
        """The outcome of a command."""

    def info(self, text: str) -> None:
        """Progress and advice."""

    def debug(self, text: str) -> None:
        """One line a request and the like."""

    def warning(self, text: str) -> None:
        """Something to change before long."""


def _no_statement(_verification: Verification) -> dict[str, str] | None:
    return None


class SwitchContext(Struct, frozen=True, kw_only=True):
    """Everything that one run needs.

    `result` is the path of result.json, `folder` that of parity.yaml, `clock` gives UTC. `opens_browser`: the operator
    asked for the tenant's page to be opened. `statement` asks the operator to sign what they saw, and returns null
    where they do not. `operator_key` is the key with which the operator signs, null where none was named.
    """

    project: Project
    ledger: Ledger
    result: Path
    folder: Path
    environment: Mapping[str, str]
    clock: Callable[[], datetime]
    operator: Actor
    person: Person
    output: Output
    opens_browser: bool = False
    sleep: Callable[[float], None] = time.sleep
    operator_key: SigningKey | None = None
    statement: Callable[[Verification], dict[str, str] | None] = _no_statement

    @property
    def tenant(self) -> str:
        """The tenant's business name."""
        return self.project.tenant.name

    @property
    def state(self) -> State | None:
        """Where the ledger has the tenant at this moment; null where it does not know it."""
        return state_of(self.ledger.entries(), self.tenant)

    @property
    def progress(self) -> Progress:
        """What is called while the orgs are read."""
        return Progress(debug=self.output.debug, warning=self.output.warning)

    def production(self) -> OrgClient:
        """Production, signed in."""
        settings = self.project.sign_in(Role.PRODUCTION)
        return connect(Role.PRODUCTION, settings, self.project.api, self.environment, self.output.debug)
