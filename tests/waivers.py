"""Waivers as a person would write them, from what the report shows of a finding, and entries of `policy.severities`."""

from datetime import date
from typing import Any

from parity.config.policy import Waiver
from parity.rules.finding import Finding, Severity
from parity.verdict.severities import AppliedSeverity, SeverityStatus
from tests.simulated import NOON


def waiver_of(finding: Finding, expires: date | None = None) -> Waiver:
    """A waiver that lists all that the finding is about, good until the day of the tests."""
    return Waiver(
        fingerprint=finding.fingerprint,
        seen=finding.seen,
        items=tuple(one.name for one in finding.items),
        by="Dana Hill",
        reason="known",
        expires=expires or NOON.date(),
    )


def lowering(**changes: Any) -> AppliedSeverity:
    """An entry of `policy.severities` that lowers to info and has no day and no findings, but for the changes."""
    given: dict[str, Any] = {
        **dict.fromkeys(("rule", "object", "field", "ticket"), ""),
        "raise_to": None,
        "lower_to": Severity.INFO,
        "by": "Dana Hill",
        "reason": "old",
        "expires": None,
        "status": SeverityStatus.APPLIED,
        "changed": (),
        "kept": (),
        **changes,
    }
    return AppliedSeverity(**given)
