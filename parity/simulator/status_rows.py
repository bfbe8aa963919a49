"""OpportunityStage and LeadStatus rows, as they follow from the picklist values of the described objects."""

from parity.simulator.identifiers import record_id
from parity.simulator.records import Row, SimulatedOrg


def stage_rows(org: SimulatedOrg) -> list[Row]:
    """OpportunityStage follows from the values of StageName; the won one says so."""
    changes = org.setup.get("stages", {})
    return [
        {
            **_status("01J", one, number),
            "IsActive": one["active"],
            "IsClosed": one["value"].startswith("Closed"),
            "IsWon": one["value"] == "Closed Won",
            **changes.get(one["value"], {}),
        }
        for number, one in enumerate(_values(org, "Opportunity", "StageName"), start=1)
    ]


def lead_status_rows(org: SimulatedOrg) -> list[Row]:
    """LeadStatus follows from the active values of Lead.Status; the one for conversion says so."""
    changes = org.setup.get("lead_status", {})
    return [
        {
            **_status("01J", one, number),
            "IsConverted": one["value"] == "Closed - Converted",
            "IsDefault": one["defaultValue"],
            **changes.get(one["value"], {}),
        }
        for number, one in enumerate(_values(org, "Lead", "Status"), start=1)
        if one["active"]
    ]


def _values(org: SimulatedOrg, object_name: str, field: str) -> list[Row]:
    fields = org.describes[object_name]["fields"] if object_name in org.describes else []
    values: list[Row] = next((one["picklistValues"] for one in fields if one["name"] == field), [])
    return values


def _status(prefix: str, value: Row, number: int) -> Row:
    return {
        "Id": record_id(prefix, value["value"]),
        "ApiName": value["value"],
        "MasterLabel": value["label"],
        "SortOrder": number,
    }
