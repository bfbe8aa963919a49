"""Names of people and tenants: what a reader takes for one name must be one name to the program too."""

import unicodedata

#: Characters of other categories that show nothing: fillers, the braille blank, the grapheme joiner.
_SHOW_NOTHING = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_VARIATION_SELECTORS = (("\u180b", "\u180f"), ("\ufe00", "\ufe0f"), ("\U000e0100", "\U000e01ef"))
#: Scripts whose letters look like Latin ones (Unicode Technical Standard 39, confusables).
_LOOK_ALIKE_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC")
#: Letters of other scripts, and digits, that look like a Latin letter: from confusables.txt of the same standard.
_LOOKS_LIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеіјорсухѕԛԝһӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυιԁɡսօոհ0148І|ı",
    "ABESIJKMHOPCTYXaeijopcyxsqwhlABEZHIKMNOPTYXavopuidguonhol48lli",
)


def folded(name: str) -> str:
    """One key for a name however it is typed: compatible forms, letter case and spaces make no other name."""
    same = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join(same.split())


def look_alike(name: str) -> str:
    """One key for all names that a reader cannot tell apart: Cyrillic, Greek and Armenian letters as the Latin ones.

    For comparing only; made from what is seen, so capital i and small L are the same.
    """
    seen = unicodedata.normalize("NFKC", name).translate(_LOOKS_LIKE)
    return folded(seen).translate(_LOOKS_LIKE).replace("i", "l").replace("1", "l")


def name_problem(name: str) -> str | None:
    """Why a name is refused, in words; null where people read it as it is.

    Blank ends, characters that nobody sees, other forms of characters (full width, ligatures), and words in which
    letters of one script pass for another's.
    """
    if not name.strip():
        return "it is empty"
    if name != name.strip():
        return "it has a blank at one of its ends"
    for char in name:
        if _shows_nothing(char):
            return f"it holds a character that nobody sees (U+{ord(char):04X})"
    if unicodedata.normalize("NFKC", name) != unicodedata.normalize("NFC", name):
        return "it holds characters in another form than people type them (Unicode: not in NFKC)"
    for word in name.split():
        scripts = sorted({script for char in word if (script := _script(char))})
        if len(scripts) > 1:
            return f"the word {word!r} mixes letters that look alike ({' and '.join(scripts)})"
    return None


def shows_nothing(text: str) -> bool:
    """Whether a reader sees nothing at all of a text."""
    return all(char.isspace() or _shows_nothing(char) for char in text)


def _shows_nothing(char: str) -> bool:
    if char in _SHOW_NOTHING or unicodedata.category(char) in _INVISIBLE:
        return True
    if char != " " and unicodedata.category(char) == "Zs":
        return True
    return any(first <= char <= last for first, last in _VARIATION_SELECTORS)


def _script(char: str) -> str | None:
    if not char.isalpha():
        return None
    first = unicodedata.name(char, "").split(" ", 1)[0]
    return first.capitalize() if first in _LOOK_ALIKE_SCRIPTS else None
