"""What stands beside the six objects' own fields and triggers, and decides all the same: none of it passes unseen.

Change events, the package's own objects, what record types offer, and permission sets whose assignment has expired.
"""

from typing import Any

import pytest

from parity.marketo_measure.catalogue import TOUCHPOINT
from parity.rules.finding import Finding
from parity.simulator import scenario_from
from parity.verdict.result import Result
from tests.simulated import NOON, collected
from tests.whole.contents_orgs import Pair, judged

_FLOW = {"table": "FlowDefinitionView", "object": TOUCHPOINT}
_MANAGED = {**_FLOW, "name": "Own_Flow", "namespace": "bizible2"}
_REQUIRED = {f"{TOUCHPOINT}.Territory__c": "string(80) required"}
_DEFINITION: dict[str, Any] = {
    "both": {
        "automation": [_MANAGED, {**_FLOW, "object": "Product2", "name": "Elsewhere"}],
        "fields": _REQUIRED,
        "triggers": {"OnProductChange": {"object": "Product2ChangeEvent", "events": ["AfterInsert"]}},
    },
    # An org gives the prefix that is free to a custom object: another one where the package came later.
    "production": {
        "objects": {TOUCHPOINT: {"keyPrefix": "a1X"}, "Lead": {"dataTranslationEnabled": False}},
        # Told where Data Translation is on; left out, it is off.
        "fields": {
            "Lead.Title": {"dataTranslationEnabled": False},
            "Lead.Website": {"dataTranslationEnabled": True},
        },
        "triggers": {"OnLeadChange": {"object": "LeadChangeEvent", "events": ["AfterInsert"]}},
        "automation": [
            {**_FLOW, "name": "Stamp"},
            {"table": "ValidationRule", "object": TOUCHPOINT, "name": "Needs_Territory"},
        ],
        "contents": {"RecordType": {"Opportunity.Renewal": {"businessProcess": "Renewals %28EMEA%29"}}},
        "choices": {
            "New_Business": {"LeadSource": {"without": ["Web"]}, "Type": {"default": "New Customer"}},
        },
    },
    "sandbox": {"fields": {"Lead.Rating": {"picklistValues": []}}},
}


@pytest.fixture(scope="module")
def pair() -> Pair:
    return collected(scenario_from("beside", _DEFINITION, NOON.date()))


@pytest.fixture(scope="module")
def result(pair: Pair) -> Result:
    return judged(*pair)


def _of(result: Result, rule: str) -> list[Finding]:
    return [one for one in result.findings if one.rule == rule]


def test_a_trigger_on_change_events_runs_on_updates_of_its_object(result: Result) -> None:
    """A LeadChangeEvent is published when a lead is inserted, updated, deleted: Change Data Capture guide."""
    (found,) = _of(result, "trigger-missing-in-sandbox")
    assert (found.severity, found.object, found.component) == ("blocker", "Lead", "OnLeadChange")
    assert found.production == "Active, on change events"


def test_automation_on_touchpoints_is_compared_and_foreseen(result: Result) -> None:
    found = {one.component for one in _of(result, "automation-only-in-production")}
    assert found == {"record-triggered flow Stamp", "validation rule Needs_Territory"}
    for rule, names in (
        ("readiness-cannot-execute-flow-trigger", "Stamp"),
        ("readiness-record-noncompliant-with-validation-rules", "Needs_Territory"),
        ("readiness-required-field-missing", "Territory__c"),
    ):
        (risk,) = [one for one in _of(result, rule) if one.object == TOUCHPOINT]
        assert risk.component == names


def test_what_runs_on_touchpoints_is_listed(result: Result) -> None:
    exposure = {one.object: one for one in result.readiness.exposure}
    assert exposure[TOUCHPOINT].flows == ("Stamp",)
    assert "bizible2__Bizible_Person__c" not in exposure


def test_the_prefix_of_a_custom_object_is_no_drift(result: Result) -> None:
    assert _of(result, "object-property-changed") == []


def test_what_a_describe_tells_with_a_feature_alone_means_off_where_it_is_left_out(result: Result) -> None:
    assert result.gaps == ()
    (found,) = _of(result, "field-property-changed")
    assert (found.component, found.sandbox, found.production) == ("Website", False, True)


def test_what_a_record_type_offers_is_compared_by_value(result: Result) -> None:
    (found,) = _of(result, "record-type-values-changed")
    assert (found.severity, found.object, found.component) == ("warning", "Opportunity", "New_Business")
    assert {one.name: (one.sandbox, one.production) for one in found.items} == {
        "values[LeadSource]": (["Web"], None),
        "values[Type, default]": (None, "New Customer"),
    }


def test_a_process_is_told_by_its_name(result: Result) -> None:
    (found,) = _of(result, "record-type-process-changed")
    assert (found.component, found.production) == ("Renewal", "Renewals (EMEA)")


def test_values_that_one_org_lacks_are_told_once(result: Result) -> None:
    assert [one.component for one in _of(result, "picklist-value-missing-in-sandbox")] == ["Rating"]
    assert [one for one in _of(result, "record-type-values-changed") if one.object == "Lead"] == []


def test_a_record_type_that_is_not_shown_is_one_line() -> None:
    refused = {"both": {"without": ["RecordType.Metadata"]}}
    result = judged(*collected(scenario_from("refused", refused, NOON.date())))
    assert result.gaps == ()
    (line,) = _of(result, "contents-not-shown")
    assert "10 record types" in line.message


@pytest.mark.parametrize("expired", [False, True])
def test_an_assignment_that_has_expired_grants_nothing(*, expired: bool) -> None:
    definition = {"both": {"signs_in": "admin"}, "production": {"permission_set": {"expired": expired}}}
    result = judged(*collected(scenario_from("expired", definition, NOON.date()), integration="integration"))
    assert bool(_of(result, "readiness-missing-object-write-permission")) is expired


def test_flows_are_listed_where_an_org_takes_no_or() -> None:
    """AppDefinition, a view like FlowDefinitionView, does not: "Disjunctions not supported"."""
    definition = {**_DEFINITION, "both": {**_DEFINITION["both"], "no_disjunctions": ["FlowDefinitionView"]}}
    result = judged(*collected(scenario_from("no or", definition, NOON.date())))
    assert result.gaps == ()
    assert "record-triggered flow Stamp" in {one.component for one in result.findings}
    assert not [one for one in result.findings if "Elsewhere" in one.component]
