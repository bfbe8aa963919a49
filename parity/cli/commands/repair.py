"""`parity repair`."""

from pathlib import Path

import click

from parity.cli.terminal.settings_file import CONFIG


@click.command("repair", short_help="Write a project that brings the sandbox to production's shape.")
@click.argument("result", type=click.Path(path_type=Path))
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    help="The folder to write: new, empty, or a repair that nobody touched since, which is replaced.",
)
@CONFIG
@click.option(
    "--from",
    "retrieved",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Take production's metadata from a project that `sf project retrieve start` wrote; no org is asked.",
)
@click.option(
    "--for",
    "role",
    type=click.Choice(["sandbox", "production"]),
    default="sandbox",
    show_default=True,
    help="production: only a permission set for the integration user.",
)
@click.option("--with-bodies", is_flag=True, help="Read Apex triggers, and the classes that they name, and write them.")
@click.option("--with-deletions", is_flag=True, help="In a folder apart: what to delete that only the sandbox has.")
@click.option("--explain", is_flag=True, help="Only say what share can be deployed, and why the rest cannot.")
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 (one parameter an option)
    ctx: click.Context,
    result: Path,
    output: Path | None,
    config: Path,
    retrieved: Path | None,
    role: str,
    with_bodies: bool,
    with_deletions: bool,
    explain: bool,
) -> int:
    """Write a Salesforce source project out of a result (a result.json, or a report.html, which carries one): the
    components of production that the sandbox lacks or has otherwise, in the steps in which they deploy, and a README.md
    that says what is deployed, what must be done by hand and where, and what cannot be known. Every finding is in
    exactly one of the three.

    Reads production's own metadata, 25 components a call, and writes the folder. It never deploys: README.md has the
    commands, each with a --dry-run in front.

    \b
    Example: parity repair parity-out/result.json -o repair
    """
    from parity.cli.terminal.context import console_of
    from parity.cli.workflows.repair import RepairRequest, explain_repair, run_repair
    from parity.errors import InputError
    from parity.repair.plan import Options
    from parity.snapshot.records import Role

    options = Options(deletions=with_deletions, bodies=with_bodies)
    if explain:
        return explain_repair(result, Role(role), options, console_of(ctx))
    if output is None:
        raise InputError("where to write was not said", fix="Name a folder: -o repair; or ask with --explain.")
    wanted = RepairRequest(
        result=result, folder=output, config=config, retrieved=retrieved, role=Role(role), options=options
    )
    return run_repair(wanted, console_of(ctx))
