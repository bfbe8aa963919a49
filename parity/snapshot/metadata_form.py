"""Metadata in one form: without what differs between any two orgs, without unset and default values, lists sorted.

Over the Tooling API, Metadata has every key, unset ones as null or []; a flow's layout, labels and versions, and the
order of most lists, do not change what it does. docs/what-is-compared.md lists what is left out, with the reasons.
"""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

#: Never compared, wherever they stand: addresses, drawing, words for readers.
NEVER = frozenset({"urls", "locationX", "locationY", "fullName", "description"})
#: A flow's keys that are drawing, words for readers, traces of a tool, or told by the list of flows (what_runs).
OF_FLOWS = frozenset(
    {
        "isGoTo",
        "label",
        "interviewLabel",
        "defaultConnectorLabel",
        "status",
        "migratedFromWorkflowRuleName",
        "triggerOrder",
        "triggerType",
        "recordTriggerType",
    }
)
#: A validation rule's keys that are columns, which are compared already.
OF_VALIDATION_RULES = frozenset({"active", "errorMessage", "errorDisplayField"})
OF_WORKFLOW_RULES = frozenset({"failedMigrationToolVersion"})
#: A custom field's keys that name people of the org, or count its records.
OF_FIELDS = frozenset({"businessOwnerUser", "businessOwnerGroup", "startingNumber"})
#: What a describe does not tell of a roll-up summary and of a lookup filter.
UNTOLD_OF_FIELDS = (
    "lookupFilter",
    "summarizedField",
    "summaryFilterItems",
    "summaryForeignKey",
    "summaryOperation",
)
#: Values of a flow that say how it was drawn.
_DRAWING = frozenset({"BuilderType", "CanvasMode", "OriginBuilderType"})
#: Values that mean the same as nothing: Metadata API guide, CustomField and Flow.
_DEFAULTS: Mapping[str, Any] = {
    "deleteConstraint": "SetNull",
    "encryptionScheme": "None",
    "environments": ["Default"],
    "isActive": True,
    "runInMode": "DefaultMode",
    "versionSegment": 1,
}
#: False says something here: a value that is set, an inactive value, a rule that is off.
_FALSE_TELLS = frozenset({"active", "booleanValue", "isActive"})
_UNORDERED = frozenset(
    {
        "actions",
        "controllingFieldValue",
        "customErrorMessages",
        "customProperties",
        "dataTypeMappings",
        "environments",
        "inputAssignments",
        "inputParameters",
        "outputAssignments",
        "outputParameters",
        "processMetadataValues",
        "queriedFields",
        "scheduledPaths",
        "summaryFilterItems",
        "valueSettings",
        "workflowTimeTriggers",
    }
)
#: Lists whose items a filter logic may number, and the key of that logic beside them.
NUMBERED_BY = {
    "conditions": "conditionLogic",
    "criteriaItems": "booleanFilter",
    "filterItems": "booleanFilter",
    "filters": "filterLogic",
}
_LOGICS = frozenset(NUMBERED_BY.values())
_SHARED_SUFFIX = "__gvs"
_OF_ELEMENTS = frozenset({"processMetadataValues"})


def folded(metadata: Mapping[str, Any], dropped: frozenset[str]) -> dict[str, Any]:
    """Metadata without what is never compared, without `dropped` keys, and without values that say nothing.

    What an element says beside its own keys (`processMetadataValues`) is the builder's: labels, and types once more.
    """
    return _folded(metadata, dropped, frozenset())


def _folded(metadata: Mapping[str, Any], dropped: frozenset[str], of_elements: frozenset[str]) -> dict[str, Any]:
    found = {}
    for key, value in metadata.items():
        if key in of_elements:
            continue
        if key in NEVER or key in dropped:
            continue
        kept = _value(key, value, dropped)
        if not _is_nothing(key, kept):
            found[key] = kept
    if found.get("isOptional") is True:
        found.pop("errorMessage", None)
    # The name of a versioned action, which API 58.0 to 61.0 told beside its name: the same again.
    if found.get("nameSegment") == found.get("actionName"):
        found.pop("nameSegment", None)
    return found


def _value(key: str, value: Any, dropped: frozenset[str]) -> Any:
    if isinstance(value, dict):
        inside = _folded(value, dropped, _OF_ELEMENTS)
        # A filter that is off accepts every record, whatever its criteria say.
        return {"active": False} if key == "lookupFilter" and inside.get("active") is False else inside
    if isinstance(value, list):
        items = [_value("", one, dropped) for one in value if not _is_drawing(key, one)]
        return [one for one in items if one not in ({}, None, "")]
    if key == "valueSetName" and isinstance(value, str):
        return value.removesuffix(_SHARED_SUFFIX)
    return value


def _is_drawing(key: str, item: Any) -> bool:
    return key == "processMetadataValues" and isinstance(item, dict) and item.get("name") in _DRAWING


def _is_nothing(key: str, value: Any) -> bool:
    if value is None or value in ([], {}, ""):
        return True
    if value is False:
        return key not in _FALSE_TELLS
    # Criteria without a logic must all be met.
    if key in _LOGICS and isinstance(value, str) and value.casefold() == "and":
        return True
    return key in _DEFAULTS and type(value) is type(_DEFAULTS[key]) and bool(value == _DEFAULTS[key])


def of_record_type(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """A record type's business process, and by picklist the values that it offers, in one order.

    Metadata encodes names as in an address; over the Tooling API a value's name is `valueName`, in files `fullName`.
    """
    lists = {
        unquote(str(one.get("picklist"))): _offered(
            [value for value in one.get("values") or () if isinstance(value, dict)]
        )
        for one in metadata.get("picklistValues") or ()
        if isinstance(one, dict)
    }
    process = metadata.get("businessProcess")
    told = {"businessProcess": unquote(process) if isinstance(process, str) else None, "picklistValues": lists}
    return {key: value for key, value in told.items() if value}


def _offered(values: list[dict[str, Any]]) -> dict[str, Any]:
    names = {unquote(str(one.get("valueName") or one.get("fullName"))): one.get("default") is True for one in values}
    default = next((name for name, is_default in sorted(names.items()) if is_default), None)
    return {"values": sorted(names), **({"default": default} if default is not None else {})}


def meaning_of_nothing(key: str, other: Any) -> Any:
    """What an absent value means where the other side has one: false, a documented default, or nothing."""
    if key in _DEFAULTS:
        return _DEFAULTS[key]
    if isinstance(other, bool):
        return False if other else None
    return "and" if key in _LOGICS else None


def in_one_order(value: Any, key: str = "", beside: Mapping[str, Any] | None = None) -> Any:
    """The same data with every list sorted whose order has no meaning: named elements, and items that no logic numbers.
    Keys are sorted too. `key` is where the data is, `beside` the mapping around it.
    """
    if isinstance(value, dict):
        return {name: in_one_order(value[name], name, value) for name in sorted(value)}
    if not isinstance(value, list):
        return value
    items = [in_one_order(one) for one in value]
    return sorted(items, key=_sort_key) if is_unordered(key, items, beside or {}) else items


def is_unordered(key: str, items: list[Any], beside: Mapping[str, Any]) -> bool:
    """Whether the order of a list means nothing. That of a decision's outcomes does, and that of picklist values."""
    if key in NUMBERED_BY:
        return not is_numbered(key, beside)
    if key == "rules":
        return False
    return key in _UNORDERED or (bool(items) and all(isinstance(one, dict) and "name" in one for one in items))


def is_numbered(key: str, beside: Mapping[str, Any]) -> bool:
    """Whether a logic such as `1 AND (2 OR 3)`, next to a list of criteria, numbers them."""
    return key in NUMBERED_BY and re.search(r"\d", str(beside.get(NUMBERED_BY[key]) or "")) is not None


def _sort_key(item: Any) -> str:
    """By name where it has one: other content must not move an element."""
    name = item.get("name") if isinstance(item, dict) else None
    return json.dumps([str(name), item], sort_keys=True, ensure_ascii=False)
