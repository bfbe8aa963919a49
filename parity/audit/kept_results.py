"""Finds the result on disk that a gate rested on, and says where each result is kept."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from parity.integrity.canonical import digest
from parity.integrity.files import read_whole
from parity.ledger.history import of_tenant
from parity.ledger.records import Entry, EntryKind
from parity.verdict.result_files import RESULT

#: Beside the newest result: a folder for each result there was.
RUNS_FOLDER = "runs"


def gate_digests(entries: Sequence[Entry], tenant: str) -> tuple[str, ...]:
    """The digests of the results on which the tenant's gates rested, the newest last."""
    return tuple(str(one.body.get("result")) for one in of_tenant(entries, tenant, EntryKind.GATE))


def gate_result(entries: Sequence[Entry], tenant: str, newest: Path) -> Path | None:
    """The result.json on which the tenant's last gate rested, among the newest and those kept next to it.

    Null where there was no gate, or the file is not there any more.
    """
    wanted = gate_digests(entries, tenant)[-1:]
    return next((path for path in _results(newest) if wanted == (digest(read_whole(path)),)), None) if wanted else None


def _results(newest: Path) -> Iterator[Path]:
    if newest.is_file():
        yield newest
    yield from sorted(newest.parent.glob(f"{RUNS_FOLDER}/*/{RESULT}"), reverse=True)


def run_folder(folder: Path, now: datetime, result_digest: str) -> Path:
    """The folder in which a result is kept: `runs/<UTC time>-<digest>`; never the same for two results."""
    return folder / RUNS_FOLDER / f"{now:%Y%m%dT%H%M%SZ}-{result_digest.removeprefix('sha256:')[:16]}"


def is_kept(folder: Path, result_digest: str) -> bool:
    """Whether the result of that digest is kept in the folder's runs."""
    return any(digest(read_whole(path)) == result_digest for path in folder.glob(f"{RUNS_FOLDER}/*/{RESULT}"))
