"""Validation rules, workflow rules, flows and Apex deployed to a simulated org, and what Salesforce refuses in them."""

import re
from typing import Any

from parity.simulator.automation_metadata import flow_metadata
from parity.simulator.changes import changed
from parity.simulator.definition import EVENTS, checksum, trigger
from parity.simulator.deploy_fields import refuse_unknown_names
from parity.simulator.deploy_files import DeployedFile, NotDeployable
from parity.simulator.metadata import metadata_types
from parity.simulator.records import Row, SimulatedOrg

_LONGEST_MESSAGE = 255
_TRIGGER = re.compile(r"\s*trigger\s+(\w+)\s+on\s+(\w+)\s*\(([^)]*)\)")
_CALLED = re.compile(r"\b([A-Z]\w*)\.\w+\(")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
_PLATFORM = frozenset({"System", "Trigger", "Database", "Test", "UserInfo", "Schema"})


def deploy_validation_rule(org: SimulatedOrg, file: DeployedFile) -> SimulatedOrg:
    """A validation rule takes the place of the one of its name."""
    told = file.told
    for key in ("errorConditionFormula", "errorMessage"):
        if not told.get(key):
            raise NotDeployable(f"Required field is missing: {key}")
    if len(str(told["errorMessage"])) > _LONGEST_MESSAGE:
        raise NotDeployable("Error Message: data value too large")
    refuse_unknown_names(org, file.object, told["errorConditionFormula"])
    spec = {
        "table": "ValidationRule",
        "object": file.object,
        "name": file.bare_name,
        "active": told.get("active") is True,
        "formula": told["errorConditionFormula"],
        "field": told.get("errorDisplayField"),
        "message": told["errorMessage"],
        "description": told.get("description"),
    }
    return changed(org, {"automation": [spec]})


def deploy_workflow_rule(org: SimulatedOrg, file: DeployedFile) -> SimulatedOrg:
    """A workflow rule; its actions must be in the org, and a simulated one has none."""
    for one in file.told.get("actions") or []:
        raise NotDeployable(f"In field: action - no Workflow{one['type']} named {file.object}.{one['name']} found")
    spec = {
        "table": "WorkflowRule",
        "object": file.object,
        "name": file.bare_name,
        "active": file.told.get("active") is True,
        "formula": file.told.get("formula"),
        "criteria": file.told.get("criteriaItems") or [],
        "metadata": dict(file.told),
    }
    return changed(org, {"automation": [spec]})


def deploy_flow(org: SimulatedOrg, file: DeployedFile) -> SimulatedOrg:
    """A flow becomes a new version; an active one becomes the one that runs. A draft leaves the active one alone."""
    start = file.told.get("start") or {}
    if not file.told.get("label") or not file.told.get("processType"):
        raise NotDeployable("Required field is missing: label")
    _refuse_times(file.told)
    before = _automation(org, "FlowDefinitionView", file.name)
    if before is not None and _same_flow(org, before, file):
        return org
    version = (before.get("version", 1) if before else 0) + 1
    runs = file.told.get("status") == "Active"
    running = version if runs else _running(before)
    spec = {
        **(before or {"table": "FlowDefinitionView", "name": file.name}),
        "object": start.get("object") or (before or {}).get("object"),
        "process": file.told["processType"],
        "trigger": start.get("triggerType"),
        "event": start.get("recordTriggerType"),
        "order": _number(file.told.get("triggerOrder")),
        "version": version,
        "active": running is not None,
        "active_version": running,
        "metadata": _as_told("Flow", dict(file.told)),
    }
    return changed(org, {"automation": [spec]})


def _refuse_times(told: Any) -> None:
    """A file holds XML: `2018-05-01T07:00:00.000+0000`, as JSON has it, is no xsd:dateTime."""
    for key, one in told.items() if isinstance(told, dict) else enumerate(told):
        if key == "dateTimeValue" and not _DATE_TIME.fullmatch(str(one)):
            raise NotDeployable(f"'{one}' is not a valid value for the type xsd:dateTime")
        if isinstance(one, dict | list):
            _refuse_times(one)


def _same_flow(org: SimulatedOrg, before: Row, file: DeployedFile) -> bool:
    """Whether the file differs from the newest version in nothing but the status: such a deployment does nothing."""
    there = flow_metadata(org, before, "Draft", org.versions[-1])
    told = {**_as_told("Flow", dict(file.told)), "status": "Draft"}
    return there is not None and _folded({**there, "status": "Draft"}) == _folded(told)


def _folded(value: Any) -> Any:
    """Without what is not set, and lists in whatever order."""
    if isinstance(value, dict):
        return sorted((key, repr(told)) for key, one in value.items() if (told := _folded(one)) not in (None, "", []))
    if isinstance(value, list):
        return sorted((_folded(one) for one in value), key=repr)
    return value


def switch_flow_off(org: SimulatedOrg, file: DeployedFile) -> SimulatedOrg:
    """A flow's definition that names no active version."""
    before = _automation(org, "FlowDefinitionView", file.name)
    if before is None or str(file.told.get("activeVersionNumber")) != "0":
        raise NotDeployable(f"Entity of type 'FlowDefinition' named '{file.name}' cannot be found")
    return changed(org, {"automation": [{**before, "active": False, "active_version": None}]})


def _automation(org: SimulatedOrg, table: str, name: str) -> Row | None:
    return next((one for one in org.setup["automation"] if (one["table"], one["name"]) == (table, name)), None)


def _running(before: Row | None) -> int | None:
    if before is None or not before.get("active", True):
        return None
    version: int | None = before.get("active_version", before.get("version", 1))
    return version


def _number(value: Any) -> int | None:
    return int(value) if isinstance(value, str) and value.isdigit() else None


def _as_told(kind: str, told: Row) -> Row:
    """What a file says, with numbers as numbers and, inside, what the Tooling API would name too."""
    keys = {one.name: one for one in metadata_types()[kind]}
    found: Row = {}
    for name, value in told.items():
        holds = keys[name].holds
        if holds and isinstance(value, list):
            found[name] = [_as_told(holds, one) for one in value]
        elif holds and isinstance(value, dict):
            found[name] = _as_told(holds, value)
        else:
            found[name] = _plain(name, value)
    return found


def _plain(name: str, value: Any) -> Any:
    if name in {"locationX", "locationY", "scale", "triggerOrder", "offsetNumber", "maxBatchSize"}:
        return _number(value)
    if name == "dateTimeValue":
        return re.sub(r"Z$", "+0000", value)
    return float(value) if name in {"apiVersion", "numberValue"} else value


def deploy_class(org: SimulatedOrg, file: DeployedFile) -> SimulatedOrg:
    """An Apex class."""
    _refuse_version(org, file)
    if not re.search(rf"\bclass\s+{re.escape(file.name)}\b", file.body):
        raise NotDeployable(f"{file.name}: class name must match file name")
    spec = {
        "body": file.body,
        "status": file.told.get("status", "Active"),
        "version": float(file.told["apiVersion"]),
        "edition": None,
    }
    return changed(org, {"classes": {file.name: spec}})


def deploy_trigger(org: SimulatedOrg, file: DeployedFile) -> SimulatedOrg:
    """An Apex trigger: it compiles against the classes of this org."""
    _refuse_version(org, file)
    read = _TRIGGER.match(file.body)
    if read is None or read[1] != file.name:
        raise NotDeployable(f"{file.name}: Invalid identifier")
    if read[2] not in org.describes:
        raise NotDeployable(f"Invalid type: {read[2]}")
    for name in _CALLED.findall(re.sub(r"/\*.*?\*/", "", file.body, flags=re.DOTALL)):
        if name not in _PLATFORM and name not in org.setup.get("classes", {}):
            raise NotDeployable(f"Variable does not exist: {name}")
    events = [
        "".join(word.capitalize() for word in re.findall(r"[a-z]+|[A-Z][a-z]+", one)) for one in read[3].split(",")
    ]
    unknown = [one for one in events if one not in EVENTS]
    if unknown:
        raise NotDeployable(f"{file.name}: no trigger event {unknown[0]}")
    spec = {"object": read[2], "events": events, "body": file.body}
    spec |= {"status": file.told.get("status", "Active"), "version": float(file.told["apiVersion"])}
    row = trigger(file.name, spec, org.setup["role"])
    row |= {"BodyCrc": checksum(file.body)}
    before = next((one for one in org.triggers if one["Name"] == file.name and not one["NamespacePrefix"]), None)
    if before is not None:
        row["LengthWithoutComments"] = before["LengthWithoutComments"] if _same_code(before, row) else len(file.body)
    org = changed(org, {"triggers": {file.name: None}})
    return changed(org, {"rows_of_triggers": [row]})


def _same_code(one: Row, other: Row) -> bool:
    texts = [re.sub(r"\s*/\*.*?\*/\s*", " ", row["Body"], flags=re.DOTALL) for row in (one, other)]
    return texts[0].strip() == texts[1].strip()


def _refuse_version(org: SimulatedOrg, file: DeployedFile) -> None:
    version = file.told.get("apiVersion")
    if version is None or not file.body:
        raise NotDeployable(f"{file.name}: Required field is missing: {'content' if version else 'apiVersion'}")
    if float(version) > max(float(one) for one in org.versions):
        raise NotDeployable(f'The {file.name} apiVersion can\'t be "{version}"')
