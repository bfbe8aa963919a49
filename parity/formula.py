"""Formulas compared by meaning of their white space: only what stands inside quotes counts."""

import re

_PIECES = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|\s+""", re.DOTALL)


def without_white_space(formula: str) -> str:
    """The formula without any white space outside of its string literals."""
    return _PIECES.sub(lambda match: match.group(1) or "", formula)


def same_formula(one: object, another: object) -> bool:
    """Whether two calculatedFormula values differ in nothing but white space."""
    if isinstance(one, str) and isinstance(another, str):
        return without_white_space(one) == without_white_space(another)
    return one == another
