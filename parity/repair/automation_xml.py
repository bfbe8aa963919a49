"""Record types with their business process, validation rules, workflow rules, flows and Apex, as files.

https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_recordtype.htm, and of the same guide
meta_validationformulas.htm, meta_workflow.htm, meta_visual_workflow.htm and meta_classes.htm.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from parity.repair.choices import PROCESS_FIELDS, Choices, Picklists, named_values, process_choices
from parity.repair.member import Member, MetadataType
from parity.repair.xml import Unwritable, document, pruned

_RECORD_TYPE = frozenset({"active", "businessProcess", "compactLayoutAssignment", "description", "label"})
_RULE = frozenset({"active", "description", "errorConditionFormula", "errorDisplayField", "errorMessage"})
_WORKFLOW = frozenset({"actions", "active", "booleanFilter", "criteriaItems", "description", "formula", "triggerType"})
_WORKFLOW_LEFT_OUT = frozenset({"failedMigrationToolVersion"})
#: Objects whose record types need a business process, and those of which its default value is refused.
WITH_PROCESS = frozenset(PROCESS_FIELDS)
_WITHOUT_DEFAULT = frozenset({"Opportunity"})
#: What Setup calls no field at all.
_NO_FIELD = "Top of Page"
_JSON_OFFSET = re.compile(r"(?P<hours>[+-]\d\d)(?P<minutes>\d\d)$")
_FLOW_FIRST = ("fullName", "description", "name", "label", "locationX", "locationY")


def record_type_file(member: Member, metadata: Mapping[str, Any], has: Picklists) -> bytes:
    """A record type. `has`: the picklists that the sandbox has or gets, and which of their values.

    Raises Unwritable where it needs a business process and names none.
    """
    given = pruned(metadata)
    kept = {key: given[key] for key in _RECORD_TYPE if key in given}
    if member.object in WITH_PROCESS and "businessProcess" not in kept:
        raise Unwritable("production does not tell its business process, which Salesforce demands")
    if "businessProcess" in kept:
        kept["businessProcess"] = bare(kept["businessProcess"])
    lists = [
        {"picklist": one["picklist"], "values": _offered(one, has[one["picklist"]])}
        for one in given.get("picklistValues", [])
        if one.get("picklist") in has
    ]
    lists = [one for one in lists if one["values"]]
    return document(
        "RecordType", {"fullName": member.bare_name, **kept, **({"picklistValues": lists} if lists else {})}
    )


def _offered(one: Mapping[str, Any], choices: Choices) -> list[dict[str, Any]]:
    """The values that a record type offers, as far as the sandbox has them."""
    return [
        {"fullName": name, "default": each.get("default", False)}
        for name, each in named_values(one.get("values"))
        if choices.has(name)
    ]


def business_process_file(member: Member, metadata: Mapping[str, Any], has: Picklists) -> bytes:
    """The file of a business process, with those of its values that the sandbox has."""
    given = pruned(metadata)
    refuses_default = member.object in _WITHOUT_DEFAULT
    values = [
        {"fullName": name, "default": False if refuses_default else each.get("default", False)}
        for name, each in named_values(given.get("values"))
        if name not in process_choices(member.object, has).lacks
    ]
    if not values:
        raise Unwritable("production does not tell its values")
    kept = {key: given[key] for key in ("description", "isActive") if key in given}
    return document("BusinessProcess", {"fullName": member.bare_name, "isActive": True, **kept, "values": values})


def validation_rule_file(member: Member, metadata: Mapping[str, Any]) -> bytes:
    """A validation rule."""
    given = pruned(metadata)
    _refuse_unknown(given, _RULE)
    for demanded in ("errorConditionFormula", "errorMessage"):
        if demanded not in given:
            raise Unwritable(f"production does not tell its {demanded}")
    if given.get("errorDisplayField") == _NO_FIELD:
        del given["errorDisplayField"]
    return document("ValidationRule", {"fullName": member.bare_name, **given})


def workflow_file(rules: Sequence[tuple[Member, Mapping[str, Any]]]) -> bytes:
    """The workflow rules of one object, which share a file. Raises Unwritable for a rule with actions of its own."""
    return document("Workflow", {"rules": [workflow_rule(member, metadata) for member, metadata in rules]})


def workflow_rule(member: Member, metadata: Mapping[str, Any]) -> dict[str, Any]:
    """One rule. What it does is other components, which a file of the rule alone would point into nothing with."""
    given = {key: told for key, told in pruned(metadata).items() if key not in _WORKFLOW_LEFT_OUT}
    actions = [f"{one.get('type')} {one.get('name')}" for one in given.get("actions", [])]
    if actions:
        raise Unwritable(f"its actions ({', '.join(actions)}) are components of their own, which must come with it")
    _refuse_unknown(given, _WORKFLOW)
    return {"fullName": member.bare_name, **given}


def flow_file(metadata: Mapping[str, Any]) -> bytes:
    """A flow: it becomes a new version, active where production's is."""
    told_of = pruned(metadata, empty_texts=True)
    given = {
        key: _times_as_in_files(told)
        for key, told in told_of.items()
        if key not in {"fullName", "migratedFromWorkflowRuleName"}
    }
    if "processType" not in given or "label" not in given:
        raise Unwritable("production does not show what is inside of it")
    return document("Flow", {**given, "status": "Active"}, _FLOW_FIRST)


def _times_as_in_files(value: Any) -> Any:
    """With points in time as XML writes them: JSON of Salesforce has `+0000` where its files have `Z`."""
    if isinstance(value, Mapping):
        return {
            key: _JSON_OFFSET.sub(_offset, one)
            if key == "dateTimeValue" and isinstance(one, str)
            else _times_as_in_files(one)
            for key, one in value.items()
        }
    return [_times_as_in_files(one) for one in value] if isinstance(value, list | tuple) else value


def _offset(found: re.Match[str]) -> str:
    hours, minutes = found["hours"], found["minutes"]
    return "Z" if (hours[1:], minutes) == ("00", "00") else f"{hours}:{minutes}"


def flow_switched_off() -> bytes:
    """A flow's definition with no active version: no file of the flow itself switches one off."""
    return document("FlowDefinition", {"activeVersionNumber": 0})


def apex_settings(member: Member, metadata: Mapping[str, Any]) -> bytes:
    """The file of settings beside a trigger's or class's source."""
    given = pruned(metadata)
    version = given.get("apiVersion")
    if not isinstance(version, int | float) or not isinstance(given.get("status"), str):
        raise Unwritable("production does not tell its API version and status")
    root = "ApexTrigger" if member.type is MetadataType.APEX_TRIGGER else "ApexClass"
    return document(root, {"apiVersion": float(version), "status": given["status"]})


def bare(name: str) -> str:
    """A business process by its bare name."""
    return name.rpartition(".")[2]


def _refuse_unknown(given: Mapping[str, Any], known: frozenset[str]) -> None:
    unknown = sorted(key for key in given if key not in known)
    if unknown:
        raise Unwritable(f"production says {', '.join(unknown)} of it, which parity does not know how to write")
