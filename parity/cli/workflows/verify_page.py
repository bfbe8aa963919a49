"""`parity audit verify report.html`: the page by itself, and with whatever can prove it."""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from parity.audit.report_page import (
    PageAudit,
    by_approvals,
    by_heads,
    by_itself,
    by_keys,
    by_ledger,
    entry_of_page,
    together,
)
from parity.audit.verify import audit_ledger
from parity.cli.terminal.console import Console
from parity.cli.workflows.project import reading_project
from parity.config.project import Project
from parity.errors import InputError, ParityError, ResultError
from parity.integrity.canonical import digest
from parity.integrity.files import read_whole
from parity.integrity.printable import printable
from parity.integrity.sealed_page import CarriesNothing, opened
from parity.ledger.head import Head
from parity.ledger.store import Ledger, project_ledger
from parity.verdict.result import Result

_UNPROVEN = (
    "Not proven: who edits a page on purpose can make it intact again. A ledger (--config), a head that you have from "
    "elsewhere (--head) or a signature (--approval) proves it."
)


class Means(Struct, frozen=True, kw_only=True):
    """What may prove a page. `config_named`, `heads`, `approvals` and `signers` were asked for; the rest was found.

    `signers` are public keys, by which approvals are verified where there is no parity.yaml.
    """

    config: Path
    config_named: bool
    heads: Mapping[str, Head]
    approvals: Mapping[str, bytes]
    signers: tuple[Path, ...]
    beside: Mapping[str, bytes]

    @property
    def asked(self) -> bool:
        """Whether a proof was asked for."""
        return self.config_named or bool(self.heads or self.approvals or self.signers)


def verify_page(path: Path, means: Means, clock: Callable[[], datetime], console: Console) -> int:
    """Print what holds of a page. Returns 0: intact, and proven where a proof was asked for; 1: it does not hold; 3: a
    proof was asked for and nothing proves it.

    Raises ResultError for what cannot be read as a page of parity.
    """
    data = read_whole(path)
    project, ledger = _project(means, clock, console)
    try:
        page = opened(data, str(path))
    except CarriesNothing:
        entry = None if ledger is None else entry_of_page(data, _sound(ledger, means).entries())
        if entry is None:
            raise
        console.result(f"Proven: entry {entry} of the ledger names this very page ({digest(data)}).")
        return 0
    alone, result = by_itself(page, path.name)
    found = [alone]
    if alone.holds:
        known = None if ledger is None else by_ledger(page, result, ledger.entries())
        if ledger is not None and project is not None and known and (known.proofs or means.config_named):
            found.append(_with_the_ledger(known, ledger, project, means))
        else:
            found.append(by_heads(result, tuple(means.heads.values())))
            if ledger is not None:
                found.append(PageAudit(notes=(f"the ledger of {means.config} knows nothing of it",)))
        found.append(_approved(result, digest(page.result), means, project))
    return _told(together(found), means.asked, console)


def _told(found: PageAudit, asked: bool, console: Console) -> int:
    for one in found.checks:
        console.result(f"{'ok  ' if one.holds else 'FAIL'} {printable(one.link):<26} {printable(one.why)}")
    for note in found.notes:
        console.info(f"     {note}")
    if not found.holds:
        return 1
    for proof in found.proofs:
        console.result(f"Proven: {printable(proof)}.")
    if found.doubts and not found.names_the_page:
        console.result(
            f"{printable(found.doubts[0])}. What it shows may differ from what its result says: read that, with "
            "`parity report PAGE -o again.html`."
        )
    if not found.proofs:
        console.result(_UNPROVEN)
    return 0 if found.proven or not asked else 3


def _project(means: Means, clock: Callable[[], datetime], console: Console) -> tuple[Project | None, Ledger | None]:
    """The project and its ledger. What only lies there, and cannot be used, is told and passed over."""
    if not means.config_named and not means.config.is_file():
        return None, None
    try:
        project = reading_project(means.config, console)
    except ParityError as problem:
        if means.config_named:
            raise
        console.info(f"{means.config} was not used: {problem.what}")
        return None, None
    try:
        ledger = project_ledger(project, os.environ, means.config.parent, clock, to_write=False)
        if ledger.is_missing:
            raise InputError("there is no ledger here", where=str(means.config), fix="Check `ledger.path`.")
        ledger.entries()
    except ParityError as problem:
        if means.config_named and project.ledger is not None:
            raise
        console.info(f"No ledger was used: {problem.what}")
        return project, None
    return project, ledger


def _sound(ledger: Ledger, means: Means) -> Ledger:
    problems = ledger.problems(means.heads)
    if problems:
        raise ResultError(f"the ledger does not verify: {problems[0]}", where=ledger.database.where)
    return ledger


def _with_the_ledger(found: PageAudit, ledger: Ledger, project: Project, means: Means) -> PageAudit:
    """What the ledger says of the page, where the ledger itself holds; else what of it does not."""
    checked = audit_ledger(ledger.entries(), ledger.problems(means.heads), project)
    broken = tuple(one for one in checked if not one.holds)
    return PageAudit(checks=broken) if broken else found


def _approved(result: Result | None, of_result: str, means: Means, project: Project | None) -> PageAudit:
    """Approvals that were named, else those beside the page; by the signers of --signer, else of parity.yaml."""
    given = means.approvals or means.beside
    if result is None or not given:
        return PageAudit()
    if means.signers:
        return by_keys(result, of_result, given, _lines(means.signers), named=bool(means.approvals))
    if project is None:
        return PageAudit(notes=("approvals lie there: give --config or --signer KEY.pub, to know whose key may sign",))
    return by_approvals(result, of_result, given, project.policy.signers)


def _lines(files: Sequence[Path]) -> tuple[str, ...]:
    return tuple(read_whole(one).decode("utf-8", "replace").strip() for one in files)
