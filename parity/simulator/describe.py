"""Expands a short notation into a full describe answer.

`string(80) required of:Name` is a type, its measure in brackets (a length, precision and scale, or the objects that a
reference points to), and flags.
"""

import base64
import re
from typing import Any

from parity.simulator.records import Row

_NOTATION = re.compile(r"(?P<type>\w+)(?:\((?P<measure>[^)]*)\))?(?P<flags>.*)")
_SOAP_TYPES = {
    "id": "tns:ID",
    "reference": "tns:ID",
    "boolean": "xsd:boolean",
    "int": "xsd:int",
    "double": "xsd:double",
    "currency": "xsd:double",
    "percent": "xsd:double",
    "date": "xsd:date",
    "datetime": "xsd:dateTime",
    "address": "urn:address",
}
_TEXTS = frozenset({"string", "picklist", "multipicklist", "textarea", "phone", "email", "url", "encryptedstring"})
_NUMBERS = frozenset({"double", "currency", "percent"})
_NEVER_NULL = frozenset({"id", "boolean"})


def described_object(name: str, definition: Row) -> Row:
    """The describe answer of one object, as an administrator sees it. `urls` is left for the server."""
    fields = {key: field(key, spec) for key, spec in definition["fields"].items()}
    for key, spec in definition["fields"].items():
        if isinstance(spec, dict) and "controller" in spec:
            depend(fields[key], fields[spec["controller"]], spec)
    label = definition["label"]
    return {
        **_OBJECT_DEFAULTS,
        "name": name,
        "label": label,
        "labelPlural": definition.get("plural", f"{label}s"),
        "keyPrefix": definition["prefix"],
        "mergeable": name in {"Account", "Case", "Contact", "Lead"},
        "fields": list(fields.values()),
        "recordTypeInfos": [record_type(one) for one in [*definition.get("recordTypes", []), "Master"]],
        "childRelationships": [_child("Task", "WhoId"), _child("AttachedContentDocument", "LinkedEntityId")],
    }


def field(name: str, spec: Any) -> Row:
    """One field's describe properties from its notation."""
    detail = spec if isinstance(spec, dict) else {"is": spec}
    read = _NOTATION.fullmatch(detail["is"].strip())
    if read is None:
        raise ValueError(f"{name}: the notation {detail['is']!r} is not understood")
    kind, measure, flags = read["type"], read["measure"] or "", frozenset(read["flags"].split())
    custom = name.endswith(("__c", "__pc"))
    compound = next((flag.removeprefix("of:") for flag in flags if flag.startswith("of:")), None)
    writable = not ({"readonly", "calculated"} & flags) and kind not in {"id", "address"}
    targets = [target.strip() for target in measure.split(",")] if kind == "reference" else []
    length, precision, scale, digits = _measures(kind, measure)
    return {
        "aggregatable": kind not in {"textarea", "address", "multipicklist", "encryptedstring"},
        "aiPredictionField": False,
        "autoNumber": "autonumber" in flags,
        "byteLength": length if kind in {"id", "reference"} else length * 3,
        "calculated": "calculated" in flags,
        "calculatedFormula": detail.get("formula"),
        "cascadeDelete": False,
        "caseSensitive": False,
        "compoundFieldName": compound or ("Name" if name == "Name" and length == 121 else None),
        "controllerName": None,
        "createable": writable,
        "custom": custom,
        "defaultValue": False if kind == "boolean" and writable else None,
        "defaultValueFormula": None,
        "defaultedOnCreate": kind in _NEVER_NULL
        or "defaulted" in flags
        or bool({"autonumber"} & flags)
        or name in _SYSTEM,
        "dependentPicklist": False,
        "deprecatedAndHidden": False,
        "digits": digits,
        "displayLocationInDecimal": False,
        "encrypted": "encrypted" in flags,
        "externalId": "external" in flags,
        "extraTypeInfo": "personname" if compound == "Name" or (name == "Name" and length == 121) else None,
        "filterable": kind not in {"textarea", "address", "encryptedstring"},
        "filteredLookupInfo": None,
        "formulaTreatNullNumberAsZero": "calculated" in flags,
        "groupable": kind
        in {"id", "reference", "boolean", "int", "date", "picklist", "string", "phone", "email", "url"},
        "highScaleNumber": False,
        "htmlFormatted": False,
        "idLookup": kind == "id" or "lookup" in flags or "external" in flags,
        "inlineHelpText": detail.get("help"),
        "label": detail.get("label", _label(name)),
        "length": length,
        "mask": "asterisk" if kind == "encryptedstring" else None,
        "maskType": "all" if kind == "encryptedstring" else None,
        "name": name,
        "nameField": "name" in flags,
        "namePointing": len(targets) > 1,
        "nillable": kind not in _NEVER_NULL and "required" not in flags,
        "permissionable": "required" not in flags
        and kind not in _NEVER_NULL
        and name not in _SYSTEM
        # A recorded describe of Lead says so of the parts of an address, and not of those of a name.
        and compound != "Name",
        "picklistValues": [picklist_value(one) for one in detail.get("values", [])],
        "polymorphicForeignKey": len(targets) > 1,
        "precision": precision,
        "queryByDistance": kind == "address",
        "referenceTargetField": None,
        "referenceTo": targets,
        "relationshipName": _relationship(name) if targets else None,
        "relationshipOrder": None,
        "restrictedDelete": False,
        "restrictedPicklist": "restricted" in flags,
        "scale": scale,
        "searchPrefilterable": kind == "reference",
        "soapType": _SOAP_TYPES.get(kind, "xsd:string"),
        "sortable": kind not in {"textarea", "address", "multipicklist", "encryptedstring"},
        "type": kind,
        "unique": "unique" in flags,
        "updateable": writable,
        "writeRequiresMasterRead": False,
    }


_SYSTEM = frozenset(
    {"CreatedById", "CreatedDate", "IsDeleted", "LastModifiedById", "LastModifiedDate", "SystemModstamp", "OwnerId"}
)


def _measures(kind: str, measure: str) -> tuple[int, int, int, int]:
    """Length, precision, scale and digits."""
    if kind in {"id", "reference"}:
        return 18, 0, 0, 0
    if kind in _TEXTS:
        return int(measure or 255), 0, 0, 0
    if kind == "int":
        return 0, 0, 0, int(measure or 8)
    if kind in _NUMBERS:
        precision, _, scale = measure.partition(",")
        return 0, int(precision), int(scale or 0), 0
    return 0, 0, 0, 0


def _label(name: str) -> str:
    bare = name.removesuffix("__c").rpartition("__")[2]
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", bare.replace("_", " "))


def _relationship(name: str) -> str:
    return f"{name.removesuffix('__c')}__r" if name.endswith("__c") else name.removesuffix("Id")


def picklist_value(spec: Any) -> Row:
    """One picklist entry from its notation: a text, or a mapping."""
    detail = spec if isinstance(spec, dict) else {"value": spec}
    return {
        "active": detail.get("active", True),
        "defaultValue": detail.get("default", False),
        "label": detail.get("label", detail["value"]),
        "validFor": None,
        "value": detail["value"],
    }


def depend(dependent: Row, controlling: Row, spec: Row) -> None:
    """Make one picklist depend on another, by the controlling values after `for`."""
    dependent.update(controllerName=controlling["name"], dependentPicklist=True)
    offered = {one["value"]: one.get("for", []) for one in spec["values"] if isinstance(one, dict)}
    for value in dependent["picklistValues"]:
        value["validFor"] = bitmap(offered.get(value["value"], []), controlling)


def bitmap(values: list[str], controlling: Row) -> str:
    """validFor: base64 of a bit for each controlling value, most significant bit first."""
    names = [one["value"] for one in controlling["picklistValues"]]
    data = bytearray((len(names) + 7) // 8)
    for value in values:
        index = names.index(value)
        data[index // 8] |= 0x80 >> index % 8
    return base64.b64encode(bytes(data)).decode()


def record_type(name: str) -> Row:
    """One entry of recordTypeInfos; its id is given when the org is made."""
    return {
        "active": True,
        "available": True,
        "defaultRecordTypeMapping": name == "Master",
        "developerName": name,
        "master": name == "Master",
        "name": name.replace("_", " "),
        "recordTypeId": "012000000000000AAA",
        "urls": {},
    }


def _child(name: str, by: str) -> Row:
    return {
        "cascadeDelete": False,
        "childSObject": name,
        "deprecatedAndHidden": False,
        "field": by,
        "junctionIdListNames": [],
        "junctionReferenceTo": [],
        "relationshipName": None,
        "restrictedDelete": False,
    }


_TRUE_FOR_ALL = (
    "compactLayoutable createable deletable feedEnabled layoutable queryable replicateable retrieveable "
    "searchLayoutable searchable triggerable undeletable updateable"
)
_FALSE_FOR_ALL = "activateable custom customSetting deepCloneable deprecatedAndHidden hasSubtypes isInterface isSubtype"
_NULL_FOR_ALL = (
    "associateEntityType associateParentEntity defaultImplementation extendedBy extendsInterfaces implementedBy "
    "implementsInterfaces listviewable lookupLayoutable networkScopeFieldName"
)
_OBJECT_DEFAULTS: Row = {
    **dict.fromkeys(_TRUE_FOR_ALL.split(), True),
    **dict.fromkeys(_FALSE_FOR_ALL.split(), False),
    **dict.fromkeys(_NULL_FOR_ALL.split()),
    "actionOverrides": [],
    "mruEnabled": True,
    "namedLayoutInfos": [],
    "sobjectDescribeOption": "FULL",
    "supportedScopes": [{"label": "All records", "name": "everything"}, {"label": "My records", "name": "mine"}],
}
