"""Plans a whole result: every finding once, causes after what they explain."""

from collections.abc import Callable

from msgspec import structs

from parity.compare.difference import Kind
from parity.repair.plan import Options, PlanEntry, PlanSituation, RepairList, by_hand, situation_of, unknown
from parity.repair.plan_automation import of_automation, of_record_type, of_trigger
from parity.repair.plan_fields import of_field, of_object
from parity.rules.causes.packages import namespace_of
from parity.rules.finding import Certainty, Finding
from parity.snapshot.names import is_custom
from parity.verdict.result import Result
from parity.verdict.waivers import AppliedWaiver, WaiverStatus

_Plan = Callable[[Finding, PlanSituation], PlanEntry]
_PLANS: dict[Kind, _Plan] = {
    Kind.AUTOMATION: of_automation,
    Kind.FIELD: of_field,
    Kind.OBJECT: lambda finding, _situation: of_object(finding),
    Kind.RECORD_TYPE: of_record_type,
    Kind.TRIGGER: of_trigger,
}
_LANGUAGE = "cause-language"


def plan(result: Result, options: Options) -> tuple[PlanEntry, ...]:
    """Every finding of the result in exactly one list, in the result's order."""
    situation = situation_of(result, options)
    causes = {one.fingerprint: one for one in result.findings if one.kind is Kind.CAUSE}
    accepted = {one.fingerprint: one for one in result.waivers if one.status is WaiverStatus.APPLIED}
    likely = {one.fingerprint for one in result.causes if one.certainty is Certainty.LIKELY}
    entries = {
        one.fingerprint: _planned(one, situation, causes.get(one.cause or ""), likely)
        for one in result.findings
        if one.kind is not Kind.CAUSE
    }
    entries = _without_carriers(entries)
    entries = {
        key: _kept(one, accepted.get(key) or accepted.get(one.finding.cause or "")) for key, one in entries.items()
    }
    explained = {one.fingerprint: one.explains for one in result.causes}
    for key, cause in causes.items():
        entries[key] = _of_cause(cause, [entries[one] for one in explained.get(key, ())])
    return tuple(entries[one.fingerprint] for one in result.findings)


def _without_carriers(entries: dict[str, PlanEntry]) -> dict[str, PlanEntry]:
    """A field's file states the field whole: where one change of it is refused, none of it can be deployed."""
    carried = {member for one in entries.values() for member in one.carried}
    why = "its file would carry another change of the same field, which cannot be deployed"
    return {
        key: by_hand(one.finding, why) if one.place is RepairList.DEPLOYED and carried & set(one.members) else one
        for key, one in entries.items()
    }


def _kept(entry: PlanEntry, waiver: AppliedWaiver | None) -> PlanEntry:
    """What somebody has accepted is never deleted: the data would go with it."""
    if waiver is None or not entry.deleted:
        return entry
    until = waiver.expires.isoformat()
    why = f"{waiver.by} accepted it until {until}, so it is not deleted; without the waiver, after another check, it is"
    return by_hand(entry.finding, why)


def _planned(finding: Finding, situation: PlanSituation, cause: Finding | None, likely: set[str]) -> PlanEntry:
    if finding.undecided:
        return unknown(finding, "what was read does not tell whether the orgs differ")
    if cause is not None and cause.rule == _LANGUAGE and cause.fingerprint in likely:
        return unknown(finding, "the two users may read different languages", cause.fix)
    if finding.kind is Kind.FIELD and finding.component.casefold().endswith("__s"):
        namespace = namespace_of(structs.replace(finding, component=f"{finding.component[:-3].rpartition('__')[0]}__c"))
    else:
        namespace = namespace_of(finding) if _bears_a_name(finding) else None
    if namespace is not None:
        why = f"it is part of the managed package {namespace}, and only its maker changes it"
        return by_hand(finding, why, cause.fix if cause else f"Install production's version of {namespace}.")
    planned = _PLANS.get(finding.kind)
    entry = planned(finding, situation) if planned else by_hand(finding, "no file of the sandbox changes it")
    return entry if entry.place is RepairList.DEPLOYED or cause is None else structs.replace(entry, where=cause.fix)


def _bears_a_name(finding: Finding) -> bool:
    if finding.kind is Kind.FIELD:
        return is_custom(finding.component)
    return finding.kind in {Kind.AUTOMATION, Kind.RECORD_TYPE, Kind.TRIGGER}


def _of_cause(cause: Finding, explained: list[PlanEntry]) -> PlanEntry:
    """A cause is mended where all is that it explains."""
    places = {one.place for one in explained}
    if places == {RepairList.DEPLOYED}:
        members = tuple(sorted({member for one in explained for member in one.members}))
        deleted = tuple(sorted({member for one in explained for member in one.deleted}))
        return PlanEntry(finding=cause, place=RepairList.DEPLOYED, members=members, deleted=deleted)
    if places == {RepairList.UNKNOWN}:
        return unknown(cause, "what it explains cannot be known")
    return by_hand(cause, "what it explains is not, or not wholly, a matter of files")
