"""Ids of 15 and 18 characters."""

import re
import string

_ORG_ID = re.compile(r"00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?", re.ASCII)


_CHECKSUM_ALPHABET = string.ascii_uppercase + "012345"


def full_id(record_id: str) -> str:
    """The 18-character form of a record id of 15 or 18 characters; anything else comes back as it is.

    The suffix has one character for each five of the id, whose bits say which of them are capitals:
    https://help.salesforce.com/s/articleView?id=000385585
    """
    if len(record_id) not in (15, 18) or not record_id.isascii() or not record_id.isalnum():
        return record_id
    base = record_id[:15]
    suffix = ""
    for start in (0, 5, 10):
        bits = sum(1 << place for place, char in enumerate(base[start : start + 5]) if char.isupper())
        suffix += _CHECKSUM_ALPHABET[bits]
    return base + suffix


def is_org_id(text: str | None) -> bool:
    """Whether a text is an org's id: 15 or 18 characters that begin with 00D."""
    return text is not None and _ORG_ID.fullmatch(text) is not None


def same_org(one: str | None, another: str | None) -> bool:
    """Whether two org ids, of 15 or 18 characters, name the same org. Unknown ids never match."""
    return one is not None and another is not None and full_id(one) == full_id(another)
