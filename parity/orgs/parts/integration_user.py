"""The user, or the permission set, that Marketo Measure connects with, and what it may do.

Asked last, since it asks for the fields that the org has shown. A single question covers everything: each permission
set of the user, including the profile's own and those of groups, with what it grants:
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_permissionset.htm
"""

from collections.abc import Collection, Sequence
from difflib import get_close_matches

from parity.marketo_measure import catalogue as marketo_measure
from parity.marketo_measure.authorize import ANY_API_CLIENT, MAY_APPROVE_APPS
from parity.orgs.field_definitions import package_fields
from parity.orgs.question import Answer, Question, query
from parity.orgs.rows import Row, children_in, parent_in, text_in
from parity.orgs.signed_in import permissions_of
from parity.orgs.snapshot_part import BroughtBy, NotRead, OptionalColumn, SnapshotPart, SoFar, Turn
from parity.orgs.soql import listed, quoted
from parity.snapshot.grants import NAME_FEWER_FIELDS, READ_SETUP
from parity.snapshot.ids import full_id
from parity.snapshot.org_setup import FieldAccess, IntegrationUser, ObjectAccess, Part
from parity.snapshot.records import OBJECTS

QUESTION = "PermissionSet"
#: Into files goes what the user may do with every field: which fields there are is not known when it is asked.
_EVERY_FIELD = "FieldPermissions"

#: System permissions that the integration user needs or may need.
_PERMISSIONS = (
    "PermissionsAllowViewEditConvertedLeads",
    "PermissionsApiEnabled",
    "PermissionsModifyAllData",
    "PermissionsUpdateWithInactiveOwner",
    "PermissionsViewAllData",
    "PermissionsViewAllFieldsGlobal",
)
#: Permissions that let an app be authorised which is not installed. An org that lacks the column lacks the permission.
_APP_PERMISSIONS = (MAY_APPROVE_APPS, ANY_API_CLIENT)
_OBJECT_PERMISSIONS = (
    "PermissionsRead",
    "PermissionsCreate",
    "PermissionsEdit",
    "PermissionsModifyAllRecords",
    "PermissionsViewAllFields",
)
#: A permission set that must be activated in a session grants nothing to an integration, which has no such session:
#: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_sessionpermsetactivations.htm
_HOLDS = "HasActivationRequired = false"
#: The row of an assignment that has expired stays, and grants nothing:
#: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_permissionsetassignment.htm
_IN_FORCE = "IsActive = true"
_DESCRIBE = "PermissionSetDescribe"
_FIELD_PERMISSIONS = ("SobjectType", "Field", "PermissionsRead", "PermissionsEdit")
_ASSIGNEE = ("Username", "IsActive", "UserPermissionsMarketingUser")


def _questions(so_far: SoFar) -> list[Question]:
    options = so_far.options
    assigned = _assigned(so_far)
    if so_far.into_files:
        return [query(QUESTION, _soql(so_far, (), assigned)), query(_EVERY_FIELD, _every_field(assigned))]
    fields = sorted({*marketo_measure.access_fields(options.fields), *_package_fields(so_far)})
    return [query(QUESTION, _soql(so_far, fields, assigned))]


def _assigned(so_far: SoFar) -> str | None:
    """The condition on assignments for the user who is looked at; null where a permission set is, by its name."""
    options = so_far.options
    if options.integration_user is not None:
        return f"Assignee.Username = {quoted(options.integration_user)}"
    if options.permission_set is not None:
        return None
    if so_far.user_id:
        return f"AssigneeId = {quoted(so_far.user_id)}"
    return f"Assignee.Username = {quoted(so_far.username or '')}"


def _soql(so_far: SoFar, fields: Collection[str], assigned: str | None) -> str:
    """The query for all permission sets that the condition `assigned` gives to a user, or for the one that is named."""
    columns = [
        *("Id", "Name", "NamespacePrefix", "IsOwnedByProfile", "Profile.Name"),
        *("Profile.UserLicense.Name", "Profile.UserLicense.LicenseDefinitionKey"),
        *_listed_permissions(so_far),
        *([] if assigned is None else [_assignments(so_far, assigned)]),
        _subquery("ObjectPerms", ("SobjectType", *so_far.has(_OBJECT_PERMISSIONS)), f"SobjectType IN ({_ALL_OBJECTS})"),
        *([_subquery("FieldPerms", _FIELD_PERMISSIONS, _on_fields(fields))] if fields else []),
        _subquery("SetupEntityAccessItems", ("SetupEntityId",), "SetupEntityType = 'ConnectedApplication'"),
    ]
    held = f"{_HOLDS} AND Id IN ({_sets_of(assigned or '')})"
    condition = _is_named(so_far.options.permission_set or "") if assigned is None else held
    return f"SELECT {', '.join(columns)} FROM PermissionSet WHERE {condition}"


def _on_fields(fields: Collection[str]) -> str:
    """The condition for these fields, and for all of the package's own objects: the names of theirs alone would make
    the address longer than the 16,384 characters that Salesforce takes.
    """
    others = [one for one in fields if one.partition(".")[0] not in marketo_measure.PACKAGE_OBJECTS]
    own = f"SobjectType IN ({listed(marketo_measure.PACKAGE_OBJECTS)})"
    return f"{own} OR Field IN ({listed(others)})" if others else own


def _every_field(assigned: str | None) -> str:
    """The query for the permissions on every field of the objects that are looked at, page by page."""
    sets = f"Parent.{_HOLDS} AND ParentId IN ({_sets_of(assigned or '')})"
    return (
        f"SELECT {', '.join(_FIELD_PERMISSIONS)} FROM FieldPermissions WHERE {sets} AND SobjectType IN ({_ALL_OBJECTS})"
    )


def _sets_of(assigned: str) -> str:
    return f"SELECT PermissionSetId FROM PermissionSetAssignment WHERE {_IN_FORCE} AND {assigned}"


def _listed_permissions(so_far: SoFar) -> tuple[str, ...]:
    """The permissions that this org has columns for: preferences, features and licences bring some of them."""
    described = so_far.answers.get(_DESCRIBE)
    there = set(_described(described)) if described is not None else set()
    wanted = (*_PERMISSIONS, *_APP_PERMISSIONS)
    return tuple(one for one in wanted if one in there) if there else so_far.has(wanted)


def _is_named(name: str) -> str:
    """The condition for an API name, with or without the namespace of its package."""
    namespace, _, bare = name.rpartition("__")
    return f"Name = {quoted(bare)}" + (f" AND NamespacePrefix = {quoted(namespace)}" if namespace else "")


def _assignments(so_far: SoFar, assigned: str) -> str:
    return _subquery("Assignments", [f"Assignee.{one}" for one in so_far.has(_ASSIGNEE)], assigned)


def _subquery(relationship: str, columns: Sequence[str], condition: str) -> str:
    return f"(SELECT {', '.join(columns)} FROM {relationship} WHERE {condition})"


_ALL_OBJECTS = listed(sorted({*OBJECTS, *marketo_measure.RELATED_OBJECTS}))


def _package_fields(so_far: SoFar) -> set[str]:
    """The fields of the package that the answers so far show, as `Object.Field`, hidden ones of FieldDefinition too."""
    names = (*OBJECTS, *marketo_measure.RELATED_OBJECTS)
    shown = {f"{name}.{field}" for name in names for field in _described(so_far.answers[name])}
    return package_fields(so_far) | {one for one in shown if one.partition(".")[2].startswith(marketo_measure.PREFIX)}


def _described(answer: Answer) -> list[str]:
    fields = answer.body.get("fields") if answer.is_good and isinstance(answer.body, dict) else None
    return [str(one.get("name")) for one in fields or [] if isinstance(one, dict)]


def read_integration_user(so_far: SoFar) -> IntegrationUser | NotRead:
    """What the user or permission set may do, added up over every permission set."""
    answer, options = so_far.answers[QUESTION], so_far.options
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
    answer = so_far.answers.get(QUESTION)
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
    of_apps = [one for one in _APP_PERMISSIONS if any(one in row for row in rows)]
    told = [*(one for one in _PERMISSIONS if not so_far.into_files or any(one in row for row in rows)), *of_apps]
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


_NO_ACCESS = ObjectAccess(read=False, create=False, edit=False, modify_all=False, view_all_fields=False)


def _object_access(rows: Sequence[Row]) -> dict[str, ObjectAccess]:
    found: dict[str, ObjectAccess] = {}
    for one in (one for row in rows for one in children_in(row, "ObjectPerms")):
        known = found.get(one["SobjectType"], _NO_ACCESS)
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
        return so_far.answers[_EVERY_FIELD].records
    return [one for row in so_far.answers[QUESTION].records for one in children_in(row, "FieldPerms")]


def _field_access(rows: Sequence[Row]) -> dict[str, FieldAccess]:
    found: dict[str, FieldAccess] = {}
    for one in rows:
        known = found.get(one["Field"], FieldAccess(read=False, edit=False))
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
    questions=_questions,
    read=read_integration_user,
    again=_users_alike,
    optional_columns=(
        OptionalColumn(
            name="PermissionsUpdateWithInactiveOwner",
            brought_by=BroughtBy.PREFERENCE,
            needs="Set Audit Fields upon Record Creation and Update Records with Inactive Owners",
        ),
        OptionalColumn(
            name="PermissionsCanApproveUninstalledApps",
            brought_by=BroughtBy.FEATURE,
            needs="the usage restrictions of connected apps",
        ),
        OptionalColumn(name="PermissionsUseAnyApiClient", brought_by=BroughtBy.FEATURE, needs="API Access Control"),
        OptionalColumn(name="PermissionsViewAllFields", brought_by=BroughtBy.API_VERSION, needs="63.0"),
        OptionalColumn(name="PermissionsViewAllFieldsGlobal", brought_by=BroughtBy.API_VERSION, needs="63.0"),
        OptionalColumn(
            name="UserPermissionsMarketingUser", brought_by=BroughtBy.LICENCE, needs="Marketing User feature licence"
        ),
    ),
)
