"""`parity collect`."""

from pathlib import Path

import click

from parity.cli.terminal.record_options import record_options
from parity.cli.terminal.settings_file import CONFIG
from parity.orgs.api_version import NEWEST_TESTED


@click.command("collect")
@click.argument("role", type=click.Choice(["sandbox", "production"]))
@CONFIG
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Default: ROLE.snapshot.json.")
@click.option(
    "--api-version", help=f"Read at this version, such as {NEWEST_TESTED}. Both snapshots must have the same."
)
@record_options
@click.option("--who", is_flag=True, help="Ask also who changed what, and when: at most two more calls an org.")
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 (an option each)
    ctx: click.Context,
    role: str,
    config: Path,
    output: Path | None,
    api_version: str | None,
    record: Path | None,
    keep_names: bool,
    who: bool,
) -> int:
    """Write the snapshot of one org: fields, record types and triggers of the six objects.

    Takes six to eight API calls, and up to `api.depth_calls` more for what automation and fields hold. Exit code 3
    where something needed could not be read; the snapshot says what.

    \b
    Example: parity collect sandbox -o sandbox.snapshot.json
    """
    from msgspec import structs

    from parity.cli.terminal.context import console_of, utc_now
    from parity.cli.terminal.output_folder import check_file
    from parity.cli.terminal.own_files import refuse_another_role
    from parity.cli.workflows.collect import run_collect
    from parity.cli.workflows.project import judging_project
    from parity.cli.workflows.record import recording
    from parity.snapshot.records import Role
    from parity.verdict.result_files import snapshot_name

    console = console_of(ctx)
    project = judging_project(config)
    project = structs.replace(project, api=structs.replace(project.api, version=api_version or project.api.version))
    which = Role(role)
    path = output or Path(snapshot_name(which))
    check_file(path, "--output")
    refuse_another_role(path, which)
    with recording("collect", record, keep_names, project, console) as (reach, tell):
        code = run_collect(project, which, path, console, reach, utc_now, who=who)
        tell(code)
    return code
