"""Org data is hostile: what a stranger typed as a label must not move a cursor or turn a line round."""

import re
import unicodedata

_DANGEROUS = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
#: Letters, marks and signs by their category that show nothing all the same (Unicode 15.1: Default_Ignorable_Code_Point
#: in DerivedCoreProperties.txt but for variation selectors, which emoji need; and the empty Braille pattern).
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
_UNSEEN = re.compile(f"[{_BLANK}]").search


def is_printable(text: str) -> bool:
    """Whether every character of the text shows, or is a blank."""
    return text.isprintable() and (text.isascii() or not _UNSEEN(text))


def printable(text: str, keep: str = "") -> str:
    """The text with control, format, private and empty characters written out, `\\u{202e}`, but for those in `keep`."""
    return "".join(
        f"\\u{{{ord(char):x}}}"
        if char not in keep and (unicodedata.category(char) in _DANGEROUS or char in _BLANK)
        else char
        for char in text
    )
