"""Deploying permission sets to a simulated org: what `sf project deploy start` and `sf org assign permset` do."""

from pathlib import Path
from xml.etree import ElementTree

from parity.simulator.changes import changed
from parity.simulator.records import Row, SimulatedOrg
from parity.simulator.rights import PERMISSIONS_FROM
from parity.simulator.schema import DATA, every_column

_SPACE = "{http://soap.sforce.com/2006/04/metadata}"
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


class NotDeployable(ValueError):
    """The folder holds what Salesforce would refuse."""


def deployed(org: SimulatedOrg, folder: Path, assign_to: str | None = None) -> SimulatedOrg:
    """The org with every permission set of a source-format project; `assign_to` is the key of a user.

    Raises NotDeployable for a folder without permission sets, or one that names an object the org does not have.
    """
    files = sorted(folder.rglob("*.permissionset-meta.xml"))
    if not files:
        raise NotDeployable(f"{folder}: no permission set in it")
    for file in files:
        spec = _permission_set(ElementTree.fromstring(file.read_bytes()))  # noqa: S314 - written by whoever deploys it
        _refuse(org, file.name, spec)
        name = file.name.removesuffix(".permissionset-meta.xml")
        org = changed(org, {"permission_sets": {name: spec}})
        if assign_to is not None:
            org = assigned(org, name, assign_to)
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


def assigned(org: SimulatedOrg, name: str, user: str) -> SimulatedOrg:
    """The org with a permission set given to one more user."""
    holders = [key for key, one in org.users.items() if name in one.permission_sets or key == user]
    return changed(org, {"permission_sets": {name: {"assigned": holders}}})


def unassigned(org: SimulatedOrg, name: str, user: str) -> SimulatedOrg:
    """The org with a permission set taken from a user."""
    holders = [key for key, one in org.users.items() if name in one.permission_sets and key != user]
    return changed(org, {"permission_sets": {name: {"assigned": holders}}})


def _permission_set(root: ElementTree.Element) -> Row:
    if root.tag != f"{_SPACE}PermissionSet":
        raise NotDeployable(f"{root.tag} is no PermissionSet")
    return {
        "label": root.findtext(f"{_SPACE}label"),
        "permissions": [_text(one, "name") for one in root.iterfind(f"{_SPACE}userPermissions") if _is(one, "enabled")],
        "objects": {
            _text(one, "object"): _granted(one, _OBJECT_RIGHTS) for one in root.iterfind(f"{_SPACE}objectPermissions")
        },
        "fields": {
            _text(one, "field"): _granted(one, _FIELD_RIGHTS) for one in root.iterfind(f"{_SPACE}fieldPermissions")
        },
    }


def _granted(element: ElementTree.Element, rights: dict[str, str]) -> list[str]:
    return [right for tag, right in rights.items() if _is(element, tag)]


def _is(element: ElementTree.Element, tag: str) -> bool:
    return element.findtext(f"{_SPACE}{tag}") == "true"


def _text(element: ElementTree.Element, tag: str) -> str:
    found = element.findtext(f"{_SPACE}{tag}")
    if found is None:
        raise NotDeployable(f"Required field is missing: {tag}")
    return found
