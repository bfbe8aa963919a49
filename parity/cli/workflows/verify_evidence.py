"""`parity audit verify`: the ledger and the evidence of a result, and in words what was looked at and what was not."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from parity.audit.verify import LinkCheck, audit_approval_files, audit_files, audit_ledger
from parity.cli.terminal.console import Console
from parity.config.project import Project
from parity.integrity.counted import counted
from parity.integrity.files import read_whole
from parity.integrity.printable import printable
from parity.ledger.head import Head
from parity.ledger.history import of_tenant
from parity.ledger.records import Entry
from parity.ledger.store import Ledger
from parity.verdict.result_files import RESULT, approvals_beside, files_beside

#: What was to be verified is not there. Nothing was found wrong either.
NOT_VERIFIED = 3


def verify_evidence(
    project: Project, ledger: Ledger, heads: Mapping[str, Head], result: Path | None, console: Console
) -> int:
    """Say what holds, then what was looked at. `result` is null where the ledger alone was asked for.

    0: all that was asked for holds; 1: something does not; 3: what was to be verified is not there, so that somebody in
    the wrong folder does not take silence for proof.
    """
    entries = ledger.entries()
    checked = list(audit_ledger(entries, ledger.problems(heads), project))
    own = counted(len(of_tenant(entries, project.tenant.name)), "entry", "entries")
    looked_at = [f"the {own} of {project.tenant.name} in {_at(ledger)}"]
    missing = _wrong_ledger(entries, project)
    if result is not None and result.is_file():
        files, approvals = files_beside(result, read_whole), approvals_beside(result, read_whole)
        checked += audit_files(files, entries, project)
        checked += audit_approval_files(approvals, files[RESULT], project)
        looked_at.append(
            f"{result} with {', '.join(one for one in (*files, *approvals) if one != RESULT) or 'nothing'}"
        )
    elif result is not None:
        missing.append(
            f"no result was looked at: there is none at {result.absolute()}. Name it with --result FILE; --ledger-only "
            "says that the ledger alone is meant"
        )
    for one in checked:
        console.result(f"{'ok  ' if one.holds else 'FAIL'} {printable(one.link):<26} {printable(one.why)}")
    console.result(f"Head of the ledger: {ledger.head() or 'it is empty'}")
    return _told(checked, looked_at, missing, console)


def _told(checked: Sequence[LinkCheck], looked_at: Sequence[str], missing: Sequence[str], console: Console) -> int:
    console.result(f"Looked at: {printable('; '.join(looked_at))}.")
    for one in missing:
        console.result(f"Not verified: {printable(one)}.")
    if not all(one.holds for one in checked):
        return 1
    return NOT_VERIFIED if missing else 0


def _wrong_ledger(entries: Sequence[Entry], project: Project) -> list[str]:
    """A ledger that knows nothing of the tenant proves nothing of it, however well its chain holds."""
    if of_tenant(entries, project.tenant.name):
        return []
    others = ", ".join(sorted({one.content.tenant for one in entries}))
    of_whom = f"it is of {others}" if others else "it is empty"
    return [
        f"the ledger has no entry of {project.tenant.name}, which parity.yaml names; {of_whom}. Check `tenant.name` "
        "and `ledger.path`, or name the right project with --config"
    ]


def _at(ledger: Ledger) -> str:
    file = ledger.database.file
    return ledger.database.where if file is None else str(file.resolve())
