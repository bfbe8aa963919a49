"""The signed-in user, through whose eyes the org is seen, and the system permissions that decide what it is shown.

UserPermissionAccess has a single row, for the user who asks:
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_userpermissionaccess.htm
"""

from parity.orgs.parts.integration_user import profile_of
from parity.orgs.permission_set_queries import PERMISSION_SETS
from parity.orgs.question import Question, query, row
from parity.orgs.rows import text_in
from parity.orgs.signed_in import OPTIONAL_PERMISSIONS, PERMISSIONS, USER_PERMISSION_ACCESS, permissions_of
from parity.orgs.snapshot_part import Partly, SnapshotPart, SoFar, Turn
from parity.orgs.soql import quoted
from parity.snapshot.grants import READ_SETUP
from parity.snapshot.records import Gap, SignedInUser

_COLUMNS = ("Id", "Username", "Name", "LanguageLocaleKey", "ProfileId")


def user_named(username: str) -> str:
    """The query for a user by name."""
    return f"SELECT {', '.join(_COLUMNS)}, Profile.Name FROM User WHERE Username = {quoted(username)}"


def _questions(so_far: SoFar) -> list[Question]:
    return [
        row("User", "User", so_far.user_id, _COLUMNS)
        if so_far.user_id
        else query("User", user_named(so_far.username or "")),
        Question("PermissionSetDescribe", "sobjects/PermissionSet/describe"),
        query(USER_PERMISSION_ACCESS, f"SELECT {', '.join(so_far.has(PERMISSIONS))} FROM UserPermissionAccess"),
    ]


def read_user(so_far: SoFar) -> Partly:
    """The signed-in user; its profile where the permission sets that were asked for are its own."""
    answer, options = so_far.answers["User"], so_far.options
    shown = answer.first
    gap = Gap(
        area="user",
        role=so_far.role.value,
        subject="User",
        reason=f"who is signed in could not be read ({answer.error})",
        fix=READ_SETUP,
    )
    somebody_else = options.names_somebody and not options.me
    user = SignedInUser(
        id=text_in(shown, "Id") or so_far.user_id,
        username=text_in(shown, "Username") or so_far.username,
        name=text_in(shown, "Name"),
        profile=None if somebody_else else profile_of(so_far.answers[PERMISSION_SETS]),
        language=text_in(shown, "LanguageLocaleKey"),
        sign_in=so_far.sign_in,
        permissions=permissions_of(so_far),
    )
    return Partly(value=user, gaps=() if shown else (gap,))


PART = SnapshotPart(
    field="user", turn=Turn.IDENTITY, questions=_questions, read=read_user, optional_columns=OPTIONAL_PERMISSIONS
)
