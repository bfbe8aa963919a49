"""How many records each object has, by production's own latest count: one call for all, outside of the composites.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_record_count.htm
"""

from parity.marketo_measure.catalogue import SAVED_OBJECTS
from parity.orgs.question import Question
from parity.orgs.snapshot_part import NotRead, SnapshotPart, SoFar
from parity.snapshot.grants import READ_SETUP_OF_PRODUCTION
from parity.snapshot.org_setup import Part
from parity.snapshot.records import Role

_NAME = "RecordCounts"


def _questions(so_far: SoFar) -> list[Question]:
    if so_far.role is not Role.PRODUCTION:
        return []
    return [Question(_NAME, f"limits/recordCount?sObjects={','.join(SAVED_OBJECTS)}", alone=True)]


def read_record_counts(so_far: SoFar) -> dict[str, int] | NotRead:
    """Records by object; objects without records are left out of the answer."""
    answer = so_far.answers[_NAME]
    rows = answer.body.get("sObjects") if answer.is_good and isinstance(answer.body, dict) else None
    if not isinstance(rows, list):
        return NotRead(f"limits/recordCount gave no answer ({answer.error})")
    counts = {str(row.get("name")): int(row.get("count") or 0) for row in rows if isinstance(row, dict)}
    return {name: counts.get(name, 0) for name in SAVED_OBJECTS}


PART = SnapshotPart(
    field="record_counts",
    name=Part.RECORD_COUNTS,
    fix=READ_SETUP_OF_PRODUCTION,
    questions=_questions,
    read=read_record_counts,
)
