"""Finds the nearest of many names, fast enough to do so for each of ten thousand."""

from bisect import bisect_left
from collections.abc import Iterable


class Nearest:
    """Names sorted from the left and from the right: the nearest shares the longest beginning or end with a word."""

    def __init__(self, names: Iterable[str]) -> None:
        by_form = {one.casefold(): one for one in names}
        self._names = by_form
        self._forward = sorted(by_form)
        self._backward = sorted(one[::-1] for one in by_form)

    def to(self, word: str) -> str | None:
        """The name that was probably meant; null where none shares half of the word."""
        form = word.casefold()
        around = {*_around(self._forward, form), *(one[::-1] for one in _around(self._backward, form[::-1]))}
        best = max(sorted(around), key=lambda one: _shared(form, one), default=None)
        if best is None or 2 * _shared(form, best) < max(len(form), len(best)):
            return None
        return self._names[best]


def _around(names: list[str], word: str) -> list[str]:
    place = bisect_left(names, word)
    return names[max(0, place - 1) : place + 1]


def _shared(word: str, other: str) -> int:
    """How many letters both have in common at the beginning and at the end."""
    most = min(len(word), len(other))
    start = next((place for place in range(most) if word[place] != other[place]), most)
    end = next((place for place in range(most - start) if word[-1 - place] != other[-1 - place]), most - start)
    return start + end
