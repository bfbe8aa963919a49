"""What a snapshot does not prove, worked out from its content and never from its own word.

A snapshot also lists the gaps that its collector met; both are joined, so that a snapshot that was edited, cut or put
together from files is no better than its content.
"""

from collections import Counter
from collections.abc import Iterable
from operator import attrgetter

from msgspec import UNSET

from parity.snapshot.grants import READ_APEX, READ_SETUP
from parity.snapshot.org_identity import identity_gaps
from parity.snapshot.records import OBJECTS, Field, Gap, ObjectDescribe, Snapshot, Trigger

_AGAIN = "Collect this org again with a user who may read it; `parity doctor` says what to grant."
_NEEDED_OF_A_TRIGGER = (
    "usage_before_insert",
    "usage_after_insert",
    "usage_before_update",
    "usage_after_update",
    "usage_before_delete",
    "usage_after_delete",
    "usage_after_undelete",
    "is_valid",
    "api_version",
)
_properties = attrgetter(*Field.__struct_fields__)


def snapshot_gaps(snapshot: Snapshot) -> tuple[Gap, ...]:
    """The gaps that a snapshot lists, and those that its content reveals."""
    told = {(gap.area, gap.subject) for gap in snapshot.gaps}
    found = [gap for gap in _worked_out(snapshot) if (gap.area, gap.subject) not in told]
    return tuple(sorted({*snapshot.gaps, *found}))


def _worked_out(snapshot: Snapshot) -> Iterable[Gap]:
    yield from identity_gaps(snapshot)
    if snapshot.source != "org":
        yield _gap(
            snapshot,
            "files",
            "origin",
            "files do not prove when they were made, through whose eyes, nor that all are of one org",
            "Have somebody with access run `parity collect`, and compare that snapshot.",
        )
    elif snapshot.collected_at is None or snapshot.user.id is None:
        yield _gap(snapshot, "origin", "time and user", "the snapshot does not tell when and as whom", _AGAIN)
    for name in OBJECTS:
        if name not in snapshot.objects:
            yield _gap(snapshot, "describe", name, "it is not in the snapshot", _AGAIN)
        else:
            yield from _object_gaps(snapshot, name, snapshot.objects[name])
    yield from _untold_gaps(snapshot)
    yield from _trigger_gaps(snapshot)


def _untold_gaps(snapshot: Snapshot) -> Iterable[Gap]:
    """One gap for all properties that some field of a describe lacks."""
    lacking = sorted({name for one in snapshot.objects.values() for field in one.fields for name in _lacking(field)})
    if lacking:
        yield _gap(
            snapshot,
            "describe",
            "properties of fields",
            f"the describes do not tell, so it is not compared: {', '.join(lacking)}",
            "Use the whole answer of .../sobjects/OBJECT/describe at API version 48.0 or later.",
        )


def _lacking(field: Field) -> tuple[str, ...]:
    """The properties, by the names of a describe, that it does not tell of the field."""
    told = _properties(field)
    if UNSET not in told:
        return ()
    return tuple(name for name, value in zip(Field.__struct_encode_fields__, told, strict=True) if value is UNSET)


def _object_gaps(snapshot: Snapshot, name: str, described: ObjectDescribe) -> Iterable[Gap]:
    twice = _twice(one.name.casefold() for one in described.fields)
    if twice:
        yield _gap(snapshot, "describe", f"{name} names", f"fields stand twice: {', '.join(twice)}", _AGAIN)
    unlisted = _unlisted(described)
    if snapshot.source == "org" and unlisted is not None:
        reason = f"missing and hidden fields cannot be told apart: {unlisted}"
        yield _gap(snapshot, "field-visibility", f"FieldDefinition of {name}", reason, READ_SETUP)


def _unlisted(described: ObjectDescribe) -> str | None:
    """Why the list of all fields cannot be the whole list; null where it can."""
    if described.defined_fields is None:
        return "FieldDefinition was not read"
    listed = {name.casefold() for name in described.defined_fields}
    custom = [one.name for one in described.fields if one.name.endswith("__c") and one.name.casefold() not in listed]
    if not listed or custom:
        return f"FieldDefinition does not list fields that describe shows: {', '.join(sorted(custom)) or 'none at all'}"
    return None


def _trigger_gaps(snapshot: Snapshot) -> Iterable[Gap]:
    triggers = snapshot.triggers
    if triggers is None:
        yield _gap(snapshot, "triggers", "ApexTrigger", "triggers were not read", READ_APEX)
        return
    permissions = snapshot.user.permissions or {}
    if not triggers and not (permissions.get("PermissionsAuthorApex") or permissions.get("PermissionsViewSetup")):
        reason = "no trigger was shown, and nothing proves that this user would be shown any"
        yield _gap(snapshot, "triggers", "ApexTrigger", reason, READ_APEX)
    lacking = sorted({shown for one in triggers for shown in _lacking_columns(one)})
    if lacking:
        reason = f"the rows do not tell {', '.join(lacking)}"
        yield _gap(snapshot, "triggers", "ApexTrigger columns", reason, "Query these columns of ApexTrigger too.")
    elsewhere = sorted({one.full_name for one in triggers if one.object not in OBJECTS})
    if elsewhere:
        reason = f"these stand on none of the six objects: {', '.join(elsewhere)}"
        yield _gap(snapshot, "triggers", "ApexTrigger objects", reason, _AGAIN)
    twice = _twice(one.full_name.casefold() for one in triggers if one.status != "Deleted")
    if twice:
        yield _gap(snapshot, "triggers", "ApexTrigger names", f"triggers stand twice: {', '.join(twice)}", _AGAIN)


def _lacking_columns(trigger: Trigger) -> list[str]:
    columns = dict(zip(Trigger.__struct_fields__, Trigger.__struct_encode_fields__, strict=True))
    # The body of a managed trigger is hidden, so its checksum need not be told.
    needed = (*_NEEDED_OF_A_TRIGGER, *(() if trigger.namespace_prefix else ("body_crc",)))
    return [columns[name] for name in needed if getattr(trigger, name) is None]


def _twice(names: Iterable[str]) -> list[str]:
    return sorted(name for name, number in Counter(names).items() if number > 1)


def _gap(snapshot: Snapshot, area: str, subject: str, reason: str, fix: str) -> Gap:
    return Gap(area=area, role=snapshot.role.value, subject=subject, reason=reason, fix=fix)
