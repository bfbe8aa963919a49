"""A ledger that was changed, cut or swapped, and clocks that go wrong: the gate is shut and says so."""

import shutil
import sqlite3
from datetime import timedelta

import pytest
from msgspec import structs

from parity.cli.workflows.switch import run_switch
from parity.errors import LedgerError
from parity.ledger.history import of_tenant
from parity.ledger.lock import switch_lock
from parity.ledger.records import Draft, EntryKind
from tests.tenants import OPERATOR, TENANT, Case, utc
from tests.whole.refused import refused_for


def tampered(case: Case, *statements: str) -> None:
    """What somebody with the file and a SQL shell can do once the guards are gone."""
    with sqlite3.connect(case.folder / "parity-ledger.db") as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        for one in statements:
            database.execute(one)


@pytest.mark.parametrize(
    ("statements", "named"),
    [
        (
            ["UPDATE parity_ledger SET content = replace(content, 'channels', 'chanels') WHERE seq = 1"],
            "entry 1 was changed",
        ),
        (["UPDATE parity_ledger SET state = 'SANDBOX' WHERE seq = 4"], "columns are not those of its content"),
        (
            ["UPDATE parity_ledger SET signature = previous WHERE seq = 2"],
            "entry 2: its signature is not in OpenSSH's form",
        ),
        (["UPDATE parity_ledger SET key_id = 'SHA256:other' WHERE seq = 2"], "a key that is not trusted"),
        (["DELETE FROM parity_ledger WHERE seq = 3"], "entry 3 is missing"),
        (
            [
                "UPDATE parity_ledger SET seq = 99 WHERE seq = 3",
                "UPDATE parity_ledger SET seq = 3 WHERE seq = 4",
                "UPDATE parity_ledger SET seq = 4 WHERE seq = 99",
            ],
            "does not follow the entry before it",
        ),
        ([], "lost its guard"),
    ],
)
def test_a_ledger_that_was_changed_closes_the_gate(case: Case, statements: list[str], named: str) -> None:
    tampered(case, *statements)
    problems = case.ledger.problems()
    assert any(named in one for one in problems), problems
    assert refused_for(case)["ledger-verifies"]
    outcome = case.parity("audit", "verify")
    assert outcome.code == 1
    assert named in outcome.out


def test_a_tail_that_was_cut_off_is_seen_and_nothing_is_written_to_it(case: Case) -> None:
    tampered(case, "DELETE FROM parity_ledger WHERE seq = (SELECT max(seq) FROM parity_ledger)")
    before = len(case.ledger.rows())
    with pytest.raises(LedgerError, match="its tail was cut off, or it was swapped for a backup"):
        run_switch(case.context())
    assert len(case.ledger.rows()) == before
    assert case.tenant.tenant.done == []


def test_a_ledger_swapped_for_a_backup_is_seen(case: Case) -> None:
    backup = case.folder / "backup.db"
    shutil.copy(case.folder / "parity-ledger.db", backup)
    shutil.copy(case.folder / "parity-ledger.db-wal", f"{backup}-wal") if (
        case.folder / "parity-ledger.db-wal"
    ).exists() else None
    assert run_switch(case.context()) == 0
    for path in case.folder.glob("parity-ledger.db*"):
        path.unlink()
    for path in case.folder.glob("backup.db*"):
        shutil.copy(path, case.folder / path.name.replace("backup", "parity-ledger"))
    assert all(one.state is None for one in of_tenant(case.ledger.entries(), TENANT))
    with pytest.raises(LedgerError, match="swapped for a backup"):
        run_switch(case.context())
    # On a machine that has never seen the ledger, the tenant itself contradicts the backup.
    (case.folder / "parity-ledger.head").unlink()
    why = refused_for(case)["tenant-state"]
    assert "connected to production" in why
    assert "not the right one" in why


def test_a_head_that_a_result_has_seen_must_still_be_there(case: Case) -> None:
    case.check()
    (case.folder / "parity-ledger.head").unlink()
    tampered(case, "DELETE FROM parity_ledger WHERE seq = (SELECT max(seq) FROM parity_ledger)")
    assert "the result has seen another entry" in refused_for(case)["ledger-verifies"]


def test_a_clock_that_was_set_back_is_seen_and_written_down(case: Case) -> None:
    conditions = refused_for(case, clock=lambda: utc() - timedelta(days=1))
    assert "it was set back" in conditions["clock"]
    assert "in the future" in conditions["result-fresh"]


def test_a_clock_that_ran_ahead_shuts_the_gate_until_a_person_says_so(case: Case) -> None:
    ahead = utc() + timedelta(days=400)
    context = case.context(clock=lambda: ahead)
    context.ledger.append(Draft(kind=EntryKind.ATTEMPT, tenant=TENANT), OPERATOR)
    case.check()
    assert "--correct-clock" in refused_for(case)["clock"]
    assert case.parity("switch", "--correct-clock").code == 2
    assert case.parity("switch", "--correct-clock", "--as", "Olga", answers=("no",)).code == 1
    stated = case.parity("switch", "--correct-clock", "--as", "Olga", answers=("wat", "yes"))
    assert stated.code == 0, stated.err
    corrected = of_tenant(case.ledger.entries(), TENANT, EntryKind.CLOCK_CORRECTED)
    assert [one.actor.name for one in corrected] == ["Olga"]
    assert corrected[0].body["ahead"][:10] == f"{ahead:%Y-%m-%d}"
    assert corrected[0].body["now"][:10] == f"{utc():%Y-%m-%d}"
    assert case.ledger.problems() == ()
    assert run_switch(case.context()) == 0
    assert case.ledger.entries()[-1].content.at[:10] == f"{utc():%Y-%m-%d}"
    assert case.ledger.problems() == ()
    assert case.parity("audit", "verify").code == 0
    assert case.parity("switch", "--correct-clock", "--as", "Olga", answers=("yes",)).code == 2


def test_a_symlink_to_the_ledger_is_the_same_ledger(case: Case) -> None:
    other = case.folder / "elsewhere"
    other.mkdir()
    (other / "linked.db").symlink_to(case.folder / "parity-ledger.db")
    linked = structs.replace(case.ledger.database, file=other / "linked.db")
    with switch_lock(case.ledger.database, TENANT) as mine, switch_lock(linked, TENANT) as too:
        assert (mine, too) == (True, False)
