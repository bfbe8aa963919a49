"""`parity audit log`, `parity audit verify`, `parity audit export`."""

import os
from pathlib import Path

import click

from parity.audit.bundle import bundle
from parity.audit.verify import audit_files, audit_ledger
from parity.cli.terminal.context import console_of, utc_now
from parity.config.project import Project, load_project
from parity.errors import InputError, LedgerError
from parity.integrity.files import read_whole, write_whole
from parity.integrity.printable import printable
from parity.integrity.signing import public_line
from parity.ledger.head import Head
from parity.ledger.store import Ledger, project_ledger
from parity.switch.status import log_line
from parity.verdict.result_files import DEFAULT_RESULT, RESULT, file_names

_CONFIG = click.option("--config", type=click.Path(path_type=Path), default=Path("parity.yaml"), show_default=True)
_RESULT = click.option("--result", type=click.Path(path_type=Path), default=DEFAULT_RESULT, show_default=True)
_EPILOG = "Example: parity audit verify"


@click.group("audit", short_help="Read the ledger, verify it, and export the evidence.", epilog=_EPILOG)
def command() -> None:
    """Read the ledger, verify the whole digest chain, and export the evidence for an auditor."""


@command.command("log")
@_CONFIG
@click.option("--json", "as_json", is_flag=True, help="One entry a line, as it was hashed.")
@click.pass_context
def log(ctx: click.Context, config: Path, as_json: bool) -> int:
    """Show every entry of the ledger, the oldest first.

    \b
    Example: parity audit log
    """

    _, ledger = _open(config)
    console = console_of(ctx)
    for entry in ledger.entries():
        console.result(entry.text if as_json else printable(log_line(entry.content)))
    head = ledger.head()
    console.say(f"Head of the ledger: {head or 'it is empty'}")
    return 0


@command.command("verify")
@_CONFIG
@_RESULT
@click.option("--head", "heads", multiple=True, metavar="SEQ:HASH", help="A head that a report or a person has seen.")
@click.pass_context
def verify(ctx: click.Context, config: Path, result: Path, heads: tuple[str, ...]) -> int:
    """Work the whole digest chain out again: snapshots, result, report, approvals, ledger.

    Exit code 1 where anything does not hold. Without a result file, the ledger alone.

    \b
    Example: parity audit verify --head 20:sha256:abfd...
    """

    console = console_of(ctx)
    project, ledger = _open(config)
    entries = ledger.entries()
    checked = list(audit_ledger(entries, ledger.problems(_heads(heads)), project))
    if result.is_file():
        checked += audit_files(_files(result), entries, project)
    else:
        if ctx.get_parameter_source("result") is click.core.ParameterSource.COMMANDLINE:
            raise InputError("there is no such file", where=str(result), fix="Check the path after --result.")
        console.say(f"There is no {result}: the ledger alone was verified.")
    for one in checked:
        console.result(f"{'ok  ' if one.holds else 'FAIL'} {printable(one.link):<26} {printable(one.why)}")
    head = ledger.head()
    console.result(f"Head of the ledger: {head or 'it is empty'}")
    return 0 if all(one.holds for one in checked) else 1


@command.command("export")
@_CONFIG
@_RESULT
@click.option("--output", "-o", type=click.Path(path_type=Path), default=Path("evidence.zip"), show_default=True)
@click.pass_context
def export(ctx: click.Context, config: Path, result: Path, output: Path) -> int:
    """Write a bundle that an auditor can verify without parity; made twice, it has the same bytes.

    Holds snapshots, result, report, policy, approvals, the ledger, and how to verify them. Refuses a ledger that
    does not verify.

    \b
    Example: parity audit export -o evidence.zip
    """

    console = console_of(ctx)
    project, ledger = _open(config)
    problems = ledger.problems()
    if problems:
        raise LedgerError(
            f"the ledger does not verify: {problems[0]}",
            where=ledger.database.where,
            fix="See `parity audit verify`. Nothing was exported.",
        )
    keys = {key_id: public_line(key) for key_id, key in ledger.keys.items()}
    write_whole(output, bundle(_files(result), ledger.rows(), ledger.entries(), keys, project))
    head = ledger.head()
    console.say(f"Wrote {output}. Keep it apart from the ledger: it proves that nothing was cut off since.")
    console.result(f"Head of the ledger: {head or 'it is empty'}")
    return 0


def _open(config: Path) -> tuple[Project, Ledger]:

    project = load_project(config)
    return project, project_ledger(project, os.environ, config.parent, utc_now, to_write=False)


def _files(result: Path) -> dict[str, bytes]:

    beside = {name: result.with_name(name) for name in file_names() if name != RESULT}
    return {RESULT: read_whole(result), **{name: read_whole(path) for name, path in beside.items() if path.is_file()}}


def _heads(texts: tuple[str, ...]) -> dict[str, Head]:

    found = {}
    for text in texts:
        seq, _, hashed = text.partition(":")
        if not seq.isdigit() or not hashed.startswith("sha256:"):
            raise click.UsageError(f"--head takes SEQ:sha256:HASH, as parity prints it, not {text!r}")
        found["--head"] = Head(seq=int(seq), hash=hashed)
    return found
