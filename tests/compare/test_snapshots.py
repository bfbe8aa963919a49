"""What counts as different, and what does not, on snapshots made by hand."""

from typing import Any

import pytest
from msgspec import structs

from parity.compare.difference import ComparedObject
from parity.compare.properties import same_json, same_record
from parity.compare.snapshots import compare
from parity.snapshot.records import Field, PicklistValue, RecordType, Role, SignedInUser, Trigger
from tests.small_snapshots import described, snapshot


def differing(sandbox: dict[str, Any], production: dict[str, Any]) -> list[tuple[str, str]]:
    """Component and attribute of what differs between two orgs with these parts."""
    found = compare(snapshot(Role.SANDBOX, **sandbox), snapshot(Role.PRODUCTION, **production))
    return [(one.component, one.attribute) for one in found.differences]


def code(status: str) -> dict[str, Any]:
    trigger = Trigger(name="OnLead", table_enum_or_id="Lead", status=status, body_crc=1.0, usage_after_update=True)
    return {"objects": {"Lead": described()}, "triggers": (trigger,)}


NO_CODE = {"objects": {"Lead": described()}}


def test_a_deleted_trigger_is_as_good_as_absent() -> None:
    assert differing(code("Deleted"), NO_CODE) == []
    assert differing(NO_CODE, code("Deleted")) == []
    assert differing(code("Deleted"), code("Deleted")) == []


def test_a_trigger_that_is_deleted_in_one_org_only_is_missing_there() -> None:
    assert differing(code("Deleted"), code("Active")) == [("OnLead", "presence")]
    assert differing(code("Inactive"), code("Deleted")) == [("OnLead", "presence")]


@pytest.mark.parametrize(
    ("one", "another"),
    [
        (True, 1),
        (False, 0),
        (1, True),
        ([True], [1]),
        ({"a": True}, {"a": 1}),
        ({"a": [{"b": 0}]}, {"a": [{"b": False}]}),
    ],
)
def test_true_is_not_one(one: Any, another: Any) -> None:
    assert not same_json(one, another)
    assert same_json(one, one)


def test_numbers_and_texts_are_the_same_json_where_they_are_equal() -> None:
    assert same_json({"a": [1, "x", None, True]}, {"a": [1, "x", None, True]})
    assert not same_json({"a": [1, "x"]}, {"a": ["x", 1]})


@pytest.mark.parametrize("where", ["default_value", "other"])
def test_a_field_of_which_a_property_is_true_is_not_one_of_which_it_is_one(where: str) -> None:
    def field(value: Any) -> Field:
        property_ = {"default_value": value} if where == "default_value" else {"other": {"newProperty": value}}
        return Field(name="Score__c", type="double", **property_)

    assert not same_record(field(True), field(1))
    assert same_record(field(True), field(True))
    sides = [{"objects": {"Lead": described(field(value))}} for value in (True, 1)]
    assert len(differing(*sides)) == 1


def test_a_property_of_an_object_that_is_true_is_not_one() -> None:
    sides = [{"objects": {"Lead": described(newProperty=value)}} for value in (True, 1)]
    assert differing(*sides) == [("Lead", "newProperty")]


def test_what_was_looked_at_is_counted_by_object() -> None:
    hot = PicklistValue("Hot", "Hot", True, False, None)
    fields = (Field(name="A__c", type="string"), Field(name="Rating", type="picklist", picklist_values=(hot, hot)))
    kind = RecordType(developer_name="Main", active=True)
    lead = structs.replace(described(*fields), record_types=(kind,))
    trigger = Trigger(name="OnLead", table_enum_or_id="Lead", status="Active")
    other = structs.replace(trigger, status="Inactive", name="Another")
    sandbox = snapshot(Role.SANDBOX, objects={"Lead": lead, "Case": described()}, triggers=(trigger, other))
    production = snapshot(
        Role.PRODUCTION,
        objects={"Lead": lead, "Case": described(Field(name="New__c", type="string"))},
        triggers=(trigger, structs.replace(other, status="Active")),
    )
    found = compare(sandbox, production)
    assert found.checked == (
        ComparedObject(
            object="Case",
            equal_fields=(),
            equal_record_types=(),
            equal_triggers=(),
            fields_compared=0,
            record_types_compared=0,
            triggers_compared=0,
            picklist_values_compared=0,
        ),
        ComparedObject(
            object="Lead",
            equal_fields=("A__c", "Rating"),
            equal_record_types=("Main",),
            equal_triggers=("OnLead",),
            fields_compared=2,
            record_types_compared=1,
            triggers_compared=2,
            picklist_values_compared=2,
        ),
    )
    assert [(one.object, one.component) for one in found.differences] == [("Case", "New__c"), ("Lead", "Another")]
    assert (found.hidden_in_both, found.untold, found.notes) == ({}, (), ())


def test_differences_come_by_object_kind_component_and_path() -> None:
    fields = [Field(name=name, type="string", length=1, scale=1) for name in ("B__c", "A__c")]
    others = [Field(name=name, type="string", length=2, scale=2) for name in ("A__c", "B__c")]
    objects = {"Lead": described(*fields, label="a"), "Case": described(*fields, label="a")}
    changed = {"Lead": described(*others, label="b"), "Case": described(*others, label="b")}
    found = compare(snapshot(Role.SANDBOX, objects=objects), snapshot(Role.PRODUCTION, objects=changed)).differences
    told = [(one.object, one.kind.value, one.component, one.path) for one in found]
    assert told == sorted(told)
    assert len(told) == 10


def test_two_languages_are_noted() -> None:
    german = SignedInUser(language="de")
    found = compare(snapshot(Role.SANDBOX, user=german), snapshot(Role.PRODUCTION))
    assert found.notes == ("Labels and help texts were not compared: the two users read different languages.",)


def test_what_hangs_on_the_six_objects_is_compared_and_what_only_is_looked_at_is_not() -> None:
    shown = {"CampaignMember": described(Field(name="A__c", type="string")), "Task": described()}
    other = {"CampaignMember": described(), "Task": described(Field(name="B__c", type="string"))}
    assert differing({"related": shown}, {"related": other}) == [("A__c", "presence")]


def test_triggers_differ_on_several_objects() -> None:
    names = ("Case", "Lead")
    objects = {name: described() for name in names}
    sides = [
        {
            "objects": objects,
            "triggers": tuple(Trigger(name=f"On{name}", table_enum_or_id=name, status=status) for name in names),
        }
        for status in ("Active", "Inactive")
    ]
    assert differing(*sides) == [("OnCase", "Status"), ("OnLead", "Status")]


def test_a_formula_that_names_its_own_org_is_the_same() -> None:
    def with_formula(role: Role, formula: str) -> dict[str, Any]:
        org_id = snapshot(role).org.id
        assert org_id is not None
        field = Field(name="F__c", type="string", calculated_formula=formula.format(org_id[:15]))
        return {"objects": {"Lead": described(field)}}

    same = [with_formula(role, "IF($Organization.Id  = '{}', 1, 2)") for role in Role]
    assert differing(*same) == []
    other = with_formula(Role.PRODUCTION, "IF($Organization.Id = '{}', 1, 3)")
    assert differing(same[0], other) == [("F__c", "calculatedFormula")]


def test_a_side_of_a_difference_is_that_orgs() -> None:
    (one,) = compare(
        snapshot(Role.SANDBOX, objects={"Lead": described(a=1)}),
        snapshot(Role.PRODUCTION, objects={"Lead": described(a=2)}),
    ).differences
    assert (one.side(Role.SANDBOX), one.side(Role.PRODUCTION)) == (1, 2)
    assert one.record == {"a": 2}
    assert structs.replace(one, production_record=None).record == {"a": 1}
