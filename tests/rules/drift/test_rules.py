"""Every rule that speaks of a difference: a case in which it fires, alone, and a near miss in which it does not."""

import json
from collections.abc import Callable
from typing import NamedTuple

import pytest

from parity.compare.snapshots import compare
from parity.rules.drift.findings_of import explain
from parity.rules.drift.registry import all_rules
from parity.snapshot.file import read_snapshot, snapshot_bytes
from parity.snapshot.records import Snapshot
from tests.rules.drift.edits import (
    NOTE,
    REGION,
    Edit,
    Plain,
    drops,
    drops_trigger,
    drops_type,
    drops_value,
    field,
    hides,
    holds,
    in_both,
    in_production,
    in_sandbox,
    sandbox_then_production,
    sets,
    sets_class,
    sets_lines,
    sets_object,
    sets_source,
    sets_trigger,
    sets_type,
    sets_value,
)

#: Automation has tests of its own (tests/compare/test_automation.py).
ELSEWHERE = {rule.id for rule in all_rules() if rule.family == "automation"}


class Case(NamedTuple):
    """What to do to sandbox and production so that the rule fires, and so that it only nearly does."""

    fires: Edit
    misses: Edit


WEIGHT = "Opportunity.Freight_Weight__c"
BAND, PARTNER, PACKAGE = "Lead.Score_Band__c", "Lead.Partner_Account__c", "Lead.bizible2__Account__c"

HOT: Plain = {"field": "Lead.Rating", "operation": "equals", "value": "Hot"}
FLOW: Plain = {
    "filterLogic": "1 AND 2",
    "formulas": [{"name": "A", "expression": "1"}, {"name": "B", "expression": "2"}],
}

CASES: dict[str, Case] = {
    "field-missing-in-sandbox": Case(in_sandbox(drops(NOTE)), in_both(drops(NOTE))),
    "field-only-in-sandbox": Case(in_production(drops(NOTE)), in_production(drops("Lead.Jigsaw"))),
    "standard-field-only-in-sandbox": Case(in_production(drops("Lead.Jigsaw")), in_sandbox(drops("Lead.Jigsaw"))),
    "field-not-visible": Case(in_sandbox(drops(NOTE, defined=True)), in_sandbox(drops(NOTE))),
    "field-missing-or-not-visible": Case(in_sandbox(drops(NOTE, defined=None)), in_sandbox(drops(NOTE, defined=True))),
    "field-type-changed": Case(in_sandbox(sets(NOTE, type="email")), in_sandbox(sets(NOTE, soapType="tns:ID"))),
    "field-narrower-in-production": Case(in_sandbox(sets(NOTE, length=200)), in_production(sets(NOTE, length=200))),
    "field-wider-in-production": Case(in_production(sets(NOTE, length=200)), in_sandbox(sets(NOTE, length=200))),
    "field-required-in-production": Case(
        in_production(sets(NOTE, nillable=False)), in_sandbox(sets(NOTE, nillable=False))
    ),
    "field-required-in-sandbox-only": Case(
        in_sandbox(sets(NOTE, nillable=False)), in_production(sets(NOTE, nillable=False))
    ),
    "field-unique-in-production": Case(in_production(sets(NOTE, unique=True)), in_sandbox(sets(NOTE, unique=True))),
    "field-unique-in-sandbox-only": Case(in_sandbox(sets(NOTE, unique=True)), in_production(sets(NOTE, unique=True))),
    "field-external-id-changed": Case(in_sandbox(sets(NOTE, externalId=True)), in_both(sets(NOTE, externalId=True))),
    "field-formula-changed": Case(
        in_sandbox(sets(BAND, calculatedFormula='"High"')),
        lambda sandbox, _production: sets(BAND, calculatedFormula=f"\n {field(sandbox, BAND)['calculatedFormula']} \t")(
            sandbox
        ),
    ),
    "field-reference-changed": Case(
        in_sandbox(sets(PARTNER, referenceTo=["Contact"])), in_both(sets(PARTNER, referenceTo=["Contact"]))
    ),
    "field-default-changed": Case(
        in_sandbox(sets(NOTE, defaultValueFormula='"x"')), in_both(sets(NOTE, defaultValueFormula='"x"'))
    ),
    "field-encryption-changed": Case(in_sandbox(sets(NOTE, encrypted=True)), in_both(sets(NOTE, encrypted=True))),
    "field-label-changed": Case(
        in_sandbox(sets(NOTE, label="Another")),
        lambda sandbox, _production: (sets(NOTE, label="Anmerkung")(sandbox), sandbox["user"].update(language="de")),
    ),
    "field-help-text-changed": Case(
        in_sandbox(sets(NOTE, inlineHelpText="Help")), in_both(sets(NOTE, inlineHelpText="Help"))
    ),
    "field-name-case-changed": Case(
        in_sandbox(sets(NOTE, name="campaign_note__c")), in_both(sets(NOTE, name="campaign_note__c"))
    ),
    "hidden-field-changed": Case(
        sandbox_then_production(hides(NOTE, "Text(80)"), hides(NOTE, "Text(40)")), in_both(hides(NOTE, "Text(80)"))
    ),
    "field-rounded-in-production": Case(
        in_production(sets(WEIGHT, precision=11, scale=2)), in_production(sets(WEIGHT, precision=12, scale=4))
    ),
    "field-derived-property-changed": Case(
        in_sandbox(sets(NOTE, sortable=False)), in_sandbox(sets(NOTE, sortable=False, type="int"))
    ),
    "field-property-changed": Case(in_sandbox(sets(NOTE, nameField=True)), in_sandbox(sets(NOTE, byteLength=7))),
    "object-label-changed": Case(
        in_sandbox(sets_object("Lead", label="Prospect")), in_both(sets_object("Lead", label="Prospect"))
    ),
    "object-property-changed": Case(
        in_sandbox(sets_object("Lead", feedEnabled=False)), in_sandbox(sets_object("Lead", urls={"x": "y"}))
    ),
    "picklist-value-missing-in-sandbox": Case(
        in_sandbox(drops_value("Lead.Rating", "Hot")), in_production(drops_value("Lead.Rating", "Hot"))
    ),
    "picklist-value-only-in-sandbox": Case(
        in_production(drops_value("Lead.Rating", "Hot")), in_sandbox(drops_value("Lead.Rating", "Hot"))
    ),
    "picklist-value-inactive-in-sandbox": Case(
        in_sandbox(sets_value("Lead.Rating", "Hot", active=False)),
        in_production(sets_value("Lead.Rating", "Hot", active=False)),
    ),
    "picklist-value-inactive-in-production": Case(
        in_production(sets_value("Lead.Rating", "Hot", active=False)),
        in_sandbox(sets_value("Lead.Rating", "Hot", active=False)),
    ),
    "picklist-default-changed": Case(
        in_sandbox(sets_value("Lead.Rating", "Hot", defaultValue=True)),
        in_both(sets_value("Lead.Rating", "Hot", defaultValue=True)),
    ),
    "picklist-label-changed": Case(
        in_sandbox(sets_value("Lead.Rating", "Hot", label="Very hot")),
        lambda sandbox, _production: field(sandbox, "Lead.Rating")["picklistValues"].reverse(),
    ),
    "picklist-dependency-changed": Case(
        in_sandbox(sets_value("Lead.Sub_Region__c", "Oslo", validFor=["South"])),
        sandbox_then_production(
            sets_value("Lead.Sub_Region__c", "Bergen", validFor=["North", "West"]),
            sets_value("Lead.Sub_Region__c", "Bergen", validFor=["West", "North"]),
        ),
    ),
    "picklist-restricted-in-production": Case(
        in_sandbox(sets(REGION, restrictedPicklist=False)), in_production(sets(REGION, restrictedPicklist=False))
    ),
    "picklist-restricted-in-sandbox-only": Case(
        in_production(sets(REGION, restrictedPicklist=False)), in_sandbox(sets(REGION, restrictedPicklist=False))
    ),
    "picklist-length-changed": Case(in_sandbox(sets(REGION, length=40)), in_sandbox(sets(NOTE, length=40))),
    "record-type-missing-in-sandbox": Case(
        in_sandbox(drops_type("Lead", "Agent")), in_production(drops_type("Lead", "Agent"))
    ),
    "record-type-only-in-sandbox": Case(
        in_production(drops_type("Lead", "Agent")), in_sandbox(drops_type("Lead", "Agent"))
    ),
    "record-type-inactive-in-sandbox": Case(
        in_sandbox(sets_type("Lead", "Agent", active=False)), in_production(sets_type("Lead", "Agent", active=False))
    ),
    "record-type-inactive-in-production": Case(
        in_production(sets_type("Lead", "Agent", active=False)), in_sandbox(sets_type("Lead", "Agent", active=False))
    ),
    "record-type-label-changed": Case(
        in_sandbox(sets_type("Lead", "Agent", name="Broker")),
        in_sandbox(sets_type("Lead", "Agent", recordTypeId="012x")),
    ),
    "record-type-property-changed": Case(
        sandbox_then_production(
            sets_type("Lead", "Agent", other={"new": 1}), sets_type("Lead", "Agent", other={"new": 2})
        ),
        in_both(sets_type("Lead", "Agent", other={"new": 1})),
    ),
    "trigger-missing-in-sandbox": Case(
        in_sandbox(drops_trigger("LeadRouting")), in_sandbox(drops_trigger("LeadCleanup"))
    ),
    "trigger-missing-in-sandbox-not-on-update": Case(
        in_sandbox(drops_trigger("LeadCleanup")), in_sandbox(drops_trigger("LeadRouting"))
    ),
    "trigger-only-in-sandbox": Case(in_production(drops_trigger("LeadRouting")), in_both(drops_trigger("LeadRouting"))),
    "trigger-inactive-in-sandbox": Case(
        in_sandbox(sets_trigger("LeadRouting", Status="Inactive")),
        in_sandbox(sets_trigger("LeadCleanup", Status="Inactive")),
    ),
    "trigger-inactive-in-sandbox-not-on-update": Case(
        in_sandbox(sets_trigger("LeadCleanup", Status="Inactive")),
        in_sandbox(sets_trigger("LeadRouting", Status="Inactive")),
    ),
    "trigger-active-only-in-sandbox": Case(
        in_production(sets_trigger("LeadRouting", Status="Inactive")),
        in_both(sets_trigger("LeadRouting", Status="Inactive")),
    ),
    "trigger-update-events-changed": Case(
        in_sandbox(sets_trigger("LeadRouting", UsageAfterUpdate=True)),
        in_sandbox(sets_trigger("LeadRouting", UsageAfterDelete=True)),
    ),
    "trigger-events-changed": Case(
        in_sandbox(sets_trigger("LeadRouting", UsageAfterDelete=True)),
        in_sandbox(sets_trigger("LeadRouting", UsageAfterUpdate=True)),
    ),
    "trigger-object-changed": Case(
        in_sandbox(sets_trigger("LeadRouting", TableEnumOrId="Contact")),
        in_both(sets_trigger("LeadRouting", TableEnumOrId="Contact")),
    ),
    "trigger-body-changed": Case(
        in_sandbox(sets_source("LeadRouting", "sha256:other")),
        in_sandbox(sets_trigger("LeadRouting", LengthWithoutComments=7)),
    ),
    "trigger-comments-changed": Case(
        # The checksum alone: other line ends.
        in_sandbox(sets_lines("LeadRouting", "sha256:other")),
        in_sandbox(sets_trigger("LeadRouting", BodyCrc=7.0)),
    ),
    "trigger-class-changed": Case(
        in_sandbox(sets_class("LeadRouter", BodyCrc=7.0)), in_sandbox(sets_class("CurrencyRates", BodyCrc=7.0))
    ),
    "flow-contents-changed": Case(
        sandbox_then_production(
            holds("record-triggered flow", "Lead", "Greet", FLOW),
            holds("record-triggered flow", "Lead", "Greet", {**FLOW, "filterLogic": "1 OR 2"}),
        ),
        sandbox_then_production(
            holds("record-triggered flow", "Lead", "Greet", FLOW),
            holds("record-triggered flow", "Lead", "Greet", {**FLOW, "formulas": FLOW["formulas"][::-1]}),
        ),
    ),
    "validation-rule-formula-changed": Case(
        sandbox_then_production(
            holds("validation rule", "Lead", "V", {"errorConditionFormula": "ISBLANK(Name)"}),
            holds("validation rule", "Lead", "V", {"errorConditionFormula": 'ISBLANK(Name) && Rating = "Hot"'}),
        ),
        sandbox_then_production(
            holds("validation rule", "Lead", "V", {"errorConditionFormula": "ISBLANK(Name)"}),
            holds("validation rule", "Lead", "V", {"errorConditionFormula": " ISBLANK( Name )\n"}),
        ),
    ),
    "workflow-rule-changed": Case(
        sandbox_then_production(
            holds("workflow rule", "Lead", "W", {"active": True, "formula": "TRUE"}),
            holds("workflow rule", "Lead", "W", {"active": True, "criteriaItems": [HOT]}),
        ),
        sandbox_then_production(
            holds("workflow rule", "Lead", "W", {"formula": "TRUE"}),
            holds("workflow rule", "Lead", "W", {"criteriaItems": [HOT]}),
        ),
    ),
    "approval-process-steps-changed": Case(
        sandbox_then_production(
            holds("approval process", "Lead", "A", {"steps": [{"name": "Manager"}]}),
            holds("approval process", "Lead", "A", {"steps": [{"name": "Director"}]}),
        ),
        in_both(holds("approval process", "Lead", "A", {"steps": [{"name": "Manager"}, {"name": "Director"}]})),
    ),
    "roll-up-changed": Case(
        sandbox_then_production(
            holds("field", "Account", "Total__c", {"summaryOperation": "sum"}),
            holds("field", "Account", "Total__c", {"summaryOperation": "max"}),
        ),
        in_production(holds("field", "Account", "Total__c", {"summaryOperation": "max"})),
    ),
    "lookup-filter-changed": Case(
        sandbox_then_production(
            holds("field", "Lead", "Depot__c", {"lookupFilter": {"active": True, "filterItems": [HOT]}}),
            holds("field", "Lead", "Depot__c", {"lookupFilter": {"active": False, "filterItems": [HOT]}}),
        ),
        in_both(holds("field", "Lead", "Depot__c", {"lookupFilter": {"active": True, "filterItems": [HOT]}})),
    ),
    "hidden-field-contents-changed": Case(
        sandbox_then_production(
            holds("hidden field", "Lead", "Secret__c", {"type": "Text", "length": 40, "label": "Secret"}),
            holds("hidden field", "Lead", "Secret__c", {"type": "Text", "length": 80, "label": "Secret"}),
        ),
        sandbox_then_production(
            holds("hidden field", "Lead", "Secret__c", {"type": "Text", "length": 40, "label": "Secret"}),
            holds("hidden field", "Lead", "Secret__c", {"type": "Text", "length": 40, "label": "Geheim"}),
        ),
    ),
    "trigger-property-changed": Case(
        in_sandbox(sets_trigger("LeadRouting", Name="leadrouting")),
        in_both(sets_trigger("LeadRouting", Name="leadrouting")),
    ),
    "trigger-api-version-changed": Case(
        in_sandbox(sets_trigger("LeadRouting", ApiVersion=60.0)), in_both(sets_trigger("LeadRouting", ApiVersion=60.0))
    ),
}


@pytest.fixture(scope="module")
def base(snapshots: Callable[[str], tuple[Snapshot, Snapshot]]) -> tuple[bytes, bytes]:
    sandbox, production = (snapshot_bytes(one) for one in snapshots("identical"))
    return sandbox, production


def rules_of(base: tuple[bytes, bytes], edit: Edit) -> set[str]:
    """The rules that speak after an edit of both sides."""
    sandbox, production = (json.loads(one) for one in base)
    edit(sandbox, production)
    pair = [read_snapshot(json.dumps(one).encode(), "test") for one in (sandbox, production)]
    return {one.rule for one in explain(compare(pair[0], pair[1]).differences)}


def test_every_rule_has_its_case() -> None:
    assert {rule.id for rule in all_rules()} - ELSEWHERE == set(CASES)


@pytest.mark.parametrize("rule", CASES)
def test_the_rule_fires_alone(rule: str, base: tuple[bytes, bytes]) -> None:
    assert rules_of(base, CASES[rule].fires) == {rule}


@pytest.mark.parametrize("rule", CASES)
def test_the_rule_does_not_fire_at_a_near_miss(rule: str, base: tuple[bytes, bytes]) -> None:
    assert rule not in rules_of(base, CASES[rule].misses)


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        # Digits before the point decide whether a number fits: 18 less 2 are 16, 18 less 10 are 8.
        ({"precision": 18, "scale": 2}, {"precision": 18, "scale": 10}, "field-narrower-in-production"),
        ({"precision": 18, "scale": 10}, {"precision": 18, "scale": 2}, "field-rounded-in-production"),
        ({"precision": 16, "scale": 4}, {"precision": 18, "scale": 6}, "field-wider-in-production"),
        ({"precision": 16, "scale": 4}, {"precision": 14, "scale": 2}, "field-rounded-in-production"),
        ({"type": "int", "digits": 9}, {"type": "int", "digits": 8}, "field-narrower-in-production"),
        (
            {"precision": 18, "scale": 2, "calculated": True},
            {"precision": 9, "scale": 2, "calculated": True},
            "field-rounded-in-production",
        ),
    ],
)
def test_a_number_fits_by_its_digits(before: Plain, after: Plain, rule: str, base: tuple[bytes, bytes]) -> None:
    def edit(sandbox: Plain, production: Plain) -> None:
        field(sandbox, WEIGHT).update(before)
        field(production, WEIGHT).update(after)

    assert rules_of(base, edit) == {rule}


@pytest.mark.parametrize(
    "edit",
    [
        in_sandbox(sets("Lead.Campaign_Note__c", createable=False, updateable=False)),
        in_production(sets_type("Lead", "Agent", available=False, defaultRecordTypeMapping=True)),
        in_production(lambda plain: plain["objects"]["Lead"]["properties"].update(createable=False, queryable=False)),
        in_sandbox(sets_trigger("LeadRouting", IsValid=False)),
    ],
)
def test_the_rights_of_the_signed_in_user_are_no_drift(edit: Edit, base: tuple[bytes, bytes]) -> None:
    assert rules_of(base, edit) == set()
