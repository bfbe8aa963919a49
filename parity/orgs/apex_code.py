"""Which classes the source of an Apex trigger names, and digests of the source without comments and white space.

Apex has // and /* */ comments, and strings in single quotes with a backslash as escape; names are case-insensitive:
https://developer.salesforce.com/docs/atlas.en-us.apexcode.meta/apexcode/apex_classes_comments.htm
"""

import re
from collections.abc import Iterable, Iterator

from parity.integrity.canonical import digest

_PIECES = re.compile(
    r"(?P<comment>//[^\r\n]*|/\*.*?(?:\*/|\Z))|(?P<text>'(?:\\.|[^'\\])*')|(?P<space>\s+)|(?P<name>[A-Za-z_]\w*)"
    # 5L is a number, and i + ++j is not i++ + j.
    r"|(?P<number>\d+(?:\.\d+)?[lLdD]?)|(?P<other>\+\+|--|.)",
    re.DOTALL,
)
_SAYS = frozenset({"text", "name", "number", "other"})
_QUERIES = frozenset({"select", "find"})
#: A type may be named by a text only here: Type.forName('Foo'), Type.forName('', 'Foo').
_BY_TEXT = "forname"

#: Kind and text of one piece of code.
_Piece = tuple[str, str]


def classes_named(source: str, classes: Iterable[str]) -> tuple[str, ...]:
    """The classes that the code names, in their own spelling, by name."""
    named = names_of_types(source)
    return tuple(sorted({one for one in classes if one.lower() in named}))


def names_of_types(source: str) -> frozenset[str]:
    """Every name in the code that may be that of a type, in lower case.

    A name after a dot is a member of something, or a class of a package. A name before a parenthesis is a method,
    unless `new` precedes it. In a query, names are objects and fields, except in what it binds with a colon.
    """
    pieces = list(_pieces(source))
    found = set(_by_text(pieces))
    queried = _in_queries(pieces)
    for place, (kind, word) in enumerate(pieces):
        if kind == "name" and not queried[place] and _may_be_type(pieces, place):
            found.add(word.lower())
    return frozenset(found)


def code_digest(source: str) -> str:
    """A digest of the code alone: it does not change with comments, white space or line ends."""
    words = [word for _, word in _pieces(source)]
    return digest("\n".join(words).encode("utf-8", "surrogatepass"))


def lines_digest(source: str) -> str:
    """A digest of the lines of the source: it does not change with line ends, nor with white space before them."""
    lines = [line.rstrip() for line in source.splitlines()]
    return digest("\n".join(lines).rstrip().encode("utf-8", "surrogatepass"))


def _pieces(source: str) -> Iterator[_Piece]:
    for found in _PIECES.finditer(source):
        if found.lastgroup in _SAYS:
            yield str(found.lastgroup), found.group()


def _word(pieces: list[_Piece], place: int) -> str:
    return pieces[place][1].lower() if 0 <= place < len(pieces) else ""


def _may_be_type(pieces: list[_Piece], place: int) -> bool:
    before, after = _word(pieces, place - 1), _word(pieces, place + 1)
    # `trigger Leads on Lead`: its own name.
    if before == "." or (place == 1 and _word(pieces, 0) == "trigger"):
        return False
    return after != "(" or before == "new"


def _by_text(pieces: list[_Piece]) -> Iterator[str]:
    """The last text of each Type.forName(...), without an inner class."""
    for place in range(len(pieces)):
        if _word(pieces, place) == _BY_TEXT and _word(pieces, place + 1) == "(":
            inside = pieces[place + 2 : place + 5]
            texts = [word[1:-1] for kind, word in inside if kind == "text"]
            is_own = len(texts) == 1 or texts[:1] == [""]
            if texts and is_own:
                yield texts[-1].partition(".")[0].lower()


def _in_queries(pieces: list[_Piece]) -> list[bool]:
    """Of each piece: whether it stands in a query, [SELECT ...] or [FIND ...], and not in what is bound there."""
    found: list[bool] = []
    depth = 0
    while len(found) < len(pieces):
        place = len(found)
        word = _word(pieces, place)
        if word == "[" and (depth or _word(pieces, place + 1) in _QUERIES):
            depth += 1
        elif word == "]" and depth:
            depth -= 1
        found.append(depth > 0)
        if depth and word == ":":
            found += [False] * (_end_of_bound(pieces, place + 1) - place - 1)
    return found


def _end_of_bound(pieces: list[_Piece], place: int) -> int:
    """Where an expression ends that is bound in a query: `Foo.ids`, `Foo.of(Bar.ids)`, `new Foo().ids[0]`."""
    place += _word(pieces, place) == "new"
    depth, expects_name = 0, True
    while place < len(pieces):
        kind, word = pieces[place]
        if word in {"(", "["} and (depth or not expects_name):
            depth += 1
        elif word in {")", "]"} and depth:
            depth -= 1
        elif depth == 0 and word == ".":
            expects_name = True
        elif depth == 0 and kind == "name" and expects_name:
            expects_name = False
        elif depth == 0:
            return place
        place += 1
    return place
