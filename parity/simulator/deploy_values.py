"""Value sets, business processes and record types deployed to a simulated org, and what Salesforce refuses in them."""

from urllib.parse import unquote

from parity.simulator.deploy_fields import described_values
from parity.simulator.deploy_files import DeployedFile, NotDeployable
from parity.simulator.describe import field, record_type
from parity.simulator.identifiers import record_id
from parity.simulator.records import Row, SimulatedOrg
from parity.simulator.value_sets import STANDARD_SETS, in_record_types, process_name, with_process

_DEMANDED = {
    "CaseStatus": ("closed",),
    "LeadStatus": ("converted",),
    "OpportunityStage": ("closed", "forecastCategory", "probability", "won"),
}


def deploy_standard_set(org: SimulatedOrg, file: DeployedFile) -> None:
    """The values in the file are those that are active: what it leaves out is switched off, which no describe shows."""
    if file.name not in STANDARD_SETS:
        raise NotDeployable(f"{file.name} is no StandardValueSet")
    values = file.told.get("standardValue") or []
    if not values:
        raise NotDeployable("Required field is missing: standardValue")
    for value in values:
        for key in _DEMANDED.get(file.name, ()):
            if key not in value:
                raise NotDeployable(f"Required field is missing: {key}")
    object_name, _, name = STANDARD_SETS[file.name].partition(".")
    _put(org, object_name, name, described_values(values))
    if file.name == "OpportunityStage":
        kinds = {one["valueName"]: {"IsClosed": one["closed"], "IsWon": one["won"]} for one in values}
        org.setup["stages"] = {**org.setup.get("stages", {}), **kinds}
    if file.name == "LeadStatus":
        converted = {one["valueName"]: {"IsConverted": one["converted"]} for one in values}
        org.setup["lead_status"] = {**org.setup.get("lead_status", {}), **converted}


def deploy_global_set(org: SimulatedOrg, file: DeployedFile) -> None:
    """A set that fields share; each of them shows its values."""
    values = file.told.get("customValue") or []
    if not values or not file.told.get("masterLabel"):
        raise NotDeployable(f"Required field is missing: {'masterLabel' if values else 'customValue'}")
    sets: dict[str, Row] = org.setup.get("value_sets", {})
    before = sets.get(file.name, {"fields": []})
    shown = described_values(values)
    told = {"label": file.told["masterLabel"], "description": file.told.get("description"), "values": shown}
    org.setup["value_sets"] = {**sets, file.name: {**before, **told, "sorted": file.told.get("sorted") is True}}
    for path in before["fields"]:
        object_name, _, name = path.partition(".")
        _put(org, object_name, name, [dict(one) for one in shown])


def _put(org: SimulatedOrg, object_name: str, name: str, values: list[Row]) -> None:
    """New values keep what they are offered for."""
    owner = next((one for one in org.describes[object_name]["fields"] if one["name"] == name), None)
    if owner is None:
        raise NotDeployable(f"In field: field - no CustomField named {object_name}.{name} found")
    offered = {one["value"]: one["validFor"] for one in owner["picklistValues"]}
    owner["picklistValues"] = [{**one, "validFor": offered.get(one["value"])} for one in values]


def deploy_process(org: SimulatedOrg, file: DeployedFile) -> None:
    """A business process; those of a simulated org follow from its values, so only the known one can come."""
    if file.object not in with_process():
        raise NotDeployable(f"{file.object} has no business processes")
    values = file.told.get("values") or []
    if not values:
        raise NotDeployable("Required field is missing: values")
    if file.object == "Opportunity" and any(one.get("default") is True for one in values):
        raise NotDeployable("Cannot specify a default on: Opportunity")
    object_name, _, name = with_process()[file.object].partition(".")
    _refuse_unknown_values(org, object_name, name, values)


def deploy_record_type(org: SimulatedOrg, file: DeployedFile) -> None:
    """A record type, with what it names: a business process, picklists and their values."""
    object_name = "Account" if file.object == "PersonAccount" else file.object
    describe = org.describes.get(object_name)
    is_person = file.object == "PersonAccount" or file.bare_name == "PersonAccount"
    if describe is None or (is_person and not _has_person_accounts(describe)):
        raise NotDeployable(f"Entity of type 'RecordType' named '{file.name}' cannot be found")
    _refuse_process(object_name, file)
    for one in file.told.get("picklistValues") or []:
        if _picklist(describe, one["picklist"]) is None:
            raise NotDeployable(f"In field: picklist - no CustomField named {object_name}.{one['picklist']} found")
        _refuse_unknown_values(org, object_name, one["picklist"], one.get("values") or [])
    infos: list[Row] = describe["recordTypeInfos"]
    mine = next((one for one in infos if one["developerName"] == file.bare_name), None)
    if mine is None:
        mine = record_type(file.bare_name)
        mine["recordTypeId"] = record_id("012", f"{org.setup['role']} {object_name} {file.bare_name}")
        is_first = all(one["master"] for one in infos)
        infos.insert(0, mine)
        if is_first and not any(one["name"] == "RecordTypeId" for one in describe["fields"]):
            describe["fields"].append(field("RecordTypeId", "reference(RecordType)"))
    mine |= {"active": file.told.get("active") is not False, "name": file.told.get("label") or file.bare_name}


def _picklist(describe: Row, name: str) -> Row | None:
    """The picklist that a record type or a business process names."""
    lists = (one for one in describe["fields"] if one["type"] in {"picklist", "multipicklist"})
    return next((one for one in lists if in_record_types(one["name"]) == name), None)


def _has_person_accounts(describe: Row) -> bool:
    return any(one["name"] == "IsPersonAccount" for one in describe["fields"])


def _refuse_process(object_name: str, file: DeployedFile) -> None:
    process = file.told.get("businessProcess")
    if object_name in with_process() and not process:
        raise NotDeployable("Required field is missing: businessProcess")
    if process and unquote(str(process)) != process_name(object_name):
        raise NotDeployable(f"no BusinessProcess named {object_name}.{process} found")


def _refuse_unknown_values(org: SimulatedOrg, object_name: str, name: str, values: list[Row]) -> None:
    owner = _picklist(org.describes[object_name], name) or {"picklistValues": []}
    known = {one["value"] for one in owner["picklistValues"]}
    for one in values:
        if unquote(str(one["valueName"])) not in known:
            raise NotDeployable(f"Picklist value: {one['valueName']} in picklist: {name} not found")
