"""The list of all fields of an object, whatever the signed-in user may see: FieldDefinition.

https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_fielddefinition.htm
"""

from collections import defaultdict

from parity.marketo_measure import catalogue as marketo_measure
from parity.orgs.client import UNUSABLE, Answer, Question, query
from parity.orgs.rows import Row, parent_in, text_in
from parity.orgs.snapshot_part import SoFar
from parity.orgs.soql import listed
from parity.snapshot.records import OBJECTS, Role

#: Objects by query, two large ones each: an answer holds 2,000 rows. The package's are small.
_GROUPS = (
    ("Account", "Campaign", "CampaignMember"),
    ("Case", "Contact", marketo_measure.PERSON, marketo_measure.TOUCHPOINT),
    ("Lead", "Opportunity", marketo_measure.ATTRIBUTION_TOUCHPOINT),
)
#: What Salesforce says where a group of objects is too much for one query of this kind.
_TOO_MANY = ("queryMore", "EXCEEDED_ID_LIMIT", "MALFORMED_QUERY", UNUSABLE)


def field_definition_questions(so_far: SoFar) -> list[Question]:
    """A question for each group. A sandbox is asked for more queries, so one of its groups goes to the Tooling API."""
    return [
        query(_name(group), _soql(group), tooling=so_far.role is Role.SANDBOX and group == _GROUPS[0])
        for group in _GROUPS
    ]


def object_by_object(so_far: SoFar) -> list[Question]:
    """The questions for the objects of a group that was too much for one answer."""
    return [
        query(_single_name(one), _soql((one,)))
        for group in _GROUPS
        if _is_too_many(so_far.answers[_name(group)])
        for one in group
        if one in OBJECTS
    ]


def definitions_of(so_far: SoFar, object_name: str) -> Answer:
    """The answer that holds one object's definitions, its own or that of its group."""
    single = so_far.answers.get(_single_name(object_name))
    group = next(one for one in _GROUPS if object_name in one)
    return so_far.answers[_name(group)] if single is None else single


def fields_by_object(so_far: SoFar) -> dict[str, tuple[str, ...]]:
    """The fields that the answers for groups list, by object, as far as they were asked."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in map(_name, _GROUPS):
        for row in so_far.answers[name].records if name in so_far.answers else ():
            if isinstance(row, dict):
                found[defined_on(row) or ""].append(str(row.get("QualifiedApiName")))
    return {name: tuple(fields) for name, fields in found.items()}


def defined_on(row: Row) -> str | None:
    """The object that a FieldDefinition row belongs to; null where the row does not tell."""
    return text_in(parent_in(row, "EntityDefinition"), "QualifiedApiName")


def _is_too_many(answer: Answer) -> bool:
    return any(sign in answer.error for sign in _TOO_MANY)


def _name(group: tuple[str, ...]) -> str:
    return f"FieldDefinition_{'_'.join(group[:2])}"


def _single_name(object_name: str) -> str:
    return f"FieldDefinition_{object_name}"


def _soql(object_names: tuple[str, ...]) -> str:
    return (
        "SELECT QualifiedApiName, IsFieldHistoryTracked, EntityDefinition.QualifiedApiName FROM FieldDefinition "
        f"WHERE EntityDefinition.QualifiedApiName IN ({listed(object_names)})"
    )
