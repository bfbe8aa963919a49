"""`parity history`."""

import os
from pathlib import Path

import click

from parity.cli.terminal.settings_file import CONFIG
from parity.verdict.result_files import DEFAULT_FOLDER


@click.command("history")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--ledger", "from_ledger", is_flag=True, help="Take the results from the project's ledger.")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Draw it too: FILE.svg, the picture, or FILE.html, a page."
)
@CONFIG
@click.pass_context
def command(ctx: click.Context, folder: Path | None, from_ledger: bool, output: Path | None, config: Path) -> int:
    """Tell the verdicts and the counts of all results below FOLDER (default: parity-out), oldest first.

    New and fixed are against the result before. Only what the results say; no org is asked.

    \b
    Example: parity history parity-out -o history.html
    """
    from parity.cli.terminal.context import console_of, utc_now
    from parity.cli.terminal.output_folder import check_file
    from parity.cli.terminal.own_files import refuse_another_history
    from parity.cli.workflows.history import points_of_folder, points_of_ledger
    from parity.cli.workflows.project import reading_project
    from parity.errors import InputError
    from parity.formats.history_picture import history_svg
    from parity.formats.history_table import history_page, table_lines
    from parity.integrity.files import write_whole
    from parity.ledger.store import project_ledger

    console = console_of(ctx)
    if folder is not None and from_ledger:
        raise InputError("the folder or the ledger, not both", where="--ledger", fix="Leave one of them out.")
    if output is not None:
        if output.suffix not in {".svg", ".html"}:
            raise InputError(
                "the history is drawn as .svg or .html", where=f"-o {output}", fix="End the name with one of these."
            )
        check_file(output, "-o")
        refuse_another_history(output)
    if from_ledger:
        project = reading_project(config, console)
        ledger = project_ledger(project, os.environ, config.parent, utc_now, to_write=False)
        points, tenant = points_of_ledger(ledger.entries(), project.tenant.name), project.tenant.name
    else:
        points, tenant = points_of_folder(folder or DEFAULT_FOLDER, console)
    console.result("\n".join(table_lines(points)))
    if output is not None:
        drawn = f"{history_svg(points)}\n".encode() if output.suffix == ".svg" else history_page(points, tenant)
        write_whole(output, drawn)
        console.info(f"Wrote {output}")
    return 0
