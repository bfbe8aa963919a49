"""Which elements a CustomField file of each type may hold, and what a described field of it is.

Elements: https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/customfield.htm
"""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: What a file of any field may hold.
EVERYWHERE = _names(
    "label description inlineHelpText type trackHistory trackFeedHistory trackTrending securityClassification "
    "businessStatus complianceGroup isConvertLeadDisabled deprecated"
)
_LOOKUP = frozenset({"referenceTo", "relationshipName", "relationshipLabel", "lookupFilter"})
SIZED = frozenset({"precision", "scale"})
_FILLED = frozenset({"required", "defaultValue"})
_KEYED = frozenset({"unique", "externalId"})
#: By type: the keys that a file may hold besides, and the notation of describe.py.
TYPES: dict[str, tuple[frozenset[str], str]] = {
    "Address": (frozenset(), "address"),
    "AutoNumber": (frozenset({"displayFormat", "externalId", "startingNumber"}), "string(30) autonumber readonly"),
    "Checkbox": (frozenset({"defaultValue"}), "boolean"),
    "Currency": (SIZED | _FILLED, "currency({precision},{scale})"),
    "Date": (_FILLED, "date"),
    "DateTime": (_FILLED, "datetime"),
    "Email": (_FILLED | _KEYED | {"caseSensitive"}, "email(80)"),
    "EncryptedText": (frozenset({"length", "maskChar", "maskType", "required"}), "encryptedstring({length}) encrypted"),
    "Html": (frozenset({"length", "visibleLines"}), "textarea({length})"),
    "Location": (frozenset({"displayLocationInDecimal", "scale"}), "location"),
    "LongTextArea": (frozenset({"length", "visibleLines", "defaultValue"}), "textarea({length})"),
    "Lookup": (_LOOKUP | {"deleteConstraint", "required"}, "reference({referenceTo})"),
    "MasterDetail": (
        _LOOKUP | {"relationshipOrder", "reparentableMasterDetail", "writeRequiresMasterRead"},
        "reference({referenceTo})",
    ),
    "MultiselectPicklist": (frozenset({"valueSet", "visibleLines"}), "multipicklist(4099)"),
    "Number": (SIZED | _FILLED | _KEYED, "double({precision},{scale})"),
    "Percent": (SIZED | _FILLED, "percent({precision},{scale})"),
    "Phone": (_FILLED, "phone(40)"),
    "Picklist": (frozenset({"valueSet", "required"}), "picklist(255)"),
    "Summary": (
        frozenset({"summarizedField", "summaryFilterItems", "summaryForeignKey", "summaryOperation"}),
        "double(18,0) calculated",
    ),
    "Text": (_FILLED | _KEYED | {"length", "caseSensitive"}, "string({length})"),
    "TextArea": (_FILLED, "textarea(255)"),
    "Time": (_FILLED, "time"),
    "Url": (_FILLED, "url(255)"),
}
#: The parts of compound fields, by type: each begins with the name of the whole.
PARTS = {
    "Address": {
        **dict.fromkeys(("Street__s", "City__s", "PostalCode__s"), "string(255)"),
        **dict.fromkeys(("StateCode__s", "CountryCode__s", "GeocodeAccuracy__s"), "picklist(255)"),
        **dict.fromkeys(("Latitude__s", "Longitude__s"), "double(18,15)"),
    },
    "Location": dict.fromkeys(("Latitude__s", "Longitude__s"), "double(18,15)"),
}
