"""What stands beside the six objects' own fields and triggers, and decides all the same: none of it passes unseen.

Change events, the package's own objects, what record types offer, and permission sets whose assignment has expired.
"""

from typing import Any

import pytest

from parity.config.policy import Policy
from parity.marketo_measure.catalogue import TOUCHPOINT
from parity.rules.finding import Finding
from parity.simulator import scenario_from
from parity.verdict.judge import judge
from parity.verdict.result import Result
from tests.simulated import NOON, collected
from tests.whole.contents_orgs import Pair, judged

_FLOW = {"table": "FlowDefinitionView", "object": TOUCHPOINT}
_MANAGED = {**_FLOW, "name": "Own_Flow", "namespace": "bizible2"}
_REQUIRED = {f"{TOUCHPOINT}.Territory__c": "string(80) required"}
#: What a describe shows of a package's formula: that there is one.
_FORMULA = {"Lead.scores__Score__c": "double(18,2) calculated", "Lead.plain__Note__c": "string(80)"}
_DEFINITION: dict[str, Any] = {
    "both": {
        "automation": [_MANAGED, {**_FLOW, "object": "Product2", "name": "Elsewhere"}],
        "fields": {**_REQUIRED, **_FORMULA},
        "triggers": {"OnProductChange": {"object": "Product2ChangeEvent", "events": ["AfterInsert"]}},
        "packages": {
            "scores": {"name": "Scores", "version": "2.0"},
            "plain": {"name": "Plain", "version": "2.0"},
        },
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
            {**_FLOW, "object": "Lead", "name": "Keep_History", "trigger": "RecordBeforeDelete"},
            {"table": "ValidationRule", "object": TOUCHPOINT, "name": "Needs_Territory"},
        ],
        "contents": {"RecordType": {"Opportunity.Renewal": {"businessProcess": "Renewals %28EMEA%29"}}},
        "choices": {
            "New_Business": {"LeadSource": {"without": ["Web"]}, "Type": {"default": "New Customer"}},
        },
    },
    "sandbox": {
        "fields": {"Lead.Rating": {"picklistValues": []}},
        "packages": {
            "scores": {"name": "Scores", "version": "1.0"},
            "plain": {"name": "Plain", "version": "1.0"},
        },
    },
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
    flows = {"record-triggered flow Stamp", "record-triggered flow Keep_History"}
    assert found == {*flows, "validation rule Needs_Territory"}
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
    # What runs when a record is deleted runs at no save.
    assert exposure["Lead"].flows == ()


def test_the_prefix_of_a_custom_object_is_no_drift(result: Result) -> None:
    assert _of(result, "object-property-changed") == []


def test_a_package_whose_formula_nobody_is_shown_is_told_by_its_version(result: Result) -> None:
    (found,) = _of(result, "readiness-other-package-versions")
    assert [one.name for one in found.items] == ["scores 1.0.0.1 in the sandbox, 2.0.0.1 in production"]


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


@pytest.mark.parametrize(("permitted", "blocked"), [(["Read", "Edit"], []), ([], ["BillingCity", "Country"])])
def test_a_part_of_an_address_is_permitted_with_the_whole(permitted: list[str], blocked: list[str]) -> None:
    """FieldPermissions has a row for Lead.Address and none for Lead.Country, which a describe calls permissionable."""
    rights = {"Lead.Address": permitted, "Account.BillingAddress": permitted, "Lead.Region__c": ["Read"]}
    definition = {"both": {"signs_in": "admin", "permission_set": {"fields": rights}}}
    policy = Policy(fields=("Lead.Country", "Account.BillingCity", "Lead.Region__c", "Lead.FirstName"))
    sandbox, production = collected(scenario_from("parts", definition, NOON.date()), policy, integration="integration")
    result = judge(sandbox, production, policy, tenant=None, judged_at=NOON)
    assert [one.component for one in _of(result, "readiness-named-field-unusable")] == blocked


def test_flows_are_listed_where_an_org_takes_no_or() -> None:
    """AppDefinition, a view like FlowDefinitionView, does not: "Disjunctions not supported"."""
    definition = {**_DEFINITION, "both": {**_DEFINITION["both"], "no_disjunctions": ["FlowDefinitionView"]}}
    result = judged(*collected(scenario_from("no or", definition, NOON.date())))
    assert result.gaps == ()
    assert "record-triggered flow Stamp" in {one.component for one in result.findings}
    assert not [one for one in result.findings if "Elsewhere" in one.component]
