"""Each kind of file: what is in it, what is left out, and what is refused because the file would be something else."""

from typing import Any
from xml.etree import ElementTree

import pytest

from parity.repair.automation_xml import (
    apex_settings,
    business_process_file,
    flow_file,
    record_type_file,
    validation_rule_file,
    workflow_file,
)
from parity.repair.choices import Choices
from parity.repair.contents import classes_named
from parity.repair.fields_xml import field_file
from parity.repair.member import Member, MetadataType
from parity.repair.values_xml import global_value_set, standard_value_set
from parity.repair.xml import Unwritable

SPACE = "{http://soap.sforce.com/2006/04/metadata}"
FIELD = Member(MetadataType.CUSTOM_FIELD, "Lead.Depot__c")
VALUE = {"valueName": "A", "label": "A", "default": False, "isActive": None, "urls": None}
OWN_VALUES = {"valueSetDefinition": {"sorted": False, "value": [VALUE]}}


def root(data: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(data)


def texts(data: bytes, path: str) -> list[str | None]:
    return [one.text for one in root(data).iterfind("/".join(f"{SPACE}{step}" for step in path.split("/")))]


def names(data: bytes) -> list[str]:
    return [one.tag.removeprefix(SPACE) for one in root(data)]


def written(history: bool = True, **metadata: Any) -> bytes:
    return field_file(FIELD, {"label": "Depot", "urls": None, **metadata}, history=history)


def test_the_name_comes_first_and_the_rest_by_name_with_nothing_unset() -> None:
    data = written(type="Text", length=20, unique=False, description=None, summaryFilterItems=[], formula="")
    assert names(data) == ["fullName", "label", "length", "type", "unique"]
    assert data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<CustomField')


@pytest.mark.parametrize(
    ("kind", "metadata", "absent"),
    [
        ("TextArea", {"length": 255}, "length"),
        ("MasterDetail", {"referenceTo": "Account", "required": True}, "required"),
        ("Checkbox", {"required": True, "defaultValue": "false"}, "required"),
        ("Summary", {"precision": 18, "summaryOperation": "count"}, "precision"),
        ("Text", {"formula": "Name", "length": 1300, "required": False}, "length"),
        ("AutoNumber", {"displayFormat": "N-{0}", "startingNumber": 1}, "startingNumber"),
        ("Text", {"length": 5, "caseSensitive": False, "unique": False}, "caseSensitive"),
        ("Text", {"length": 5, "businessOwnerUser": "005x"}, "businessOwnerUser"),
    ],
)
def test_what_salesforce_refuses_for_a_type_is_not_in_its_file(
    kind: str, metadata: dict[str, Any], absent: str
) -> None:
    assert absent not in names(written(type=kind, **metadata))


@pytest.mark.parametrize(
    ("metadata", "why"),
    [
        ({"type": "Text", "length": 5, "unheardOf": "x"}, "unheardOf"),
        ({"type": "Date", "externalId": True}, "externalId of it, which Salesforce refuses in a file of Date"),
        ({"type": "Sound"}, "no field of the type 'Sound'"),
        ({"type": "Picklist"}, "values were not told"),
        ({"type": "Picklist", "valueSet": {"valueSetDefinition": {"value": []}}}, "not told|holds no value"),
        ({"type": "Text", "length": 5, "encryptionScheme": "ProbabilisticEncryption"}, "Shield encrypts it"),
        ({"type": "Text", "length": 5, "description": "a\x00b"}, "no XML file may hold"),
        ({"type": "Picklist", "valueSet": {"valueSetDefinition": {"value": [{**VALUE, "valueName": "A "}]}}}, "blank"),
        ({"type": "Lookup", "referenceTo": "Account", "lookupFilter": {"active": True, "odd": 1}}, "odd"),
    ],
)
def test_a_file_that_would_be_another_field_is_refused(metadata: dict[str, Any], why: str) -> None:
    with pytest.raises(Unwritable, match=why):
        written(**metadata)


def test_hostile_texts_stay_texts() -> None:
    label = "]]><label>&amp;</label>\u202e"
    data = written(type="Text", length=5, label=label)
    assert texts(data, "label") == [label]
    assert names(data).count("label") == 1


def test_the_word_none_is_a_text_like_any_other() -> None:
    data = written(type="Text", length=5, label="None", description="None", encryptionScheme="None")
    assert (texts(data, "label"), texts(data, "description")) == (["None"], ["None"])
    assert texts(data, "encryptionScheme") == []


def test_an_address_is_one_file_for_all_of_its_parts() -> None:
    """Address is a FieldType of the Metadata API; Salesforce makes its parts by itself."""
    data = written(type="Address", required=False, externalId=False, trackTrending=False)
    assert names(data) == ["fullName", "label", "trackTrending", "type"]


def test_a_set_is_named_or_its_values_stand_there_never_both() -> None:
    named = written(type="Picklist", valueSet={**OWN_VALUES, "valueSetName": "Depots__gvs", "restricted": True})
    assert texts(named, "valueSet/valueSetName") == ["Depots"]
    assert texts(named, "valueSet/valueSetDefinition/value/fullName") == []
    own = written(type="Picklist", valueSet={**OWN_VALUES, "valueSetName": None})
    assert texts(own, "valueSet/valueSetDefinition/value/fullName") == ["A"]


def test_a_value_that_is_off_says_so_and_an_active_one_does_not() -> None:
    values = [VALUE, {**VALUE, "valueName": "B", "label": "B", "isActive": False}]
    data = global_value_set({"masterLabel": "Depots", "customValue": values, "sorted": False, "description": None})
    assert texts(data, "customValue/fullName") == ["A", "B"]
    assert texts(data, "customValue/isActive") == ["false"]
    assert names(data) == ["customValue", "customValue", "masterLabel", "sorted"]


def test_dependent_values_stand_beside_the_definition() -> None:
    settings = [{"controllingFieldValue": ["North", "West"], "valueName": "A"}]
    data = written(type="Picklist", valueSet={**OWN_VALUES, "controllingField": "Region__c", "valueSettings": settings})
    assert texts(data, "valueSet/valueSettings/controllingFieldValue") == ["North", "West"]
    assert texts(data, "valueSet/valueSettings/valueName") == ["A"]


def test_the_error_of_an_optional_lookup_filter_says_nothing_and_stays_out() -> None:
    given = {"active": True, "isOptional": True, "errorMessage": "x", "filterItems": [{"field": "Account.Name"}]}
    data = written(type="Lookup", referenceTo="Account", lookupFilter=given)
    assert texts(data, "lookupFilter/errorMessage") == []
    assert texts(data, "lookupFilter/filterItems/field") == ["Account.Name"]


def test_a_standard_fields_file_says_nothing_of_its_label_size_or_values() -> None:
    member = Member(MetadataType.CUSTOM_FIELD, "Lead.Rating")
    metadata = {"label": "Rating", "type": "Picklist", "valueSet": OWN_VALUES, "inlineHelpText": "Warm?", "length": 40}
    assert names(field_file(member, metadata, history=True)) == ["fullName", "inlineHelpText", "type"]


def test_an_opportunity_stage_without_its_probability_is_refused() -> None:
    stage = {**VALUE, "closed": False, "won": False, "forecastCategory": "Pipeline", "probability": 10}
    data = standard_value_set("OpportunityStage", {"sorted": False, "standardValue": [stage]})
    assert texts(data, "standardValue/probability") == ["10"]
    assert texts(data, "standardValue/won") == ["false"]
    with pytest.raises(Unwritable, match="probability"):
        standard_value_set("OpportunityStage", {"standardValue": [{**stage, "probability": None}]})
    plain = standard_value_set("Industry", {"standardValue": [{**VALUE, "closed": False, "converted": None}]})
    assert texts(plain, "standardValue/closed") == []


def test_a_record_type_names_only_what_the_sandbox_has_and_decodes_its_values() -> None:
    member = Member(MetadataType.RECORD_TYPE, "Lead.Direct")
    picklists = [
        {"picklist": "Region__c", "values": [{"valueName": "N%2FW", "default": True}, {"valueName": "Gone"}]},
        {"picklist": "Left__c", "values": [{"valueName": "x"}]},
        {"picklist": "Kept__c", "values": [{"valueName": "y"}, {"valueName": "z"}]},
    ]
    metadata = {
        "active": True,
        "label": "Direct",
        "businessProcess": "Lead.Sales",
        "picklistValues": picklists,
    }
    has = {"Region__c": Choices(only=frozenset({"N/W"})), "Kept__c": Choices(lacks=frozenset({"z"}))}
    data = record_type_file(member, metadata, has)
    assert texts(data, "picklistValues/picklist") == ["Region__c", "Kept__c"]
    assert texts(data, "picklistValues/values/fullName") == ["N/W", "y"]
    assert texts(data, "businessProcess") == ["Sales"]
    with pytest.raises(Unwritable, match="business process"):
        record_type_file(member, {"active": True, "label": "Direct"}, {})


def test_an_opportunity_process_takes_no_default() -> None:
    values = {"values": [{"valueName": "Open", "default": True}]}
    for name, default in (("Opportunity.P", "false"), ("Lead.P", "true")):
        data = business_process_file(Member(MetadataType.BUSINESS_PROCESS, name), values, {})
        assert texts(data, "values/default") == [default]


def test_rules_flows_and_apex_that_are_not_told_whole_are_refused() -> None:
    rule = Member(MetadataType.VALIDATION_RULE, "Lead.R")
    with pytest.raises(Unwritable, match="errorConditionFormula"):
        validation_rule_file(rule, {"active": True, "errorMessage": "no"})
    with pytest.raises(Unwritable, match="not show what is inside"):
        flow_file({})
    with pytest.raises(Unwritable, match="API version"):
        apex_settings(Member(MetadataType.APEX_TRIGGER, "T"), {"status": "Active"})
    copy = Member(MetadataType.WORKFLOW_RULE, "Lead.Copy")
    other = Member(MetadataType.WORKFLOW_RULE, "Lead.Other")
    data = workflow_file([(copy, {"active": True, "formula": "true"}), (other, {"active": False, "formula": "x"})])
    assert texts(data, "rules/fullName") == ["Copy", "Other"]


@pytest.mark.parametrize("field", [None, "", "Top of Page"])
def test_an_error_at_no_field_names_none(field: str | None) -> None:
    rule = {"active": True, "errorConditionFormula": "true", "errorMessage": "no", "errorDisplayField": field}
    assert "errorDisplayField" not in names(validation_rule_file(Member(MetadataType.VALIDATION_RULE, "Lead.R"), rule))


def test_an_empty_text_of_a_flow_stays_for_it_is_not_null() -> None:
    value = {"stringValue": "", "elementReference": None}
    data = flow_file({"label": "F", "processType": "Flow", "constants": [{"name": "c", "value": value}]})
    assert texts(data, "constants/value/stringValue") in ([None], [""])


def test_the_classes_that_a_trigger_names_are_read_out_of_its_code_alone() -> None:
    code = "// Old.run();\n Router.go('Not.this'); /* Gone.run(); */ new Mail().send(); System.debug(1);"
    body = f"trigger T on Lead (before insert) {{ {code} }}"
    assert classes_named(body) == ("Mail", "Router")
