"""The bitmaps of dependent picklists, cut to the bits that mean something, so that no word can hide in one.

validFor is base64, most significant bit first, a bit for each value of the controlling field:
https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_describesobjects_describesobjectresult.htm
"""

import base64
import binascii
from typing import Any

#: Stands for what is no bitmap: it is none either.
NO_BITMAP = "?"
_NO_BITS = "AAAA"


class Bits(str):
    """A bitmap that holds nothing but bits for values that there are."""

    __slots__ = ()


def with_bounded_bitmaps(described: dict[str, Any]) -> dict[str, Any]:
    """A describe answer in which each validFor is `Bits`."""
    fields = [one for one in described["fields"] if isinstance(one, dict)]
    by_name = {str(one.get("name")): one for one in fields}
    return {
        **described,
        "fields": [_field(one, by_name) if isinstance(one, dict) else one for one in described["fields"]],
    }


def _field(field: dict[str, Any], by_name: dict[str, dict[str, Any]]) -> dict[str, Any]:
    values = field.get("picklistValues")
    if not isinstance(values, list) or not any(isinstance(one, dict) and one.get("validFor") for one in values):
        return field
    controlling = by_name.get(str(field.get("controllerName")), {})
    number = 2 if controlling.get("type") == "boolean" else len(controlling.get("picklistValues") or [])
    return {**field, "picklistValues": [_value(one, number) for one in values]}


def _value(value: Any, number: int) -> Any:
    bitmap = value.get("validFor") if isinstance(value, dict) else None
    return {**value, "validFor": Bits(_bounded(bitmap, number))} if isinstance(bitmap, str) else value


def _bounded(bitmap: str, number: int) -> str:
    try:
        data = base64.b64decode(bitmap, validate=True)
    except (binascii.Error, ValueError):
        return NO_BITMAP
    kept = data[: (number + 7) // 8]
    if kept and number % 8 and len(kept) * 8 > number:
        kept = kept[:-1] + bytes([kept[-1] & (0xFF << (8 - number % 8)) & 0xFF])
    return base64.b64encode(kept).decode() or _NO_BITS
