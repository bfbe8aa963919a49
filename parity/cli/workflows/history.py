"""Results over time, from a folder or from the ledger."""

from collections.abc import Sequence
from pathlib import Path

from parity.cli.terminal.console import Console
from parity.errors import InputError, ParityError
from parity.integrity.counted import counted
from parity.integrity.file_kind import FileKind, kind_of
from parity.integrity.files import paths_below, read_whole
from parity.integrity.sealed_page import carried, result_data
from parity.ledger.history import of_tenant
from parity.ledger.records import Entry, EntryKind
from parity.verdict.decide import VerdictName
from parity.verdict.history import HistoryPoint
from parity.verdict.result import Result, read_result
from parity.verdict.result_files import REPORT, RESULT
from parity.verdict.story import history_points, in_order, points_of, same_story, with_history


def results_in(folder: Path, console: Console) -> list[Result]:
    """The results below a folder, oldest first and each once; what cannot be read is left out with a warning."""
    return in_order(one for path in _files(folder) if (one := _read(path, console)) is not None)


def points_of_folder(folder: Path, console: Console) -> tuple[tuple[HistoryPoint, ...], str]:
    """The results below a folder summed up, oldest first, and the tenant's name.

    Results of another tenant or production than the newest are left out, with a warning. Raises InputError where none
    is left.
    """
    if folder.is_file():
        raise InputError(
            f"this is {kind_of(read_whole(folder), folder.suffix)}, and the history is told of the results in a folder",
            where=str(folder),
            fix="Name the folder that holds the result.json files: `parity check` keeps each in parity-out/runs.",
        )
    if not folder.is_dir():
        raise InputError("there is no such folder", where=str(folder), fix="Name the folder that holds the results.")
    ordered = results_in(folder, console)
    if not ordered:
        raise InputError(
            "there is no result in this folder", where=str(folder), fix="`parity check` keeps each in parity-out/runs."
        )
    mine = [one for one in ordered if same_story(one, ordered[-1])]
    if len(mine) < len(ordered):
        others = counted(len(ordered) - len(mine), "result")
        console.warning(f"{others} left out: of another tenant or production")
    return points_of(mine), mine[-1].tenant or ""


def earlier_results(folder: Path | None, console: Console) -> tuple[Result, ...]:
    """What `--history` names. An empty or missing folder is a warning: the first check of a pipeline has none."""
    if folder is None:
        return ()
    found = tuple(results_in(folder, console)) if folder.is_dir() else ()
    if not found:
        console.warning(f"--history {folder}: there is no earlier result, so the report tells no history")
    return found


def told_with_history(result: Result, earlier: Sequence[Result], console: Console) -> Result:
    """The result with the history that the earlier ones give; says how many of them do not belong to it."""
    told = with_history(result, earlier)
    left_out = len(earlier) - max(0, len(history_points(told)) - 1)
    if left_out:
        console.warning(
            f"{left_out} of {counted(len(earlier), 'result')} left out of its history: of another tenant or "
            "production, or no earlier than this one"
        )
    return told


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
    """Every result.json below, every report.html that stands without one, and what else lies in the folder itself and
    is a result or a report under another name."""
    found = {path for path in paths_below(folder, RESULT) if path.is_file()}
    alone = {path for path in paths_below(folder, REPORT) if path.is_file() and path.parent / RESULT not in found}
    others = {path for path in folder.iterdir() if path.name not in {RESULT, REPORT} and _is_result(path)}
    return sorted({*found, *alone, *others})


def _is_result(path: Path) -> bool:
    if path.suffix not in {".json", ".html"} or not path.is_file():
        return False
    data = read_whole(path)
    return kind_of(data) is FileKind.RESULT or carried(data) is not None


def _read(path: Path, console: Console) -> Result | None:
    try:
        return read_result(result_data(read_whole(path), str(path)), str(path))
    except ParityError as problem:
        console.warning(f"{path} is left out: {problem.what}")
        return None
