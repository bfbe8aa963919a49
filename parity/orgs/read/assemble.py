"""Adds to a snapshot what readiness rests on: all that is read besides the six objects and their triggers."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from msgspec import structs

from parity.config.collect_options import CollectOptions
from parity.errors import CouldNotLook
from parity.marketo_measure.catalogue import PACKAGE_OBJECTS, PREFIX, RELATED_OBJECTS
from parity.orgs.ask.queries import COUNTED_OBJECTS
from parity.orgs.ask.questions import DEFINITION_GROUPS, definition_name
from parity.orgs.client import Answer
from parity.orgs.read.automation import NOT_AS_DOCUMENTED, not_understood, read_automation
from parity.orgs.read.describe import object_from_describe
from parity.orgs.read.org_setup import (
    defined_on,
    profile_of,
    read_choices,
    read_copies,
    read_integration_user,
    read_packages,
    read_record_counts,
    read_rehearsal,
    read_stages,
)
from parity.snapshot.org_setup import IntegrationUser, Part, Unread
from parity.snapshot.records import OBJECTS, ObjectDescribe, Role, Snapshot


def with_evidence(
    snapshot: Snapshot, answers: dict[str, Answer], counts: Answer | None, options: CollectOptions
) -> Snapshot:
    """The snapshot with packages, automation, the integration user and the like, or why they are not there."""
    unread: list[Unread] = []
    permissions = snapshot.user.permissions or {}
    may_view_setup = permissions.get("PermissionsViewSetup") is True
    automation, unread_automation = read_automation(answers, may_view_setup)
    unread += unread_automation
    parts: dict[str, Any] = {
        "packages": _read(Part.PACKAGES, lambda: read_packages(answers["InstalledSubscriberPackage"]), unread),
        "integration_user": _read(
            Part.INTEGRATION_USER, lambda: _integration_user(snapshot, answers["PermissionSet"], options), unread
        ),
        "touchpoint_choices": _read(Part.TOUCHPOINT_CHOICES, lambda: read_choices(answers["CampaignLayouts"]), unread),
        "stages": _read(Part.STAGES, lambda: read_stages(answers["OpportunityStage"], answers["Lead"]), unread),
    }
    if counts is not None:
        parts["record_counts"] = _read(Part.RECORD_COUNTS, lambda: _record_counts(counts), unread)
    if snapshot.role is Role.PRODUCTION:
        parts["copies"] = _read(Part.COPIES, lambda: read_copies(answers["SandboxProcess"]), unread)
    else:
        touchpoints = answers["Touchpoints"], answers["AttributionTouchpoints"]
        parts["rehearsal"] = _read(Part.REHEARSAL, lambda: read_rehearsal(*touchpoints), unread)
    related = _related(answers, unread)
    own = None if options.names_somebody and not options.me else profile_of(answers["PermissionSet"])
    user = structs.replace(snapshot.user, profile=own)
    return structs.replace(snapshot, **parts, user=user, automation=automation, related=related, unread=tuple(unread))


def package_fields(answers: dict[str, Answer]) -> tuple[str, ...]:
    """The fields of the package that the answers so far show, as `Object.Field`, hidden ones of FieldDefinition too."""
    found = set()
    for name in (*OBJECTS, *RELATED_OBJECTS):
        body = answers[name].body
        fields = body.get("fields") if answers[name].is_good and isinstance(body, dict) else None
        names = [str(one.get("name")) for one in fields or [] if isinstance(one, dict)]
        found |= {f"{name}.{one}" for one in names if one.startswith(PREFIX)}
    defined = _defined(answers)
    found |= {f"{name}.{field}" for name, fields in defined.items() for field in fields if field.startswith(PREFIX)}
    return tuple(sorted(found))


def _defined(answers: dict[str, Answer]) -> dict[str, tuple[str, ...]]:
    """The fields that FieldDefinition lists, by object, as far as it was asked."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in map(definition_name, DEFINITION_GROUPS):
        for row in answers[name].records if name in answers else ():
            if isinstance(row, dict):
                found[defined_on(row) or ""].append(str(row.get("QualifiedApiName")))
    return {name: tuple(fields) for name, fields in found.items()}


_Part = TypeVar("_Part")


def _read(part: Part, reader: Callable[[], _Part | Unread], unread: list[Unread]) -> _Part | None:
    """What a reader makes of an answer; null where it was refused, or is not as Salesforce documents it."""
    try:
        found = reader()
    except NOT_AS_DOCUMENTED:
        found = not_understood(part)
    if isinstance(found, Unread):
        unread.append(found)
        return None
    return found


def _integration_user(snapshot: Snapshot, answer: Answer, options: CollectOptions) -> IntegrationUser | Unread:
    """The integration user; where that is the collecting user, its own permissions are the better source."""
    found = read_integration_user(answer, options)
    if isinstance(found, Unread) or (found.named and not options.me):
        return found
    own = snapshot.user.permissions or {}
    known = {name: granted or own.get(name, False) for name, granted in found.permissions.items()}
    return structs.replace(found, permissions=known, username=found.username or snapshot.user.username)


def _record_counts(counts: Answer) -> dict[str, int] | Unread:
    found = read_record_counts(counts.body, COUNTED_OBJECTS) if counts.is_good else None
    if found is None:
        reason = f"limits/recordCount gave no answer ({counts.error})"
        return Unread(part=Part.RECORD_COUNTS, reason=reason, fix="Grant View Setup and Configuration.")
    return found


def _related(answers: dict[str, Answer], unread: list[Unread]) -> dict[str, ObjectDescribe]:
    """Describes of the further objects. One of the package that is not there is left out: its rules tell."""
    found = {}
    refused = []
    defined = _defined(answers)
    for name in RELATED_OBJECTS:
        answer = answers[name]
        try:
            if not answer.is_good:
                raise CouldNotLook(answer.error)
            described = object_from_describe(answer.body, f"{name} describe")[0]
            found[name] = structs.replace(described, defined_fields=defined.get(name))
        except CouldNotLook:
            if name not in PACKAGE_OBJECTS:
                refused.append(name)
    if refused:
        reason = f"the signed-in user may not describe {', '.join(refused)}"
        fix = "Grant Read on these objects (Permission Set > Object Settings)."
        unread.append(Unread(part=Part.RELATED_OBJECTS, reason=reason, fix=fix))
    return found
