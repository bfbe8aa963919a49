"""The options that say when a verdict fails a pipeline."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from parity.verdict.fail_on import FailOn


def pipeline_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--baseline, --fail-on and --exit-zero."""
    for option in (
        click.option("--exit-zero", is_flag=True, help="End with 0 on a NO-GO. INCONCLUSIVE stays 3, errors stay 2."),
        click.option(
            "--fail-on",
            type=click.Choice(tuple(one.value for one in FailOn)),
            help=(
                "End with 1 on a NO-GO only where there is something new since the baseline, a blocker, or a warning; "
                "any (the default): always. The verdict and all files stay as they are."
            ),
        ),
        click.option(
            "--baseline",
            type=click.Path(path_type=Path),
            metavar="RESULT",
            help="Tell what is new, fixed and unchanged since this older result.json of the same two orgs.",
        ),
    ):
        command = option(command)
    return command
