"""Connected apps: which are installed, who has authorised which, who signed in with which, and what a profile limits.

`connected_apps`, `profiles` and `users` in the notation of definitions/setup.yaml.
"""

from parity.simulator.identifiers import record_id
from parity.simulator.records import Row, SimulatedOrg, User

#: User licences by definition key, as the object reference names them; the key of Salesforce Integration is on no page.
_LICENSES = {
    "SFDC": "Salesforce",
    "AUL": "Salesforce Platform",
    "PID_CHATTER": "Chatter Free",
    "Salesforce_Integration": "Salesforce Integration",
}
_BROWSER = "Browser"


def app_id(org: SimulatedOrg, name: str) -> str:
    """The id of an app, which differs from org to org."""
    return record_id("0H4", f"{org.setup['role']} {name}")


def license_row(key: str) -> Row:
    """One row of UserLicense."""
    name = _LICENSES.get(key, key)
    return {
        "Id": record_id("100", key),
        "LicenseDefinitionKey": key,
        "Name": name,
        "MasterLabel": name,
        "Status": "Active",
        "TotalLicenses": 10,
        "UsedLicenses": 1,
    }


def license_rows() -> list[Row]:
    """UserLicense."""
    return [license_row(key) for key in _LICENSES]


def profile_metadata(org: SimulatedOrg, name: str, license_key: str) -> Row:
    """Metadata of a profile, of which the limits of signing in; hours are texts, as the Metadata API writes them."""
    spec = org.setup["profiles"].get(name, {})
    hours = {
        f"{day}{end}": str(minutes)
        for day, times in spec.get("hours", {}).items()
        for end, minutes in zip(("Start", "End"), times, strict=True)
    }
    return {
        "custom": True,
        "userLicense": license_row(license_key)["Name"],
        "loginHours": hours or None,
        "loginIpRanges": [
            {"startAddress": start, "endAddress": end, "description": None} for start, end in spec.get("ip_ranges", ())
        ],
    }


def installed_app_rows(org: SimulatedOrg) -> list[Row]:
    """ConnectedApplication: the apps that an administrator has installed."""
    return [
        {
            "Id": app_id(org, name),
            "Name": name,
            "OptionsAllowAdminApprovedUsersOnly": spec.get("admin_approved", False),
            "OptionsHasSessionLevelPolicy": False,
            "OptionsRefreshTokenValidityMetric": False,
        }
        for name, spec in org.setup["connected_apps"].items()
        if spec.get("installed")
    ]


def app_access_rows(org: SimulatedOrg, holder: str, parent_id: str) -> list[Row]:
    """SetupEntityAccess of one permission set or profile: the apps that name it."""
    return [
        {
            "Id": record_id("0J0", f"{parent_id} {name}"),
            "ParentId": parent_id,
            "SetupEntityId": app_id(org, name),
            "SetupEntityType": "ConnectedApplication",
        }
        for name, spec in org.setup["connected_apps"].items()
        if holder in spec.get("access", ())
    ]


def token_rows(org: SimulatedOrg) -> list[Row]:
    """OauthToken: one for each app and user who has authorised it. Its Id is always null."""
    return [
        {"Id": None, "AppName": name, "UserId": user.id, "UseCount": 42, "LastUsedDate": _day(org)}
        for name, user in _uses(org)
    ]


def login_rows(org: SimulatedOrg) -> list[Row]:
    """LoginHistory: each use of an app, and everybody in a browser."""
    people = [(_BROWSER, user) for user in org.users.values()]
    return [_login(org, name, user) for name, user in (*people, *_uses(org))]


def _login(org: SimulatedOrg, application: str, user: User) -> Row:
    return {
        "Id": record_id("0Ya", f"{application} {user.id}"),
        "Application": application,
        "UserId": user.id,
        "Status": "Success",
        "LoginType": "Application" if application == _BROWSER else "Remote Access 2.0",
        "LoginTime": _day(org),
        "SourceIp": "52.162.84.192",
    }


def _uses(org: SimulatedOrg) -> list[tuple[str, User]]:
    return [
        (name, org.users[key])
        for name, spec in org.setup["connected_apps"].items()
        for key in spec.get("used_by", ())
        if key in org.users
    ]


def _day(org: SimulatedOrg) -> str:
    return f"{org.setup['today']}T04:00:00.000+0000"
