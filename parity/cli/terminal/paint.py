"""Colours the lines of a result and of a status by their first word. Colour is never the only sign of a meaning."""

from collections.abc import Iterable

import click

from parity.formats.text import full_lines, summary_lines
from parity.languages.speech import _
from parity.verdict.decide import VerdictName
from parity.verdict.result import Result

#: The colour of a line's first word.
_LABELS = {
    "blocker": "red",
    "warning": "yellow",
    "not read": "magenta",
    "next": "cyan",
    "open": "yellow",
    "refused": "red",
    "to do": "yellow",
}
_VERDICTS = {
    VerdictName.GO_WITH_WAIVERS: "yellow",
    VerdictName.NO_GO: "red",
    VerdictName.GO: "green",
    VerdictName.INCONCLUSIVE: "magenta",
}


def painted(lines: Iterable[str]) -> str:
    """Lines as one text, with the label of each in its colour."""
    return "\n".join([_painted(line) for line in lines])


def result_text(result: Result, *, verbose: bool, then: str | None = None) -> str:
    """A result for the terminal: what matters on one screen, or all of it; the verdict in its colour.

    `then`: what to do next, where the settings say more of it than the verdict.
    """
    first, *rest = full_lines(result, then) if verbose else summary_lines(result, then)
    word = result.verdict.value
    return f"{click.style(word, fg=_VERDICTS[result.verdict], bold=True)}{first.removeprefix(word)}\n{painted(rest)}"


def _painted(line: str) -> str:
    text = line.lstrip()
    for label, colour in _LABELS.items():
        said = _(label)
        if text.startswith((f"{said}  ", f"{said}: ")):
            return line[: len(line) - len(text)] + click.style(said, fg=colour) + text.removeprefix(said)
    return line
