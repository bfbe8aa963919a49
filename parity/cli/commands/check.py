"""`parity check`."""

from pathlib import Path

import click

from parity.verdict.result_files import DEFAULT_FOLDER


@click.command("check")
@click.option("--config", type=click.Path(path_type=Path), default=Path("parity.yaml"), show_default=True)
@click.option(
    "--out", type=click.Path(path_type=Path), help=f"Exactly this folder. Default: {DEFAULT_FOLDER}, each result kept."
)
@click.pass_context
def command(ctx: click.Context, config: Path, out: Path | None) -> int:
    """Collect both orgs at the same time, compare them, and write the report.

    Writes report.html, result.json, sandbox.snapshot.json and production.snapshot.json. Without --out, parity-out has
    the newest result, and each is kept in parity-out/runs/<UTC time>-<digest> besides. With --out, that folder alone is
    written; it is refused where the gate of a switch rested on the result in it.

    \b
    Example: parity check --config parity.yaml
    """
    from parity.cli.terminal.context import console_of, utc_now
    from parity.cli.terminal.output_folder import check_file, check_folder
    from parity.cli.workflows.check import run_check
    from parity.cli.workflows.kept_results import keep_what_a_gate_rested_on, refuse_what_a_gate_rested_on, tell_failed
    from parity.cli.workflows.project import judging_project
    from parity.errors import ParityError
    from parity.verdict.result_files import file_names

    console = console_of(ctx)
    folder = out or DEFAULT_FOLDER
    try:
        project = judging_project(config)
        check_folder(folder, "--out")
        for name in file_names():
            check_file(folder / name, "--out")
        if out is None:
            keep_what_a_gate_rested_on(project, config.parent, folder, utc_now())
        else:
            refuse_what_a_gate_rested_on(project, config.parent, folder)
        return run_check(project, folder, console, config.parent, keep=out is None).exit_code
    except ParityError as problem:
        tell_failed(folder, problem, utc_now(), console)
        raise
