"""Waivers as an auditor reads them: the finding in words, who, why, until when, and whether it holds."""

from msgspec import Struct

from parity.formats.report_view.words import some
from parity.rules.finding import Finding, Severity
from parity.verdict.result import Result
from parity.verdict.severities import severity_reason
from parity.verdict.waiver_reasons import waiver_problem
from parity.verdict.waivers import AppliedWaiver, WaiverStatus


class WaiverRow(Struct, frozen=True, kw_only=True):
    """One waiver. `fingerprint` is empty where it accepts that fields were not compared, `severity` null there too."""

    about: str
    fingerprint: str
    severity: Severity | None
    linked: bool
    by: str
    reason: str
    until: str
    status: str
    holds: bool


def waiver_rows(result: Result) -> tuple[WaiverRow, ...]:
    """All waivers, those of the worst findings first; those that do not hold at the end."""
    by_fingerprint = {one.fingerprint: one for one in result.findings}
    rows = [_row(one, by_fingerprint.get(one.fingerprint)) for one in result.waivers]
    return tuple(sorted(rows, key=lambda one: (not one.holds, one.severity.rank if one.severity else -1)))


def accepted_by(result: Result) -> dict[str, str]:
    """Who accepted each waived finding, by fingerprint."""
    return {one.fingerprint: one.by for one in result.waivers if one.status is WaiverStatus.APPLIED and one.fingerprint}


def _row(waiver: AppliedWaiver, finding: Finding | None) -> WaiverRow:
    about = f"{waiver.object}: not compared: {some(waiver.fields, 10)}" if waiver.gap else waiver.about
    return WaiverRow(
        about=finding.message if finding else about,
        fingerprint=waiver.fingerprint,
        severity=finding.severity if finding else None,
        linked=finding is not None,
        by=waiver.by,
        reason=f"{waiver.reason} ({waiver.ticket})" if waiver.ticket else waiver.reason,
        until=waiver.expires.isoformat(),
        status=waiver_problem(waiver) or "holds",
        holds=waiver.status is WaiverStatus.APPLIED,
    )


class SeverityRow(Struct, frozen=True, kw_only=True):
    """One entry of `policy.severities`, and what became of it."""

    about: str
    to: str
    by: str
    reason: str
    until: str
    status: str


def severity_rows(result: Result) -> tuple[SeverityRow, ...]:
    """What the policy makes of the severities of the rules, in the policy's order."""
    return tuple(
        SeverityRow(
            about=one.about,
            to=f"raised to {one.raise_to.value}" if one.raise_to else f"lowered to {one.lower_to}",
            by=one.by or "the project",
            reason=f"{one.reason} ({one.ticket})" if one.ticket else one.reason,
            until=one.expires.isoformat() if one.expires else "no day",
            status=severity_reason(one) or one.effect,
        )
        for one in result.severities
    )
