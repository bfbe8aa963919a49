"""Texts, numbers and dates in the language that is spoken: gettext, and what gettext has no word for.

English texts in the code are the keys. What a catalogue lacks stays English. The language is set around a whole
rendering by `speaking`, so that no text of a page can be in another language than the rest.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files

from parity.languages.language import ENGLISH, Language

_spoken: ContextVar[Language] = ContextVar("spoken", default=ENGLISH)


@contextmanager
def speaking(language: Language) -> Iterator[Language]:
    """Whatever is rendered inside this block is in this language."""
    token = _spoken.set(language)
    try:
        yield language
    finally:
        _spoken.reset(token)


def spoken() -> Language:
    """The language of the current block."""
    return _spoken.get()


@cache
def catalogue(language: Language) -> NullTranslations:
    """The compiled texts of a language; English has none, because its texts are the keys."""
    if language is ENGLISH:
        return NullTranslations()
    with files("parity.languages").joinpath("locales", f"{language.code}.mo").open("rb") as compiled:
        return GNUTranslations(compiled)


def _(text: str) -> str:
    """The text in the spoken language. An empty one stays so: in a catalogue it stands for the header."""
    return catalogue(_spoken.get()).gettext(text) if text else text


def ngettext(one: str, many: str, count: int) -> str:
    """The text for this count, by the plural rule of the spoken language."""
    return catalogue(_spoken.get()).ngettext(one, many, count)


def N_(text: str) -> str:  # noqa: N802
    """Marks a text for the catalogues that is translated later, where it is shown."""
    return text


def has(text: str) -> bool:
    """Whether the spoken language has a text of its own for this one."""
    return _spoken.get() is ENGLISH or _(text) != text


def grouped(value: float) -> str:
    """A number with the spoken language's separators: `1,350`, `1.350`, `2,5`."""
    language = _spoken.get()
    english = f"{value:,}" if isinstance(value, int) else f"{value:,g}"
    return english.translate({ord(","): language.group, ord("."): language.point})


def day(value: date) -> str:
    """A date as the spoken language writes it: `24 Nov 2026`, `2026年11月24日`."""
    language = _spoken.get()
    name = language.months[value.month - 1] if language.months else ""
    return language.date.format(year=value.year, month=value.month, name=name, day=value.day)


def dated(value: date) -> str:
    """A date in a table: English tables keep the order that sorts, `2026-11-24`."""
    return value.isoformat() if _spoken.get() is ENGLISH else day(value)
