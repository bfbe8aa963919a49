"""How values are put into sentences."""

from collections.abc import Sequence
from typing import Any

_LONGEST_VALUE = 120
_MOST_NAMES = 5


def listed(names: Sequence[str]) -> str:
    """Names for a sentence: the first five, and how many more."""
    shown = [shortened(name) for name in names[:_MOST_NAMES]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def shortened(value: Any) -> str:
    """A value for a sentence: words for nothing, true and false; long texts cut."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        text = ", ".join(shortened(one) for one in value) or "nothing"
    elif isinstance(value, dict):
        text = ", ".join(f"{key} {shortened(one)}" for key, one in value.items()) or "nothing"
    else:
        text = str(value) or "an empty text"
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
