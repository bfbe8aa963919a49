"""The folder of a repair: written as a whole or not at all, and never over other people's files."""

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from parity.errors import InputError
from parity.integrity.canonical import digest
from parity.integrity.files import read_whole, write_folder

#: What a repair says of itself for programs: the lists, and the digest of each of its files.
MANIFEST = "repair.json"


def write_repair(folder: Path, files: Mapping[str, bytes], told: Mapping[str, Any]) -> bool:
    """Write all files, and the manifest that names them; whether an earlier repair, which nobody touched, gave way.

    Raises InputError for a folder that holds anything else, and where nothing can be written.
    """
    refuse_foreign(folder)
    replaces = (folder / MANIFEST).exists()
    named = {**told, "files": {path: digest(data) for path, data in files.items()}}
    manifest = json.dumps(named, indent=2, ensure_ascii=False).encode() + b"\n"
    write_folder(
        folder, {**{PurePosixPath(path): data for path, data in files.items()}, PurePosixPath(MANIFEST): manifest}
    )
    return replaces


def refuse_foreign(folder: Path) -> None:
    """Raises InputError unless the folder is missing, empty, or an earlier repair as it was written."""
    if not folder.exists():
        return
    if not folder.is_dir() or folder.is_symlink():
        raise _refusal(folder, "there is something else than a folder")
    there = _ends(folder)
    if not there:
        return
    if MANIFEST not in there:
        raise _refusal(folder, f"there is {there[0]!r}, which no repair wrote")
    known = _known(folder / MANIFEST)
    for name in there:
        path = folder / name
        if path.is_symlink() or path.is_dir():
            raise _refusal(folder, f"there is {name!r}, which no repair made")
        if name != MANIFEST and known.get(name) != digest(read_whole(path)):
            raise _refusal(folder, f"there is {name!r}, which no repair wrote so")


def _ends(folder: Path) -> list[str]:
    """Everything inside that holds nothing further: files, links, and folders without anything in them."""
    return sorted(
        one.relative_to(folder).as_posix()
        for one in folder.rglob("*")
        if one.is_symlink() or not one.is_dir() or not any(one.iterdir())
    )


def _known(manifest: Path) -> dict[str, str]:
    try:
        told = json.loads(read_whole(manifest))
        files = told["files"]
        return {str(name): str(value) for name, value in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _refusal(manifest.parent, f"its {MANIFEST} is no manifest of a repair") from None


def _refusal(folder: Path, why: str) -> InputError:
    return InputError(
        f"the folder is not for this repair to write over: {why}",
        where=str(folder),
        fix="Name another folder with -o, or empty this one yourself. Nothing was written.",
    )
