"""Snapshots as bytes: one canonical order, one digest, and strict reading."""

from collections.abc import Callable
from itertools import pairwise
from operator import attrgetter
from typing import Any, TypeVar

import msgspec
from msgspec import UNSET, Struct, structs

from parity.errors import SnapshotError
from parity.integrity.canonical import canonical_bytes, digest, other_schema, sorted_json
from parity.integrity.file_kind import FileKind, refuse_misplaced
from parity.integrity.unreadable import why_unreadable
from parity.snapshot.org_setup import HasOrder
from parity.snapshot.records import (
    OBJECTS,
    SCHEMA_VERSION,
    ApiUse,
    Field,
    ObjectDescribe,
    PicklistValue,
    Snapshot,
    Trigger,
)

_EDITED = "The file may be cut off or edited. Write it again with `parity collect` or `parity import`."


class _SnapshotEnvelope(Struct):
    schema_version: int


_DECODER = msgspec.json.Decoder(Snapshot)
_ENVELOPE_DECODER = msgspec.json.Decoder(_SnapshotEnvelope)


def _value_key(value: PicklistValue) -> tuple[str, str, bool, bool, tuple[str, ...]]:
    return value.value, value.label or "", value.active, value.default_value, value.valid_for or ()


def _sorted_fields(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """By name; should one name be duplicated, by all that is known of the field."""
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
        hidden_fields=None if described.hidden_fields is None else tuple(sorted(set(described.hidden_fields))),
    )


def _sorted_names(names: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(sorted(set(names)))


def _objects(objects: dict[str, ObjectDescribe]) -> dict[str, ObjectDescribe]:
    return {name: _canonical_object(objects[name]) for name in sorted(objects)}


def _triggers(triggers: tuple[Trigger, ...] | None) -> tuple[Trigger, ...] | None:
    return None if triggers is None else tuple(sorted(triggers, key=lambda one: (one.full_name, canonical_bytes(one))))


def _api(api: ApiUse) -> ApiUse:
    return structs.replace(api, versions_offered=tuple(sorted(api.versions_offered, key=_version)))


def _version(text: str) -> tuple[int, str]:
    """API versions in their own order, 9.0 before 10.0."""
    whole = text.partition(".")[0]
    return (int(whole) if whole.isdigit() else 0), text


#: The fields of a snapshot that do not follow `in_order`.
_ORDERS: dict[str, Callable[[Any], Any]] = {
    "objects": _objects,
    "related": _objects,
    "triggers": _triggers,
    "api": _api,
    "unread": lambda found: tuple(sorted(set(found))),
    "gaps": lambda found: tuple(sorted(set(found))),
}


def in_order(value: Any) -> Any:
    """A part of a snapshot in canonical order: records by their bytes, the inside of a record as it says itself.

    A record whose lists have an order says so in a method `in_order` (parity/snapshot/org_setup.py).
    """
    if isinstance(value, tuple):
        return tuple(sorted(map(in_order, value), key=canonical_bytes))
    return value.in_order() if isinstance(value, HasOrder) else value


def canonical(snapshot: Snapshot) -> Snapshot:
    """The same snapshot with every list in its one canonical order."""
    fields = {name: getattr(snapshot, name) for name in Snapshot.__struct_fields__}
    return Snapshot(**{name: _ORDERS.get(name, in_order)(value) for name, value in fields.items()})


def snapshot_bytes(snapshot: Snapshot) -> bytes:
    """The canonical bytes, as they are in a snapshot file."""
    return canonical_bytes(canonical(snapshot))


def snapshot_digest(snapshot: Snapshot) -> str:
    """The digest of a canonical snapshot (as `canonical` or `read_snapshot` gives it)."""
    return digest(canonical_bytes(snapshot))


def metadata_digest(snapshot: Snapshot) -> str:
    """The digest of what the org is made of, without what another look at it changes: time, credits, records.

    The same orgs read twice give the same digest while nobody changed their metadata: a key for a cache. What is left
    out is the program, when, how deep and with how many calls it was read, what counts records (their number,
    touchpoints), and who changed what, which is read only where somebody asked (`--who`).
    """
    return digest(
        canonical_bytes(
            structs.replace(
                snapshot,
                tool="",
                collected_at=None,
                api=ApiUse(version=snapshot.api.version),
                record_counts=None,
                rehearsal=None,
                changes=None,
                contents=snapshot.contents and structs.replace(snapshot.contents, depth=0, calls=0),
            )
        )
    )


def read_snapshot(data: bytes, where: str) -> Snapshot:
    """A snapshot from the bytes of a file, in canonical order.

    `where` names the file in messages. Raises SnapshotError, with the path of what is wrong, for bytes
    that are not a snapshot, are damaged, or have another schema version.
    """
    envelope = _decoded(data, _ENVELOPE_DECODER, where)
    if envelope.schema_version != SCHEMA_VERSION:
        refuse_misplaced(data, FileKind.SNAPSHOT, where=where, error=SnapshotError)
        raise SnapshotError(
            f"this snapshot cannot be used: {other_schema(envelope.schema_version, SCHEMA_VERSION)}",
            where=where,
            fix="Collect it again with this version: `parity check`, `parity collect` or `parity import`.",
        )
    snapshot = _decoded(data, _DECODER, where)
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
        raise _unreadable(problem, data, where) from None


_Record = TypeVar("_Record")


def _decoded(data: bytes, decoder: msgspec.json.Decoder[_Record], where: str) -> _Record:
    """Bytes as a record; raises SnapshotError that calls another file of ours by its name, or says what is wrong."""
    try:
        return decoder.decode(data)
    except (ValueError, RecursionError) as problem:
        refuse_misplaced(data, FileKind.SNAPSHOT, where=where, error=SnapshotError)
        raise _unreadable(problem, data, where) from None


def _unreadable(problem: Exception, data: bytes, where: str) -> SnapshotError:
    return SnapshotError(
        f"this is not a snapshot that can be read: {why_unreadable(problem, data)}",
        where=where,
        fix=_EDITED,
    )
