"""What becomes of each waiver of the policy in one result."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from parity.config.policy import Waiver
from parity.rules.finding import Finding, Severity


class WaiverStatus(StrEnum):
    """What became of a waiver in one result."""

    APPLIED = "applied"
    EXPIRED = "expired"
    UNMATCHED = "unmatched"
    FOLDED = "folded"


class AppliedWaiver(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A waiver and what became of it."""

    fingerprint: str
    by: str
    reason: str
    expires: date
    status: WaiverStatus


def apply_waivers(waivers: tuple[Waiver, ...], findings: tuple[Finding, ...], today: date) -> tuple[AppliedWaiver, ...]:
    """What becomes of each waiver on the day `today` (UTC), in the policy's order.

    What is undecided cannot be waived: nobody can accept a difference that nobody has seen. Nor can what a cause
    explains: the cause is to be waived, with all that it explains.
    """
    folded = {one.fingerprint for one in findings if one.cause is not None}
    waivable = {one.fingerprint for one in findings if not one.undecided and one.severity is not Severity.INFO} - folded
    return tuple(
        AppliedWaiver(
            fingerprint=waiver.fingerprint,
            by=waiver.by,
            reason=waiver.reason,
            expires=waiver.expires,
            status=_status(waiver, waivable, folded, today),
        )
        for waiver in waivers
    )


def _status(waiver: Waiver, waivable: set[str], folded: set[str], today: date) -> WaiverStatus:
    if waiver.fingerprint in folded:
        return WaiverStatus.FOLDED
    if waiver.fingerprint not in waivable:
        return WaiverStatus.UNMATCHED
    return WaiverStatus.EXPIRED if waiver.expires < today else WaiverStatus.APPLIED
