"""Why a waiver does not hold, in a sentence that says what to do."""

from parity.rules.wording import listed
from parity.verdict.waivers import AppliedWaiver, WaiverStatus

#: So many waivers that do not hold are told one by one among the reasons of a verdict.
_MOST_TOLD = 10


def waiver_reasons(waivers: tuple[AppliedWaiver, ...], waived: frozenset[str]) -> list[str]:
    """A sentence for each waiver that does not hold; the rest of many as a number. `waived`: what others accept."""
    told = [reason for one in waivers if (reason := waiver_reason(one, waived)) is not None]
    more = len(told) - _MOST_TOLD
    return told if more <= 1 else [*told[:_MOST_TOLD], f"And {more} more waivers do not hold: see the report."]


def waiver_reason(waiver: AppliedWaiver, waived: frozenset[str] = frozenset()) -> str | None:
    """Why the waiver does not hold; null where it does, or where another one took its place."""
    if waiver.status is WaiverStatus.EXPIRED and waiver.fingerprint in waived:
        return None
    problem = waiver_problem(waiver)
    return None if problem is None else f"The waiver of {waiver.about} by {waiver.by} {problem}"


def waiver_problem(waiver: AppliedWaiver) -> str | None:
    """What is wrong with it, as the end of a sentence; null where it holds."""
    nothing = "no finding" if waiver.gap is None else "nothing that could not be compared"
    day = waiver.expires.isoformat()
    ends = {
        WaiverStatus.UNMATCHED: f"matches {nothing}.",
        WaiverStatus.CHANGED: "does not hold:",
        WaiverStatus.IN_USE: f"cannot hold: {listed(waiver.exceeded)} is used by Marketo Measure or policy.fields.",
        WaiverStatus.EXCEEDED: f"does not list {listed(waiver.exceeded)}: accept these too, or mend them.",
        WaiverStatus.EXPIRED: f"expired on {day}.",
        WaiverStatus.TOO_LONG: f"lasts until {day}, longer than policy.waiver_max_days: shorten it.",
        WaiverStatus.FOLDED: "names a finding that a cause explains.",
        WaiverStatus.OPEN: _open(waiver),
        WaiverStatus.NOTE: "names a note, which needs none.",
        WaiverStatus.DUPLICATE: "accepts what an earlier one accepts: keep one of the two.",
    }
    if waiver.status is WaiverStatus.APPLIED:
        return None
    return f"{ends[waiver.status]} {waiver.instead}".rstrip()


def _open(waiver: AppliedWaiver) -> str:
    if waiver.gap is not None:
        return f"cannot hold: {listed(waiver.exceeded)} is hidden in one org only. Give access and compare it."
    return "cannot hold: what it names is open, and nobody can accept what nobody has seen."
