"""The ledger's database, a SQLite file or PostgreSQL: writers take turns, and faults are reported in our own words."""

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy
from msgspec import Struct
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import SQLAlchemyError

from parity.config.ledger import LedgerSettings
from parity.errors import ConfigError, LedgerError, LedgerUnreachable, ParityError
from parity.integrity.file_kind import FileKind, misplaced, where_from
from parity.integrity.files import read_whole

#: Of the advisory lock that writers of a ledger in PostgreSQL take; any number, but always the same.
_WRITERS_LOCK = 0x7061726974790001
#: What the files beside a SQLite ledger may want at once; below it the disk is called full.
_ROOM = 1024 * 1024
_AGAIN = "Nothing was lost: run the command again, it goes on where this one stopped."
#: Of a ledger that may have lost entries nobody may say that it has not.
_DAMAGED = (
    "Entries may be missing. Leave it as it is, with the files beside it; compare a copy of it with the newest bundle, "
    "report or head that you have, and write nothing to it before you know what happened."
)


class Database(Struct, frozen=True, kw_only=True):
    """Where the ledger is. `where` names it in messages, without a password; `file` is null for a server."""

    engine: Engine
    where: str
    file: Path | None

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.engine.dialect.name

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that reads; raises LedgerError or LedgerUnreachable."""
        with self._own_words(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes, one writer at a time; commits at the end of the block."""
        with (
            self._own_words(),
            self.engine.connect().execution_options(parity_writes=True) as connection,
            connection.begin(),
        ):
            if self.dialect == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS_LOCK})")
            yield connection

    @contextmanager
    def _own_words(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as problem:
            raise self.refusal(problem) from None

    def refusal(self, problem: SQLAlchemyError) -> ParityError:
        """A fault of the database in our own words; its own text may hold what must not be shown."""
        text = str(getattr(problem, "orig", None) or "").lower()
        if "locked" in text or "lock timeout" in text:
            return LedgerUnreachable("the ledger is locked by another process", where=self.where, fix=_AGAIN)
        if refused := _first_in(text, _REFUSALS):
            return LedgerError(refused, where=self.where, fix=f"Mend that. {_AGAIN}")
        if "unable to open" in text:
            return LedgerError("the ledger's file cannot be opened", where=self.where, fix=_OPEN_IT)
        if fault := _first_in(text, _FAULTS):
            full = self._disk_is_full() if "disk i/o" in text else None
            return full or self._misplaced() or LedgerError(fault, where=self.where, fix=_DAMAGED)
        if self.file is None:
            return LedgerUnreachable(
                f"the ledger's database does not answer as it should ({type(problem).__name__})",
                where=self.where,
                fix="Check the URL in the environment variable, the server and the network, and run the command again.",
            )
        return LedgerError(f"the ledger cannot be used ({type(problem).__name__})", where=self.where, fix=_DAMAGED)

    def _disk_is_full(self) -> LedgerError | None:
        """The refusal where there is no room: SQLite calls that a "disk I/O error" too; null where there is room."""
        try:
            free = shutil.disk_usage(self.file.parent).free if self.file is not None else _ROOM
        except OSError:
            return None
        if free >= _ROOM:
            return None
        return LedgerError(
            f"the ledger cannot be used: the disk is full ({free // 1024} kB are free)",
            where=self.where,
            fix="Make room, and run the command again; `parity audit verify` then says whether every entry is there.",
        )

    def _misplaced(self) -> LedgerError | None:
        """The refusal of another file of ours, by its name; null for a database, damaged or not."""
        try:
            other = None if self.file is None else misplaced(read_whole(self.file), FileKind.LEDGER)
        except ParityError:
            return None
        where = f"ledger.path ({self.where})"
        return LedgerError(other, where=where, fix=where_from(FileKind.LEDGER)) if other else None


#: What keeps an entry from being written: those that were there are there.
_REFUSALS = {
    "readonly": "the ledger cannot be written: it is read-only",
    "read-only": "the ledger cannot be written: it is read-only",
    "permission denied": "the ledger cannot be written: permission denied",
    "full": "the ledger cannot be written: the disk is full",
    "parity: production is terminal": "the database refused it: PRODUCTION is terminal",
    "parity: the ledger is append-only": "the database refused it: the ledger is append-only",
    "parity:": "the database refused an entry that breaks the ledger's rules",
}
_FAULTS = {
    "not a database": "the file is not a ledger, or a damaged one",
    "malformed": "the ledger's file is damaged",
    "disk i/o": "the ledger cannot be written: the disk reports an error",
}
#: SQLite writes beside the file, for reading too: https://www.sqlite.org/wal.html#read_only_databases
_OPEN_IT = (
    "Let this user read and write the file and its folder: SQLite writes beside the file, for reading too. On a "
    "read-only file system, work on a copy. Nothing was changed."
)


def _first_in(text: str, words_by_sign: Mapping[str, str]) -> str | None:
    return next((words for sign, words in words_by_sign.items() if sign in text), None)


def open_database(settings: LedgerSettings, environment: Mapping[str, str], folder: Path) -> Database:
    """The database that the settings name; opens no connection yet. `folder` is that of parity.yaml."""
    if settings.url_env:
        return _postgres(settings, environment)
    path = folder / settings.path
    return Database(engine=_sqlite(path, settings.wait_seconds), where=str(path), file=path)


def _postgres(settings: LedgerSettings, environment: Mapping[str, str]) -> Database:
    url_text = environment.get(str(settings.url_env), "").strip()
    place = f"ledger.url_env ({settings.url_env})"
    try:
        url = sqlalchemy.make_url(url_text)
    except SQLAlchemyError:
        raise ConfigError(
            "the variable holds no database URL", where=place, fix="Such as postgresql://user:password@host/database"
        ) from None
    if url.get_backend_name() != "postgresql":
        raise ConfigError("the ledger takes PostgreSQL, or a file by `ledger.path`", where=place)
    try:
        engine = sqlalchemy.create_engine(
            url.set(drivername="postgresql+psycopg"),
            poolclass=sqlalchemy.NullPool,
            connect_args={"connect_timeout": 15, "options": f"-c lock_timeout={int(settings.wait_seconds * 1000)}"},
        )
    except ImportError:
        raise ConfigError(
            "PostgreSQL needs the package psycopg",
            where=place,
            fix="In the folder of parity's repository: pip install '.[postgres]'",
        ) from None
    return Database(engine=engine, where=f"ledger at {url.host or 'the local socket'}/{url.database}", file=None)


def _sqlite(path: Path, wait_seconds: float) -> Engine:
    engine = sqlalchemy.create_engine(
        f"sqlite:///{path}", poolclass=sqlalchemy.NullPool, connect_args={"timeout": wait_seconds}
    )

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        # Transactions begin below, by our own word: https://docs.sqlalchemy.org/en/20/dialects/sqlite.html
        connection.isolation_level = None
        connection.execute("PRAGMA synchronous = FULL")
        # Many processes may open a new ledger at once: one of them sets the mode, and it stays.
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = WAL")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get("parity_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
