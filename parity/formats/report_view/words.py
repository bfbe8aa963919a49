"""Numbers, moments and names as a reader meets them."""

from collections.abc import Sequence
from datetime import datetime

_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_LONGEST_NAME = 80


def number(count: int) -> str:
    """A count in a sentence: in words up to twelve."""
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


def several(count: int, noun: str, nouns: str = "") -> str:
    """A count with its noun: `1 finding`, `1,350 findings`."""
    return f"{count:,} {noun if count == 1 else nouns or noun + 's'}"


def begun(sentence: str) -> str:
    """A sentence with a capital at its start; what looks like an API name keeps its own letters."""
    first = sentence.partition(" ")[0]
    return sentence[0].upper() + sentence[1:] if first.isalpha() and first.islower() else sentence


def short(name: str, longest: int = _LONGEST_NAME) -> str:
    """A name for a narrow place: cut where it is longer than anybody would read there."""
    return name if len(name) <= longest else name[: longest - 1] + "…"


def some(names: Sequence[str], most: int = 2) -> str:
    """The first names, and how many more; all, where only one would be left."""
    most += len(names) == most + 1
    told = ", ".join(short(one) for one in names[:most])
    more = len(names) - most
    return f"{told} and {more:,} more" if more > 0 else told


def moment(instant: str) -> str:
    """A UTC time of a result (`YYYY-MM-DDTHH:MM:SSZ`) for a person: `24 Nov 2026, 12:00 UTC`."""
    at = datetime.fromisoformat(instant)
    return f"{at.day} {at:%b %Y, %H:%M} UTC"


def span(hours: float) -> str:
    """A length of time, roughly: `3 hours`, `12 days`."""
    return several(round(hours), "hour") if hours < 48 else several(round(hours / 24), "day")
