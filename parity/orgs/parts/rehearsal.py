"""The touchpoints that the sandbox holds, counted by day: what the rehearsal left behind."""

from parity.marketo_measure.catalogue import ATTRIBUTION_TOUCHPOINT, TOUCHPOINT
from parity.orgs.question import Question, query
from parity.orgs.rows import Row
from parity.orgs.snapshot_part import NotRead, SnapshotPart, SoFar
from parity.snapshot.grants import READ_TOUCHPOINTS
from parity.snapshot.org_setup import Part, Rehearsal, TouchpointDay
from parity.snapshot.records import Role

_MOST = 2000
_PERSON, _OPPORTUNITY = "bizible2__Bizible_Person__c", "bizible2__Opportunity__c"


def _newest(touchpoint: str, parent: str) -> str:
    return f"SELECT CreatedDate, {parent} FROM {touchpoint} ORDER BY CreatedDate DESC LIMIT {_MOST}"


def _questions(so_far: SoFar) -> list[Question]:
    if so_far.role is not Role.SANDBOX:
        return []
    return [
        query("Touchpoints", _newest(TOUCHPOINT, _PERSON)),
        query("AttributionTouchpoints", _newest(ATTRIBUTION_TOUCHPOINT, _OPPORTUNITY)),
    ]


def read_rehearsal(so_far: SoFar) -> Rehearsal | NotRead:
    """Buyer Touchpoints and Buyer Attribution Touchpoints by day of creation."""
    people, opportunities = so_far.answers["Touchpoints"], so_far.answers["AttributionTouchpoints"]
    for answer in (people, opportunities):
        if not answer.has_rows:
            return NotRead(f"touchpoints could not be read ({answer.error})")
        if not all(isinstance(row.get("CreatedDate"), str) for row in answer.records):
            return NotRead("touchpoints came without the time at which they were made")
    return Rehearsal(
        people=_days(people.records, _PERSON),
        opportunities=_days(opportunities.records, _OPPORTUNITY),
        capped=max(len(people.records), len(opportunities.records)) >= _MOST,
    )


def _days(rows: list[Row], parent: str) -> tuple[TouchpointDay, ...]:
    days = sorted({str(row.get("CreatedDate"))[:10] for row in rows}, reverse=True)
    found = []
    for day in days:
        since = [row for row in rows if str(row.get("CreatedDate"))[:10] >= day]
        parents = {row.get(parent) for row in since} - {None}
        found.append(TouchpointDay(day=day, touchpoints=len(since), parents=len(parents)))
    return tuple(found)


PART = SnapshotPart(
    field="rehearsal", name=Part.REHEARSAL, fix=READ_TOUCHPOINTS, questions=_questions, read=read_rehearsal
)
