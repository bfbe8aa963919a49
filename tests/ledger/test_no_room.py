"""A full disk under the ledger, and another file in its place, are called what they are."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from parity.config.ledger import LedgerSettings
from parity.ledger.database import open_database


def _told(folder: Path) -> str:
    """What is said of SQLite's words for a file beside the ledger that finds no room (SQLITE_IOERR_SHMSIZE)."""
    database = open_database(LedgerSettings(path="ledger.db"), {}, folder)
    return str(database.refusal(OperationalError("BEGIN", {}, Exception("disk I/O error"))))


def test_a_full_disk_is_no_damaged_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free = shutil.disk_usage(tmp_path)._replace(free=32 * 1024)
    with monkeypatch.context() as full:
        full.setattr("parity.ledger.database.shutil.disk_usage", lambda _folder: free)
        told = _told(tmp_path)
    assert "the disk is full (32 kB are free)" in told
    assert "Make room" in told
    assert "reports an error" in _told(tmp_path)
