"""Whether Salesforce will let the integration user authorise Marketo Measure in production: proven, refused, or open.

What is open is asked of a person; nothing here guesses. Since September 2025 Salesforce refuses an app that is not
installed to users who never used it: https://help.salesforce.com/s/articleView?id=005132365&type=1
Use Any API Client gets around API Access Control, and since December 2025 no longer around that:
https://help.salesforce.com/s/articleView?id=005228838&type=1
"""

from collections.abc import Iterable
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address

from msgspec import Struct

from parity.snapshot.org_setup import IntegrationUser, Part
from parity.snapshot.records import Snapshot
from parity.snapshot.sign_in import InstalledApp, IpRange

#: The addresses that Adobe publishes for Marketo Measure, first and last of each range:
#: https://experienceleague.adobe.com/en/docs/marketo-measure/using/security-and-compliance/compliance-related-resources/security-session-restrictions-ip-addresses-to-allowlist
ADOBE_RANGES = (
    ("20.186.163.0", "20.186.163.15"),
    ("23.100.229.112", "23.100.229.127"),
    ("52.162.84.192", "52.162.84.207"),
)
#: What the label of Marketo Measure's app holds, under its old or its new name; Adobe publishes none.
_OF_MARKETO_MEASURE = ("bizible", "marketo measure")
#: The canvas app that its package brings is another one:
#: https://experienceleague.adobe.com/en/docs/marketo-measure/using/configuration-and-setup/marketo-measure-and-salesforce/marketo-measure-insights-configuration
_OF_THE_CANVAS = "insights"
MAY_APPROVE_APPS, ANY_API_CLIENT = "PermissionsCanApproveUninstalledApps", "PermissionsUseAnyApiClient"
_CONVERTED_LEADS = "PermissionsAllowViewEditConvertedLeads"
_FULL_LICENSE = "SFDC"
#: User licences without leads, by definition key: the platform, Chatter, content and portal licences of
#: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_userlicense.htm
_WITHOUT_LEADS = frozenset(
    {"AUL", "AUL1", "AUL_LIGHT", "FDC_ONE", "FDC_SUB", "PID_CHATTER", "PID_CONTENT", "PID_FDC_FREE"}
)
#: Licences for integrations, by name: the reference has no key for them.
_OF_INTEGRATIONS = frozenset({"salesforce integration", "salesforce platform integration"})
_DAY = 24 * 60
_EVERY_ADDRESS = (str(IPv4Address(0)), str(IPv4Address(2**32 - 1)))


class Standing(StrEnum):
    """What the snapshots say of one thing that Authorize can fail on."""

    PROVEN = "proven"
    REFUSED = "refused"
    OPEN = "open"


class Check(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One thing that Authorize can fail on: its standing, and why. `id` is that of the question in the checklist;
    `about` names the app, user or profile; `lacking` is what an org would have to admit.
    """

    id: str
    standing: Standing
    why: str
    about: str = ""
    lacking: tuple[str, ...] = ()


APP, USER, LICENCE = "authorize-app", "authorize-user", "authorize-licence"
IP_RANGES, LOGIN_HOURS = "authorize-ip-ranges", "authorize-login-hours"
NOT_INSTALLED, NOT_ADMIN_APPROVED = "neither installed nor allowed", "for admin-approved users only"


def authorize_checks(sandbox: Snapshot, production: Snapshot) -> tuple[Check, ...]:
    """Everything that Authorize can fail on and an org can show, in the order in which Salesforce checks it."""
    user = production.integration_user
    if user is None or not user.named or user.username is None:
        why = "the integration user could not be read" if user is None else "parity.yaml names no integration user"
        return tuple(_open(one, why) for one in (USER, LICENCE, IP_RANGES, LOGIN_HOURS, APP))
    return (
        _user(production, user),
        _licence(user),
        _ip_ranges(production),
        _login_hours(production),
        _app(sandbox, production, user),
    )


def app_names(sandbox: Snapshot) -> tuple[str, ...]:
    """The names under which Marketo Measure connects to the sandbox; empty where they are not known."""
    return tuple(sorted(filter(_is_of_marketo_measure, {*(sandbox.app_tokens or ()), *(sandbox.app_logins or ())})))


def _is_of_marketo_measure(app: str) -> bool:
    """Whether an app is, by its name, the one that Marketo Measure connects with."""
    small = app.casefold().replace("_", " ")
    return any(part in small for part in _OF_MARKETO_MEASURE) and _OF_THE_CANVAS not in small


def _open(check: str, why: str, about: str = "") -> Check:
    return Check(id=check, standing=Standing.OPEN, why=why, about=about)


def _proven(check: str, why: str, about: str = "") -> Check:
    return Check(id=check, standing=Standing.PROVEN, why=why, about=about)


def _refused(check: str, why: str, about: str, lacking: Iterable[str] = ()) -> Check:
    return Check(id=check, standing=Standing.REFUSED, why=why, about=about, lacking=tuple(lacking))


def _unread(snapshot: Snapshot, part: Part) -> str:
    return next((one.reason for one in snapshot.unread if one.part is part), "it is not in the snapshot")


def _user(production: Snapshot, user: IntegrationUser) -> Check:
    who, state = user.username or "", production.login_state
    if user.active is False:
        return _refused(USER, "inactive", who)
    if state is None or user.active is None:
        return _open(USER, _unread(production, Part.LOGIN_STATE), who)
    if state.frozen:
        return _refused(USER, "frozen", who)
    if state.locked:
        return _open(USER, "it is locked after wrong passwords, for a time or until an administrator unlocks it", who)
    return _proven(USER, "active, neither frozen nor locked", who)


def _licence(user: IntegrationUser) -> Check:
    name = user.license_name or user.license or "unknown"
    if user.permissions.get(_CONVERTED_LEADS):
        return _proven(LICENCE, "View and Edit Converted Leads is granted, so its licence holds it", name)
    if user.license == _FULL_LICENSE:
        return _proven(LICENCE, "a full CRM licence", name)
    if user.license in _WITHOUT_LEADS or name.casefold() in _OF_INTEGRATIONS:
        return _refused(LICENCE, "it cannot hold View and Edit Converted Leads", name)
    return _open(LICENCE, f"whether the licence {name} can hold View and Edit Converted Leads is not known", name)


def _ip_ranges(production: Snapshot) -> Check:
    limits = production.login_limits
    if limits is None:
        return _open(IP_RANGES, _unread(production, Part.LOGIN_LIMITS))
    if not limits.ip_ranges:
        return _proven(IP_RANGES, "the profile has no login IP ranges", limits.profile)
    lacking = [f"{first} to {last}" for first, last in ADOBE_RANGES if not _is_covered(first, last, limits.ip_ranges)]
    if lacking and any(_numbers(one) is None for one in limits.ip_ranges):
        return _open(IP_RANGES, "a login IP range of the profile is no range of addresses that is understood")
    if lacking:
        return _refused(IP_RANGES, "its login IP ranges keep Marketo Measure's addresses out", limits.profile, lacking)
    if not _is_covered(*_EVERY_ADDRESS, limits.ip_ranges):
        return _open(
            IP_RANGES,
            "the profile's login IP ranges admit Adobe's published addresses; whether they admit the address of "
            "whoever clicks Authorize, no org tells",
            limits.profile,
        )
    return _proven(IP_RANGES, "the profile's login IP ranges admit every address", limits.profile)


def _is_covered(first: str, last: str, ranges: Iterable[IpRange]) -> bool:
    """Whether every address from `first` to `last` is in some range; ranges may follow one another."""
    reached, end = int(IPv4Address(first)), int(IPv4Address(last))
    for start, stop in sorted(found for one in ranges if (found := _numbers(one))):
        if start <= reached <= stop:
            reached = stop + 1
    return reached > end


def _numbers(one: IpRange) -> tuple[int, int] | tuple[()] | None:
    """A range of IPv4 addresses, also written as IPv6, as numbers; empty for one of IPv6, in which Adobe has none; null
    for what is no range, because it ends before it starts or reaches from the one into the other:
    https://help.salesforce.com/s/articleView?id=000381914&type=1
    """
    try:
        both = [ip_address(one.start), ip_address(one.end)]
    except ValueError:
        return None
    start, stop = (found.ipv4_mapped if isinstance(found, IPv6Address) else found for found in both)
    if (start is None) is not (stop is None) or int(both[0]) > int(both[1]):
        return None
    return (int(start), int(stop)) if start is not None and stop is not None else ()


def _login_hours(production: Snapshot) -> Check:
    limits = production.login_limits
    if limits is None:
        return _open(LOGIN_HOURS, _unread(production, Part.LOGIN_LIMITS))
    ending = [
        f"{one.day} {_clock(one.start)} to {_clock(one.end)}" for one in limits.hours if one.start > 0 or one.end < _DAY
    ]
    if ending:
        return _refused(LOGIN_HOURS, "its login hours end", limits.profile, ending)
    return _proven(LOGIN_HOURS, "the profile's login hours do not end", limits.profile)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _app(sandbox: Snapshot, production: Snapshot, user: IntegrationUser) -> Check:
    names = app_names(sandbox)
    about = ", ".join(names)
    if not names:
        return _open(APP, _why_unnamed(sandbox))
    if production.installed_apps is None:
        return _open(APP, _unread(production, Part.INSTALLED_APPS), about)
    by_name = {one.name.casefold(): one for one in production.installed_apps}
    installed = [by_name[name.casefold()] for name in names if name.casefold() in by_name]
    if len(installed) == len(names):
        return _permitted(installed, user, about)
    if installed:
        return _open(APP, "the sandbox knows it by several names, of which not every one is installed", about)
    return _not_installed(production, user, names, about)


def _why_unnamed(sandbox: Snapshot) -> str:
    """Why the app's name is not known: what the sandbox would not show, or what it showed in place of it."""
    shown = sorted({*(sandbox.app_tokens or ()), *(sandbox.app_logins or ())})
    if shown:
        return f"the sandbox's integration user uses no app that is plainly Marketo Measure's, but: {', '.join(shown)}"
    part = Part.APP_TOKENS if sandbox.app_tokens is None else Part.APP_LOGINS
    return f"the app's name could not be read in the sandbox ({_unread(sandbox, part)})"


def _permitted(installed: list[InstalledApp], user: IntegrationUser, about: str) -> Check:
    limited = [one for one in installed if one.admin_approved_only]
    if not limited:
        return _proven(APP, "installed in production, and all users may authorise it themselves", about)
    if user.connected_apps is None:
        return _open(APP, "it is for admin-approved users only, and for whom could not be read", about)
    if all(one.id in user.connected_apps for one in limited):
        return _proven(APP, f"installed in production, and approved for {user.username}", about)
    if user.permissions.get(ANY_API_CLIENT):
        return _open(
            APP,
            f"it is for admin-approved users only, of whom {user.username} is none but holds Use Any API Client",
            about,
        )
    return _refused(APP, NOT_ADMIN_APPROVED, about)


def _not_installed(production: Snapshot, user: IntegrationUser, names: tuple[str, ...], about: str) -> Check:
    approve, any_client = user.permissions.get(MAY_APPROVE_APPS), user.permissions.get(ANY_API_CLIENT)
    alike = sorted(one.name for one in production.installed_apps or () if _is_of_marketo_measure(one.name))
    if approve and any_client:
        return _proven(APP, f"{user.username} holds Approve Uninstalled Connected Apps and Use Any API Client", about)
    if alike:
        return _open(APP, f"it is not installed under that name, but there is: {', '.join(alike)}", about)
    if approve is None:
        return _open(APP, "it is not installed, and the org does not tell who may approve uninstalled apps", about)
    if approve:
        return _open(
            APP,
            f"it is not installed; {user.username} holds Approve Uninstalled Connected Apps, which is enough unless "
            "API Access Control is on, and no API tells that",
            about,
        )
    return _not_allowed(production, user, names, about)


def _not_allowed(production: Snapshot, user: IntegrationUser, names: tuple[str, ...], about: str) -> Check:
    """Of an app that is not installed, to a user who may not approve it."""
    if production.app_tokens is None:
        return _open(APP, f"it is not installed, and {_unread(production, Part.APP_TOKENS)}", about)
    if {one.casefold() for one in names} & {one.casefold() for one in production.app_tokens}:
        return _open(APP, f"it is not installed, but {user.username} has authorised it before", about)
    if user.permissions.get(ANY_API_CLIENT):
        return _open(
            APP,
            f"it is not installed; {user.username} holds Use Any API Client, which since December 2025 lets nobody "
            "authorise an uninstalled app, as Salesforce says",
            about,
        )
    return _refused(APP, NOT_INSTALLED, about)
