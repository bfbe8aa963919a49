"""Login IP ranges in a recording: an address keeps nothing but its side of Adobe's published ranges.

That alone decides whether a profile admits Marketo Measure (parity/marketo_measure/authorize.py).
"""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address

from parity.marketo_measure.authorize import ADOBE_RANGES

_FIRST, _LAST = 0, 2**32 - 1
#: For documents: https://www.rfc-editor.org/rfc/rfc3849
_OTHER = {True: "2001:db8::", False: "2001:db8::ffff"}


def end_of_range(text: str, *, is_start: bool) -> str | None:
    """The stand-in for the start or the end of a range: Adobe's own addresses stay; any other becomes the bound of the
    gap between them in which it falls. Null for what is not an address.
    """
    try:
        found = ip_address(text)
    except ValueError:
        return None
    short = found.ipv4_mapped if isinstance(found, IPv6Address) else found
    if short is None:
        return _OTHER[is_start]
    gap = next((one for one in _gaps() if one[0] <= int(short) <= one[1]), None)
    return str(short) if gap is None else str(IPv4Address(_bound(int(short), gap, is_start=is_start)))


def _bound(address: int, gap: tuple[int, int], *, is_start: bool) -> int:
    """A bound of a gap; not the very first or last address where that was not meant, since all are then admitted."""
    low, high = gap
    if is_start:
        return low + 1 if low == _FIRST and address != _FIRST else low
    return high - 1 if high == _LAST and address != _LAST else high


def _gaps() -> Iterator[tuple[int, int]]:
    low = _FIRST
    for first, last in ADOBE_RANGES:
        yield low, int(IPv4Address(first)) - 1
        low = int(IPv4Address(last)) + 1
    yield low, _LAST
