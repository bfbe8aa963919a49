"""Whether the chain is intact. Pure: rows and keys in, named problems out."""

from collections.abc import Iterable, Mapping

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import Struct

from parity.integrity.canonical import other_schema
from parity.integrity.signing import key_id, signature_problem, signed
from parity.ledger.records import (
    CONTENT_FORMAT,
    GENESIS,
    TERMINAL_STATE,
    Entry,
    EntryContent,
    EntryKind,
    content_hash,
    content_text,
    newest_time,
    read_content,
)

ENTRY_PURPOSE = "ledger entry"


class LedgerRow(Struct, frozen=True, kw_only=True):
    """An entry as the database records it; the columns repeat the content so that constraints can see them."""

    seq: int
    tenant: str
    kind: str
    at: str
    state: str | None
    content: str
    previous: str
    hash: str
    key_id: str
    signature: str


def signed_row(content: EntryContent, key: Ed25519PrivateKey) -> LedgerRow:
    """The row of a content, hashed and signed."""
    text = content_text(content)
    return LedgerRow(
        seq=content.seq,
        tenant=content.tenant,
        kind=content.kind.value,
        at=content.at,
        state=content.state,
        content=text,
        previous=content.previous,
        hash=content_hash(text),
        key_id=key_id(key.public_key()),
        signature=signed(key, ENTRY_PURPOSE, content_hash(text)),
    )


def entry_of(row: LedgerRow) -> Entry:
    """A row as an entry; raises msgspec.DecodeError where its content cannot be read."""
    return Entry(
        content=read_content(row.content), text=row.content, hash=row.hash, key_id=row.key_id, signature=row.signature
    )


def not_before(row: LedgerRow) -> str:
    """The earliest time that the next entry may have, as the ledger writes times."""
    if row.kind != EntryKind.CLOCK_CORRECTED:
        return row.at
    try:
        return newest_time(read_content(row.content))
    except msgspec.DecodeError:
        return row.at


def chain_problems(rows: Iterable[LedgerRow], keys: Mapping[str, Ed25519PublicKey]) -> tuple[str, ...]:
    """Every way in which the chain is broken, in words; empty where it is intact.

    `keys` are the trusted public keys by key id.
    """
    found: list[str] = []
    previous, expected, least = GENESIS, 1, ""
    ended: set[str] = set()
    for row in rows:
        name = f"entry {row.seq}"
        if row.seq != expected:
            found.append(f"entry {expected} is missing or out of order: {name} follows entry {expected - 1}")
        if row.previous != previous:
            found.append(f"{name} does not follow the entry before it: one was removed, inserted or moved")
        found += _row_problems(row, name, keys)
        if row.at < least:
            found.append(f"{name} is older than the entry before it")
        if row.state is not None and row.tenant in ended:
            found.append(f"{name} changes the state of {row.tenant} after {TERMINAL_STATE}, which is terminal")
        if row.state == TERMINAL_STATE:
            ended.add(row.tenant)
        previous, expected, least = row.hash, row.seq + 1, not_before(row)
    return tuple(found)


def _row_problems(row: LedgerRow, name: str, keys: Mapping[str, Ed25519PublicKey]) -> list[str]:
    if content_hash(row.content) != row.hash:
        return [f"{name} was changed: its content does not give its hash"]
    try:
        content = read_content(row.content)
    except msgspec.DecodeError:
        return [f"{name} cannot be read"]
    if content.format != CONTENT_FORMAT:
        return [f"{name} cannot be verified: {other_schema(content.format, CONTENT_FORMAT)}"]
    found = []
    columns = (row.seq, row.tenant, row.kind, row.at, row.state, row.previous)
    if columns != (content.seq, content.tenant, content.kind, content.at, content.state, content.previous):
        found.append(f"{name} was changed: its columns are not those of its content")
    if content_text(content) != row.content:
        found.append(f"{name} is not in canonical form")
    key = keys.get(row.key_id)
    if key is None:
        found.append(f"{name} is signed with a key that is not trusted ({row.key_id})")
        return found
    problem = signature_problem(key, ENTRY_PURPOSE, row.hash, row.signature)
    if problem:
        found.append(f"{name}: {problem}")
    return found
