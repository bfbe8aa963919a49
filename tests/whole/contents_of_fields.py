"""Contents that differ, and the nearest misses: roll-ups, lookup filters, hidden fields."""

from typing import Any

from tests.whole.contents_cases import Case, Plain


def summed(operation: str = "sum", *filters: Plain) -> Plain:
    what = {} if operation == "count" else {"summarizedField": "Opportunity.Amount"}
    return {
        "summaryOperation": operation,
        "summaryForeignKey": "Opportunity.AccountId",
        "summaryFilterItems": list(filters),
        **what,
    }


WON = {"field": "Opportunity.IsWon", "operation": "equals", "value": "True"}
BIG = {"field": "Opportunity.Amount", "operation": "greaterThan", "value": "100"}


def accepts(*items: Plain, **changes: Any) -> Plain:
    return {"lookupFilter": {"active": True, "filterItems": list(items), "isOptional": False, **changes}}


KEY = {"field": "Account.Type", "operation": "equals", "value": "Customer"}
OWN = {"field": "Account.Type", "operation": "equals", "valueField": "Lead.Industry"}
#: By field: what stands in its Metadata, over what follows from its describe.
FIELDS: dict[str, Case] = {
    "Account.Other_Operation__c": Case(
        sandbox=summed("max"),
        production=summed("sum"),
        rule="roll-up-changed",
        found={"summaryOperation": ("max", "sum")},
    ),
    "Account.Other_Filter__c": Case(
        sandbox=summed("sum", WON),
        production=summed("sum", BIG, WON),
        rule="roll-up-changed",
        found={
            "summaryFilterItems": (
                ["Opportunity.IsWon equals True"],
                ["Opportunity.Amount greaterThan 100", "Opportunity.IsWon equals True"],
            )
        },
    ),
    "Account.Other_Summed__c": Case(
        sandbox=summed("sum"),
        production={**summed("sum"), "summarizedField": "Opportunity.ExpectedRevenue"},
        rule="roll-up-changed",
        found={"summarizedField": ("Opportunity.Amount", "Opportunity.ExpectedRevenue")},
    ),
    "Account.Same_Roll_Up__c": Case(sandbox=summed("sum", WON, BIG), production=summed("sum", BIG, WON)),
    "Lead.Other_Lookup__c": Case(
        sandbox=accepts(KEY),
        production=accepts({**KEY, "value": "Partner"}),
        rule="lookup-filter-changed",
        found={"lookupFilter.filterItems": (["Account.Type equals Customer"], ["Account.Type equals Partner"])},
    ),
    "Lead.Optional_Lookup__c": Case(
        sandbox=accepts(KEY, isOptional=True),
        production=accepts(KEY, isOptional=False),
        rule="lookup-filter-changed",
        found={"lookupFilter.isOptional": (True, False)},
    ),
    "Lead.Switched_Lookup__c": Case(
        sandbox=accepts(KEY, active=False),
        production=accepts(KEY),
        rule="lookup-filter-changed",
        found={
            "lookupFilter.active": (False, True),
            "lookupFilter.filterItems": (None, ["Account.Type equals Customer"]),
        },
    ),
    "Lead.Logic_Lookup__c": Case(
        sandbox=accepts(KEY, OWN, booleanFilter="1 OR 2"),
        production=accepts(KEY, OWN, booleanFilter="1 AND 2"),
        rule="lookup-filter-changed",
        found={"lookupFilter.booleanFilter": ("1 OR 2", "1 AND 2")},
    ),
    "Lead.Field_Lookup__c": Case(
        sandbox=accepts({**KEY, "value": "Lead.Industry"}),
        production=accepts(OWN),
        rule="lookup-filter-changed",
        found={
            "lookupFilter.filterItems": (
                ["Account.Type equals Lead.Industry"],
                ["Account.Type equals the field Lead.Industry"],
            )
        },
    ),
    # A standard field has no row of its own: its definition tells the filter.
    "Contact.AccountId": Case(
        sandbox=accepts(KEY),
        production=accepts({**KEY, "operation": "notEqual"}),
        rule="lookup-filter-changed",
        found={"lookupFilter.filterItems": (["Account.Type equals Customer"], ["Account.Type notEqual Customer"])},
    ),
    "Case.ContactId": Case(sandbox=accepts(KEY, OWN), production=accepts(OWN, KEY)),
    "Lead.Off_Lookup__c": Case(
        sandbox=accepts(KEY, active=False), production=accepts({**KEY, "value": "Partner"}, active=False)
    ),
    "Lead.Same_Lookup__c": Case(
        sandbox=accepts(KEY, isOptional=True, errorMessage="Choose another"),
        production=accepts(KEY, isOptional=True, description="Only customers"),
    ),
}
HIDDEN: dict[str, Case] = {
    "Lead.Hidden_Length__c": Case(
        sandbox={"length": 40},
        production={},
        rule="hidden-field-contents-changed",
        found={"Metadata.length": (40, 80)},
    ),
    "Lead.Hidden_Same__c": Case(
        sandbox={"label": "Geheim", "businessOwnerUser": "ada@northwind.example.uat", "description": "x"},
        production={"businessOwnerUser": "ada@northwind.example"},
    ),
}
ROLL_UP = "currency(18,2) readonly calculated"
LOOKUP = {"filteredLookupInfo": {"controllingFields": [], "dependent": False, "optionalFilter": True}}
