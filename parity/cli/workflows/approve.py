"""An approval, as `parity approve` and the demo give it: checked, signed, written, recorded."""

import os
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from parity.audit.approval import approval_bytes, approval_problem, sign_approval, statement_of
from parity.audit.ledger_entries import record_approval, record_project, record_result
from parity.cli.terminal.console import Console
from parity.config.project import Project
from parity.errors import ConfigError, InputError, SwitchRefused
from parity.integrity.files import read_whole, write_whole
from parity.ledger.records import Actor
from parity.ledger.store import Ledger, open_ledger
from parity.verdict.result import read_result, result_bytes, result_digest
from parity.verdict.result_files import APPROVALS_FOLDER, RESULT


def approve(  # noqa: PLR0913, PLR0917
    project: Project,
    folder: Path,
    path: Path,
    who: Actor,
    role: str,
    key: Ed25519PrivateKey,
    clock: Callable[[], datetime],
    console: Console,
) -> int:
    """Approve the result at `path`; `folder` is that of parity.yaml. Raises SwitchRefused where it is not a GO."""
    data = read_whole(path)
    result = read_result(data, str(path))
    if result_bytes(result) != data:
        raise InputError("the result is not as parity wrote it: it was edited", where=str(path))
    if not result.verdict.is_go:
        raise SwitchRefused(f"the verdict is {result.verdict.value}: there is nothing to approve", where=str(path))
    ledger = _ledger(project, folder, clock, console)
    statement = statement_of(
        result,
        result_digest(result),
        name=who.name,
        role=role,
        actor=who,
        now=clock(),
        ledger=ledger.head() if ledger else None,
    )
    approval = sign_approval(statement, key)
    # Nobody is the operator yet; that the two differ is for the gate to see.
    problem = approval_problem(approval, result, result_digest(result), project.policy, operator="")
    if problem:
        raise InputError(
            f"the approval would not count: {problem}",
            where="policy.signers",
            fix="Add name, role and public_key (ssh-keygen -y -f KEYFILE) under policy.signers, then check again: "
            "the policy is part of the result.",
        )
    file = path.with_name(APPROVALS_FOLDER) / f"{_file_name(who.name)}.json"
    write_whole(file, approval_bytes(approval))
    if ledger is not None and ledger.key is not None:
        record_project(ledger, project, who)
        record_result(ledger, project.tenant.name, result, {RESULT: result_digest(result)}, who)
        record_approval(ledger, project.tenant.name, approval, who)
        head = ledger.head()
        console.say(f"Head of the ledger: {head or 'empty'}")
    console.say(f"Wrote {file}")
    console.result(f"{who.name} ({role}) approves {result_digest(result)}: {result.verdict.value}")
    return 0


def _ledger(project: Project, folder: Path, clock: Callable[[], datetime], console: Console) -> Ledger | None:
    """The ledger, where this machine has it: an approver need not."""
    if project.ledger is None:
        return None
    try:
        return open_ledger(project.ledger, os.environ, folder, clock)
    except ConfigError as problem:
        console.warn(f"not recorded in the ledger ({problem.what}); `parity switch` records the file that is written")
        return None


def _file_name(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "approval"
