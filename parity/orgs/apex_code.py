"""What the source of an Apex trigger says, without its comments and texts: the names in it, and a digest.

Apex knows // and /* */ comments, and texts in single quotes with a backslash before a quote:
https://developer.salesforce.com/docs/atlas.en-us.apexcode.meta/apexcode/apex_classes_comments.htm
Names are the same in any letter case.
"""

import re
from collections.abc import Iterable

from parity.integrity.canonical import digest

_PIECES = re.compile(
    r"(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))|(?P<text>'(?:\\.|[^'\\])*')|(?P<space>\s+)|(?P<name>[A-Za-z_]\w*)|(?P<other>.)",
    re.DOTALL,
)
_SAYS = ("text", "name", "other")


def names_in(source: str) -> frozenset[str]:
    """Every name in the code, in small letters."""
    return frozenset(found.group().lower() for found in _PIECES.finditer(source) if found.lastgroup == "name")


def classes_named(source: str, classes: Iterable[str]) -> tuple[str, ...]:
    """The classes that the code names, in their own spelling, by name."""
    named = names_in(source)
    return tuple(sorted({one for one in classes if one.lower() in named}))


def code_digest(source: str) -> str:
    """A digest of what the source says: comments, white space and line ends change nothing."""
    words = [found.group() for found in _PIECES.finditer(source) if found.lastgroup in _SAYS]
    return digest("\n".join(words).encode("utf-8", "surrogatepass"))
