"""`parity collect`."""

from pathlib import Path

import click

from parity.orgs.api_version import NEWEST_TESTED


@click.command("collect")
@click.argument("role", type=click.Choice(["sandbox", "production"]))
@click.option("--config", type=click.Path(path_type=Path), default=Path("parity.yaml"), show_default=True)
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Default: ROLE.snapshot.json.")
@click.option(
    "--api-version", help=f"Read at this version, such as {NEWEST_TESTED}. Both snapshots must have the same."
)
@click.pass_context
def command(ctx: click.Context, role: str, config: Path, output: Path | None, api_version: str | None) -> int:
    """Write the snapshot of one org: fields, record types and triggers of the six objects.

    Takes five to seven API calls. Exit code 3 where something needed could not be read; the snapshot says what.

    \b
    Example: parity collect sandbox -o sandbox.snapshot.json
    """
    import os

    from parity.cli.terminal.context import console_of, utc_now
    from parity.cli.terminal.output_folder import FileKind, check_file, refuse_another_file
    from parity.config.project import load_project
    from parity.integrity.files import write_whole
    from parity.orgs.api_version import choose_version
    from parity.orgs.collect import collect
    from parity.orgs.sign_in.connect import connect
    from parity.snapshot.file import snapshot_bytes, snapshot_digest
    from parity.snapshot.records import Role
    from parity.verdict.result_files import snapshot_name

    console = console_of(ctx)
    project = load_project(config)
    which = Role(role)
    path = output or Path(snapshot_name(which))
    check_file(path, "--output")
    refuse_another_file(path, FileKind.SNAPSHOT)
    with console.progress() as steps:
        steps.advance(which, "signing in")
        client = connect(which, project.sign_in(which), project.api, os.environ, console.detail)
        for warning in client.connection.warnings:
            console.warn(warning)
        offered = client.versions()
        version = choose_version([offered], api_version or project.api.version)
        steps.advance(which, f"reading at API version {version}")
        snapshot = collect(client, version, offered, utc_now(), project.collect_options(which))
    write_whole(path, snapshot_bytes(snapshot))
    fields = sum(len(one.fields) for one in snapshot.objects.values())
    console.say(
        f"Wrote {path}: {len(snapshot.objects)} objects, {fields} fields, "
        f"{'no' if snapshot.triggers is None else len(snapshot.triggers)} triggers, {snapshot.api.calls} API calls, "
        f"API version {version}"
    )
    if snapshot.api.fallback:
        console.warn(f"{role}: {snapshot.api.fallback}")
    for gap in snapshot.gaps:
        console.warn(f"{gap.subject}: {gap.reason}. {gap.fix}")
    console.result(f"{snapshot_digest(snapshot)}  {path}")
    return 3 if snapshot.gaps else 0
