"""`parity report`."""

from pathlib import Path

import click

from parity.cli.terminal.format_options import (
    STANDARD_OUTPUT,
    FormatNames,
    check_output,
    tell_what_stays_english,
    titles,
    with_appendix,
    write_formats,
)
from parity.cli.terminal.language import language_option
from parity.cli.terminal.own_files import refuse_other_evidence
from parity.formats.registry import Format
from parity.integrity.canonical import digest
from parity.integrity.files import read_whole
from parity.integrity.sealed_page import result_data
from parity.languages.language import ENGLISH, Language
from parity.languages.speech import speaking
from parity.verdict.result import read_result


@click.command("report")
@click.argument("result", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "formats",
    type=FormatNames(),
    default="html",
    show_default=True,
    help=f"Several with commas between them. {titles()}",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, allow_dash=True),
    default=STANDARD_OUTPUT,
    help="A file; of several formats, a folder. Default: -, standard output.",
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="RESULT",
    help="An older result.json of the same two orgs: what is new since stands in the formats that tell it.",
)
@click.option("--appendix", is_flag=True, help="Add the findings that the format only counts.")
@language_option
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 (a command's options)
    ctx: click.Context,
    result: Path,
    formats: tuple[Format, ...],
    output: Path,
    baseline: Path | None,
    appendix: bool,
    language: Language | None,
) -> int:
    """Render a result again, from itself alone: a result.json, or a report.html, which carries its result.

    A page that is not as parity wrote it is refused, and so is a result whose verdict does not follow from its own
    findings. Any other edit shows in its digest, which the report prints and the ledger keeps: `parity audit verify`
    works the findings out again from the snapshots.

    \b
    Example: parity report parity-out/result.json --format html -o report.html
    """
    from parity.cli.terminal.context import console_of
    from parity.cli.workflows.kept_results import failed_since
    from parity.cli.workflows.pipeline import pipeline_of, since_lines

    if appendix:
        formats = with_appendix(formats)
    check_output(formats, output)
    wishes = pipeline_of(baseline, None, exit_zero=False)
    data = result_data(read_whole(result), str(result))
    shown = read_result(data, str(result))
    console = console_of(ctx)
    times = [one.collected_at for one in (shown.snapshots.sandbox, shown.snapshots.production) if one.collected_at]
    console.info(
        f"The result of {shown.tenant or 'two snapshots'}: {shown.verdict.value}, both orgs as they were at "
        f"{min(times, default='an unknown time')} ({digest(data)})"
    )
    failed = failed_since(result)
    if failed:
        console.warning(f"this verdict is older than the last check, which ended without one: {failed}")
    since = wishes.since(shown)
    for line in () if since is None else since_lines(since):
        console.info(line)
    if output != STANDARD_OUTPUT:
        for one in formats:
            refuse_other_evidence(output if len(formats) == 1 else output / one.file, data)
    with speaking(language or ENGLISH):
        tell_what_stays_english(formats, console)
        written = write_formats(shown, formats, output, since)
    if written:
        console.info(f"Wrote {', '.join(map(str, written))}")
    return 0
