"""Makes the waiver that accepts exactly the finding that a person names."""

from datetime import date, timedelta

from msgspec import Struct

from parity.config.policy import Policy, Waiver
from parity.errors import InputError
from parity.integrity.counted import counted
from parity.marketo_measure.catalogue import is_in_use
from parity.rules.finding import Finding
from parity.snapshot.records import Gap
from parity.verdict.decide import waived_fingerprints
from parity.verdict.nearest import Nearest
from parity.verdict.result import Result
from parity.verdict.waivers import WaiverStatus, cannot_be_waived, named, open_gaps

_LEAST_LETTERS = 4
_MOST_SHOWN = 5


class Acceptance(Struct, frozen=True, kw_only=True):
    """Who accepts, why, until when (a day, UTC), and where it was decided."""

    by: str
    reason: str
    expires: date
    ticket: str = ""


def finding_named(result: Result, name: str) -> Finding:
    """The finding with that fingerprint, or the only one whose fingerprint starts with it.

    Raises InputError where there is none, with the nearest; where there are several; and where it cannot be waived.
    """
    word = name.strip().casefold()
    found = [one for one in result.findings if one.fingerprint.startswith(word)]
    if not found:
        near = Nearest(one.fingerprint for one in result.findings).to(word)
        nearest = next((one for one in result.findings if one.fingerprint == near), None)
        advice = "" if nearest is None else f"The nearest is {named(nearest)}. "
        raise InputError(
            f"no finding of this result has the fingerprint {name!r}",
            fix=f"{advice}`parity report RESULT --format text` shows them all.",
        )
    if len(word) < _LEAST_LETTERS or len(found) > 1:
        shown = "; ".join(map(named, found[:_MOST_SHOWN]))
        more = f"; and {len(found) - _MOST_SHOWN} more" if len(found) > _MOST_SHOWN else ""
        raise InputError(
            f"{name!r} is too short to name one finding", fix=f"Write at least {_LEAST_LETTERS} digits: {shown}{more}."
        )
    refused = cannot_be_waived(found[0])
    if refused is not None:
        raise InputError(f"{named(found[0])} {_why(refused[0])}", fix=_fix(*refused))
    return found[0]


def _why(status: WaiverStatus) -> str:
    return {
        WaiverStatus.FOLDED: "is explained by a cause",
        WaiverStatus.OPEN: "is open: nobody can accept what nobody has seen",
    }.get(status, "is a note, which needs no waiver")


def _fix(status: WaiverStatus, instead: str) -> str:
    return "Nothing to do." if status is WaiverStatus.NOTE else instead


def open_findings(result: Result) -> tuple[Finding, ...]:
    """The findings that a named person could accept and nobody has, worst first, else in the result's order."""
    waived = waived_fingerprints(result.waivers)
    found = (one for one in result.findings if one.fingerprint not in waived and cannot_be_waived(one) is None)
    return tuple(sorted(found, key=lambda one: one.severity.rank))


def acceptable_gaps(result: Result, policy: Policy) -> tuple[Gap, ...]:
    """Fields that could not be compared, that nothing uses, and that nobody has accepted."""
    named = frozenset(policy.fields_in_use)
    return tuple(
        one
        for one in open_gaps(result.gaps, result.waivers)
        if one.fields and not any(is_in_use(one.subject, field, named) for field in one.fields)
    )


def waiver_for(about: Finding | Gap, accepted: Acceptance) -> Waiver:
    """The waiver of exactly this: production's side as it is and today's items, or the fields not compared."""
    if isinstance(about, Gap):
        return Waiver(
            gap="field-not-compared",
            object=about.subject,
            fields=about.fields,
            by=accepted.by,
            reason=accepted.reason,
            ticket=accepted.ticket,
            expires=accepted.expires,
        )
    finding = about
    return Waiver(
        fingerprint=finding.fingerprint,
        rule=finding.rule,
        object=finding.object,
        component=finding.component,
        seen=finding.seen,
        items=tuple(one.name for one in finding.items),
        by=accepted.by,
        reason=accepted.reason,
        ticket=accepted.ticket,
        expires=accepted.expires,
    )


def last_day(text: str, policy: Policy, today: date) -> date:
    """The last day of a waiver as a person types it; raises InputError for one that no check would take."""
    last = today + timedelta(days=policy.waiver_max_days)
    allowed = f"Write a day from {today.isoformat()} to {last.isoformat()} (policy.waiver_max_days)."
    try:
        day = date.fromisoformat(text.strip())
        if day.isoformat() != text.strip():
            raise ValueError
    except ValueError:
        raise InputError(f"{text!r} is no day", where="--expires", fix=allowed) from None
    if day < today:
        raise InputError(f"{day.isoformat()} is over", where="--expires", fix=allowed)
    if day > last:
        raise InputError(
            f"{day.isoformat()} is more than {counted(policy.waiver_max_days, 'day')} away",
            where="--expires",
            fix=allowed,
        )
    return day
