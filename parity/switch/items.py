"""The items of the checklist: settings to record, questions to answer before the switch, and work to do after it.

https://experienceleague.adobe.com/en/docs/marketo-measure/using/configuration-and-setup/marketo-measure-and-salesforce/salesforce-sandbox-to-production-migration

docs/authorize.md says where the questions come from.
"""

from datetime import timedelta

from msgspec import Struct

from parity.marketo_measure import authorize
from parity.marketo_measure.authorize import ADOBE_RANGES


class ChecklistItem(Struct, frozen=True, kw_only=True):
    """One thing to do. `before`: before the switch, else after it.

    A question is answered with a note that says who looked, where, and what was seen; `clicks` lead there. An answer is
    valid for `holds_for`, or for ever where that is null.
    """

    id: str
    before: bool
    title: str
    is_question: bool = False
    clicks: str = ""
    holds_for: timedelta | None = None


def _question(item_id: str, title: str, clicks: str, holds_for: timedelta | None = None) -> ChecklistItem:
    return ChecklistItem(id=item_id, before=True, title=title, is_question=True, clicks=clicks, holds_for=holds_for)


#: What somebody saw in an org can change; what is known of people lasts.
_A_WEEK, _A_DAY = timedelta(days=7), timedelta(days=1)
_USER = "Production > Setup > Users > the integration user"
_PROFILE = "Production > Setup > Profiles > the integration user's profile"
_RANGES = ", ".join(f"{first} to {last}" for first, last in ADOBE_RANGES)

#: Where the snapshots prove the answer, these are not asked.
AUTHORIZE_QUESTIONS = (
    _question(
        authorize.APP,
        "Authorize will not be refused: the app is installed, or the permission held: seen by whom, where",
        "Production > Setup > Connected Apps OAuth Usage: the app stands there (the sandbox's page shows its name), "
        "has no Install button and is not blocked. Where it does not: the integration user holds Approve Uninstalled "
        "Connected Apps, and API Access Control is not in Setup or not ticked; where ticked, Use Any API Client too.",
        _A_WEEK,
    ),
    _question(
        authorize.USER,
        "The integration user is active, neither frozen nor locked: seen by whom",
        f"{_USER}: Active is ticked, the button says Freeze and not Unfreeze, and there is no Unlock.",
        _A_WEEK,
    ),
    _question(
        authorize.LICENCE,
        "The integration user's licence can hold View and Edit Converted Leads: seen by whom",
        f"{_USER} > User License: Salesforce, the full one; no platform, Integration or Identity licence.",
        _A_WEEK,
    ),
    _question(
        authorize.IP_RANGES,
        "The profile's login IP ranges let Marketo Measure and the operator in: seen by whom",
        f"{_PROFILE} > Login IP Ranges: none, or with {_RANGES} and the address of whoever clicks Authorize.",
        _A_WEEK,
    ),
    _question(
        authorize.LOGIN_HOURS,
        "The profile's login hours do not end: seen by whom",
        f"{_PROFILE} > Login Hours: none.",
        _A_WEEK,
    ),
)

#: No org tells these, so they are always asked.
PEOPLE_QUESTIONS = (
    _question(
        "security-key",
        "Who holds the integration user's security key, and it is registered in production",
        f"{_USER} > Security Key or Built-In Authenticator: registered. Since July 2026 whoever has View All Data "
        "needs one to sign in, and one that is registered in the sandbox does not come along.",
    ),
    _question(
        "user-mailbox",
        "Who reads the integration user's mailbox during Authorize",
        f"{_USER} > Email: somebody reads it, and it does not end in .invalid. A private window asks for a code that "
        "Salesforce sends there.",
    ),
    _question(
        "admin-console",
        "An Admin Console admin of the tenant has signed in with Adobe ID",
        "Tenants from before September 2020 sign in with CRM credentials, which may go with the sandbox connection. "
        "Have a user and admin of the product profile (adminconsole.adobe.com > Products > Marketo Measure) sign in "
        "with Adobe ID. A younger tenant: note that.",
    ),
    _question(
        "no-save-and-process",
        "No Save and Process was pressed in the seven days before",
        "It locks its page and reprocesses for seven days: My Account > Settings > Channels, Segments, Attribution: no "
        "page is locked, and nobody has pressed it. This answer holds for a day.",
        _A_DAY,
    ),
)
QUESTIONS = (*AUTHORIZE_QUESTIONS, *PEOPLE_QUESTIONS)

ITEMS = (
    ChecklistItem(id="channels", before=True, title="Settings > Channels: online and offline channel rules recorded"),
    ChecklistItem(id="campaign-sync-rules", before=True, title="Settings > Campaigns: campaign sync rules recorded"),
    ChecklistItem(id="stage-mapping", before=True, title="Settings > Stage Mapping: stages and their order recorded"),
    ChecklistItem(id="segments", before=True, title="Settings > Segments: segment rules recorded"),
    ChecklistItem(
        id="suppression-rules", before=True, title="Settings > Touchpoints: suppression and removal rules recorded"
    ),
    *QUESTIONS,
    ChecklistItem(id="page-layouts", before=False, title="Marketo Measure sections and buttons on the page layouts"),
    ChecklistItem(id="permission-sets", before=False, title="Marketo Measure permission sets assigned"),
    ChecklistItem(id="report-sharing", before=False, title="The Marketo Measure report folders shared"),
    ChecklistItem(id="report-types", before=False, title="Unneeded Marketo Measure report types hidden"),
    ChecklistItem(
        id="revenue-workflow", before=False, title="The workflow for a custom revenue amount active, where one is used"
    ),
)
