"""What becomes of each waiver of the policy in one result."""

from datetime import date
from enum import StrEnum
from typing import Literal

from msgspec import Struct

from parity.compare.gaps import is_in_use
from parity.config.policy import Policy, Waiver
from parity.rules.finding import Finding, Severity
from parity.snapshot.records import Gap


class WaiverStatus(StrEnum):
    """What became of a waiver in one result."""

    APPLIED = "applied"
    EXPIRED = "expired"
    UNMATCHED = "unmatched"
    FOLDED = "folded"
    EXCEEDED = "exceeded"
    IN_USE = "in use"


class AppliedWaiver(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A waiver and what became of it. `exceeded`: items or fields that the waiver does not list, or may not accept."""

    fingerprint: str
    items: tuple[str, ...]
    gap: Literal["field-not-compared"] | None = None
    object: str = ""
    fields: tuple[str, ...] = ()
    exceeded: tuple[str, ...]
    by: str
    reason: str
    expires: date
    status: WaiverStatus


def apply_waivers(
    policy: Policy, findings: tuple[Finding, ...], gaps: tuple[Gap, ...], today: date
) -> tuple[AppliedWaiver, ...]:
    """What becomes of each waiver on the day `today` (UTC), in the policy's order.

    A waiver pins production's side (by the fingerprint) and the items: it holds for those items or fewer. What is
    undecided cannot be waived: nobody can accept a difference that nobody has seen. Nor can what a cause explains: the
    cause is to be waived, with all that it explains. Of gaps, fields that could not be compared can be accepted, where
    neither Marketo Measure nor `policy.fields` uses them.
    """
    by_fingerprint = {one.fingerprint: one for one in findings}
    by_object = {one.subject: one for one in gaps if one.fields}
    return tuple(
        _applied(waiver, by_fingerprint.get(waiver.fingerprint), today)
        if waiver.gap is None
        else _applied_to_gap(waiver, by_object.get(waiver.object), frozenset(policy.fields), today)
        for waiver in policy.waivers
    )


def open_gaps(gaps: tuple[Gap, ...], waivers: tuple[AppliedWaiver, ...]) -> tuple[Gap, ...]:
    """The gaps that nobody has accepted."""
    accepted = {one.object for one in waivers if one.gap is not None and one.status is WaiverStatus.APPLIED}
    return tuple(one for one in gaps if not (one.fields and one.subject in accepted))


def _applied_to_gap(waiver: Waiver, gap: Gap | None, named: frozenset[str], today: date) -> AppliedWaiver:
    fields = () if gap is None else gap.fields
    more = tuple(one for one in fields if one not in waiver.fields)
    in_use = tuple(one for one in fields if is_in_use(waiver.object, one, named))
    status = WaiverStatus.EXPIRED if waiver.expires < today else WaiverStatus.APPLIED
    if gap is None:
        status = WaiverStatus.UNMATCHED
    elif in_use:
        status = WaiverStatus.IN_USE
    elif more:
        status = WaiverStatus.EXCEEDED
    return AppliedWaiver(
        fingerprint="",
        items=(),
        gap=waiver.gap,
        object=waiver.object,
        fields=waiver.fields,
        exceeded=in_use or more,
        by=waiver.by,
        reason=waiver.reason,
        expires=waiver.expires,
        status=status,
    )


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
