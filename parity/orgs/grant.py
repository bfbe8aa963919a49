"""The permission set that lets the reading user read what a check needs: worked out, and written in source format.

It only ever grants to read. API names of permissions, and the form of the file:
https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_permissionset.htm
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_permissionset.htm
"""

import json
from xml.sax.saxutils import escape

from msgspec import Struct, structs

from parity.marketo_measure import catalogue as marketo_measure
from parity.orgs.question import Answer, Question, query
from parity.orgs.rows import children_in, text_in
from parity.snapshot.field_visibility import hidden_fields
from parity.snapshot.grants import DOWNLOAD_PACKAGES, MANAGE_SANDBOXES, VIEW_SETUP, WITHOUT_OWN_PERMISSIONS
from parity.snapshot.records import OBJECTS, Role, Snapshot

#: The API name of parity's own permission set.
SET_NAME = "Parity_Reader"
_LABEL = "Parity Reader"
_VERSION_WITH_VIEW_ALL_FIELDS = 63.0


class WantedPermission(Struct, frozen=True, kw_only=True):
    """A system permission that a check needs: its API name, its name in Setup, and what it shows."""

    api_name: str
    label: str
    shows: str
    in_production_only: bool = False

    @property
    def column(self) -> str:
        """Its column in PermissionSet and UserPermissionAccess."""
        return f"Permissions{self.api_name}"


WANTED_PERMISSIONS = (
    WantedPermission(
        api_name="ViewSetup",
        label=VIEW_SETUP,
        shows="shows triggers, automation with its contents, permission sets, and tells missing fields from hidden",
    ),
    WantedPermission(api_name="InstallPackaging", label=DOWNLOAD_PACKAGES, shows="shows which packages are installed"),
    WantedPermission(
        api_name="ManageSandboxes",
        label=MANAGE_SANDBOXES,
        shows="proves that the sandbox is a copy of this production",
        in_production_only=True,
    ),
)


class Rights(Struct, frozen=True, kw_only=True):
    """What a permission set grants: system permissions by API name, objects to read with all their fields, and
    fields to read as `Object.Field`."""

    permissions: frozenset[str] = frozenset()
    objects: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.permissions or self.objects or self.fields)

    def and_also(self, other: "Rights") -> "Rights":
        """Both together: a deployed permission set takes the place of the one of that name."""
        return structs.replace(
            self,
            permissions=self.permissions | other.permissions,
            objects=self.objects | other.objects,
            fields=self.fields | other.fields,
        )


def _wanted_in(role: Role) -> tuple[WantedPermission, ...]:
    return tuple(one for one in WANTED_PERMISSIONS if role is Role.PRODUCTION or not one.in_production_only)


def missing_rights(snapshot: Snapshot) -> Rights:
    """What the reading user lacks in this org for a check that leaves nothing open."""
    held = snapshot.user.permissions or {}
    package_is_known = snapshot.packages is not None
    has_package = any(one.namespace == marketo_measure.NAMESPACE for one in snapshot.packages or ())
    named = (*OBJECTS, *(marketo_measure.PACKAGE_OBJECTS if has_package or not package_is_known else ()))
    return Rights(
        permissions=frozenset(one.api_name for one in _wanted_in(snapshot.role) if not held.get(one.column)),
        objects=frozenset(name for name in named if not _is_wholly_seen(snapshot, name)),
        fields=frozenset(
            f"{name}.{field.name}"
            for name in sorted(WITHOUT_OWN_PERMISSIONS)
            if name in snapshot.related
            for field in hidden_fields(snapshot.related[name]).values()
        ),
    )


def _is_wholly_seen(snapshot: Snapshot, name: str) -> bool:
    described = snapshot.objects.get(name) or snapshot.related.get(name)
    return described is not None and described.hidden_fields is not None and not hidden_fields(described)


def own_set_question(role: Role) -> Question:
    """Asks what parity's own permission set of an earlier time grants.

    Only what is wanted in this org: a sandbox may have no column for Manage Sandboxes, and the query would fail whole.
    """
    columns = ", ".join(one.column for one in _wanted_in(role))
    soql = (
        f"SELECT Id, {columns}, (SELECT SobjectType, PermissionsRead FROM ObjectPerms), "
        f"(SELECT SobjectType, Field, PermissionsRead FROM FieldPerms) FROM PermissionSet WHERE Name = '{SET_NAME}'"
    )
    return query("ParityReader", soql)


def rights_of_own_set(answer: Answer) -> Rights:
    """What that set grants; nothing where it is not there, or may not be seen (then this user does not hold it)."""
    found = Rights()
    for row in answer.records if answer.has_rows else ():
        objects = (one for one in children_in(row, "ObjectPerms") if one.get("PermissionsRead") is True)
        fields = (one for one in children_in(row, "FieldPerms") if one.get("PermissionsRead") is True)
        found = found.and_also(
            Rights(
                permissions=frozenset(one.api_name for one in WANTED_PERMISSIONS if row.get(one.column) is True),
                objects=frozenset(text_in(one, "SobjectType") or "" for one in objects),
                fields=frozenset(text_in(one, "Field") or "" for one in fields),
            )
        )
    return found


def project_files(rights: Rights, api_version: str) -> dict[str, bytes]:
    """A source-format project that deploys the permission set, by path in its folder."""
    project = {
        "packageDirectories": [{"path": "force-app", "default": True}],
        "sourceApiVersion": str(max(float(api_version), _VERSION_WITH_VIEW_ALL_FIELDS)),
    }
    return {
        "sfdx-project.json": f"{json.dumps(project, indent=2)}\n".encode(),
        f"force-app/main/default/permissionsets/{SET_NAME}.permissionset-meta.xml": permission_set_xml(rights).encode(),
    }


def is_of_own_project(data: bytes) -> bool:
    """Whether a file is one that `project_files` wrote, with these rights or others."""
    if f"<label>{_LABEL}</label>".encode() in data:
        return True
    try:
        read = json.loads(data)
    except ValueError:
        return False
    return isinstance(read, dict) and read.keys() == {"packageDirectories", "sourceApiVersion"}


def permission_set_xml(rights: Rights) -> str:
    """The permission set in the Metadata API's form; it grants to read and nothing else."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">',
        "    <description>Lets the user of parity read what a comparison needs. It grants nothing to write."
        "</description>",
        *(line for name in sorted(rights.fields) for line in _field_lines(name)),
        "    <hasActivationRequired>false</hasActivationRequired>",
        f"    <label>{_LABEL}</label>",
        *(line for name in sorted(rights.objects) for line in _object_lines(name)),
        *(line for name in sorted(rights.permissions) for line in _permission_lines(name)),
        "</PermissionSet>",
    ]
    return "\n".join([*lines, ""])


def _field_lines(name: str) -> list[str]:
    return _element("fieldPermissions", {"editable": "false", "field": name, "readable": "true"})


def _object_lines(name: str) -> list[str]:
    denied = dict.fromkeys(("allowCreate", "allowDelete", "allowEdit"), "false")
    return _element(
        "objectPermissions",
        {
            **denied,
            "allowRead": "true",
            "modifyAllRecords": "false",
            "object": name,
            "viewAllFields": "true",
            "viewAllRecords": "false",
        },
    )


def _permission_lines(name: str) -> list[str]:
    return _element("userPermissions", {"enabled": "true", "name": name})


def _element(tag: str, children: dict[str, str]) -> list[str]:
    inner = (f"        <{name}>{escape(value)}</{name}>" for name, value in children.items())
    return [f"    <{tag}>", *inner, f"    </{tag}>"]
