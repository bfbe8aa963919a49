"""Rows of ApexTrigger: asked for once, read by two parts of a snapshot and by the import of files."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

import msgspec

from parity.errors import CouldNotLook
from parity.integrity.unreadable import why_unreadable
from parity.marketo_measure.catalogue import PACKAGE_OBJECTS, RELATED_OBJECTS
from parity.orgs.field_definitions import objects_by_id
from parity.orgs.question import Question, query
from parity.orgs.rows import Row, value_at
from parity.orgs.snapshot_part import SoFar
from parity.snapshot.ids import full_id
from parity.snapshot.names import object_of_event
from parity.snapshot.records import OBJECTS, Trigger

_TABLE = "ApexTrigger"
_OBJECT = "EntityDefinition.QualifiedApiName"
#: What the id of a custom object's definition begins with: it tells no name.
CUSTOM_OBJECT = "01I"


def trigger_questions(so_far: SoFar) -> list[Question]:
    """One question for all triggers. TableEnumOrId holds an id where the object is a custom one: no name filters it."""
    columns = ", ".join((*Trigger.__struct_encode_fields__, *so_far.has((_OBJECT,))))
    return [query(_TABLE, f"SELECT {columns} FROM {_TABLE}", tooling=True)]


def triggers_of(so_far: SoFar, objects: Collection[str]) -> tuple[Trigger, ...]:
    """The triggers on these objects, and on the events that tell of their changes; none where none were read."""
    answer = so_far.answers[_TABLE]
    rows = answer.records if answer.has_rows else []
    read = triggers_from_rows(rows, f"{so_far.role}: {_TABLE}", objects_by_id(so_far))
    return tuple(one for one in read if one.object in objects)


def triggers_nowhere(so_far: SoFar) -> tuple[Trigger, ...]:
    """The triggers on custom objects of which only the id is known, where one of the compared objects may have that id:
    where the ids of all that are there are known, they are on others.
    """
    known = objects_by_id(so_far)
    refused = {name for name in PACKAGE_OBJECTS if name in so_far.answers and so_far.answers[name].is_refusal}
    there = set(PACKAGE_OBJECTS) - refused
    if there <= set(known.values()):
        return ()
    read = triggers_from_rows(so_far.answers[_TABLE].records, f"{so_far.role}: {_TABLE}", known)
    return tuple(one for one in read if one.table_enum_or_id.startswith(CUSTOM_OBJECT))


def triggers_from_rows(
    rows: list[Row], where: str, objects: Mapping[str, str] = MappingProxyType({})
) -> tuple[Trigger, ...]:
    """ApexTrigger rows as our records, objects named as describe does; raises CouldNotLook for rows of another kind.

    `objects` are names by the id of a definition.
    """
    columns = set(Trigger.__struct_encode_fields__)
    try:
        found = [msgspec.convert(_with_object(row, columns, objects), Trigger) for row in rows]
    except (msgspec.ValidationError, AttributeError) as problem:
        raise CouldNotLook(
            f"an ApexTrigger row is not as Salesforce documents it: {why_unreadable(problem)}",
            where=where,
            fix=f"Query these columns: {', '.join(sorted(columns))}.",
        ) from None
    return tuple(msgspec.structs.replace(one, table_enum_or_id=_as_described(one.table_enum_or_id)) for one in found)


def _as_described(name: str) -> str:
    """An object's name in the letters of its describe, that of its change events too."""
    named = {one.casefold(): one for one in (*OBJECTS, *RELATED_OBJECTS)}
    told = object_of_event(name)
    if told is None:
        return named.get(name.casefold(), name)
    known = named.get(told.casefold())
    return name if known is None else f"{known.removesuffix('c') if known.endswith('__c') else known}ChangeEvent"


def _with_object(row: Row, columns: set[str], objects: Mapping[str, str]) -> Row:
    """The columns of our record; the object by its name, which EntityDefinition tells where TableEnumOrId is an id.

    EntityDefinition may tell a user nothing of an object that is kept from it.
    """
    name = value_at(row, _OBJECT) or objects.get(full_id(str(row.get("TableEnumOrId"))))
    kept = {key: value for key, value in row.items() if key in columns}
    return {**kept, "TableEnumOrId": name} if isinstance(name, str) else kept
