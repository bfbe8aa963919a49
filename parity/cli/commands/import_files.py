"""`parity import`."""

from pathlib import Path

import click


@click.command("import", short_help="Make a snapshot from files that somebody else produced.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--role", type=click.Choice(["sandbox", "production"]), required=True, help="Which org the files show.")
@click.option("--output", "-o", type=click.Path(path_type=Path), required=True)
@click.pass_context
def command(ctx: click.Context, folder: Path, role: str, output: Path) -> int:
    """Make a snapshot from JSON files, where you get no access to the org.

    Takes raw REST describe answers or `sf sobject describe --json`, one file an object, and ApexTrigger*.json
    (Tooling query answer or `sf data query --use-tooling-api --json`); Organization.json and
    FieldDefinition-OBJECT.json where there are any. What the files do not prove makes the verdict INCONCLUSIVE.

    \b
    Example: parity import from-customer/ -o production.snapshot.json --role production
    """
    from parity.cli.terminal.context import console_of
    from parity.integrity.files import write_whole
    from parity.orgs.import_files import snapshot_from_files
    from parity.snapshot.file import snapshot_bytes, snapshot_digest
    from parity.snapshot.records import Role

    console = console_of(ctx)
    snapshot, passed_over = snapshot_from_files(folder, Role(role))
    write_whole(output, snapshot_bytes(snapshot))
    fields = sum(len(one.fields) for one in snapshot.objects.values())
    triggers = "no" if snapshot.triggers is None else len(snapshot.triggers)
    console.say(f"Wrote {output}: {len(snapshot.objects)} of 6 objects, {fields} fields, {triggers} triggers")
    for name in passed_over:
        console.warn(f"{name} was of no use here and was passed over")
    for gap in snapshot.gaps:
        console.say(f"  unknown: {gap.subject}: {gap.reason}. {gap.fix}")
    console.result(f"{snapshot_digest(snapshot)}  {output}")
    return 0
