"""Everything that the gate looks at. A piece that could not be had is Unknown, with the reason, and never passes."""

from datetime import datetime
from typing import TypeVar

from msgspec import Struct

from parity.audit.approval import Approval
from parity.config.project import Project
from parity.integrity.signing_keys import SigningKey
from parity.ledger.records import Actor, Entry
from parity.snapshot.records import Role, Snapshot
from parity.switch.drivers.interface import TenantView
from parity.verdict.result import Result


class Unknown(Struct, frozen=True):
    """Something that could not be had; `reason` says why and what to do."""

    reason: str


class ResultFiles(Struct, frozen=True, kw_only=True):
    """The result's file and the snapshot files next to it, with the digest of each snapshot file by role.

    `then` is the result worked out from them again as of the day on which it was made, `again` as of this moment.
    """

    result: Result
    digest: str
    is_canonical: bool
    snapshot_digests: dict[Role, str]
    sandbox: Snapshot | Unknown
    production: Snapshot | Unknown
    then: Result | Unknown
    again: Result | Unknown


class OrgsNow(Struct, frozen=True, kw_only=True):
    """Both orgs as they are now, and the result of judging them. Where the deletion of the sandbox connection is under
    way, only production is looked at.
    """

    sandbox: Snapshot | Unknown
    production: Snapshot
    fresh_result: Result | Unknown

    def of(self, role: Role) -> Snapshot | Unknown:
        """The org of that role."""
        return self.sandbox if role is Role.SANDBOX else self.production


class LedgerSeen(Struct, frozen=True, kw_only=True):
    """The ledger's entries, and every way in which it does not verify."""

    entries: tuple[Entry, ...]
    problems: tuple[str, ...]


class Evidence(Struct, frozen=True, kw_only=True):
    """What the conditions of the gate are evaluated on. `now` is UTC, by this machine's clock.

    `under_way`: the deletion of the sandbox connection has begun, and forward is the only way. `broken_approvals`: the
    approval files beside the result that cannot be read, and why.
    """

    now: datetime
    project: Project
    operator: Actor
    files: ResultFiles | Unknown
    approvals: tuple[Approval, ...]
    ledger: LedgerSeen | Unknown
    view: TenantView | Unknown
    orgs: OrgsNow | Unknown
    under_way: bool = False
    operator_key: SigningKey | None = None
    broken_approvals: tuple[str, ...] = ()


_Piece = TypeVar("_Piece")


class Fails(Exception):
    """A condition does not hold; the text says why."""


class CannotTell(Exception):
    """A condition needs a piece of evidence that is not there."""


def known(piece: _Piece | Unknown) -> _Piece:
    """The piece; raises CannotTell where it is Unknown."""
    if isinstance(piece, Unknown):
        raise CannotTell(piece.reason)
    return piece
