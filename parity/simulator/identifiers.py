"""Record ids of 15 and 18 characters, derived from a name."""

import hashlib
from functools import cache


@cache
def record_id(prefix: str, name: str) -> str:
    """A record id of 18 characters that follows from the name."""
    return full_id(f"{prefix}{hashlib.sha256(name.encode()).hexdigest()[:12]}")


def full_id(short: str) -> str:
    """The id with its suffix: one character for each five, whose bits say which are capitals."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    bits = [sum(1 << place for place, char in enumerate(short[at : at + 5]) if char.isupper()) for at in (0, 5, 10)]
    return short + "".join(alphabet[one] for one in bits)
