"""What Setup holds: automation, stages, copies and touchpoints, as rows in Salesforce's own shapes."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from parity.simulator.automation_metadata import (
    PROCESS_BUILDER,
    flow_metadata,
    validation_rule_metadata,
    workflow_rule_metadata,
)
from parity.simulator.field_rows import entity, object_id
from parity.simulator.identifiers import record_id
from parity.simulator.records import Row, SimulatedOrg
from parity.simulator.who import who_changed

PERSON_FIELD, OPPORTUNITY_FIELD = "bizible2__Bizible_Person__c", "bizible2__Opportunity__c"
TOUCHPOINT_TABLES = ("bizible2__Bizible_Touchpoint__c", "bizible2__Bizible_Attribution_Touchpoint__c")


def automation_rows(org: SimulatedOrg, table: str, version: str) -> tuple[Row, ...]:
    """One table of automation, from the short forms in Setup; Metadata at an API version."""
    return tuple(
        {**_shared(org, spec), **_AUTOMATION[table](org, spec), **_metadata(table, spec, version)}
        for spec in org.setup["automation"]
        if spec["table"] == table
    )


def _metadata(table: str, spec: Row, version: str) -> Row:
    """FullName and Metadata, where the Tooling API's table has them: an approval process has neither."""
    made = _METADATA.get(table)
    return (
        {}
        if made is None
        else {"FullName": f"{spec['object']}.{spec['name']}", "Metadata": partial(made, spec, version)}
    )


_METADATA = {"ValidationRule": validation_rule_metadata, "WorkflowRule": workflow_rule_metadata}


def automation_id(org: SimulatedOrg, spec: Row) -> str:
    """The id of a piece of automation, which differs from org to org."""
    return record_id("0zz", f"{org.setup['role']} {spec['table']} {spec['name']}")


def _shared(org: SimulatedOrg, spec: Row) -> Row:
    managed = spec.get("namespace") is not None
    return {
        "Id": automation_id(org, spec),
        "NamespacePrefix": spec.get("namespace"),
        "ManageableState": "installed" if managed else "unmanaged",
        **_who(org, spec),
    }


def _who(org: SimulatedOrg, spec: Row) -> Row:
    """Who changed it; FlowDefinitionView tells the name, and no id."""
    if spec["table"] != "FlowDefinitionView":
        return who_changed(org, spec["table"], f"{spec['object']}.{spec['name']}")
    said = who_changed(org, "Flow", spec["name"])
    names = {one.id: one.name for one in org.users.values()}
    return {**said, "LastModifiedBy": names[said["LastModifiedById"]]} if said else {}


def _validation_rule(org: SimulatedOrg, spec: Row) -> Row:
    active = spec.get("active", True)
    return {
        "ValidationName": spec["name"],
        "Active": active,
        "Description": spec.get("description"),
        "ErrorMessage": spec.get("message"),
        "ErrorDisplayField": spec.get("field"),
        "EntityDefinition": entity(org, spec["object"]),
        "EntityDefinitionId": object_id(org, spec["object"]),
    }


def _workflow_rule(org: SimulatedOrg, spec: Row) -> Row:
    return {
        "Name": spec["name"],
        "TableEnumOrId": object_id(org, spec["object"]),
    }


def flow_definition_id(org: SimulatedOrg, spec: Row) -> str:
    """The id of a flow, whatever its version."""
    return record_id("300", f"{org.setup['role']} {spec['name']}")


def flow_version_id(org: SimulatedOrg, spec: Row, version: int) -> str:
    """The id of one version of a flow."""
    return record_id("301", f"{org.setup['role']} {spec['name']} {version}")


def active_version(spec: Row) -> int | None:
    """The version of a flow that runs: the newest or what `active_version` says, none where the flow is inactive."""
    version: int | None = spec.get("active_version", spec.get("version", 1) if spec.get("active", True) else None)
    return version


def _flow(org: SimulatedOrg, spec: Row) -> Row:
    newest, active = spec.get("version", 1), active_version(spec)
    process = spec.get("process", "AutoLaunchedFlow")
    is_process_builder = process == PROCESS_BUILDER
    # Of a process only its Metadata tells the object.
    told = spec.get("object_told", not is_process_builder)
    of_package = f"{spec['namespace']}__" if spec.get("name_bears_namespace") else ""
    return {
        "DurableId": flow_definition_id(org, spec),
        "ApiName": f"{of_package}{spec['name']}",
        "Label": spec["name"].replace("_", " "),
        "ProcessType": process,
        "ActiveVersionId": None if active is None else flow_version_id(org, spec, active),
        "LatestVersionId": flow_version_id(org, spec, newest),
        "IsActive": active == newest,
        "IsOutOfDate": active is not None and active != newest,
        "VersionNumber": newest,
        "TriggerType": None if is_process_builder else spec.get("trigger", "RecordAfterSave"),
        "RecordTriggerType": None if is_process_builder else spec.get("event", "CreateAndUpdate"),
        "TriggerOrder": spec.get("order"),
        "TriggerObjectOrEvent": entity(org, spec["object"]) if told else None,
        "TriggerObjectOrEventId": object_id(org, spec["object"]) if told else None,
        "TriggerObjectOrEventLabel": entity(org, spec["object"])["Label"] if told else None,
        "InstalledPackageName": spec.get("package"),
    }


def flow_rows(org: SimulatedOrg, api_version: str) -> tuple[Row, ...]:
    """Tooling Flow: one row for each version of each flow, but for those that Salesforce itself brings (`platform`)."""
    return tuple(
        {
            "Id": flow_version_id(org, spec, version),
            "DefinitionId": flow_definition_id(org, spec),
            "MasterLabel": spec["name"].replace("_", " "),
            "ProcessType": spec.get("process", "AutoLaunchedFlow"),
            "Status": _flow_status(spec, version),
            "VersionNumber": version,
            "ManageableState": _shared(org, spec)["ManageableState"],
            # Without the number of the version, as an org told it at version 52.0.
            "FullName": f"{spec['namespace']}__{spec['name']}" if spec.get("namespace") else spec["name"],
            "ApiVersion": 66.0,
            "Metadata": partial(flow_metadata, org, spec, _flow_status(spec, version), api_version),
            **who_changed(org, "Flow", spec["name"]),
        }
        for spec in org.setup["automation"]
        if spec["table"] == "FlowDefinitionView" and not spec.get("platform", False)
        for version in range(1, spec.get("version", 1) + 1)
    )


def _flow_status(spec: Row, version: int) -> str:
    return "Active" if version == active_version(spec) else "Obsolete"


def _duplicate_rule(_org: SimulatedOrg, spec: Row) -> Row:
    return {
        "DeveloperName": spec["name"],
        "MasterLabel": spec["name"],
        "SobjectType": spec["object"],
        "SobjectSubtype": "None",
        "IsActive": spec.get("active", True),
    }


def _approval(org: SimulatedOrg, spec: Row) -> Row:
    return {
        "DeveloperName": spec["name"],
        "Name": spec["name"],
        "Type": "Approval",
        "State": "Active" if spec.get("active", True) else "Inactive",
        "LockType": spec.get("lock", "Total"),
        "TableEnumOrId": object_id(org, spec["object"]),
    }


def _assignment_rule(_org: SimulatedOrg, spec: Row) -> Row:
    return {"Name": spec["name"], "SobjectType": spec["object"], "Active": spec.get("active", True)}


_AUTOMATION: dict[str, Any] = {
    "AssignmentRule": _assignment_rule,
    "DuplicateRule": _duplicate_rule,
    "FlowDefinitionView": _flow,
    "ProcessDefinition": _approval,
    "ValidationRule": _validation_rule,
    "WorkflowRule": _workflow_rule,
}
AUTOMATION_TABLES = tuple(_AUTOMATION)


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


def copy_rows(spec: Row | None, sandbox_id: str, today: date) -> tuple[Row, ...]:
    """SandboxProcess: the making of the sandbox, a refresh, and another sandbox.

    `clone_of` names the sandbox that was cloned; `status` and `progress` tell a copy that still runs.
    """
    other = {**(spec or {}), "sandbox": "dev2", "license": "DEVELOPER", "status": "Completed", "clone_of": None}
    rows = [_copy_row(other, record_id("00D", "another sandbox")[:15], today - timedelta(days=90))]
    if spec is not None:
        owner = spec.get("organization", sandbox_id)[:15]
        ended = today - timedelta(days=spec["days_ago"])
        first = {**spec, "status": "Completed"}
        rows += [_copy_row(first, owner, ended - timedelta(days=300)), _copy_row(spec, owner, ended)]
    return tuple(rows)


def _copy_row(spec: Row, organization: str, ended: date) -> Row:
    status = spec.get("status", "Completed")
    is_done = status == "Completed"
    clone_of = spec.get("clone_of")
    return {
        "Id": record_id("0GR", f"{spec['sandbox']} {ended}"),
        "SandboxInfoId": _sandbox_id(spec["sandbox"]),
        "SandboxName": spec["sandbox"],
        "SandboxOrganization": organization,
        "LicenseType": None if clone_of else spec.get("license", "FULL"),
        "Status": status,
        "CopyProgress": 100 if is_done else spec.get("progress", 0),
        "StartDate": f"{ended.isoformat()}T04:00:00.000+0000",
        "EndDate": f"{ended.isoformat()}T09:30:00.000+0000" if is_done else None,
        "SourceId": _sandbox_id(clone_of) if clone_of else None,
    }


def sandbox_rows(copies: tuple[Row, ...]) -> tuple[Row, ...]:
    """SandboxInfo: the sandboxes that were made, and those that were cloned."""
    newest = {row["SandboxInfoId"]: row for row in copies}
    return tuple(
        {"Id": one, **{key: row[key] for key in ("SandboxName", "LicenseType", "SourceId")}}
        for one, row in newest.items()
    )


def _sandbox_id(name: str) -> str:
    return record_id("0GQ", name)


def touchpoint_tables(spec: Row, today: date) -> dict[str, tuple[Row, ...]]:
    """Buyer Touchpoints and Buyer Attribution Touchpoints, two of them for every other person."""
    made = f"{(today - timedelta(days=spec.get('days_ago', 0))).isoformat()}T06:12:00.000+0000"
    people = [
        {"Id": record_id("a02", f"touchpoint {number} {again}"), "CreatedDate": made, PERSON_FIELD: _id("a01", number)}
        for number in range(spec["people"])
        for again in range(1 + number % 2)
    ]
    opportunities = [
        {"Id": record_id("a03", f"attribution {number}"), "CreatedDate": made, OPPORTUNITY_FIELD: _id("006", number)}
        for number in range(spec["opportunities"])
    ]
    return dict(zip(TOUCHPOINT_TABLES, (tuple(people), tuple(opportunities)), strict=True))


def _id(prefix: str, number: int) -> str:
    return record_id(prefix, f"parent {number}")
