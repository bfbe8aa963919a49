"""`parity check`."""

from pathlib import Path

import click

from parity.cli.terminal.format_options import STANDARD_OUTPUT, FormatNames, titles
from parity.cli.terminal.history_option import history_option
from parity.cli.terminal.language import language_option
from parity.cli.terminal.pipeline_options import pipeline_options
from parity.cli.terminal.record_options import record_options
from parity.cli.terminal.settings_file import CONFIG
from parity.formats.registry import Format
from parity.languages.language import Language
from parity.verdict.result_files import DEFAULT_FOLDER


@click.command("check")
@CONFIG
@click.option(
    "--out", type=click.Path(path_type=Path), help=f"Exactly this folder. Default: {DEFAULT_FOLDER}, each result kept."
)
@click.option(
    "--format",
    "formats",
    type=FormatNames(),
    default="",
    help=f"Write these too, into the same folder, with commas between them. {titles()}",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Where the --format goes instead: a file; of several formats, a folder; - is standard output.",
)
@record_options
@click.option("--who", is_flag=True, help="Ask also who changed what, and when: at most two more calls an org.")
@pipeline_options
@history_option
@language_option
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 (a command's options)
    ctx: click.Context,
    config: Path,
    out: Path | None,
    formats: tuple[Format, ...],
    output: Path | None,
    baseline: Path | None,
    fail_on: str | None,
    exit_zero: bool,
    history: Path | None,
    record: Path | None,
    keep_names: bool,
    who: bool,
    language: Language | None,
) -> int:
    """Collect both orgs at the same time, compare them, and write the report.

    Writes report.html, result.json, sandbox.snapshot.json and production.snapshot.json. Without --out, parity-out has
    the newest result, and each is kept in parity-out/runs/<UTC time>-<digest> besides. With --out, that folder alone is
    written; it is refused where the gate of a switch rested on the result in it.

    In GitHub Actions the findings become annotations, and the job's summary gets the verdict.

    With --who, findings name the person who changed the component, and when. With --history, the result sums up the
    earlier ones, and its report draws them.

    \b
    Example: parity check --format junit,sarif --baseline last-week.json --fail-on new
    """
    from msgspec import structs

    from parity.cli.terminal.context import console_of, utc_now
    from parity.cli.terminal.format_options import check_output
    from parity.cli.terminal.own_files import NotOurs
    from parity.cli.terminal.streams import NotTold
    from parity.cli.workflows.check import CheckRun, run_check
    from parity.cli.workflows.check_files import CheckFiles
    from parity.cli.workflows.history import earlier_results
    from parity.cli.workflows.kept_results import tell_failed
    from parity.cli.workflows.pipeline import end, pipeline_of
    from parity.cli.workflows.project import judging_project
    from parity.cli.workflows.record import recording
    from parity.errors import ParityError
    from parity.languages.speech import speaking
    from parity.verdict.result import Result

    console = structs.replace(console_of(ctx), stdout_taken=output == STANDARD_OUTPUT)
    files = CheckFiles(out=out, formats=formats, output=output)
    check_output(formats, output)
    wishes = pipeline_of(baseline, fail_on, exit_zero)
    result: Result | None = None
    try:
        project = judging_project(config)
        ctx.with_resource(speaking(language or project.report.language_spoken))
        files.make_room(project, config.parent, console)
        earlier = earlier_results(history, console)
        with recording("check", record, keep_names, project, console) as (reach, tell):
            run = CheckRun(out=files.folder, folder=config.parent, keep=files.keeps_each, who=who, earlier=earlier)
            result = run_check(project, run, console, reach)
            tell(result)
    except ParityError as problem:
        if result is None and not isinstance(problem, (NotOurs, NotTold)):
            tell_failed(files.folder, problem, utc_now(), console)
        raise
    since = wishes.since(result)
    files.write_others(result, since, console)
    return end(result, since, wishes, console)
