"""What the policy makes of the severities of the rules: raised for a reason, lowered by a named person until a day.

A finding has the worst of all that raise it, over the mildest of the rule's own and all that lower it: one more entry
that raises never makes a verdict better, one more that lowers never makes it worse. What guards the switch is never
lowered: what a rule declares so, fields that Marketo Measure or `policy.fields` uses, triggers that fire on updates,
and causes that explain any of these.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache

from msgspec import Struct, structs

from parity.compare.difference import Kind
from parity.config.policy import Policy, SeverityOverride
from parity.integrity.counted import counted
from parity.marketo_measure.catalogue import is_in_use
from parity.rules.catalogue import all_entries
from parity.rules.causes.fold import FoldedFindings, fold
from parity.rules.causes.fold import reading_order as causes_order
from parity.rules.drift.findings_of import reading_order
from parity.rules.finding import Finding, Severity, mildest, worst
from parity.snapshot.records import Snapshot


class SeverityStatus(StrEnum):
    """What became of an entry of `policy.severities` in one result."""

    APPLIED = "applied"
    UNMATCHED = "unmatched"
    SAME = "same already"
    GUARDED = "guards the switch"
    RAISED = "raised by another entry"
    EXPIRED = "expired"
    TOO_LONG = "too long"


class AppliedSeverity(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An entry of `policy.severities` and what became of it. `changed`: fingerprints of findings that have another
    severity by it; `kept`: of those that it would have lowered, and that nothing lowers."""

    rule: str
    object: str
    field: str
    raise_to: Severity | None
    lower_to: Severity | None
    by: str
    reason: str
    ticket: str
    expires: date | None
    status: SeverityStatus
    changed: tuple[str, ...]
    kept: tuple[str, ...]

    @property
    def about(self) -> str:
        """What it selects, as the policy says it."""
        said = (("rule", self.rule), ("object", self.object), ("field", self.field))
        return ", ".join(f"{name} {value}" for name, value in said if value)

    @property
    def told(self) -> str:
        """What it says, who says so, why, and until when."""
        to = f"raised to {self.raise_to.value}" if self.raise_to else f"lowered to {self.lower_to}"
        who = "".join([f" by {self.by}" * bool(self.by), f", {self.ticket}" * bool(self.ticket)])
        until = f", until {self.expires.isoformat()}" if self.expires else ""
        return f"{self.about}: {to}{who}{until}: {self.reason}"

    @property
    def effect(self) -> str:
        """What it did to the findings, in words."""
        return f"{_findings(len(self.changed))} changed" if self.changed else "no finding changed"


class Severities:
    """The policy's severities on one pair of snapshots, on the day `today` (UTC)."""

    def __init__(self, policy: Policy, sandbox: Snapshot, production: Snapshot, today: date) -> None:
        self._policy = policy
        self._orgs = sandbox, production
        self._today = today
        self._active = tuple(one for one in policy.severities if self._day(one) is SeverityStatus.APPLIED)
        self._named = frozenset(policy.fields_in_use)
        self._on_update = frozenset(
            one.full_name
            for snapshot in self._orgs
            for one in (*(snapshot.triggers or ()), *snapshot.related_triggers)
            if one.fires_on_update
        )

    def fold(self, differing: tuple[Finding, ...]) -> FoldedFindings:
        """What differs, with the policy's severities, folded under its causes."""
        by_rules = fold(differing, *self._orgs, self._policy.fields_in_use)
        if not self._active:
            return by_rules
        changed = tuple(sorted(self.settled(differing), key=reading_order))
        folded = fold(changed, *self._orgs, self._policy.fields_in_use)
        guarded = self._guarded(folded.findings)
        before = {one.fingerprint: one.severity for one in by_rules.findings}
        causes = [
            self._settle(one, before[one.fingerprint], guarded) for one in folded.findings if one.kind is Kind.CAUSE
        ]
        others = (one for one in folded.findings if one.kind is not Kind.CAUSE)
        return structs.replace(folded, findings=(*sorted(causes, key=causes_order), *others))

    def settled(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """Findings, but for causes, with the severities that the policy gives them."""
        guarded = self._guarded(findings)
        return tuple(self._settle(one, one.severity, guarded) for one in findings) if self._active else findings

    def applied(self, findings: tuple[Finding, ...]) -> tuple[AppliedSeverity, ...]:
        """What became of each entry, in the policy's order."""
        guarded = self._guarded(findings)
        return tuple(self._applied(one, findings, guarded) for one in self._policy.severities)

    def _settle(self, finding: Finding, by_rule: Severity, guarded: frozenset[str]) -> Finding:
        """The finding with the severity that the policy gives it; `by_rule` is that of the rules alone."""
        mine = [one for one in self._active if _selects(one, finding)]
        severity = finding.severity
        if finding.fingerprint not in guarded:
            severity = mildest(severity, *(Severity(one.lower_to) for one in mine if one.lower_to))
        severity = worst(severity, *(Severity(one.raise_to) for one in mine if one.raise_to))
        return structs.replace(finding, severity=severity, rule_severity=None if severity is by_rule else by_rule)

    def _guarded(self, findings: Iterable[Finding]) -> frozenset[str]:
        """The fingerprints of what no policy lowers, and of causes that explain such."""
        found = [one for one in findings if self._guards(one)]
        return frozenset(one.fingerprint for one in found) | {one.cause for one in found if one.cause is not None}

    def _guards(self, finding: Finding) -> bool:
        if finding.rule not in _not_guarding():
            return True
        if finding.kind is Kind.FIELD:
            return is_in_use(finding.object, finding.component, self._named)
        return finding.kind is Kind.TRIGGER and finding.component in self._on_update

    def _day(self, override: SeverityOverride) -> SeverityStatus:
        """Whether the entry is in force today."""
        if override.lower_to is None:
            return SeverityStatus.APPLIED
        if override.expires is None or override.expires < self._today:
            return SeverityStatus.EXPIRED
        last = self._today + timedelta(days=self._policy.waiver_max_days)
        return SeverityStatus.TOO_LONG if override.expires > last else SeverityStatus.APPLIED

    def _applied(
        self, override: SeverityOverride, findings: tuple[Finding, ...], guarded: frozenset[str]
    ) -> AppliedSeverity:
        mine = [one for one in findings if _selects(override, one)]
        other = [one for one in mine if _would_change(override, one)]
        kept = [one.fingerprint for one in other if override.lower_to is not None and one.fingerprint in guarded]
        # What another entry raises again is not lowered, whatever this one says.
        changed = [
            one.fingerprint
            for one in other
            if one.fingerprint not in kept and (override.raise_to or one.severity.rank > one.by_rule.rank)
        ]
        status = self._day(override)
        if status is SeverityStatus.APPLIED and not changed:
            status = SeverityStatus.SAME if mine else SeverityStatus.UNMATCHED
            status = SeverityStatus.RAISED if other else status
            status = SeverityStatus.GUARDED if kept else status
        return AppliedSeverity(
            rule=override.rule,
            object=override.object,
            field=override.field,
            raise_to=Severity(override.raise_to) if override.raise_to else None,
            lower_to=Severity(override.lower_to) if override.lower_to else None,
            by=override.by,
            reason=override.reason,
            ticket=override.ticket,
            expires=override.expires,
            status=status,
            changed=tuple(changed) if status is SeverityStatus.APPLIED else (),
            kept=tuple(kept),
        )


def severity_reasons(findings: tuple[Finding, ...], severities: tuple[AppliedSeverity, ...]) -> list[str]:
    """What the policy's severities have to do with a verdict, in a sentence each."""
    counted = [one for one in findings if one.cause is None]
    lowered = sum(1 for one in counted if one.severity.rank > one.by_rule.rank)
    raised = sum(1 for one in counted if one.severity.rank < one.by_rule.rank)
    told = [f"{_findings(lowered)} lowered by name (policy.severities)."] if lowered else []
    told += [f"{_findings(raised)} raised by policy.severities."] if raised else []
    return told + [reason for one in severities if (reason := severity_reason(one)) is not None]


def severity_reason(one: AppliedSeverity) -> str | None:
    """Why an entry that lowers does not do so, in a sentence; null where it does, or where it raises."""
    if one.lower_to is None:
        return None
    whose = f"The lower severity of {one.about} by {one.by}"
    kept = f"{_findings(len(one.kept))} {'guards' if len(one.kept) == 1 else 'guard'} the switch"
    ends = {
        SeverityStatus.UNMATCHED: "matches no finding.",
        SeverityStatus.SAME: f"changes nothing: all that it selects is {one.lower_to.value} or less already.",
        SeverityStatus.GUARDED: f"cannot hold: {kept}, and no policy lowers that.",
        SeverityStatus.RAISED: "changes nothing: another entry raises what it selects.",
        SeverityStatus.EXPIRED: f"expired on {one.expires.isoformat() if one.expires else 'no day'}.",
        SeverityStatus.TOO_LONG: f"lasts until {one.expires}, longer than policy.waiver_max_days: shorten it.",
        SeverityStatus.APPLIED: f"leaves some as they are: {kept}, and no policy lowers that." if one.kept else "",
    }
    return f"{whose} {ends[one.status]}" if ends[one.status] else None


def _would_change(override: SeverityOverride, finding: Finding) -> bool:
    if override.raise_to is not None:
        return Severity(override.raise_to).rank < finding.by_rule.rank
    return override.lower_to is not None and Severity(override.lower_to).rank > finding.by_rule.rank


def _selects(override: SeverityOverride, finding: Finding) -> bool:
    if override.rule and override.rule != finding.rule:
        return False
    if override.object and override.object.casefold() != finding.object.casefold():
        return False
    if not override.field:
        return True
    name = f"{finding.object}.{finding.component}".casefold()
    return finding.kind is Kind.FIELD and fnmatchcase(name, override.field.casefold())


def _findings(number: int) -> str:
    return counted(number, "finding")


@cache
def _not_guarding() -> frozenset[str]:
    """The rules that do not declare that what they find guards the switch; an unknown one is taken to."""
    return frozenset(one.id for one in all_entries() if not one.guards)
