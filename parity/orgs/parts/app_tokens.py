"""The apps that the integration user has authorised: the sandbox's show under what name Marketo Measure connects.

Users see their own tokens, and those of others with Customize Application; AppName is the app's label:
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_oauthtoken.htm
"""

from parity.orgs.integration_user_row import integration_user_id, integration_user_questions, is_signed_in
from parity.orgs.question import Question, query
from parity.orgs.rows import text_in
from parity.orgs.signed_in import permissions_of
from parity.orgs.snapshot_part import NotRead, SnapshotPart, SoFar, Turn
from parity.orgs.soql import quoted
from parity.snapshot.grants import SEE_TOKENS
from parity.snapshot.org_setup import Part

_NAME = "OauthToken"


def _questions(so_far: SoFar) -> list[Question]:
    user = integration_user_id(so_far)
    soql = f"SELECT AppName FROM OauthToken WHERE UserId = {quoted(user or '')}"
    return [*integration_user_questions(so_far), *([query(_NAME, soql)] if user else [])]


def read_app_tokens(so_far: SoFar) -> tuple[str, ...] | NotRead:
    """The labels, each once. None at all is believed where the signed-in user would be shown some."""
    answer = so_far.answers.get(_NAME)
    if answer is None:
        return NotRead("the integration user was not found")
    if not answer.has_rows:
        return NotRead(f"OauthToken could not be read ({answer.error})")
    names = {name for row in answer.records if (name := text_in(row, "AppName"))}
    may_see = is_signed_in(so_far) or (permissions_of(so_far) or {}).get("PermissionsCustomizeApplication") is True
    if not names and not may_see:
        return NotRead("OauthToken shows the tokens of others only with Customize Application")
    return tuple(sorted(names))


PART = SnapshotPart(
    field="app_tokens",
    name=Part.APP_TOKENS,
    fix=SEE_TOKENS,
    turn=Turn.BASIS,
    questions=_questions,
    read=read_app_tokens,
)
