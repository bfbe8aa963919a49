"""`parity doctor`."""

from pathlib import Path

import click

from parity.cli.terminal.record_options import record_options
from parity.cli.terminal.settings_file import CONFIG


@click.command("doctor")
@CONFIG
@click.option(
    "--grant",
    "grant_to",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write a project with a permission set for each org that grants the reading user what it lacks.",
)
@record_options
@click.pass_context
def command(ctx: click.Context, config: Path, grant_to: Path | None, record: Path | None, keep_names: bool) -> int:
    """Ask each org: can parity sign in, as whom, is it the right kind of org, what may the user read, and what is
    left of the daily API requests. Says what to grant where something is missing. Changes nothing.

    Reads what a check reads, with as many API calls, and keeps nothing. Exit code 3 where a check could not be a GO.
    With --grant an administrator can deploy what is missing; it grants to read, never to write.

    \b
    Example: parity doctor --config parity.yaml --grant permissions
    """
    from parity.cli.terminal.context import console_of
    from parity.cli.workflows.doctor import run_doctor
    from parity.cli.workflows.project import judging_project
    from parity.cli.workflows.record import recording

    project, console = judging_project(config), console_of(ctx)
    with recording("doctor", record, keep_names, project, console) as (reach, tell):
        code = run_doctor(project, console, grant_to, reach)
        tell(code)
    return code
