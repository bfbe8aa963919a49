"""The names of the files of one result: the evidence that belongs together in one folder."""

from collections.abc import Callable
from pathlib import Path

from parity.snapshot.records import Role

RESULT = "result.json"
REPORT = "report.html"
#: The folder next to the result that holds an approval a file.
APPROVALS_FOLDER = "approvals"
#: Written next to an earlier result when a later check ended without one; the next good check removes it.
FAILED_CHECK = "check-failed.txt"
#: The folder beside the result into which a check sets what an earlier one wrote in other formats.
EARLIER = "earlier"
#: Where `parity check` writes the result unless it is told otherwise, and where the other commands look for it.
DEFAULT_FOLDER = Path("parity-out")
DEFAULT_RESULT = DEFAULT_FOLDER / RESULT


def files_beside(result: Path, read: Callable[[Path], bytes]) -> dict[str, bytes]:
    """The files of one result by name: the result itself, and those of its folder that are there."""
    beside = {name: result.parent / name for name in file_names() if name != RESULT}
    return {RESULT: read(result), **{name: read(path) for name, path in beside.items() if path.is_file()}}


def approvals_beside(result: Path, read: Callable[[Path], bytes]) -> dict[str, bytes]:
    """The approval files of a result by name, in order of their names."""
    folder = result.parent / APPROVALS_FOLDER
    return {f"{APPROVALS_FOLDER}/{path.name}": read(path) for path in sorted(folder.glob("*.json"))}


def snapshot_name(role: Role) -> str:
    """The name of the snapshot file of that role."""
    return f"{role}.snapshot.json"


def file_names() -> tuple[str, ...]:
    """Every file that `parity check` writes, the result first."""
    return (RESULT, *(snapshot_name(role) for role in Role), REPORT)
