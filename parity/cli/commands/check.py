"""`parity check`."""

from pathlib import Path

import click

from parity.verdict.result_files import DEFAULT_FOLDER, REPORT


@click.command("check", short_help="Collect both orgs, compare, report; the exit code is the verdict's.")
@click.option("--config", type=click.Path(path_type=Path), default=Path("parity.yaml"), show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=DEFAULT_FOLDER, show_default=True)
@click.pass_context
def command(ctx: click.Context, config: Path, out: Path) -> int:
    """Collect both orgs at the same time, compare them, and write the report.

    Writes report.html, result.json, sandbox.snapshot.json and production.snapshot.json into the folder --out.

    \b
    Example: parity check --config parity.yaml --out parity-out
    """
    from parity.cli.terminal.context import console_of
    from parity.cli.terminal.output_folder import check_file, check_folder
    from parity.cli.workflows.check import run_check
    from parity.config.project import load_project
    from parity.errors import ParityError
    from parity.verdict.result_files import file_names

    console = console_of(ctx)
    earlier = out / REPORT
    try:
        project = load_project(config)
        check_folder(out, "--out")
        for name in file_names():
            check_file(out / name, "--out")
        return run_check(project, out, console, config.parent).exit_code
    except ParityError:
        if earlier.is_file():
            console.warn(f"{earlier} is the report of an earlier check, and says nothing of this one")
        raise
