"""The list of all fields of an object, whether the signed-in user may see them or not: Tooling's FieldDefinition.

The data API's FieldDefinition leaves out the fields that field-level security hides from the user, so it proves
nothing:
https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_fielddefinition.htm
"""

from collections.abc import Sequence

from msgspec import structs

from parity.marketo_measure import catalogue as marketo_measure
from parity.orgs.question import UNUSABLE, Answer, Question, query
from parity.orgs.rows import Row, parent_in, text_in
from parity.orgs.snapshot_part import SoFar
from parity.orgs.soql import listed
from parity.snapshot.ids import full_id
from parity.snapshot.records import HiddenField, ObjectDescribe

#: Objects by query, two large ones each: a page holds 2,000 rows. The package's are small.
_GROUPS = (
    ("Account", "Campaign", "CampaignMember", "OpportunityContactRole"),
    ("Case", "Contact", marketo_measure.PERSON, marketo_measure.TOUCHPOINT),
    ("Lead", "Opportunity", marketo_measure.ATTRIBUTION_TOUCHPOINT),
)
#: What Salesforce says where a group of objects is too much for one query of this kind.
_TOO_MANY = ("queryMore", "EXCEEDED_ID_LIMIT", "MALFORMED_QUERY", UNUSABLE)
COLUMNS = (
    "QualifiedApiName",
    "EntityDefinition.QualifiedApiName",
    "EntityDefinitionId",
    "IsFieldHistoryTracked",
    "IsEverApiAccessible",
    "IsFlsEnabled",
    "DataType",
    "Length",
    "Precision",
    "Scale",
    "ReferenceTo",
)


def field_definition_questions(_so_far: SoFar) -> list[Question]:
    """A question for each group."""
    return [query(_name(group), field_definitions_of(*group), tooling=True) for group in _GROUPS]


def object_by_object(so_far: SoFar) -> list[Question]:
    """The questions for the objects of a group that was too much for one answer."""
    return [
        query(_single_name(one), field_definitions_of(one), tooling=True)
        for group in _GROUPS
        if _is_too_many(so_far.answers[_name(group)])
        for one in group
    ]


def definitions_of(so_far: SoFar, object_name: str) -> Answer:
    """The answer that holds one object's definitions, its own or that of its group."""
    single = so_far.answers.get(_single_name(object_name))
    group = next(one for one in _GROUPS if object_name in one)
    return so_far.answers[_name(group)] if single is None else single


def with_definitions(described: ObjectDescribe, name: str, rows: Sequence[Row]) -> ObjectDescribe | None:
    """The object with what its FieldDefinition rows add; null where no row is about this object."""
    mine = [one for one in rows if defined_on(one) == name and text_in(one, "QualifiedApiName")]
    if not mine:
        return None
    shown = {field.name.casefold() for field in described.fields}
    return structs.replace(
        described,
        defined_fields=tuple(row["QualifiedApiName"] for row in mine),
        history_fields=tuple(row["QualifiedApiName"] for row in mine if row.get("IsFieldHistoryTracked") is True),
        hidden_fields=tuple(
            _hidden(row) for row in mine if _can_be_hidden(row) and row["QualifiedApiName"].casefold() not in shown
        ),
    )


def objects_by_id(so_far: SoFar) -> dict[str, str]:
    """The package's objects by the id of their definition, which the org gives them: other tables name them by it."""
    lists = {_name(group) for group in _GROUPS} | {_single_name(one) for one in marketo_measure.PACKAGE_OBJECTS}
    rows = (row for name in lists if name in so_far.answers for row in so_far.answers[name].records)
    named = ((text_in(row, "EntityDefinitionId"), defined_on(row)) for row in rows)
    return {full_id(one): name for one, name in named if one and name in marketo_measure.PACKAGE_OBJECTS}


def package_fields(so_far: SoFar) -> set[str]:
    """The fields of the package that the answers for groups list, as `Object.Field`."""
    asked = [so_far.answers[name] for name in map(_name, _GROUPS) if name in so_far.answers]
    rows = [row for answer in asked for row in answer.records if isinstance(row, dict)]
    named = [(defined_on(row), text_in(row, "QualifiedApiName") or "") for row in rows]
    return {f"{name}.{field}" for name, field in named if name and field.startswith(marketo_measure.PREFIX)}


def defined_on(row: Row) -> str | None:
    """The object that a FieldDefinition row belongs to; null where the row does not say."""
    return text_in(parent_in(row, "EntityDefinition"), "QualifiedApiName")


def field_definitions_of(*object_names: str) -> str:
    """The query for the fields of these objects."""
    where = f"EntityDefinition.QualifiedApiName IN ({listed(object_names)})"
    return f"SELECT {', '.join(COLUMNS)} FROM FieldDefinition WHERE {where}"


def _can_be_hidden(row: Row) -> bool:
    """Whether describe could show the field, and field-level security keep it from somebody."""
    return row.get("IsEverApiAccessible") is not False and row.get("IsFlsEnabled") is not False


def _hidden(row: Row) -> HiddenField:
    return HiddenField(
        name=row["QualifiedApiName"],
        data_type=text_in(row, "DataType"),
        length=_number(row, "Length"),
        precision=_number(row, "Precision"),
        scale=_number(row, "Scale"),
        reference_to=tuple(sorted(str(one) for one in parent_in(row, "ReferenceTo").get("referenceTo") or ())),
    )


def _number(row: Row, column: str) -> int | None:
    value = row.get(column)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _is_too_many(answer: Answer) -> bool:
    return any(sign in answer.error for sign in _TOO_MANY)


def _name(group: tuple[str, ...]) -> str:
    return f"FieldDefinition_{'_'.join(group[:2])}"


def _single_name(object_name: str) -> str:
    return f"FieldDefinition_{object_name}"
