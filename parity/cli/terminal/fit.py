"""Lines that fit the terminal: broken between words, and going on below the text that they belong to."""

import re
import shutil
from itertools import pairwise
from unicodedata import east_asian_width

from parity.cli.terminal.streams import is_terminal

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
#: A command in backticks stays whole, so that it can be copied, and a name with its fingerprint.
_WORD = re.compile(r"`[^`]+`\S*|\S+ [0-9a-f]{16}\b\S*|\S+")
#: Where the text of a line begins: after its labels and two blanks or more, or after the mark of a list.
_LABELS = tuple(re.compile(rf"\s*(?:\S(?:\S| (?! ))*\s{{2,}}){{{number}}}") for number in (2, 1))
_MARK = re.compile(r"\s*(?:- |[0-9]+\. )?")
_LONGEST_LABEL = 32
_NARROWEST = 40
_DEEPER = 2
_COMMANDS = ("parity ", "sf ", "ssh-keygen ")


def fitted(text: str, columns: int | None = None) -> str:
    """The text in lines of at most so many columns, by default as many as the terminal has; unchanged where there is
    none, or a very narrow one."""
    room = (shutil.get_terminal_size().columns if is_terminal() else 0) if columns is None else columns
    return "\n".join(_fitted(line, room) for line in text.split("\n")) if room >= _NARROWEST else text


def _fitted(line: str, columns: int) -> str:
    plain = _COLOUR.sub("", line)
    if _width(plain) <= columns or plain.lstrip().startswith(_COMMANDS):
        return line
    below = _start(plain)
    rows, room = [""], columns
    for at, word in enumerate(_words(line)):
        if at and _shown(word) > room:
            rows.append(" " * below + word.lstrip())
            room = columns - below - _shown(word.lstrip())
        else:
            rows[-1] += word
            room -= _shown(word)
    return "\n".join(rows)


def _start(plain: str) -> int:
    """The column at which a line goes on: that of its text; of a sentence that is indented a little further in."""
    for labels in _LABELS:
        label = labels.match(plain)
        if label and _width(label.group()) <= _LONGEST_LABEL:
            return _width(label.group())
    mark = _MARK.match(plain)
    start = mark.group() if mark else ""
    return len(start) if start.strip() or not start else len(start) + _DEEPER


def _words(line: str) -> list[str]:
    """The words of a line, each with the blanks before it."""
    ends = [0, *(one.end() for one in _WORD.finditer(line))]
    return [line[start:end] for start, end in pairwise(ends)]


def _shown(text: str) -> int:
    return _width(_COLOUR.sub("", text))


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if east_asian_width(one) in {"W", "F"} else 1 for one in text)
