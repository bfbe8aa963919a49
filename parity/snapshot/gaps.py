"""What snapshots do not prove, worked out from what is in them, never from their own word (DESIGN law 2).

A snapshot also carries the gaps that its collector met; these are added to them, so that a snapshot that was edited,
cut or put together from files is no better than its content.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import UNSET

from parity.compare.difference import Comparison
from parity.marketo_measure import catalogue as marketo_measure
from parity.snapshot.org_identity import identity_gaps
from parity.snapshot.records import OBJECTS, Field, Gap, ObjectDescribe, Snapshot, Trigger

#: Longer apart, the two snapshots do not show the two orgs as they were at one time.
MOST_APART = timedelta(hours=24)

_AGAIN = "Collect this org again with a user who may read it; `parity doctor` says what to grant."
READ_SETUP = "Grant View Setup and Configuration to the signed-in user (Permission Set > System Permissions)."
READ_APEX = (
    "Grant View Setup and Configuration and Author Apex to the signed-in user (Permission Set > System Permissions)."
)
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
_DESCRIBED = tuple(zip(Field.__struct_encode_fields__, Field.__struct_fields__, strict=True))


def snapshot_gaps(snapshot: Snapshot) -> tuple[Gap, ...]:
    """The gaps that a snapshot carries, and those that its content shows besides."""
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
    yield from _trigger_gaps(snapshot)


def _object_gaps(snapshot: Snapshot, name: str, described: ObjectDescribe) -> Iterable[Gap]:
    lacking = sorted(
        shown for shown, attribute in _DESCRIBED if any(getattr(one, attribute) is UNSET for one in described.fields)
    )
    if lacking:
        yield _gap(
            snapshot,
            "describe",
            f"{name} properties",
            f"the describe does not tell: {', '.join(lacking)}",
            "Use the whole answer of .../sobjects/OBJECT/describe at API version 48.0 or later.",
        )
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
    elsewhere = sorted({one.full_name for one in triggers if one.table_enum_or_id not in OBJECTS})
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


def pair_gaps(
    sandbox: Snapshot, production: Snapshot, comparison: Comparison, named_fields: Iterable[str]
) -> tuple[Gap, ...]:
    """What the two snapshots together do not prove. `named_fields`: `Object.Field` names that the project gives."""
    found = [*_version_gaps(sandbox, production), *_apart(sandbox, production)]
    found += [_hidden_gap(name, fields) for name, fields in comparison.hidden_in_both.items()]
    found += _unseen_gaps(sandbox, production, frozenset(named_fields))
    return tuple(found)


def _version_gaps(sandbox: Snapshot, production: Snapshot) -> Iterable[Gap]:
    ours, theirs = sandbox.api.version, production.api.version
    if ours == theirs and ours is not None:
        return
    yield Gap(
        area="api-version",
        subject="API version",
        reason=f"the sandbox was read at {ours or 'an unknown version'}, "
        f"production at {theirs or 'an unknown one'}: describe answers mean the same only at one version",
        remedy="Collect both at one version: `parity check` does, or `parity collect ROLE --api-version N`.",
    )


def _apart(sandbox: Snapshot, production: Snapshot) -> Iterable[Gap]:
    times = [datetime.fromisoformat(one.collected_at) for one in (sandbox, production) if one.collected_at]
    if len(times) == 2 and abs(times[0] - times[1]) > MOST_APART:
        yield Gap(
            area="time",
            subject="snapshots",
            reason=f"they were collected more than {MOST_APART.total_seconds() / 3600:.0f} hours apart "
            f"({sandbox.collected_at} and {production.collected_at}): either org may have changed since",
            remedy="Collect both orgs together: `parity check` does.",
        )


def _hidden_gap(object_name: str, fields: tuple[str, ...]) -> Gap:
    return Gap(
        area="field-visibility",
        subject=object_name,
        reason=f"hidden from the signed-in users of both orgs, so not compared: {', '.join(fields)}",
        remedy="Grant both users read access to these fields (Permission Set > Object Settings > Field Permissions).",
    )


def _unseen_gaps(sandbox: Snapshot, production: Snapshot, named: frozenset[str]) -> Iterable[Gap]:
    """Fields in use that neither org shows: standard ones, which are never missing, and those of parity.yaml."""
    for name in sorted(set(sandbox.objects) & set(production.objects)):
        shown = {one.name.casefold() for side in (sandbox, production) for one in side.objects[name].fields}
        used = {one.name for one in marketo_measure.catalogue() if one.object == name and not one.custom}
        used |= {field.partition(".")[2] for field in named if field.partition(".")[0].casefold() == name.casefold()}
        unseen = sorted(field for field in used if field.casefold() not in shown)
        if unseen:
            yield Gap(
                area="field-visibility",
                subject=f"{name}, fields in use",
                reason=f"neither org shows {', '.join(unseen)}, which Marketo Measure or parity.yaml uses",
                remedy="Grant both users read access to them (Permission Set > Object Settings > Field Permissions), "
                "or correct the names under `policy.fields`.",
            )


def _gap(snapshot: Snapshot, area: str, subject: str, reason: str, remedy: str) -> Gap:
    return Gap(area=area, role=snapshot.role.value, subject=subject, reason=reason, remedy=remedy)
