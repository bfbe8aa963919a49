"""Metadata over the Tooling API: every key of its type, and no other, as Salesforce's own segments name them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from parity.simulator.definition import read_definition
from parity.simulator.metadata import metadata_types, whole
from tests.simulated import READ_AT
from tests.simulator.asking import asking
from tests.simulator.test_reference import needs_reference

_REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
_COMPLEX = re.compile(r'<xsd:complexType name="(\w+)">(.*?)</xsd:complexType>', re.DOTALL)
#: Types that the Tooling API's pages do not hold, and the page of the Metadata API that does.
_OTHER_PAGE = {
    "StandardValueSet": "StandardValueSet",
    "StandardValue": "StandardValueSet",
    "CustomValue": "StandardValueSet",
}


def segment_keys(kind: str) -> dict[str, bool]:
    """The keys of a type by the reference's WSDL segment, and whether they are lists."""
    folder = "metadata_api" if kind in _OTHER_PAGE else "tooling_api"
    page = json.loads((_REFERENCE / folder / f"{_OTHER_PAGE.get(kind, kind)}.json").read_text("utf-8"))
    extending = [
        text for name, text in _COMPLEX.findall(page["wsdl_segment"]) if name == kind and "sObject" not in text
    ]
    assert len(extending) == 1
    told: dict[str, bool] = {}
    for element in re.findall(r"<xsd:element ([^>]*)/>", extending[0]):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', element))
        told[attributes["name"]] = attributes.get("maxOccurs") == "unbounded"
    return told


@needs_reference
def test_every_key_is_the_references() -> None:
    definition = read_definition("metadata.yaml")
    read, recorded = definition["reference"], definition["recorded"]
    for kind in read:
        more = {"valueName", *recorded.get(kind, "").replace("@", " ").split()}
        known = {one.name: one.is_list for one in metadata_types()[kind] if one.name not in more}
        expected = segment_keys(kind)
        if kind == "StandardValue":
            expected = {**segment_keys("CustomValue"), **expected}
        assert known == expected, kind
    assert len(read) >= 9


def test_every_type_that_is_held_is_known() -> None:
    known = metadata_types()
    assert {one.holds for keys in known.values() for one in keys} - {None} <= set(known)


def test_unset_keys_are_null_and_unset_lists_empty() -> None:
    made = whole("ValidationRule", {"active": True, "errorConditionFormula": "TRUE", "errorMessage": "No"}, READ_AT)
    assert made["description"] is None
    assert made["urls"] is None
    assert whole("WorkflowRule", {}, READ_AT)["criteriaItems"] == []
    nested = whole("CustomField", {"lookupFilter": {"filterItems": [{"field": "Account.Name"}]}}, READ_AT)
    assert nested["lookupFilter"]["filterItems"] == [
        {"field": "Account.Name", "operation": None, "value": None, "valueField": None}
    ]
    assert nested["lookupFilter"]["infoMessage"] is None
    # As recorded of fields without a filter, and of a look-up of all fields.
    assert nested["summaryFilterItems"] is None
    assert whole("FlowRecordLookup", {}, READ_AT)["queriedFields"] is None


def test_an_older_version_leaves_newer_keys_out() -> None:
    assert "areMetricsLoggedToDataCloud" in whole("Flow", {}, "63.0")
    assert "areMetricsLoggedToDataCloud" not in whole("Flow", {}, "62.0")


def test_a_key_that_a_type_never_has_is_refused() -> None:
    with pytest.raises(ValueError, match="errorCondition"):
        whole("ValidationRule", {"errorCondition": "TRUE"}, READ_AT)


def test_a_scenario_says_what_a_rule_holds() -> None:
    rule = {"table": "ValidationRule", "object": "Lead", "name": "Needs_Region", "formula": "ISBLANK(Region__c)"}
    with asking({"automation": [{**rule, "metadata": {"description": "Sales asked for it"}}]}) as org:
        soql = "SELECT Metadata FROM ValidationRule WHERE ValidationName = 'Needs_Region'"
        found = org.rows(soql, tooling=True)[0]["Metadata"]
        assert (found["errorConditionFormula"], found["description"]) == ("ISBLANK(Region__c)", "Sales asked for it")


def test_a_managed_flow_shows_no_metadata_unless_it_is_a_template() -> None:
    flow = {"table": "FlowDefinitionView", "object": "Lead", "namespace": "q2c", "package": "Quote to Cash"}
    flows = [
        {**flow, "name": "Closed"},
        {**flow, "name": "Open", "template": True},
        {**flow, "name": "Own", "namespace": None},
    ]
    with asking({"automation": flows}) as org:
        ids = {
            row["ApiName"]: row["ActiveVersionId"]
            for row in org.rows("SELECT ApiName, ActiveVersionId FROM FlowDefinitionView")
        }
        told = {name: org.get(f"tooling/sobjects/Flow/{ids[name]}").json() for name in ("Closed", "Open", "Own")}
        assert told["Closed"]["Metadata"] is None
        assert told["Open"]["Metadata"]["processType"] == "AutoLaunchedFlow"
        assert told["Own"]["Metadata"]["start"]["object"] == "Lead"
        assert told["Own"]["FullName"] == "Own"


def test_roll_ups_and_filters_come_from_the_scenario_and_the_rest_from_the_describe() -> None:
    roll_up = {
        "summaryOperation": "sum",
        "summarizedField": "Opportunity.Amount",
        "summaryForeignKey": "Opportunity.AccountId",
    }
    changes = {
        "fields": {
            "Account.Total__c": "currency(18,2) readonly calculated",
            "Lead.Origin_Depot__c": "reference(Account)",
        },
        "contents": {"CustomField": {"Account.Total__c": roll_up}},
    }
    with asking(changes) as org:
        soql = "SELECT FullName, Metadata FROM CustomField WHERE DeveloperName = '{}'"
        total = org.rows(soql.format("Total"), tooling=True)[0]
        assert (total["FullName"], total["Metadata"]["type"]) == ("Account.Total__c", "Summary")
        assert {key: total["Metadata"][key] for key in roll_up} == roll_up
        assert total["Metadata"]["summaryFilterItems"] is None
        depot = org.rows(soql.format("Origin_Depot"), tooling=True)[0]["Metadata"]
        assert (depot["type"], depot["referenceTo"], depot["deleteConstraint"]) == ("Lookup", "Account", "SetNull")
        assert depot["lookupFilter"] is None
        assert (depot["length"], depot["externalId"]) == (None, None)


def test_value_sets_and_record_types_tell_their_values() -> None:
    changes: dict[str, Any] = {"value_sets": {"Regions": {"fields": ["Lead.Region__c"]}}}
    with asking(changes) as org:
        shared = org.rows("SELECT FullName, Metadata FROM GlobalValueSet WHERE MasterLabel = 'Regions'", tooling=True)[
            0
        ]
        assert shared["FullName"] == "Regions__gvs"
        assert [one["valueName"] for one in shared["Metadata"]["customValue"]] == ["North", "South", "East", "West"]
        region = org.rows("SELECT Metadata FROM CustomField WHERE DeveloperName = 'Region'", tooling=True)[0][
            "Metadata"
        ]
        assert (region["valueSet"]["valueSetName"], region["valueSet"]["valueSetDefinition"]) == ("Regions", None)
        stages = org.rows("SELECT Metadata FROM StandardValueSet WHERE MasterLabel = 'OpportunityStage'", tooling=True)[
            0
        ]
        won = next(one for one in stages["Metadata"]["standardValue"] if one["valueName"] == "Closed Won")
        assert (won["closed"], won["won"], won["probability"]) == (True, True, 100)
        row = org.rows("SELECT Id, Name FROM RecordType WHERE SobjectType = 'Lead'", tooling=True)[0]
        direct = org.get(f"tooling/sobjects/RecordType/{row['Id']}").json()["Metadata"]
        assert {one["picklist"] for one in direct["picklistValues"]} >= {"Region__c", "LeadSource"}
        assert org.refusal("SELECT Id, Metadata FROM StandardValueSet", tooling=True)[0] == "MALFORMED_QUERY"


def test_apex_shows_source_but_not_of_managed_code() -> None:
    with asking(
        {"triggers": {"LeadRouting": {"body": "trigger LeadRouting on Lead (before insert) { Other.run(); }"}}}
    ) as org:
        bodies = {row["Name"]: row for row in org.rows("SELECT Name, Body, BodyCrc FROM ApexTrigger", tooling=True)}
        assert "Other.run()" in bodies["LeadRouting"]["Body"]
        assert bodies["LeadMatch"]["Body"] == "(hidden)"
        classes = {
            row["Name"]: row
            for row in org.rows("SELECT Name, Body, NamespacePrefix, Status FROM ApexClass", tooling=True)
        }
        assert classes["LeadRouter"]["Status"] == "Active"
        assert (classes["Q2CQuotes"]["Body"], classes["Q2CQuotes"]["NamespacePrefix"]) == ("(hidden)", "q2c")
        assert org.rows("SELECT Name FROM ApexClass WHERE NamespacePrefix = null", tooling=True)


def test_an_approval_process_has_no_metadata_anywhere() -> None:
    with asking() as org:
        assert org.refusal("SELECT Metadata FROM ProcessDefinition")[0] == "INVALID_FIELD"
        assert org.refusal("SELECT Id FROM ProcessDefinition", tooling=True)[0] == "INVALID_TYPE"
