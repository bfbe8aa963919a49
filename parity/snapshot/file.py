"""Snapshots as bytes: one canonical order, one digest, and strict reading."""

from itertools import pairwise
from operator import attrgetter
from typing import Any, TypeVar

import msgspec
from msgspec import UNSET, Struct, structs

from parity.errors import SnapshotError
from parity.integrity.canonical import canonical_bytes, digest, other_schema, sorted_json
from parity.snapshot.org_setup import IntegrationUser, Rehearsal, TouchpointChoices
from parity.snapshot.records import OBJECTS, SCHEMA_VERSION, Field, ObjectDescribe, PicklistValue, Snapshot

_EDITED = "The file may be cut off or edited. Write it again with `parity collect` or `parity import`."


class _Envelope(Struct):
    schema_version: int


_DECODER = msgspec.json.Decoder(Snapshot)


def _value_key(value: PicklistValue) -> tuple[str, str, bool, bool, tuple[str, ...]]:
    return value.value, value.label or "", value.active, value.default_value, value.valid_for or ()


def _sorted_fields(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """By name; should one name stand twice, by all that is known of the field."""
    ordered = sorted(fields, key=attrgetter("name"))
    if any(one.name == another.name for one, another in pairwise(ordered)):
        ordered.sort(key=canonical_bytes)
    return tuple(ordered)


def _sorted_values(field: Field) -> Field:
    values = field.picklist_values
    changes: dict[str, Any] = {}
    if values is not UNSET and len(values) > 1:
        ordered = tuple(sorted(values, key=_value_key))
        if ordered != values:
            changes["picklist_values"] = ordered
        if any(one.valid_for for one in ordered):
            changes["picklist_values"] = tuple(_sorted_valid_for(one) for one in ordered)
    if field.reference_to is not UNSET and len(field.reference_to) > 1:
        changes["reference_to"] = tuple(sorted(field.reference_to))
    if field.filtered_lookup_info:
        changes["filtered_lookup_info"] = sorted_json(field.filtered_lookup_info)
    if field.other:
        changes["other"] = sorted_json(field.other)
    return structs.replace(field, **changes) if changes else field


def _sorted_valid_for(value: PicklistValue) -> PicklistValue:
    if value.valid_for is None:
        return value
    return structs.replace(value, valid_for=tuple(sorted(value.valid_for)))


def _canonical_object(described: ObjectDescribe) -> ObjectDescribe:
    return ObjectDescribe(
        properties=sorted_json(described.properties),
        fields=_sorted_fields(tuple(_sorted_values(field) for field in described.fields)),
        record_types=tuple(sorted(described.record_types, key=canonical_bytes)),
        defined_fields=_sorted_names(described.defined_fields),
        history_fields=_sorted_names(described.history_fields),
    )


def _sorted_names(names: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(sorted(set(names)))


_Item = TypeVar("_Item")


def _sorted_records(records: tuple[_Item, ...] | None) -> tuple[_Item, ...] | None:
    return None if records is None else tuple(sorted(records, key=canonical_bytes))


def _canonical_user(user: IntegrationUser | None) -> IntegrationUser | None:
    return None if user is None else structs.replace(user, permission_sets=tuple(sorted(user.permission_sets)))


def _canonical_rehearsal(rehearsal: Rehearsal | None) -> Rehearsal | None:
    if rehearsal is None:
        return None
    return structs.replace(
        rehearsal,
        people=tuple(sorted(rehearsal.people, reverse=True)),
        opportunities=tuple(sorted(rehearsal.opportunities, reverse=True)),
    )


def _canonical_choices(choices: tuple[TouchpointChoices, ...] | None) -> tuple[TouchpointChoices, ...] | None:
    if choices is None:
        return None
    return _sorted_records(tuple(structs.replace(one, values=tuple(sorted(one.values))) for one in choices))


def _version(text: str) -> tuple[int, str]:
    """API versions in their own order, 9.0 before 68.0."""
    whole = text.partition(".")[0]
    return (int(whole) if whole.isdigit() else 0), text


def canonical(snapshot: Snapshot) -> Snapshot:
    """The same snapshot with every list in its one canonical order."""
    triggers = snapshot.triggers
    return structs.replace(
        snapshot,
        objects={name: _canonical_object(snapshot.objects[name]) for name in sorted(snapshot.objects)},
        triggers=None if triggers is None else tuple(sorted(triggers, key=lambda t: (t.full_name, canonical_bytes(t)))),
        related={name: _canonical_object(snapshot.related[name]) for name in sorted(snapshot.related)},
        related_triggers=_sorted_records(snapshot.related_triggers) or (),
        automation=_sorted_records(snapshot.automation) or (),
        packages=_sorted_records(snapshot.packages),
        copies=_sorted_records(snapshot.copies),
        integration_user=_canonical_user(snapshot.integration_user),
        rehearsal=_canonical_rehearsal(snapshot.rehearsal),
        touchpoint_choices=_canonical_choices(snapshot.touchpoint_choices),
        stages=_sorted_records(snapshot.stages),
        unread=tuple(sorted(set(snapshot.unread))),
        gaps=tuple(sorted(set(snapshot.gaps))),
        api=structs.replace(snapshot.api, versions_offered=tuple(sorted(snapshot.api.versions_offered, key=_version))),
    )


def snapshot_bytes(snapshot: Snapshot) -> bytes:
    """The canonical bytes, as they stand in a snapshot file."""
    return canonical_bytes(canonical(snapshot))


def snapshot_digest(snapshot: Snapshot) -> str:
    """The digest of a canonical snapshot (as `canonical` or `read_snapshot` gives it)."""
    return digest(canonical_bytes(snapshot))


def read_snapshot(data: bytes, where: str) -> Snapshot:
    """A snapshot from the bytes of a file, in canonical order.

    `where` names the file in messages. Raises SnapshotError, with the path of what is wrong, for bytes
    that are not a snapshot, are damaged, or have another schema version.
    """
    envelope = decode(data, _Envelope, where, "a snapshot")
    if envelope.schema_version != SCHEMA_VERSION:
        raise SnapshotError(
            f"this snapshot cannot be used: {other_schema(envelope.schema_version, SCHEMA_VERSION)}",
            where=where,
            fix="Collect it again with this version: `parity check`, `parity collect` or `parity import`.",
        )
    try:
        snapshot = _DECODER.decode(data)
    except (msgspec.DecodeError, RecursionError) as problem:
        raise _unreadable(problem, where, "a snapshot") from None
    other = [name for name, one in snapshot.objects.items() if one.properties.get("name") != name]
    if other:
        raise SnapshotError(f"what stands under {', '.join(other)} describes another object", where=where, fix=_EDITED)
    missing = [name for name in OBJECTS if name not in snapshot.objects]
    known = {gap.subject for gap in snapshot.gaps}
    unexplained = [name for name in missing if name not in known]
    if unexplained:
        raise SnapshotError(f"the snapshot has no {', '.join(unexplained)}", where=where, fix="Collect it again.")
    try:
        return canonical(snapshot)
    except RecursionError as problem:
        raise _unreadable(problem, where, "a snapshot") from None


_Record = TypeVar("_Record")


def decode(data: bytes, kind: type[_Record], where: str, what: str) -> _Record:
    """Bytes as a record of `kind`; raises SnapshotError that names the path of what is wrong."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, RecursionError) as problem:
        raise _unreadable(problem, where, what) from None


def _unreadable(problem: Exception, where: str, what: str) -> SnapshotError:
    return SnapshotError(
        f"this is not {what} that can be read: {problem}",
        where=where,
        fix=_EDITED,
    )
