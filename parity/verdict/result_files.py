"""The names of the files of one result: the evidence that belongs together in one folder."""

from pathlib import Path

from parity.snapshot.records import Role

RESULT = "result.json"
REPORT = "report.html"
#: The folder beside the result that holds an approval a file.
APPROVALS_FOLDER = "approvals"
#: Where `parity check` writes the result unless it is told otherwise, and where the other commands look for it.
DEFAULT_FOLDER = Path("parity-out")
DEFAULT_RESULT = DEFAULT_FOLDER / RESULT


def snapshot_name(role: Role) -> str:
    """The name of the snapshot file of that role."""
    return f"{role}.snapshot.json"


def file_names() -> tuple[str, ...]:
    """Every file that `parity check` writes, the result first."""
    return (RESULT, *(snapshot_name(role) for role in Role), REPORT)
