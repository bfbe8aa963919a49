"""Rows of GlobalValueSet, StandardValueSet and RecordType with their Metadata, made from the described objects.

Names of standard sets: source-deploy-retrieve, stdValueSetRegistry.json. The fields that use them: Metadata API guide,
StandardValueSet.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import quote

from parity.simulator.field_metadata import custom_value
from parity.simulator.field_rows import object_id
from parity.simulator.identifiers import record_id
from parity.simulator.metadata import altered, whole
from parity.simulator.records import Row, SimulatedOrg

#: By name of a standard set: the field whose values it holds here.
STANDARD_SETS = {
    "AccountOwnership": "Account.Ownership",
    "AccountRating": "Account.Rating",
    "AccountType": "Account.Type",
    "CampaignMemberStatus": "CampaignMember.Status",
    "CampaignStatus": "Campaign.Status",
    "CampaignType": "Campaign.Type",
    "CaseOrigin": "Case.Origin",
    "CasePriority": "Case.Priority",
    "CaseReason": "Case.Reason",
    "CaseStatus": "Case.Status",
    "CaseType": "Case.Type",
    "Industry": "Account.Industry",
    "LeadSource": "Lead.LeadSource",
    "LeadStatus": "Lead.Status",
    "OpportunityStage": "Opportunity.StageName",
    "OpportunityType": "Opportunity.Type",
    "Salutation": "Lead.Salutation",
}
#: Objects whose record types name a business process, and the field whose values that narrows.
_WITH_PROCESS = {"Case": "Case.Status", "Lead": "Lead.Status", "Opportunity": "Opportunity.StageName"}
_BORN_WITH_SUFFIX = "__gvs"
_PERSON_TYPES = ("PersonAccount",)


def global_value_set_rows(org: SimulatedOrg, version: str) -> list[Row]:
    """GlobalValueSet: sets made since API version 57.0 carry a suffix in FullName."""
    return [_global(org, name, spec, version) for name, spec in org.setup.get("value_sets", {}).items()]


def _global(org: SimulatedOrg, name: str, spec: Row, version: str) -> Row:
    label = spec.get("label", name.replace("_", " "))
    made = {
        "customValue": [custom_value(one) for one in spec.get("values") or _values(org, spec["fields"][0])],
        "description": spec.get("description"),
        "masterLabel": label,
        "sorted": spec.get("sorted", False),
    }
    return {
        "Id": record_id("0Nt", f"{org.setup['role']} {name}"),
        "DeveloperName": name,
        "MasterLabel": label,
        "Description": spec.get("description"),
        "Sorted": spec.get("sorted", False),
        "ManageableState": "unmanaged",
        "FullName": f"{name}{_BORN_WITH_SUFFIX}",
        "Metadata": whole("GlobalValueSet", made, version),
    }


def standard_value_set_rows(
    org: SimulatedOrg, stages: Sequence[Row], statuses: Sequence[Row], version: str
) -> list[Row]:
    """StandardValueSet, one row a set. `stages` and `statuses` say more of opportunity stages and lead statuses."""
    more = {
        **{("OpportunityStage", row["ApiName"]): _stage(row) for row in stages},
        **{("LeadStatus", row["ApiName"]): {"converted": row["IsConverted"]} for row in statuses},
    }
    found = []
    for name, field in STANDARD_SETS.items():
        values = [{**custom_value(one), **more.get((name, one["value"]), {})} for one in _values(org, field)]
        if name == "CaseStatus":
            values = [{**one, "closed": one["valueName"] == "Closed"} for one in values]
        if values:
            made = whole("StandardValueSet", {"sorted": False, "standardValue": values}, version)
            row = {"Id": "000000000000000AAA", "DurableId": name, "MasterLabel": name, "FullName": name}
            found.append({**row, "Metadata": made})
    return found


def _stage(row: Row) -> Row:
    closed, won = bool(row["IsClosed"]), bool(row["IsWon"])
    category = "Closed" if won else "Omitted" if closed else "Pipeline"
    return {
        "closed": closed,
        "won": won,
        "probability": 100 if won else 0 if closed else 10,
        "forecastCategory": category,
    }


def _values(org: SimulatedOrg, path: str) -> list[Row]:
    object_name, _, name = path.partition(".")
    fields = org.describes.get(object_name, {}).get("fields", [])
    values: list[Row] = next((one["picklistValues"] for one in fields if one["name"] == name), [])
    return values


def record_type_rows(org: SimulatedOrg, version: str) -> list[Row]:
    """RecordType of both APIs: the data API's DeveloperName, the Tooling API's FullName and Metadata."""
    return [
        {
            "Id": info["recordTypeId"],
            "DeveloperName": info["developerName"],
            "Name": info["name"],
            "SobjectType": name,
            "EntityDefinitionId": object_id(org, name),
            "IsActive": info["active"],
            "NamespacePrefix": None,
            "ManageableState": "unmanaged",
            "IsPersonType": name == "Account" and info["developerName"] in org.setup.get("person_types", _PERSON_TYPES),
            "FullName": f"{name}.{info['developerName']}",
            "Metadata": partial(_record_type, org, name, info, version),
        }
        for name, describe in org.describes.items()
        for info in describe["recordTypeInfos"]
        if not info["master"]
    ]


def business_process_rows(org: SimulatedOrg, version: str) -> list[Row]:
    """BusinessProcess: one for each object that has them, which offers every active value of its status or stage."""
    return [
        {
            "Id": record_id("019", f"{org.setup['role']} {name}"),
            "Name": process_name(name),
            "EntityDefinitionId": name,
            "IsActive": True,
            "Description": None,
            "NamespacePrefix": None,
            "ManageableState": "unmanaged",
            "FullName": f"{name}.{encoded(process_name(name))}",
            "Metadata": whole("BusinessProcess", {"isActive": True, "values": _of_process(org, name, path)}, version),
        }
        for name, path in _WITH_PROCESS.items()
        if name in org.describes
    ]


def _of_process(org: SimulatedOrg, object_name: str, path: str) -> list[Row]:
    """An Opportunity process takes no default."""
    return [
        {"valueName": one["value"], "default": bool(one["defaultValue"]) and object_name != "Opportunity"}
        for one in _values(org, path)
        if one["active"]
    ]


def with_process() -> dict[str, str]:
    """The objects that have business processes, each with the field whose values they narrow."""
    return _WITH_PROCESS


def process_name(object_name: str) -> str:
    """The business process of an object's record types, as Setup shows it."""
    return f"Northwind {object_name} (B2B)"


def encoded(name: str) -> str:
    """A name as Metadata has it: URL-encoded but for spaces and letters of any script."""
    return "".join(one if one == " " or not one.isascii() else quote(one, safe="") for one in name)


def in_record_types(field: str) -> str:
    """A picklist as record types name it: "Picklist value: Mx%2E in picklist: Name not found" is about Salutation
    (https://github.com/SFDO-Community/OmbudsmanCloudCare/pull/33).
    """
    return "Name" if field == "Salutation" else field


def _record_type(org: SimulatedOrg, object_name: str, info: Row, version: str) -> Row:
    narrowed: Row = org.setup.get("choices", {}).get(info["developerName"], {})
    picklists = [
        {"picklist": in_record_types(field["name"]), "values": _offered(field, narrowed.get(field["name"], {}))}
        for field in org.describes[object_name]["fields"]
        if field["type"] in {"picklist", "multipicklist"}
        and (field["compoundFieldName"] is None or field["name"] == "Salutation")
    ]
    made: Row = {
        "active": info["active"],
        "businessProcess": encoded(process_name(object_name)) if object_name in _WITH_PROCESS else None,
        "label": info["name"],
        "picklistValues": picklists,
    }
    said = org.setup.get("contents", {}).get("RecordType", {}).get(f"{object_name}.{info['developerName']}")
    return whole("RecordType", altered(made, said), version)


def _offered(field: Row, rule: Row) -> list[Any]:
    """The active values."""
    kept = [one for one in field["picklistValues"] if one["active"] and one["value"] not in rule.get("without", ())]
    return [
        {
            "default": one["value"] == rule["default"] if "default" in rule else bool(one["defaultValue"]),
            "valueName": encoded(one["value"]),
        }
        for one in kept
    ]
