"""Org data is hostile: what a stranger typed as a label must not move a cursor or turn a line round."""

import unicodedata

_DANGEROUS = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def printable(text: str) -> str:
    """The text with control, format and private characters written out as `\\u{202e}`."""
    return "".join(f"\\u{{{ord(char):x}}}" if unicodedata.category(char) in _DANGEROUS else char for char in text)
