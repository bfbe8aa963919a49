"""A snapshot of one org in four calls besides the list of versions and the user, where the org allows composites.

ApexTrigger needs Author Apex or View Setup; a user without sees an error, or nothing:
https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_apextrigger.htm
"""

from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple

import msgspec

from parity import __version__
from parity.config.collect_options import CollectOptions
from parity.errors import CouldNotLook, OrgUnreachable
from parity.marketo_measure.catalogue import RELATED_OBJECTS
from parity.orgs.ask import queries
from parity.orgs.ask.questions import (
    DEFINITION_GROUPS,
    data_questions,
    definition_name,
    in_composites,
    integration_user,
    tooling_questions,
)
from parity.orgs.client import UNUSABLE, Answer, OrgClient, query
from parity.orgs.read.assemble import package_fields, with_evidence
from parity.orgs.read.describe import object_from_describe
from parity.orgs.read.org_setup import defined_on
from parity.snapshot.file import canonical
from parity.snapshot.gaps import snapshot_gaps
from parity.snapshot.grants import READ_APEX, READ_SETUP
from parity.snapshot.ids import full_id
from parity.snapshot.org_identity import refuse_wrong_role
from parity.snapshot.records import (
    OBJECTS,
    ApiUse,
    Gap,
    ObjectDescribe,
    Org,
    Role,
    SignedInUser,
    Snapshot,
    Trigger,
)

NOBODY_NAMED = CollectOptions()


def collect(
    client: OrgClient,
    version: str,
    versions_offered: tuple[str, ...],
    now: datetime,
    options: CollectOptions = NOBODY_NAMED,
) -> Snapshot:
    """Read one org at an API version. `now` is UTC; `options` say whose access and which fields matter.

    Raises WrongOrgError where the org is not what its role says, CouldNotLook where it cannot be read at all.
    What this user may not read becomes a gap, or stands under `unread`.
    """
    who = _who(client)
    first, *others = in_composites(data_questions(client.role, *who))
    answers = client.ask_together(version, first)
    org = organization(client, answers["Organization"])
    refuse_wrong_role(org, client.role)
    for composite in in_composites(tooling_questions(client.role)):
        answers |= client.ask_together(version, composite, tooling=True)
    access = integration_user(who.user_id, who.username, options, package_fields(answers))
    for composite in in_composites([*chain.from_iterable(others), access]):
        answers |= client.ask_together(version, composite)
    counts = client.record_counts(version, queries.COUNTED_OBJECTS) if client.role is Role.PRODUCTION else None
    gaps: list[Gap] = []
    user = _user(client, answers, who, gaps)
    objects = _objects(client, version, answers, gaps)
    triggers = _triggers(client, answers["ApexTrigger"], gaps)
    described = Snapshot(
        tool=f"parity {__version__}",
        role=client.role,
        source="org",
        collected_at=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        org=org,
        user=user,
        api=_api_use(client, version, versions_offered),
        objects=objects,
        triggers=None if triggers is None else tuple(one for one in triggers if not _is_related(one)),
        related_triggers=tuple(one for one in triggers or () if _is_related(one)),
        gaps=tuple(gaps),
    )
    snapshot = with_evidence(described, answers, counts, options)
    try:
        return canonical(msgspec.structs.replace(snapshot, gaps=snapshot_gaps(snapshot)))
    except UnicodeEncodeError:
        raise OrgUnreachable(
            f"{client.role}: an answer holds half a character, which no JSON may hold",
            where=client.connection.instance_url,
            fix="Look for a broken emoji in the labels and picklist values of the six objects.",
        ) from None


class _Who(NamedTuple):
    org_id: str | None
    user_id: str | None
    username: str | None


def _who(client: OrgClient) -> _Who:
    """Which org, and who is signed in; asked for only where signing in did not tell."""
    connection = client.connection
    known = _Who(connection.org_id, connection.user_id, connection.username)
    if known.org_id and known.user_id:
        return known
    info = client.user_info()
    return _Who(
        known.org_id or info.get("organization_id"),
        known.user_id or info.get("user_id"),
        known.username or info.get("preferred_username"),
    )


def _is_related(trigger: Trigger) -> bool:
    return trigger.table_enum_or_id in RELATED_OBJECTS


def organization(client: OrgClient, answer: Answer) -> Org:
    """The org's identity out of a query on Organization; raises CouldNotLook without one."""
    if not answer.first:
        raise OrgUnreachable(
            f"{client.role}: Organization could not be read ({answer.error})",
            where=client.connection.instance_url,
            fix="The signed-in user needs API Enabled and read access to Organization.",
        )
    return org_from_row(answer.first, client.connection.instance_url)


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


def _user(client: OrgClient, answers: dict[str, Answer], who: _Who, gaps: list[Gap]) -> SignedInUser:
    row = answers["User"].first
    access = answers["UserPermissionAccess"]
    granted = access.records[0] if access.records else None
    if not row:
        gaps.append(
            _gap(client, "user", "User", f"who is signed in could not be read ({answers['User'].error})", READ_SETUP)
        )
    return SignedInUser(
        id=_text(row, "Id") or who.user_id,
        username=_text(row, "Username") or who.username,
        name=_text(row, "Name"),
        language=_text(row, "LanguageLocaleKey"),
        sign_in=client.connection.how,
        permissions=None if granted is None else {name: granted.get(name) is True for name in queries.PERMISSIONS},
    )


def _objects(client: OrgClient, version: str, answers: dict[str, Answer], gaps: list[Gap]) -> dict[str, ObjectDescribe]:
    objects = {}
    definitions = _definitions(client, version, answers)
    for name in OBJECTS:
        answer = answers[name]
        if not answer.is_good:
            reason = f"the signed-in user may not describe it ({answer.error})"
            gaps.append(_gap(client, "describe", name, reason, _GRANT_OBJECT.format(name=name)))
            continue
        described, problems = object_from_describe(answer.body, f"{client.role}: {name} describe")
        gaps += [msgspec.structs.replace(problem, role=client.role.value) for problem in problems]
        defined = definitions[name]
        rows = [one for one in defined.records if defined_on(one) == name and _text(one, "QualifiedApiName")]
        if defined.has_rows and rows:
            described = msgspec.structs.replace(
                described,
                defined_fields=tuple(row["QualifiedApiName"] for row in rows),
                history_fields=tuple(
                    row["QualifiedApiName"] for row in rows if row.get("IsFieldHistoryTracked") is True
                ),
            )
        else:
            reason = f"missing and hidden fields cannot be told apart ({defined.error})"
            gaps.append(_gap(client, "field-visibility", f"FieldDefinition of {name}", reason, READ_SETUP))
        objects[name] = described
    return objects


def _definitions(client: OrgClient, version: str, answers: dict[str, Answer]) -> dict[str, Answer]:
    """FieldDefinition by object: a group that holds too many rows for one answer is asked for again one by one."""
    found = {}
    for group in DEFINITION_GROUPS:
        answer = answers[definition_name(group)]
        for name in (one for one in group if one in OBJECTS):
            too_many = any(sign in answer.error for sign in _ONE_BY_ONE)
            single = query(f"FieldDefinition_{name}", queries.field_definitions(name))
            found[name] = client.ask(version, single) if too_many else answer
    return found


#: What Salesforce says where a group of objects is too much for one query of this kind.
_ONE_BY_ONE = ("queryMore", "EXCEEDED_ID_LIMIT", "MALFORMED_QUERY", UNUSABLE)
_GRANT_OBJECT = "Grant Read on {name} to the signed-in user (Permission Set > Object Settings > {name})."


def _triggers(client: OrgClient, answer: Answer, gaps: list[Gap]) -> tuple[Trigger, ...] | None:
    if not answer.has_rows:
        gaps.append(_gap(client, "triggers", "ApexTrigger", f"triggers could not be read ({answer.error})", READ_APEX))
        return None
    return triggers_from_rows(answer.records, f"{client.role}: ApexTrigger")


def triggers_from_rows(rows: list[dict[str, Any]], where: str) -> tuple[Trigger, ...]:
    """ApexTrigger rows as our records, objects named as describe does; raises CouldNotLook for rows of another kind."""
    columns = set(Trigger.__struct_encode_fields__)
    try:
        found = [msgspec.convert({key: value for key, value in row.items() if key in columns}, Trigger) for row in rows]
    except (msgspec.ValidationError, AttributeError) as problem:
        raise CouldNotLook(
            f"an ApexTrigger row is not as Salesforce documents it: {problem}",
            where=where,
            fix=f"Query these columns: {', '.join(sorted(columns))}.",
        ) from None
    named = {name.casefold(): name for name in (*OBJECTS, *RELATED_OBJECTS)}
    return tuple(
        msgspec.structs.replace(one, table_enum_or_id=named.get(one.table_enum_or_id.casefold(), one.table_enum_or_id))
        for one in found
    )


def _gap(client: OrgClient, area: str, subject: str, reason: str, fix: str) -> Gap:
    return Gap(area=area, role=client.role.value, subject=subject, reason=reason, fix=fix)


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
