"""Asks the operator: an unusable answer is asked for again, and does no harm."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from parity.errors import DriverError, ParityError
from parity.integrity.canonical import digest
from parity.integrity.files import read_whole
from parity.switch.drivers.interface import Person

_MOST_TRIES = 3
_YES, _NO = {"yes", "y"}, {"no", "n"}
_Read = TypeVar("_Read")


class YesNo(Struct, frozen=True, kw_only=True):
    """An answer; `screenshot` names a picture that goes with it, by its digest."""

    yes: bool
    screenshot: str | None = None


def yes(person: Person, question: str) -> bool:
    """Whether the operator says yes."""
    return yes_no(person, question).yes


def yes_no(person: Person, question: str) -> YesNo:
    """Yes or no, and a screenshot where the operator names one behind it: `yes picture.png`."""
    return asked(person, f"{question} (yes/no)", _read_yes_no)


def asked(person: Person, question: str, read: Callable[[str], _Read]) -> _Read:
    """What `read` makes of an answer. Where it raises ValueError, the operator is told why and asked again.

    Raises DriverError after a few unusable answers.
    """
    for _ in range(_MOST_TRIES):
        try:
            return read(person.ask(question).strip())
        except ValueError as problem:
            person.tell(str(problem))
    raise DriverError("the answer was not understood", fix="Run `parity switch` again: it goes on from here.")


def _read_yes_no(answer: str) -> YesNo:
    word, _, path = answer.partition(" ")
    if word.casefold() not in _YES | _NO:
        raise ValueError("Answer yes or no. A screenshot goes with it by its path: yes picture.png")
    return YesNo(yes=word.casefold() in _YES, screenshot=_digest_of(Path(path.strip())) if path.strip() else None)


def _digest_of(path: Path) -> str:
    try:
        data = read_whole(path)
    except ParityError as problem:
        raise ValueError(f"The screenshot cannot be read: {problem.what}") from None
    if not data:
        raise ValueError(f"The screenshot {path} is empty: name the picture itself.")
    return f"screenshot {digest(data)} {path.name}"
