"""A raw describe answer in, our record of the object out.

Answer: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_describe.htm
Dependent picklists: validFor is a base64 bitmap, most significant bit first, over the controlling field's values:
https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_describesobjects_describesobjectresult.htm
"""

import base64
import binascii
from typing import Any, TypeVar, get_args

import msgspec
from msgspec import structs

from parity.errors import CouldNotLook
from parity.integrity.unreadable import why_unreadable
from parity.snapshot.records import Field, Gap, ObjectDescribe, PicklistValue, RecordType

_FIELD_NAMES = frozenset(Field.__struct_encode_fields__) - {"other"}
_NULLABLE = frozenset(one.encode_name for one in structs.fields(Field) if type(None) in get_args(one.type))
_RECORD_TYPE_NAMES = frozenset(RecordType.__struct_encode_fields__) - {"other"}
_VALUE_NAMES = frozenset({"value", "label", "active", "defaultValue", "validFor"})
_CHECKBOX_VALUES = ("false", "true")


def object_from_describe(answer: Any, where: str) -> tuple[ObjectDescribe, tuple[Gap, ...]]:
    """The object that a raw describe answer shows, and what in it could not be understood.

    `where` names the file or request in messages. Raises CouldNotLook for an answer that is no describe.
    """
    if not isinstance(answer, dict) or not isinstance(answer.get("name"), str):
        raise CouldNotLook("this is not a describe answer: it has no object name", where=where, fix=_ASK_AGAIN)
    raw_fields = answer.get("fields")
    if not isinstance(raw_fields, list) or not raw_fields:
        raise CouldNotLook("this is not a full describe answer: it has no fields", where=where, fix=_ASK_AGAIN)
    if not all(isinstance(raw, dict) and isinstance(raw.get("name"), str) for raw in raw_fields):
        raise CouldNotLook("an entry of `fields` is not a field with a name", where=where, fix=_ASK_AGAIN)
    record_types = answer.get("recordTypeInfos")
    if not isinstance(record_types, list | None):
        raise CouldNotLook("`recordTypeInfos` is not a list", where=where, fix=_ASK_AGAIN)
    by_name = {raw["name"]: raw for raw in raw_fields}
    gaps: list[Gap] = [_untold_record_types(answer["name"])] if record_types is None else []
    described = ObjectDescribe(
        properties={key: value for key, value in answer.items() if key not in {"fields", "recordTypeInfos"}},
        fields=tuple(_field(raw, by_name, answer["name"], where, gaps) for raw in raw_fields),
        record_types=tuple(_record_type(raw, where) for raw in record_types or ()),
    )
    return described, tuple(gaps)


_ASK_AGAIN = "Ask again for .../sobjects/OBJECT/describe and keep the whole answer."


def _field(raw: dict[str, Any], by_name: dict[Any, Any], object_name: str, where: str, gaps: list[Gap]) -> Field:
    known: dict[str, Any] = {}
    other: dict[str, Any] = {}
    for key, value in raw.items():
        if key not in _FIELD_NAMES:
            other[key] = value
        elif value is not None or key in _NULLABLE:
            known[key] = value
    if isinstance(known.get("picklistValues"), list):
        controlling = _controlling_values(by_name.get(str(raw.get("controllerName"))))
        known["picklistValues"] = [
            _picklist_value(value, controlling, object_name, str(raw.get("name")), gaps)
            for value in known["picklistValues"]
        ]
    known["other"] = other
    return _convert(known, Field, f"{where}: field {raw.get('name')}")


def _record_type(raw: Any, where: str) -> RecordType:
    if not isinstance(raw, dict):
        raise CouldNotLook("a record type in the answer is not an object", where=where, fix=_ASK_AGAIN)
    known = {key: value for key, value in raw.items() if key in _RECORD_TYPE_NAMES}
    # Before API version 43.0 describe gave no developer name: the name is the only key there is.
    known.setdefault("developerName", raw.get("name"))
    known["other"] = {key: value for key, value in raw.items() if key not in _RECORD_TYPE_NAMES and key != "urls"}
    return _convert(known, RecordType, f"{where}: record type {raw.get('name')}")


_Record = TypeVar("_Record", Field, RecordType)


def _convert(known: dict[str, Any], kind: type[_Record], where: str) -> _Record:
    try:
        return msgspec.convert(known, kind)
    except msgspec.ValidationError as problem:
        raise CouldNotLook(
            f"a property is not of the kind that Salesforce documents: {why_unreadable(problem)}",
            where=where,
            fix=_ASK_AGAIN,
        ) from None


def _controlling_values(raw: Any) -> tuple[str, ...] | None:
    """The controlling field's values in the order that the bitmap counts them; null where it is not to be seen."""
    if not isinstance(raw, dict):
        return None
    if raw.get("type") == "boolean":
        return _CHECKBOX_VALUES
    return tuple(str(value.get("value")) for value in raw.get("picklistValues") or [])


def _picklist_value(
    raw: Any, controlling: tuple[str, ...] | None, object_name: str, field: str, gaps: list[Gap]
) -> PicklistValue | dict[str, Any]:
    if not isinstance(raw, dict):
        raise CouldNotLook("a picklist value is not an object", where=f"{object_name}.{field}", fix=_ASK_AGAIN)
    unknown = sorted(set(raw) - _VALUE_NAMES)
    if unknown:
        gaps.append(_not_understood(object_name, field, f"picklist values have unknown properties: {unknown}"))
    bitmap = raw.get("validFor")
    valid_for: tuple[str, ...] | None = None
    if bitmap is not None and controlling is None:
        gaps.append(_not_understood(object_name, field, "its controlling field is not to be seen"))
    elif bitmap is not None and controlling is not None:
        try:
            valid_for = decoded_valid_for(bitmap, controlling)
        except (binascii.Error, ValueError, TypeError):
            gaps.append(_not_understood(object_name, field, "validFor is not a base64 bitmap"))
    return {
        "value": raw.get("value"),
        "label": raw.get("label"),
        "active": raw.get("active"),
        "defaultValue": raw.get("defaultValue"),
        "validFor": valid_for,
    }


def decoded_valid_for(bitmap: str, controlling: tuple[str, ...]) -> tuple[str, ...]:
    """The controlling values whose bit is set. Bits past the last value mean nothing."""
    data = base64.b64decode(bitmap, validate=True)
    return tuple(
        value
        for index, value in enumerate(controlling)
        if index // 8 < len(data) and data[index // 8] & (0x80 >> index % 8)
    )


def _untold_record_types(object_name: str) -> Gap:
    return Gap(
        area="describe",
        subject=f"{object_name} recordTypeInfos",
        reason="the describe does not tell record types, so they are not compared",
        fix=_ASK_AGAIN,
    )


def _not_understood(object_name: str, field: str, reason: str) -> Gap:
    return Gap(
        area="picklist",
        subject=f"{object_name}.{field}",
        reason=reason,
        fix="Grant read access to the controlling field, or report it if the field is visible.",
    )
