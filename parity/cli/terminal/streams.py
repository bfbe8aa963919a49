"""Standard output and standard error, which may be pipes, closed, full, or unable to encode a character."""

import io
import os
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import click

from parity.errors import InputError

_COMMAND = re.compile(r"##(?=\[|vso)", re.IGNORECASE)
_LINE_COMMAND = re.compile(r"^(\s*)::", re.MULTILINE)


class NotTold(InputError):
    """There is an outcome, but it could not be written to standard output."""


def wants_no_color() -> bool:
    """https://no-color.org: any value of NO_COLOR but an empty one."""
    return bool(os.environ.get("NO_COLOR"))


def write_out(text: str | bytes) -> None:
    """Write to standard output, without colours where nobody would see them.

    A reader that has gone away does not change the outcome: the exit code is still the verdict's. Raises InputError
    where nothing can be written.
    """
    shown = without_commands(text) if isinstance(text, str) else text
    try:
        click.echo(shown, nl=isinstance(text, str), color=color_wanted())
    except BrokenPipeError:
        pass_over(sys.stdout)
    except OSError as problem:
        pass_over(sys.stdout)
        raise not_told(problem) from None


def not_told(problem: OSError) -> NotTold:
    """What to raise where standard output takes no text."""
    return NotTold(
        f"standard output cannot be written: {problem.strerror}",
        fix="What the command was to write into files or the ledger is there; only its text was not taken.",
    )


def tell(text: str) -> None:
    """Write a line to stderr; a failure to do so is ignored."""
    try:
        click.echo(without_commands(text), err=True, color=color_wanted())
    except OSError:
        pass_over(sys.stderr)


def write_commands(lines: Iterable[str], *, to_stderr: bool) -> None:
    """Write commands to the runner of the pipeline, as they are."""
    try:
        for line in lines:
            click.echo(line, err=to_stderr, color=False)
    except OSError:
        pass_over(sys.stderr if to_stderr else sys.stdout)


def without_commands(text: str) -> str:
    """The text as it is; in GitHub Actions and Azure Pipelines, without what their runners would obey in it.

    What an org calls a field must not set a variable of the pipeline that checks it: `##vso[...]` and `##[...]` count
    anywhere in a line, `::...::` at its beginning
    (https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands).
    """
    if os.environ.get("GITHUB_ACTIONS") != "true" and not os.environ.get("TF_BUILD"):
        return text
    return _LINE_COMMAND.sub(r"\1: :", _COMMAND.sub("# #", text))


def is_terminal() -> bool:
    """Whether a person sees standard output."""
    return sys.stdout is not None and sys.stdout.isatty()


def color_wanted() -> bool | None:
    """False where NO_COLOR is set, null where click is to decide by the terminal."""
    return False if wants_no_color() else None


def take_any_text() -> None:
    """Let both streams escape what their encoding lacks: names in an org may be in any script."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def pass_over(stream: Any) -> None:
    """Let what is left in a stream's buffer go to nobody, so that Python does not stumble over it at the end."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
