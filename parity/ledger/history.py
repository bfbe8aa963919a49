"""What the ledger says of one tenant. Pure: entries in, records out."""

from collections.abc import Sequence

from msgspec import Struct

from parity.ledger.records import TERMINAL_STATE, Entry, EntryContent, EntryKind, tenant_key
from parity.ledger.states import State


class Intent(Struct, frozen=True, kw_only=True):
    """An action that was about to be done, and whether its outcome is known. `key` identifies the step for drivers."""

    seq: int
    action: str
    key: str


def of_tenant(entries: Sequence[Entry], tenant: str, kind: EntryKind | None = None) -> tuple[EntryContent, ...]:
    """The contents about one tenant, of one kind where it is given, in order."""
    key = tenant_key(tenant)
    return tuple(
        one.content for one in entries if one.content.tenant == key and (kind is None or one.content.kind is kind)
    )


def last_change(entries: Sequence[Entry], tenant: str) -> EntryContent | None:
    """The content that brought the tenant into its present state; null where none is known."""
    changes = [one for one in of_tenant(entries, tenant) if one.state is not None]
    return changes[-1] if changes else None


def state_of(entries: Sequence[Entry], tenant: str) -> State | None:
    """The state that the tenant is in; null where the ledger does not know it."""
    change = last_change(entries, tenant)
    return State(change.state) if change is not None and change.state is not None else None


def change_into(entries: Sequence[Entry], tenant: str, state: str) -> EntryContent | None:
    """The content that first brought the tenant into a state."""
    return next((one for one in of_tenant(entries, tenant) if one.state == state), None)


def open_intent(entries: Sequence[Entry], tenant: str) -> Intent | None:
    """The intent whose outcome is not in the ledger."""
    settled = {one.body.get("intent") for one in of_tenant(entries, tenant, EntryKind.OUTCOME)}
    unsettled = [one for one in of_tenant(entries, tenant, EntryKind.INTENT) if one.seq not in settled]
    if not unsettled:
        return None
    last = unsettled[-1]
    return Intent(seq=last.seq, action=str(last.body["action"]), key=str(last.body["key"]))


def holder(entries: Sequence[Entry], tenant: str) -> EntryContent | None:
    """The newest attempt at the switch: who is carrying it out, or did so last."""
    attempts = of_tenant(entries, tenant, EntryKind.ATTEMPT)
    return attempts[-1] if attempts else None


def in_production(entries: Sequence[Entry], tenant: str) -> EntryContent | None:
    """The entry that brought the tenant into production, for ever."""
    return change_into(entries, tenant, TERMINAL_STATE)
