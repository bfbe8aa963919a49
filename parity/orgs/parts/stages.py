"""Opportunity stages and lead statuses, in the order of Setup, with the bucket of each.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_opportunitystage.htm
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_leadstatus.htm
"""

from parity.orgs.question import Question, query
from parity.orgs.rows import Row
from parity.orgs.snapshot_part import NotRead, SnapshotPart, SoFar
from parity.snapshot.grants import READ_OPPORTUNITY
from parity.snapshot.org_setup import Part, Stage

_STAGES, _STATUSES = "OpportunityStage", "LeadStatus"
_STAGE_COLUMNS = ("Id", "ApiName", "MasterLabel", "IsActive", "IsClosed", "IsWon", "SortOrder")
_STATUS_COLUMNS = ("Id", "ApiName", "MasterLabel", "IsConverted", "SortOrder")


def _questions(so_far: SoFar) -> list[Question]:
    return [
        query(table, f"SELECT {', '.join(so_far.has(columns))} FROM {table}")
        for table, columns in ((_STAGES, _STAGE_COLUMNS), (_STATUSES, _STATUS_COLUMNS))
    ]


def read_stages(so_far: SoFar) -> tuple[Stage, ...] | NotRead:
    """The active stages and statuses of both objects."""
    for table in (_STAGES, _STATUSES):
        answer = so_far.answers[table]
        if not answer.has_rows or not answer.records:
            return NotRead(f"{table} could not be read ({answer.error})")
    return (*_opportunity_stages(so_far.answers[_STAGES].records), *_lead_statuses(so_far.answers[_STATUSES].records))


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


def _lead_statuses(rows: list[Row]) -> list[Stage]:
    return [
        Stage(
            object="Lead",
            value=str(row.get("ApiName") or row.get("MasterLabel")),
            position=position,
            bucket="converted" if row.get("IsConverted") else "open",
        )
        for position, row in enumerate(sorted(rows, key=lambda row: row.get("SortOrder") or 0), start=1)
    ]


PART = SnapshotPart(
    field="stages",
    name=Part.STAGES,
    fix=READ_OPPORTUNITY,
    questions=_questions,
    read=read_stages,
    optional_columns=("ApiName",),  # since API version 39.0
)
