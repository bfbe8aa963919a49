"""GO, GO WITH WAIVERS, NO-GO or INCONCLUSIVE: decided from findings and gaps alone."""

from enum import StrEnum

from msgspec import Struct, structs

from parity.compare.difference import Kind
from parity.rules.finding import Finding, Severity, worst
from parity.rules.wording import listed
from parity.snapshot.records import Gap
from parity.verdict.severities import AppliedSeverity, severity_reasons
from parity.verdict.waiver_reasons import waiver_reasons
from parity.verdict.waivers import AppliedWaiver, WaiverStatus, open_gaps

#: Warnings that are among the reasons of the verdict, so that nobody can miss them.
_UNMISSABLE = frozenset({"readiness-never-rehearsed"})


class VerdictName(StrEnum):
    """The four answers; the exit codes are documented in docs/exit-codes.md."""

    GO = "GO"
    GO_WITH_WAIVERS = "GO WITH WAIVERS"
    NO_GO = "NO-GO"
    INCONCLUSIVE = "INCONCLUSIVE"

    @property
    def is_go(self) -> bool:
        """Whether the switch may go ahead by this verdict."""
        return self in {VerdictName.GO, VerdictName.GO_WITH_WAIVERS}

    @property
    def exit_code(self) -> int:
        """The exit code of every command that ends with this verdict."""
        return {VerdictName.NO_GO: 1, VerdictName.INCONCLUSIVE: 3}.get(self, 0)


class Verdict(Struct, frozen=True, kw_only=True):
    """The answer and, in a sentence each, why."""

    name: VerdictName
    reasons: tuple[str, ...]


class Counts(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How many findings of each severity are not waived, how many are waived or folded, and how many gaps there are.

    A finding that a cause explains is folded: it is counted once, with its cause.
    """

    blocker: int
    warning: int
    info: int
    waived: int
    folded: int
    gaps: int
    total: int


def waived_fingerprints(waivers: tuple[AppliedWaiver, ...]) -> frozenset[str]:
    """The findings that a waiver in force accepts."""
    return frozenset(one.fingerprint for one in waivers if one.fingerprint and one.status is WaiverStatus.APPLIED)


def count(findings: tuple[Finding, ...], gaps: tuple[Gap, ...], waivers: tuple[AppliedWaiver, ...]) -> Counts:
    """Tally findings: waived ones only under `waived`, folded ones only under `folded`."""
    waived = waived_fingerprints(waivers)
    counted = [one for one in findings if one.cause is None]
    standing = [one.severity for one in counted if one.fingerprint not in waived]
    return Counts(
        blocker=standing.count(Severity.BLOCKER),
        warning=standing.count(Severity.WARNING),
        info=standing.count(Severity.INFO),
        waived=len(counted) - len(standing),
        folded=len(findings) - len(counted),
        gaps=len(open_gaps(gaps, waivers)),
        total=len(findings),
    )


def decide(
    findings: tuple[Finding, ...],
    gaps: tuple[Gap, ...],
    waivers: tuple[AppliedWaiver, ...],
    max_warnings: int | None,
    severities: tuple[AppliedSeverity, ...] = (),
) -> Verdict:
    """The verdict. A proven blocker is NO-GO even where something else could not be read.

    `severities` are what became of the policy's; the findings have them already.
    """
    tally = count(findings, gaps, waivers)
    reasons = (*_reasons(findings, tally, waivers, max_warnings), *severity_reasons(findings, severities))
    undecided = any(one.undecided for one in findings)
    too_many_warnings = max_warnings is not None and tally.warning - _open_warnings(findings) > max_warnings
    if tally.blocker or too_many_warnings:
        return Verdict(name=VerdictName.NO_GO, reasons=reasons)
    if tally.gaps or undecided:
        return Verdict(name=VerdictName.INCONCLUSIVE, reasons=reasons)
    without = count(_not_lowered(findings), gaps, ())
    leans_on_waivers = without.blocker or without.gaps or (max_warnings is not None and without.warning > max_warnings)
    name = VerdictName.GO_WITH_WAIVERS if leans_on_waivers else VerdictName.GO
    return Verdict(name=name, reasons=reasons)


def _not_lowered(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings as they would be if nobody had accepted a milder severity; what was raised stays."""
    return tuple(
        one if one.rule_severity is None else structs.replace(one, severity=worst(one.severity, one.rule_severity))
        for one in findings
    )


def _reasons(
    findings: tuple[Finding, ...], tally: Counts, waivers: tuple[AppliedWaiver, ...], max_warnings: int | None
) -> tuple[str, ...]:
    reasons = [one.message for one in findings if one.rule in _UNMISSABLE]
    if tally.blocker:
        reasons.append(f"{_several(tally.blocker, 'blocker')} not waived.")
    if tally.gaps:
        reasons.append(f"{_several(tally.gaps, 'thing')} could not be read or verified.")
    undecided = sum(1 for one in findings if one.undecided and one.kind is not Kind.CAUSE)
    if undecided:
        reasons.append(
            f"{_several(undecided, 'field')} could not be compared: hidden from a signed-in user, or missing."
        )
    warnings = tally.warning - _open_warnings(findings)
    if warnings:
        is_too_many = max_warnings is not None and warnings > max_warnings
        then = f"; the policy accepts {max_warnings}." if is_too_many else " for a person to look at."
        reasons.append(f"{_several(warnings, 'warning')}{then}")
    if tally.waived:
        reasons.append(f"{_several(tally.waived, 'finding')} waived by name.")
    reasons += [_accepted(one) for one in waivers if one.gap is not None and one.status is WaiverStatus.APPLIED]
    reasons += waiver_reasons(waivers, waived_fingerprints(waivers))
    if tally.folded:
        causes = sum(1 for one in findings if one.kind is Kind.CAUSE)
        reasons.append(f"{_several(tally.folded, 'finding')} explained by {_several(causes, 'cause')}.")
    nothing = "Every check ran; only notes remain." if findings else "Every check ran, and nothing differs."
    return tuple(reasons) or (nothing,)


def _accepted(waiver: AppliedWaiver) -> str:
    return f"{waiver.by} accepted that {waiver.object} was not compared in {listed(waiver.fields)}."


def _open_warnings(findings: tuple[Finding, ...]) -> int:
    """Counted warnings that leave the verdict open by themselves, so that no bar is put to them."""
    return sum(1 for one in findings if one.undecided and one.cause is None and one.severity is Severity.WARNING)


def _several(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
