"""Rows of ApexTrigger, asked for once and read by two parts of a snapshot and by the import of files."""

import msgspec

from parity.errors import CouldNotLook
from parity.marketo_measure.catalogue import RELATED_OBJECTS, SAVED_OBJECTS
from parity.orgs.client import Question, query
from parity.orgs.rows import Row
from parity.orgs.snapshot_part import SoFar
from parity.orgs.soql import listed
from parity.snapshot.records import OBJECTS, Trigger


def trigger_questions(_so_far: SoFar) -> list[Question]:
    """One question for the triggers of all objects whose records Marketo Measure saves."""
    columns = ", ".join(Trigger.__struct_encode_fields__)
    where = f"TableEnumOrId IN ({listed(SAVED_OBJECTS)})"
    return [query("ApexTrigger", f"SELECT {columns} FROM ApexTrigger WHERE {where}", tooling=True)]


def triggers_from_rows(rows: list[Row], where: str) -> tuple[Trigger, ...]:
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
