"""`parity report`."""

from pathlib import Path

import click

from parity.formats.registry import all_formats, format_named
from parity.integrity.files import read_whole, write_whole
from parity.verdict.result import read_result


def _formats() -> str:
    return "; ".join(f"{one.name}: {one.title}" for one in all_formats().values()) + "."


@click.command("report", short_help="Render a result again in another format.")
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
    """Render a result.json again, from itself alone.

    A result whose verdict does not follow from its own findings is refused. Any other edit shows in its digest, which
    the report prints and the ledger keeps: `parity audit verify` works the findings out again from the snapshots.

    \b
    Example: parity report parity-out/result.json --format html -o report.html
    """
    from parity.cli.terminal.context import console_of
    from parity.cli.terminal.streams import write_out

    rendered = format_named(format_name).render(read_result(read_whole(result), str(result)))
    if output is None:
        write_out(rendered)
    else:
        write_whole(output, rendered)
        console_of(ctx).say(f"Wrote {output}")
    return 0
