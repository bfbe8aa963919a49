"""`parity compare`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from parity.cli.terminal.history_option import history_option
from parity.cli.terminal.pipeline_options import pipeline_options
from parity.cli.terminal.settings_file import note_settings

if TYPE_CHECKING:
    from parity.snapshot.records import Snapshot


@click.command("compare")
@click.argument("sandbox", type=click.Path(path_type=Path))
@click.argument("production", type=click.Path(path_type=Path))
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write result.json here.")
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    callback=note_settings,
    help="Take policy and tenant from this parity.yaml.",
)
@pipeline_options
@history_option
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 (a command's options)
    ctx: click.Context,
    sandbox: Path,
    production: Path,
    output: Path | None,
    config: Path | None,
    baseline: Path | None,
    fail_on: str | None,
    exit_zero: bool,
    history: Path | None,
) -> int:
    """Compare two snapshot files; no network. The exit code is the verdict's.

    Without --config the strict policy without waivers applies.

    \b
    Example: parity compare sandbox.snapshot.json production.snapshot.json -o result.json
    """
    from parity.cli.terminal.context import console_of, utc_now
    from parity.cli.terminal.output_folder import check_file
    from parity.cli.terminal.own_files import refuse_another_result
    from parity.cli.terminal.paint import result_text
    from parity.cli.workflows.history import earlier_results, told_with_history
    from parity.cli.workflows.pipeline import end, pipeline_of
    from parity.cli.workflows.project import judging_project
    from parity.config.policy import Policy
    from parity.integrity.files import write_whole
    from parity.verdict.judge import judge
    from parity.verdict.result import result_bytes

    console = console_of(ctx)
    wishes = pipeline_of(baseline, fail_on, exit_zero)
    if output:
        check_file(output, "--output")
    project = judging_project(config) if config else None
    earlier = earlier_results(history, console)
    pair = [_read(path) for path in (sandbox, production)]
    alone = judge(
        pair[0],
        pair[1],
        project.policy if project else Policy(),
        tenant=project.tenant.name if project else None,
        judged_at=utc_now(),
    )
    result = told_with_history(alone, earlier, console)
    if output:
        refuse_another_result(output, result)
        write_whole(output, result_bytes(result))
        console.info(f"Wrote {output}. Read it as a report: parity report {output} --format html -o report.html")
    console.lines(result_text(result, verbose=console.verbose))
    return end(result, wishes.since(result), wishes, console)


def _read(path: Path) -> "Snapshot":
    """A snapshot out of its file, which must be byte for byte as parity wrote it: its digest is in the result."""
    from parity.errors import SnapshotError
    from parity.integrity.files import read_whole
    from parity.snapshot.file import read_snapshot, snapshot_bytes

    data = read_whole(path)
    snapshot = read_snapshot(data, str(path))
    if snapshot_bytes(snapshot) != data:
        raise SnapshotError(
            "the file is not as parity wrote it: it was edited or formatted again, so its digest would be another",
            where=str(path),
            fix="Use the file as `parity collect`, `parity check` or `parity import` wrote it.",
        )
    return snapshot
