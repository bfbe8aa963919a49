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
    EXCEEDED = "exceeded"


class AppliedWaiver(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A waiver and what became of it. `exceeded`: items of the finding that the waiver does not list."""

    fingerprint: str
    items: tuple[str, ...]
    exceeded: tuple[str, ...]
    by: str
    reason: str
    expires: date
    status: WaiverStatus


def apply_waivers(waivers: tuple[Waiver, ...], findings: tuple[Finding, ...], today: date) -> tuple[AppliedWaiver, ...]:
    """What becomes of each waiver on the day `today` (UTC), in the policy's order.

    A waiver pins production's side (by the fingerprint) and the items: it holds for those items or fewer. What is
    undecided cannot be waived: nobody can accept a difference that nobody has seen. Nor can what a cause explains: the
    cause is to be waived, with all that it explains.
    """
    by_fingerprint = {one.fingerprint: one for one in findings}
    return tuple(_applied(waiver, by_fingerprint.get(waiver.fingerprint), today) for waiver in waivers)


def _applied(waiver: Waiver, finding: Finding | None, today: date) -> AppliedWaiver:
    more = () if finding is None else tuple(one.name for one in finding.items if one.name not in waiver.items)
    return AppliedWaiver(
        fingerprint=waiver.fingerprint,
        items=waiver.items,
        exceeded=more,
        by=waiver.by,
        reason=waiver.reason,
        expires=waiver.expires,
        status=_status(waiver, finding, bool(more), today),
    )


def _status(waiver: Waiver, finding: Finding | None, exceeded: bool, today: date) -> WaiverStatus:
    if finding is not None and finding.cause is not None:
        return WaiverStatus.FOLDED
    if finding is None or finding.undecided or finding.severity is Severity.INFO:
        return WaiverStatus.UNMATCHED
    if exceeded:
        return WaiverStatus.EXCEEDED
    return WaiverStatus.EXPIRED if waiver.expires < today else WaiverStatus.APPLIED
