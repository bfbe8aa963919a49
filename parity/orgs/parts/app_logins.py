"""The apps through which the sandbox's integration user signed in: under what name does Marketo Measure connect?

Application and Status cannot be filtered. Users see their own sign-ins, and those of others with Manage Users or
Monitor Login History:
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_loginhistory.htm
"""

from parity.orgs.integration_user_row import integration_user_id, integration_user_questions, is_signed_in
from parity.orgs.question import Question, query
from parity.orgs.rows import text_in
from parity.orgs.snapshot_part import NotRead, SnapshotPart, SoFar, Turn
from parity.orgs.soql import quoted
from parity.snapshot.grants import SEE_LOGINS
from parity.snapshot.org_setup import Part
from parity.snapshot.records import Role

_NAME = "LoginHistory"
#: Marketo Measure signs in many times a day, so its name stands among the newest.
_MOST = 200
_SUCCESS = "Success"


def _questions(so_far: SoFar) -> list[Question]:
    if so_far.role is not Role.SANDBOX:
        return []
    user = integration_user_id(so_far)
    soql = (
        f"SELECT Application, Status FROM LoginHistory WHERE UserId = {quoted(user or '')} "
        f"ORDER BY LoginTime DESC LIMIT {_MOST}"
    )
    return [*integration_user_questions(so_far), *([query(_NAME, soql)] if user else [])]


def read_app_logins(so_far: SoFar) -> tuple[str, ...] | NotRead:
    """The applications of sign-ins that succeeded, each once."""
    answer = so_far.answers.get(_NAME)
    if answer is None:
        return NotRead("the integration user was not found")
    if answer.is_refusal or (answer.has_rows and not answer.records and not is_signed_in(so_far)):
        return NotRead("LoginHistory shows the sign-ins of others only with Manage Users or Monitor Login History")
    if not answer.has_rows:
        return NotRead(f"LoginHistory could not be read ({answer.error})")
    rows = (row for row in answer.records if row.get("Status") == _SUCCESS)
    return tuple(sorted({name for row in rows if (name := text_in(row, "Application"))}))


PART = SnapshotPart(
    field="app_logins",
    name=Part.APP_LOGINS,
    fix=SEE_LOGINS,
    turn=Turn.BASIS,
    questions=_questions,
    read=read_app_logins,
)
