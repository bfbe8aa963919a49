"""What to grant to the signed-in user, worded once: the fix of whatever was refused."""

#: System permissions under their names in Setup.
VIEW_SETUP = "View Setup and Configuration"
AUTHOR_APEX = "Author Apex"
DOWNLOAD_PACKAGES = "Download AppExchange Packages"
MANAGE_SANDBOXES = "Manage Sandboxes"
_PRODUCTIONS = "production's signed-in user"


def grant(*permissions: str, to: str = "the signed-in user") -> str:
    """The sentence that asks for system permissions."""
    return f"Grant {' and '.join(permissions)} to {to} (Permission Set > System Permissions)."


READ_SETUP = grant(VIEW_SETUP)
READ_SETUP_OF_PRODUCTION = grant(VIEW_SETUP, to=_PRODUCTIONS)
READ_APEX = grant(VIEW_SETUP, AUTHOR_APEX)
READ_SANDBOXES = grant(VIEW_SETUP, MANAGE_SANDBOXES, to=_PRODUCTIONS)
READ_PACKAGES = grant(VIEW_SETUP, DOWNLOAD_PACKAGES)
READ_ORGANIZATION = "The signed-in user needs API Enabled and read access to Organization."
READ_CAMPAIGN = "Grant Read on Campaign."
READ_OPPORTUNITY = "Grant Read on Opportunity to the signed-in user."
READ_THESE_OBJECTS = "Grant Read on these objects (Permission Set > Object Settings)."
READ_TOUCHPOINTS = (
    "Install the package, and grant Read on Buyer Touchpoint, Buyer Attribution Touchpoint and "
    "their fields to the signed-in user (permission set Marketo Measure Standard User)."
)
SIGN_IN_AS_INTEGRATION_USER = "Sign in to this org as the integration user."


def read_object(name: str) -> str:
    """What to grant where an object may not be described."""
    return f"Grant Read on {name} to the signed-in user (Permission Set > Object Settings > {name})."
