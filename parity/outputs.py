"""Files are written whole or not at all."""

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from parity.errors import InputError


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it never stands half written; raises InputError where it cannot be written."""
    write_all({path: data})


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write several files: all are on the disk before the first takes its name."""
    staged: list[tuple[Path, Path]] = []
    path = next(iter(files))
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            staged.append((Path(name), path))
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            mask = os.umask(0)
            os.umask(mask)
            Path(name).chmod(0o666 & ~mask)
        for temporary, path in staged:
            temporary.replace(path)
    except OSError as problem:
        raise InputError(
            f"the file cannot be written: {problem.strerror or problem}",
            where=str(path),
            remedy="Check the folder, its permissions and the space on the disk; nothing was left half written.",
        ) from None
    finally:
        for temporary, _ in staged:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def read_whole(path: Path) -> bytes:
    """The bytes of a file; raises InputError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as problem:
        raise InputError(
            f"the file cannot be read: {problem.strerror or problem}", where=str(path), remedy="Check the path."
        ) from None
