"""The signed-in user's system permissions, which decide whether an empty answer is believed."""

from parity.orgs.snapshot_part import SoFar

USER_PERMISSION_ACCESS = "UserPermissionAccess"

#: System permissions of the signed-in user that decide what describe and the Tooling API show.
PERMISSIONS = (
    "PermissionsApiEnabled",
    "PermissionsAuthorApex",
    "PermissionsCustomizeApplication",
    "PermissionsModifyAllData",
    "PermissionsViewAllData",
    "PermissionsViewSetup",
    "PermissionsInstallPackaging",
    "PermissionsManageSandboxes",
)
#: Of these a feature or an edition brings the column: recorded describes of real orgs lack Manage Sandboxes, and an
#: edition without Apex knows no Author Apex. Whoever lacks the column lacks the permission.
OPTIONAL_PERMISSIONS = (
    "PermissionsAuthorApex",  # an edition with Apex
    "PermissionsInstallPackaging",  # packages of AppExchange
    "PermissionsManageSandboxes",  # sandboxes
)


def permissions_of(so_far: SoFar) -> dict[str, bool] | None:
    """The system permissions of the signed-in user; null where the org did not say."""
    rows = so_far.answers[USER_PERMISSION_ACCESS].records
    return {name: rows[0].get(name) is True for name in PERMISSIONS} if rows else None


def may_view_setup(so_far: SoFar) -> bool:
    """Whether the signed-in user is known to have View Setup and Configuration."""
    return (permissions_of(so_far) or {}).get("PermissionsViewSetup") is True
