"""What two snapshots say of Authorize: ranges that meet, names in another spelling, and all that leaves it open."""

from typing import Any

import pytest

from parity.marketo_measure.authorize import Check, Standing, app_names, authorize_checks
from parity.snapshot.org_setup import IntegrationUser, Part, Unread
from parity.snapshot.records import Role, Snapshot
from parity.snapshot.sign_in import InstalledApp, IpRange, LoginHours, LoginLimits, LoginState
from tests.small_snapshots import snapshot

APP = "0H4000000000001AAA"
ANY_CLIENT = {"PermissionsUseAnyApiClient": True}
HELD = {"PermissionsAllowViewEditConvertedLeads": True, "PermissionsCanApproveUninstalledApps": False}


def user(**changes: Any) -> IntegrationUser:
    usual: dict[str, Any] = {
        "username": "measure@acme.example",
        "permission_set": None,
        "named": True,
        "active": True,
        "marketing_user": True,
        "permission_sets": (),
        "permissions": HELD,
        "objects": {},
        "fields": None,
        "connected_apps": (),
    }
    return IntegrationUser(**{**usual, **changes})


def sandbox(**changes: Any) -> Snapshot:
    return snapshot(Role.SANDBOX, **{"app_tokens": ("Marketo Measure",), "app_logins": (), **changes})


def production(**changes: Any) -> Snapshot:
    usual: dict[str, Any] = {
        "integration_user": user(),
        "installed_apps": (InstalledApp(id="0H4000000000009AAA", name="Other", admin_approved_only=False),),
        "app_tokens": (),
        "login_state": LoginState(frozen=False, locked=False),
        "login_limits": limits(),
    }
    return snapshot(Role.PRODUCTION, **{**usual, **changes})


def limits(*ranges: tuple[str, str], hours: tuple[LoginHours, ...] = ()) -> LoginLimits:
    return LoginLimits(profile="P", ip_ranges=tuple(IpRange(start=one, end=end) for one, end in ranges), hours=hours)


def said(item: str, one: Snapshot, another: Snapshot) -> Check:
    return next(check for check in authorize_checks(one, another) if check.id == f"authorize-{item}")


def installed(name: str, **changes: Any) -> tuple[InstalledApp, ...]:
    return (InstalledApp(**{"id": APP, "name": name, "admin_approved_only": False, **changes}),)


def test_the_app_is_known_by_its_old_and_its_new_name_from_tokens_and_sign_ins() -> None:
    assert app_names(
        sandbox(app_tokens=("BIZIBLE OAuth", "Salesforce CLI"), app_logins=("Browser", "marketo measure"))
    ) == (
        "BIZIBLE OAuth",
        "marketo measure",
    )
    assert app_names(sandbox(app_tokens=None, app_logins=None)) == ()
    assert app_names(sandbox(app_tokens=("Marketo Measure Insights",), app_logins=("Bizible Insights",))) == ()


@pytest.mark.parametrize(
    ("ranges", "standing"),
    [
        ([], Standing.PROVEN),
        ([("0.0.0.0", "255.255.255.255")], Standing.PROVEN),
        ([("0.0.0.0", "23.100.229.120"), ("23.100.229.121", "255.255.255.255")], Standing.PROVEN),
        # Adobe's are admitted; from where somebody will click Authorize, no org tells.
        ([("20.186.163.0", "23.100.229.120"), ("23.100.229.121", "52.162.84.207")], Standing.OPEN),
        ([("20.186.163.0", "23.100.229.119"), ("23.100.229.121", "52.162.84.207")], Standing.REFUSED),
        ([("20.186.163.1", "52.162.84.207")], Standing.REFUSED),
        ([("20.186.163.0", "52.162.84.206")], Standing.REFUSED),
        ([("2001:db8::", "2001:db8::ffff")], Standing.REFUSED),
        ([("::ffff:0.0.0.0", "::ffff:255.255.255.255")], Standing.PROVEN),
        ([("not an address", "52.162.84.207")], Standing.OPEN),
        ([("255.255.255.255", "0.0.0.0")], Standing.OPEN),
        ([("0.0.0.0", "2001:db8::ffff")], Standing.OPEN),
        ([("2001:db8::ffff", "2001:db8::")], Standing.OPEN),
        ([("not an address", "52.162.84.207"), ("0.0.0.0", "255.255.255.255")], Standing.PROVEN),
    ],
)
def test_every_address_of_adobe_s_must_be_admitted(ranges: list[tuple[str, str]], standing: Standing) -> None:
    assert said("ip-ranges", sandbox(), production(login_limits=limits(*ranges))).standing is standing


def test_the_ranges_that_lack_are_named() -> None:
    found = said("ip-ranges", sandbox(), production(login_limits=limits(("20.186.163.0", "23.100.229.127"))))
    assert found.lacking == ("52.162.84.192 to 52.162.84.207",)


def test_hours_of_a_whole_day_do_not_end() -> None:
    whole, ending = LoginHours(day="monday", start=0, end=1440), LoginHours(day="friday", start=0, end=1380)
    assert said("login-hours", sandbox(), production(login_limits=limits(hours=(whole,)))).standing is Standing.PROVEN
    refused = said("login-hours", sandbox(), production(login_limits=limits(hours=(whole, ending))))
    assert (refused.standing, refused.lacking) == (Standing.REFUSED, ("friday 00:00 to 23:00",))


def test_a_user_that_is_locked_may_be_let_in_later() -> None:
    found = said("user", sandbox(), production(login_state=LoginState(frozen=False, locked=True)))
    assert (found.standing, "until an administrator unlocks it" in found.why) == (Standing.OPEN, True)


@pytest.mark.parametrize(
    ("changes", "standing"),
    [
        ({"license": "SFDC", "permissions": {}}, Standing.PROVEN),
        ({"license": "AUL", "permissions": {}}, Standing.REFUSED),
        ({"license_name": "Salesforce Integration", "permissions": {}}, Standing.REFUSED),
        ({"license": "AUL"}, Standing.PROVEN),
        ({"permissions": {}}, Standing.OPEN),
    ],
)
def test_what_is_granted_is_what_a_licence_can_hold(changes: dict[str, Any], standing: Standing) -> None:
    assert said("licence", sandbox(), production(integration_user=user(**changes))).standing is standing


OF_THE_APP: list[tuple[str, dict[str, Any], dict[str, Any], Standing, str]] = [
    ("not installed", {}, {}, Standing.REFUSED, "neither installed nor allowed"),
    ("in capitals", {}, {"installed_apps": installed("MARKETO MEASURE")}, Standing.PROVEN, "all users may authorise"),
    (
        "approved for others",
        {},
        {"installed_apps": installed("Marketo Measure", admin_approved_only=True)},
        Standing.REFUSED,
        "for admin-approved users only",
    ),
    (
        "approved, for whom is not told",
        {},
        {
            "installed_apps": installed("Marketo Measure", admin_approved_only=True),
            "integration_user": user(connected_apps=None),
        },
        Standing.OPEN,
        "for whom could not be read",
    ),
    (
        "approved for this user",
        {},
        {
            "installed_apps": installed("Marketo Measure", admin_approved_only=True),
            "integration_user": user(connected_apps=(APP,)),
        },
        Standing.PROVEN,
        "approved for measure@acme.example",
    ),
    (
        "two names, one installed",
        {"app_logins": ("Bizible",)},
        {"installed_apps": installed("Bizible")},
        Standing.OPEN,
        "not every one is installed",
    ),
    ("tokens not told", {}, {"app_tokens": None}, Standing.OPEN, "it is not installed, and"),
    ("authorised before", {}, {"app_tokens": ("Marketo Measure",)}, Standing.OPEN, "has authorised it before"),
    ("list not told", {}, {"installed_apps": None}, Standing.OPEN, "not in the snapshot"),
    (
        "permission not told",
        {},
        {"integration_user": user(permissions={})},
        Standing.OPEN,
        "does not tell who may approve",
    ),
    (
        "any client, of an unknown app",
        {"app_tokens": None},
        {"integration_user": user(permissions=ANY_CLIENT)},
        Standing.OPEN,
        "the app's name could not be read",
    ),
    # https://help.salesforce.com/s/articleView?id=005228838&type=1
    (
        "any client alone",
        {},
        {"integration_user": user(permissions={**HELD, **ANY_CLIENT})},
        Standing.OPEN,
        "since December 2025",
    ),
    (
        "any client, and it may approve",
        {},
        {"integration_user": user(permissions={**ANY_CLIENT, "PermissionsCanApproveUninstalledApps": True})},
        Standing.PROVEN,
        "Approve Uninstalled Connected Apps and Use Any API Client",
    ),
    (
        "any client, approved for others",
        {},
        {
            "installed_apps": installed("Marketo Measure", admin_approved_only=True),
            "integration_user": user(permissions=ANY_CLIENT),
        },
        Standing.OPEN,
        "of whom measure@acme.example is none but",
    ),
    ("another name", {}, {"installed_apps": installed("Marketo_Measure_2")}, Standing.OPEN, "is: Marketo_Measure_2"),
    (
        "the canvas app",
        {},
        {"installed_apps": installed("Marketo Measure Insights")},
        Standing.REFUSED,
        "neither installed nor allowed",
    ),
]


@pytest.mark.parametrize(
    ("one", "another", "standing", "why"), [one[1:] for one in OF_THE_APP], ids=[one[0] for one in OF_THE_APP]
)
def test_the_app(one: dict[str, Any], another: dict[str, Any], standing: Standing, why: str) -> None:
    found = said("app", sandbox(**one), production(**another))
    assert (found.standing, why in found.why) == (standing, True), found


@pytest.mark.parametrize("who", [None, user(named=False), user(username=None, permission_set="A_Set")])
def test_where_nobody_is_named_everything_is_open(who: IntegrationUser | None) -> None:
    found = authorize_checks(sandbox(), production(integration_user=who))
    assert {one.standing for one in found} == {Standing.OPEN}
    assert len(found) == 5


def test_the_reason_is_the_org_s_own() -> None:
    unread = (Unread(part=Part.LOGIN_STATE, reason="refused so", fix="x"),)
    assert said("user", sandbox(), production(login_state=None, unread=unread)).why == "refused so"
