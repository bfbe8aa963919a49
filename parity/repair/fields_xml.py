"""CustomField files: the whole field, without anything that Salesforce refuses for its type.

Elements: https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/customfield.htm
"""

from collections.abc import Mapping
from typing import Any

from parity.repair.member import Member
from parity.repair.values_xml import custom_values, set_name
from parity.repair.xml import Unwritable, document, pruned
from parity.snapshot.names import is_custom


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_EVERY_FIELD = _names(
    "businessStatus complianceGroup description inlineHelpText isConvertLeadDisabled label securityClassification "
    "trackFeedHistory trackHistory trackTrending type"
)
_STANDARD_FIELD = _names(
    "businessStatus complianceGroup description inlineHelpText lookupFilter securityClassification trackFeedHistory "
    "trackHistory type"
)
_LOOKUP = "referenceTo relationshipName relationshipLabel lookupFilter"
#: What a field of each type may say besides.
_OF_TYPE: dict[str, frozenset[str]] = {
    "Address": frozenset(),
    "AutoNumber": _names("displayFormat externalId"),
    "Checkbox": _names("defaultValue"),
    "Currency": _names("precision scale required defaultValue"),
    "Date": _names("required defaultValue"),
    "DateTime": _names("required defaultValue"),
    "Email": _names("required unique caseSensitive externalId defaultValue"),
    "EncryptedText": _names("length maskChar maskType required"),
    "Html": _names("length visibleLines defaultValue"),
    "Hierarchy": _names(f"{_LOOKUP} deleteConstraint"),
    "Location": _names("displayLocationInDecimal scale"),
    "LongTextArea": _names("length visibleLines defaultValue"),
    "Lookup": _names(f"{_LOOKUP} deleteConstraint required"),
    "MasterDetail": _names(f"{_LOOKUP} relationshipOrder reparentableMasterDetail writeRequiresMasterRead"),
    "MultiselectPicklist": _names("valueSet visibleLines"),
    "Number": _names("precision scale required unique externalId defaultValue"),
    "Percent": _names("precision scale required defaultValue"),
    "Phone": _names("required defaultValue"),
    "Picklist": _names("valueSet required"),
    "Summary": _names("summarizedField summaryFilterItems summaryForeignKey summaryOperation"),
    "Text": _names("length required unique caseSensitive externalId defaultValue"),
    "TextArea": _names("required defaultValue"),
    "Time": _names("required defaultValue"),
    "Url": _names("required defaultValue"),
}
_NESTED = _names("lookupFilter summaryFilterItems valueSet")
_FORMULA = _names("formula formulaTreatBlanksAs")
_FORMULA_TYPES = _names("Checkbox Currency Date DateTime Number Percent Text Time")
_FORMULA_NUMBERS = _names("Currency Number Percent")
#: Said by Salesforce of fields whose files may not say it: left out, nothing is lost.
_LEFT_OUT = _names("length precision scale required caseSensitive")
#: What belongs to one org: people, and where a counter stood.
_ORG_BOUND = _names("businessOwnerUser businessOwnerGroup startingNumber")
_FILTER = _names("active booleanFilter description errorMessage filterItems infoMessage isOptional")


def field_file(member: Member, metadata: Mapping[str, Any], *, history: bool) -> bytes:
    """A field's file from production's Metadata; without `history` its history is not tracked yet.

    Raises Unwritable where the file would not be that field.
    """
    given = {key: told for key, told in pruned(metadata).items() if key not in _ORG_BOUND}
    if given.get("encryptionScheme") == "None":
        del given["encryptionScheme"]
    if "encryptionScheme" in given:
        raise Unwritable("Shield encrypts it, which is a policy of the org: Setup > Platform Encryption")
    elements = _standard(given) if not is_custom(member.bare_name) else _custom(given)
    if elements.get("trackHistory"):
        elements["trackHistory"] = history
    return document("CustomField", {"fullName": member.bare_name, **elements})


def tracks_history(metadata: Mapping[str, Any]) -> bool:
    """Whether production tracks the field's history."""
    return metadata.get("trackHistory") is True


def value_set_name(metadata: Mapping[str, Any]) -> str | None:
    """The global value set that the field shows; null where its values are its own."""
    value_set = metadata.get("valueSet")
    name = value_set.get("valueSetName") if isinstance(value_set, Mapping) else None
    return set_name(name) if isinstance(name, str) and name else None


def _standard(given: dict[str, Any]) -> dict[str, Any]:
    """What a file may say of a standard field: its label, size and values belong to other places."""
    kept = {key: told for key, told in given.items() if key in _STANDARD_FIELD}
    return {**kept, **_lookup_filter(kept)}


def _custom(given: dict[str, Any]) -> dict[str, Any]:
    kind = given.get("type")
    if kind not in _OF_TYPE:
        raise Unwritable(f"parity knows no field of the type {kind!r}")
    known = _EVERY_FIELD | _own(kind, given)
    foreign = sorted(key for key, told in given.items() if key not in known | _LEFT_OUT and told is not False)
    if foreign:
        raise Unwritable(f"production says {', '.join(foreign)} of it, which Salesforce refuses in a file of {kind}")
    kept = {key: told for key, told in given.items() if key in known}
    _refuse_nested(kept)
    if not kept.get("unique"):
        kept.pop("caseSensitive", None)
    if kind == "Checkbox" and "formula" not in kept:
        kept.setdefault("defaultValue", "false")
    if "valueSet" in kept:
        kept["valueSet"] = _value_set(kept["valueSet"])
    elif "valueSet" in known:
        raise Unwritable("its values were not told")
    return {**kept, **_lookup_filter(kept)}


def _refuse_nested(kept: Mapping[str, Any]) -> None:
    """Only some elements hold others: anything else would be another file than production's."""
    nested = sorted(key for key, told in kept.items() if key not in _NESTED and isinstance(told, Mapping | list))
    if nested:
        raise Unwritable(f"production tells its {', '.join(nested)} in a shape that Salesforce does not know")


def _own(kind: str, given: Mapping[str, Any]) -> frozenset[str]:
    """The elements of its type: a formula has the type of its result, and little else."""
    if "formula" not in given:
        return _OF_TYPE[kind]
    if kind not in _FORMULA_TYPES:
        raise Unwritable(f"a formula of the type {kind}")
    return _FORMULA | (_names("precision scale") if kind in _FORMULA_NUMBERS else frozenset())


def _value_set(given: Mapping[str, Any]) -> dict[str, Any]:
    """Either a set's name or the values themselves, never both."""
    kept = {key: given[key] for key in ("controllingField", "restricted") if key in given}
    settings = [
        {"controllingFieldValue": one.get("controllingFieldValue", []), "valueName": one["valueName"]}
        for one in given.get("valueSettings", [])
    ]
    if settings:
        kept["valueSettings"] = settings
    if "valueSetName" in given:
        return {**kept, "valueSetName": set_name(given["valueSetName"])}
    definition = given.get("valueSetDefinition")
    if not definition:
        raise Unwritable("its values were not told")
    values = custom_values(definition.get("value", []))
    return {**kept, "valueSetDefinition": {"sorted": definition.get("sorted", False), "value": values}}


def _lookup_filter(kept: Mapping[str, Any]) -> dict[str, Any]:
    if "lookupFilter" not in kept:
        return {}
    given = kept["lookupFilter"]
    unknown = sorted(given.keys() - _FILTER)
    if unknown:
        raise Unwritable(f"its lookup filter says {', '.join(unknown)}, which parity does not know how to write")
    if given.get("isOptional"):
        given = {key: told for key, told in given.items() if key != "errorMessage"}
    return {"lookupFilter": given}
