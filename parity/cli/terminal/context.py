"""What every command needs: the console and the clock."""

from datetime import UTC, datetime

import click

from parity.cli.terminal.console import Console
from parity.cli.terminal.settings_file import settings_of


def console_of(ctx: click.Context) -> Console:
    """The console that --quiet and --verbose ask for."""
    options = ctx.find_root().obj or {}
    return Console(
        quiet=options.get("quiet", False), verbose=options.get("verbose", False), settings=settings_of(options)
    )


def utc_now() -> datetime:
    """The time, UTC. Nothing in the environment can change it: an expired waiver would come back to life."""
    return datetime.now(UTC)
