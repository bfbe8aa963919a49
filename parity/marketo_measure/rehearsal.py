"""Where the sandbox comes from, and whether a rehearsal took place in it since.

SandboxProcess: https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_sandboxprocess.htm
"""

from datetime import date

from msgspec import Struct

from parity.snapshot.ids import same_org
from parity.snapshot.org_setup import SandboxCopy, TouchpointDay
from parity.snapshot.records import Snapshot


class Proof(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What proves that this sandbox is a copy of this production, and that a rehearsal took place in it.

    Days are `YYYY-MM-DD`; the numbers count what was made on the day of the last refresh or later. Null: not known.
    `capped`: there are more, of which only the newest 2,000 were read.
    """

    license: str | None = None
    copied_on: str | None = None
    touchpoints: int | None = None
    attribution_touchpoints: int | None = None
    people: int | None = None
    opportunities: int | None = None
    capped: bool = False


def last_copy(sandbox: Snapshot, production: Snapshot) -> SandboxCopy | None:
    """The last finished making or refreshing of this sandbox out of this production."""
    mine = [
        one
        for one in production.copies or ()
        if one.ended is not None and same_org(one.organization_id, sandbox.org.id)
    ]
    return max(mine, key=lambda one: one.ended or "", default=None)


def copied_on(copy: SandboxCopy) -> date | None:
    """The day (UTC) on which a copy ended; null where the org wrote no date."""
    try:
        return date.fromisoformat((copy.ended or "")[:10])
    except ValueError:
        return None


def proof_of(sandbox: Snapshot, production: Snapshot) -> Proof:
    """All that is proven. Without a known refresh, every touchpoint counts: it may be older than the copy."""
    copy = last_copy(sandbox, production)
    since = copied_on(copy) if copy else None
    people = opportunities = None
    if sandbox.rehearsal is not None:
        people = _since(sandbox.rehearsal.people, since)
        opportunities = _since(sandbox.rehearsal.opportunities, since)
    return Proof(
        license=copy.license if copy else None,
        copied_on=since.isoformat() if since else None,
        touchpoints=people.touchpoints if people else None,
        attribution_touchpoints=opportunities.touchpoints if opportunities else None,
        people=people.parents if people else None,
        opportunities=opportunities.parents if opportunities else None,
        capped=sandbox.rehearsal is not None and sandbox.rehearsal.capped,
    )


def _since(days: tuple[TouchpointDay, ...], since: date | None) -> TouchpointDay:
    """The tally of the oldest day that is not before `since`; days come newest first."""
    nothing = TouchpointDay(day="", touchpoints=0, parents=0)
    kept = [one for one in days if since is None or one.day >= since.isoformat()]
    return min(kept, key=lambda one: one.day, default=nothing)
