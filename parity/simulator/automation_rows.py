"""Automation as rows in Salesforce's own shapes: flows, rules and approval processes, from the short forms in Setup."""

from collections.abc import Callable
from functools import partial

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


def _flow_definition_id(org: SimulatedOrg, spec: Row) -> str:
    """The id of a flow, whatever its version."""
    return record_id("300", f"{org.setup['role']} {spec['name']}")


def _flow_version_id(org: SimulatedOrg, spec: Row, version: int) -> str:
    """The id of one version of a flow."""
    return record_id("301", f"{org.setup['role']} {spec['name']} {version}")


def _active_version(spec: Row) -> int | None:
    """The version of a flow that runs: the newest or what `active_version` says, none where the flow is inactive."""
    version: int | None = spec.get("active_version", spec.get("version", 1) if spec.get("active", True) else None)
    return version


def _flow(org: SimulatedOrg, spec: Row) -> Row:
    newest, active = spec.get("version", 1), _active_version(spec)
    process = spec.get("process", "AutoLaunchedFlow")
    is_process_builder = process == PROCESS_BUILDER
    # Of a process only its Metadata tells the object.
    told = spec.get("object_told", not is_process_builder)
    of_package = f"{spec['namespace']}__" if spec.get("name_bears_namespace") else ""
    return {
        "DurableId": _flow_definition_id(org, spec),
        "ApiName": f"{of_package}{spec['name']}",
        "Label": spec["name"].replace("_", " "),
        "ProcessType": process,
        "ActiveVersionId": None if active is None else _flow_version_id(org, spec, active),
        "LatestVersionId": _flow_version_id(org, spec, newest),
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
            "Id": _flow_version_id(org, spec, version),
            "DefinitionId": _flow_definition_id(org, spec),
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
    return "Active" if version == _active_version(spec) else "Obsolete"


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


_AUTOMATION: dict[str, Callable[[SimulatedOrg, Row], Row]] = {
    "AssignmentRule": _assignment_rule,
    "DuplicateRule": _duplicate_rule,
    "FlowDefinitionView": _flow,
    "ProcessDefinition": _approval,
    "ValidationRule": _validation_rule,
    "WorkflowRule": _workflow_rule,
}
AUTOMATION_TABLES = tuple(_AUTOMATION)
