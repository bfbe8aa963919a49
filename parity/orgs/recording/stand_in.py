"""Stand-ins for words: the same word always gets the same one, and two words never share one.

A word is read as a number over the alphabets of its characters; the stand-in is another number of the same system,
found with a keyed Feistel network, as in FF1 (NIST SP 800-38G: https://csrc.nist.gov/pubs/sp/800/38/g/r1/2pd). So
length, script, capitals and the places of digits stay, and nobody can try words out without the key, which lives as
long as the process.
"""

import hashlib
import hmac
import unicodedata
from collections.abc import Collection, Mapping
from functools import cache

from parity.snapshot.ids import full_id

_ROUNDS = 8
_DIGITS = "0123456789"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_CAPITALS = _LETTERS.upper()
#: Control and format characters, and halves of characters.
_WITHOUT_MEANING = frozenset({"Cc", "Cf", "Cs"})
#: Scripts of so many letters that a block of 256 would tell most of the letter: first and last code point.
_LARGE_SCRIPTS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0x20000, 0x2A6DF))
_BLOCK = 256
#: The longest piece that is one number; longer words are cut into such pieces.
_LONGEST = 40
_UNSET = "000000000000"


class StandIns:
    """The stand-ins of one recording. `kept` are words, in lower case, that no stand-in may look like; those of them
    that are not `fixed` stand in for one another.
    """

    def __init__(self, key: bytes, kept: Collection[str], fixed: Collection[str] = ()) -> None:
        self._key = key[:64]
        self._kept = frozenset(kept)
        self._known: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        self._exchanged = _exchanged(self._key, self._kept - frozenset(fixed))

    @property
    def made(self) -> frozenset[str]:
        """Every stand-in for a word, and for an id as it is written, so far."""
        return frozenset(self._known.values()) | frozenset(self._ids.values())

    @property
    def counts(self) -> Mapping[str, int]:
        """How many different words and ids were replaced."""
        return {"words": len(self._known), "ids": len(self._ids)}

    def of_word(self, word: str) -> str:
        """The stand-in of a word, with capitals in the same places. A kept word gets another kept word."""
        small = "".join(_small(one) for one in word)
        found = self._known.get(small)
        if found is None:
            found = self._exchanged.get(small) or self._walked(small)
            self._known[small] = found
        if small == word:
            return found
        return "".join(new if old == one else new.upper() for new, old, one in zip(found, small, word, strict=True))

    def of_id(self, record_id: str) -> str:
        """The stand-in of a record id of 15 or 18 characters: prefix, form and checksum stay right."""
        base = record_id[:15]
        found = self._ids.get(base)
        if found is None:
            found = base if base.endswith(_UNSET) else base[:3] + self._moved(base[3:])
            while found.endswith(_UNSET) and found != base:
                found = found[:3] + self._moved(found[3:])
            self._ids[base] = found
        return found if len(record_id) == 15 else full_id(found)

    def of_number(self, number: int) -> int:
        """The stand-in of a whole number, of as many digits."""
        digits = self.of_word(str(abs(number)))
        return -int(digits) if number < 0 else int(digits)

    def _walked(self, word: str) -> str:
        """The permutation, walked until it leaves the kept words: it stays one to one."""
        found = self._permuted(word)
        while found in self._kept:
            found = self._permuted(found)
        return found

    def _permuted(self, word: str) -> str:
        pieces = (word[start : start + _LONGEST] for start in range(0, len(word), _LONGEST))
        return "".join(self._moved(piece) for piece in pieces)

    def _moved(self, piece: str) -> str:
        alphabets = [_alphabet(one) for one in piece]
        middle = len(piece) // 2
        sizes = (_product(alphabets[:middle]), _product(alphabets[middle:]))
        tweak = "|".join(one[0] for one in alphabets).encode()
        halves = [_number(piece[:middle], alphabets[:middle]), _number(piece[middle:], alphabets[middle:])]
        for turn in range(_ROUNDS):
            moving = turn % 2
            halves[moving] = (halves[moving] + self._drawn(tweak, turn, halves[1 - moving])) % sizes[moving]
        return _text(halves[0], alphabets[:middle]) + _text(halves[1], alphabets[middle:])

    def _drawn(self, tweak: bytes, turn: int, half: int) -> int:
        shown = b"%d:%d:%s" % (turn, half, tweak)
        first = hashlib.blake2b(shown, key=self._key).digest()
        return int.from_bytes(first + hashlib.blake2b(first, key=self._key).digest())


def _exchanged(key: bytes, kept: frozenset[str]) -> dict[str, str]:
    """Kept words for kept words of the same form, in an order that only the key tells."""
    by_form: dict[tuple[str, ...], list[str]] = {}
    for word in sorted(kept):
        by_form.setdefault(tuple(_alphabet(one) for one in word), []).append(word)
    found: dict[str, str] = {}
    for words in by_form.values():
        drawn = sorted(words, key=lambda word: hmac.digest(key, word.encode(), "sha256"))
        found |= dict(zip(words, drawn, strict=True))
    return found


def _small(char: str) -> str:
    """The small letter, where capital and small letter are one to one; else the character itself."""
    small = char.lower()
    return small if len(small) == 1 and small.upper() == char else char


@cache
def _alphabet(char: str) -> str:
    """The characters of which one stands in for a (small) character: of its script and kind."""
    if char in _DIGITS:
        return _DIGITS
    for letters in (_LETTERS, _CAPITALS):
        if char in letters:
            return letters
    code, kind = ord(char), unicodedata.category(char)
    if char.isascii() or kind[0] in "PZ" or kind in _WITHOUT_MEANING:
        return char
    for first, last in _LARGE_SCRIPTS:
        if first <= code <= last:
            return _block(first, last, kind, paired=False)
    start = code - code % _BLOCK
    return _block(start, start + _BLOCK - 1, kind, _is_paired(char))


@cache
def _block(first: int, last: int, kind: str, paired: bool) -> str:
    """The characters between two code points that are of one kind; those of ASCII have alphabets of their own."""
    chars = (chr(code) for code in range(max(first, 128), last + 1))
    return "".join(one for one in chars if unicodedata.category(one) == kind and _is_paired(one) == paired)


def _is_paired(char: str) -> bool:
    """Whether it is a small letter whose capital is one to one."""
    capital = char.upper()
    return capital != char and len(capital) == 1 and capital.lower() == char


def _product(alphabets: list[str]) -> int:
    product = 1
    for one in alphabets:
        product *= len(one)
    return product


def _number(text: str, alphabets: list[str]) -> int:
    number = 0
    for char, alphabet in zip(text, alphabets, strict=True):
        number = number * len(alphabet) + _place(alphabet)[char]
    return number


def _text(number: int, alphabets: list[str]) -> str:
    written = []
    for alphabet in reversed(alphabets):
        number, place = divmod(number, len(alphabet))
        written.append(alphabet[place])
    return "".join(reversed(written))


@cache
def _place(alphabet: str) -> dict[str, int]:
    return {char: place for place, char in enumerate(alphabet)}
