"""What `parity doctor` finds out about one org: can it be read well enough for a verdict?

Permissions: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_userpermissionaccess.htm
"""

from enum import StrEnum

from msgspec import Struct

from parity.errors import WrongOrgError
from parity.identity import refuse_wrong_role
from parity.orgs import queries
from parity.orgs.collect import organization
from parity.orgs.org_client import Answer, OrgClient, describe, query
from parity.orgs.versions import NEWEST_TESTED, choose_version
from parity.snapshot import OBJECTS, Role

_SYSTEM_PERMISSIONS = "Setup > Permission Sets > the signed-in user's > System Permissions"


class Health(StrEnum):
    """How one examined thing is."""

    GOOD = "good"
    WEAK = "weak"
    BAD = "bad"


class Examined(Struct, frozen=True, kw_only=True):
    """One thing that was examined: what was found, and what to do where it is not good."""

    what: str
    health: Health
    found: str
    remedy: str = ""


def examine(client: OrgClient) -> tuple[Examined, ...]:
    """Examine a signed-in org. Takes four API calls, five where signing in did not tell the user."""
    offered = client.versions()
    version = choose_version([offered])
    found = [
        _good("sign-in", client.connection.how),
        Examined(
            what="API versions",
            health=Health.GOOD,
            found=f"{offered[0]} to {offered[-1]}; parity was tested up to {NEWEST_TESTED}",
        ),
    ]
    connection = client.connection
    user_id, username = connection.user_id, connection.username
    if not user_id and not username:
        info = client.user_info()
        user_id, username = info.get("user_id"), info.get("preferred_username")
    answers = client.ask_together(
        version,
        [
            query("Organization", queries.ORGANIZATION),
            query("UserPermissionAccess", queries.USER_PERMISSION_ACCESS),
            query("User", queries.user_where(user_id=user_id, username=username)),
            query("FieldDefinition", queries.field_definitions("Lead")),
            query(
                "PermissionSet",
                queries.permission_sets_of(user_id=user_id, username=username, fields=("Campaign.Type",)),
            ),
            *(describe(name) for name in OBJECTS),
        ],
    )
    tooling = client.ask_together(
        version,
        [
            query("ApexTrigger", queries.ONE_APEX_TRIGGER, tooling=True),
            query("ValidationRule", queries.VALIDATION_RULES, tooling=True),
            query("InstalledSubscriberPackage", queries.INSTALLED_PACKAGES, tooling=True),
            *(
                [query("SandboxProcess", queries.SANDBOX_COPIES, tooling=True)]
                if client.role is Role.PRODUCTION
                else []
            ),
        ],
        tooling=True,
    )
    found += [
        _user(answers["User"], username),
        _role(client, answers["Organization"]),
        *_permissions(answers["UserPermissionAccess"]),
        _readable("FieldDefinition", answers["FieldDefinition"], "View Setup and Configuration"),
        _readable("Apex triggers", tooling["ApexTrigger"], "View Setup and Configuration and Author Apex"),
        _readable("validation rules", tooling["ValidationRule"], "View Setup and Configuration"),
        _readable("packages", tooling["InstalledSubscriberPackage"], "View Setup and Configuration"),
        _not_empty("permission sets of the signed-in user", answers["PermissionSet"], "View Setup and Configuration"),
        *(
            [
                _not_empty(
                    "sandbox copies", tooling["SandboxProcess"], "View Setup and Configuration and Manage Sandboxes"
                )
            ]
            if client.role is Role.PRODUCTION
            else []
        ),
        _objects(answers),
        _composite(client),
        _credits(client, version),
    ]
    return tuple(found)


def _good(what: str, found: str) -> Examined:
    return Examined(what=what, health=Health.GOOD, found=found)


def _user(answer: Answer, username: str | None) -> Examined:
    row = answer.records[0] if answer.records else {}
    profile = row.get("Profile") or {}
    name = row.get("Username") or username
    if not name:
        return Examined(
            what="signed in as",
            health=Health.WEAK,
            found=f"could not be read ({answer.error})",
            remedy="Grant the user read access to its own User record, or sign in another way.",
        )
    return _good("signed in as", f"{name} ({row.get('Name', '')}, {profile.get('Name', 'profile unknown')})")


def _role(client: OrgClient, answer: Answer) -> Examined:
    org = organization(client, answer)
    shown = f"{org.name} ({org.id}), {org.organization_type}, {org.instance_name}"
    try:
        refuse_wrong_role(org, client.role)
    except WrongOrgError as wrong:
        return Examined(what="org", health=Health.BAD, found=wrong.what, remedy=wrong.remedy)
    return _good("org", f"{'sandbox' if org.is_sandbox else 'not a sandbox'}: {shown}")


def _permissions(answer: Answer) -> list[Examined]:
    if not answer.records:
        return [
            Examined(
                what="permissions",
                health=Health.WEAK,
                found=f"could not be read ({answer.error})",
                remedy="Nothing to grant by itself: the lines below show what can be read.",
            )
        ]
    row = answer.records[0]
    wanted = {
        "PermissionsViewSetup": ("View Setup and Configuration", "tells missing fields from hidden ones"),
        "PermissionsAuthorApex": ("Author Apex", "shows every Apex trigger"),
    }
    return [
        _good(label, f"granted; {reason}")
        if row.get(column) is True
        else Examined(
            what=label,
            health=Health.WEAK,
            found=f"not granted; {reason}",
            remedy=f"Grant {label}: {_SYSTEM_PERMISSIONS}.",
        )
        for column, (label, reason) in wanted.items()
    ]


def _readable(what: str, answer: Answer, permission: str) -> Examined:
    if answer.is_good:
        return _good(what, "can be read")
    return Examined(
        what=what,
        health=Health.BAD,
        found=f"cannot be read ({answer.error})",
        remedy=f"Grant {permission}: {_SYSTEM_PERMISSIONS}.",
    )


def _not_empty(what: str, answer: Answer, permission: str) -> Examined:
    if not answer.is_good or answer.records:
        return _readable(what, answer, permission)
    return Examined(
        what=what,
        health=Health.BAD,
        found="nothing was shown",
        remedy=f"Grant {permission}: {_SYSTEM_PERMISSIONS}.",
    )


def _objects(answers: dict[str, Answer]) -> Examined:
    refused = [name for name in OBJECTS if not answers[name].is_good]
    if not refused:
        return _good("objects", f"all {len(OBJECTS)} can be described")
    return Examined(
        what="objects",
        health=Health.BAD,
        found=f"cannot be described: {', '.join(refused)}",
        remedy="Grant Read on them: Setup > Permission Sets > the signed-in user's > Object Settings.",
    )


def _composite(client: OrgClient) -> Examined:
    if client.fallback is None:
        return _good("composite requests", "allowed: a snapshot takes five or six calls")
    return Examined(
        what="composite requests",
        health=Health.WEAK,
        found=client.fallback,
        remedy="A snapshot takes about 35 calls. Allow POST /services/data/*/composite where a proxy refuses it.",
    )


def _credits(client: OrgClient, version: str) -> Examined:
    left = client.session.credits or client.credits_from_limits(version)
    if left is None:
        return Examined(
            what="API requests left",
            health=Health.WEAK,
            found="not told by the org",
            remedy="Look in Setup > Company Information > API Requests, Last 24 Hours.",
        )
    return _good("API requests left", f"{left.remaining:,} of {left.maximum:,} in 24 hours")
