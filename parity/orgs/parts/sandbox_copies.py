"""Every creation and refresh of a sandbox, which only production lists.

https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_sandboxprocess.htm
"""

from parity.orgs.question import Question, query
from parity.orgs.snapshot_part import NotRead, SnapshotPart, SoFar
from parity.snapshot.grants import READ_SANDBOXES
from parity.snapshot.ids import full_id
from parity.snapshot.org_setup import Part, SandboxCopy
from parity.snapshot.records import Role

_TABLE = "SandboxProcess"
_SOQL = (
    "SELECT Id, SandboxName, SandboxInfoId, SandboxOrganization, LicenseType, Status, StartDate, EndDate, SourceId "
    f"FROM {_TABLE}"
)


def _questions(so_far: SoFar) -> list[Question]:
    return [query(_TABLE, _SOQL, tooling=True)] if so_far.role is Role.PRODUCTION else []


def read_copies(so_far: SoFar) -> tuple[SandboxCopy, ...] | NotRead:
    """All copies of this production. None at all is not believed: there is a sandbox."""
    answer = so_far.answers[_TABLE]
    if not answer.records:
        why = "showed nothing" if answer.is_good else f"could not be read ({answer.error})"
        return NotRead(f"{_TABLE} {why}")
    return tuple(
        SandboxCopy(
            sandbox=str(row.get("SandboxName")),
            organization_id=full_id(row["SandboxOrganization"]) if row.get("SandboxOrganization") else None,
            license=row.get("LicenseType"),
            status=row.get("Status"),
            started=row.get("StartDate"),
            ended=row.get("EndDate"),
            source=row.get("SourceId"),
            info=row.get("SandboxInfoId"),
        )
        for row in answer.records
    )


PART = SnapshotPart(field="copies", name=Part.COPIES, fix=READ_SANDBOXES, questions=_questions, read=read_copies)
