"""What a file made from describe alone would lose: describe leaves it out, and a file defines the whole component.

https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_describesobjects_describesobjectresult.htm
"""

from parity.repair.member import MetadataType
from parity.repair.plan import PlanEntry

_EVERY_FIELD = "description, history and feed tracking, security classification, business status and owner"
#: By type of describe, as findings word it: what else its answer leaves out.
_BY_TYPE = {
    "multipicklist": "the value set that it shares, inactive values, their order, colours and descriptions",
    "picklist": "the value set that it shares, inactive values, their order, colours and descriptions",
    "reference": "the lookup filter's criteria, the name and label of the relationship, what happens on deletion",
    "string": "the display format where it is an auto-number",
    "double": "what a roll-up summary adds up, and its filter",
    "currency": "what a roll-up summary adds up, and its filter",
}
_BY_MEMBER = {
    MetadataType.RECORD_TYPE: "the business process, the values that it offers, description and compact layout",
    MetadataType.STANDARD_VALUE_SET: "inactive values, what a value stands for (closed, won, converted, probability)",
    MetadataType.VALIDATION_RULE: "the formula",
    MetadataType.WORKFLOW_RULE: "criteria and actions",
    MetadataType.FLOW: "all that it does",
    MetadataType.APEX_TRIGGER: "the source",
}


def lost_by_describe(entry: PlanEntry) -> str:
    """A sentence for the README."""
    member = entry.members[0]
    lost = _BY_MEMBER.get(member.type) or "; ".join([*_of_type(entry), _EVERY_FIELD])
    return f"only describe was read: a file made of it would lose {lost}"


def _of_type(entry: PlanEntry) -> list[str]:
    finding = entry.finding
    told = f"{finding.production} {finding.attribute}".casefold()
    found = [text for kind, text in _BY_TYPE.items() if told.startswith(kind) or f"'{kind}'" in told]
    if "picklistvalues" in told:
        found.append(_BY_TYPE["picklist"])
    return list(dict.fromkeys(found))
