"""The ledger itself: what it refuses, what it survives, and what it says when it cannot be used."""

import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event

from parity.config.ledger import LedgerSettings
from parity.errors import ConfigError, LedgerError, LedgerUnreachable, SwitchRefused
from parity.integrity.signing import public_line
from parity.ledger import store
from parity.ledger.chain import LedgerRow
from parity.ledger.records import GENESIS, Draft, EntryKind, content_hash, utc_text
from parity.ledger.store import Ledger, open_ledger
from tests.postgres import postgres
from tests.tenants import OPERATOR, TENANT, key_of, pem

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ENVIRONMENT = {"LEDGER_KEY": pem("ledger")}


def opened(folder: Path, **changes: object) -> Ledger:
    settings = LedgerSettings(**{"key_env": "LEDGER_KEY", **changes})  # type: ignore[arg-type]
    return open_ledger(settings, ENVIRONMENT, folder, lambda: NOON)


def draft(**changes: object) -> Draft:
    return Draft(**{"kind": EntryKind.STATE, "tenant": TENANT, **changes})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres() as url:
        yield url


def test_a_new_ledger_is_empty_and_reading_it_makes_no_file(tmp_path: Path) -> None:
    ledger = opened(tmp_path)
    assert (ledger.rows(), ledger.head(), ledger.problems()) == ((), None, ())
    assert list(tmp_path.iterdir()) == []


def test_entries_are_chained_signed_and_found_again(tmp_path: Path) -> None:
    ledger = opened(tmp_path)
    first = ledger.append(draft(kind=EntryKind.PROJECT, body={"name": "Åsa 漢字"}), OPERATOR)
    second = ledger.append(draft(state="SANDBOX"), OPERATOR)
    assert (first.content.previous, second.content.previous) == (GENESIS, first.hash)
    assert content_hash(second.text) == second.hash
    assert opened(tmp_path).entries() == (first, second)
    assert opened(tmp_path).problems() == ()
    mode = sqlite3.connect(tmp_path / "parity-ledger.db").execute("PRAGMA journal_mode").fetchone()
    assert mode == ("wal",)


def test_the_ledger_refuses_a_state_that_somebody_else_changed(tmp_path: Path) -> None:
    ledger = opened(tmp_path)
    ledger.append(draft(state="SANDBOX"), OPERATOR)
    with pytest.raises(SwitchRefused, match="no longer in"):
        ledger.append(draft(state="SANDBOX"), OPERATOR)


def test_a_clock_behind_the_last_entry_is_written_down_and_time_never_runs_back(tmp_path: Path) -> None:
    opened(tmp_path).append(draft(kind=EntryKind.ATTEMPT), OPERATOR)
    earlier = NOON - timedelta(hours=3)
    ledger = open_ledger(LedgerSettings(key_env="LEDGER_KEY"), ENVIRONMENT, tmp_path, lambda: earlier)
    entry = ledger.append(draft(kind=EntryKind.ATTEMPT), OPERATOR)
    assert (entry.content.at, entry.content.clock_said) == (utc_text(NOON), utc_text(earlier))
    assert ledger.problems() == ()


def test_an_entry_that_comes_while_the_ledger_is_verified_is_no_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = opened(tmp_path)
    ledger.append(draft(kind=EntryKind.PROJECT), OPERATOR)
    rows = Ledger.rows

    def and_somebody_appends(self: Ledger) -> tuple[LedgerRow, ...]:
        found = rows(self)
        opened(tmp_path).append(draft(kind=EntryKind.ATTEMPT), OPERATOR)
        return found

    with monkeypatch.context() as race:
        race.setattr(Ledger, "rows", and_somebody_appends)
        assert ledger.problems() == ()


@pytest.mark.parametrize(("version", "age"), [(2, "an earlier"), (99, "a newer")])
def test_a_ledger_of_another_version_is_left_alone(
    version: int, age: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as other:
        other.setattr(store, "SCHEMA_VERSION", version)
        opened(tmp_path).append(draft(kind=EntryKind.PROJECT), OPERATOR)
    for attempt in (opened(tmp_path).rows, lambda: opened(tmp_path).append(draft(kind=EntryKind.ATTEMPT), OPERATOR)):
        with pytest.raises(LedgerError, match=f"written by {age} parity .schema version {version}") as refused:
            attempt()
        assert refused.value.exit_code == 2


@pytest.mark.parametrize("content", [b"this is not a database at all, whatever its name says" * 30, b"\x00" * 4096])
def test_a_file_that_is_no_ledger_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "parity-ledger.db"
    path.write_bytes(content)
    with pytest.raises(LedgerError, match=r"parity-ledger\.db"):
        opened(tmp_path).append(draft(kind=EntryKind.PROJECT), OPERATOR)
    assert path.read_bytes() == content


def test_another_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "parity-ledger.db") as other:
        other.execute("CREATE TABLE customers (name TEXT)")
    with pytest.raises(LedgerError, match="not a ledger"):
        opened(tmp_path).append(draft(kind=EntryKind.PROJECT), OPERATOR)


def test_a_locked_ledger_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    ledger = opened(tmp_path, wait_seconds=0.1)
    ledger.append(draft(kind=EntryKind.PROJECT), OPERATOR)
    with sqlite3.connect(tmp_path / "parity-ledger.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerUnreachable, match="locked by another process") as refused:
            ledger.append(draft(kind=EntryKind.ATTEMPT), OPERATOR)
        assert refused.value.exit_code == 3
    assert len(ledger.rows()) == 1


def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    ledger = opened(tmp_path)
    ledger.append(draft(kind=EntryKind.PROJECT), OPERATOR)
    code = (
        "import resource, sys; from tests.ledger.test_ledger import *; "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000));"
        "from parity.errors import ConfigError, LedgerError\n"
        "try: opened(Path(sys.argv[1])).append(draft(kind=EntryKind.ATTEMPT, body={'note': 'x' * 200_000}), OPERATOR)\n"
        "except LedgerError as refused: print(refused.exit_code, refused)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("2 "), done.stderr
    assert "cannot be written" in done.stdout
    assert len(ledger.rows()) == 1
    assert ledger.problems() == ()
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 40_000


def test_a_read_only_ledger_can_be_read_and_is_told_when_written(tmp_path: Path) -> None:
    ledger = opened(tmp_path)
    ledger.append(draft(kind=EntryKind.PROJECT), OPERATOR)
    with sqlite3.connect(tmp_path / "parity-ledger.db") as database:
        database.execute("PRAGMA journal_mode = DELETE")

    @event.listens_for(ledger.database.engine, "connect")
    def _read_only(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA query_only = ON")

    assert len(ledger.rows()) == 1
    with pytest.raises(LedgerError, match="read-only"):
        ledger.append(draft(kind=EntryKind.ATTEMPT), OPERATOR)


def test_postgresql_refuses_what_sqlite_refuses(tmp_path: Path, server: str) -> None:
    settings = LedgerSettings(key_env="LEDGER_KEY", url_env="URL")
    ledger = open_ledger(settings, {**ENVIRONMENT, "URL": server}, tmp_path, lambda: NOON)
    ledger.append(draft(state="PRODUCTION"), OPERATOR)
    with pytest.raises(LedgerError, match="PRODUCTION is terminal"):
        ledger.append(draft(state="SANDBOX", after="PRODUCTION"), OPERATOR)
    with psycopg.connect(server, autocommit=True) as database:
        for statement in (
            "UPDATE parity_ledger SET state = 'SANDBOX'",
            "DELETE FROM parity_ledger",
            "TRUNCATE parity_ledger",
            "INSERT INTO parity_ledger SELECT seq + 5, tenant, kind, at, state, content, previous, hash || 'x', "
            "key_id, signature FROM parity_ledger",
        ):
            with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="parity:"):
                database.execute(statement)
        assert ledger.problems() == ()
        database.execute("ALTER TABLE parity_ledger DISABLE TRIGGER parity_ledger_no_update")
        assert any("switched off" in one for one in ledger.problems())
        database.execute("UPDATE parity_ledger SET at = '2000'")
        assert any("entry 1 was changed" in one for one in ledger.problems())


def test_a_database_that_does_not_answer_is_told_without_its_password(tmp_path: Path) -> None:
    url = "postgresql://parity:s3cr3t@127.0.0.1:9/ledger"
    settings = LedgerSettings(key_env="LEDGER_KEY", url_env="URL")
    ledger = open_ledger(settings, {**ENVIRONMENT, "URL": url}, tmp_path, lambda: NOON)
    with pytest.raises(LedgerUnreachable, match="does not answer") as refused:
        ledger.rows()
    assert "s3cr3t" not in str(refused.value)


def test_keys_that_cannot_be_used_are_named_and_never_repeated(tmp_path: Path) -> None:
    other = public_line(key_of("other").public_key())
    for changes, environment, says in (
        ({"key_env": "NONE"}, {}, "NONE is not set"),
        ({"key_env": "LEDGER_KEY"}, {"LEDGER_KEY": "not a key"}, "cannot be read"),
        ({"key_env": None, "key_file": "no.pem"}, {}, "no.pem cannot be read"),
        ({"key_env": "LEDGER_KEY", "public_keys": (other,)}, ENVIRONMENT, "not among ledger.public_keys"),
        ({"key_env": "LEDGER_KEY", "public_keys": ("ssh-rsa AAAA",)}, ENVIRONMENT, "not an Ed25519 public key"),
        ({"key_env": None}, {}, "no Ed25519 key is named"),
    ):
        with pytest.raises(ConfigError, match=says) as refused:
            open_ledger(LedgerSettings(**changes), environment, tmp_path, lambda: NOON)
        assert "not a key" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []
