"""What automation and fields hold: compared where both orgs told it and both run it. docs/contents.md."""

from typing import Any

import pytest
from msgspec import structs

from parity.compare.difference import Difference, Kind
from parity.compare.families import contents, fields, hidden_fields
from parity.compare.families.contents import is_filter_told_by_contents, is_told_by_contents
from parity.compare.family import SnapshotPair
from parity.snapshot.contents import Content, ContentKind, Contents
from parity.snapshot.records import Field, HiddenField, Org, Role
from tests.small_snapshots import described, snapshot

FILTER = {"active": True, "filterItems": [{"field": "Account.Type", "operation": "equals", "value": "Customer"}]}
OTHER_FILTER = {**FILTER, "isOptional": True}


def content(kind: ContentKind, name: str = "It", object_name: str = "Lead", **values: Any) -> Content:
    return Content(kind=kind, object=object_name, name=name, values=values)


def pair(sandbox: tuple[Content, ...] | None, production: tuple[Content, ...] | None, **parts: Any) -> SnapshotPair:
    """Two orgs of which these contents were read; null where none were."""
    sides = (
        snapshot(role, contents=None if read is None else Contents(depth=10, calls=1, read=read), **parts)
        for role, read in ((Role.SANDBOX, sandbox), (Role.PRODUCTION, production))
    )
    return SnapshotPair(**dict(zip(("sandbox", "production"), sides, strict=True)))


def found(one: Content, other: Content) -> dict[str, tuple[Any, Any]]:
    told = contents.compare(pair((one,), (other,))).differences
    return {each.attribute: (each.sandbox, each.production) for each in told}


@pytest.mark.parametrize(
    ("kind", "told", "component", "attribute"),
    [
        (ContentKind.FLOW, Kind.AUTOMATION, "record-triggered flow IT", "x"),
        (ContentKind.FIELD, Kind.FIELD, "IT", "x"),
        (ContentKind.HIDDEN_FIELD, Kind.FIELD, "IT", "Metadata.x"),
    ],
)
def test_a_difference_is_told_whole(kind: ContentKind, told: Kind, component: str, attribute: str) -> None:
    one, other = content(kind, "It", x="a", y=1), content(kind, "IT", x="b", y=1)
    assert contents.compare(pair((one,), (other,))).differences == (
        Difference(
            kind=told,
            object="Lead",
            component=component,
            attribute=attribute,
            sandbox="a",
            production="b",
            sandbox_record=one,
            production_record=other,
        ),
    )


def test_every_component_that_both_told_is_compared_and_no_other() -> None:
    flow, rule = content(ContentKind.FLOW, x=1), content(ContentKind.VALIDATION_RULE, x=1)
    on_case, other_name = content(ContentKind.FLOW, object_name="Case", x=1), content(ContentKind.FLOW, "Its", x=1)
    changed = [structs.replace(one, values={"x": 2}) for one in (flow, rule)]
    both = contents.compare(pair((rule, flow, on_case), (*changed, other_name))).differences
    assert [one.component for one in both] == ["record-triggered flow It", "validation rule It"]
    assert contents.compare(pair((flow,), None)).differences == ()
    assert contents.compare(pair(None, (flow,))).differences == ()


def test_what_belongs_to_an_org_is_no_difference() -> None:
    sides = [content(ContentKind.FLOW, formula=f"Org: {one}") for one in ("00D8F0000008NwSUAU", "00D300000001NwhEAE")]
    both = pair((sides[0],), (sides[1],))
    assert len(contents.compare(both).differences) == 1
    orgs = [Org(id=one) for one in ("00D8F0000008NwSUAU", "00D300000001NwhEAE")]
    known = SnapshotPair(
        sandbox=structs.replace(both.sandbox, org=orgs[0]), production=structs.replace(both.production, org=orgs[1])
    )
    assert contents.compare(known).differences == ()


@pytest.mark.parametrize(
    ("sandbox", "production", "paths"),
    [
        ({"active": True}, {"active": True}, {"formula": ("A", "B")}),
        ({"active": False}, {"active": True}, {}),
        ({"active": True}, {"active": False}, {}),
        ({"active": False}, {"active": False}, {}),
        ({}, {"active": True}, {}),
        ({"active": True}, {}, {}),
    ],
)
def test_only_a_workflow_rule_that_is_on_in_both_is_compared(
    sandbox: dict[str, Any], production: dict[str, Any], paths: dict[str, Any]
) -> None:
    one, other = (
        content(ContentKind.WORKFLOW_RULE, formula=text, **side) for text, side in (("A", sandbox), ("B", production))
    )
    assert found(one, other) == paths


def test_whether_automation_is_on_is_told_by_its_presence() -> None:
    sides = [
        content(ContentKind.VALIDATION_RULE, active=one, formula=text) for one, text in ((True, "A"), (False, "B"))
    ]
    assert found(sides[0], sides[1]) == {"formula": ("A", "B")}


def test_of_a_field_everything_counts_and_of_a_hidden_one_all_but_words() -> None:
    words = ("label", "inlineHelpText", "relationshipLabel")
    one, other = ({name: f"{name} {side}" for name in (*words, "type")} for side in ("a", "b"))
    assert set(found(content(ContentKind.FIELD, **one), content(ContentKind.FIELD, **other))) == {*words, "type"}
    hidden = [content(ContentKind.HIDDEN_FIELD, **side, active=on) for side, on in ((one, True), (other, False))]
    assert set(found(hidden[0], hidden[1])) == {"Metadata.type", "Metadata.active"}
    off = [content(ContentKind.FIELD, active=on) for on in (True, False)]
    assert found(off[0], off[1]) == {"active": (True, False)}
    assert found(content(ContentKind.FLOW, label="a"), content(ContentKind.FLOW, label="b")) == {"label": ("a", "b")}


SHARED = {"valueSet": {"valueSetName": "Colours"}}
OWN = {"valueSet": {"valueSetDefinition": {"value": [{"valueName": "Red"}]}}}


@pytest.mark.parametrize(
    ("sandbox", "production", "told"),
    [
        ({}, {}, True),
        (OWN, OWN, True),
        (SHARED, OWN, False),
        (OWN, SHARED, False),
        ({"valueSet": "valueSetName"}, {}, True),
        (None, {}, False),
        ({}, None, False),
    ],
)
def test_a_hidden_field_is_told_whole_but_for_values_of_a_global_value_set(
    sandbox: dict[str, Any] | None, production: dict[str, Any] | None, told: bool
) -> None:
    sides = [
        () if one is None else (content(ContentKind.HIDDEN_FIELD, name, **one),)
        for name, one in (("Score__c", sandbox), ("score__C", production))
    ]
    both = pair(sides[0], sides[1])
    assert is_told_by_contents("Lead", "SCORE__c", both) is told
    assert not is_told_by_contents("Case", "Score__c", both)
    assert not is_told_by_contents("Lead", "Other__c", both)
    assert not is_told_by_contents("Lead", "Score__c", pair(None, None))
    concealed = structs.replace(
        described(), defined_fields=("Score__c",), hidden_fields=(HiddenField(name="Score__c", data_type="Number"),)
    )
    named = hidden_fields.compare(pair(sides[0], sides[1], objects={"Lead": concealed})).hidden_in_both
    assert named == ({} if told else {"Lead": ("Score__c",)})


@pytest.mark.parametrize(
    ("sandbox", "production", "told"),
    [
        ({"lookupFilter": FILTER}, {"lookupFilter": OTHER_FILTER}, True),
        ({"lookupFilter": FILTER}, {}, True),
        ({"lookupFilter": FILTER}, {"lookupFilter": FILTER}, False),
        ({"summaryOperation": "sum"}, {"summaryOperation": "max"}, False),
        (None, {"lookupFilter": FILTER}, False),
        ({"lookupFilter": FILTER}, None, False),
    ],
)
def test_what_a_describe_says_of_a_filter_follows_from_contents_that_tell_it_otherwise(
    sandbox: dict[str, Any] | None, production: dict[str, Any] | None, told: bool
) -> None:
    sides = [() if one is None else (content(ContentKind.FIELD, "Account__c", **one),) for one in (sandbox, production)]
    both = pair(sides[0], sides[1])
    assert is_filter_told_by_contents("Lead", "account__C", both) is told
    assert not is_filter_told_by_contents("Case", "Account__c", both)
    assert not is_filter_told_by_contents("Lead", "Other__c", both)
    shown = [
        described(Field(name="Account__c", type="reference", length=length, filtered_lookup_info=info))
        for length, info in ((18, None), (15, {"optionalFilter": True}))
    ]
    described_pair = SnapshotPair(
        sandbox=structs.replace(both.sandbox, objects={"Lead": shown[0]}),
        production=structs.replace(both.production, objects={"Lead": shown[1]}),
    )
    paths = {one.path for one in fields.compare(described_pair).differences}
    assert paths == ({"length"} if told else {"length", "filteredLookupInfo"})
