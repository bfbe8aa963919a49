"""Org data is hostile: what a stranger typed as a label must not move a cursor or turn a line round."""

import unicodedata

_DANGEROUS = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def printable(text: str, keep: str = "") -> str:
    """The text with control, format and private characters written out as `\\u{202e}`, but for those in `keep`."""
    return "".join(
        f"\\u{{{ord(char):x}}}" if unicodedata.category(char) in _DANGEROUS and char not in keep else char
        for char in text
    )
