"""PermissionSet, ObjectPermissions, FieldPermissions, assignments and profiles, as rows in Salesforce's own shapes."""

from typing import Any

from parity.simulator.connected_apps import app_access_rows, license_row, profile_metadata
from parity.simulator.identifiers import record_id
from parity.simulator.records import Row, SimulatedOrg, User
from parity.simulator.rights import deployed_fields, may, rights_on
from parity.simulator.schema import DATA, every_column

RIGHTS = ("Read", "Create", "Edit", "Delete", "ViewAllRecords", "ModifyAllRecords", "ViewAllFields")


_CHILDREN = frozenset({"ObjectPerms", "FieldPerms", "Assignments", "SetupEntityAccessItems"})


def _system_permissions() -> list[str]:
    names = every_column()[DATA]["PermissionSet"]
    return [one.name.removeprefix("Permissions") for one in names.values() if one.name.startswith("Permissions")]


def permission_set_rows(org: SimulatedOrg) -> tuple[Row, ...]:
    """PermissionSet with its children: one for each user's profile, and the named ones."""
    rows = []
    for user in org.users.values():
        spec = {"profile": user.profile, "permissions": user.permissions}
        row = _permission_set(f"X{user.id}", spec, [user])
        row["Profile"] = {**row["Profile"], "UserLicense": license_row(user.license)}
        row["SetupEntityAccessItems"] = app_access_rows(org, user.profile, row["Id"])
        rows.append(row)
    for name, spec in org.setup["permission_sets"].items():
        row = _permission_set(name, spec, [one for one in org.users.values() if name in one.permission_sets])
        parent = {key: row[key] for key in row if key not in _CHILDREN}
        row["SetupEntityAccessItems"] = app_access_rows(org, name, row["Id"])
        row["ObjectPerms"] = [_object_permission(one, spec, parent) for one in org.describes]
        row["FieldPerms"] = [
            _field_permission(f"{one}.{field['name']}", one, _without_deployed(org, spec, one, field["name"]), parent)
            for one, describe in org.describes.items()
            for field in describe["fields"]
            # An address has one permission for all of its parts.
            if field["permissionable"] and field["compoundFieldName"] is None
        ]
        rows.append(row)
    return tuple(rows)


def children(sets: tuple[Row, ...], name: str) -> tuple[Row, ...]:
    """The rows of a child relationship of all permission sets, as a table of its own."""
    return tuple(one for row in sets for one in row[name])


def profile_rows(org: SimulatedOrg) -> tuple[Row, ...]:
    """Profile: one for each name."""
    by_name = {user.profile: user for user in org.users.values()}
    return tuple(
        {
            "Id": profile_id(name),
            "Name": name,
            "FullName": name,
            "UserType": "Standard",
            "UserLicenseId": license_row(user.license)["Id"],
            "UserLicense": license_row(user.license),
            "Metadata": profile_metadata(org, name, user.license),
            **_granted(user.permissions),
        }
        for name, user in by_name.items()
    )


def profile_id(name: str) -> str:
    """The id of a profile."""
    return record_id("00e", name)


def permission_access(org: SimulatedOrg, user: User) -> Row:
    """UserPermissionAccess: what the user who asks may do, from whatever source."""
    return {"Id": user.id, **{f"Permissions{one}": may(org, user, one) for one in _system_permissions()}}


def user_row(user: User) -> Row:
    """One row of User."""
    return {
        "Id": user.id,
        "Username": user.username,
        "Name": user.name,
        "IsActive": user.active,
        "LanguageLocaleKey": user.language,
        "UserPermissionsMarketingUser": user.marketing_user,
        "ProfileId": profile_id(user.profile),
        "Profile": {
            "Id": profile_id(user.profile),
            "Name": user.profile,
            "UserLicense": license_row(user.license),
        },
        "UserType": "Standard",
        "Email": user.username,
    }


def _granted(permissions: Any) -> Row:
    return {f"Permissions{one}": one in permissions for one in _system_permissions()}


def _permission_set(name: str, spec: Row, users: list[User]) -> Row:
    is_profile = "profile" in spec
    set_id = record_id("0PS", name)
    return {
        "Id": set_id,
        "Name": name,
        "Label": name.replace("_", " "),
        "NamespacePrefix": spec.get("namespace"),
        "IsCustom": True,
        "IsOwnedByProfile": is_profile,
        "HasActivationRequired": spec.get("session_based", False),
        "Type": "Profile" if is_profile else "Regular",
        "ProfileId": profile_id(spec["profile"]) if is_profile else None,
        "Profile": {"Id": profile_id(spec["profile"]), "Name": spec["profile"]} if is_profile else None,
        **_granted(spec.get("permissions", ())),
        "ObjectPerms": [],
        "FieldPerms": [],
        "SetupEntityAccessItems": [],
        "Assignments": [
            {
                "Id": record_id("0Pa", f"{name} {user.id}"),
                "AssigneeId": user.id,
                "Assignee": user_row(user),
                "PermissionSetId": set_id,
                "IsActive": not spec.get("expired", False),
            }
            for user in users
        ],
    }


def _object_permission(name: str, spec: Row, parent: Row) -> Row:
    rights = rights_on(spec, name)
    return {
        "Id": record_id("110", f"{parent['Id']} {name}"),
        "ParentId": parent["Id"],
        "Parent": parent,
        "SobjectType": name,
        **{f"Permissions{one}": one in rights for one in RIGHTS},
    }


def _without_deployed(org: SimulatedOrg, spec: Row, object_name: str, field: str) -> Row:
    """A set that grants every field was written before the deployed ones came."""
    is_new = f"{object_name}.{field}" in deployed_fields(org)
    return {key: value for key, value in spec.items() if key != "rights"} if is_new else spec


def _field_permission(path: str, object_name: str, spec: Row, parent: Row) -> Row:
    rights = spec.get("fields", {}).get(path, [] if "rights" not in spec else ["Read", "Edit"])
    return {
        "Id": record_id("01k", f"{parent['Id']} {path}"),
        "ParentId": parent["Id"],
        "Parent": parent,
        "SobjectType": object_name,
        "Field": path,
        "PermissionsRead": "Read" in rights,
        "PermissionsEdit": "Edit" in rights,
    }
