"""Files are written whole or not at all."""

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePath

from parity.errors import InputError


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is never half written; raises InputError where it cannot be written."""
    write_all({path: data})


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write several files: all are on the disk before the first takes its name.

    Links are followed, a file that is there keeps its permissions, and what is no regular file (a device, a pipe) is
    written to as it is.
    """
    staged: list[tuple[Path, Path]] = []
    path = next(iter(files))
    try:
        targets = {given: _target(given) for given in files}
        for path in files:
            if targets[path].is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        for path, data in files.items():
            target = targets[path]
            if target.exists() and not target.is_file():
                target.write_bytes(data)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
            staged.append((Path(name), target))
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(_mode(target))
        for temporary, path in staged:
            temporary.replace(path)
    except OSError as problem:
        raise InputError(
            f"the file cannot be written: {problem.strerror or problem}",
            where=str(path),
            fix="Check the folder, its permissions and the space on the disk; nothing was left half written.",
        ) from None
    finally:
        for temporary, _ in staged:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _target(given: Path) -> Path:
    """Where a file is written: what a link leads to, but for one that leads to no name (/dev/stdout in a pipe)."""
    return given if given.exists() and not given.is_file() and not given.is_dir() else given.resolve()


def _mode(target: Path) -> int:
    """The permissions of the file that is there; of a new one, those that any program would give it."""
    if target.is_file():
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def at_home(written: str) -> Path:
    """The path with a leading `~` replaced by the home folder; unchanged where that person's folder is unknown.

    A container may run as a user without a name, and a name may be mistyped: such a path leads to no file, and whoever
    opens it says so.
    """
    path = Path(written)
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def read_whole(path: Path) -> bytes:
    """The bytes of a file; raises InputError where it cannot be read."""
    try:
        return path.read_bytes()
    except IsADirectoryError:
        raise InputError(
            "this is a folder, and a file is wanted", where=str(path), fix="Name the file that is in it."
        ) from None
    except OSError as problem:
        raise InputError(
            f"the file cannot be read: {problem.strerror or problem}", where=str(path), fix="Check the path."
        ) from None


def paths_below(folder: Path, pattern: str) -> list[Path]:
    """What lies below a folder by that name; raises InputError where not all of it can be listed."""
    try:
        return list(folder.rglob(pattern))
    except OSError as problem:
        raise InputError(
            f"what lies below the folder {folder} cannot be listed: {problem.strerror or problem}",
            where=str(problem.filename or folder),
            fix="Name a folder that holds nothing else.",
        ) from None


def write_folder(folder: Path, files: Mapping[PurePath, bytes]) -> None:
    """Write a whole folder: it is made beside its place, and replaces what was there in one step.

    `files` are by path inside of it. Raises InputError where it cannot be written; what was there stays.
    """
    target = folder.resolve()
    staged: Path | None = None
    before: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        staged = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
        for name, data in files.items():
            path = staged / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        mask = os.umask(0)
        os.umask(mask)
        staged.chmod(0o777 & ~mask)
        if target.exists():
            before = staged.with_name(f"{staged.name}.before")
            target.rename(before)
        staged.rename(target)
    except OSError as problem:
        if before is not None and before.exists() and not target.exists():
            before.rename(target)
        raise InputError(
            f"the folder cannot be written: {problem.strerror or problem}",
            where=str(folder),
            fix="Check the folder above it, its permissions and the space on the disk; nothing was left half written.",
        ) from None
    finally:
        for left in (staged, before):
            if left is not None:
                shutil.rmtree(left, ignore_errors=True)
