"""`parity audit log`, `parity audit verify`, `parity audit export`."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

import click

from parity.audit.kept_results import gate_result
from parity.audit.verify import LinkCheck, audit_approval_files
from parity.cli.terminal.console import Console
from parity.cli.terminal.context import console_of, utc_now
from parity.cli.terminal.settings_file import CONFIG
from parity.cli.workflows.export import export_evidence
from parity.cli.workflows.project import reading_project
from parity.cli.workflows.verify_evidence import verify_evidence
from parity.cli.workflows.verify_page import Means, verify_page
from parity.config.project import Project
from parity.errors import InputError
from parity.integrity.files import read_whole
from parity.integrity.printable import printable
from parity.ledger.head import Head
from parity.ledger.store import Ledger, project_ledger
from parity.switch.status import log_line
from parity.verdict.result_files import DEFAULT_RESULT, RESULT, approvals_beside, files_beside

_RESULT = click.option("--result", type=click.Path(path_type=Path), default=DEFAULT_RESULT, show_default=True)
_EPILOG = "Example: parity audit verify"
_HEAD = re.compile("([0-9]{1,18}):(sha256:[0-9a-f]{64})")


@click.group("audit", epilog=_EPILOG)
def command() -> None:
    """Read the ledger, verify the whole digest chain, and export the evidence for an auditor."""


@command.command("log")
@CONFIG
@click.option("--json", "as_json", is_flag=True, help="One entry a line, as it was hashed.")
@click.pass_context
def log(ctx: click.Context, config: Path, as_json: bool) -> int:
    """Show every entry of the ledger, the oldest first.

    \b
    Example: parity audit log
    """

    console = console_of(ctx)
    _, ledger = _open(config, console)
    for entry in ledger.entries():
        console.recorded(entry.text if as_json else printable(log_line(entry.content)))
    head = ledger.head()
    console.info(f"Head of the ledger: {head or 'it is empty'}")
    return 0


@command.command("verify")
@CONFIG
@_RESULT
@click.option("--ledger-only", is_flag=True, help="The ledger alone, without a result.")
@click.option(
    "--head", "heads", multiple=True, metavar="SEQ:sha256:HASH", help="A head that a report or a person has seen."
)
@click.option(
    "--approval",
    "approvals",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Of a PAGE: a signed approval of its result. Default: approvals/ beside it.",
)
@click.option(
    "--signer",
    "signers",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="KEY.pub",
    help="Whose approvals count, where there is no parity.yaml.",
)
@click.argument("page", required=False, type=click.Path(path_type=Path))
@click.pass_context
def verify(  # noqa: PLR0913, PLR0917 (a command's options)
    ctx: click.Context,
    config: Path,
    result: Path,
    ledger_only: bool,
    heads: tuple[str, ...],
    approvals: tuple[Path, ...],
    signers: tuple[Path, ...],
    page: Path | None,
) -> int:
    """Work the whole digest chain out again: snapshots, result, report, approvals, ledger.

    Exit code 1 where anything does not hold; 3 where nothing is found to verify: no result (--ledger-only says that
    none is meant), or a ledger without an entry of the tenant. The last lines say what was looked at.

    With a PAGE, a report.html, that page: whether it is intact, as parity wrote it (nothing else is needed), and what
    proves it: a ledger, a head, a signed approval. Exit code 1 where it was changed, 2 where it cannot be read, 3 where
    a proof was asked for (--config, --head, --approval, --signer) and there is none.

    \b
    Examples: parity audit verify --head 20:sha256:abfd...
              parity audit verify report.html
    """

    console = console_of(ctx)
    meant = {"a page": page is not None, "a --result": _is_named(ctx, "result"), "--ledger-only": ledger_only}
    named = [one for one, is_named in meant.items() if is_named]
    if len(named) > 1:
        raise click.UsageError(f"name {' or '.join(named)}, not both")
    if page is not None:
        means = Means(
            config=config,
            config_named=_is_named(ctx, "config"),
            heads=_heads(heads),
            approvals={str(one): read_whole(one) for one in approvals},
            signers=signers,
            beside=approvals_beside(page, read_whole),
        )
        return verify_page(page, means, utc_now, console)
    if approvals or signers:
        raise click.UsageError("--approval and --signer are for a PAGE; approvals beside a --result are read anyway")
    project, ledger = _open(config, console)
    chosen = None if ledger_only else _chosen(ctx, result, ledger, project)
    return verify_evidence(project, ledger, _heads(heads), chosen, console)


@command.command("export")
@CONFIG
@_RESULT
@click.option("--output", "-o", type=click.Path(path_type=Path), default=Path("evidence.zip"), show_default=True)
@click.pass_context
def export(ctx: click.Context, config: Path, result: Path, output: Path) -> int:
    """Write a bundle that an auditor can verify without parity; made twice, it has the same bytes.

    Holds snapshots, result, report, policy, approvals, the ledger, and how to verify them with nothing installed; the
    list of its files is signed with the ledger's key. Runs the bundle's own verify.py before it says done. Exit code 2
    where a piece is missing or something does not verify: then nothing is written.

    \b
    Example: parity audit export -o evidence.zip
    """

    console = console_of(ctx)
    project, ledger = _open(config, console, to_write=True)
    chosen = _chosen(ctx, result, ledger, project)
    files = files_beside(chosen, read_whole)
    _refuse_broken_approvals(audit_approval_files(approvals_beside(chosen, read_whole), files[RESULT], project))
    export_evidence(project, ledger, files, chosen.parent, output)
    head = ledger.head()
    console.info(f"The evidence of {chosen}.")
    console.info(
        f"Wrote {output}; its own verify.py was run: everything holds. Keep it apart from the ledger: it proves"
    )
    console.info("that nothing was cut off since.")
    console.result(f"Head of the ledger: {head or 'it is empty'}")
    return 0


def _refuse_broken_approvals(checked: Sequence[LinkCheck]) -> None:
    for one in checked:
        if not one.holds:
            raise InputError(
                f"the approval does not hold: {one.why}",
                where=one.link,
                fix="See `parity audit verify`. Nothing was exported.",
            )


def _open(config: Path, console: Console, *, to_write: bool = False) -> tuple[Project, Ledger]:
    project = reading_project(config, console)
    ledger = project_ledger(project, os.environ, config.parent, utc_now, to_write=to_write)
    if ledger.is_missing:
        raise InputError(
            "there is no ledger here",
            where=ledger.database.where,
            fix="Check `ledger.path`. A ledger begins with the first `parity check` or `parity approve` that records.",
        )
    return project, ledger


def _is_named(ctx: click.Context, option: str) -> bool:
    """Whether the command line names the option, rather than leaving its default."""
    return ctx.get_parameter_source(option) is click.core.ParameterSource.COMMANDLINE


def _chosen(ctx: click.Context, result: Path, ledger: Ledger, project: Project) -> Path:
    """The result that is meant: the one that was named; else the one on which the gate rested; else the newest."""
    if _is_named(ctx, "result"):
        if not result.is_file():
            raise InputError("there is no such file", where=str(result), fix="Check the path after --result.")
        return result
    return gate_result(ledger.entries(), project.tenant.name, result) or result


def _heads(texts: tuple[str, ...]) -> dict[str, Head]:
    found = {}
    for text in texts:
        match = _HEAD.fullmatch(text)
        if match is None:
            raise click.UsageError(f"--head takes SEQ:sha256:HASH, as parity prints it, not {text!r}")
        found[f"--head {match[1]}"] = Head(seq=int(match[1]), hash=match[2])
    return found
