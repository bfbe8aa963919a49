"""The queries for the permission sets of the user that Marketo Measure connects with, and for what these grant.

A single query covers everything: each permission set of the user, including the profile's own and those of groups:
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_permissionset.htm
"""

from collections.abc import Collection, Sequence

from parity.marketo_measure import catalogue as marketo_measure
from parity.marketo_measure.authorize import ANY_API_CLIENT, MAY_APPROVE_APPS
from parity.orgs.field_definitions import package_fields
from parity.orgs.question import Answer, Question, query
from parity.orgs.snapshot_part import SoFar
from parity.orgs.soql import listed, quoted
from parity.snapshot.records import OBJECTS

PERMISSION_SETS = "PermissionSet"
#: Into files goes what the user may do with every field: which fields there are is not known when it is asked.
EVERY_FIELD = "FieldPermissions"

#: System permissions that the integration user needs or may need.
SYSTEM_PERMISSIONS = (
    "PermissionsAllowViewEditConvertedLeads",
    "PermissionsApiEnabled",
    "PermissionsModifyAllData",
    "PermissionsUpdateWithInactiveOwner",
    "PermissionsViewAllData",
    "PermissionsViewAllFieldsGlobal",
)
#: Permissions that let an app be authorised which is not installed. An org that lacks the column lacks the permission.
APP_PERMISSIONS = (MAY_APPROVE_APPS, ANY_API_CLIENT)
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


def permission_set_questions(so_far: SoFar) -> list[Question]:
    """The query for the permission sets; where files are written, also that for permissions on every field."""
    options = so_far.options
    assigned = _assigned(so_far)
    if so_far.into_files:
        return [query(PERMISSION_SETS, _soql(so_far, (), assigned)), query(EVERY_FIELD, _every_field(assigned))]
    fields = sorted({*marketo_measure.access_fields(options.fields), *_package_fields(so_far)})
    return [query(PERMISSION_SETS, _soql(so_far, fields, assigned))]


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
    wanted = (*SYSTEM_PERMISSIONS, *APP_PERMISSIONS)
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
