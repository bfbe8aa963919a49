"""Waivers as an auditor reads them: the finding in words, who, why, until when, and whether it holds."""

from msgspec import Struct

from parity.formats.report_view.words import some
from parity.formats.spoken import message_of, sentence
from parity.languages.speech import _, dated
from parity.rules.finding import Finding, Severity
from parity.verdict.result import Result
from parity.verdict.severities import AppliedSeverity, severity_reason
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
    return WaiverRow(
        about=message_of(finding) if finding else waiver_about(waiver),
        fingerprint=waiver.fingerprint,
        severity=finding.severity if finding else None,
        linked=finding is not None,
        by=waiver.by,
        reason=f"{waiver.reason} ({waiver.ticket})" if waiver.ticket else waiver.reason,
        until=dated(waiver.expires),
        status=sentence(waiver_problem(waiver) or "") or _("holds"),
        holds=waiver.status is WaiverStatus.APPLIED,
    )


def waiver_about(waiver: AppliedWaiver) -> str:
    """What it is a waiver of, as the policy names it, in the reader's language."""
    if waiver.gap:
        return _("{object}: not compared: {names}").format(object=waiver.object, names=some(waiver.fields, 10))
    if not waiver.component:
        return waiver.about
    component = f"{waiver.object}.{waiver.component}" if waiver.object else waiver.component
    return _("{rule} on {component}").format(rule=waiver.rule, component=component)


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
            to=_severity(one),
            by=one.by or _("the project"),
            reason=f"{one.reason} ({one.ticket})" if one.ticket else one.reason,
            until=dated(one.expires) if one.expires else _("no day"),
            status=sentence(severity_reason(one) or one.effect),
        )
        for one in result.severities
    )


def severity_line(one: AppliedSeverity) -> str:
    """The entry in a line: what it selects, to which severity, by whom, until when, and why."""
    about = f"{one.about}: {_severity(one)}"
    by = (one.by or _("the project")) + (f", {one.ticket}" if one.ticket else "")
    told = _("{about} by {names}").format(about=about, names=by)
    if one.expires is not None:
        told = _("{about} by {by}, until {day}").format(about=about, by=by, day=one.expires.isoformat())
    return f"{told}: {one.reason}"


def _severity(one: AppliedSeverity) -> str:
    if one.raise_to is not None:
        return _("raised to {severity}").format(severity=_(one.raise_to.value))
    return _("lowered to {severity}").format(severity=_(one.lower_to.value) if one.lower_to else "")
