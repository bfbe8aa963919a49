"""Lines that fit the terminal: broken between words, and going on below the text that they belong to."""

import re
import shutil
from itertools import pairwise
from unicodedata import east_asian_width

from parity.cli.terminal.streams import is_terminal

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
#: A command in backticks stays whole, so that it can be copied, and a name with its fingerprint.
_WORD = re.compile(r"`[^`]+`\S*|\S+ [0-9a-f]{16}\b\S*|\S+")
#: Where the text of a line begins: after its label, or its mark, and two blanks or more.
_LABEL = re.compile(r"\s*(?:\S(?:\S| (?! ))*\s{2,})?")
_LONGEST_LABEL = 32
_NARROWEST = 40
_DEEPER = 2
_COMMANDS = ("parity ", "sf ", "ssh-keygen ")


def fitted(text: str) -> str:
    """The text as a person reads it in this terminal; unchanged where nobody does, or the terminal is very narrow."""
    columns = shutil.get_terminal_size().columns if is_terminal() else 0
    return "\n".join(_fitted(line, columns) for line in text.split("\n")) if columns >= _NARROWEST else text


def _fitted(line: str, columns: int) -> str:
    plain = _COLOUR.sub("", line)
    if _width(plain) <= columns or plain.lstrip().startswith(_COMMANDS):
        return line
    label = _LABEL.match(plain)
    start = (
        label.group()
        if label and _width(label.group()) <= _LONGEST_LABEL
        else plain[: len(plain) - len(plain.lstrip())]
    )
    below = _width(start) + (0 if start.strip() else _DEEPER)
    rows, room = [""], columns
    for at, word in enumerate(_words(line)):
        if at and _shown(word) > room:
            rows.append(" " * below + word.lstrip())
            room = columns - below - _shown(word.lstrip())
        else:
            rows[-1] += word
            room -= _shown(word)
    return "\n".join(rows)


def _words(line: str) -> list[str]:
    """The words of a line, each with the blanks before it."""
    ends = [0, *(one.end() for one in _WORD.finditer(line))]
    return [line[start:end] for start, end in pairwise(ends)]


def _shown(text: str) -> int:
    return _width(_COLOUR.sub("", text))


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if east_asian_width(one) in {"W", "F"} else 1 for one in text)
