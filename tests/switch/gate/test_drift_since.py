"""What is no longer as it was judged, in lines for a person; and what may change without a word."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec import structs

from parity.snapshot.changes import Changes
from parity.snapshot.contents import Content, ContentKind, Contents
from parity.snapshot.org_setup import Package, Rehearsal, Stage
from parity.snapshot.records import ApiUse, Field, ObjectDescribe, Org, RecordType, Role, SignedInUser, Trigger
from parity.switch.gate.drift_since import drift_since
from tests.switch.gate.whole_evidence import snapshot

THEN = snapshot(Role.PRODUCTION)


def since(**changes: Any) -> tuple[str, ...]:
    """The lines for an org of which these parts are otherwise now."""
    return drift_since(THEN, structs.replace(THEN, **changes))


def with_lead(*fields: Field) -> dict[str, ObjectDescribe]:
    lead = structs.replace(THEN.objects["Lead"], fields=fields)
    return {**THEN.objects, "Lead": lead}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"collected_at": "2026-11-24T12:00:00Z"},
        {"tool": "parity 9", "source": "files"},
        {"user": SignedInUser(username="somebody@acme.example")},
        {"api": ApiUse(version=THEN.api.version, calls=9, daily_remaining=1)},
        {"record_counts": {"Lead": 5}},
        {"rehearsal": Rehearsal(people=(), opportunities=())},
        {"org": structs.replace(THEN.org, name="Renamed", instance_name="NA1", language="de")},
    ],
    ids=", ".join,
)
def test_when_through_whom_and_at_what_cost_an_org_was_read_is_no_drift(changes: dict[str, Any]) -> None:
    assert since(**changes) == ()


FIELD = Field(name="Score__c", type="double", length=5)
TRIGGER = Trigger(name="Routing", table_enum_or_id="Lead", status="Active")


def test_what_came_went_or_changed_is_told_by_its_name() -> None:
    assert since(objects=with_lead(FIELD)) == ("Lead field Score__c is new",)
    assert since(triggers=(TRIGGER,)) == ("Lead trigger Routing is new",)
    lead = structs.replace(THEN.objects["Lead"], record_types=(RecordType(developer_name="Main"),))
    assert since(objects={**THEN.objects, "Lead": lead}) == ("Lead record type Main is new",)
    then = structs.replace(THEN, objects=with_lead(FIELD), triggers=(TRIGGER,))
    assert drift_since(then, THEN) == ("Lead field Score__c is gone", "Lead trigger Routing is gone")
    now = structs.replace(then, objects=with_lead(structs.replace(FIELD, length=7)))
    assert drift_since(then, now) == ("Lead field Score__c: length was 5, is 7",)


def test_long_values_are_cut() -> None:
    before, after = (structs.replace(FIELD, calculated_formula=letter * 200) for letter in "ab")
    then = structs.replace(THEN, objects=with_lead(before))
    (line,) = drift_since(then, structs.replace(THEN, objects=with_lead(after)))
    assert line == f"Lead field Score__c: calculatedFormula was '{'a' * 59}, is '{'b' * 59}"


def test_another_api_version_is_told_whatever_else_changed() -> None:
    told = f"read at API version 31.0, judged at {THEN.api.version}"
    assert since(api=ApiUse(version="31.0")) == (told,)
    assert since(api=ApiUse(version="31.0"), triggers=(TRIGGER,)) == ("Lead trigger Routing is new", told)


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({"packages": (Package(namespace="bizible2", name="M", version="7"),)}, ("packages is not as it was",)),
        ({"packages": None}, ("packages is not as it was",)),
        (
            {"stages": (Stage(object="Lead", value="Open", position=1, bucket="open"),), "copies": ()},
            ("copies is not as it was", "stages is not as it was"),
        ),
        ({"org": Org(id="00D300000009ZZZEA4")}, ("org is not as it was",)),
        ({"role": Role.SANDBOX}, ("role is not as it was",)),
        ({"packages": None, "user": SignedInUser(username="x"), "tool": "y"}, ("packages is not as it was",)),
    ],
    ids=["another version", "not read any more", "two parts", "another org", "another role", "and the reading"],
)
def test_what_the_comparison_does_not_show_is_told_by_its_part(changes: dict[str, Any], lines: tuple[str, ...]) -> None:
    assert since(**changes) == lines


def test_an_org_that_is_no_sandbox_any_more_is_not_the_same() -> None:
    then = snapshot(Role.SANDBOX, age=timedelta())
    now = structs.replace(then, org=structs.replace(then.org, is_sandbox=False), packages=None)
    assert drift_since(then, now) == ("packages is not as it was", "org is not as it was")
    assert since(org=structs.replace(THEN.org, is_sandbox=True)) == ("org is not as it was",)


@pytest.mark.parametrize(("number", "last"), [(20, "Lead field F19__c is new"), (21, "and 1 more"), (25, "and 5 more")])
def test_many_lines_are_counted(number: int, last: str) -> None:
    fields = [Field(name=f"F{one:02d}__c", type="string") for one in range(number)]
    lines = since(objects=with_lead(*fields))
    assert len(lines) == (20 if number == 20 else 21)
    assert (lines[0], lines[19], lines[-1]) == ("Lead field F00__c is new", "Lead field F19__c is new", last)


RULE = Content(kind=ContentKind.VALIDATION_RULE, object="Lead", name="V", values={"errorConditionFormula": "TRUE"})
OTHER = structs.replace(RULE, name="W")
DEEP = structs.replace(THEN, contents=Contents(depth=10, calls=3, read=(RULE, OTHER)))


def test_another_depth_is_no_drift() -> None:
    shallow = structs.replace(
        DEEP,
        contents=Contents(depth=1, calls=1, read=(RULE,), left_out={ContentKind.VALIDATION_RULE: 1}),
        changes=Changes(calls=2),
    )
    assert drift_since(DEEP, shallow) == ()
    assert drift_since(shallow, DEEP) == ()
    assert drift_since(DEEP, structs.replace(DEEP, contents=None)) == ()


def test_another_formula_is_drift() -> None:
    changed = structs.replace(RULE, values={"errorConditionFormula": "FALSE"})
    now = structs.replace(DEEP, contents=Contents(depth=1, calls=1, read=(changed,)))
    (line,) = drift_since(DEEP, now)
    assert "errorConditionFormula was 'TRUE', is 'FALSE'" in line
