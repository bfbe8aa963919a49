"""Describes, lists of fields and triggers: what is read, what becomes a gap, what is asked again."""

from typing import Any
from urllib.parse import unquote

import pytest

from parity.errors import CouldNotLook
from parity.marketo_measure.catalogue import PACKAGE_OBJECTS, RELATED_OBJECTS
from parity.orgs.field_definitions import package_fields
from parity.orgs.parts.objects import PART, read_objects
from parity.orgs.parts.related_objects import read_related_objects
from parity.orgs.parts.related_triggers import read_related_triggers
from parity.orgs.parts.triggers import read_triggers
from parity.orgs.question import UNUSABLE, Answer
from parity.orgs.snapshot_part import RUN_AGAIN, SoFar
from parity.snapshot.grants import READ_APEX, READ_SETUP, READ_THESE_OBJECTS
from parity.snapshot.org_setup import Part
from parity.snapshot.records import OBJECTS, HiddenField, Role
from tests.orgs.answers import NO_LIST, REFUSED, answered, described, rows, so_far

GROUPS = ("FieldDefinition_Account_Campaign", "FieldDefinition_Case_Contact", "FieldDefinition_Lead_Opportunity")


def definition(name: str, field: str, tracked: bool | None = None) -> dict[str, Any]:
    entity = {"QualifiedApiName": name}
    return {"QualifiedApiName": field, "IsFieldHistoryTracked": tracked, "EntityDefinition": entity}


def org(**changes: Answer) -> SoFar:
    describes = {name: described(name) for name in (*OBJECTS, *RELATED_OBJECTS)}
    lists = dict.fromkeys(GROUPS, rows(*(definition(name, "Id") for name in OBJECTS)))
    return so_far(**{**describes, **lists, **changes})


def test_all_six_are_read_with_the_list_of_their_fields() -> None:
    found = read_objects(org())
    assert tuple(found.value) == OBJECTS
    assert {one.defined_fields for one in found.value.values()} == {("Id",)}
    assert found.gaps == ()


def test_only_rows_of_the_object_itself_count_and_history_is_told() -> None:
    listed = rows(
        definition("Lead", "Status", tracked=True),
        definition("Lead", "Email", tracked=False),
        definition("Opportunity", "Amount", tracked=True),
        {"QualifiedApiName": None, "EntityDefinition": {"QualifiedApiName": "Lead"}},
        {"QualifiedApiName": "Nowhere", "EntityDefinition": None},
    )
    lead = read_objects(org(FieldDefinition_Lead_Opportunity=listed)).value["Lead"]
    assert (lead.defined_fields, lead.history_fields) == (("Status", "Email"), ("Status",))


@pytest.mark.parametrize("answer", [REFUSED, NO_LIST, rows(), rows(definition("Opportunity", "Amount"))])
def test_an_object_whose_fields_are_not_listed_is_a_gap(answer: Answer) -> None:
    found = read_objects(org(FieldDefinition_Lead_Opportunity=answer))
    gap = next(one for one in found.gaps if one.subject == "FieldDefinition of Lead")
    assert (gap.area, gap.role, gap.fix) == ("field-visibility", "sandbox", READ_SETUP)
    assert found.value["Lead"].defined_fields is None


def test_an_object_that_may_not_be_described_is_a_gap_that_says_what_to_grant() -> None:
    found = read_objects(org(Case=REFUSED))
    assert "Case" not in found.value
    (gap,) = found.gaps
    assert (gap.area, gap.subject) == ("describe", "Case")
    assert "Grant Read on Case" in gap.fix


def test_an_answer_that_is_no_describe_ends_the_reading() -> None:
    with pytest.raises(CouldNotLook, match="not a full describe"):
        read_objects(org(Case=Answer(200, {"name": "Case", "fields": []})))


def test_what_a_describe_does_not_explain_is_a_gap_of_this_org() -> None:
    value = {"value": "A", "label": "A", "active": True, "defaultValue": False, "validFor": "gAAA"}
    field = {"name": "Region__c", "type": "picklist", "controllerName": "Hidden__c", "picklistValues": [value]}
    (gap,) = read_objects(org(Lead=described("Lead", {"name": "Id", "type": "id"}, field))).gaps
    assert (gap.area, gap.role, gap.subject) == ("picklist", "sandbox", "Lead.Region__c")


@pytest.mark.parametrize("role", list(Role))
def test_every_list_of_fields_is_asked_through_the_tooling_api(role: Role) -> None:
    questions = [one for one in PART.questions(answered({}, role=role)) if one.is_query]
    assert [one.name for one in questions] == list(GROUPS)
    assert all(one.is_tooling for one in questions)


@pytest.mark.parametrize("code", ["EXCEEDED_ID_LIMIT", "MALFORMED_QUERY", UNUSABLE])
def test_a_group_that_is_too_much_is_asked_for_object_by_object(code: str) -> None:
    too_much = Answer(400, [{"errorCode": code, "message": "too much"}])
    view = org(FieldDefinition_Case_Contact=too_much)
    questions = PART.again(view)
    assert [one.name for one in questions][:2] == ["FieldDefinition_Case", "FieldDefinition_Contact"]
    assert all(one.is_tooling for one in questions)
    assert unquote(questions[0].path).endswith("EntityDefinition.QualifiedApiName IN ('Case')")
    single = {one.name: rows(definition(one.name.rpartition("_")[2], "Own__c")) for one in questions}
    found = read_objects(org(FieldDefinition_Case_Contact=too_much, **single))
    assert (found.value["Case"].defined_fields, found.gaps) == (("Own__c",), ())


@pytest.mark.parametrize("answer", [REFUSED, rows()])
def test_a_group_that_was_refused_is_not_asked_for_again(answer: Answer) -> None:
    assert PART.again(org(FieldDefinition_Case_Contact=answer)) == []


def test_the_lists_that_were_not_asked_for_yet_are_left_out() -> None:
    name = "bizible2__A__c"
    view = so_far(FieldDefinition_Lead_Opportunity=rows(definition("Lead", name), definition("Lead", "B__c")))
    assert package_fields(view) == {f"Lead.{name}"}


@pytest.mark.parametrize(
    ("accessible", "secured", "hidden"), [(True, True, True), (False, True, False), (True, False, False)]
)
def test_only_what_could_be_described_and_secured_can_be_hidden(accessible: bool, secured: bool, hidden: bool) -> None:
    row = {**definition("Lead", "Amount"), "IsEverApiAccessible": accessible, "IsFlsEnabled": secured}
    told = {"DataType": "Currency(16, 2)", "Precision": 16, "Scale": 2, "ReferenceTo": {"referenceTo": None}}
    lead = read_objects(org(FieldDefinition_Lead_Opportunity=rows({**row, **told}))).value["Lead"]
    expected = HiddenField(name="Amount", data_type="Currency(16, 2)", precision=16, scale=2)
    assert lead.hidden_fields == ((expected,) if hidden else ())
    assert lead.defined_fields == ("Amount",)


def test_further_objects_have_their_lists_too() -> None:
    listed = rows(definition("CampaignMember", "Id"), definition("CampaignMember", "IsDeleted"))
    found = read_related_objects(org(FieldDefinition_Account_Campaign=listed))
    assert (tuple(found.value), found.unread) == (RELATED_OBJECTS, ())
    assert found.value["CampaignMember"].defined_fields == ("Id", "IsDeleted")


def test_an_object_of_the_package_that_is_not_there_is_no_matter_of_rights() -> None:
    found = read_related_objects(org(**dict.fromkeys(PACKAGE_OBJECTS, REFUSED)))
    assert set(found.value) == set(RELATED_OBJECTS) - set(PACKAGE_OBJECTS)
    assert found.unread == ()


def test_further_objects_that_were_refused_or_could_not_be_described_are_named() -> None:
    found = read_related_objects(org(Task=REFUSED, Event=NO_LIST))
    refused, failed = found.unread
    assert refused.reason == "the signed-in user may not describe Task"
    assert failed.reason.startswith("could not be described: Event (")
    assert (refused.fix, failed.fix) == (READ_THESE_OBJECTS, RUN_AGAIN)
    assert "Task" not in found.value


@pytest.mark.parametrize("answer", [Answer(500, None), NO_LIST])
def test_an_object_of_the_package_that_could_not_be_described_is_not_said_to_be_missing(answer: Answer) -> None:
    found = read_related_objects(org(**{PACKAGE_OBJECTS[0]: answer}))
    assert [one.fix for one in found.unread] == [RUN_AGAIN]
    assert PACKAGE_OBJECTS[0] in found.unread[0].reason


def test_one_of_the_six_that_could_not_be_described_proves_no_lack_of_rights() -> None:
    found = read_objects(org(Case=Answer(500, None)))
    assert [(one.part, one.fix) for one in found.unread] == [(Part.OBJECTS, RUN_AGAIN)]
    assert [(one.subject, one.fix) for one in found.gaps] == [("Case", RUN_AGAIN)]
    refused = read_objects(org(Case=REFUSED))
    assert refused.unread == ()
    assert refused.gaps[0].fix.startswith("Grant Read on Case")


TRIGGER = {"Name": "A", "TableEnumOrId": "lead", "Status": "Active", "attributes": {"type": "ApexTrigger"}}


def test_triggers_are_told_apart_by_object_whatever_the_letter_case() -> None:
    view = so_far(ApexTrigger=rows(TRIGGER, {**TRIGGER, "Name": "B", "TableEnumOrId": "campaignmember"}))
    assert [(one.name, one.table_enum_or_id) for one in read_triggers(view).value] == [("A", "Lead")]
    assert [(one.name, one.table_enum_or_id) for one in read_related_triggers(view)] == [("B", "CampaignMember")]


def test_a_trigger_on_an_unknown_object_is_kept_for_the_gaps() -> None:
    view = so_far(ApexTrigger=rows({**TRIGGER, "TableEnumOrId": "01I000000000001"}))
    assert [one.table_enum_or_id for one in read_triggers(view).value] == ["01I000000000001"]


def test_a_trigger_on_a_custom_object_is_placed_by_the_id_that_fielddefinition_tells() -> None:
    """EntityDefinition tells nothing of an object that is kept from the user, for want of a package's licence, say."""
    ids = dict(zip(PACKAGE_OBJECTS, ("01I000000000001", "01I000000000002", "01I000000000003"), strict=True))
    named = [
        {"QualifiedApiName": "Id", "EntityDefinition": {"QualifiedApiName": name}, "EntityDefinitionId": one}
        for name, one in ids.items()
    ]
    ours = {**TRIGGER, "TableEnumOrId": "01I000000000002AAA", "EntityDefinition": None}
    others = {**TRIGGER, "Name": "B", "TableEnumOrId": "01I000000000009AAA", "EntityDefinition": None}
    view = so_far(ApexTrigger=rows(ours, others), FieldDefinition_Case_Contact=rows(*named))
    assert read_triggers(view).value == ()
    assert [one.table_enum_or_id for one in read_related_triggers(view)] == [PACKAGE_OBJECTS[1]]
    # Of one object that may be there no id is known: the trigger may be on it.
    unsure = so_far(ApexTrigger=rows(ours, others), FieldDefinition_Case_Contact=rows(*named[:2]))
    assert [one.name for one in read_triggers(unsure).value] == ["B"]
    gone = so_far(**{**unsure.answers, PACKAGE_OBJECTS[2]: REFUSED})
    assert read_triggers(gone).value == ()


@pytest.mark.parametrize("answer", [REFUSED, NO_LIST])
def test_refused_triggers_are_one_gap(answer: Answer) -> None:
    found = read_triggers(so_far(ApexTrigger=answer))
    assert found.value is None
    assert [(one.area, one.subject, one.fix) for one in found.gaps] == [("triggers", "ApexTrigger", READ_APEX)]
    assert read_related_triggers(so_far(ApexTrigger=answer)) == ()


@pytest.mark.parametrize("row", [{"Name": "A"}, {**TRIGGER, "Status": 7}, None])
def test_rows_that_are_no_triggers_end_the_reading(row: Any) -> None:
    with pytest.raises(CouldNotLook, match="not as Salesforce documents it"):
        read_triggers(so_far(ApexTrigger=rows(row)))
