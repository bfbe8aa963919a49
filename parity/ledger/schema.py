"""The tables, and the guards that make the database itself refuse what must never happen."""

from collections.abc import Sequence

from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Text

from parity.ledger.records import GENESIS, TERMINAL_STATE

_METADATA = MetaData()

ENTRIES = Table(
    "parity_ledger",
    _METADATA,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("tenant", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("state", Text),
    Column("content", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False, unique=True),
    Column("key_id", Text, nullable=False),
    Column("signature", Text, nullable=False),
)
VERSIONS = Table(
    "parity_ledger_schema",
    _METADATA,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("tool", Text, nullable=False),
)

_APPEND_ONLY = "parity: the ledger is append-only"
_FOLLOWS = "parity: an entry must follow the last one"
_TERMINAL = f"parity: {TERMINAL_STATE} is terminal"

_ONE_PRODUCTION = (
    "CREATE UNIQUE INDEX IF NOT EXISTS parity_ledger_one_production "
    f"ON parity_ledger (tenant) WHERE state = '{TERMINAL_STATE}'"
)
_NOT_NEXT = (
    "NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM parity_ledger) "  # noqa: S608 (constants)
    "OR NEW.previous <> coalesce((SELECT hash FROM parity_ledger ORDER BY seq DESC LIMIT 1), "
    f"'{GENESIS}') OR EXISTS (SELECT 1 FROM parity_ledger WHERE hash = NEW.hash)"
)
_AFTER_THE_END = (
    "NEW.state IS NOT NULL AND EXISTS (SELECT 1 FROM parity_ledger "  # noqa: S608 (constants)
    f"WHERE tenant = NEW.tenant AND state = '{TERMINAL_STATE}')"
)


def _sqlite_guard(name: str, event: str, message: str, condition: str = "") -> str:
    when = f" WHEN {condition}" if condition else ""
    return (
        f"CREATE TRIGGER IF NOT EXISTS parity_ledger_{name} BEFORE {event} ON parity_ledger{when} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


_SQLITE_GUARDS = (
    _ONE_PRODUCTION,
    _sqlite_guard("no_update", "UPDATE", _APPEND_ONLY),
    _sqlite_guard("no_delete", "DELETE", _APPEND_ONLY),
    _sqlite_guard("follows", "INSERT", _FOLLOWS, _NOT_NEXT),
    _sqlite_guard("terminal", "INSERT", _TERMINAL, _AFTER_THE_END),
)

_POSTGRES_GUARDS = (
    _ONE_PRODUCTION,
    f"""CREATE OR REPLACE FUNCTION parity_ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{_APPEND_ONLY}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE OR REPLACE FUNCTION parity_ledger_next() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF {_NOT_NEXT} THEN
        RAISE EXCEPTION '{_FOLLOWS}' USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      IF {_AFTER_THE_END} THEN
        RAISE EXCEPTION '{_TERMINAL}' USING ERRCODE = 'integrity_constraint_violation';
      END IF;
      RETURN NEW;
    END $$""",
    """CREATE TRIGGER parity_ledger_no_update BEFORE UPDATE ON parity_ledger
    FOR EACH ROW EXECUTE FUNCTION parity_ledger_append_only()""",
    """CREATE TRIGGER parity_ledger_no_delete BEFORE DELETE ON parity_ledger
    FOR EACH ROW EXECUTE FUNCTION parity_ledger_append_only()""",
    """CREATE TRIGGER parity_ledger_no_truncate BEFORE TRUNCATE ON parity_ledger
    FOR EACH STATEMENT EXECUTE FUNCTION parity_ledger_append_only()""",
    """CREATE TRIGGER parity_ledger_follows BEFORE INSERT ON parity_ledger
    FOR EACH ROW EXECUTE FUNCTION parity_ledger_next()""",
)

_TABLES = (
    """CREATE TABLE parity_ledger (seq BIGINT NOT NULL PRIMARY KEY, tenant TEXT NOT NULL, kind TEXT NOT NULL,
    at TEXT NOT NULL, state TEXT, content TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL UNIQUE,
    key_id TEXT NOT NULL, signature TEXT NOT NULL)""",
)

#: By dialect, the statements that make an empty database a ledger.
_CREATE = {
    "sqlite": (*_TABLES, *_SQLITE_GUARDS),
    "postgresql": (*_TABLES, *_POSTGRES_GUARDS),
}

SCHEMA_VERSION = 3

#: Names that the catalogue of each database must show, and the question that lists them.
_EXPECTED_GUARDS = {
    "sqlite": ("one_production", "no_update", "no_delete", "follows", "terminal"),
    "postgresql": ("one_production", "no_update", "no_delete", "no_truncate", "follows"),
}
GUARDS_QUERY = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'parity_ledger' AND type IN ('index', 'trigger')",
    "postgresql": "SELECT tgname, tgenabled::text FROM pg_trigger WHERE tgrelid = 'parity_ledger'::regclass "
    "UNION ALL SELECT indexname, 'O' FROM pg_indexes "
    "WHERE tablename = 'parity_ledger' AND schemaname = current_schema()",
}


def creation(dialect: str) -> tuple[str, ...]:
    """The statements that make an empty database a ledger of this version."""
    return _CREATE[dialect]


def guard_problems(dialect: str, found: Sequence[tuple[str, str | None]]) -> tuple[str, ...]:
    """Guards that the database no longer has, or has in another form, in words."""
    by_name = dict(found)
    problems = []
    for short in _EXPECTED_GUARDS[dialect]:
        name = f"parity_ledger_{short}"
        if name not in by_name:
            problems.append(f"the database has lost its guard {name}")
        elif dialect == "sqlite" and by_name[name] not in _sqlite_texts():
            problems.append(f"the guard {name} of the database was changed")
        elif dialect == "postgresql" and by_name[name] not in {"O", "A"}:
            problems.append(f"the guard {name} of the database is switched off")
    return tuple(problems)


def _sqlite_texts() -> set[str]:
    """As SQLite keeps them: without IF NOT EXISTS."""
    return {text.replace("IF NOT EXISTS ", "") for text in _SQLITE_GUARDS}
