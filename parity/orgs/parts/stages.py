"""Opportunity stages with order and bucket, and lead statuses in describe's order, which is Setup's.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_opportunitystage.htm
"""

from parity.orgs.client import Answer, Question, describe, query
from parity.orgs.rows import Row
from parity.orgs.snapshot_part import NotRead, SnapshotPart, SoFar
from parity.snapshot.grants import READ_OPPORTUNITY
from parity.snapshot.org_setup import Part, Stage

_TABLE = "OpportunityStage"
_COLUMNS = ("Id", "ApiName", "MasterLabel", "IsActive", "IsClosed", "IsWon", "SortOrder")


def _questions(so_far: SoFar) -> list[Question]:
    return [query(_TABLE, f"SELECT {', '.join(so_far.has(_COLUMNS))} FROM {_TABLE}"), describe("Lead")]


def read_stages(so_far: SoFar) -> tuple[Stage, ...] | NotRead:
    """The active stages and statuses of both objects."""
    answer = so_far.answers[_TABLE]
    if not answer.has_rows or not answer.records:
        return NotRead(f"{_TABLE} could not be read ({answer.error})")
    return (*_opportunity_stages(answer.records), *_lead_statuses(so_far.answers["Lead"]))


def _opportunity_stages(rows: list[Row]) -> list[Stage]:
    active = sorted((row for row in rows if row["IsActive"]), key=lambda row: row.get("SortOrder") or 0)
    return [
        Stage(
            object="Opportunity",
            value=str(row.get("ApiName") or row.get("MasterLabel")),
            position=position,
            bucket="won" if row.get("IsWon") else "lost" if row.get("IsClosed") else "open",
        )
        for position, row in enumerate(active, start=1)
    ]


def _lead_statuses(lead: Answer) -> list[Stage]:
    fields = lead.body.get("fields", []) if isinstance(lead.body, dict) else []
    status: Row = next((one for one in fields if one.get("name") == "Status"), {})
    values = [one for one in status.get("picklistValues") or [] if one.get("active")]
    return [
        Stage(object="Lead", value=str(one.get("value")), position=position, bucket=None)
        for position, one in enumerate(values, start=1)
    ]


PART = SnapshotPart(
    field="stages",
    name=Part.STAGES,
    fix=READ_OPPORTUNITY,
    questions=_questions,
    read=read_stages,
)
