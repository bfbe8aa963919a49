"""Compares formulas token by token: white space between tokens has no meaning, inside quotes it does."""

import re

_PIECES = re.compile(
    r"""
    (?P<comment>/\*.*?\*/)
    | (?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
    | (?P<space>\s+)
    | (?P<word>[\w.$]+)
    | (?P<signs>[<>=!&|]+)
    | (?P<other>.)
    """,
    re.DOTALL | re.VERBOSE,
)
#: Two neighbours of these kinds would become one without the space between them.
_WOULD_MERGE = frozenset({"word", "signs"})


def without_white_space(formula: str) -> str:
    """The formula without meaningless white space; comments stay, with single spaces."""
    written: list[str] = []
    before, spaced = "", False
    for piece in _PIECES.finditer(formula):
        kind = str(piece.lastgroup)
        if kind == "space":
            spaced = True
            continue
        if spaced and kind == before and kind in _WOULD_MERGE:
            written.append(" ")
        written.append(" ".join(piece.group().split()) if kind == "comment" else piece.group())
        before, spaced = kind, False
    return "".join(written)


def same_formula(one: object, another: object) -> bool:
    """Whether two calculatedFormula values differ in white space at most."""
    if isinstance(one, str) and isinstance(another, str):
        return without_white_space(one) == without_white_space(another)
    return one == another
