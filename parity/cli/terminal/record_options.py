"""The options with which a command that asks orgs records their answers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


def record_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--record and --keep-names."""
    for option in (
        click.option("--keep-names", is_flag=True, help="With --record: API names of custom fields and objects stay."),
        click.option(
            "--record",
            metavar="DIR",
            type=click.Path(path_type=Path, file_okay=False),
            help="Keep what the orgs answered there, with stand-ins for all names (docs/real-orgs.md).",
        ),
    ):
        command = option(command)
    return command
