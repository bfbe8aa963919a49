"""Whether what a command will write can be written: asked before the first API call, not after the last."""

import tempfile
from pathlib import Path

from parity.errors import InputError


def prepare_folder(folder: Path, option: str) -> None:
    """Make the folder where it is missing and try that a file can be made in it.

    Raises InputError, naming the `option` of the command line that gave the folder.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        in_the_way = isinstance(problem, FileExistsError | NotADirectoryError)
        reason = "a file stands in the way of the folder" if in_the_way else problem.strerror or problem
        raise InputError(
            f"nothing can be written there: {reason}",
            where=f"{option} {folder}",
            fix="Name a folder that exists or can be made, and that you may write to. Nothing was asked of any org.",
        ) from None


def prepare_file(path: Path, option: str) -> None:
    """The same for a single file: its folder must take it, and it may be no folder itself.

    What is no regular file (a device, a pipe) is written to as it is.
    """
    if path.is_dir():
        raise InputError(
            "this is a folder, and a file is to be written", where=f"{option} {path}", fix="Add the name of the file."
        )
    if not path.exists() or path.is_file():
        prepare_folder(path.resolve().parent, option)
