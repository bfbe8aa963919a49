"""What a tenant driver is: it looks, acts and reports; parity.switch.machine decides.

A driver has two actions and no others: none could connect a sandbox, and each refuses by itself where the tenant is
already in production.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct

from parity.config.project import Project
from parity.errors import SwitchRefused
from parity.ledger.records import tenant_key
from parity.ledger.states import State
from parity.orgs.client import OrgClient
from parity.snapshot.ids import same_org


class Phase(StrEnum):
    """What the tenant shows of its connection."""

    NOT_CONNECTED = "not connected"
    SANDBOX = "connected to a sandbox"
    DELETING = "deletion in progress"
    PRODUCTION = "connected to production"
    OTHER = "connected to another org"


class TenantView(Struct, frozen=True, kw_only=True):
    """What a tenant shows. `org_id` is null where nothing is connected.

    `evidence`: the digest of a screenshot, where a person looked and kept one.
    """

    tenant: str
    phase: Phase
    org_id: str | None = None
    evidence: str | None = None

    def __str__(self) -> str:
        return f"{self.phase}{f' ({self.org_id})' if self.org_id else ''}"


class Action(StrEnum):
    """What a driver can be asked to do."""

    ASK_DELETION = "ask for the deletion of the sandbox connection"
    AUTHORISE_PRODUCTION = "authorise production"

    @property
    def before(self) -> Phase:
        """What the tenant shows where the action may be done."""
        return Phase.SANDBOX if self is Action.ASK_DELETION else Phase.NOT_CONNECTED

    @property
    def after(self) -> frozenset[Phase]:
        """What the tenant shows where the action was done."""
        if self is Action.ASK_DELETION:
            return frozenset({Phase.DELETING, Phase.NOT_CONNECTED})
        return frozenset({Phase.PRODUCTION})


class Instruction(Struct, frozen=True, kw_only=True):
    """What exactly is to be done. `key` is the same for the same step, however often it is asked."""

    tenant: str
    sandbox_org: str
    production_org: str
    key: str

    def is_about(self, view: TenantView) -> bool:
        """Whether the org that the tenant shows is the one meant here; true where it shows none."""
        if view.phase is Phase.NOT_CONNECTED:
            return True
        if view.phase is Phase.OTHER:
            return False
        return same_org(view.org_id, self.production_org if view.phase is Phase.PRODUCTION else self.sandbox_org)


class Trace(StrEnum):
    """Whether the new authorisation was seen."""

    FOUND = "found"
    NOT_FOUND = "not found"
    COULD_NOT_LOOK = "could not look"


class Verification(Struct, frozen=True, kw_only=True):
    """What was looked for after the authorisation, and what was seen."""

    trace: Trace
    detail: str


class Driver(Protocol):
    """One way to carry the switch out. Every method raises DriverError where it cannot tell what happened.

    `takes_statement`: a signed statement of the operator may replace a trace that was not found.
    """

    name: str
    takes_statement: bool
    poll_seconds: float
    wait_seconds: float

    def observe(self) -> TenantView:
        """What the tenant shows at this moment. Changes nothing."""

    def ask_deletion(self, order: Instruction) -> str:
        """Ask for the deletion of the sandbox connection; says what was answered."""

    def authorise_production(self, order: Instruction) -> str:
        """Connect production; says what was answered."""

    def look_for_trace(self, order: Instruction, since: datetime) -> Verification:
        """Look whether production is really authorised, by something newer than `since` (UTC). Changes nothing."""


class Person(Protocol):
    """The operator at the terminal."""

    def tell(self, text: str) -> None:
        """Show a text."""

    def ask(self, question: str) -> str:
        """The answer to a question; raises click.Abort where nobody answers."""

    def open_page(self, url: str) -> None:
        """Open a page in the browser, where there is one."""


class DriverContext(Protocol):
    """What a driver may use of a run (parity.switch.context.SwitchContext has all of it)."""

    @property
    def project(self) -> Project:
        """What parity.yaml says."""

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment, with the secrets that parity.yaml names."""

    @property
    def folder(self) -> Path:
        """The folder of parity.yaml, from which its relative paths go."""

    @property
    def state(self) -> State | None:
        """Where the ledger has the tenant at this moment."""

    @property
    def opens_browser(self) -> bool:
        """Whether the operator asked for the page to be opened."""

    @property
    def person(self) -> Person:
        """The operator."""

    def production(self) -> OrgClient:
        """Production, signed in."""


class DriverKind(Struct, frozen=True, kw_only=True):
    """A kind of driver: the settings that ask for it, and what opens it. Each file next to this declares one.

    `explained` says for docs/switch.md what it does; a link in it goes from that page.
    """

    settings: type[Struct]
    explained: str
    open: Callable[[Any, DriverContext], Driver]


def refuse_unless_allowed(view: TenantView, action: Action, order: Instruction) -> None:
    """Raise SwitchRefused where the tenant's own view forbids the action: every driver asks this before it acts."""
    if tenant_key(view.tenant) != tenant_key(order.tenant):
        raise SwitchRefused(f"the driver speaks of the tenant {view.tenant!r}, not of {order.tenant!r}")
    if view.phase is Phase.PRODUCTION:
        raise SwitchRefused(
            f"the tenant is connected to production ({view.org_id}), and that is final",
            fix="No way leads back to a sandbox, or on to another production org.",
        )
    if view.phase is not action.before or not order.is_about(view):
        raise SwitchRefused(
            f"to {action} is not possible: the tenant is {view}",
            fix="Look at Settings > Integrations > Connections, and at `parity status`.",
        )
