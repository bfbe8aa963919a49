"""Waivers as a person would write them, from what the report shows of a finding."""

from datetime import date

from parity.config.policy import Waiver
from parity.rules.finding import Finding
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
