"""The ledger on disk: read as a whole, and appended to; nothing else can be done to it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import Struct, structs
from sqlalchemy import Connection, func, inspect, select

from parity import __version__
from parity.config.ledger import LedgerSettings
from parity.config.project import Project
from parity.errors import ConfigError, LedgerError, SwitchRefused
from parity.integrity.canonical import other_schema
from parity.integrity.clocks import CLOCKS_MAY_DIFFER
from parity.integrity.files import at_home
from parity.integrity.signing import key_id, private_key, public_key
from parity.integrity.unreadable import why_unreadable
from parity.ledger.chain import LedgerRow, chain_problems, entry_of, not_before, signed_row
from parity.ledger.checkpoint import cut_problem, remember, seen_head
from parity.ledger.database import Database, open_database
from parity.ledger.head import Head
from parity.ledger.records import (
    GENESIS,
    Actor,
    Draft,
    Entry,
    EntryContent,
    EntryKind,
    newest_time,
    tenant_key,
    utc_moment,
    utc_text,
)
from parity.ledger.schema import ENTRIES, GUARDS_QUERY, SCHEMA_VERSION, VERSIONS, creation, guard_problems

_COLUMNS = tuple(LedgerRow.__struct_fields__)


class Ledger(Struct, frozen=True, kw_only=True):
    """An open ledger. `key` signs new entries, null for reading only; `keys` are the trusted public keys."""

    database: Database
    keys: dict[str, Ed25519PublicKey]
    key: Ed25519PrivateKey | None
    checkpoint: Path
    clock: Callable[[], datetime]

    @property
    def is_missing(self) -> bool:
        """Whether there is no file of that name: not begun yet, moved, or another path is meant."""
        return self.database.file is not None and not self.database.file.exists()

    def rows(self) -> tuple[LedgerRow, ...]:
        """Every row, in order; empty where there is no ledger yet."""
        if self.is_missing:
            return ()
        with self.database.reading() as connection:
            return _rows(connection) if self._version(connection) else ()

    def entries(self) -> tuple[Entry, ...]:
        """Every entry, in order; raises LedgerError for one that cannot be read."""
        try:
            return tuple(entry_of(row) for row in self.rows())
        except ValueError as problem:
            raise LedgerError(
                f"an entry cannot be read: {why_unreadable(problem)}",
                where=self.database.where,
                fix="It was changed from outside. See `parity audit verify`; restore nothing before you know why.",
            ) from None

    def head(self) -> Head | None:
        """The newest entry's number and hash; null for an empty ledger."""
        rows = self.rows()
        return Head(seq=rows[-1].seq, hash=rows[-1].hash) if rows else None

    def problems(self, known: Mapping[str, Head] | None = None) -> tuple[str, ...]:
        """Every way in which the ledger does not verify, in words.

        `known`: heads that reports, results, approvals and bundles have seen, by who has seen them.
        """
        # Read before the rows: what somebody appends in between is in neither, and never looks like a cut.
        seen = seen_head(self.checkpoint)
        rows = self.rows()
        found = list(chain_problems(rows, self.keys))
        if rows:
            with self.database.reading() as connection:
                query = GUARDS_QUERY[self.database.dialect]
                names = [(one[0], one[1]) for one in connection.exec_driver_sql(query)]
            found += guard_problems(self.database.dialect, names)
        heads = {**({"this machine": seen} if seen else {}), **(known or {})}
        found += [problem for who, head in heads.items() if (problem := cut_problem(rows, head, who))]
        return tuple(found)

    def append(self, draft: Draft, actor: Actor) -> Entry:
        """Write one entry to the end, on the disk before this returns.

        Raises SwitchRefused where the tenant is no longer in the state `draft.after`, LedgerError or
        LedgerUnreachable where nothing could be written.
        """
        if self.key is None:
            raise ConfigError(
                "no key to sign ledger entries is named",
                where="ledger",
                fix="Add `ledger.key_env` or `ledger.key_file` to parity.yaml (ssh-keygen -t ed25519 makes a key).",
            )
        with self.database.writing() as connection:
            self._create(connection)
            self._refuse_other_ledger(connection)
            last = _last(connection)
            tenant = tenant_key(draft.tenant)
            if draft.state is not None or draft.after is not None:
                _refuse_other_state(connection, tenant, draft)
            row = signed_row(self._content(structs.replace(draft, tenant=tenant), actor, last), self.key)
            connection.execute(ENTRIES.insert().values(structs.asdict(row)))
        remember(self.checkpoint, Head(seq=row.seq, hash=row.hash))
        return entry_of(row)

    def correct_clock(self, tenant: str, actor: Actor) -> Entry:
        """Write down, by a person, that an entry's clock ran ahead: time may go back right after it.

        Raises LedgerError where no clock ran ahead by more than two clocks may differ.
        """
        entries = self.entries()
        ahead, now = entries[-1].content if entries else None, self.clock()
        if ahead is None or utc_moment(newest_time(ahead)) <= now + CLOCKS_MAY_DIFFER:
            raise LedgerError("this machine's clock is not behind the ledger: there is nothing to correct")
        body: dict[str, object] = {"entry": ahead.seq, "ahead": ahead.at, "now": utc_text(now)}
        return self.append(Draft(kind=EntryKind.CLOCK_CORRECTED, tenant=tenant, body=body), actor)

    def _refuse_other_ledger(self, connection: Connection) -> None:
        """Nothing is written to a ledger that has lost what this machine has seen in it."""
        seen = seen_head(self.checkpoint)
        if seen is None:
            return
        rows = connection.execute(
            select(*(ENTRIES.c[name] for name in _COLUMNS))
            .where(ENTRIES.c.seq >= seen.seq)
            .order_by(ENTRIES.c.seq)
            .limit(1)
        )
        found = [LedgerRow(**dict(zip(_COLUMNS, one, strict=True))) for one in rows] or list(
            filter(None, [_last(connection)])
        )
        problem = cut_problem(found, seen, "this machine")
        if problem:
            raise LedgerError(
                problem,
                where=self.database.where,
                fix=f"Put the right ledger back. What was seen is recorded in {self.checkpoint}; nothing was written.",
            )

    def _content(self, draft: Draft, actor: Actor, last: LedgerRow | None) -> EntryContent:
        now = utc_text(self.clock())
        newest = "" if last is None else not_before(last)
        behind = now < newest
        return EntryContent(
            seq=last.seq + 1 if last else 1,
            tenant=draft.tenant,
            kind=draft.kind,
            at=newest if behind else now,
            clock_said=now if behind else None,
            actor=actor,
            state=draft.state,
            body=draft.body,
            previous=last.hash if last else GENESIS,
        )

    def _version(self, connection: Connection) -> int:
        """The schema version, 0 for an empty database; raises LedgerError where another parity made it."""
        tables = inspect(connection).get_table_names()
        if VERSIONS.name not in tables:
            if tables and self.database.dialect == "sqlite":
                raise LedgerError(
                    "the file is a database, but not a ledger", where=self.database.where, fix="Check `ledger.path`."
                )
            return 0
        version = int(connection.execute(select(func.max(VERSIONS.c.version))).scalar() or 0)
        if version != SCHEMA_VERSION:
            raise LedgerError(
                f"this ledger cannot be used: {other_schema(version, SCHEMA_VERSION)}",
                where=self.database.where,
                fix="Use the version of parity that wrote it; nothing was changed.",
            )
        return version

    def _create(self, connection: Connection) -> None:
        version = self._version(connection)
        if version == 0:
            VERSIONS.create(connection)
            for statement in creation(self.database.dialect):
                connection.exec_driver_sql(statement)
            connection.execute(VERSIONS.insert().values(version=SCHEMA_VERSION, tool=f"parity {__version__}"))


def _rows(connection: Connection) -> tuple[LedgerRow, ...]:
    found = connection.execute(select(*(ENTRIES.c[name] for name in _COLUMNS)).order_by(ENTRIES.c.seq))
    return tuple(LedgerRow(**dict(zip(_COLUMNS, one, strict=True))) for one in found)


def _last(connection: Connection) -> LedgerRow | None:
    query = select(*(ENTRIES.c[name] for name in _COLUMNS)).order_by(ENTRIES.c.seq.desc()).limit(1)
    found = connection.execute(query).first()
    return LedgerRow(**dict(zip(_COLUMNS, found, strict=True))) if found else None


def _refuse_other_state(connection: Connection, tenant: str, draft: Draft) -> None:
    query = (
        select(ENTRIES.c.state)
        .where(ENTRIES.c.tenant == tenant, ENTRIES.c.state.is_not(None))
        .order_by(ENTRIES.c.seq.desc())
        .limit(1)
    )
    state = connection.execute(query).scalar()
    if state != draft.after:
        raise SwitchRefused(
            f"the tenant is in the state {state or 'unknown'}, no longer in {draft.after or 'an unknown one'}",
            fix="Somebody else went on with it. See `parity status`.",
        )


def open_ledger(
    settings: LedgerSettings,
    environment: Mapping[str, str],
    folder: Path,
    clock: Callable[[], datetime],
    *,
    to_write: bool = True,
) -> Ledger:
    """The ledger that parity.yaml names. `folder` is that of parity.yaml, `clock` gives UTC.

    Without `to_write` no private key is needed. Raises ConfigError for keys that cannot be used.
    """
    keys = [public_key(line, f"ledger.public_keys[{number}]") for number, line in enumerate(settings.public_keys)]
    key = None
    if to_write or (not keys and (settings.key_env or settings.key_file)):
        file = str(folder / at_home(settings.key_file)) if settings.key_file else None
        key = private_key(environment, variable=settings.key_env, file=file, where="ledger.key_env or ledger.key_file")
    trusted = {key_id(one): one for one in keys}
    if key is not None:
        own = key.public_key()
        if trusted and key_id(own) not in trusted:
            raise ConfigError(
                f"the key that is to sign entries ({key_id(own)}) is not among ledger.public_keys",
                where="ledger",
                fix="Add its public line (ssh-keygen -y -f KEYFILE) to `ledger.public_keys`, or use the other key.",
            )
        trusted[key_id(own)] = own
    if not trusted:
        raise ConfigError(
            "no key is named by which the ledger's signatures can be verified",
            where="ledger",
            fix="Add `ledger.public_keys` (lines of .pub files) to parity.yaml.",
        )
    return Ledger(
        database=open_database(settings, environment, folder),
        keys=trusted,
        key=key,
        checkpoint=folder / settings.checkpoint,
        clock=clock,
    )


def project_ledger(
    project: Project, environment: Mapping[str, str], folder: Path, clock: Callable[[], datetime], *, to_write: bool
) -> Ledger:
    """The project's ledger; raises ConfigError where parity.yaml names none."""
    if project.ledger is None:
        raise ConfigError(
            "no ledger is kept, so nothing could be proven afterwards",
            where="ledger",
            fix="Add to parity.yaml: `ledger: {key_file: parity-ledger.key}`, and make the key with "
            "ssh-keygen -t ed25519 -N '' -f parity-ledger.key",
        )
    return open_ledger(project.ledger, environment, folder, clock, to_write=to_write)
