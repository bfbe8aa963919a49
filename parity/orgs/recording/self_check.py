"""Searches a cassette for names, as a curious reader would: each word must be known, or a stand-in that was made.

Independent of the scrubber: it looks at words alone, and at the form of values under few keys.
"""

import base64
import json
import re
from collections.abc import Collection, Iterator
from functools import cache
from ipaddress import IPv4Address
from typing import Any
from urllib.parse import unquote

from msgspec import Struct

from parity.marketo_measure.authorize import ADOBE_RANGES
from parity.orgs.recording.bitmaps import NO_BITMAP
from parity.orgs.recording.vocabulary import (
    CUSTOM_SUFFIXES,
    PRODUCT_WORDS,
    is_known_key,
    is_language,
    kept_words,
)
from parity.snapshot.ids import full_id

_WORDS = re.compile(r"\w+|[^\w\x00-\x7f]+")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]{8,12}(?:Z|[+-][0-9:]{4,5}))?")
_LOOPBACK = re.compile(r"(?:127\.0\.0\.1|localhost)(?::[0-9]{1,5})?(?![\w.])")
_IN_PATH = re.compile(r"/v[0-9]{1,3}\.[0-9](?![\w.])")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:_[A-Z]{2})?")
#: A picklist has 1,000 values at most, a bit each.
_MOST_BYTES = 125
_FORMS = {"version": re.compile(r"[0-9]{1,3}\.[0-9]"), "keyPrefix": re.compile(r"[0-9a-z][0-9A-Za-z]{2}")}
_HEADERS = {
    "Content-Type": re.compile(r"(?:application|text)/(?:json|html|plain|xml)(?:; ?charset=(?i:utf-8|iso-8859-1))?"),
    "Sforce-Limit-Info": re.compile(r"api-usage=[0-9]+/[0-9]+"),
    "Retry-After": re.compile(r"[0-9]+"),
}
_FORMS |= _HEADERS
_FORMS |= {
    f"{day}day{end}": re.compile(r"[0-9]{1,4}")
    for day in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
    for end in ("Start", "End")
}
#: Words of addresses of Salesforce, and of the cassette itself.
_FURTHER = frozenset(
    {
        *("my", "salesforce", "com", "lightning", "force", "site", "vf", "file", "sites", "sandbox", "develop"),
        *("scratch", "invalid", "http", "https", "login", "test", "version", "interactions", "request", "response"),
        *("uri", "headers", "status", "code", "string", "method", "body", "message"),
    }
)
#: The "key" of keys.
_KEY = "a key"
_WITH_NUMBERS = frozenset({"uri", "url", "DataType"})


class Leak(Struct, frozen=True, order=True):
    """A word that is neither known nor a stand-in, and the key under which it was found."""

    key: str
    word: str


def leaks_in(cassette: bytes, made: Collection[str], kept_names: Collection[str] = ()) -> tuple[Leak, ...]:
    """The words of a cassette that are neither known nor in `made`. `kept_names`: API names that were meant to stay."""
    known = kept_words() | PRODUCT_WORDS | _FURTHER | frozenset(made) | frozenset(kept_names)
    words = {
        (key, word)
        for key, text in set(_texts_in(json.loads(cassette), ""))
        if not _is_form(key, text)
        for word in _WORDS.findall(_IN_PATH.sub(" ", _LOOPBACK.sub(" ", _decoded(key, text))))
    }
    return tuple(sorted(Leak(key, word) for key, word in words if not _is_known(word, key, known)))


def _texts_in(found: Any, key: str) -> Iterator[tuple[str, str]]:
    """Every text with its key: keys themselves too, and what stands in a text that is JSON in turn."""
    if isinstance(found, str):
        inner = _json_in(found) if key in {"string", "body"} else None
        if inner is None:
            yield key, found
        else:
            yield from _texts_in(inner, "")
    elif isinstance(found, list):
        for one in found:
            yield from _texts_in(one, key)
    elif isinstance(found, dict):
        for name, value in found.items():
            yield _KEY, name
            yield from ((name, str(one)) for one in value) if key == "headers" else _texts_in(value, name)


def _json_in(text: str) -> Any:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict | list) else None


def _is_form(key: str, text: str) -> bool:
    """Whether the whole text has a form that tells nothing, under a key that holds that form."""
    if key == _KEY:
        return is_known_key(text) or text in _HEADERS
    if key in {"startAddress", "endAddress"} and text in _told_addresses():
        return True
    if key == "validFor":
        return _is_bits(text)
    if is_known_key(key) and _INSTANT.fullmatch(text):
        return True
    form = _LANGUAGE if is_language(key) else _FORMS.get(key)
    return form is not None and form.fullmatch(text) is not None


@cache
def _told_addresses() -> frozenset[str]:
    """Adobe's published addresses with their neighbours, the first and the last of all, and two for documents."""
    reach = ((int(IPv4Address(first)) - 1, int(IPv4Address(last)) + 1) for first, last in ADOBE_RANGES)
    numbers = {0, 1, 2**32 - 2, 2**32 - 1, *(one for first, last in reach for one in range(first, last + 1))}
    return frozenset({"2001:db8::", "2001:db8::ffff", *(str(IPv4Address(one)) for one in numbers)})


def _is_bits(text: str) -> bool:
    try:
        return text == NO_BITMAP or len(base64.b64decode(text, validate=True)) <= _MOST_BYTES
    except ValueError:
        return False


def _decoded(key: str, text: str) -> str:
    return unquote(text) if key in {"uri", "url"} else text


def _is_known(word: str, key: str, known: frozenset[str]) -> bool:
    if word.lower() in known or _is_made_id(word, known):
        return True
    if key in _WITH_NUMBERS and re.fullmatch(r"[0-9]{1,6}", word):
        return True
    if is_known_key(word):
        return True
    *parts, last = word.split("__")
    if not parts:
        return False
    is_suffix = last.lower() in CUSTOM_SUFFIXES
    told = parts if is_suffix else [*parts, last]
    return all(not one or one.lower() in known or _is_made_id(one, known) for one in told)


def _is_made_id(word: str, known: frozenset[str]) -> bool:
    return word[:15] in known and (len(word) == 15 or full_id(word[:15]) == word)
