"""`parity switch`."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import click

from parity.cli.terminal.context import console_of, utc_now
from parity.cli.terminal.operator import NobodyThere, TerminalPerson, switch_operator
from parity.cli.terminal.settings_file import CONFIG
from parity.cli.workflows.project import project_and_problem
from parity.cli.workflows.switch import dry_run, run_switch, state_that_a_clock_ran_ahead
from parity.config.project import Project
from parity.errors import ConfigError
from parity.integrity.signing_keys import SigningKey, person_key
from parity.ledger.records import Actor
from parity.ledger.states import UNDER_WAY, State
from parity.ledger.store import project_ledger
from parity.switch.context import SwitchContext
from parity.switch.drivers.interface import Person, Verification
from parity.switch.operator_statement import signed_statement
from parity.verdict.result_files import DEFAULT_RESULT


@click.command("switch")
@CONFIG
@click.option("--result", type=click.Path(path_type=Path), default=DEFAULT_RESULT, show_default=True)
@click.option("--dry-run", "only_gate", is_flag=True, help="Evaluate the gate and show it; change nothing.")
@click.option("--as", "name", envvar="PARITY_NAME", help="Your name, for the ledger. Also: PARITY_NAME.")
@click.option("--key-env", help="Variable that holds your private key: where approvals are asked for, you sign too.")
@click.option("--key-file", help="File with your private key, or the .pub file of a key in ssh-agent.")
@click.option("--open", "opens_browser", is_flag=True, help="guided: open the tenant's page in your browser.")
@click.option("--correct-clock", is_flag=True, help="State that the newest ledger entry's clock ran ahead; needs --as.")
@click.pass_context
def command(  # noqa: PLR0913, PLR0917
    ctx: click.Context,
    config: Path,
    result: Path,
    only_gate: bool,
    name: str | None,
    key_env: str | None,
    key_file: str | None,
    opens_browser: bool,
    correct_clock: bool,
) -> int:
    """Repoint the tenant from its sandbox to production. This can never be undone.

    Evaluates the gate, says what it costs, asks for the production org id and the business name to be typed, and
    goes on state by state. May be left at any point; run again, it looks at the tenant first and goes on.
    Exit code 0 when the tenant is in production, 1 where the switch is refused, 3 where something could not be
    seen or the tenant is not yet there.

    \b
    Example: parity switch --dry-run
    """
    console = console_of(ctx)
    if correct_clock and not name:
        raise click.UsageError("--correct-clock is a person's statement: it needs --as NAME")
    nobody_there = only_gate and not sys.stdin.isatty()
    person: Person = NobodyThere() if nobody_there else TerminalPerson(console)
    project, problem = project_and_problem(config)
    operator = switch_operator(name, project.policy, only_gate=only_gate)
    key = None
    if key_env or key_file:
        key = person_key(os.environ, variable=key_env, file=key_file, where="--key-file or --key-env")
    context = SwitchContext(
        project=project,
        ledger=project_ledger(project, os.environ, config.parent, utc_now, to_write=not only_gate),
        result=result,
        folder=config.parent,
        environment=os.environ,
        clock=utc_now,
        operator=operator,
        person=person,
        output=console,
        opens_browser=opens_browser,
        statement=_statement(project, operator, person, key),
        operator_key=key,
    )
    if problem is not None:
        _refuse_or_tell(problem, context)
    if correct_clock:
        return state_that_a_clock_ran_ahead(context)
    if only_gate:
        return dry_run(context)
    try:
        return run_switch(context)
    except (KeyboardInterrupt, click.Abort):
        if sys.stderr.isatty():
            click.echo(err=True)  # the terminal has written ^C where the answer was to stand
        console.info(f"The ledger has the tenant in {context.state or 'no state yet'}. {_again(context.state)}")
        raise


def _refuse_or_tell(problem: ConfigError, context: SwitchContext) -> None:
    """What the policy says wrongly of rules: nothing begins with it, and it holds nothing that was begun."""
    if context.state not in UNDER_WAY:
        raise problem
    context.output.warning(str(problem))


def _again(state: State | None) -> str:
    """What the next run does after this one was left."""
    if state in UNDER_WAY:
        return "`parity switch`, run again, looks at the tenant and goes on; it asks for no confirmation again."
    return (
        "`parity switch`, run again, looks at the tenant first. Where nothing was deleted, the gate is evaluated anew "
        "and both confirmations are typed again."
    )


def _statement(
    project: Project, operator: Actor, person: Person, key: SigningKey | None
) -> Callable[[Verification], dict[str, str] | None]:
    """Asks for the operator's signed word where the trace was not found; null without a key."""

    def ask(seen: Verification) -> dict[str, str] | None:
        if key is None:
            person.tell("With --key-file or --key-env you can sign a statement of what you saw instead.")
            return None
        return signed_statement(project, operator, person, key, seen)

    return ask
