"""The connected apps that are installed in production. An app that users merely authorised has no row here.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_connectedapplication.htm
"""

from parity.orgs.question import Question, query
from parity.orgs.snapshot_part import NotRead, SnapshotPart, SoFar
from parity.snapshot.grants import SEE_APPS
from parity.snapshot.ids import full_id
from parity.snapshot.org_setup import Part
from parity.snapshot.records import Role
from parity.snapshot.sign_in import InstalledApp

_TABLE = "ConnectedApplication"
_SOQL = f"SELECT Id, Name, OptionsAllowAdminApprovedUsersOnly FROM {_TABLE}"


def _questions(so_far: SoFar) -> list[Question]:
    return [query(_TABLE, _SOQL)] if so_far.role is Role.PRODUCTION else []


def read_installed_apps(so_far: SoFar) -> tuple[InstalledApp, ...] | NotRead:
    """All of them. None at all is not believed: a user may be shown none."""
    answer = so_far.answers[_TABLE]
    if not answer.has_rows:
        return NotRead(f"{_TABLE} could not be read ({answer.error})")
    if not answer.records:
        return NotRead(f"{_TABLE} showed no app at all")
    return tuple(
        InstalledApp(
            id=full_id(str(row["Id"])),
            name=str(row["Name"]),
            admin_approved_only=row["OptionsAllowAdminApprovedUsersOnly"] is True,
        )
        for row in answer.records
    )


PART = SnapshotPart(
    field="installed_apps",
    name=Part.INSTALLED_APPS,
    fix=SEE_APPS,
    questions=_questions,
    read=read_installed_apps,
)
