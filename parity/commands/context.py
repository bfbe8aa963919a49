"""What every command shares: the console and the clock."""

import os
from datetime import UTC, datetime

import click

from parity.console import Console


def console_of(ctx: click.Context) -> Console:
    """The console that --quiet and --verbose ask for."""
    options = ctx.find_root().obj or {}
    return Console(quiet=options.get("quiet", False), verbose=options.get("verbose", False))


def utc_now() -> datetime:
    """The time, UTC. SOURCE_DATE_EPOCH fixes it for reproducible runs (https://reproducible-builds.org)."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(fixed), UTC) if fixed.isdigit() else datetime.now(UTC)


def wall_clock() -> datetime:
    """The machine's own time, UTC: a variable for reproducible runs must not make an old result look fresh."""
    return datetime.now(UTC)
