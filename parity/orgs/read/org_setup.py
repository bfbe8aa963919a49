"""Answers about packages, copies, the integration user and the rehearsal in, our records out."""

from typing import Any

from parity.config.collect_options import CollectOptions
from parity.marketo_measure import catalogue as marketo_measure
from parity.orgs.ask.queries import INTEGRATION_PERMISSIONS, MOST_TOUCHPOINTS
from parity.orgs.client import Answer
from parity.snapshot.ids import full_id
from parity.snapshot.org_setup import (
    FieldAccess,
    IntegrationUser,
    ObjectAccess,
    Package,
    Part,
    Rehearsal,
    SandboxCopy,
    Stage,
    TouchpointChoices,
    TouchpointDay,
    Unread,
)

_VIEW_SETUP = "Grant View Setup and Configuration to the signed-in user (Permission Set > System Permissions)."
_Row = dict[str, Any]


def read_packages(answer: Answer) -> tuple[Package, ...] | Unread:
    """The installed packages."""
    if not answer.has_rows:
        reason = f"InstalledSubscriberPackage could not be read ({answer.error})"
        return Unread(part=Part.PACKAGES, reason=reason, fix=_VIEW_SETUP)
    found = []
    for row in answer.records:
        package, version = _inner(row, "SubscriberPackage"), _inner(row, "SubscriberPackageVersion")
        numbers = [version.get(f"{one}Number" if one == "Build" else f"{one}Version") for one in _VERSION]
        found.append(
            Package(
                namespace=package.get("NamespacePrefix") or None,
                name=str(package.get("Name")),
                version=".".join(str(int(one or 0)) for one in numbers),
            )
        )
    return tuple(found)


_VERSION = ("Major", "Minor", "Patch", "Build")


def read_copies(answer: Answer) -> tuple[SandboxCopy, ...] | Unread:
    """Every making and refreshing of a sandbox of this production. None at all is not believed: there is a sandbox."""
    if not answer.records:
        why = "showed nothing" if answer.is_good else f"could not be read ({answer.error})"
        return Unread(
            part=Part.COPIES,
            reason=f"SandboxProcess {why}",
            fix="Grant View Setup and Configuration and Manage Sandboxes to production's signed-in user.",
        )
    return tuple(
        SandboxCopy(
            sandbox=str(row.get("SandboxName")),
            organization_id=full_id(row["SandboxOrganization"]) if row.get("SandboxOrganization") else None,
            license=row.get("LicenseType"),
            status=row.get("Status"),
            started=row.get("StartDate"),
            ended=row.get("EndDate"),
        )
        for row in answer.records
    )


def read_integration_user(answer: Answer, options: CollectOptions) -> IntegrationUser | Unread:
    """What the user or permission set may do, added up over every permission set."""
    rows = answer.records
    who = options.integration_user or options.permission_set or "the signed-in user"
    if not answer.is_good or not rows:
        reason = f"the permission sets of {who} could not be read ({answer.error})"
        if answer.is_good:
            reason = f"no permission set of {who} was shown: there is none of that name, or it is hidden"
        return Unread(part=Part.INTEGRATION_USER, reason=reason, fix=_VIEW_SETUP)
    if any(_inner(row, child).get("done") is False for row in rows for child in ("ObjectPerms", "FieldPerms")):
        reason = f"the permissions of {who} came cut off"
        return Unread(part=Part.INTEGRATION_USER, reason=reason, fix="Sign in to this org as the integration user.")
    assignee = next((_inner(one, "Assignee") for row in rows for one in _children(row, "Assignments")), {})
    by_permission_set = options.integration_user is None and options.permission_set is not None
    return IntegrationUser(
        username=assignee.get("Username") or options.integration_user,
        permission_set=options.permission_set if by_permission_set else None,
        named=options.names_somebody,
        active=assignee.get("IsActive"),
        marketing_user=assignee.get("UserPermissionsMarketingUser"),
        permission_sets=tuple(_set_name(row) for row in rows),
        permissions={one: any(row.get(one) is True for row in rows) for one in INTEGRATION_PERMISSIONS},
        objects=_object_access(rows),
        fields=_field_access(rows) if options.names_somebody and not options.me else None,
    )


def profile_of(answer: Answer) -> str | None:
    """The name of the profile whose own permission set is among the answer's; null where none was shown."""
    owned = (_inner(row, "Profile").get("Name") for row in answer.records if _is_owned(row))
    return next((name for name in owned if isinstance(name, str)), None)


def _is_owned(row: Any) -> bool:
    return isinstance(row, dict) and row.get("IsOwnedByProfile") is True


def defined_on(row: _Row) -> str | None:
    """The object that a FieldDefinition row belongs to; null where the row does not tell."""
    name = _inner(row, "EntityDefinition").get("QualifiedApiName")
    return name if isinstance(name, str) else None


def _set_name(row: _Row) -> str:
    if row.get("IsOwnedByProfile"):
        return f"profile {_inner(row, 'Profile').get('Name')}"
    namespace = row.get("NamespacePrefix")
    return f"{namespace}__{row.get('Name')}" if namespace else str(row.get("Name"))


def _object_access(rows: list[_Row]) -> dict[str, ObjectAccess]:
    found: dict[str, ObjectAccess] = {}
    for one in (one for row in rows for one in _children(row, "ObjectPerms")):
        known = found.get(one["SobjectType"], ObjectAccess(read=False, create=False, edit=False, modify_all=False))
        found[one["SobjectType"]] = ObjectAccess(
            read=known.read or one.get("PermissionsRead") is True,
            create=known.create or one.get("PermissionsCreate") is True,
            edit=known.edit or one.get("PermissionsEdit") is True,
            modify_all=known.modify_all or one.get("PermissionsModifyAllRecords") is True,
        )
    return found


def _field_access(rows: list[_Row]) -> dict[str, FieldAccess]:
    found: dict[str, FieldAccess] = {}
    for one in (one for row in rows for one in _children(row, "FieldPerms")):
        known = found.get(one["Field"], FieldAccess(read=False, edit=False))
        found[one["Field"]] = FieldAccess(
            read=known.read or one.get("PermissionsRead") is True,
            edit=known.edit or one.get("PermissionsEdit") is True,
        )
    return found


def read_rehearsal(people: Answer, opportunities: Answer) -> Rehearsal | Unread:
    """The touchpoints that the org holds, counted by day."""
    for answer in (people, opportunities):
        if not answer.has_rows:
            return Unread(
                part=Part.REHEARSAL,
                reason=f"touchpoints could not be read ({answer.error})",
                fix="Install the package, and grant Read on Buyer Touchpoint, Buyer Attribution Touchpoint and "
                "their fields to the signed-in user (permission set Marketo Measure Standard User).",
            )
    return Rehearsal(
        people=_days(people.records, "bizible2__Bizible_Person__c"),
        opportunities=_days(opportunities.records, "bizible2__Opportunity__c"),
        capped=max(len(people.records), len(opportunities.records)) >= MOST_TOUCHPOINTS,
    )


def _days(rows: list[_Row], parent: str) -> tuple[TouchpointDay, ...]:
    days = sorted({str(row.get("CreatedDate"))[:10] for row in rows}, reverse=True)
    found = []
    for day in days:
        since = [row for row in rows if str(row.get("CreatedDate"))[:10] >= day]
        parents = {row.get(parent) for row in since} - {None}
        found.append(TouchpointDay(day=day, touchpoints=len(since), parents=len(parents)))
    return tuple(found)


def read_choices(answer: Answer) -> tuple[TouchpointChoices, ...] | Unread:
    """Enable Buyer Touchpoints by Campaign record type, from the layouts' record type mappings.

    https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_layouts.htm
    """
    mappings = answer.body.get("recordTypeMappings") if isinstance(answer.body, dict) else None
    if not answer.is_good or not isinstance(mappings, list):
        reason = f"the layouts of Campaign could not be read ({answer.error})"
        return Unread(part=Part.TOUCHPOINT_CHOICES, reason=reason, fix="Grant Read on Campaign.")
    found = []
    for mapping in mappings:
        for picklist in mapping.get("picklistsForRecordType") or []:
            if picklist.get("picklistName") == marketo_measure.ENABLE_TOUCHPOINTS:
                values = [one for one in picklist.get("picklistValues") or [] if one.get("active")]
                found.append(
                    TouchpointChoices(
                        record_type=str(mapping.get("developerName") or mapping.get("name")),
                        field=marketo_measure.ENABLE_TOUCHPOINTS,
                        values=tuple(str(one.get("value")) for one in values),
                        default=next((str(one.get("value")) for one in values if one.get("defaultValue")), None),
                    )
                )
    return tuple(found)


def read_stages(opportunity: Answer, lead: Answer) -> tuple[Stage, ...] | Unread:
    """Opportunity stages with order and bucket; lead statuses in describe's order, which is Setup's."""
    if not opportunity.has_rows or not opportunity.records:
        reason = f"OpportunityStage could not be read ({opportunity.error})"
        return Unread(part=Part.STAGES, reason=reason, fix="Grant Read on Opportunity to the signed-in user.")
    active = sorted((row for row in opportunity.records if row["IsActive"]), key=lambda row: row.get("SortOrder") or 0)
    stages = [
        Stage(
            object="Opportunity",
            value=str(row.get("ApiName") or row.get("MasterLabel")),
            position=position,
            bucket="won" if row.get("IsWon") else "lost" if row.get("IsClosed") else "open",
        )
        for position, row in enumerate(active, start=1)
    ]
    fields = lead.body.get("fields", []) if isinstance(lead.body, dict) else []
    status: _Row = next((one for one in fields if one.get("name") == "Status"), {})
    values = [one for one in status.get("picklistValues") or [] if one.get("active")]
    return (
        *stages,
        *(
            Stage(object="Lead", value=str(one.get("value")), position=n, bucket=None)
            for n, one in enumerate(values, 1)
        ),
    )


def read_record_counts(body: Any, asked: tuple[str, ...]) -> dict[str, int] | None:
    """Records by object; objects without records are left out of the answer.

    https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_record_count.htm
    """
    rows = body.get("sObjects") if isinstance(body, dict) else None
    if not isinstance(rows, list):
        return None
    counts = {str(row.get("name")): int(row.get("count") or 0) for row in rows if isinstance(row, dict)}
    return {name: counts.get(name, 0) for name in asked}


def _inner(row: _Row, key: str) -> _Row:
    value = row.get(key)
    return value if isinstance(value, dict) else {}


def _children(row: _Row, key: str) -> list[_Row]:
    records = _inner(row, key).get("records")
    return records if isinstance(records, list) else []
