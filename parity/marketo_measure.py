"""What Marketo Measure reads and writes on the six objects.

Source: Adobe, "How Marketo Measure and Salesforce interact" and the field lists of
https://experienceleague.adobe.com/en/docs/marketo-measure/using/configuration-and-setup/marketo-measure-and-salesforce
Adobe's list also names Email, Website and Company on Campaign. Salesforce's Campaign has no such fields; they
are taken for a mistake of that page and left out.
"""

NAMESPACE = "bizible2__"

#: Read on every sync; never written.
READ = {
    "Account": frozenset({"Id", "IsDeleted", "LastModifiedDate", "Website"}),
    "Campaign": frozenset(
        {"CreatedDate", "EndDate", "Id", "IsDeleted", "LastModifiedDate", "StartDate", "Status", "Type"}
    ),
    "Case": frozenset[str](),
    "Contact": frozenset({"AccountId", "CreatedDate", "Email", "Id", "IsDeleted", "LastModifiedDate"}),
    "Lead": frozenset(
        {
            "Company",
            "ConvertedContactId",
            "ConvertedDate",
            "ConvertedOpportunityId",
            "CreatedDate",
            "Email",
            "Id",
            "IsConverted",
            "IsDeleted",
            "LastModifiedDate",
            "Status",
            "Website",
        }
    ),
    "Opportunity": frozenset(
        {
            "AccountId",
            "Amount",
            "CloseDate",
            "CreatedDate",
            "Id",
            "IsClosed",
            "IsDeleted",
            "IsWon",
            "LastModifiedDate",
            "Name",
            "StageName",
        }
    ),
}

#: Written by the integration, besides every field of its own package: it upserts campaigns of its own by name.
WRITTEN = {"Campaign": frozenset({"Name"})}


def writes(object_name: str, field: str) -> bool:
    """Whether the integration writes the field. API names, letter case as in describe."""
    return field.startswith(NAMESPACE) or field in WRITTEN.get(object_name, frozenset())


def uses(object_name: str, field: str) -> bool:
    """Whether the integration reads or writes the field."""
    return writes(object_name, field) or field in READ.get(object_name, frozenset())
