"""The user, or the permission set, that Marketo Measure connects with, and what it may do.

Asked last, since it asks for the fields that the org has shown (parity/orgs/permission_set_queries.py).
"""

from collections.abc import Sequence
from difflib import get_close_matches

from parity.orgs.permission_set_queries import (
    APP_PERMISSIONS,
    EVERY_FIELD,
    PERMISSION_SETS,
    SYSTEM_PERMISSIONS,
    permission_set_questions,
)
from parity.orgs.question import Answer, Question, query
from parity.orgs.rows import Row, children_in, parent_in, text_in
from parity.orgs.signed_in import permissions_of
from parity.orgs.snapshot_part import NotRead, SnapshotPart, SoFar, Turn
from parity.orgs.soql import quoted
from parity.snapshot.grants import NAME_FEWER_FIELDS, READ_SETUP
from parity.snapshot.ids import full_id
from parity.snapshot.org_setup import NO_ACCESS, NO_FIELD_ACCESS, FieldAccess, IntegrationUser, ObjectAccess, Part


def read_integration_user(so_far: SoFar) -> IntegrationUser | NotRead:
    """What the user or permission set may do, added up over every permission set."""
    answer, options = so_far.answers[PERMISSION_SETS], so_far.options
    rows = answer.records
    who = options.integration_user or options.permission_set or "the signed-in user"
    if not answer.is_good:
        return NotRead(f"the permission sets of {who} could not be read ({answer.error})")
    if not rows:
        return NotRead(*_not_found(so_far, who))
    if any(parent_in(row, child).get("done") is False for row in rows for child in ("ObjectPerms", "FieldPerms")):
        return NotRead(f"the permissions of {who} came cut off", NAME_FEWER_FIELDS)
    assignee = next((parent_in(one, "Assignee") for row in rows for one in children_in(row, "Assignments")), {})
    by_permission_set = options.integration_user is None and options.permission_set is not None
    is_collecting = not options.names_somebody or options.me
    username = assignee.get("Username") or options.integration_user
    return IntegrationUser(
        username=username or (_own_username(so_far) if is_collecting else None),
        permission_set=options.permission_set if by_permission_set else None,
        named=options.names_somebody,
        active=assignee.get("IsActive"),
        marketing_user=assignee.get("UserPermissionsMarketingUser"),
        permission_sets=tuple(_set_name(row) for row in rows),
        permissions=_permissions(rows, so_far, (permissions_of(so_far) or {}) if is_collecting else {}),
        objects=_object_access(rows),
        fields=None if is_collecting else _field_access(_field_rows(so_far)),
        license=_license(rows, "LicenseDefinitionKey"),
        license_name=_license(rows, "Name"),
        connected_apps=_connected_apps(rows),
    )


def _not_found(so_far: SoFar, who: str) -> tuple[str, str | None]:
    """Why nothing was found of somebody whom parity.yaml names, with the nearest names where they may be read."""
    if so_far.options.integration_user is None:
        return f"no permission set of {who} was shown: there is none of that name, or it is hidden", None
    answer = so_far.answers.get(_ALIKE)
    names = [str(row.get("Username")) for row in answer.records] if answer is not None else []
    near = get_close_matches(who, names, n=3)
    nearest = f" The nearest: {', '.join(near)}." if near else ""
    return f"the user {who} was not found", f"Correct integration_user in parity.yaml.{nearest}"


def _users_alike(so_far: SoFar) -> list[Question]:
    """Who else there is, asked only where the user whom parity.yaml names was not found."""
    who = so_far.options.integration_user
    answer = so_far.answers.get(PERMISSION_SETS)
    if who is None or answer is None or not answer.is_good or answer.records:
        return []
    start = quoted(f"{who[:3]}%")
    return [query(_ALIKE, f"SELECT Username FROM User WHERE IsActive = true AND Username LIKE {start} LIMIT 200")]


_ALIKE = "UsersAlike"


def profile_of(answer: Answer) -> str | None:
    """The name of the profile whose own permission set is among the answer's; null where none was shown."""
    owned = (row for row in answer.records if isinstance(row, dict) and row.get("IsOwnedByProfile") is True)
    names = (parent_in(row, "Profile").get("Name") for row in owned)
    return next((name for name in names if isinstance(name, str)), None)


def _permissions(rows: Sequence[Row], so_far: SoFar, own: dict[str, bool]) -> dict[str, bool]:
    """What any set grants; for the collecting user its own permissions are the better source.

    A permission that an org has no column for is granted to nobody. Files were asked for the columns of every org only,
    so of the others they tell nothing.
    """
    of_apps = [one for one in APP_PERMISSIONS if any(one in row for row in rows)]
    told = [*(one for one in SYSTEM_PERMISSIONS if not so_far.into_files or any(one in row for row in rows)), *of_apps]
    return {one: any(row.get(one) is True for row in rows) or own.get(one, False) for one in told}


def _license(rows: Sequence[Row], column: str) -> str | None:
    """The user licence, of which the profile is."""
    owned = (row for row in rows if row.get("IsOwnedByProfile") is True)
    names = (text_in(parent_in(parent_in(row, "Profile"), "UserLicense"), column) for row in owned)
    return next((name for name in names if name), None)


def _connected_apps(rows: Sequence[Row]) -> tuple[str, ...] | None:
    """The apps that a profile or permission set names; null where they came cut off, or not at all."""
    found = [row["SetupEntityAccessItems"] for row in rows if "SetupEntityAccessItems" in row]
    if len(found) < len(rows) or any(isinstance(one, dict) and one.get("done") is False for one in found):
        return None
    return tuple(full_id(one["SetupEntityId"]) for row in rows for one in children_in(row, "SetupEntityAccessItems"))


def _set_name(row: Row) -> str:
    if row.get("IsOwnedByProfile"):
        return f"profile {parent_in(row, 'Profile').get('Name')}"
    namespace = row.get("NamespacePrefix")
    return f"{namespace}__{row.get('Name')}" if namespace else str(row.get("Name"))


def _own_username(so_far: SoFar) -> str | None:
    return text_in(so_far.answers["User"].first, "Username") or so_far.username


def _object_access(rows: Sequence[Row]) -> dict[str, ObjectAccess]:
    found: dict[str, ObjectAccess] = {}
    for one in (one for row in rows for one in children_in(row, "ObjectPerms")):
        known = found.get(one["SobjectType"], NO_ACCESS)
        found[one["SobjectType"]] = ObjectAccess(
            read=known.read or one.get("PermissionsRead") is True,
            create=known.create or one.get("PermissionsCreate") is True,
            edit=known.edit or one.get("PermissionsEdit") is True,
            modify_all=known.modify_all or one.get("PermissionsModifyAllRecords") is True,
            view_all_fields=known.view_all_fields or one.get("PermissionsViewAllFields") is True,
        )
    return found


def _field_rows(so_far: SoFar) -> list[Row]:
    if so_far.into_files:
        return so_far.answers[EVERY_FIELD].records
    return [one for row in so_far.answers[PERMISSION_SETS].records for one in children_in(row, "FieldPerms")]


def _field_access(rows: Sequence[Row]) -> dict[str, FieldAccess]:
    found: dict[str, FieldAccess] = {}
    for one in rows:
        known = found.get(one["Field"], NO_FIELD_ACCESS)
        found[one["Field"]] = FieldAccess(
            read=known.read or one.get("PermissionsRead") is True,
            edit=known.edit or one.get("PermissionsEdit") is True,
        )
    return found


PART = SnapshotPart(
    field="integration_user",
    name=Part.INTEGRATION_USER,
    fix=READ_SETUP,
    turn=Turn.LAST,
    questions=permission_set_questions,
    read=read_integration_user,
    again=_users_alike,
    optional_columns=(
        # The preference "Set Audit Fields upon Record Creation" and "Update Records with Inactive Owners".
        "PermissionsUpdateWithInactiveOwner",
        "PermissionsCanApproveUninstalledApps",  # usage restrictions of connected apps
        "PermissionsUseAnyApiClient",  # API Access Control
        "PermissionsViewAllFields",  # since API version 63.0
        "PermissionsViewAllFieldsGlobal",  # since 63.0
        "UserPermissionsMarketingUser",  # the feature licence Marketing User
    ),
)
