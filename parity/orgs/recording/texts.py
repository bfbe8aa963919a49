"""Puts stand-ins for the words of a text: punctuation, suffixes and the forms of ids, addresses and hosts stay.

Word by word, so that what occurs in two texts still does afterwards: a field in a formula, a host in a help text, the
production user name at the start of the sandbox's. What a copy of an org rewrites keeps its form:
https://help.salesforce.com/s/articleView?id=sf.data_sandbox_implementation_tips.htm
"""

import re
from collections import Counter

from parity.orgs.recording.stand_in import StandIns
from parity.orgs.recording.vocabulary import (
    CODE,
    CUSTOM_SUFFIXES,
    PRODUCT_WORDS,
    TEXT,
    is_product_name,
    kept_words,
)
from parity.snapshot.ids import full_id

_HOSTS = r"(?:my\.salesforce|lightning\.force|my\.site|vf\.force|file\.force|my\.salesforce-sites|salesforce)\.com"
_PIECES = re.compile(
    rf"""
    (?P<fixed>
        /v[0-9]{{1,3}}\.[0-9](?![\w.])
        | https?(?=://)
        | (?:127\.0\.0\.1|localhost)(?::[0-9]{{1,5}})?(?![\w.])
        | (?:\.(?:sandbox|develop|scratch))?\.{_HOSTS}(?![\w.])
        | \.(?:invalid|sandbox)(?!\w)
    )
    | (?P<address> (?<![\w.+-]) [\w.+-]+@[\w-]+(?:\.[\w-]+)* )
    | (?P<host> (?<=://)[^\s/"'<>?\#]+ | (?<![\w.-])[\w-]+(?=(?:\.(?:sandbox|develop|scratch))?\.{_HOSTS}(?![\w.])) )
    | (?P<word> \w+ )
    | (?P<other> [^\w\x00-\x7f]+ )
    """,
    re.VERBOSE | re.IGNORECASE,
)
#: Ids begin with a digit, or a letter and a digit: https://help.salesforce.com/s/articleView?id=000385203
_ID = re.compile(r"(?:[0-9][0-9A-Za-z]{2}|[a-z][0-9][0-9A-Za-z])[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?", re.ASCII)
_FEWEST_DIGITS = 3
#: By these the app that Marketo Measure connects with is known (parity/marketo_measure/authorize.py).
_OF_THE_PRODUCT = re.compile(r"(bizible|marketo[ _]measure|insights)", re.IGNORECASE)
_SMALL_NUMBER = re.compile(r"[0-9]{1,6}")


def is_id(word: str) -> bool:
    """Whether a word has the form of a record id of 15 characters, or of 18 with the right checksum."""
    if _ID.fullmatch(word) is None or sum(one.isdigit() for one in word[:15]) < _FEWEST_DIGITS or word.isdigit():
        return False
    return len(word) == 15 or full_id(word[:15]) == word


class Texts:
    """Puts stand-ins into texts. With `keep_names`, custom API names stay; `kept_names` lists those that did."""

    def __init__(self, stand_ins: StandIns, *, keep_names: bool = False) -> None:
        self.stand_ins = stand_ins
        self.counts: Counter[str] = Counter()
        self.kept_names: set[str] = set()
        self._keep_names = keep_names
        self._known: dict[tuple[str, str, bool], str] = {}

    def scrubbed(self, text: str, kind: str, *, digits: bool = False) -> str:
        """The text with stand-ins. In names and code, the words of Salesforce's reference stay; in people's texts none
        does.

        `digits`: numbers of up to six digits stay too.
        """
        known = self._known.get((text, kind, digits))
        if known is None:
            known = _PIECES.sub(lambda found: self._piece(found, kind, digits), text)
            self._known[text, kind, digits] = known
        self.counts[kind] += known != text
        return known

    def _piece(self, found: re.Match[str], kind: str, digits: bool) -> str:
        piece = found.group()
        if found.lastgroup == "fixed":
            return piece
        if found.lastgroup in {"address", "host"}:
            return self._whole_address(piece)
        return self._word(piece, kind, digits) if found.lastgroup == "word" else self.stand_ins.of_word(piece)

    def _whole_address(self, piece: str) -> str:
        """A host or an e-mail address: people's text wherever it stands."""
        return _INSIDE.sub(
            lambda found: found.group() if found.lastgroup == "fixed" else self._word(found.group(), TEXT, False), piece
        )

    def _word(self, word: str, kind: str, digits: bool) -> str:
        if kind != TEXT and is_product_name(word):
            return word
        *parts, last = word.split("__")
        if parts and last.lower() in CUSTOM_SUFFIXES:
            if kind != TEXT and self._keep_names:
                # The namespace of a package becomes what it is where the packages are listed.
                kept = "__".join((*(self._part(one) for one in parts[:-1]), parts[-1], last))
                self.kept_names.add(kept.lower())
                return kept
            return "__".join((*(self._part(one) for one in parts), last))
        if parts:
            return "__".join(self._part(one) for one in (*parts, last))
        stays = kind != TEXT and (
            word.lower() in kept_words() or (digits and _SMALL_NUMBER.fullmatch(word) is not None)
        )
        return word if stays else self._part(word)

    def _part(self, part: str) -> str:
        if not part or part.lower() in PRODUCT_WORDS:
            return part
        return self.stand_ins.of_id(part) if is_id(part) else self.stand_ins.of_word(part)

    def custom_name(self, stem: str) -> str:
        """The name of a custom field without its suffix, which stays where the whole name does."""
        whole = self.scrubbed(f"{stem}__c", CODE)
        if whole == f"{stem}__c" and self._keep_names:
            self.kept_names.add(stem.lower())
        return whole.removesuffix("__c")

    def app_name(self, text: str) -> str:
        """The name of a connected app; what identifies Marketo Measure's stays."""
        pieces = _OF_THE_PRODUCT.split(text)
        told = "".join(piece if place % 2 else self.scrubbed(piece, TEXT) for place, piece in enumerate(pieces))
        if len(pieces) > 1:
            self.kept_names.update(word.lower() for word in re.findall(r"\w+", told))
        return told

    def code(self, text: str) -> str:
        """A query or a path of ours: numbers stay."""
        return self.scrubbed(text, CODE, digits=True)


_INSIDE = re.compile(
    rf"""
    (?P<fixed>
        (?:127\.0\.0\.1|localhost)(?::[0-9]{{1,5}})?(?![\w.])
        | (?:\.(?:sandbox|develop|scratch))?\.{_HOSTS}(?![\w.])
        | \.(?:invalid|sandbox)(?!\w)
    )
    | (?P<word> \w+ )
    | (?P<other> [^\w\x00-\x7f]+ )
    """,
    re.VERBOSE | re.IGNORECASE,
)
