"""`parity status`."""

import os
from pathlib import Path

import click

from parity.cli.terminal.context import console_of, utc_now
from parity.cli.terminal.operator import TerminalPerson, actor
from parity.cli.terminal.paint import painted
from parity.cli.terminal.settings_file import CONFIG
from parity.cli.workflows.project import reading_project
from parity.cli.workflows.tenant_view import look
from parity.integrity.printable import printable
from parity.ledger.store import project_ledger
from parity.switch.checklist import about, last_user
from parity.switch.context import SwitchContext
from parity.switch.status import status_lines
from parity.verdict.result_files import DEFAULT_RESULT

#: With these, a status stays on one screen; --verbose shows all.
_TO_DO_SHOWN = 7


@click.command("status")
@click.argument("tenant", required=False)
@click.option(
    "--look", "look_outside", is_flag=True, help="Ask the tenant and production too; records the first touchpoint seen."
)
@click.option("--as", "name", envvar="PARITY_NAME", help="Your name, for the ledger. Also: PARITY_NAME.")
@CONFIG
@click.pass_context
def command(ctx: click.Context, tenant: str | None, look_outside: bool, name: str | None, config: Path) -> int:
    """Tell from the ledger where the tenant points, since when, by whom and on which evidence.

    Also: how old the last result is, how long there was no attribution, and what is still to do. With --look, three or
    four API calls to production. Exit code 1 where the ledger does not verify or the tenant contradicts it.

    \b
    Example: parity status
    """
    console = console_of(ctx)
    project = reading_project(config, console)
    ledger = project_ledger(project, os.environ, config.parent, utc_now, to_write=look_outside)
    code = 0
    if look_outside:
        context = SwitchContext(
            project=project,
            ledger=ledger,
            result=DEFAULT_RESULT,
            folder=config.parent,
            environment=os.environ,
            clock=utc_now,
            operator=actor(name),
            person=TerminalPerson(console),
            output=console,
        )
        code = look(context)
    most = None if console.verbose else _TO_DO_SHOWN
    entries, mine = ledger.entries(), project.tenant.name
    whom = about(project, last_user(entries, mine)) if tenant in {None, mine} else None
    lines = status_lines(entries, tenant or mine, utc_now(), whom, most)
    console.lines(painted(printable(line) for line in lines))
    head, problems = ledger.head(), ledger.problems()
    none = f"none at {printable(ledger.database.where)}: nothing was recorded there (check `ledger.path`)"
    console.result(f"ledger       {none if ledger.is_missing else head or 'empty'}")
    for problem in problems:
        console.warning(f"the ledger does not verify: {problem}")
    return 1 if problems else code
