"""The option with which a command that judges takes earlier results into account."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


def history_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """--history."""
    return click.option(
        "--history",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="FOLDER",
        help=(
            "Sum up the results and reports below this folder that are of the same tenant and production: the report "
            "shows verdicts and counts over time."
        ),
    )(command)
