"""The newest ledger entry that this machine has seen, so that a truncated ledger or an old backup is noticed."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from parity.errors import LedgerError
from parity.integrity.canonical import canonical_bytes
from parity.integrity.file_kind import FileKind, refuse_misplaced
from parity.integrity.files import read_whole, write_whole
from parity.ledger.chain import LedgerRow
from parity.ledger.head import Head


def seen_head(path: Path) -> Head | None:
    """The newest entry that this machine remembers, null before the first; raises LedgerError where unreadable."""
    if not path.exists():
        return None
    data = read_whole(path)
    try:
        return msgspec.json.decode(data, type=Head)
    except (ValueError, RecursionError):
        refuse_misplaced(data, FileKind.HEAD, where=f"ledger.checkpoint ({path})", error=LedgerError)
        raise LedgerError(
            "the checkpoint of the ledger is damaged",
            where=str(path),
            fix="Find out who changed it. Compare the ledger's head with an exported bundle before you remove it.",
        ) from None


def remember(path: Path, head: Head) -> None:
    """Keep the newest head; an older one never replaces a newer."""
    known = seen_head(path)
    if known is None or known.seq < head.seq:
        write_whole(path, canonical_bytes(head))


def cut_problem(rows: Sequence[LedgerRow], known: Head, who: str) -> str | None:
    """What is wrong where the chain no longer holds an entry that `who` has seen."""
    found = next((row for row in rows if row.seq == known.seq), None)
    if found is not None and found.hash == known.hash:
        return None
    newest = rows[-1].seq if rows else 0
    if found is None:
        return (
            f"{who} has seen entry {known.seq}, and the ledger ends with entry {newest}: "
            "its tail was cut off, or it was swapped for a backup"
        )
    return f"{who} has seen another entry {known.seq}: the ledger was written again"
