"""Templates of what parity says about Authorize and in the checklist: the keys of their translations."""

#: Why a part of an org that tells of Authorize was not read. Such a reason also stands inside of an answer.
UNREAD = (
    "the integration user was not found",
    "UserLogin tells it only with Manage Users",
    "UserLogin showed nothing",
    "the integration user's profile was not found",
    "the profile was shown without its login IP ranges and login hours",
    "the profile's login hours are no hours of a day that are understood",
    "OauthToken shows the tokens of others only with Customize Application",
    "LoginHistory shows the sign-ins of others only with Manage Users or Monitor Login History",
    "ConnectedApplication showed no app at all",
    "the profile could not be read ({error})",
    "{name} could not be read ({error})",
)
#: What the orgs tell of the questions on Authorize, where the items of the checklist stand, and why an answer holds no
#: longer. They stand before all other sentences: what is inside of one may look like another.
ANSWERS = (
    "the integration user could not be read",
    "parity.yaml names no integration user",
    "active, neither frozen nor locked",
    "View and Edit Converted Leads is granted, so its licence holds it",
    "a full CRM licence",
    "it is locked after wrong passwords, for a time or until an administrator unlocks it",
    "whether the licence unknown can hold View and Edit Converted Leads is not known",
    "whether the licence {name} can hold View and Edit Converted Leads is not known",
    "the profile has no login IP ranges",
    "a login IP range of the profile is no range of addresses that is understood",
    "its login IP ranges keep Marketo Measure's addresses out",
    "the profile's login IP ranges admit Adobe's published addresses; whether they admit the address of whoever clicks "
    "Authorize, no org tells",
    "the profile's login IP ranges admit every address",
    "the profile's login hours do not end",
    "its login hours end",
    "{user} holds Approve Uninstalled Connected Apps and Use Any API Client",
    "the sandbox knows it by several names, of which not every one is installed",
    "the sandbox's integration user uses no app that is plainly Marketo Measure's, but: {names}",
    "the app's name could not be read in the sandbox ({why})",
    "installed in production, and all users may authorise it themselves",
    "installed in production, and approved for {user}",
    "it is for admin-approved users only, and for whom could not be read",
    "it is for admin-approved users only, of whom {user} is none but holds Use Any API Client",
    "it is not installed under that name, but there is: {names}",
    "it is not installed, and the org does not tell who may approve uninstalled apps",
    "it is not installed; {user} holds Approve Uninstalled Connected Apps, which is enough unless API Access Control "
    "is on, and no API tells that",
    "it is not installed, but {user} has authorised it before",
    "it is not installed; {user} holds Use Any API Client, which since December 2025 lets nobody authorise an "
    "uninstalled app, as Salesforce says",
    "it is not installed, and {why}",
    "answered {moment} of another integration user or production org: answer it again",
    "answered {moment}, and an answer holds for {days}: answer it again",
    "proven by the orgs",
    "recorded",
    "open",
)
#: Who recorded an item of the checklist, and when.
RECORDED = "{moment} by {person}"
