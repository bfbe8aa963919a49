"""Cases of the rules on what flows, rules and fields hold."""

from collections.abc import Callable

from tests.rules.drift.edits import Case, Plain, holds, in_both, in_production, sandbox_then_production

HOT: Plain = {"field": "Lead.Rating", "operation": "equals", "value": "Hot"}
FLOW: Plain = {
    "filterLogic": "1 AND 2",
    "formulas": [{"name": "A", "expression": "1"}, {"name": "B", "expression": "2"}],
}


def offers(picklist: str, values: list[str]) -> Callable[[Plain], None]:
    return holds("record type", "Lead", "R", {"picklistValues": {picklist: {"values": values}}})


CASES_OF_CONTENTS: dict[str, Case] = {
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
    "record-type-values-changed": Case(
        sandbox_then_production(offers("LeadSource", ["Web"]), offers("LeadSource", ["Other", "Web"])),
        # What one org does not have at all is told by the picklist.
        sandbox_then_production(offers("LeadSource", ["Web"]), offers("LeadSource", ["Nowhere", "Web"])),
    ),
    "record-type-process-changed": Case(
        sandbox_then_production(*(holds("record type", "Lead", "R", {"businessProcess": one}) for one in "AB")),
        in_both(holds("record type", "Lead", "R", {"businessProcess": "A"})),
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
}
