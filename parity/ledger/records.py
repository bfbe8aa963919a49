"""The records of the ledger: entries, each with the hash of the one before and a signature."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import msgspec
from msgspec import Struct

from parity.integrity.canonical import canonical_bytes, digest
from parity.integrity.names import folded

#: Of the canonical content of an entry. A later form gets a later number, so that old entries verify for ever.
CONTENT_FORMAT = 2
#: What the first entry names as the one before it.
GENESIS = f"sha256:{'0' * 64}"
#: The one state that nothing follows; the database knows it by this name too.
TERMINAL_STATE = "PRODUCTION"


class EntryKind(StrEnum):
    """What an entry is about."""

    PROJECT = "project"
    SNAPSHOT = "snapshot"
    RESULT = "result"
    APPROVAL = "approval"
    ATTEMPT = "attempt"
    REFUSED = "refused"
    GATE = "gate"
    INTENT = "intent"
    OUTCOME = "outcome"
    STATE = "state"
    VERIFICATION = "verification"
    CHECKLIST = "checklist"
    TOUCHPOINT = "touchpoint"
    CLOCK_CORRECTED = "clock corrected"


class Actor(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who did it: the operating system's user, the name that the person gave, and the machine."""

    os_user: str
    name: str
    host: str

    def __str__(self) -> str:
        return f"{self.name} ({self.os_user}@{self.host})"


class Draft(Struct, frozen=True, kw_only=True):
    """An entry to be. `state`: what the tenant is in from here on, where this changes it.

    `after` is the state that the writer believes the tenant to be in; the ledger refuses the entry where
    somebody else changed it in the meantime.
    """

    kind: EntryKind
    tenant: str
    body: dict[str, Any] = {}
    state: str | None = None
    after: str | None = None


class EntryContent(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the hash of an entry covers. `at` is UTC and never runs backwards, but right after an entry in which a
    person stated that a clock had run ahead (CLOCK_CORRECTED), and then not below the time that it states.

    `clock_said` is the machine's own time where it was behind the entry before.
    """

    format: int = CONTENT_FORMAT
    seq: int
    tenant: str
    kind: EntryKind
    at: str
    clock_said: str | None = None
    actor: Actor
    state: str | None
    body: dict[str, Any]
    previous: str


class Entry(Struct, frozen=True, kw_only=True):
    """Content with its hash and its signature. `text` is the content's canonical bytes, as they were hashed."""

    content: EntryContent
    text: str
    hash: str
    key_id: str
    signature: str


def tenant_key(name: str) -> str:
    """One key for a tenant however its name is typed: letter case, spaces and forms of characters make no other."""
    return folded(name)


def content_text(content: EntryContent) -> str:
    """The canonical text of an entry's content."""
    return canonical_bytes(content).decode().rstrip("\n")


def content_hash(text: str) -> str:
    """`sha256:...` over the canonical text: what `printf %s TEXT | sha256sum` prints."""
    return digest(text.encode())


def read_content(text: str) -> EntryContent:
    """The content in a canonical text; raises msgspec.DecodeError."""
    return msgspec.json.decode(text, type=EntryContent)


def utc_text(moment: datetime) -> str:
    """A UTC time as the ledger writes it; texts sort as times do."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def utc_moment(text: str) -> datetime:
    """The time in a text of the ledger or of a snapshot; raises ValueError."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def newest_time(content: EntryContent) -> str:
    """The time below which no entry after this one may lie."""
    if content.kind is EntryKind.CLOCK_CORRECTED:
        return min(content.at, str(content.body.get("now")))
    return content.at
