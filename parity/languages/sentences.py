"""Translates a sentence that was filled in already, by the template that it was made from.

A result holds English sentences, so that its bytes are the same for everybody. Its reader gets them in another language
by reading the values back out of them: what stands at the places of the template is put into the translation of the
template. Sentences that fit no template stay English.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from string import Formatter

from parity.languages.speech import _, has

#: Longer sentences are not taken apart: nothing in parity writes them.
LONGEST = 6000
#: A count, alone or with its noun.
_COUNT = "[0-9,]+(?: [a-z]+)?"
Say = Callable[[str], str]


@lru_cache(maxsize=4096)
def _pattern(template: str, known: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    return re.compile(expression(template, dict(known)), re.DOTALL)


def expression(template: str, known: Mapping[str, str], prefix: str = "") -> str:
    """A regular expression for what a template can become. `known` are the values that are certain; every other place
    is a group under its name, with `prefix`."""
    found, seen = "", set()
    for literal, name, _spec, _conversion in Formatter().parse(template):
        found += re.escape(literal)
        if name is None:
            continue
        if name in known:
            found += re.escape(known[name])
        elif name in seen:
            found += f"(?P={prefix}{name})"
        else:
            seen.add(name)
            found += f"(?P<{prefix}{name}>{_COUNT if name == 'number' else '.*?'})"
    return found


def values_of(text: str, template: str, known: Mapping[str, str]) -> dict[str, str] | None:
    """The values at the places of the template in this text; null where the text was not made from it."""
    if len(text) > LONGEST:
        return None
    match = _pattern(template, ()).fullmatch(text)
    if match is None:
        return None
    if not agrees(match.groupdict(), known):
        # The places could be filled in more than one way: the values that are certain tell which.
        there = tuple(sorted((name, value) for name, value in known.items() if len(value) <= len(text)))
        match = _pattern(template, there).fullmatch(text)
    return {**known, **match.groupdict()} if match else None


def agrees(found: Mapping[str, str], known: Mapping[str, str], prefix: str = "") -> bool:
    """Whether the groups of that prefix have the values that are certain."""
    return all(found.get(f"{prefix}{name}", value) == value for name, value in known.items())


def filled(template: str, values: Mapping[str, str], say: Say = str) -> str:
    """The template's translation with these values, each said by `say`."""
    return _(template).format(**{name: say(value) for name, value in values.items()})


def translated(text: str, templates: Iterable[str], known: Mapping[str, str] | None = None, say: Say = str) -> str:
    """The text in the spoken language, by the first template that matches it; unchanged where none does."""
    if not text or has(text):
        return _(text)
    for template in templates:
        values = values_of(text, template, known or {})
        if values is not None:
            return filled(template, values, say)
    return text
