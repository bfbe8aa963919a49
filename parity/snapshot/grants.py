"""What to grant to the signed-in user, in the same words wherever something was refused.

Each sentence names the permission, where to click, and what happens without it.
"""

#: System permissions under their names in Setup.
VIEW_SETUP = "View Setup and Configuration"
DOWNLOAD_PACKAGES = "Download AppExchange Packages"
MANAGE_SANDBOXES = "Manage Sandboxes"
VIEW_ALL_FIELDS = "View All Fields"
#: Objects without permissions of their own: they follow another object, or are there for everybody with Access
#: Activities. Their hidden fields are granted one by one.
WITHOUT_OWN_PERMISSIONS = frozenset({"CampaignMember", "Event", "OpportunityContactRole", "Task"})
_PRODUCTIONS = "production's signed-in user"
_SETS = "Setup > Permission Sets > a set of this user"
_WITHOUT = "Without it: INCONCLUSIVE."


def grant(permission: str, to: str = "the signed-in user") -> str:
    """The sentence that asks for a system permission."""
    return f"Grant {permission} to {to}: {_SETS} > System Permissions. {_WITHOUT}"


READ_SETUP = grant(VIEW_SETUP)
READ_SETUP_OF_PRODUCTION = grant(VIEW_SETUP, to=_PRODUCTIONS)
#: Author Apex shows triggers too, but it may also write them.
READ_APEX = READ_SETUP
READ_SANDBOXES = grant(MANAGE_SANDBOXES, to=_PRODUCTIONS)
READ_PACKAGES = grant(DOWNLOAD_PACKAGES)
#: What shows how the integration user may sign in. These rights do more than read, so parity asks a person rather than
#: have them granted.
_OR_SIGN_IN = "Or sign in as the integration user, or answer it: parity checklist."
SEE_APPS = f"{VIEW_SETUP} shows it. Or answer it: parity checklist."
SEE_TOKENS = f"Customize Application shows the tokens of others. {_OR_SIGN_IN}"
SEE_LOGINS = f"Monitor Login History shows the sign-ins of others. {_OR_SIGN_IN}"
SEE_FROZEN = "Manage Users shows who is frozen. Or answer it: parity checklist."
READ_ORGANIZATION = "The signed-in user needs API Enabled and read access to Organization."


def read_object(name: str) -> str:
    """What to grant where an object may not be described."""
    return f"Grant Read on {name} to the signed-in user: {_SETS} > Object Settings > {name}. {_WITHOUT}"


def read_fields(name: str, to: str = "the signed-in user") -> str:
    """What to grant where fields of an object are hidden: one right for all of them, since API 63.0."""
    what = f"{VIEW_ALL_FIELDS} on {name} (or Read Access on each of its fields)"
    if name in WITHOUT_OWN_PERMISSIONS:
        what = f"Read Access on these fields of {name}"
    return f"Grant {what} to {to}: {_SETS} > Object Settings > {name}. {_WITHOUT}"


#: A deployed field is visible to nobody, not even to who deployed it: forcedotcom/idecore#56.
AFTER_A_DEPLOYMENT = (
    "A field that was just deployed is there and visible to nobody: assign the permission set that grants it "
    "(README.md of `parity repair` has the command)."
)
READ_CAMPAIGN = read_object("Campaign")
READ_OPPORTUNITY = read_object("Opportunity")
READ_THESE_OBJECTS = (
    "Grant Read on Campaign and Opportunity, which campaign members and contact roles follow, and Access Activities "
    f"for Task and Event, to the signed-in user: {_SETS} > Object Settings, System Permissions. {_WITHOUT}"
)
READ_TOUCHPOINTS = (
    "Install the package, and grant Read and View All Fields on Buyer Touchpoint and Buyer Attribution Touchpoint to "
    f"the signed-in user: {_SETS} > Object Settings. {_WITHOUT}"
)
NAME_FEWER_FIELDS = (
    "Name fewer fields under `policy.fields`, and check again. Where it stays so: sign in as the integration user "
    "(`integration_user: me`), from a network that Salesforce knows it by."
)
