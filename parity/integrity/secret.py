"""A value that must not be seen: it hides from print, repr, format, pickling and JSON."""

import re
from typing import NoReturn

#: Session ids and access tokens as Salesforce makes them, also percent-encoded, and JSON web tokens.
_TOKENS = re.compile(r"00D\w{9,15}(?:!|%21)[\w.%-]+|eyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?|-----BEGIN[^-]*-----.*", re.DOTALL)
_HIDDEN = "(a secret, not shown)"


class Secret:
    """Holds a secret text; `reveal` is the only way to it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself. Call it only where it goes on the wire."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is never pickled")


def scrubbed(text: str) -> str:
    """A text from outside, without anything in it that has the look of a token: for messages, gaps and logs."""
    return _TOKENS.sub(_HIDDEN, text)


def looks_secret(text: str) -> bool:
    """Whether a text holds something that has the look of a token or a private key."""
    return _TOKENS.search(text) is not None or text.startswith("force://")
