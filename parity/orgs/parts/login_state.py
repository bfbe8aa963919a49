"""Whether production's integration user is frozen or locked. UserLogin needs Manage Users.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_userlogin.htm
"""

from parity.orgs.integration_user_row import integration_user_id, integration_user_questions
from parity.orgs.question import Question, query
from parity.orgs.snapshot_part import NotRead, SnapshotPart, SoFar, Turn
from parity.orgs.soql import quoted
from parity.snapshot.grants import SEE_FROZEN
from parity.snapshot.org_setup import Part
from parity.snapshot.records import Role
from parity.snapshot.sign_in import LoginState

_TABLE = "UserLogin"


def _questions(so_far: SoFar) -> list[Question]:
    if so_far.role is not Role.PRODUCTION:
        return []
    user = integration_user_id(so_far)
    soql = f"SELECT IsFrozen, IsPasswordLocked FROM UserLogin WHERE UserId = {quoted(user or '')}"
    return [*integration_user_questions(so_far), *([query(_TABLE, soql)] if user else [])]


def read_login_state(so_far: SoFar) -> LoginState | NotRead:
    """The one row of the user."""
    answer = so_far.answers.get(_TABLE)
    if answer is None:
        return NotRead("the integration user was not found")
    if answer.is_refusal:
        return NotRead(f"{_TABLE} tells it only with Manage Users")
    if not answer.has_rows:
        return NotRead(f"{_TABLE} could not be read ({answer.error})")
    if not answer.records:
        return NotRead(f"{_TABLE} showed nothing")
    return LoginState(frozen=_flag(answer.first["IsFrozen"]), locked=_flag(answer.first["IsPasswordLocked"]))


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


PART = SnapshotPart(
    field="login_state",
    name=Part.LOGIN_STATE,
    fix=SEE_FROZEN,
    turn=Turn.BASIS,
    questions=_questions,
    read=read_login_state,
)
