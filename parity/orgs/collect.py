"""A snapshot of one org in two calls besides the list of versions, where the org allows composites.

ApexTrigger needs Author Apex or View Setup; a user without sees an error, or nothing:
https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_apextrigger.htm
"""

from datetime import datetime
from typing import Any

import msgspec

from parity import __version__
from parity.errors import CouldNotLook, OrgUnreachable
from parity.identity import full_id, refuse_wrong_role
from parity.orgs import queries
from parity.orgs.describe import object_from_describe
from parity.orgs.org_client import Answer, OrgClient, describe, query
from parity.snapshot import (
    OBJECTS,
    ApiUse,
    Gap,
    ObjectDescribe,
    Org,
    SignedInUser,
    Snapshot,
    Trigger,
)
from parity.snapshot_file import canonical

#: FieldDefinition is answered by both APIs; this split keeps both composites at five queries, which is the limit.
_DEFINED_BY_DATA_API = OBJECTS[:2]
_DEFINED_BY_TOOLING_API = OBJECTS[2:]
_READ_SETUP = "Grant View Setup and Configuration to the signed-in user (Permission Set > System Permissions)."
_READ_APEX = (
    "Grant View Setup and Configuration and Author Apex to the signed-in user (Permission Set > System Permissions)."
)


def collect(client: OrgClient, version: str, versions_offered: tuple[str, ...], now: datetime) -> Snapshot:
    """Read one org at an API version. `now` is UTC.

    Raises WrongOrgError where the org is not what its role says, CouldNotLook where it cannot be read at all.
    What this user may not read becomes a gap.
    """
    user_id, username = _who(client)
    answers = client.ask_together(
        version,
        [
            query("Organization", queries.ORGANIZATION),
            query("UserPermissionAccess", queries.USER_PERMISSION_ACCESS),
            query("User", queries.user_where(user_id=user_id, username=username)),
            *(query(f"FieldDefinition_{name}", queries.field_definitions(name)) for name in _DEFINED_BY_DATA_API),
            *(describe(name) for name in OBJECTS),
        ],
    )
    org = organization(client, answers["Organization"])
    refuse_wrong_role(org, client.role)
    tooling = client.ask_together(
        version,
        [
            query("ApexTrigger", queries.APEX_TRIGGERS, tooling=True),
            *(
                query(f"FieldDefinition_{name}", queries.field_definitions(name), tooling=True)
                for name in _DEFINED_BY_TOOLING_API
            ),
        ],
        tooling=True,
    )
    gaps: list[Gap] = []
    user = _user(client, answers, user_id, username, gaps)
    objects = _objects(client, {**answers, **tooling}, gaps)
    triggers = _triggers(client, tooling["ApexTrigger"], user, gaps)
    return canonical(
        Snapshot(
            tool=f"parity {__version__}",
            role=client.role,
            source="org",
            collected_at=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            org=org,
            user=user,
            api=_api_use(client, version, versions_offered),
            objects=objects,
            triggers=triggers,
            gaps=tuple(gaps),
        )
    )


def _who(client: OrgClient) -> tuple[str | None, str | None]:
    """The signed-in user's id and name, asked for only where signing in did not tell."""
    connection = client.connection
    if connection.user_id or connection.username:
        return connection.user_id, connection.username
    info = client.user_info()
    return info.get("user_id"), info.get("preferred_username")


def organization(client: OrgClient, answer: Answer) -> Org:
    """The org's identity out of a query on Organization; raises CouldNotLook without one."""
    if not answer.is_good or not answer.records:
        raise OrgUnreachable(
            f"{client.role}: Organization could not be read ({answer.error})",
            where=client.connection.instance_url,
            remedy="The signed-in user needs API Enabled and read access to Organization.",
        )
    return org_from_row(answer.records[0], client.connection.instance_url)


def org_from_row(row: dict[str, Any], instance_url: str | None) -> Org:
    """An Organization row as our record, with the id at 18 characters."""
    sandbox = row.get("IsSandbox")
    return Org(
        id=full_id(str(row["Id"])) if row.get("Id") else None,
        name=_text(row, "Name"),
        is_sandbox=sandbox if isinstance(sandbox, bool) else None,
        organization_type=_text(row, "OrganizationType"),
        instance_name=_text(row, "InstanceName"),
        namespace_prefix=_text(row, "NamespacePrefix"),
        language=_text(row, "LanguageLocaleKey"),
        instance_url=instance_url,
    )


def _text(row: dict[str, Any], column: str) -> str | None:
    value = row.get(column)
    return value if isinstance(value, str) else None


def _user(
    client: OrgClient, answers: dict[str, Answer], user_id: str | None, username: str | None, gaps: list[Gap]
) -> SignedInUser:
    row = answers["User"].records[0] if answers["User"].records else {}
    access = answers["UserPermissionAccess"]
    granted = access.records[0] if access.records else None
    if not row:
        gaps.append(
            _gap(client, "user", "User", f"who is signed in could not be read ({answers['User'].error})", _READ_SETUP)
        )
    profile = row.get("Profile")
    return SignedInUser(
        id=_text(row, "Id") or user_id,
        username=_text(row, "Username") or username,
        name=_text(row, "Name"),
        profile=_text(profile, "Name") if isinstance(profile, dict) else None,
        language=_text(row, "LanguageLocaleKey"),
        sign_in=client.connection.how,
        permissions=None if granted is None else {name: granted.get(name) is True for name in queries.PERMISSIONS},
    )


def _objects(client: OrgClient, answers: dict[str, Answer], gaps: list[Gap]) -> dict[str, ObjectDescribe]:
    objects = {}
    for name in OBJECTS:
        answer = answers[name]
        if not answer.is_good:
            reason = f"the signed-in user may not describe it ({answer.error})"
            gaps.append(_gap(client, "describe", name, reason, _GRANT_OBJECT.format(name=name)))
            continue
        described, problems = object_from_describe(answer.body, f"{client.role}: {name} describe")
        gaps += [msgspec.structs.replace(problem, role=client.role.value) for problem in problems]
        defined = answers[f"FieldDefinition_{name}"]
        if defined.is_good:
            names = tuple(str(row.get("QualifiedApiName")) for row in defined.records)
            described = msgspec.structs.replace(described, defined_fields=names)
        else:
            reason = f"missing and hidden fields cannot be told apart ({defined.error})"
            gaps.append(_gap(client, "field-visibility", f"FieldDefinition of {name}", reason, _READ_SETUP))
        objects[name] = described
    return objects


_GRANT_OBJECT = "Grant Read on {name} to the signed-in user (Permission Set > Object Settings > {name})."


def _triggers(client: OrgClient, answer: Answer, user: SignedInUser, gaps: list[Gap]) -> tuple[Trigger, ...] | None:
    if not answer.is_good:
        gaps.append(_gap(client, "triggers", "ApexTrigger", f"triggers could not be read ({answer.error})", _READ_APEX))
        return None
    permissions = user.permissions or {}
    if not answer.records and not (permissions.get("PermissionsAuthorApex") or permissions.get("PermissionsViewSetup")):
        reason = "no trigger was shown, and nothing proves that this user would be shown any"
        gaps.append(_gap(client, "triggers", "ApexTrigger", reason, _READ_APEX))
        return None
    return triggers_from_rows(answer.records, f"{client.role}: ApexTrigger")


def triggers_from_rows(rows: list[dict[str, Any]], where: str) -> tuple[Trigger, ...]:
    """ApexTrigger rows as our records; raises CouldNotLook for rows of another kind."""
    columns = set(Trigger.__struct_encode_fields__)
    try:
        return tuple(
            msgspec.convert({key: value for key, value in row.items() if key in columns}, Trigger) for row in rows
        )
    except (msgspec.ValidationError, AttributeError) as problem:
        raise CouldNotLook(
            f"an ApexTrigger row is not as Salesforce documents it: {problem}",
            where=where,
            remedy=f"Query these columns: {', '.join(sorted(columns))}.",
        ) from None


def _gap(client: OrgClient, area: str, subject: str, reason: str, remedy: str) -> Gap:
    return Gap(area=area, role=client.role.value, subject=subject, reason=reason, remedy=remedy)


def _api_use(client: OrgClient, version: str, versions_offered: tuple[str, ...]) -> ApiUse:
    left = client.session.credits or client.credits_from_limits(version)
    return ApiUse(
        version=version,
        versions_offered=versions_offered,
        calls=client.calls,
        sign_in_requests=client.sign_in_requests,
        requests=dict(client.session.requests_sent),
        fallback=client.fallback,
        daily_max=left.maximum if left else None,
        daily_remaining=left.remaining if left else None,
    )
