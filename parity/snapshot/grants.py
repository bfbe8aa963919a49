"""What to grant to the signed-in user, worded once: the fix of whatever was refused."""

_SYSTEM = "to the signed-in user (Permission Set > System Permissions)."

READ_SETUP = f"Grant View Setup and Configuration {_SYSTEM}"
READ_APEX = f"Grant View Setup and Configuration and Author Apex {_SYSTEM}"
READ_SANDBOXES = "Grant View Setup and Configuration and Manage Sandboxes to production's signed-in user."
READ_PACKAGES = f"Grant View Setup and Configuration and Download AppExchange Packages {_SYSTEM}"
COUNT_RECORDS = "Grant View Setup and Configuration."
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
