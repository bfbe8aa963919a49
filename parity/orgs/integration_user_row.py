"""The integration user's id and profile in this org, which further questions need.

Where parity signs in as that very user, they come from the row of the signed-in user; else from a query by username,
which returns no row where there is no such user:
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_user.htm
"""

from parity.orgs.question import Question, query
from parity.orgs.rows import Row, text_in
from parity.orgs.snapshot_part import SoFar
from parity.orgs.soql import quoted

_NAME = "IntegrationUser"


def integration_user_questions(so_far: SoFar) -> list[Question]:
    """The query for the user whom parity.yaml names; none where it names nobody, a permission set alone, or `me`."""
    who = so_far.options.integration_user
    return [query(_NAME, f"SELECT Id, ProfileId FROM User WHERE Username = {quoted(who)}")] if who else []


def integration_user_id(so_far: SoFar) -> str | None:
    """The user's id; null where nobody is named, or nothing was answered yet."""
    return text_in(_row(so_far), "Id") or (so_far.user_id if _is_me(so_far) else None)


def profile_id(so_far: SoFar) -> str | None:
    """The id of the user's profile; null as above, and for what is no id, because it becomes part of an address."""
    found = text_in(_row(so_far), "ProfileId") or ""
    return found if len(found) in {15, 18} and found.isascii() and found.isalnum() else None


def is_signed_in(so_far: SoFar) -> bool:
    """Whether the signed-in user is the integration user: parity.yaml says `me`, or its very name."""
    who = so_far.options.integration_user
    return _is_me(so_far) or (who is not None and who.casefold() == (so_far.username or "").casefold())


def _is_me(so_far: SoFar) -> bool:
    return so_far.options.me and so_far.options.integration_user is None


def _row(so_far: SoFar) -> Row:
    name = "User" if _is_me(so_far) else _NAME if so_far.options.integration_user else None
    answer = so_far.answers.get(name) if name else None
    return {} if answer is None else answer.first
