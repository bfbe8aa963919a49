"""The operator at the terminal, and who that is."""

import getpass
import socket
import sys
import webbrowser

import click

from parity.cli.terminal.console import Console
from parity.errors import DriverError, InputError
from parity.integrity.printable import printable
from parity.ledger.records import Actor


def actor(name: str | None) -> Actor:
    """Who is at the keyboard: the operating system's user, the name given, and the machine.

    Raises InputError for a name that is empty or holds characters that nobody sees: it would pass for another's.
    """
    if name is not None and (not name.strip() or printable(name) != name):
        raise InputError(
            "a name is empty or holds invisible characters", where="--as", fix="Type the name as people read it."
        )
    try:
        os_user = getpass.getuser()
    except (KeyError, OSError, ImportError):
        os_user = "unknown"
    return Actor(os_user=os_user, name=(name or "").strip() or os_user, host=socket.gethostname())


class TerminalPerson:
    """Asks on the terminal; a question that nobody answers ends the command."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def tell(self, text: str) -> None:
        """Show a text, with --quiet too: these are questions, not progress."""
        click.echo("\n".join(printable(line) for line in text.splitlines()), err=True)

    def ask(self, question: str) -> str:
        """The answer; raises click.Abort at the end of the input."""
        answer: str = click.prompt(printable(question), prompt_suffix="\n> ", err=True)
        return answer

    def open_page(self, url: str) -> None:
        """Open a page where a person looks on."""
        if sys.stdin.isatty() and sys.stderr.isatty():
            webbrowser.open(url)


class NobodyThere:
    """A dry run in a pipeline: whatever only a person could see cannot be evaluated."""

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
