"""What Salesforce answers to a click on Authorize: the refusal that this org would give, in Salesforce's words.

Words of the sign-in and of OAuth: https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_flow_errors.htm
Apps that are not installed: https://help.salesforce.com/s/articleView?id=005132365&type=1
Use Any API Client since December 2025: https://help.salesforce.com/s/articleView?id=005228838&type=1
"""

from ipaddress import IPv4Address, IPv6Address, ip_address

from msgspec import Struct

from parity.simulator.records import Row, SimulatedOrg, User
from parity.simulator.rights import may

#: Where Marketo Measure signs in from.
ADDRESSES = ("20.186.163.7", "23.100.229.120", "52.162.84.200")
_DAY = 24 * 60
#: An org that Salesforce has not brought the restriction to yet has no permission that gets around it either.
_RESTRICTIONS = "ConnectedAppUsageRestrictions"
Address = IPv4Address | IPv6Address


class Refusal(Struct, frozen=True, kw_only=True):
    """An OAuth error: its code, and its description in the address or on the page."""

    code: str
    message: str


_NOT_INSTALLED = Refusal(
    code="OAUTH_APPROVAL_ERROR_GENERIC",
    message="error=invalid_client&error_description=app+must+be+installed+into+org. An unexpected error has occured "
    "during authentication. Please try again.",
)
_BLOCKED = Refusal(code="OAUTH_APP_BLOCKED", message="this app is blocked by admin")
_NOT_APPROVED = Refusal(code="OAUTH_APP_ACCESS_DENIED", message="user is not admin approved to access this app")
_RESTRICTED = Refusal(code="invalid_grant", message="ip restricted or invalid login hours")
_INACTIVE = Refusal(code="inactive_user", message="User is inactive")
_FROZEN = Refusal(
    code="login_failed",
    message="Please check your username and password. If you still can't log in, "
    "contact your Salesforce administrator.",
)


def authorize(org: SimulatedOrg, key: str, app: str) -> Refusal | None:
    """The refusal that the user `key` gets for `app`; null where Salesforce lets it in."""
    user = org.users[key]
    if not user.active:
        return _INACTIVE
    if user.frozen:
        return _FROZEN
    if _is_kept_out(org.setup["profiles"].get(user.profile, {})):
        return _RESTRICTED
    return _of_app(org, key, user, org.setup["connected_apps"].get(app, {}))


def _is_kept_out(profile: Row) -> bool:
    """Whether some address of Marketo Measure, or some hour of the week, is outside of the profile's limits."""
    limits = profile.get("ip_ranges", ())
    ranges = [(ip_address(start), ip_address(end)) for start, end in limits]
    outside = [one for one in ADDRESSES if not any(_is_between(ip_address(one), *each) for each in ranges)]
    ends = any(start > 0 or end < _DAY for start, end in profile.get("hours", {}).values())
    return bool(limits and outside) or ends


def _is_between(one: Address, start: Address, end: Address) -> bool:
    return one.version == start.version and int(start) <= int(one) <= int(end)


def _of_app(org: SimulatedOrg, key: str, user: User, spec: Row) -> Refusal | None:
    any_client = may(org, user, "UseAnyApiClient")
    if spec.get("installed"):
        named = any_client or {user.profile, *user.permission_sets} & set(spec.get("access", ()))
        return _NOT_APPROVED if spec.get("admin_approved") and not named else None
    if org.setup["api_access_control"] and not any_client:
        return _BLOCKED
    if _RESTRICTIONS not in org.features:
        return None
    is_known = key in spec.get("used_by", ()) or may(org, user, "CanApproveUninstalledApps")
    return None if is_known else _NOT_INSTALLED
