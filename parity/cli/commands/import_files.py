"""`parity import`."""

from pathlib import Path
from shlex import quote

import click


@click.command("import")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--role", type=click.Choice(["sandbox", "production"]), required=True, help="Which org the files show.")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="The snapshot to write.")
@click.option("--integration-user", metavar="NAME", help="The username that Marketo Measure connects with.")
@click.option("--queries", is_flag=True, help="Print the commands that write the files into DIR, and stop.")
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 (one an option)
    ctx: click.Context, folder: Path, role: str, output: Path | None, integration_user: str | None, queries: bool
) -> int:
    """Make a snapshot from JSON files, where you get no access to the org.

    --queries prints the Salesforce CLI's commands for an administrator, one a file. Raw REST answers are taken too.
    What the files do not hold or prove makes the verdict INCONCLUSIVE.

    \b
    Example: parity import from-customer/ -o production.snapshot.json --role production
    """
    from parity.cli.terminal.context import console_of
    from parity.cli.terminal.output_folder import check_file
    from parity.cli.terminal.own_files import refuse_another_org, refuse_another_role
    from parity.config.collect_options import CollectOptions
    from parity.integrity.counted import counted
    from parity.integrity.files import write_whole
    from parity.orgs.import_files import snapshot_from_files
    from parity.orgs.import_parts import command_for, questions_for_files
    from parity.snapshot.file import snapshot_bytes, snapshot_digest
    from parity.snapshot.records import Role

    console = console_of(ctx)
    options = CollectOptions(integration_user=integration_user)
    if queries:
        # First, for whoever is sent the lines alone: into a folder that is not there a shell writes nothing.
        console.result(f"mkdir {quote(str(folder))}")
        for question in questions_for_files(Role(role), options):
            console.result(command_for(question, str(folder)))
        return 0
    if output is None:
        raise click.UsageError("Missing option '--output' / '-o': where the snapshot is to be written.")
    check_file(output, "--output")
    refuse_another_role(output, Role(role))
    snapshot, skipped = snapshot_from_files(folder, Role(role), options)
    refuse_another_org(output, snapshot)
    write_whole(output, snapshot_bytes(snapshot))
    fields = sum(len(one.fields) for one in snapshot.objects.values())
    triggers = "no triggers" if snapshot.triggers is None else counted(len(snapshot.triggers), "trigger")
    console.info(f"Wrote {output}: {len(snapshot.objects)} of 6 objects, {counted(fields, 'field')}, {triggers}")
    for name in skipped:
        console.warning(f"{name} was of no use here and was passed over")
    for gap in snapshot.gaps:
        console.info(f"  unknown: {gap.subject}: {gap.reason}. {gap.fix}")
    for one in snapshot.unread:
        console.info(f"  not in the files: {one.part.value}. {one.fix}")
    console.result(f"{snapshot_digest(snapshot)}  {output}")
    return 0
