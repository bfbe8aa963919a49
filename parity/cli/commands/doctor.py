"""`parity doctor`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from parity.cli.terminal.console import Console
    from parity.config.project import Project
    from parity.orgs.doctor import Examined
    from parity.snapshot.records import Role

_MARKS = {"good": ("ok", "green"), "weak": ("--", "yellow"), "bad": ("NO", "red")}


@click.command("doctor", short_help="Ask each org whether parity can sign in and read what it needs.")
@click.option("--config", type=click.Path(path_type=Path), default=Path("parity.yaml"), show_default=True)
@click.pass_context
def command(ctx: click.Context, config: Path) -> int:
    """Ask each org: can parity sign in, as whom, is it the right kind of org, what may the user read, and what is
    left of the daily API requests. Says what to grant where something is missing. Changes nothing.

    Reads what a check reads, with as many API calls, and keeps nothing. Exit code 3 where a check could not be a GO.

    \b
    Example: parity doctor --config parity.yaml
    """
    from parity.cli.terminal.context import console_of
    from parity.config.project import load_project
    from parity.snapshot.records import Role

    console = console_of(ctx)
    project = load_project(config)
    return max([_one_org(project, role, console) for role in Role])


def _one_org(project: "Project", role: "Role", console: "Console") -> int:
    import os

    from parity.cli.terminal.context import utc_now
    from parity.errors import CouldNotLook, ParityError
    from parity.orgs.api_version import choose_version
    from parity.orgs.collect import collect
    from parity.orgs.doctor import examine
    from parity.orgs.sign_in.connect import connect

    console.result(f"{role}")
    try:
        client = connect(role, project.sign_in(role), project.api, os.environ, console.detail)
        for warning in client.connection.warnings:
            console.warn(warning)
        offered = client.versions()
        version = choose_version([offered], project.api.version)
        snapshot = collect(client, version, offered, utc_now(), project.collect_options(role))
    except ParityError as problem:
        _line(console, "bad", "sign-in" if isinstance(problem, CouldNotLook) else "settings", str(problem.what))
        if problem.fix:
            console.result(f"       {problem.fix}")
        return problem.exit_code
    examined = examine(snapshot)
    for one in examined:
        _show(console, one)
    console.result(f"       {client.calls} API calls spent")
    return 3 if any(one.health == "bad" for one in examined) else 0


def _show(console: "Console", examined: "Examined") -> None:
    _line(console, examined.health, examined.what, examined.found)
    if examined.fix:
        console.result(f"       {examined.fix}")


def _line(console: "Console", health: str, what: str, found: str) -> None:
    from parity.integrity.printable import printable

    mark, colour = _MARKS[health]
    console.result(f"  {click.style(mark, fg=colour)}   {what}: {printable(found)}")
