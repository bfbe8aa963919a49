"""Findings, waivers and gaps as small as they can be, for tests that decide without an org."""

from datetime import date

from parity.compare.difference import Kind
from parity.rules.finding import Finding, Severity, fingerprint, items_of, seen_digest
from parity.snapshot.records import Gap
from parity.verdict.waivers import AppliedWaiver, WaiverStatus

GAP = Gap(area="triggers", subject="ApexTrigger", reason="refused", fix="Grant View Setup.")
EXPIRES = date(2026, 12, 31)


def finding(
    component: str,
    severity: Severity,
    *,
    kind: Kind = Kind.FIELD,
    rule: str = "field-type-changed",
    undecided: bool = False,
    cause: str | None = None,
    items: tuple[str, ...] = (),
) -> Finding:
    """A finding on Lead, of that component."""
    seen = seen_digest("string")
    return Finding(
        rule=rule,
        severity=severity,
        kind=kind,
        object="Lead",
        component=component,
        attribute="type",
        sandbox="email",
        production="string",
        items=items_of(items),
        seen=seen,
        message=f"{component} differs",
        fix="Level it.",
        fingerprint=fingerprint(rule, "Lead", component, seen),
        undecided=undecided,
        cause=cause,
    )


def applied(of: Finding | str, status: WaiverStatus = WaiverStatus.APPLIED) -> AppliedWaiver:
    """A waiver of a finding, or of a fingerprint, and what became of it."""
    return AppliedWaiver(
        fingerprint=of if isinstance(of, str) else of.fingerprint,
        items=(),
        exceeded=("Hot",) if status is WaiverStatus.EXCEEDED else (),
        by="Dana Hill",
        reason="known",
        expires=EXPIRES,
        status=status,
    )
