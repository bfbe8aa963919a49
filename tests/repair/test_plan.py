"""Every finding goes into exactly one list, whatever it is about; and each change of a field where it belongs."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from parity.compare.difference import PRESENCE, Kind
from parity.repair.changes import Way, hardest
from parity.repair.contents import Component, NoContents
from parity.repair.member import Member, MetadataType
from parity.repair.plan import Options, RepairList, by_place
from parity.repair.plan_result import plan
from parity.repair.settle import settle
from parity.rules.finding import Cause, Certainty, Finding, Item, Severity
from parity.verdict.result import Result
from parity.verdict.waivers import WaiverStatus
from tests.repair.repairing import checked, made
from tests.verdict.findings import applied

NAMES = (
    "Region__c",
    "ns__Region__c",
    "Place__Latitude__s",
    "Region__pc",
    "Status",
    "RecordTypeId",
    "Master",
    "../../etc/passwd",
    "validation rule Needed",
    "record-triggered flow Greet",
    "workflow rule ns__Copy",
    "a rule of no kind",
    "",
)
ATTRIBUTES = (PRESENCE, "active", "label", "length", "type", "picklistValues[Hot].active", "unheardOf", "cause")
VALUES = st.one_of(st.none(), st.booleans(), st.integers(0, 300), st.sampled_from(["string", "reference", "picklist"]))
ITEMS = st.builds(Item, name=st.sampled_from(ATTRIBUTES[2:]), sandbox=VALUES, production=VALUES)


@st.composite
def findings(draw: st.DrawFn) -> tuple[Finding, ...]:
    made_up = []
    for number in range(draw(st.integers(0, 8))):
        attribute = draw(st.sampled_from(ATTRIBUTES))
        kinds = [kind for kind in Kind if kind is not Kind.CAUSE]
        made_up.append(
            Finding(
                rule=draw(st.sampled_from(["field-missing-in-sandbox", "some-rule", "readiness-api-disabled"])),
                severity=draw(st.sampled_from(Severity)),
                kind=draw(st.sampled_from(kinds)),
                object=draw(st.sampled_from(["Lead", "Account", "Contact", "bizible2__Bizible_Person__c", ""])),
                component=draw(st.sampled_from(NAMES)),
                attribute=attribute,
                sandbox=draw(VALUES),
                production=draw(VALUES),
                items=tuple(draw(st.lists(ITEMS, max_size=3))),
                seen="0" * 16,
                message="m",
                fix="f",
                fingerprint=f"{number:016x}",
                undecided=draw(st.booleans()),
            )
        )
    return tuple(made_up)


@pytest.fixture(scope="module")
def result() -> Result:
    return checked(made())


@settings(max_examples=150, deadline=None)
@given(found=findings(), options=st.builds(Options, deletions=st.booleans(), bodies=st.booleans()), read=st.booleans())
def test_every_finding_stands_in_exactly_one_list(
    result: Result, found: tuple[Finding, ...], options: Options, read: bool
) -> None:
    cause = Finding(
        rule="cause-value-set",
        severity=Severity.INFO,
        kind=Kind.CAUSE,
        object="",
        component="all",
        attribute="cause",
        sandbox=None,
        production=None,
        items=(),
        seen="0" * 16,
        message="m",
        fix="f",
        fingerprint="f" * 16,
    )
    explains = tuple(one.fingerprint for one in found[:3])
    told = structs.replace(
        result,
        findings=(cause, *(structs.replace(one, cause=cause.fingerprint) for one in found[:3]), *found[3:]),
        causes=(Cause(fingerprint="f" * 16, rule=cause.rule, certainty=Certainty.PROVEN, proof="", explains=explains),),
    )
    planned = plan(told, options)
    contents: dict[Member, Component | NoContents] = {
        member: Component(member=member, metadata={"type": "Text", "label": "L", "length": 10})
        if read
        else NoContents("not read")
        for one in planned
        for member in one.members
    }
    settled = settle(told, planned, contents, bodies=options.bodies)
    for entries in (planned, settled.entries):
        lists = by_place(entries)
        assert [one.fingerprint for one in told.findings] == [one.finding.fingerprint for one in entries]
        assert sum(map(len, lists.values())) == len(told.findings)
        assert all(one.why for one in (*lists[RepairList.BY_HAND], *lists[RepairList.UNKNOWN]))
        assert all(
            one.members or one.deleted or not explains for one in lists[RepairList.DEPLOYED] if one.finding is not cause
        )
    assert not any(".." in file.path for file in settled.files)


CHANGES: list[tuple[str, Any, Any, Way]] = [
    ("length", 40, 80, Way.DEPLOY),
    ("length", 80, 40, Way.SETUP),
    ("precision", 12, 10, Way.SETUP),
    ("scale", 0, 2, Way.DEPLOY),
    ("type", "string", "picklist", Way.SETUP),
    ("type", "currency", "double", Way.SETUP),
    ("type", "string", "reference", Way.ANEW),
    ("type", "string", "encryptedstring", Way.ANEW),
    ("type", "location", "string", Way.ANEW),
    ("calculated", False, True, Way.ANEW),
    ("referenceTo", ["Account"], ["Contact"], Way.ANEW),
    ("cascadeDelete", False, True, Way.SETUP),
    ("unique", False, True, Way.DEPLOY),
    ("unique", True, False, Way.SETUP),
    ("restrictedPicklist", True, False, Way.DEPLOY),
    ("picklistValues[Hot].label", "Hot", "Very hot", Way.DEPLOY),
    ("encrypted", False, True, Way.FEATURE),
    ("name", "region__c", "Region__c", Way.SETUP),
    ("soapType", "a", "b", Way.FOLLOWS),
    ("DataType", "Text(80)", "Text(120)", Way.FOLLOWS),
    ("DataType", "Text(80)", "Picklist", Way.SETUP),
    ("unheardOf", 1, 2, Way.UNKNOWN),
    ("Metadata.length", 80, 40, Way.SETUP),
    ("Metadata.type", "Text", "Lookup", Way.ANEW),
    ("Metadata.type", "Lookup", "MasterDetail", Way.SETUP),
    ("Metadata.type", "Number", "Summary", Way.ANEW),
    ("Metadata.formula", None, "1 + 1", Way.ANEW),
    ("Metadata.formula", "1", "1 + 1", Way.DEPLOY),
    ("Metadata.valueSet.valueSetName", None, "Depots", Way.SETUP),
    ("Metadata.valueSet.valueSetName", "Yards", "Depots", Way.SETUP),
    ("Metadata.valueSet.valueSetDefinition.value[A]", None, "A", Way.DEPLOY),
    ("summaryFilterItems[Lead.Name]", None, "x", Way.DEPLOY),
    ("lookupFilter.filterItems", 1, 2, Way.DEPLOY),
]


@pytest.mark.parametrize(("name", "sandbox", "production", "way"), CHANGES)
def test_each_change_of_a_field_goes_where_salesforce_takes_it(
    name: str, sandbox: Any, production: Any, way: Way
) -> None:
    assert hardest([Item(name=name, sandbox=sandbox, production=production)]).way is way


def test_the_hardest_change_decides_for_the_field() -> None:
    easy = Item(name="label", sandbox="a", production="b")
    assert hardest([easy, Item(name="soapType", sandbox="a", production="b")]).way is Way.DEPLOY
    assert hardest([easy, Item(name="unheardOf", sandbox=1, production=2)]).way is Way.UNKNOWN


def test_a_change_that_can_be_deployed_stays_behind_where_the_same_file_would_carry_one_that_cannot() -> None:
    pair = made(
        sandbox={"fields": {"Lead.Freight_Score__c": {"precision": 9, "label": "Old"}}},
    )
    entries = {one.finding.rule: one for one in plan(checked(pair), Options())}
    assert entries["field-narrower-in-production"].place is RepairList.BY_HAND
    assert entries["field-label-changed"].place is RepairList.BY_HAND
    assert "another change of the same field" in entries["field-label-changed"].why


def test_what_a_waiver_accepts_is_not_deleted() -> None:
    pair = made(sandbox={"fields": {"Lead.Mine__c": "string(80)", "Lead.Other__c": "string(80)"}})
    found = checked(pair)
    mine = next(one for one in found.findings if one.component == "Mine__c")
    entries = {
        (one.finding.component, status): one
        for status in (WaiverStatus.APPLIED, WaiverStatus.EXPIRED)
        for one in plan(structs.replace(found, waivers=(applied(mine, status),)), Options(deletions=True))
    }
    kept = entries["Mine__c", WaiverStatus.APPLIED]
    assert (kept.place, kept.deleted) == (RepairList.BY_HAND, ())
    assert "Dana Hill accepted it until" in kept.why
    assert entries["Other__c", WaiverStatus.APPLIED].deleted
    assert entries["Mine__c", WaiverStatus.EXPIRED].deleted


def test_person_account_fields_are_mended_on_contact() -> None:
    pair = made(
        production={
            "fields": {
                "Contact.Depot__c": "string(20)",
                "Account.Depot__pc": "string(20)",
                "Account.Role__pc": "string(20)",
            }
        }
    )
    entries = {one.finding.component: one for one in plan(checked(pair), Options())}
    wanted = (Member(MetadataType.CUSTOM_FIELD, "Contact.Depot__c"),)
    assert entries["Depot__c"].members == entries["Depot__pc"].members == wanted
    assert entries["Role__pc"].place is RepairList.BY_HAND
    assert "Person Accounts are off" in entries["Role__pc"].why


def test_the_label_of_a_standard_field_is_renamed_and_its_help_text_deployed() -> None:
    pair = made(sandbox={"fields": {"Lead.Website": {"label": "Site"}, "Lead.Phone": {"inlineHelpText": "old"}}})
    entries = {one.finding.component: one for one in plan(checked(pair), Options())}
    assert entries["Website"].where == "Setup > Rename Tabs and Labels"
    assert entries["Phone"].members == (Member(MetadataType.CUSTOM_FIELD, "Lead.Phone"),)


SHAPES: list[dict[str, Any]] = [
    {"type": "Picklist", "label": "L", "valueSet": []},
    {"type": "Picklist", "label": "L", "valueSet": {"valueSetDefinition": [1]}},
    {"type": "Picklist", "label": "L", "valueSet": {"valueSetDefinition": {"value": ["A"]}}},
    {"type": "Picklist", "label": "L", "valueSet": {"valueSetName": ["A"]}},
    {"type": "Lookup", "label": "L", "referenceTo": "Account", "lookupFilter": "x"},
    {"type": ["Text"], "label": "L"},
    {"type": "Text", "label": {"a": "b" * 3, "c": None}, "length": 5, "formula": []},
]


@pytest.mark.parametrize("metadata", SHAPES)
def test_metadata_of_another_shape_is_never_a_crash(metadata: dict[str, Any]) -> None:
    result = checked(made(production={"fields": {"Lead.Depot__c": "string(5)"}}))
    planned = plan(result, Options())
    member = Member(MetadataType.CUSTOM_FIELD, "Lead.Depot__c")
    settled = settle(result, planned, {member: Component(member=member, metadata=metadata)}, bodies=False)
    (entry,) = settled.entries
    assert (entry.place is RepairList.DEPLOYED, settled.files) == (False, ())


@pytest.mark.parametrize("when", ["yesterday", "2026-11-20T10:00:00", ""])
def test_a_time_that_cannot_be_read_is_taken_for_later(when: str) -> None:
    result = checked(made(production={"fields": {"Lead.Depot__c": "string(5)"}}))
    member = Member(MetadataType.CUSTOM_FIELD, "Lead.Depot__c")
    component = Component(member=member, metadata={"type": "Text", "label": "L", "length": 5}, changed_at=when)
    settled = settle(result, plan(result, Options()), {member: component}, bodies=False)
    assert settled.entries[0].place is RepairList.UNKNOWN
    assert settled.files == ()
