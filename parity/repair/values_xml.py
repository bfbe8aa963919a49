"""Value sets as files, always complete: a value that is left out gets deactivated.

https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_globalvalueset.htm
https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_standardvalueset.htm
"""

from collections.abc import Mapping, Sequence
from typing import Any

from parity.repair.xml import Unwritable, document, pruned

#: What each value of these sets must say; describe tells none of it.
_DEMANDED = {
    "CaseStatus": ("closed",),
    "LeadStatus": ("converted",),
    "OpportunityStage": ("closed", "forecastCategory", "probability", "won"),
}
_OF_VALUES = frozenset({"color", "default", "description", "isActive", "label", "valueName", "fullName"})
_OF_STANDARD_VALUES = _OF_VALUES | {
    "allowEmail",
    "closed",
    "converted",
    "cssExposed",
    "forecastCategory",
    "groupingString",
    "highPriority",
    "probability",
    "reverseRole",
    "reviewed",
    "won",
}
#: What the org adds to a global value set's name since API version 57; files and references go without.
_SUFFIX = "__gvs"


def set_name(name: str) -> str:
    """A global value set's name as files have it."""
    return name.removesuffix(_SUFFIX)


def with_suffix(name: str) -> str:
    """A global value set's name as the org may have it."""
    return f"{name}{_SUFFIX}"


def global_value_set(metadata: Mapping[str, Any]) -> bytes:
    """The file of a global value set, which does not hold its own name."""
    given = pruned(metadata)
    known = {key: given[key] for key in ("description", "masterLabel", "sorted") if key in given}
    return document("GlobalValueSet", {**known, "customValue": custom_values(given.get("customValue", []))})


def standard_value_set(name: str, metadata: Mapping[str, Any]) -> bytes:
    """The file of a standard value set; raises Unwritable where a value lacks what the set demands."""
    given = pruned(metadata)
    demanded = _DEMANDED.get(name, ())
    values = []
    for one in given.get("standardValue", []):
        lacking = [key for key in demanded if key not in one]
        if lacking:
            raise Unwritable(f"the value {one.get('valueName')!r} does not tell its {', '.join(lacking)}")
        optional = _OF_STANDARD_VALUES - _OF_VALUES - set(demanded)
        values.append(
            _value({key: told for key, told in one.items() if key not in optional or told}, _OF_STANDARD_VALUES)
        )
    known = {key: given[key] for key in ("groupingStringEnum", "sorted") if key in given}
    return document("StandardValueSet", {**known, "standardValue": _whole(values)})


def custom_values(values: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The values of a global set or of a field's own one, in their order."""
    return _whole([_value(one, _OF_VALUES) for one in values])


def _whole(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not values:
        raise Unwritable("it holds no value, and Salesforce refuses an empty set")
    return values


def _value(value: Mapping[str, Any], known: frozenset[str]) -> dict[str, Any]:
    """One value. `isActive` is told where it is false only: absent means active."""
    unknown = sorted(key for key, told in value.items() if key not in known and told)
    if unknown:
        raise Unwritable(f"a value of it says {', '.join(unknown)}, which parity does not know how to write")
    name = value.get("valueName") or value.get("fullName")
    if not isinstance(name, str) or name != name.strip():
        raise Unwritable(f"the API value {name!r} begins or ends with a blank, which source format loses")
    kept = {key: told for key, told in value.items() if key in known - {"valueName", "fullName", "isActive"}}
    inactive = {"isActive": False} if value.get("isActive") is False else {}
    return {"fullName": name, "default": False, "label": name, **kept, **inactive}
