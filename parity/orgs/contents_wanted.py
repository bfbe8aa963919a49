"""Which contents an org is asked for, and in which order: first what can stop or alter what Marketo Measure saves.

By object: those that Marketo Measure makes records of, then those that it writes to, then the rest. On each object:
flows and processes, validation rules, workflow rules, roll-up summaries and lookup filters, hidden fields. Then come
record types, and last of all flows of packages, since Salesforce shows their contents only where they are templates.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct

from parity.marketo_measure import catalogue as marketo_measure
from parity.orgs.component_rows import PROCESS, full_name, is_flow_on, object_at
from parity.orgs.metadata_rows import OneRow
from parity.orgs.question import Question, query
from parity.orgs.rows import Row, text_in, value_at
from parity.orgs.snapshot_part import SoFar
from parity.orgs.soql import listed, quoted
from parity.snapshot.automation import OBJECT_NOT_TOLD
from parity.snapshot.contents import ContentKind
from parity.snapshot.field_visibility import hidden_fields
from parity.snapshot.records import Field, ObjectDescribe

CUSTOM_FIELDS = "CustomFields"
_KINDS = tuple(ContentKind)
#: A longer list of names is not worth its letters: all fields of the objects are asked for then.
_MOST_NAMES = 200


#: A standard field has no row by an id; its definition is found by its name, a query each.
_OF_DEFINITION = ("QualifiedApiName", "Metadata")
_AN_ID = re.compile(r"[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?", re.ASCII)


class Wanted(Struct, frozen=True, kw_only=True):
    """A component whose contents are to be read. `full_name` is how FullName must begin, empty where unknown."""

    kind: ContentKind
    object: str
    name: str
    row: OneRow
    full_name: str = ""

    @property
    def can_be_asked(self) -> bool:
        """Whether the org gave an id of it that is well-formed."""
        return bool(self.row.condition) or _AN_ID.fullmatch(self.row.id) is not None

    @property
    def is_standard_field(self) -> bool:
        """Whether it is read by FieldDefinition, which may show a user less than a row of its own."""
        return self.row.table == "FieldDefinition"

    @property
    def may_be_refused(self) -> bool:
        """Whether it is documented that there is such a definition, and not that everybody is shown it."""
        return self.is_standard_field or self.kind is ContentKind.RECORD_TYPE

    @property
    def place(self) -> tuple[int, int, int, str]:
        """Its place in the order of reading; components with the same place are sorted by name."""
        of_package = self.kind in {ContentKind.FLOW, ContentKind.PROCESS} and "__" in self.name
        turn = 2 if of_package else 1 if self.kind is ContentKind.RECORD_TYPE else 0
        return turn, tier(self.object), _KINDS.index(self.kind), self.object


def in_order(wanted: Iterable[Wanted], has_claim: Callable[[str], bool]) -> list[Wanted]:
    """In the order of reading; in the same place those go first that have a claim."""
    return sorted(wanted, key=lambda one: (*one.place, not has_claim(one.row.id), one.name))


def tier(object_name: str) -> int:
    """0: Marketo Measure creates records of it; 1: it writes to it, or the object is not known yet; 2: neither."""
    if object_name in marketo_measure.CREATED_OBJECTS:
        return 0
    return 1 if object_name in _written() or object_name == OBJECT_NOT_TOLD else 2


def _written() -> frozenset[str]:
    return frozenset(one.object for one in marketo_measure.catalogue() if one.written)


def automation_wanted(so_far: SoFar) -> list[Wanted]:
    """Active flows and validation rules, and all workflow rules: only their contents say whether one is active."""
    return [
        *(_flow(row) for row in _rows(so_far, "FlowDefinitionView") if _runs(row)),
        *(_validation_rule(row) for row in _rows(so_far, "ValidationRule") if row.get("Active")),
        *(_workflow_rule(row) for row in _rows(so_far, "WorkflowRule")),
    ]


def _rows(so_far: SoFar, table: str) -> list[Row]:
    answer = so_far.answers.get(table)
    return answer.records if answer is not None and answer.has_rows else []


def _runs(row: Row) -> bool:
    return bool(row.get("ActiveVersionId")) and is_flow_on(row, marketo_measure.AUTOMATED_OBJECTS)


def _flow(row: Row) -> Wanted:
    name = full_name(row, "ApiName")
    return Wanted(
        kind=ContentKind.PROCESS if row.get("ProcessType") == PROCESS else ContentKind.FLOW,
        object=object_at(row, "TriggerObjectOrEvent.QualifiedApiName"),
        name=name,
        row=OneRow(table="Flow", id=text_in(row, "ActiveVersionId") or ""),
        # With the number of the version, or without it.
        full_name=name,
    )


def _validation_rule(row: Row) -> Wanted:
    name, object_name = full_name(row, "ValidationName"), object_at(row, "EntityDefinition.QualifiedApiName")
    return Wanted(
        kind=ContentKind.VALIDATION_RULE,
        object=object_name,
        name=name,
        row=OneRow(table="ValidationRule", id=text_in(row, "Id") or ""),
        full_name=f"{object_name}.",
    )


def _workflow_rule(row: Row) -> Wanted:
    object_name = object_at(row, "TableEnumOrId")
    return Wanted(
        kind=ContentKind.WORKFLOW_RULE,
        object=object_name,
        name=full_name(row, "Name"),
        row=OneRow(table="WorkflowRule", id=text_in(row, "Id") or ""),
        full_name=f"{object_name}.",
    )


def fields_to_read(objects: Mapping[str, ObjectDescribe]) -> dict[tuple[str, str], ContentKind]:
    """By object and name: custom fields that are roll-up summaries, have a lookup filter, or are hidden."""
    found: dict[tuple[str, str], ContentKind] = {}
    for name, described in objects.items():
        for field in described.fields:
            if field.name.endswith("__c") and (_is_roll_up(field) or field.filtered_lookup_info):
                found[name, field.name] = ContentKind.FIELD
        for hidden in hidden_fields(described).values():
            if hidden.name.endswith("__c"):
                found[name, hidden.name] = ContentKind.HIDDEN_FIELD
    return found


def _is_roll_up(field: Field) -> bool:
    """A describe calls it calculated and tells no formula; a formula of a package that is hidden looks alike."""
    return field.calculated is True and not field.calculated_formula


def standard_lookups(objects: Mapping[str, ObjectDescribe]) -> list[Wanted]:
    """Standard fields with a lookup filter. `X__pc` of a person account is Contact's `X__c`, which is read there."""
    return [
        Wanted(
            kind=ContentKind.FIELD,
            object=name,
            name=field.name,
            row=OneRow(
                table="FieldDefinition",
                condition=f"EntityDefinition.QualifiedApiName = {quoted(name)} AND "
                f"QualifiedApiName = {quoted(field.name)}",
                columns=_OF_DEFINITION,
            ),
        )
        for name, described in objects.items()
        for field in described.fields
        if field.filtered_lookup_info and not field.name.endswith(("__c", "__pc"))
    ]


def record_types(objects: Mapping[str, ObjectDescribe]) -> list[Wanted]:
    """The active record types, whose ids a describe tells, but for the one that every object has."""
    return [
        Wanted(
            kind=ContentKind.RECORD_TYPE,
            object=name,
            name=one.developer_name,
            row=OneRow(table="RecordType", id=one.record_type_id),
        )
        for name, described in objects.items()
        for one in described.record_types
        if one.record_type_id and one.active is True and not one.master
    ]


def custom_field_question(wanted: Iterable[tuple[str, str]]) -> Question:
    """The question for the ids of custom fields, which describe does not have."""
    named = list(wanted)
    objects = sorted({one for one, _ in named})
    names = sorted({developer_name(field) for _, field in named})
    where = f"EntityDefinition.QualifiedApiName IN ({listed(objects)})"
    if len(names) <= _MOST_NAMES:
        where += f" AND DeveloperName IN ({listed(names)})"
    columns = "Id, DeveloperName, NamespacePrefix, EntityDefinition.QualifiedApiName"
    return query(CUSTOM_FIELDS, f"SELECT {columns} FROM CustomField WHERE {where}", tooling=True)


def developer_name(field: str) -> str:
    """`Region` of `Region__c` and of `ns__Region__c`."""
    return field.removesuffix("__c").rpartition("__")[2]


def fields_wanted(rows: Iterable[Row], kinds: Mapping[tuple[str, str], ContentKind]) -> list[Wanted]:
    """The rows of custom fields that are to be read."""
    found = []
    for row in rows:
        field = f"{full_name(row, 'DeveloperName')}__c"
        object_name: Any = value_at(row, "EntityDefinition.QualifiedApiName")
        kind, row_id = kinds.get((object_name, field)), text_in(row, "Id")
        if kind is not None and row_id:
            one = OneRow(table="CustomField", id=row_id)
            found.append(Wanted(kind=kind, object=object_name, name=field, row=one, full_name=f"{object_name}.{field}"))
    return found
