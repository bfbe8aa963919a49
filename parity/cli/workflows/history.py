"""Results over time, out of a folder or out of the ledger."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from msgspec import structs

from parity.cli.terminal.console import Console
from parity.errors import InputError, ParityError
from parity.formats.history_picture import HistoryPoint
from parity.integrity.file_kind import FileKind, kind_of
from parity.integrity.files import read_whole
from parity.ledger.history import of_tenant
from parity.ledger.records import Entry, EntryKind
from parity.verdict.decide import VerdictName
from parity.verdict.result import Result, read_result, result_digest
from parity.verdict.result_files import RESULT


def points_of_folder(folder: Path, console: Console) -> tuple[tuple[HistoryPoint, ...], str]:
    """The results below a folder, oldest first and each once, and the tenant's name.

    Those of another tenant or production than the newest are left out, and so is what cannot be read: with a warning.
    Raises InputError where nothing is left.
    """
    if folder.is_file():
        raise InputError(
            f"this is {kind_of(read_whole(folder), folder.suffix)}, and the history is told of the results in a folder",
            where=str(folder),
            fix="Name the folder that holds the result.json files: `parity check` keeps each in parity-out/runs.",
        )
    if not folder.is_dir():
        raise InputError("there is no such folder", where=str(folder), fix="Name the folder that holds the results.")
    results = {result_digest(one): one for path in _files(folder) if (one := _read(path, console)) is not None}
    ordered = sorted(results.values(), key=lambda one: (one.judged_at, result_digest(one)))
    if not ordered:
        raise InputError(
            "there is no result in this folder", where=str(folder), fix="`parity check` keeps each in parity-out/runs."
        )
    mine = [one for one in ordered if _story(one) == _story(ordered[-1])]
    if len(mine) < len(ordered):
        console.warn(f"{len(ordered) - len(mine)} results are of another tenant or production, and left out")
    first = _point(mine[0])
    return (first, *(_against(before, one) for before, one in pairwise(mine))), mine[-1].tenant or ""


def points_of_ledger(entries: Sequence[Entry], tenant: str) -> tuple[HistoryPoint, ...]:
    """The tenant's results as the ledger has them, oldest first; raises InputError where it has none."""
    found = of_tenant(entries, tenant, EntryKind.RESULT)
    if not found:
        raise InputError(
            f"the ledger has no result of {tenant}",
            where="--ledger",
            fix="`parity check` records each, once it is kept.",
        )
    points = []
    for one in found:
        known = one.body.get("counts") or {}
        counts = {name: known.get(name) for name in ("blocker", "warning", "info", "waived", "gaps")}
        points.append(
            HistoryPoint(
                at=f"{one.at[:19]}Z",
                verdict=VerdictName(str(one.body.get("verdict"))),
                digest=str(one.body.get("digest")),
                **counts,
            )
        )
    return tuple(points)


def _files(folder: Path) -> list[Path]:
    """Every result.json below, and what else lies in the folder itself and is a result under another name."""
    others = [path for path in folder.glob("*.json") if path.is_file() and kind_of(read_whole(path)) is FileKind.RESULT]
    return sorted({*(path for path in folder.rglob(RESULT) if path.is_file()), *others})


def _read(path: Path, console: Console) -> Result | None:
    try:
        return read_result(read_whole(path), str(path))
    except ParityError as problem:
        console.warn(f"{path} is left out: {problem.what}")
        return None


def _story(result: Result) -> tuple[str | None, str | None]:
    return result.tenant, result.orgs.production.id


def _point(result: Result) -> HistoryPoint:
    counts = result.counts
    return HistoryPoint(
        at=result.judged_at,
        verdict=result.verdict,
        digest=result_digest(result),
        blocker=counts.blocker,
        warning=counts.warning,
        info=counts.info,
        waived=counts.waived,
        gaps=counts.gaps,
    )


def _against(before: Result, result: Result) -> HistoryPoint:
    then, now = ({one.fingerprint for one in each.findings} for each in (before, result))
    return structs.replace(_point(result), new=len(now - then), fixed=len(then - now))
