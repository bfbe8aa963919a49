"""What counts as different, and what does not, on snapshots made by hand."""

from typing import Any

import pytest

from parity.compare.properties import same_json, same_record
from parity.compare.snapshots import compare
from parity.snapshot.records import Field, Role, Trigger
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
