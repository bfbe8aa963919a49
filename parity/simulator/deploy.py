"""Deploying a folder in source format to a simulated org: `sf project deploy start` and `sf org assign permset`.

All or nothing: one refusal, and the org stays as it was.
"""

import copy
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from msgspec import structs

from parity.simulator.changes import changed
from parity.simulator.deploy_automation import (
    deploy_class,
    deploy_flow,
    deploy_trigger,
    deploy_validation_rule,
    deploy_workflow_rule,
    switch_flow_off,
)
from parity.simulator.deploy_fields import deploy_field, refuse_unknown_names
from parity.simulator.deploy_files import SPACE, DeployedFile, NotDeployable, parsed, read_files
from parity.simulator.deploy_values import (
    deploy_global_set,
    deploy_process,
    deploy_record_type,
    deploy_standard_set,
)
from parity.simulator.records import Row, SimulatedOrg
from parity.simulator.rights import PERMISSIONS_FROM
from parity.simulator.schema import DATA, every_column

_OBJECT_RIGHTS = {
    "allowCreate": "Create",
    "allowDelete": "Delete",
    "allowEdit": "Edit",
    "allowRead": "Read",
    "modifyAllRecords": "ModifyAllRecords",
    "viewAllFields": "ViewAllFields",
    "viewAllRecords": "ViewAllRecords",
}
_FIELD_RIGHTS = {"editable": "Edit", "readable": "Read"}


_Deploy = Callable[[SimulatedOrg, DeployedFile], SimulatedOrg | None]
#: What deploys how, in the order in which one package resolves what its parts need of one another.
_DEPLOY: dict[str, _Deploy] = {
    "GlobalValueSet": deploy_global_set,
    "StandardValueSet": deploy_standard_set,
    "CustomField": deploy_field,
    "BusinessProcess": deploy_process,
    "RecordType": deploy_record_type,
    "ValidationRule": deploy_validation_rule,
    "WorkflowRule": deploy_workflow_rule,
    "Flow": deploy_flow,
    "FlowDefinition": switch_flow_off,
    "ApexClass": deploy_class,
    "ApexTrigger": deploy_trigger,
}


def deployed(org: SimulatedOrg, folder: Path, assign_to: str | None = None) -> SimulatedOrg:
    """The org with every component of a folder in source format; `assign_to` is the key of a user who gets its
    permission sets.

    Raises NotDeployable for a folder without components, for what Salesforce refuses, and for a package.xml in the
    folder that lists other components.
    """
    files = read_files(folder)
    deletions = sorted(folder.rglob("destructiveChanges.xml"))
    if not files and not deletions:
        raise NotDeployable(f"{folder}: No source-backed components present in the package")
    for manifest in sorted(folder.rglob("package.xml")):
        _refuse_other_manifest(manifest, files)
    org = _copied(org)
    for kind, deploy in _DEPLOY.items():
        for file in _controlling_first(_of_type(files, kind)):
            org = deploy(org, file) or org
    for file in _of_type(files, "CustomField"):
        refuse_unknown_names(org, file.object, file.told.get("formula"))
    for file in _of_type(files, "PermissionSet"):
        org = _with_permission_set(org, file, assign_to)
    for path in deletions:
        org = _without(org, path)
    return org


def _of_type(files: list[DeployedFile], kind: str) -> list[DeployedFile]:
    return [one for one in files if one.type == kind]


def _with_permission_set(org: SimulatedOrg, file: DeployedFile, assign_to: str | None) -> SimulatedOrg:
    spec = _permission_set(file.root)
    _refuse(org, file.name, spec)
    org = changed(org, {"permission_sets": {file.name: spec}})
    return org if assign_to is None else assigned(org, file.name, assign_to)


def _copied(org: SimulatedOrg) -> SimulatedOrg:
    return structs.replace(
        org,
        describes=copy.deepcopy(org.describes),
        triggers=copy.deepcopy(org.triggers),
        setup=copy.deepcopy(org.setup),
    )


def _controlling_first(files: list[DeployedFile]) -> list[DeployedFile]:
    """Fields that control others before those that depend on them."""
    return sorted(files, key=lambda one: bool((one.told.get("valueSet") or {}).get("controllingField")))


def _refuse_other_manifest(manifest: Path, files: list[DeployedFile]) -> None:
    listed = set(_listed(parsed(manifest)))
    there = {(one.type, one.name) for one in files}
    for kind, name in sorted(listed ^ there):
        raise NotDeployable(f"Entity of type '{kind}' named '{name}' cannot be found")


def _listed(root: ElementTree.Element) -> list[tuple[str, str]]:
    return [
        (types.findtext(f"{SPACE}name") or "", member.text or "")
        for types in root.iterfind(f"{SPACE}types")
        for member in types.iterfind(f"{SPACE}members")
    ]


def _without(org: SimulatedOrg, destructive: Path) -> SimulatedOrg:
    """The org without what a destructiveChanges.xml lists."""
    for kind, name in _listed(parsed(destructive)):
        object_name, _, bare = name.partition(".")
        if kind == "CustomField":
            fields = org.describes[object_name]["fields"]
            if not bare.endswith("__c") or not any(one["name"] == bare for one in fields):
                raise NotDeployable(f"Entity of type 'CustomField' named '{name}' cannot be found")
            org = changed(org, {"fields": {name: None}})
        elif kind == "ApexTrigger":
            org = changed(org, {"triggers": {name: None}})
        elif kind in {"ValidationRule", "WorkflowRule"}:
            org = changed(org, {"automation": [{"table": kind, "name": bare, "of": object_name}]})
        else:
            raise NotDeployable(f"Cannot delete {kind} through API")
    return org


def _refuse(org: SimulatedOrg, file: str, spec: Row) -> None:
    known = every_column()[DATA]["PermissionSet"]
    for name in spec["permissions"]:
        if f"permissions{name}".lower() not in known:
            raise NotDeployable(f"{file}: Unknown user permission: {name}")
    for name, rights in spec["objects"].items():
        if name not in org.describes or name in PERMISSIONS_FROM:
            raise NotDeployable(f"{file}: no CustomObject named {name} found")
        if rights and "Read" not in rights:
            raise NotDeployable(f"{file}: Permission {rights[0]} {name} depends on permission(s): Read {name}")
    for path, rights in spec["fields"].items():
        _refuse_field(org, path, rights)


def _refuse_field(org: SimulatedOrg, path: str, rights: list[str]) -> None:
    object_name, _, name = path.partition(".")
    fields = org.describes.get(object_name, {}).get("fields", [])
    mine = next((one for one in fields if one["name"] == name), None)
    if mine is None:
        raise NotDeployable(f"In field: field - no CustomField named {path} found")
    if not mine["nillable"] and mine["type"] != "boolean":
        raise NotDeployable(f"You cannot deploy to a required field: {path}")
    if "Edit" in rights and (mine["calculated"] or mine["autoNumber"]):
        raise NotDeployable(f"In field: editable - {path} is read only")


def assigned(org: SimulatedOrg, name: str, user: str) -> SimulatedOrg:
    """The org with a permission set given to one more user."""
    holders = [key for key, one in org.users.items() if name in one.permission_sets or key == user]
    return changed(org, {"permission_sets": {name: {"assigned": holders}}})


def unassigned(org: SimulatedOrg, name: str, user: str) -> SimulatedOrg:
    """The org with a permission set taken from a user."""
    holders = [key for key, one in org.users.items() if name in one.permission_sets and key != user]
    return changed(org, {"permission_sets": {name: {"assigned": holders}}})


def _permission_set(root: ElementTree.Element) -> Row:
    if root.tag != f"{SPACE}PermissionSet":
        raise NotDeployable(f"{root.tag} is no PermissionSet")
    return {
        "label": root.findtext(f"{SPACE}label"),
        "permissions": [_text(one, "name") for one in root.iterfind(f"{SPACE}userPermissions") if _is(one, "enabled")],
        "objects": {
            _text(one, "object"): _granted(one, _OBJECT_RIGHTS) for one in root.iterfind(f"{SPACE}objectPermissions")
        },
        "fields": {
            _text(one, "field"): _granted(one, _FIELD_RIGHTS) for one in root.iterfind(f"{SPACE}fieldPermissions")
        },
    }


def _granted(element: ElementTree.Element, rights: dict[str, str]) -> list[str]:
    return [right for tag, right in rights.items() if _is(element, tag)]


def _is(element: ElementTree.Element, tag: str) -> bool:
    return element.findtext(f"{SPACE}{tag}") == "true"


def _text(element: ElementTree.Element, tag: str) -> str:
    found = element.findtext(f"{SPACE}{tag}")
    if found is None:
        raise NotDeployable(f"Required field is missing: {tag}")
    return found
