"""One process at a time may carry out a tenant's switch; the lock ends with the process, however it ends."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from parity.errors import LedgerError
from parity.ledger.database import Database
from parity.ledger.records import tenant_key


@contextmanager
def switch_lock(database: Database, tenant: str) -> Iterator[bool]:
    """Whether this process holds the tenant's lock for the length of the block. Never waits."""
    name = hashlib.sha256(tenant_key(tenant).encode()).hexdigest()
    held = _postgres_lock(database, name) if database.file is None else _file_lock(database.file, name)
    with held as mine:
        yield mine


@contextmanager
def _file_lock(ledger: Path, name: str) -> Iterator[bool]:
    """An exclusive lock on a file next to the ledger: SQLite's own, so it works wherever the ledger works."""
    # A symlink to the ledger is the same ledger.
    ledger = ledger.resolve()
    path = ledger.with_name(f".{ledger.name}.{name[:12]}.lock")
    try:
        connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    except sqlite3.Error:
        raise _no_lock(path) from None
    with closing(connection):
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as problem:
            if "locked" not in str(problem):
                raise _no_lock(path) from None
            yield False
            return
        yield True


def _no_lock(path: Path) -> LedgerError:
    return LedgerError(
        "the lock of the switch cannot be taken: the file cannot be written",
        where=str(path),
        fix="Check the folder, its permissions and the space on the disk; nothing was done.",
    )


@contextmanager
def _postgres_lock(database: Database, name: str) -> Iterator[bool]:
    key = int(name[:15], 16)
    try:
        connection = database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        mine = bool(connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({key})").scalar())
    except SQLAlchemyError as problem:
        raise database.refusal(problem) from None
    # Closing ends the session, and with it the lock.
    with closing(connection):
        yield mine
