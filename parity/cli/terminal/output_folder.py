"""Checks that a command will be able to write its files: before the first API call, not after the last."""

import tempfile
from pathlib import Path

from parity.errors import InputError


def check_folder(folder: Path, option: str) -> None:
    """Try that a file can be made in the folder or, where it is missing, the folder in the nearest above it.

    Leaves nothing behind. Raises InputError, naming the `option` of the command line that gave the folder.
    """
    there = next(one for one in (folder.resolve(), *folder.resolve().parents) if one.exists())
    reason = "a file stands in the way of the folder" if not there.is_dir() else _why_not_writable(there)
    if reason:
        raise InputError(
            f"nothing can be written there: {reason}",
            where=f"{option} {folder}",
            fix="Name a folder that exists or can be made, and that you may write to. Nothing was asked of any org.",
        )


def check_file(path: Path, option: str) -> None:
    """The same for a single file: its folder must take it, and it may be no folder itself.

    What is no regular file (a device, a pipe) is written to as it is.
    """
    if path.is_dir():
        raise InputError(
            "this is a folder, and a file is to be written", where=f"{option} {path}", fix="Add the name of the file."
        )
    if not path.exists() or path.is_file():
        check_folder(path.resolve().parent, option)


def _why_not_writable(folder: Path) -> str:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as problem:
        return problem.strerror or str(problem)
