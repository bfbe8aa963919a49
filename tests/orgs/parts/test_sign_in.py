"""How the integration user may sign in: what is asked, whose rows are believed, and what is no answer."""

from typing import Any
from urllib.parse import unquote

import pytest

from parity.config.collect_options import CollectOptions
from parity.orgs.parts import app_logins, app_tokens, installed_apps, login_limits, login_state
from parity.orgs.question import Answer
from parity.orgs.snapshot_part import NotRead, SnapshotPart, SoFar, read_part
from parity.snapshot.ids import full_id
from parity.snapshot.records import Role
from parity.snapshot.sign_in import InstalledApp, IpRange, LoginHours, LoginState
from tests.orgs.answers import REFUSED, answered, permissions, rows

ME = CollectOptions(me=True)
SOMEBODY = CollectOptions(integration_user="o'measure@acme.example")
USER, PROFILE = "0057e00000RmwSWAAZ", "00e7e000000xyzAAAQ"
ROW = {"IntegrationUser": rows({"Id": USER, "ProfileId": PROFILE})}
PARTS = [app_tokens.PART, app_logins.PART, login_state.PART, login_limits.PART]


def view(options: CollectOptions, role: Role = Role.PRODUCTION, **answers: Answer) -> SoFar:
    return answered(answers, role=role, options=options)


def asked(part: SnapshotPart, so_far: SoFar) -> list[str]:
    return [unquote(one.path) for one in part.questions(so_far)]


@pytest.mark.parametrize("part", PARTS, ids=lambda one: one.field)
def test_a_named_user_is_asked_for_first_and_then_what_it_may(part: SnapshotPart) -> None:
    role = Role.SANDBOX if part.field == "app_logins" else Role.PRODUCTION
    who = r"SELECT Id, ProfileId FROM User WHERE Username = 'o\'measure@acme.example'"
    assert asked(part, view(SOMEBODY, role))[0].endswith(who)
    assert len(asked(part, view(SOMEBODY, role))) == 1
    found = asked(part, view(SOMEBODY, role, **ROW))[1]
    assert (USER if part.field != "login_limits" else PROFILE) in found


@pytest.mark.parametrize("part", PARTS, ids=lambda one: one.field)
def test_where_nobody_is_named_nothing_is_asked(part: SnapshotPart) -> None:
    for options in (CollectOptions(), CollectOptions(permission_set="A_Set")):
        assert asked(part, view(options, Role.SANDBOX)) == []
        assert asked(part, view(options)) == []


def test_what_is_no_id_never_becomes_part_of_an_address() -> None:
    for told in ("../../x", "00e7e000000xyz?", "", "0" * 16):
        row = rows({"Id": USER, "ProfileId": told})
        assert len(asked(login_limits.PART, view(SOMEBODY, IntegrationUser=row))) == 1


def test_application_is_never_filtered_by() -> None:
    (_, soql) = asked(app_logins.PART, view(SOMEBODY, Role.SANDBOX, **ROW))
    assert "WHERE UserId = '0057e00000RmwSWAAZ' ORDER BY LoginTime DESC LIMIT 200" in soql


@pytest.mark.parametrize(
    ("options", "granted", "found", "told"),
    [
        (ME, (), rows(), ()),
        (SOMEBODY, ("PermissionsCustomizeApplication",), rows(), ()),
        (SOMEBODY, (), rows(), None),
        (SOMEBODY, (), rows({"AppName": "B"}, {"AppName": "A"}, {"AppName": "B"}, {"AppName": None}), ("A", "B")),
        (ME, (), REFUSED, None),
        (CollectOptions(integration_user="Reader@acme.example"), (), rows(), ()),
    ],
)
def test_no_token_is_believed_of_whom_one_may_see(
    options: CollectOptions, granted: tuple[str, ...], found: Answer, told: tuple[str, ...] | None
) -> None:
    seen = app_tokens.read_app_tokens(view(options, OauthToken=found, UserPermissionAccess=permissions(*granted)))
    assert isinstance(seen, NotRead) if told is None else seen == told


def test_only_sign_ins_that_succeeded_tell_an_app() -> None:
    found = rows(
        {"Application": "Marketo Measure", "Status": "Success"},
        {"Application": "Sneaky", "Status": "Failed: Not approved for access"},
        {"Application": None, "Status": "Success"},
    )
    assert app_logins.read_app_logins(view(SOMEBODY, Role.SANDBOX, LoginHistory=found)) == ("Marketo Measure",)
    assert app_logins.read_app_logins(view(ME, Role.SANDBOX, LoginHistory=rows())) == ()
    assert isinstance(app_logins.read_app_logins(view(SOMEBODY, Role.SANDBOX, LoginHistory=rows())), NotRead)


def test_no_installed_app_at_all_is_not_believed() -> None:
    row = {"Id": "0H4000000000001", "Name": "X", "OptionsAllowAdminApprovedUsersOnly": True}
    assert installed_apps.read_installed_apps(view(ME, ConnectedApplication=rows(row))) == (
        InstalledApp(id=full_id("0H4000000000001"), name="X", admin_approved_only=True),
    )
    assert isinstance(installed_apps.read_installed_apps(view(ME, ConnectedApplication=rows())), NotRead)


def test_who_is_frozen_is_told_by_one_row() -> None:
    row = rows({"IsFrozen": True, "IsPasswordLocked": False})
    assert login_state.read_login_state(view(SOMEBODY, UserLogin=row)) == LoginState(frozen=True, locked=False)
    for nothing in (rows(), REFUSED, Answer(500, None)):
        assert isinstance(login_state.read_login_state(view(SOMEBODY, UserLogin=nothing)), NotRead)
    strange = read_part(login_state.PART, view(SOMEBODY, UserLogin=rows({"IsFrozen": "no", "IsPasswordLocked": False})))
    assert "not as Salesforce documents it" in strange.unread[0].reason


def profile(**metadata: Any) -> Answer:
    return Answer(200, {"attributes": {"type": "Profile"}, "Id": PROFILE, "Name": "P", "Metadata": metadata})


def test_the_limits_of_a_profile() -> None:
    ranges = [{"startAddress": "10.0.0.0", "endAddress": "10.0.0.9", "description": "<b>"}]
    hours = {"mondayStart": "480", "mondayEnd": "1200", "tuesdayStart": None, "tuesdayEnd": None}
    found = login_limits.read_login_limits(view(ME, ProfileLimits=profile(loginIpRanges=ranges, loginHours=hours)))
    assert not isinstance(found, NotRead)
    assert (found.profile, found.ip_ranges) == ("P", (IpRange(start="10.0.0.0", end="10.0.0.9"),))
    assert found.hours == (LoginHours(day="monday", start=480, end=1200),)
    free = login_limits.read_login_limits(view(ME, ProfileLimits=profile(loginIpRanges=[], loginHours=None)))
    assert not isinstance(free, NotRead)
    assert (free.ip_ranges, free.hours) == ((), ())


@pytest.mark.parametrize(
    "hours",
    [
        {"mondayStart": "480", "mondayEnd": None},
        {"mondayEnd": "480"},
        {"mondayStart": "08:00", "mondayEnd": "1440"},
        {"mondayStart": "-1", "mondayEnd": "1440"},
        {"mondayStart": "0", "mondayEnd": "1441"},
        {"mondayStart": [], "mondayEnd": {}},
    ],
)
def test_hours_that_are_none_prove_nothing(hours: dict[str, Any]) -> None:
    answer = profile(loginIpRanges=[], loginHours=hours)
    found = login_limits.read_login_limits(view(ME, ProfileLimits=answer))
    assert isinstance(found, NotRead)
    assert "login hours" in found.reason


def test_a_day_on_which_nobody_may_sign_in_is_one_that_ends() -> None:
    hours = {"sundayStart": "0", "sundayEnd": "0"}
    found = login_limits.read_login_limits(view(ME, ProfileLimits=profile(loginIpRanges=[], loginHours=hours)))
    assert not isinstance(found, NotRead)
    assert found.hours == (LoginHours(day="sunday", start=0, end=0),)


@pytest.mark.parametrize("answer", [profile(loginHours=None), profile(), REFUSED])
def test_a_profile_that_does_not_speak_of_its_limits_proves_nothing(answer: Answer) -> None:
    assert isinstance(login_limits.read_login_limits(view(ME, ProfileLimits=answer)), NotRead)
