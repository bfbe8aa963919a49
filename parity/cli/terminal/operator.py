"""The operator at the terminal, and who that is."""

import getpass
import os
import socket
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager

import click

from parity.cli.terminal.console import Console
from parity.cli.terminal.fit import fitted
from parity.config.policy import Policy
from parity.errors import DriverError, InputError
from parity.integrity.names import name_problem
from parity.integrity.printable import printable
from parity.ledger.records import Actor


def actor(name: str | None) -> Actor:
    """Who is at the keyboard: the operating system's user, the name given, and the machine.

    Raises InputError for a name that would pass for another's: empty, invisible or look-alike characters.
    """
    problem = None if name is None else name_problem(name)
    if problem:
        raise InputError(f"this name is refused: {problem}", where="--as", fix="Type the name as people read it.")
    try:
        os_user = getpass.getuser()
    except (KeyError, OSError, ImportError):
        os_user = "unknown"
    return Actor(os_user=os_user, name=(name or "").strip() or os_user, host=socket.gethostname())


def switch_operator(name: str | None, policy: Policy, *, only_gate: bool) -> Actor:
    """Who carries the switch out. Where the policy wants approvals, raises InputError without a name: two people are
    two people only where both have one. A dry run alone goes on, and the gate shows what is missing."""
    if policy.approvals and name is None and not only_gate:
        raise InputError(
            "policy.approvals asks for two people, and who carries the switch out is not named",
            where="--as",
            fix="Give --as with your name as policy.signers has it, and your key with --key-file or --key-env.",
        )
    return actor(name)


class TerminalPerson:
    """Asks on the terminal; a question that nobody answers ends the command."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def tell(self, text: str) -> None:
        """Show a text, with --quiet too: these are questions, not progress. Raises click.Abort where nobody sees it."""
        lines = [printable(line) for line in self._console.named(text).splitlines()]
        with _seen():
            click.echo(fitted("\n".join(lines), _columns()), err=True)

    def ask(self, question: str) -> str:
        """The answer; raises click.Abort at the end of the input, and where nobody sees the question."""
        shown = fitted(printable(self._console.named(question)), _columns())
        with _seen():
            answer: str = click.prompt(shown, prompt_suffix="\n> ", err=True)
        return answer

    def open_page(self, url: str) -> None:
        """Open a page where a person looks on."""
        if sys.stdin.isatty() and sys.stderr.isatty():
            webbrowser.open(url)


@contextmanager
def _seen() -> Iterator[None]:
    """A question that no terminal takes is one that nobody answers: else click ends with 1, the code of a verdict."""
    try:
        yield
    except OSError:
        raise click.Abort from None


def _columns() -> int:
    """How wide the terminal is; 0 where there is none, or it does not say."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError, AttributeError):
        return 0


class NobodyThere:
    """Stands in for the operator in a dry run in a pipeline: what only a person could see cannot be evaluated."""

    def tell(self, text: str) -> None:
        """Nobody reads it."""

    def ask(self, question: str) -> str:  # noqa: ARG002 (a Person's)
        """Raises DriverError."""
        raise DriverError(
            "only the operator can see the tenant (driver guided), and nobody is at the terminal",
            fix="Run it in a terminal, or judge the other conditions alone.",
        )

    def open_page(self, url: str) -> None:
        """Nobody looks on."""
