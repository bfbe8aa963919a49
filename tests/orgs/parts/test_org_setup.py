"""Packages, sandbox copies, record counts, touchpoints, picklist choices and stages: rows in, records out."""

from typing import Any

import pytest

from parity.marketo_measure.catalogue import ENABLE_TOUCHPOINTS
from parity.orgs.parts.packages import read_packages
from parity.orgs.parts.record_counts import read_record_counts
from parity.orgs.parts.rehearsal import read_rehearsal
from parity.orgs.parts.sandbox_copies import read_copies
from parity.orgs.parts.stages import read_stages
from parity.orgs.parts.touchpoint_choices import read_choices
from parity.orgs.question import Answer
from parity.orgs.snapshot_part import NotRead
from parity.snapshot.org_setup import Package, Rehearsal, SandboxCopy, Stage, TouchpointChoices, TouchpointDay
from parity.snapshot.records import Role
from tests.orgs.answers import NO_LIST, REFUSED, answered, rows, so_far


def test_a_package_has_all_four_numbers_of_its_version() -> None:
    numbers = {"MajorVersion": 6, "MinorVersion": 12, "PatchVersion": None, "BuildNumber": 3}
    answer = rows(
        {
            "SubscriberPackage": {"NamespacePrefix": "bizible2", "Name": "Marketo Measure"},
            "SubscriberPackageVersion": numbers,
        },
        {"SubscriberPackage": {"NamespacePrefix": "", "Name": "Unlocked"}, "SubscriberPackageVersion": None},
    )
    assert read_packages(so_far(InstalledSubscriberPackage=answer)) == (
        Package(namespace="bizible2", name="Marketo Measure", version="6.12.0.3"),
        Package(namespace=None, name="Unlocked", version=""),
    )


def test_no_package_is_an_answer_but_a_refusal_is_none() -> None:
    assert read_packages(so_far(InstalledSubscriberPackage=rows())) == ()
    for answer in (REFUSED, NO_LIST):
        assert isinstance(read_packages(so_far(InstalledSubscriberPackage=answer)), NotRead)


def test_a_sandbox_copy_has_the_long_id_of_its_org() -> None:
    row = {
        "SandboxName": "UAT",
        "SandboxOrganization": "00D300000000Lst",
        "LicenseType": "FULL",
        "Status": "Completed",
        "StartDate": "2026-11-01T08:00:00.000+0000",
        "EndDate": "2026-11-01T20:00:00.000+0000",
    }
    pending = {**row, "SandboxOrganization": None, "EndDate": None}
    copy = SandboxCopy(
        sandbox="UAT",
        organization_id="00D300000000LstEAE",
        license="FULL",
        status="Completed",
        started=row["StartDate"],
        ended=row["EndDate"],
    )
    first, second = read_copies(so_far(SandboxProcess=rows(row, pending)))  # type: ignore[misc]
    assert first == copy
    assert (second.organization_id, second.ended) == (None, None)


@pytest.mark.parametrize(
    ("answer", "why"), [(rows(), "showed nothing"), (REFUSED, "could not be read (INVALID_TYPE: sObject")]
)
def test_no_copy_at_all_is_not_believed(answer: Answer, why: str) -> None:
    found = read_copies(answered({"SandboxProcess": answer}, role=Role.PRODUCTION))
    assert isinstance(found, NotRead)
    assert why in found.reason


def test_an_object_without_records_is_left_out_of_the_answer_and_counts_as_none() -> None:
    answer = Answer(200, {"sObjects": [{"name": "Lead", "count": 12}, {"name": "Case", "count": None}]})
    found = read_record_counts(so_far(RecordCounts=answer))
    assert isinstance(found, dict)
    assert (found["Lead"], found["Case"], found["Opportunity"]) == (12, 0, 0)


@pytest.mark.parametrize("answer", [Answer(403, {"sObjects": []}), Answer(200, []), Answer(200, {"sObjects": None})])
def test_a_count_of_another_shape_is_no_count(answer: Answer) -> None:
    assert isinstance(read_record_counts(so_far(RecordCounts=answer)), NotRead)


def touchpoint(day: str, parent: str | None) -> dict[str, Any]:
    return {"CreatedDate": f"{day}T09:00:00.000+0000", "bizible2__Bizible_Person__c": parent}


def test_touchpoints_are_counted_from_each_day_on() -> None:
    people = rows(
        touchpoint("2026-11-20", "a"),
        touchpoint("2026-11-22", "b"),
        touchpoint("2026-11-22", "b"),
        touchpoint("2026-11-22", None),
    )
    assert read_rehearsal(so_far(Touchpoints=people, AttributionTouchpoints=rows())) == Rehearsal(
        people=(
            TouchpointDay(day="2026-11-22", touchpoints=3, parents=1),
            TouchpointDay(day="2026-11-20", touchpoints=4, parents=2),
        ),
        opportunities=(),
        capped=False,
    )


def test_as_many_touchpoints_as_one_query_gives_may_not_be_all() -> None:
    most = rows(*[touchpoint("2026-11-20", "a")] * 2000)
    fewer = rows(*[touchpoint("2026-11-20", "a")] * 1999)
    for people, opportunities, capped in ((most, fewer, True), (fewer, most, True), (fewer, fewer, False)):
        found = read_rehearsal(so_far(Touchpoints=people, AttributionTouchpoints=opportunities))
        assert isinstance(found, Rehearsal)
        assert found.capped is capped


@pytest.mark.parametrize("refused", ["Touchpoints", "AttributionTouchpoints"])
def test_one_refused_kind_of_touchpoint_is_enough_to_know_nothing(refused: str) -> None:
    answers = {"Touchpoints": rows(), "AttributionTouchpoints": rows(), refused: REFUSED}
    assert isinstance(read_rehearsal(so_far(**answers)), NotRead)


def picklist(name: str, *values: tuple[str, bool, bool]) -> dict[str, Any]:
    keys = ("value", "active", "defaultValue")
    return {"picklistName": name, "picklistValues": [dict(zip(keys, one, strict=True)) for one in values]}


def test_the_choices_are_the_active_values_by_record_type() -> None:
    mappings = [
        {
            "developerName": "Event",
            "name": "An event",
            "picklistsForRecordType": [
                picklist("Status", ("Planned", True, True)),
                picklist(ENABLE_TOUCHPOINTS, ("All", True, False), ("None", True, True), ("Old", False, False)),
            ],
        },
        {"name": "Master", "picklistsForRecordType": [picklist(ENABLE_TOUCHPOINTS, ("All", True, False))]},
        {"developerName": "Bare", "picklistsForRecordType": None},
    ]
    assert read_choices(so_far(CampaignLayouts=Answer(200, {"recordTypeMappings": mappings}))) == (
        TouchpointChoices(record_type="Event", field=ENABLE_TOUCHPOINTS, values=("All", "None"), default="None"),
        TouchpointChoices(record_type="Master", field=ENABLE_TOUCHPOINTS, values=("All",), default=None),
    )


@pytest.mark.parametrize("answer", [REFUSED, Answer(200, []), Answer(403, {"recordTypeMappings": []})])
def test_layouts_that_were_refused_tell_nothing(answer: Answer) -> None:
    assert isinstance(read_choices(so_far(CampaignLayouts=answer)), NotRead)


def stage(name: str, order: int, **changes: Any) -> dict[str, Any]:
    row = {"ApiName": name, "MasterLabel": f"{name} label", "IsActive": True, "SortOrder": order}
    return {**row, "IsClosed": False, "IsWon": False, **changes}


def test_stages_have_their_order_and_bucket_and_inactive_ones_are_none() -> None:
    answer = rows(
        stage("Won", 3, IsClosed=True, IsWon=True),
        stage("Old", 0, IsActive=False),
        stage("Lost", 4, IsClosed=True),
        stage("Open", 1),
        stage("", 2),
    )
    lead = rows(
        {"ApiName": "Hot", "IsConverted": True, "SortOrder": 2},
        {"MasterLabel": "New", "IsConverted": False, "SortOrder": 1},
    )
    assert read_stages(so_far(OpportunityStage=answer, LeadStatus=lead)) == (
        Stage(object="Opportunity", value="Open", position=1, bucket="open"),
        Stage(object="Opportunity", value=" label", position=2, bucket="open"),
        Stage(object="Opportunity", value="Won", position=3, bucket="won"),
        Stage(object="Opportunity", value="Lost", position=4, bucket="lost"),
        Stage(object="Lead", value="New", position=1, bucket="open"),
        Stage(object="Lead", value="Hot", position=2, bucket="converted"),
    )


def test_without_the_lead_statuses_the_part_is_unread() -> None:
    found = read_stages(so_far(OpportunityStage=rows(stage("Open", 1)), LeadStatus=REFUSED))
    assert isinstance(found, NotRead)
    assert "LeadStatus" in found.reason


def test_an_org_without_any_stage_is_not_believed() -> None:
    assert isinstance(read_stages(so_far(OpportunityStage=rows(), LeadStatus=rows())), NotRead)
