"""Prints for the commands: results on stdout, everything else on stderr, in colour on a terminal."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from parity.cli.terminal.fit import fitted
from parity.cli.terminal.settings_file import DEFAULT_SETTINGS, about_settings
from parity.cli.terminal.streams import tell, write_commands, write_out
from parity.integrity.printable import printable
from parity.snapshot.records import Role

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Console(Struct, frozen=True, kw_only=True):
    """How much is printed. `stdout_taken`: a format goes to stdout, so that nothing else may.

    `settings` is the file in use: what the command says names it, wherever the text has parity.yaml.
    """

    quiet: bool = False
    verbose: bool = False
    stdout_taken: bool = False
    settings: str = str(DEFAULT_SETTINGS)

    def named(self, text: str) -> str:
        """A text with the file in use in it."""
        return about_settings(text, self.settings)

    def result(self, text: str) -> None:
        """The outcome of a command, on stdout; on stderr where a format has stdout for itself."""
        self.recorded(self.named(text))

    def recorded(self, text: str) -> None:
        """The same, of what was recorded: as it stands there."""
        if self.stdout_taken:
            tell(text)
        else:
            write_out(text)

    def lines(self, text: str) -> None:
        """An outcome in sentences, on stdout, in lines that fit the terminal where there is one."""
        self.recorded(fitted(self.named(text)))

    def commands(self, lines: Iterable[str]) -> None:
        """Commands to the runner of the pipeline, which reads stdout and stderr alike."""
        write_commands(lines, to_stderr=self.stdout_taken)

    def info(self, text: str) -> None:
        """Progress and advice, on stderr; silent with --quiet."""
        if not self.quiet:
            tell(printable(self.named(text)))

    def debug(self, text: str) -> None:
        """Details, such as a line for each request: on stderr with --verbose."""
        if self.verbose:
            tell(printable(self.named(text)))

    def warning(self, text: str) -> None:
        """Something to fix soon: on stderr, even with --quiet."""
        tell(f"{click.style('warning:', fg='yellow')} {printable(self.named(text))}")

    @property
    def shows_progress(self) -> bool:
        """Whether a progress display makes sense: a terminal is attached and nobody asked for quiet."""
        return sys.stderr is not None and sys.stderr.isatty() and not self.quiet and not self.verbose

    @contextmanager
    def progress(self) -> Iterator["Steps"]:
        """A live display of what happens to each org; nothing in a pipe."""
        if not self.shows_progress:
            yield Steps(None, {})
            return
        from rich.console import Console as Terminal
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
        with Progress(*columns, console=Terminal(stderr=True), transient=True) as display:
            tasks = {role: display.add_task(f"{role}: waiting", total=1) for role in Role}
            yield Steps(display, tasks)


class Steps:
    """The live display of two orgs; takes steps from any thread."""

    def __init__(self, display: "Progress | None", tasks: "dict[Role, TaskID]") -> None:
        self._display = display
        self._tasks = tasks

    def advance(self, role: Role, step: str) -> None:
        """Show the step that an org has come to."""
        if self._display is not None:
            done = 1 if step == "read" else 0
            self._display.update(self._tasks[role], description=f"{role}: {step}", completed=done)
