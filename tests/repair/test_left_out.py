"""What the sandbox does not get is named by no file: values of picklists, picklists, controlling values, a switch."""

from pathlib import Path
from typing import Any

import pytest

from parity.repair.automation_xml import business_process_file
from parity.repair.choices import Choices
from parity.repair.contents import Component, companions
from parity.repair.member import Member, MetadataType
from parity.repair.notes import notes_on_calls
from tests.repair.repairing import Repaired, applied, checked, keys_of, made, repair

VALUES = {"is": "picklist(255) restricted", "values": ["Boiling", "Icy", "Tepid"]}
FEWER = {"is": "picklist(255) restricted", "values": ["Boiling", "Icy"]}
BROKER = "1-objects/main/default/objects/Lead/recordTypes/Broker.recordType-meta.xml"


def broker(one: Repaired) -> str:
    return one.files[BROKER].decode()


@pytest.mark.parametrize(
    ("sandbox", "named", "note"),
    [
        (FEWER, "Icy", "`Heat__c: Tepid`"),
        ({**VALUES, "values": ["Boiling", "Icy", {"value": "Tepid", "active": False}]}, "Icy", "`Heat__c: Tepid`"),
        ("string(20)", None, "`Heat__c`"),
    ],
)
def test_a_new_record_type_leaves_out_what_does_not_come_and_says_so(
    sandbox: Any, named: str | None, note: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own field stays behind in all three: its type differs, or another change of its file is refused."""
    multiple = VALUES if isinstance(sandbox, str) else {**VALUES, "is": "multipicklist(4099)"}
    pair = made(
        production={"fields": {"Lead.Heat__c": multiple}, "record_types": {"Lead": ["Broker"]}},
        sandbox={"fields": {"Lead.Heat__c": sandbox}},
    )
    one = repair(pair, tmp_path / "repair", monkeypatch)
    assert one.place_of("Broker") == "deployed"
    assert "Tepid" not in broker(one)
    assert ("<picklist>Heat__c</picklist>" in broker(one), str(named) in broker(one)) == (named is not None,) * 2
    assert f"`RecordType Lead.Broker` leaves out what the sandbox does not have: {note}" in one.readme
    left = {key for key in keys_of(checked(applied(pair, one))) if not key[0].startswith("readiness-")}
    assert left
    assert left <= one.not_deployed()


@pytest.mark.parametrize(("more", "comes"), [("Rev.", True), ("Rev. ", False)])
def test_a_salutation_stands_under_name(
    more: str, comes: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A value set with a blank at the end of a value is for people: then the record type must not name the other."""
    values = ["Mr.", "Ms.", "Mrs.", "Dr.", "Prof."]
    described = {"is": "picklist(40) of:Name"}
    pair = made(
        production={
            "fields": {"Lead.Salutation": {**described, "values": [*values, "Mx.", more]}},
            "record_types": {"Lead": ["Broker"]},
        },
        sandbox={"fields": {"Lead.Salutation": {**described, "values": values}}},
    )
    one = repair(pair, tmp_path / "repair", monkeypatch)
    assert "<picklist>Name</picklist>" in broker(one)
    assert "<picklist>Salutation</picklist>" not in broker(one)
    assert ("<fullName>Mx.</fullName>" in broker(one)) is comes
    assert ("Salutation: Mx." in one.readme) is not comes
    applied(pair, one)


def test_a_value_that_comes_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pair = made(
        production={"fields": {"Lead.Heat__c": VALUES}, "record_types": {"Lead": ["Broker"]}},
        sandbox={"fields": {"Lead.Heat__c": FEWER}},
    )
    one = repair(pair, tmp_path / "repair", monkeypatch)
    assert "<fullName>Tepid</fullName>" in broker(one)
    assert "leaves out" not in one.readme
    assert checked(applied(pair, one)).verdict.is_go


@pytest.mark.parametrize(
    ("sandbox", "why"),
    [
        (
            {"is": "multipicklist(4099)", "values": ["North", "East", "West"]},
            "it depends on the value 'South' of Region__c",
        ),
        ("string(80)", "it depends on Region__c"),
    ],
)
def test_a_dependent_picklist_stays_behind_with_what_controls_it(
    sandbox: Any, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = made(sandbox={"fields": {"Lead.Region__c": sandbox, "Lead.Sub_Region__c": None}})
    one = repair(pair, tmp_path / "repair", monkeypatch)
    assert one.place_of("Sub_Region__c") == "by hand"
    assert why in one.entry("Sub_Region__c")["why"]
    assert keys_of(checked(applied(pair, one))) <= one.not_deployed()


@pytest.mark.parametrize("as_list", [True, False])
def test_what_a_flow_calls_and_does_not_come_along_is_told(as_list: bool) -> None:
    """A retrieved file tells a single element without a list."""
    subflow: Any = {"name": "s", "flowName": "Assign"}
    calls: list[Any] = [
        {"actionType": "apex", "actionName": "Router"},
        {"actionType": "emailSimple", "actionName": "e"},
    ]
    flow = {"subflows": [subflow] if as_list else subflow, "actionCalls": calls}
    member, other = (Member(MetadataType.FLOW, name) for name in ("Greet", "Assign"))
    alone = Component(member=member, metadata=flow)
    assert notes_on_calls([alone]) == ("`Flow Greet` calls `Assign`, `Router`: the sandbox must have it first.",)
    (told,) = notes_on_calls([alone, Component(member=other, metadata={})])
    assert "Assign" not in told


@pytest.mark.parametrize(("name", "comes"), [("Depots", True), ("Depots__gvs", True), ("pkg__Depots", False)])
def test_a_value_set_comes_with_its_field_but_for_one_of_a_package(name: str, comes: bool) -> None:
    field = Component(
        member=Member(MetadataType.CUSTOM_FIELD, "Lead.Depot__c"), metadata={"valueSet": {"valueSetName": name}}
    )
    assert companions(field, bodies=False) == ((Member(MetadataType.GLOBAL_VALUE_SET, "Depots"),) if comes else ())


def test_a_business_process_leaves_out_a_status_that_does_not_come() -> None:
    values = {"values": [{"valueName": "Open", "default": True}, {"valueName": "Won%2FLost"}]}
    member = Member(MetadataType.BUSINESS_PROCESS, "Lead.P")
    whole = business_process_file(member, values, {"Status": Choices()})
    assert b"Won/Lost" in whole
    assert b"Won" not in business_process_file(member, values, {"Status": Choices(lacks=frozenset({"Won/Lost"}))})
