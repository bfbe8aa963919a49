"""How values are worded in sentences."""

from collections.abc import Callable, Sequence
from typing import Any

_LONGEST_VALUE = 120
_MOST_NAMES = 5
#: JSON has checksums as floats; no version is as large.
_WHOLE = 1e6
#: How much of what is the same stands before what differs.
_BEFORE = 30


def listed(names: Sequence[str]) -> str:
    """Names for a sentence: the first five, and how many more."""
    shown = [shortened(name) for name in names[:_MOST_NAMES]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def side_by_side(sandbox: Any, production: Any) -> tuple[str, str]:
    """Both values for one sentence; where the cut would leave the same of both, from where they differ on."""
    told = shortened(sandbox), shortened(production)
    texts = _text(sandbox), _text(production)
    if told[0] != told[1] or texts[0] == texts[1]:
        return told
    same = next((at for at, (one, other) in enumerate(zip(*texts, strict=False)) if one != other), min(map(len, texts)))
    start = max(0, same - _BEFORE)
    return shortened(f"…{texts[0][start:]}"), shortened(f"…{texts[1][start:]}")


def shortened(value: Any) -> str:
    """A value for a sentence: words for nothing, true and false; long texts cut."""
    text = _text(value, shortened)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def _text(value: Any, inner: Callable[[Any], str] | None = None) -> str:
    """The whole of it as text, the parts of a list or a mapping by `inner`."""
    tell = inner or _text
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) >= _WHOLE:
        return f"{value:.0f}"
    if isinstance(value, list | tuple):
        return ", ".join(tell(one) for one in value) or "nothing"
    if isinstance(value, dict):
        return ", ".join(f"{key} {tell(one)}" for key, one in value.items()) or "nothing"
    return str(value) or "an empty text"
