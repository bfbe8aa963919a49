"""What a check must not overwrite, what it keeps in addition, and what it leaves when it fails."""

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path

from parity.audit.kept_results import gate_digests, is_kept, run_folder
from parity.cli.terminal.console import Console
from parity.cli.terminal.context import utc_now
from parity.config.project import Project
from parity.errors import InputError, ParityError
from parity.formats.registry import all_formats
from parity.integrity.canonical import digest
from parity.integrity.files import read_whole, write_all, write_whole
from parity.ledger.records import utc_text
from parity.ledger.store import open_ledger
from parity.verdict.result_files import APPROVALS_FOLDER, EARLIER, FAILED_CHECK, REPORT, RESULT, file_names


def refuse_what_a_gate_rested_on(project: Project, folder: Path, out: Path) -> None:
    """Raises InputError where `out` has a result on which a gate rested; `folder` is that of parity.yaml."""
    if not (out / RESULT).is_file() or project.ledger is None:
        return
    try:
        rested = _rested_on(project, folder, out)
    except ParityError as problem:
        raise InputError(
            f"it has a result, and whether a switch rested on that cannot be told: {problem.where}: {problem.what}",
            where=f"--out {out}",
            fix="Name an empty folder, or none: then each result is kept in a folder of its own.",
        ) from None
    if rested:
        raise InputError(
            "the gate of the switch rested on the result in this folder: it is evidence, and is not overwritten",
            where=f"--out {out}",
            fix="Name another folder, or none. Nothing was asked of any org.",
        )


def keep_what_a_gate_rested_on(project: Project, folder: Path, out: Path, now: datetime) -> None:
    """Before the newest result is overwritten: one that is kept nowhere else, and may be evidence, is kept."""
    path = out / RESULT
    if project.ledger is None or not path.is_file():
        return
    mark = digest(read_whole(path))
    if is_kept(out, mark):
        return
    with suppress(ParityError):
        if not _rested_on(project, folder, out):
            return
    kept = run_folder(out, now, mark)
    names = (*file_names(), *(f"{APPROVALS_FOLDER}/{one.name}" for one in (out / APPROVALS_FOLDER).glob("*.json")))
    write_all({kept / name: read_whole(out / name) for name in names if (out / name).is_file()})


def newest_is_kept(out: Path) -> bool:
    """Whether the result of the folder is kept in its runs too, so that nothing is lost where it is written over."""
    return (out / RESULT).is_file() and is_kept(out, digest(read_whole(out / RESULT)))


def _rested_on(project: Project, folder: Path, out: Path) -> bool:
    assert project.ledger is not None  # noqa: S101 (asked before)
    ledger = open_ledger(project.ledger, os.environ, folder, utc_now, to_write=False)
    return digest(read_whole(out / RESULT)) in gate_digests(ledger.entries(), project.tenant.name)


def kept_besides(out: Path, files: Mapping[Path, bytes], now: datetime) -> dict[Path, bytes]:
    """The same files once more, in the folder where this result is kept."""
    mine = run_folder(out, now, digest(files[out / RESULT]))
    return {mine / path.name: data for path, data in files.items()}


def set_aside_older_formats(out: Path, console: Console) -> None:
    """Before a check: move away what an earlier one wrote in other formats, since it says nothing about this one.

    Nothing is lost: the files go into a folder beside, where no pipeline publishes them as this check's.
    """
    if not (out / RESULT).is_file():
        return
    others = [one for one in all_formats().values() if one.file not in file_names()]
    stale = sorted(one.file for one in others if (out / one.file).is_file() and one.is_own(read_whole(out / one.file)))
    for name in stale:
        (out / EARLIER).mkdir(exist_ok=True)
        (out / name).replace(_free(out / EARLIER / name))
    if stale:
        console.info(f"Set aside in {out / EARLIER}, as of an earlier check: {', '.join(stale)}")


def _free(path: Path) -> Path:
    """The path, or the next with a number that is free: somebody may have filled in what is set aside there."""
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    return path if not path.exists() else next(one for one in numbered if not one.exists())


def tell_failed(out: Path, problem: ParityError, now: datetime, console: Console) -> None:
    """A check ended without a result: what is there is of an earlier one, and says so from now on."""
    if not any((out / name).is_file() for name in (RESULT, REPORT)):
        return
    console.warning(f"{out / REPORT} is the report of an earlier check, and says nothing of this one")
    with suppress(ParityError):
        where = f"{problem.where}: " if problem.where else ""
        write_whole(out / FAILED_CHECK, f"{utc_text(now)} {where}{problem.what}\n".encode())


def failed_since(result: Path) -> str | None:
    """When and why a later check ended without a result, as its file says; null where none did."""
    path = result.parent / FAILED_CHECK
    return read_whole(path).decode(errors="replace").strip() if path.is_file() else None
