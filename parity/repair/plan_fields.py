"""Which component fixes a finding about fields or objects, if any does."""

from msgspec import structs

from parity.compare.difference import PRESENCE
from parity.repair.changes import OF_STANDARD_FIELDS, Way, attribute_of, hardest
from parity.repair.member import Member, MetadataType
from parity.repair.plan import PlanEntry, PlanSituation, by_hand, deploy, gone, unknown
from parity.repair.plan_automation import missing_record_types
from parity.rules.finding import Finding
from parity.snapshot.names import is_custom
from parity.snapshot.standard_value_sets import standard_value_set

_FEATURE = "a standard field comes with a release, a licence or a switch of the org: no file makes it"


def of_field(finding: Finding, situation: PlanSituation) -> PlanEntry:
    """A finding about a field."""
    object_name, field = whole_field(finding.object, finding.component)
    if not is_custom(field):
        return _of_standard_field(finding, situation)
    member = Member(MetadataType.CUSTOM_FIELD, f"{object_name}.{field}")
    if finding.attribute != PRESENCE:
        return _changed(finding, member)
    if finding.production is None:
        return gone(finding, situation.options, member)
    is_of_person = finding.component.casefold().endswith("__pc")
    if is_of_person and not situation.lacks(object_name, field):
        why = "it shows the contact's field, which is in the sandbox: Person Accounts are off there"
        return by_hand(finding, why, "Switch Person Accounts on in the sandbox (a one-way step), or refresh it.")
    return deploy(finding, member)


def whole_field(object_name: str, component: str) -> tuple[str, str]:
    """The field that a file can state: a compound for its part, the contact's for one of a person account."""
    if component.casefold().endswith("__pc"):
        return "Contact", f"{component[:-4]}__c"
    if component.casefold().endswith("__s"):
        return object_name, f"{component[:-3].rpartition('__')[0]}__c"
    return object_name, component


def of_object(finding: Finding) -> PlanEntry:
    """A finding about an object's own properties: no file of a field holds them."""
    return by_hand(finding, "a file of the whole object would reset what it leaves out")


def _changed(finding: Finding, member: Member) -> PlanEntry:
    change = hardest(finding.items)
    if change.way is Way.DEPLOY:
        return deploy(finding, member)
    if change.way is Way.FOLLOWS:
        return by_hand(finding, change.why, "Nothing to do.")
    if change.way is Way.UNKNOWN:
        return structs.replace(unknown(finding, change.why), carried=(member,))
    entry = by_hand(finding, f"{change.way.value}: {change.why}", _place_in_setup(member))
    return structs.replace(entry, carried=(member,))


def _place_in_setup(member: Member) -> str:
    return f"Setup > Object Manager > {member.object} > Fields & Relationships > {member.bare_name}"


def _of_standard_field(finding: Finding, situation: PlanSituation) -> PlanEntry:
    if finding.attribute == PRESENCE:
        types = _record_types(finding, situation)
        return deploy(finding, *types) if types else by_hand(finding, _FEATURE)
    attributes = {attribute_of(one) for one in finding.items}
    name = standard_value_set(finding.object, finding.component)
    if attributes == {"picklistValues"} and not _is_dependency(finding):
        if name is None:
            return by_hand(finding, "its values are no value set that can be deployed")
        return deploy(finding, Member(MetadataType.STANDARD_VALUE_SET, name))
    if attributes and attributes <= OF_STANDARD_FIELDS:
        return deploy(finding, Member(MetadataType.CUSTOM_FIELD, f"{finding.object}.{finding.component}"))
    if "label" in attributes:
        return by_hand(finding, "the label of a standard field", "Setup > Rename Tabs and Labels")
    return by_hand(finding, "a standard field's own definition is the platform's: no file changes it")


def _is_dependency(finding: Finding) -> bool:
    return any(one.name.endswith(".validFor") for one in finding.items)


def _record_types(finding: Finding, situation: PlanSituation) -> tuple[Member, ...]:
    """RecordTypeId is there as soon as a record type is: the record types of the object that the sandbox lacks."""
    return missing_record_types(finding, situation) if finding.component == "RecordTypeId" else ()
