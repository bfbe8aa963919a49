"""Replaces everything in an org's answer, and in what was asked, that is not known to be harmless.

The key decides what stays (vocabulary.py): a text under an unknown key keeps no word. Secrets are taken out.
"""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from parity.integrity.secret import looks_secret
from parity.orgs.recording.addresses import end_of_range
from parity.orgs.recording.bitmaps import Bits, with_bounded_bitmaps
from parity.orgs.recording.texts import Texts
from parity.orgs.recording.vocabulary import CODE, NAME, TEXT, enumerations, is_known_key, is_language, kind_of
from parity.orgs.to_the_question import table_of
from parity.orgs.whole_answer import NotAsAgreed, strict_json

#: Stands where a secret, or a body that is no JSON, was.
NOTHING = ""
_SECRET_KEY = re.compile(r"token|secret|password|passwd|session|signature|private|assertion|credential", re.IGNORECASE)
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,3})?(?:Z|[+-][0-9:]{4,5}))?"
)
_COMPARED = re.compile(
    r"(?P<column>[\w.]+)\s*(?:=|!=|\bIN\b|\bLIKE\b)\s*(?P<texts>'(?:\\.|[^'\\])*'|\(\s*'(?:\\.|[^'\\]|'\s*,\s*')*'\s*\))"
)
_LITERAL = re.compile(r"(?:\\.|[^'\\(),\s](?:\\.|[^'\\])*)(?=')")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:_[A-Z]{2})?")
_VERSION = re.compile(r"[0-9]{1,3}\.[0-9]")
#: Minutes from midnight, as texts, from which and to which a profile may sign in.
_LOGIN_HOUR, _MINUTES = (
    re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:Start|End)"),
    re.compile(r"[0-9]{1,4}"),
)
_KEY_PREFIX = re.compile(r"[0-9a-z][0-9A-Za-z]{2}")
#: Numbers that stand for a text, against which texts could be tried out.
_CHECKSUMS = frozenset({"BodyCrc"})
_WITH_NUMBERS = frozenset({"DataType"})
#: Headers of an answer that say something of the protocol, as far as they do: behind the requests of the day may stand
#: those of an app, with its name. No other is kept.
_HEADERS = {
    "Content-Type": re.compile(r"(?:application|text)/(?:json|html|plain|xml)(?:; ?charset=(?i:utf-8|iso-8859-1))?"),
    "Sforce-Limit-Info": re.compile(r"api-usage=[0-9]{1,12}/[0-9]{1,12}"),
    "Retry-After": re.compile(r"[0-9]{1,9}"),
}


class Scrubber:
    """Scrubs requests and answers with the stand-ins of one recording."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self._texts_known: dict[tuple[str, str, str, str, bool], str] = {}
        self._keys_known: dict[str, str] = {}

    def answer(self, body: bytes) -> bytes:
        """The body of an answer; an empty one where it is not JSON as Salesforce answers it."""
        try:
            return _written(self.value(strict_json(body)))
        except (NotAsAgreed, RecursionError):
            self.texts.counts["bodies that are no JSON, taken out"] += bool(body)
            return NOTHING.encode()

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """The headers of an answer that stay."""
        found = {name: form.match(headers.get(name, "")) for name, form in _HEADERS.items()}
        return {name: told.group() for name, told in found.items() if told is not None}

    def url(self, url: str) -> str:
        """The address of a request: path and query as code."""
        parts = urlsplit(url)
        host = self.instance(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}") if parts.netloc else ""
        path = self.texts.code(unquote(parts.path))
        asked = "&".join(
            f"{name}{mark}{quote(self._asked(name, unquote(value)), safe=',')}"
            for name, mark, value in (one.partition("=") for one in parts.query.split("&"))
        )
        return f"{host}{quote(path)}{f'?{asked}' if asked else ''}"

    def _asked(self, name: str, value: str) -> str:
        """A value of a query string. In SOQL the column decides what the texts compared with it are."""
        if name != "q":
            return self.texts.code(value)
        table = table_of(value)
        pieces = []
        end = 0
        for found in _COMPARED.finditer(value):
            column = found["column"].rpartition(".")[2]
            pieces += [self.texts.code(value[end : found.start("texts")])]
            pieces += [_LITERAL.sub(lambda one, key=column: self._literal(one.group(), key, table), found["texts"])]
            end = found.end("texts")
        return "".join((*pieces, self.texts.code(value[end:])))

    def _literal(self, text: str, column: str, table: str) -> str:
        if kind_of(column, "", table, is_error=False) == TEXT:
            return self._text(text, column, "", table, False)
        return self.texts.code(text)

    def instance(self, url: str) -> str:
        """The address of an org, without a path."""
        return self.texts.scrubbed(url, TEXT)

    def request(self, body: bytes | str | None) -> str | None:
        """What a composite request asks; of any other body nothing stays."""
        if not body:
            return None
        try:
            parts = json.loads(body)["compositeRequest"]
            asked = [
                {"method": "GET", "url": self.url(str(one["url"])), "referenceId": self.texts.code(one["referenceId"])}
                for one in parts
            ]
        except (ValueError, KeyError, TypeError):
            return None
        return _written({"allOrNone": False, "compositeRequest": asked}).decode()

    def value(self, found: Any, key: str = "", inside: str = "", row: tuple[str, bool] = ("", False)) -> Any:
        """A scrubbed piece of an answer. `row`: the table of the row that holds it, and whether that is an error."""
        if isinstance(found, Bits):
            return found
        if isinstance(found, str):
            place = (found, key, inside, *row)
            known = self._texts_known.get(place)
            if known is None:
                known = self._texts_known[place] = self._text(*place)
            return known
        if isinstance(found, dict):
            if isinstance(found.get("fields"), list):
                found = with_bounded_bitmaps(found)
            attributes = found.get("attributes")
            table = attributes.get("type") if isinstance(attributes, dict) else ""
            mine, place_in = (str(table), "errorCode" in found), key or inside
            return {
                self.key(name): value if value is None else self.value(value, name, place_in, mine)
                for name, value in found.items()
            }
        if isinstance(found, list):
            return [self.value(one, key, key, row) for one in found]
        stays = found is None or not key or (key not in _CHECKSUMS and self.key(key) == key)
        return found if stays else self._number(found, key)

    def key(self, key: str) -> str:
        """A key of an answer: a column of the customer's own gets the stand-in of its name. The limits of an org have
        keys that people wrote, the names of its apps."""
        known = self._keys_known.get(key)
        if known is None:
            kind = NAME if _IS_NAME.fullmatch(key) else TEXT
            known = self._keys_known[key] = key if is_known_key(key) else self.texts.scrubbed(key, kind)
        return known

    def _number(self, found: Any, key: str) -> Any:
        self.texts.counts["numbers"] += 1
        if isinstance(found, bool):
            return found != (ord(self.texts.stand_ins.of_word(f"{key} true")[0]) % 2 == 0)
        if isinstance(found, int):
            return self.texts.stand_ins.of_number(found)
        whole, _, part = f"{found:f}".rstrip("0").partition(".")
        return float(f"{self.texts.stand_ins.of_number(int(whole))}.{self.texts.stand_ins.of_word(part) or 0}")

    def _text(self, text: str, key: str, inside: str, table: str, is_error: bool) -> str:
        if _SECRET_KEY.search(key):
            self.texts.counts["secrets, taken out"] += bool(text)
            return NOTHING
        if _stays(text, key) or text in enumerations().get(f"{table}.{key}", ()):
            return text
        special = self._of_its_place(text, key, table)
        if special is not None:
            return special
        kind = kind_of(key, inside, table, is_error)
        if looks_secret(text) or (kind == NAME and not _IS_NAME.fullmatch(text)):
            kind = TEXT
        return self.texts.scrubbed(text, kind, digits=key in _WITH_NUMBERS)

    def _of_its_place(self, text: str, key: str, table: str) -> str | None:
        """The stand-in of a text of which its place tells what about it decides; null for all others."""
        if key in _APP_NAMES or (table == _APPS and key == "Name"):
            return self.texts.app_name(text)
        if key in _ENDS:
            return end_of_range(text, is_start=key == _ENDS[0])
        if table == _CUSTOM_FIELD and key == "DeveloperName":
            return self.texts.custom_name(text)
        if table == _PACKAGE and key == "Name" and text.startswith(_PRODUCT):
            return self.texts.scrubbed(text, CODE)
        return None


_CUSTOM_FIELD = "CustomField"
_APPS, _APP_NAMES = "ConnectedApplication", frozenset({"AppName", "Application"})
_ENDS = ("startAddress", "endAddress")
_PACKAGE, _PRODUCT = "SubscriberPackage", ("Marketo Measure", "Bizible")
_IS_NAME = re.compile(r"\w+(?:\.\w+)*")


def _stays(text: str, key: str) -> bool:
    """Whether the text is, by its key and form, the protocol's or the reference's own."""
    if text in enumerations().get(key, ()):
        return True
    if _INSTANT.fullmatch(text) is not None:
        return is_known_key(key) and kind_of(key, "", "", is_error=False) == NAME
    if is_language(key):
        return _LANGUAGE.fullmatch(text) is not None
    if _LOGIN_HOUR.fullmatch(key) is not None:
        return _MINUTES.fullmatch(text) is not None
    if key == "version":
        return _VERSION.fullmatch(text) is not None
    return key == "keyPrefix" and _KEY_PREFIX.fullmatch(text) is not None


def _written(found: Any) -> bytes:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
