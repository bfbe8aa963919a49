"""Which standard fields use which standard value set: describe does not say it.

Names of the sets that can be queried one by one (Setup > Object Manager keeps the others with their field):
https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/standardvalueset_names.htm
"""

#: By the name of the set: the fields that show it, as object and field.
STANDARD_VALUE_SETS: dict[str, frozenset[tuple[str, str]]] = {
    "AccountOwnership": frozenset({("Account", "Ownership")}),
    "AccountRating": frozenset({("Lead", "Rating"), ("Account", "Rating")}),
    "AccountType": frozenset({("Account", "Type")}),
    "CampaignMemberStatus": frozenset({("CampaignMember", "Status")}),
    "CampaignStatus": frozenset({("Campaign", "Status")}),
    "CampaignType": frozenset({("Campaign", "Type")}),
    "CaseOrigin": frozenset({("Case", "Origin")}),
    "CasePriority": frozenset({("Case", "Priority")}),
    "CaseReason": frozenset({("Case", "Reason")}),
    "CaseStatus": frozenset({("Case", "Status")}),
    "CaseType": frozenset({("Case", "Type")}),
    "Industry": frozenset({("Lead", "Industry"), ("Account", "Industry")}),
    "LeadSource": frozenset(
        {
            ("Lead", "LeadSource"),
            ("Contact", "LeadSource"),
            ("Opportunity", "LeadSource"),
            ("Account", "AccountSource"),
            ("CampaignMember", "LeadSource"),
        }
    ),
    "LeadStatus": frozenset({("Lead", "Status")}),
    "OpportunityStage": frozenset({("Opportunity", "StageName")}),
    "OpportunityType": frozenset({("Opportunity", "Type")}),
    "Salutation": frozenset({("Lead", "Salutation"), ("Contact", "Salutation")}),
}


def standard_value_set(object_name: str, field: str) -> str | None:
    """The standard value set that a standard field shows; null where none is known."""
    return next((name for name, shown in STANDARD_VALUE_SETS.items() if (object_name, field) in shown), None)
