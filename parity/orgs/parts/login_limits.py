"""From where and when production's integration user may sign in: the limits of its profile.

Only the profile's Metadata has them, which is read as a row; hours are minutes from midnight, as strings:
https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_profile.htm
https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_profile.htm
"""

from parity.orgs.integration_user_row import integration_user_questions, profile_id
from parity.orgs.question import Question
from parity.orgs.rows import Row, parent_in
from parity.orgs.snapshot_part import NotRead, SnapshotPart, SoFar, Turn
from parity.snapshot.grants import SEE_APPS
from parity.snapshot.org_setup import Part
from parity.snapshot.records import Role
from parity.snapshot.sign_in import IpRange, LoginHours, LoginLimits

_NAME = "ProfileLimits"
_DAY = 24 * 60
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _questions(so_far: SoFar) -> list[Question]:
    if so_far.role is not Role.PRODUCTION:
        return []
    profile = profile_id(so_far)
    row = [Question(_NAME, f"tooling/sobjects/Profile/{profile}?fields=Id,Name,Metadata")] if profile else []
    return [*integration_user_questions(so_far), *row]


def read_login_limits(so_far: SoFar) -> LoginLimits | NotRead:
    """The limits; a Metadata that does not speak of them proves nothing."""
    answer = so_far.answers.get(_NAME)
    if answer is None:
        return NotRead("the integration user's profile was not found")
    if not answer.first:
        return NotRead(f"the profile could not be read ({answer.error})")
    metadata = parent_in(answer.first, "Metadata")
    if not {"loginIpRanges", "loginHours"} <= metadata.keys():
        return NotRead("the profile was shown without its login IP ranges and login hours")
    hours = _hours(metadata["loginHours"] or {})
    if hours is None:
        return NotRead("the profile's login hours are no hours of a day that are understood")
    return LoginLimits(
        profile=str(answer.first["Name"]),
        ip_ranges=tuple(
            IpRange(start=str(one["startAddress"]), end=str(one["endAddress"]))
            for one in metadata["loginIpRanges"] or ()
        ),
        hours=hours,
    )


def _hours(found: Row) -> tuple[LoginHours, ...] | None:
    """The hours of each day that has any; null where a day has a start alone, an end alone, or what is none."""
    told = {day: (found.get(f"{day}Start"), found.get(f"{day}End")) for day in _DAYS}
    given = {day: times for day, times in told.items() if times != (None, None)}
    try:
        read = [LoginHours(day=day, start=int(str(start)), end=int(str(end))) for day, (start, end) in given.items()]
    except ValueError:
        return None
    return tuple(read) if all(0 <= time <= _DAY for one in read for time in (one.start, one.end)) else None


PART = SnapshotPart(
    field="login_limits",
    name=Part.LOGIN_LIMITS,
    fix=SEE_APPS,
    turn=Turn.BASIS,
    questions=_questions,
    read=read_login_limits,
)
