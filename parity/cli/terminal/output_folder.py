"""Whether what a command will write can be written: asked before the first API call, not after the last."""

import json
import tempfile
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from parity.errors import InputError
from parity.integrity.files import read_whole


class FileKind(StrEnum):
    """What a file holds, by its content: enough to tell what parity writes from what it must not write over."""

    BUNDLE = "a zip archive"
    WORKBOOK = "a workbook"
    PDF = "a PDF"
    LEDGER = "a ledger or another database"
    KEY = "a key"
    SETTINGS = "settings"
    PAGE = "a page in HTML or XML"
    SNAPSHOT = "a snapshot"
    RESULT = "a result"
    JSON = "JSON"
    TEXT = "text"


_BEGINNINGS = {b"PK": FileKind.BUNDLE, b"SQLite format 3": FileKind.LEDGER, b"<": FileKind.PAGE, b"%PDF-": FileKind.PDF}
#: The first file inside of an Office document (ECMA-376, Open Packaging Conventions), as XlsxWriter orders them.
_FIRST_OF_A_WORKBOOK = b"[Content_Types].xml"
_BEGINNINGS |= {b"-----BEGIN": FileKind.KEY, b"ssh-": FileKind.KEY}


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


def refuse_another_file(path: Path, kind: FileKind) -> None:
    """Keep a file from being written over by something of another kind: a ledger, a key, a snapshot by a report.

    Raises InputError. The same kind may be written anew, and so may plain text and an empty file.
    """
    if not path.is_file() or not path.stat().st_size:
        return
    there = kind_of(read_whole(path), path.suffix)
    if there not in {kind, FileKind.TEXT}:
        raise InputError(
            f"there is {there} already, and {kind} is to be written",
            where=str(path),
            fix="Name another file. Nothing was written.",
        )


def kind_of(data: bytes, suffix: str = "") -> FileKind:
    """What a file holds."""
    if suffix in {".yaml", ".yml"}:
        return FileKind.SETTINGS
    begin = data[:200].lstrip(b"\xef\xbb\xbf \r\n\t")
    if begin.startswith(b"PK") and _FIRST_OF_A_WORKBOOK in begin:
        return FileKind.WORKBOOK
    for known, kind in _BEGINNINGS.items():
        if begin.startswith(known):
            return kind
    with suppress(ValueError, RecursionError):
        read = json.loads(data)
        keys = read.keys() if isinstance(read, dict) else ()
        return FileKind.SNAPSHOT if "objects" in keys else FileKind.RESULT if "findings" in keys else FileKind.JSON
    return FileKind.TEXT


def _why_not_writable(folder: Path) -> str:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as problem:
        return problem.strerror or str(problem)
