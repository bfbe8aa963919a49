"""CustomField.Metadata, made from a field's describe and from what a scenario adds.

What describe does not have (roll-ups, filters, who owns a field) is under `contents` in the org's setup. Which property
becomes which key: Metadata API guide, CustomField.
"""

import base64
from typing import Any

from parity.simulator.field_words import LONGEST_SHORT_TEXT
from parity.simulator.metadata import altered, whole
from parity.simulator.records import Row, SimulatedOrg

_TYPES = {
    "boolean": "Checkbox",
    "currency": "Currency",
    "date": "Date",
    "datetime": "DateTime",
    "double": "Number",
    "email": "Email",
    "encryptedstring": "EncryptedText",
    "int": "Number",
    "location": "Location",
    "multipicklist": "MultiselectPicklist",
    "percent": "Percent",
    "phone": "Phone",
    "picklist": "Picklist",
    "string": "Text",
    "time": "Time",
    "url": "Url",
}
_NUMBERS = frozenset({"Currency", "Number", "Percent"})
_WITH_LENGTH = frozenset({"EncryptedText", "Html", "LongTextArea", "Text"})
_LINES = {"Html": 25, "LongTextArea": 3, "MultiselectPicklist": 4}
_EXTERNAL = frozenset({"AutoNumber", "Email", "Number", "Text"})


def field_metadata(org: SimulatedOrg, object_name: str, field: Row, version: str) -> Row:
    """The Metadata of one field at an API version."""
    name = f"{object_name}.{field['name']}"
    made = _made(org, object_name, field)
    return whole("CustomField", altered(made, org.setup.get("contents", {}).get("CustomField", {}).get(name)), version)


def metadata_type(field: Row) -> str:
    """The type as the Metadata API names it; a formula's is that of its result, a roll-up summary has no formula."""
    kind: str = field["type"]
    if field["autoNumber"]:
        return "AutoNumber"
    if field["calculated"] and not field["calculatedFormula"]:
        return "Summary"
    if kind == "reference":
        return "MasterDetail" if field["cascadeDelete"] else "Lookup"
    if kind == "textarea":
        if field["length"] <= LONGEST_SHORT_TEXT:
            return "TextArea"
        return "Html" if field["extraTypeInfo"] == "richtextarea" or field["htmlFormatted"] else "LongTextArea"
    return _TYPES.get(kind, "Text")


def _made(org: SimulatedOrg, object_name: str, field: Row) -> Row:
    kind = metadata_type(field)
    is_formula = bool(field["calculatedFormula"])
    found: Row = {
        "deprecated": False,
        "externalId": bool(field["externalId"]) if kind in _EXTERNAL else None,
        "formula": field["calculatedFormula"],
        "inlineHelpText": field["inlineHelpText"],
        "label": field["label"],
        "required": _is_required(kind, field),
        "trackFeedHistory": False,
        "trackHistory": f"{object_name}.{field['name']}" in org.setup.get("history", ()),
        "trackTrending": False,
        "type": kind,
        "unique": bool(field["unique"]),
    }
    if kind in _NUMBERS:
        found |= {"precision": field["precision"] or field["digits"], "scale": field["scale"]}
    if is_formula:
        nulls = field.get("formulaTreatNullNumberAsZero")
        return found | {"formulaTreatBlanksAs": "BlankAsZero" if nulls else "BlankAsBlank"}
    return {**found, **_of_type(org, object_name, kind, field)}


def _is_required(kind: str, field: Row) -> bool:
    return not field["nillable"] and kind not in {"AutoNumber", "Checkbox", "MasterDetail", "Summary"}


def _of_type(org: SimulatedOrg, object_name: str, kind: str, field: Row) -> Row:
    """The keys that only some types have."""
    found: Row = {}
    if kind in _WITH_LENGTH:
        found["length"] = field["length"]
    if kind in _LINES:
        found["visibleLines"] = _LINES[kind]
    if kind == "Checkbox":
        found["defaultValue"] = "true" if field.get("defaultValue") else "false"
    elif field.get("defaultValueFormula"):
        found["defaultValue"] = field["defaultValueFormula"]
    if field["unique"]:
        found["caseSensitive"] = bool(field["caseSensitive"])
    return found | _of_one_type(org, object_name, kind, field)


def _of_one_type(org: SimulatedOrg, object_name: str, kind: str, field: Row) -> Row:
    """The keys that one type alone has."""
    match kind:
        case "EncryptedText":
            return {"maskChar": field.get("mask"), "maskType": field.get("maskType")}
        case "AutoNumber":
            return {"displayFormat": "N-{000000}"}
        case "Summary":
            return {"summaryOperation": "count", "summaryForeignKey": f"{object_name}_Line__c.Parent__c"}
        case "Lookup" | "MasterDetail":
            return _relationship(object_name, kind, field)
        case "Picklist" | "MultiselectPicklist":
            return {"valueSet": _value_set(org, object_name, field)}
        case _:
            return {}


def _relationship(object_name: str, kind: str, field: Row) -> Row:
    """What a lookup or master-detail field says of itself. Describe tells of a filter only that there is one."""
    found: Row = {
        "referenceTo": (field["referenceTo"] or [None])[0],
        "relationshipName": f"{object_name.removesuffix('__c')}_{field['name'].removesuffix('__c')}"[:40],
        "relationshipLabel": field["label"],
    }
    if kind == "Lookup":
        found["deleteConstraint"] = "Restrict" if field.get("restrictedDelete") else "SetNull"
    else:
        found |= {
            "relationshipOrder": field.get("relationshipOrder") or 0,
            "reparentableMasterDetail": bool(field.get("updateable")),
            "writeRequiresMasterRead": bool(field.get("writeRequiresMasterRead")),
        }
    told = field.get("filteredLookupInfo")
    if told:
        wanted = {"field": f"{found['referenceTo']}.Name", "operation": "notEqual", "value": "x"}
        found["lookupFilter"] = {"active": True, "filterItems": [wanted], "isOptional": bool(told["optionalFilter"])}
    return found


def _value_set(org: SimulatedOrg, object_name: str, field: Row) -> Row:
    shared = next(
        (
            name
            for name, spec in org.setup.get("value_sets", {}).items()
            if f"{object_name}.{field['name']}" in spec["fields"]
        ),
        None,
    )
    definition = {"sorted": False, "value": [custom_value(one) for one in field["picklistValues"] or ()]}
    return {
        "controllingField": field.get("controllerName"),
        "restricted": bool(field["restrictedPicklist"]) or shared is not None,
        "valueSetDefinition": None if shared else definition,
        "valueSetName": shared,
        "valueSettings": _settings(org, object_name, field),
    }


def custom_value(value: Row) -> Row:
    """A picklist value. isActive is told only where it is false."""
    return {
        "default": bool(value["defaultValue"]),
        "isActive": None if value["active"] else False,
        "label": value["label"],
        "valueName": value["value"],
    }


def _settings(org: SimulatedOrg, object_name: str, field: Row) -> list[Row]:
    """Which values of the controlling field offer each value."""
    controller = field.get("controllerName")
    fields = org.describes.get(object_name, {}).get("fields", [])
    controlling: Any = next((one for one in fields if one["name"] == controller), None)
    if controlling is None:
        return []
    names = [one["value"] for one in controlling["picklistValues"]]
    found = []
    for value in field["picklistValues"]:
        bits = _bits(value["validFor"])
        offered = [name for place, name in enumerate(names) if place < len(bits) and bits[place]]
        if offered:
            found.append({"controllingFieldValue": offered, "valueName": value["value"]})
    return found


def _bits(valid_for: str | None) -> list[bool]:
    return [bool(byte & 0x80 >> place) for byte in base64.b64decode(valid_for or "") for place in range(8)]
