"""Canonical bytes and digests: the same content always gives the same bytes.

Canonical form is UTF-8 JSON with the records' keys in the order of their definition, the keys of
free-form mappings sorted, no white space, and one newline at the end.
"""

import hashlib
from typing import Any

import msgspec

_ENCODER = msgspec.json.Encoder(order="deterministic")


def canonical_bytes(record: Any) -> bytes:
    """The canonical bytes of a record or of plain JSON data."""
    return _ENCODER.encode(record) + b"\n"


def digest(data: bytes) -> str:
    """`sha256:<hex>` of the bytes: what `sha256sum` prints for a file that holds them."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def sorted_json(value: Any) -> Any:
    """Plain JSON data with every list sorted, because order is never drift (DESIGN law 5)."""
    if isinstance(value, dict):
        return {key: sorted_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return sorted((sorted_json(item) for item in value), key=canonical_bytes)
    return value
