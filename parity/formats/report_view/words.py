"""Numbers, times and names as a reader sees them."""

from collections.abc import Sequence
from datetime import datetime

from parity.languages.speech import _, day, grouped, ngettext, spoken

_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_LONGEST_NAME = 80


def number(count: int) -> str:
    """A count in a sentence: in English in words up to twelve."""
    return _NUMBERS[count] if spoken().words and count < len(_NUMBERS) else grouped(count)


def several(one: str, many: str, count: float) -> str:
    """A count with its noun, `1 finding`, `1,350 findings`, `0.2 days`: both forms hold {count}."""
    # gettext takes whole numbers: what is below one is said as none is, and what is above as several.
    whole = count if isinstance(count, int) or count == 1 else 0 if count < 1 else 2
    return ngettext(one, many, int(whole)).format(count=grouped(count))


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
    return _("{names} and {count} more").format(names=told, count=grouped(more)) if more > 0 else told


def moment(instant: str) -> str:
    """A UTC time of a result (`YYYY-MM-DDTHH:MM:SSZ`) for a person: `24 Nov 2026, 12:00 UTC`."""
    at = datetime.fromisoformat(instant)
    return f"{_('{day}, {time}').format(day=day(at), time=f'{at:%H:%M}')} UTC"


def span(hours: float) -> str:
    """A length of time, roughly: `3 hours`, `12 days`."""
    if hours < 48:
        return several("{count} hour", "{count} hours", round(hours))
    return several("{count} day", "{count} days", round(hours / 24))
