"""One change of a field is told once: what follows from it stands with it."""

from typing import Any

import pytest

from parity.compare.difference import Difference, Kind
from parity.compare.follows import is_text_kind, with_followers
from parity.snapshot.records import Field


def change(attribute: str, before: Any = 1, after: Any = 2, **more: Any) -> Difference:
    made = {"kind": Kind.FIELD, "object": "Lead", "component": "X__c", "attribute": attribute}
    return Difference(**{**made, "sandbox": before, "production": after, **more})


def retyped(before: str, after: str) -> Difference:
    records = {
        "sandbox_record": Field(name="X__c", type=before),
        "production_record": Field(name="X__c", type=after),
    }
    return change("type", before, after, **records)


def followers(leader: Difference, *others: str) -> list[str]:
    """Which of the other attributes stand with the leader; each of the rest must stand alone."""
    found = with_followers([*(change(name) for name in others), leader])
    assert found[0][0] == leader
    told = [one.attribute for one in found[0][1]]
    alone = [one.attribute for one, after in found[1:] if not after]
    assert sorted(alone) == sorted(name for name in others if name not in told)
    return told


SIZES = ["digits", "highScaleNumber", "length", "precision", "scale"]
OF_A_TYPE = [*SIZES, "extraTypeInfo", "htmlFormatted", "mask", "maskType", "caseSensitive", "soapType", "byteLength"]
VALUES = ["controllerName", "dependentPicklist", "picklistValues", "restrictedPicklist"]
LOOKUP = ["referenceTo", "relationshipName", "cascadeDelete"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("string", "double", OF_A_TYPE),
        ("string", "picklist", [*OF_A_TYPE, *VALUES]),
        ("multipicklist", "string", [*OF_A_TYPE, *VALUES]),
        ("picklist", "multipicklist", OF_A_TYPE),
        ("reference", "string", [*OF_A_TYPE, *LOOKUP]),
        ("string", "reference", [*OF_A_TYPE, *LOOKUP]),
        ("picklist", "reference", [*OF_A_TYPE, *VALUES, *LOOKUP]),
    ],
)
def test_what_follows_from_another_type(before: str, after: str, expected: list[str]) -> None:
    others = [*OF_A_TYPE, *VALUES, *LOOKUP, "label", "unique"]
    assert followers(retyped(before, after), *others) == expected


def test_of_a_type_without_records_only_what_is_derived_follows() -> None:
    assert followers(change("type"), "length", "soapType", "picklistValues", "referenceTo") == ["soapType"]


@pytest.mark.parametrize(
    ("leader", "following", "alone"),
    [
        ("calculated", ["createable", "updateable", "defaultedOnCreate", "nillable", "filterable"], ["length"]),
        ("encrypted", ["mask", "maskType", "sortable"], ["caseSensitive"]),
        ("externalId", ["idLookup"], ["caseSensitive", "length"]),
        ("unique", ["caseSensitive", "idLookup"], ["mask"]),
        ("length", ["byteLength"], ["soapType", "mask"]),
    ],
)
def test_what_follows_from_a_property(leader: str, following: list[str], alone: list[str]) -> None:
    assert followers(change(leader), *following, *alone) == following


@pytest.mark.parametrize(
    ("before", "after", "is_one"),
    [
        ("plaintextarea", "richtextarea", True),
        ("richtextarea", None, True),
        (None, "plaintextarea", True),
        ("imagefield", None, False),
    ],
)
def test_plain_text_that_became_rich_leads(before: str | None, after: str | None, is_one: bool) -> None:
    kind = change("extraTypeInfo", before, after)
    assert is_text_kind(kind) is is_one
    assert not is_text_kind(change("label", before, after))
    if is_one:
        assert followers(kind, "htmlFormatted", "length", "soapType", "mask") == ["htmlFormatted", "length", "soapType"]


def test_a_leader_that_follows_another_is_told_with_it() -> None:
    found = with_followers([change("length"), change("byteLength"), retyped("string", "double"), change("label")])
    assert [(one.attribute, [each.attribute for each in after]) for one, after in found] == [
        ("type", ["length", "byteLength"]),
        ("label", []),
    ]


def test_only_fields_lead_and_follow() -> None:
    trigger = change("length", kind=Kind.TRIGGER)
    assert with_followers([trigger, change("byteLength", kind=Kind.TRIGGER)]) == [
        (trigger, ()),
        (change("byteLength", kind=Kind.TRIGGER), ()),
    ]
    mixed = with_followers([change("length"), change("byteLength", kind=Kind.TRIGGER)])
    assert [after for _, after in mixed] == [(), ()]
