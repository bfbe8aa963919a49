"""The approval behind `parity approve` and the demo: shown, asked, signed, written, recorded."""

import os
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from msgspec import Struct

from parity.audit.approval import (
    Approval,
    approval_bytes,
    approval_problem,
    read_approval,
    sign_approval,
    signer_named,
    signers_problem,
    statement_of,
)
from parity.audit.approval_view import mismatches, project_apart, shown
from parity.audit.ledger_entries import lacks_head, record_approval, record_project, record_result
from parity.cli.terminal.console import Console
from parity.config.project import Project
from parity.errors import ConfigError, InputError, SwitchRefused
from parity.integrity.canonical import digest
from parity.integrity.file_kind import FileKind, kind_of
from parity.integrity.files import read_whole, write_whole
from parity.integrity.names import look_alike
from parity.integrity.signing import key_id, public_key
from parity.integrity.signing_keys import SigningKey
from parity.ledger.records import Actor, utc_text
from parity.ledger.store import Ledger, open_ledger
from parity.switch.drivers.interface import Person
from parity.verdict.result import Result, read_result, result_digest
from parity.verdict.result_files import APPROVALS_FOLDER, REPORT, RESULT, files_beside

#: A file name may take 255 bytes, and a letter up to four.
_MOST_LETTERS = 50
_QUESTION = "Sign this with your key? Type yes"


class Approver(Struct, frozen=True):
    """Who approves, in which role of policy.signers, and the key that signs."""

    who: Actor
    role: str
    key: SigningKey


class ApprovalContext(Struct, frozen=True, kw_only=True):
    """What an approval needs from outside: `folder` is that of parity.yaml, `clock` gives UTC, `person` answers."""

    project: Project
    folder: Path
    clock: Callable[[], datetime]
    console: Console
    person: Person


def approve(path: Path, approver: Approver, context: ApprovalContext) -> int:
    """Approve the result at `path`; returns 1 where the person says no, else 0.

    Raises SwitchRefused where the result is not a GO, InputError where what is next to it does not belong to it or
    the approval would not count.
    """
    project, console, who = context.project, context.console, approver.who
    files = files_beside(path, read_whole)
    result = _result_to_approve(path, files, project)
    _refuse_other_key(project, approver)
    ledger = _ledger(context)
    if ledger is not None and lacks_head(result, ledger.entries()):
        raise InputError(
            "the result names no head of the ledger, though one was kept when it was made: the gate would refuse it",
            where=str(path),
            fix="Check again where the ledger can be reached, and approve that result; nothing was signed.",
        )
    context.person.tell("\n".join(["You are about to approve:", *shown(result, files, context.clock())]))
    if context.person.ask(_QUESTION).strip().casefold() != "yes":
        console.result("Nothing was signed.")
        return 1
    approval = _signed(project, result, approver, utc_text(context.clock()), ledger)
    file = _file_of(path.parent / APPROVALS_FOLDER, approval)
    write_whole(file, approval_bytes(approval))
    if ledger is not None and ledger.key is not None:
        record_project(ledger, project, who)
        digests = {name: digest(data) for name, data in files.items() if name in {RESULT, REPORT}}
        record_result(ledger, project.tenant.name, result, digests, who)
        record_approval(ledger, project.tenant.name, approval, who)
        console.info(f"Head of the ledger: {ledger.head() or 'empty'}")
    console.info(f"Wrote {file}")
    console.result(f"{who.name} ({approver.role}) approves {result_digest(result)}: {result.verdict.value}")
    return 0


def _result_to_approve(path: Path, files: Mapping[str, bytes], project: Project) -> Result:
    """The result of `files`, which are those beside `path` by name. Raises where it cannot be approved."""
    if kind_of(files[RESULT]) is FileKind.REPORT:
        raise InputError(
            "this is a report page, and what is approved is a result with both snapshots beside it",
            where=str(path),
            fix=f"Name {path.parent / RESULT}, as `parity check` wrote it with the page: the page is verified too. "
            "Nothing was signed.",
        )
    result = read_result(files[RESULT], str(path))
    if not result.verdict.is_go:
        raise SwitchRefused(f"the verdict is {result.verdict.value}: there is nothing to approve", where=str(path))
    problems = mismatches(result, files, project)
    if problems:
        of_settings = problems[0] in project_apart(result, project)
        fix = (
            "Correct parity.yaml, or name this result's own with --config; then check again, and approve that"
            if of_settings
            else "Approve what `parity check` wrote, whole"
        )
        raise InputError(
            problems[0], where=str(path.parent), fix=f"{fix}; nothing was signed.{_more(len(problems) - 1)}"
        )
    return result


def _more(others: int) -> str:
    if not others:
        return ""
    return " One more thing does not match." if others == 1 else f" {others} more things do not match."


def _refuse_other_key(project: Project, approver: Approver) -> None:
    """Before anybody is asked, and before a passphrase is typed: would this approval count?"""
    who, role = approver.who, approver.role
    signer = signer_named(project.policy.signers, who.name)
    problem = signers_problem(project.policy.signers)
    if problem:
        raise _would_not_count(problem)
    if signer is None:
        named = ", ".join(one.name for one in project.policy.signers) or "nobody"
        raise _would_not_count(f"policy.signers does not name {who.name}", f"It names {named}: give --as so. ")
    if key_id(public_key(signer.public_key, "policy.signers")) != key_id(approver.key.public):
        problem = f"the signature is not that of {signer.name}'s key"
        raise _would_not_count(problem, f"Have {signer.name} sign, with the key whose public half stands there. ")
    if signer.role != role:
        problem = f"{who.name} signed as {role!r}; policy.signers says {signer.role!r}"
        raise _would_not_count(problem, f"Give --role {signer.role!r}. ")


def _signed(project: Project, result: Result, approver: Approver, at: str, ledger: Ledger | None) -> Approval:
    head = ledger.head() if ledger else None
    digest_of_it = result_digest(result)
    who, role = approver.who, approver.role
    statement = statement_of(result, digest_of_it, name=who.name, role=role, actor=who, at=at, ledger=head)
    approval = sign_approval(statement, approver.key)
    # Nobody is the operator yet; that the two differ is for the gate to see.
    problem = approval_problem(approval, result, digest_of_it, project.policy)
    if problem:
        raise _would_not_count(problem)
    return approval


def _would_not_count(problem: str, fix: str = "") -> InputError:
    """`fix` is what to do where policy.signers is right, and the command line is not."""
    right = "Where policy.signers is wrong, correct" if fix else "Correct"
    return InputError(
        f"the approval would not count: {problem}",
        where="policy.signers",
        fix=f"{fix}{right} name, role and public_key (the .pub file's line) there, then check again: the policy is "
        "part of the result. Nothing was signed.",
    )


def _ledger(context: ApprovalContext) -> Ledger | None:
    """The ledger, where this machine has it: an approver need not."""
    if context.project.ledger is None:
        return None
    try:
        return open_ledger(context.project.ledger, os.environ, context.folder, context.clock)
    except ConfigError as problem:
        context.console.warning(
            f"not recorded in the ledger ({problem.what}); `parity switch` records the file that is written"
        )
        return None


def _file_of(folder: Path, approval: Approval) -> Path:
    """Where an approval is kept: under the person's name, whatever its script, and never in another's place."""
    said = approval.statement
    plain = re.sub(r"[^\w]+", "-", said.name.casefold()).strip("-_")[:_MOST_LETTERS] or "approval"
    mark = digest(f"{look_alike(said.name)}\n{approval.key_id}".encode())[7:15]
    names = chain((plain, f"{plain}-{mark}"), (f"{plain}-{mark}-{number}" for number in count(2)))
    return next(path for name in names if _is_free_for(path := folder / f"{name}.json", said.name))


def _is_free_for(path: Path, name: str) -> bool:
    """Whether nothing is there, or an earlier approval of the same person."""
    if not path.exists():
        return True
    try:
        return look_alike(read_approval(read_whole(path), str(path)).statement.name) == look_alike(name)
    except InputError:
        return False
