"""Records as plain data, in a few words, and where two of them differ."""

from typing import Any

import pytest

from parity.compare.properties import (
    as_mapping,
    changed_paths,
    component_name,
    is_untold,
    same_record,
    summary,
    value_at,
    with_what_is_left_out,
)
from parity.snapshot.records import Field, PicklistValue, RecordType, Trigger

DATA_TRANSLATION = "dataTranslationEnabled"


def field(**properties: Any) -> Field:
    return Field(**{"name": "Region__c", "type": "string", **properties})


def value(name: str, **properties: Any) -> PicklistValue:
    whole = {"label": name, "active": True, "default_value": False, "valid_for": None, **properties}
    return PicklistValue(value=name, **whole)


@pytest.mark.parametrize(
    ("record", "told"),
    [
        (field(length=80), "string(80)"),
        (field(type="boolean"), "boolean"),
        (field(type="double", precision=16, scale=2, length=0), "double(16,2)"),
        (field(type="double", precision=18, scale=0), "double(18,0)"),
        (field(type="reference", reference_to=("Contact", "Lead"), length=18), "reference(Contact, Lead)"),
        (field(type="int", length=0, precision=0), "int"),
        (field(length=80, nillable=False, defaulted_on_create=False, createable=True), "string(80), required"),
        (field(length=80, nillable=False, defaulted_on_create=True, createable=True), "string(80)"),
        (field(length=80, nillable=False, defaulted_on_create=False, createable=False), "string(80)"),
        (field(length=80, nillable=True, defaulted_on_create=False, createable=True), "string(80)"),
        (
            field(type="picklist", length=40, unique=True, external_id=True, calculated=True, restricted_picklist=True),
            "picklist(40), unique, external id, formula, restricted",
        ),
        (RecordType(developer_name="Main", active=True), "active"),
        (RecordType(developer_name="Main", active=False), "inactive"),
        (Trigger(name="T", table_enum_or_id="Lead", status="Active"), "Active"),
        (Trigger(name="T", table_enum_or_id="Lead", status="Active", usage_before_update=True), "Active, on update"),
        (Trigger(name="T", table_enum_or_id="Lead", status="Inactive", usage_after_update=True), "Inactive, on update"),
        (Trigger(name="T", table_enum_or_id="Lead", status="Active", usage_after_insert=True), "Active"),
    ],
)
def test_a_record_in_a_few_words(record: Any, told: str) -> None:
    assert summary(record) == told


def test_a_record_is_named_by_its_api_name() -> None:
    assert component_name(field()) == "Region__c"
    assert component_name(RecordType(developer_name="Main", name="The main one")) == "Main"
    assert component_name(Trigger(name="T", table_enum_or_id="Lead", status="Active")) == "T"
    packaged = Trigger(name="T", table_enum_or_id="Lead", status="Active", namespace_prefix="acme")
    assert component_name(packaged) == "acme__T"


def test_a_record_as_plain_data_has_salesforces_names_and_its_values_by_value() -> None:
    plain = as_mapping(
        field(
            type="picklist",
            reference_to=("Lead",),
            picklist_values=(value("Hot", valid_for=("A", "B")), value("Cold"), value("Hot", active=False)),
            other={"newProperty": 1},
        )
    )
    assert plain["name"] == "Region__c"
    assert plain["referenceTo"] == ["Lead"]
    assert plain["newProperty"] == 1
    assert "other" not in plain
    assert list(plain["picklistValues"]) == ["Hot", "Cold", "Hot (again)"]
    assert plain["picklistValues"]["Hot"]["validFor"] == ["A", "B"]
    assert plain["picklistValues"]["Cold"]["validFor"] is None
    assert plain["picklistValues"]["Hot (again)"]["active"] is False
    assert "value" not in plain["picklistValues"]["Hot"]
    thrice = as_mapping(field(picklist_values=(value("Hot"), value("Hot"), value("Hot"))))
    assert list(thrice["picklistValues"]) == ["Hot", "Hot (again)", "Hot (again) (again)"]


def test_where_two_differ_is_told_by_property_or_by_value_and_its_property() -> None:
    hot = {"label": "Hot", "active": True, "validFor": ["A"]}
    sandbox = {"length": 80, "type": "string", "picklistValues": {"Hot": hot, "Cold": hot, "Old": hot}, "same": 1}
    other = {"label": "Hot!", "active": True, "validFor": ["B"]}
    production = {"length": 40, "type": "string", "picklistValues": {"Hot": other, "Cold": hot, "New": hot}, "same": 1}
    assert changed_paths(sandbox, production) == [
        ("length",),
        ("picklistValues", "Hot", "label"),
        ("picklistValues", "Hot", "validFor"),
        ("picklistValues", "New"),
        ("picklistValues", "Old"),
    ]
    assert changed_paths(sandbox, sandbox) == []


def test_a_deep_change_is_told_by_its_property_whatever_share_of_it_changed() -> None:
    sandbox = {"filteredLookupInfo": {"a": {"b": {"c": 1}}, "d": 2}, "referenceTo": ["Lead"]}
    production = {"filteredLookupInfo": {"x": {"b": {"c": 3}}, "y": 4}, "referenceTo": ["Case", "Lead"]}
    assert changed_paths(sandbox, production) == [("filteredLookupInfo",), ("referenceTo",)]
    many = {f"key{number}": number for number in range(40)}
    assert changed_paths(many, {**dict.fromkeys(many, -1), "key0": 0}) == sorted(
        (key,) for key in many if key != "key0"
    )
    values = {"picklistValues": {f"v{number}": {"active": True, "label": "a"} for number in range(9)}}
    others = {"picklistValues": {f"v{number}": {"active": False, "label": "b"} for number in range(9)}}
    assert len(changed_paths(values, others)) == 18


def test_keys_with_underscores_and_odd_texts_are_keys_as_any() -> None:
    odd = ["__hidden", "a'b\"c", "[0]", ""]
    sandbox, production = ({"picklistValues": {name: {"active": on} for name in odd}} for on in (True, False))
    assert changed_paths(sandbox, production) == sorted(("picklistValues", name, "active") for name in odd)


def test_what_one_side_does_not_tell_is_untold() -> None:
    assert is_untold(("a",), {"a": None}, {})
    assert is_untold(("a",), {}, {"a": None})
    assert not is_untold(("a",), {"a": 1}, {"a": 2})
    assert not is_untold(("a", "b"), {"a": {"b": 1}}, {"a": {}})


def test_a_path_leads_to_what_stands_there_or_to_nothing() -> None:
    data = {"picklistValues": {"Hot": {"active": True}}, "length": 3}
    assert value_at(data, ("picklistValues", "Hot", "active")) is True
    assert value_at(data, ("picklistValues", "Cold", "active")) is None
    assert value_at(data, ("length", "x")) is None
    assert value_at(data, ("length",)) == 3


@pytest.mark.parametrize(
    ("one", "another", "same"),
    [
        (field(), field(), True),
        (field(), field(length=1), False),
        (field(default_value=True), field(default_value=1), False),
        (field(default_value="x"), field(default_value="x"), True),
        (field(other={"a": True}), field(other={"a": 1}), False),
        (field(other={"a": 1}), field(other={"a": 1}), True),
        (RecordType(developer_name="A", other={"a": 0}), RecordType(developer_name="A", other={"a": False}), False),
        (RecordType(developer_name="A"), RecordType(developer_name="A"), True),
        (RecordType(developer_name="A"), RecordType(developer_name="B"), False),
        (
            Trigger(name="T", table_enum_or_id="Lead", status="Active"),
            Trigger(name="T", table_enum_or_id="Lead", status="Active"),
            True,
        ),
    ],
)
def test_two_records_are_the_same_where_their_json_is(one: Any, another: Any, same: bool) -> None:
    assert same_record(one, another) is same


def test_two_mappings_that_share_one_key_of_many_differ_by_key() -> None:
    sandbox, production = {"a": 1, "b": 1, "c": 1, "d": 1}, {"a": 2, "e": 1, "f": 1, "g": 1}
    assert changed_paths(sandbox, production) == [(name,) for name in "abcdefg"]


@pytest.mark.parametrize(
    ("sandbox", "production", "told"),
    [
        ({}, {}, ({}, {})),
        ({}, {DATA_TRANSLATION: True}, ({DATA_TRANSLATION: False}, {DATA_TRANSLATION: True})),
        ({DATA_TRANSLATION: False}, {}, ({DATA_TRANSLATION: False}, {DATA_TRANSLATION: False})),
        ({DATA_TRANSLATION: True}, {DATA_TRANSLATION: None}, ({DATA_TRANSLATION: True}, {DATA_TRANSLATION: False})),
    ],
)
def test_what_an_org_without_the_feature_leaves_out_has_its_meaning(
    sandbox: dict[str, Any], production: dict[str, Any], told: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    with_what_is_left_out(sandbox, production)
    assert (sandbox, production) == told
