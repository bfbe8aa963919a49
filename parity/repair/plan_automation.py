"""Which component fixes a finding about record types, triggers or automation, if any does."""

from collections.abc import Callable

from parity.compare.difference import PRESENCE, Kind
from parity.repair.member import Member, MetadataType, record_type
from parity.repair.plan import PlanEntry, PlanSituation, by_hand, deploy, gone, unknown
from parity.rules.finding import Finding
from parity.snapshot.automation import AutomationKind

_NO_BODIES = "source code was not asked for (--with-bodies)"
#: https://github.com/scolladon/sfdx-git-delta/issues/588
_SWITCHED_OFF = (
    "the sandbox has it, switched off: a deployment that differs from its newest version in the status alone changes "
    "nothing. What is inside of it is compared once it is active"
)
PERSON_ACCOUNTS = "it comes with Person Accounts, which are off in the sandbox: no file switches them on"


def of_record_type(finding: Finding, situation: PlanSituation) -> PlanEntry:
    """A finding about a record type."""
    if finding.component == "Master":
        return by_hand(finding, "the master record type is the platform's")
    if finding.attribute == PRESENCE and finding.production is None:
        where = f"Deactivate it: Setup > Object Manager > {finding.object} > Record Types > {finding.component}"
        return by_hand(finding, "Salesforce deletes no record type through the API", where)
    if situation.lacks("Account", "IsPersonAccount") and finding.component == "PersonAccount":
        return by_hand(finding, PERSON_ACCOUNTS)
    return deploy(finding, record_type(finding.object, finding.component))


def missing_record_types(finding: Finding, situation: PlanSituation) -> tuple[Member, ...]:
    """The record types of the finding's object that the sandbox lacks and a deployment can make."""
    missing = [
        one
        for findings in situation.by_component.values()
        for one in findings
        if one.kind is Kind.RECORD_TYPE and one.object == finding.object and one.attribute == PRESENCE
    ]
    entries = (of_record_type(one, situation) for one in missing if one.sandbox is None)
    return tuple(sorted({member for entry in entries for member in entry.members}))


def of_trigger(finding: Finding, situation: PlanSituation) -> PlanEntry:
    """A finding about a trigger."""
    member = Member(MetadataType.APEX_TRIGGER, finding.component)
    if finding.attribute == PRESENCE and finding.production is None:
        return gone(finding, situation.options, member)
    if not situation.options.bodies:
        return by_hand(finding, _NO_BODIES)
    return deploy(finding, member)


def of_automation(finding: Finding, situation: PlanSituation) -> PlanEntry:
    """A finding about automation other than triggers."""
    for kind, plan in _AUTOMATION.items():
        if finding.component.startswith(f"{kind.value} "):
            return plan(finding, finding.component.removeprefix(f"{kind.value} "), situation)
    return unknown(finding, "this kind of automation is not known here")


def _rule(kind: MetadataType) -> "_Plan":
    def plan(finding: Finding, name: str, situation: PlanSituation) -> PlanEntry:
        member = Member(kind, f"{finding.object}.{name}")
        if finding.attribute == PRESENCE and finding.production is None:
            return gone(finding, situation.options, member)
        return deploy(finding, member)

    return plan


def _flow(finding: Finding, name: str, situation: PlanSituation) -> PlanEntry:
    if _runs_in_production(finding):
        if finding.attribute == "active":
            return by_hand(
                finding, _SWITCHED_OFF, f"Setup > Flows > {name}: activate its newest version, then check again"
            )
        return deploy(finding, Member(MetadataType.FLOW, name))
    if not situation.options.deletions:
        where = f"Setup > Flows > {name}: deactivate it"
        return by_hand(finding, "only a change of its definition switches a flow off (--with-deletions)", where)
    return deploy(finding, Member(MetadataType.FLOW_DEFINITION, name))


def _runs_in_production(finding: Finding) -> bool:
    if finding.attribute == PRESENCE:
        return finding.production is not None
    return finding.attribute != "active" or finding.production is True


def _in_setup(where: str) -> "_Plan":
    def plan(finding: Finding, name: str, _situation: PlanSituation) -> PlanEntry:
        place = f"Setup > {where.format(object=finding.object)} > {name}"
        return by_hand(finding, "it names people, queues or matching rules of one org", place)

    return plan


def _process(finding: Finding, name: str, _situation: PlanSituation) -> PlanEntry:
    return by_hand(finding, "files of Process Builder are not to be edited", f"Setup > Process Builder > {name}")


_Plan = Callable[[Finding, str, PlanSituation], PlanEntry]
_AUTOMATION: dict[AutomationKind, _Plan] = {
    AutomationKind.VALIDATION_RULE: _rule(MetadataType.VALIDATION_RULE),
    AutomationKind.WORKFLOW_RULE: _rule(MetadataType.WORKFLOW_RULE),
    AutomationKind.FLOW: _flow,
    AutomationKind.PROCESS: _process,
    AutomationKind.DUPLICATE_RULE: _in_setup("Duplicate Rules"),
    AutomationKind.APPROVAL_PROCESS: _in_setup("Approval Processes ({object})"),
    AutomationKind.ASSIGNMENT_RULE: _in_setup("{object} Assignment Rules"),
}
