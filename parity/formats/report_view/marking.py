"""Marks the parts in which two values differ: of running text, and of sets."""

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from msgspec import Struct

#: Pieces of a differing middle beyond which it is marked as a whole: a longer search would take seconds.
_MOST_PIECES = 400
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
#: A formula is a list of clauses: what is too long for words is compared by these first.
_CLAUSE = re.compile(r"[^,;\n]+[,;\n]?|[,;\n]")
#: So much of what is alike stands beside a difference; a longer stretch is left out where more than this is saved.
_BESIDE = 100
_WORTH_LEAVING_OUT = 300


class MarkedPart(Struct, frozen=True, gc=False):
    """A part of a value; `differs` where the other org does not have it. `alike`: it stands for so many characters that
    are the same in both orgs, and has no text.
    """

    text: str
    differs: bool
    alike: int = 0


Parts = tuple[MarkedPart, ...]


class _Pair(Struct, frozen=True, gc=False):
    """What stands at one place of both texts."""

    production: str
    sandbox: str

    @property
    def differs(self) -> bool:
        return self.production != self.sandbox


_Pairing = Callable[[str, str], Iterator[_Pair]]


def marked_texts(production: str, sandbox: str) -> tuple[Parts, Parts]:
    """Both texts word by word, with the words marked that the other lacks."""
    return _sides([(pair, (MarkedPart(pair.production, False),)) for pair in _pairs(production, sandbox)])


def marked_differences(production: str, sandbox: str) -> tuple[Parts, Parts]:
    """The same without long stretches that are alike, so that a difference deep inside of a formula is seen at once."""
    pairs = _pairs(production, sandbox)
    last = len(pairs) - 1
    return _sides(
        [
            (pair, _near(pair.production, _BESIDE if at else 0, _BESIDE if at < last else 0))
            for at, pair in enumerate(pairs)
        ]
    )


def marked_sets(production: Sequence[str], sandbox: Sequence[str]) -> tuple[Parts, Parts]:
    """The members of both sets, with those marked that the other lacks."""
    of_production, of_sandbox = set(production), set(sandbox)
    return (
        tuple(MarkedPart(one, one not in of_sandbox) for one in production),
        tuple(MarkedPart(one, one not in of_production) for one in sandbox),
    )


def _sides(pairs: Sequence[tuple[_Pair, Parts]]) -> tuple[Parts, Parts]:
    """Each side of the pairs, of which what is alike is shown as it is given."""

    def side(name: str) -> Iterator[MarkedPart]:
        for pair, alike in pairs:
            yield from (MarkedPart(getattr(pair, name), True),) if pair.differs else alike

    production, sandbox = (
        tuple(one for one in side(name) if one.text or one.alike) for name in ("production", "sandbox")
    )
    return production, sandbox


def _near(text: str, at_start: int, at_end: int) -> Parts:
    """A stretch that is alike: so much of its start and end, and how long the rest is."""
    left_out = len(text) - at_start - at_end
    if left_out < _WORTH_LEAVING_OUT:
        return (MarkedPart(text, False),)
    start, rest = text.rfind(" ", 0, at_start) + 1, text.find(" ", len(text) - at_end)
    end = len(text) if not at_end else rest + 1 or len(text) - at_end
    start = start or at_start
    return (MarkedPart(text[:start], False), MarkedPart("", False, end - start), MarkedPart(text[end:], False))


def _pairs(production: str, sandbox: str) -> list[_Pair]:
    """Both texts place by place; what is alike and what differs take turns."""
    one, other = _TOKEN.findall(production), _TOKEN.findall(sandbox)
    start = _same(one, other)
    end = _same(one[start:][::-1], other[start:][::-1])
    head, tail = "".join(one[:start]), "".join(one[len(one) - end :])
    middle = _by_words("".join(one[start : len(one) - end]), "".join(other[start : len(other) - end]))
    turns = groupby((_Pair(head, head), *middle, _Pair(tail, tail)), key=lambda pair: pair.differs)
    joined = (list(pairs) for _differs, pairs in turns)
    both = (
        _Pair(*("".join(getattr(pair, side) for pair in pairs) for side in ("production", "sandbox")))
        for pairs in joined
    )
    return [pair for pair in both if pair.production or pair.sandbox]


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """How many tokens at the start are the same."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _by_words(one: str, other: str) -> Iterator[_Pair]:
    return _aligned(one, other, _TOKEN, too_many=_by_clauses, differing=_as_a_whole)


def _by_clauses(one: str, other: str) -> Iterator[_Pair]:
    """Clause by clause, and word by word in those that differ."""
    return _aligned(one, other, _CLAUSE, too_many=_as_a_whole, differing=_in_a_clause)


def _in_a_clause(one: str, other: str) -> Iterator[_Pair]:
    return _aligned(one, other, _TOKEN, too_many=_as_a_whole, differing=_as_a_whole)


def _as_a_whole(one: str, other: str) -> Iterator[_Pair]:
    return iter((_Pair(one, other),))


def _aligned(
    one: str, other: str, pieces: re.Pattern[str], *, too_many: _Pairing, differing: _Pairing
) -> Iterator[_Pair]:
    """Both texts piece by piece; those that differ as `differing` says, all of it as `too_many` where there are more
    than a search takes well."""
    sides = pieces.findall(one), pieces.findall(other)
    if sum(map(len, sides)) > _MOST_PIECES:
        yield from too_many(one, other)
        return
    for what, from_one, to_one, from_other, to_other in SequenceMatcher(None, *sides, False).get_opcodes():
        texts = "".join(sides[0][from_one:to_one]), "".join(sides[1][from_other:to_other])
        yield from _as_a_whole(*texts) if what == "equal" else differing(*texts)
