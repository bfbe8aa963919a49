"""`parity replay`."""

from pathlib import Path

import click


@click.command("replay", short_help="Run a recorded check, collect or doctor again, offline.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("parity-replay"),
    show_default=True,
    help="Folder for the files that the command writes.",
)
@click.pass_context
def command(ctx: click.Context, folder: Path, out: Path) -> int:
    """Run what `--record DIR` recorded once more, from the recording alone: no org is asked, no socket opened.

    The clock is that of the recording. The files and the exit code are those of the command that was recorded; all
    names in them are stand-ins. What the recording does not hold is "could not look" (exit code 3).

    \b
    Example: parity replay recording --out parity-replay
    """
    from parity.cli.terminal.context import console_of
    from parity.cli.terminal.output_folder import check_folder
    from parity.cli.workflows.replay import refuse_a_real_result, run_replay
    from parity.orgs.recording.recording import read_recording

    recording = read_recording(folder)
    check_folder(out, "--out")
    refuse_a_real_result(recording, out)
    return run_replay(recording, out, console_of(ctx))
