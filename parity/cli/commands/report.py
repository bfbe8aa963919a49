"""`parity report`."""

from pathlib import Path

import click

from parity.formats.registry import all_formats, format_named
from parity.integrity.canonical import digest
from parity.integrity.files import read_whole, write_whole
from parity.integrity.sealed_page import result_data
from parity.verdict.result import read_result


def _formats() -> str:
    return "; ".join(f"{one.name}: {one.title}" for one in all_formats().values()) + "."


@click.command("report")
@click.argument("result", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_name",
    type=click.Choice(tuple(all_formats())),
    default="html",
    show_default=True,
    help=_formats(),
)
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Default: standard output.")
@click.pass_context
def command(ctx: click.Context, result: Path, format_name: str, output: Path | None) -> int:
    """Render a result again, from itself alone: a result.json, or a report.html, which carries its result.

    A page that is not as parity wrote it is refused, and so is a result whose verdict does not follow from its own
    findings. Any other edit shows in its digest, which the report prints and the ledger keeps: `parity audit verify`
    works the findings out again from the snapshots.

    \b
    Example: parity report parity-out/result.json --format html -o report.html
    """
    from parity.cli.terminal.context import console_of
    from parity.cli.terminal.output_folder import kind_of, refuse_another_file
    from parity.cli.terminal.streams import write_out
    from parity.cli.workflows.kept_results import failed_since

    data = result_data(read_whole(result), str(result))
    shown = read_result(data, str(result))
    console = console_of(ctx)
    times = [one.collected_at for one in (shown.snapshots.sandbox, shown.snapshots.production) if one.collected_at]
    console.say(
        f"The result of {shown.tenant or 'two snapshots'}: {shown.verdict.value}, both orgs as they were at "
        f"{min(times, default='an unknown time')} ({digest(data)})"
    )
    failed = failed_since(result)
    if failed:
        console.warn(f"this verdict is older than the last check, which ended without one: {failed}")
    rendered = format_named(format_name).render(shown)
    if output is None:
        write_out(rendered)
    else:
        refuse_another_file(output, kind_of(rendered))
        write_whole(output, rendered)
        console.say(f"Wrote {output}")
    return 0
