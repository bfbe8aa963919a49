"""Marks the parts in which two values differ: of running text, and of sets."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from msgspec import Struct

#: Tokens of the differing middle beyond which it is marked as a whole: a longer search would take seconds.
_MOST_TOKENS = 400
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


class MarkedPart(Struct, frozen=True, gc=False):
    """A part of a value; `differs` where the other org does not have it."""

    text: str
    differs: bool


Parts = tuple[MarkedPart, ...]


def marked_texts(production: str, sandbox: str) -> tuple[Parts, Parts]:
    """Both texts word by word, with the words marked that the other lacks."""
    one, other = _TOKEN.findall(production), _TOKEN.findall(sandbox)
    start = _alike(one, other)
    end = _alike(one[start:][::-1], other[start:][::-1])
    head, tail = "".join(one[:start]), "".join(one[len(one) - end :])
    one, other = one[start : len(one) - end], other[start : len(other) - end]
    sides = _middle(one, other)
    return _joined(head, sides[0], tail), _joined(head, sides[1], tail)


def marked_sets(production: Sequence[str], sandbox: Sequence[str]) -> tuple[Parts, Parts]:
    """The members of both sets, with those marked that the other lacks."""
    of_production, of_sandbox = set(production), set(sandbox)
    return (
        tuple(MarkedPart(one, one not in of_sandbox) for one in production),
        tuple(MarkedPart(one, one not in of_production) for one in sandbox),
    )


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many tokens at the start are the same."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _middle(one: list[str], other: list[str]) -> tuple[list[MarkedPart], list[MarkedPart]]:
    if len(one) + len(other) > _MOST_TOKENS:
        return [MarkedPart("".join(one), True)], [MarkedPart("".join(other), True)]
    sides: tuple[list[MarkedPart], list[MarkedPart]] = [], []
    for what, from_one, to_one, from_other, to_other in SequenceMatcher(None, one, other, False).get_opcodes():
        sides[0].append(MarkedPart("".join(one[from_one:to_one]), what != "equal"))
        sides[1].append(MarkedPart("".join(other[from_other:to_other]), what != "equal"))
    return sides


def _joined(head: str, middle: list[MarkedPart], tail: str) -> Parts:
    return tuple(one for one in (MarkedPart(head, False), *middle, MarkedPart(tail, False)) if one.text)
