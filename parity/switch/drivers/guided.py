"""A person carries the switch out on the settings page: documented steps, a typed confirmation each, and a look
into production Salesforce afterwards.

Steps: https://experienceleague.adobe.com/en/docs/marketo-measure/using/configuration-and-setup/marketo-measure-and-salesforce/salesforce-sandbox-to-production-migration
"""

from collections.abc import Callable
from datetime import datetime

from parity.config.drivers import GuidedDriver
from parity.config.project import Project
from parity.errors import CouldNotLook, DriverError, ParityError
from parity.ledger.records import CLOCKS_MAY_DIFFER, utc_moment
from parity.orgs.after_switch import logins_of_user, tokens_of_app
from parity.orgs.api_version import choose_version
from parity.orgs.client import Answer, OrgClient, query
from parity.orgs.parts.organization import ORGANIZATION
from parity.orgs.parts.user import user_named
from parity.snapshot.ids import same_org
from parity.switch.drivers.interface import (
    DriverContext,
    DriverKind,
    Instruction,
    Person,
    Phase,
    TenantView,
    Trace,
    Verification,
)

_PATH = "My Account > Settings > Integrations > Connections"
_SHOWN = {
    "none": Phase.NOT_CONNECTED,
    "sandbox": Phase.SANDBOX,
    "deleting": Phase.DELETING,
    "production": Phase.PRODUCTION,
}
_MOST_TRIES = 3
_LOOK_AGAIN = "Look again at the page, and run `parity switch` again: it goes on from here."


class GuidedTenant:
    """The operator performs each step by hand and confirms it."""

    name = "guided"
    takes_statement = True
    # Nobody sits at a terminal for three days: a wait ends the run, and the next one goes on.
    poll_seconds = 1.0
    wait_seconds = 0.0

    def __init__(
        self, settings: GuidedDriver, project: Project, person: Person, production: Callable[[], OrgClient]
    ) -> None:
        self._settings = settings
        self._tenant = project.tenant
        self._integration_user = project.orgs.production.integration_user
        self._person = person
        self._production = production

    def observe(self) -> TenantView:
        """Ask the operator what the page shows."""
        self._person.tell(f"Open {self._settings.page} and go to {_PATH}.")
        self._person.open_page(self._settings.page)
        words = ", ".join(_SHOWN)
        phase = _SHOWN[self._one_of(f"Which connection does it show? ({words})", tuple(_SHOWN))]
        if phase is Phase.NOT_CONNECTED:
            return TenantView(tenant=self._tenant.name, phase=phase)
        org_id = self._person.ask("Which org id does it show, or does that org show in Setup > Company Information?")
        return TenantView(tenant=self._tenant.name, phase=phase, org_id=org_id.strip())

    def ask_deletion(self, order: Instruction) -> str:
        """Step 2 of the documented migration."""
        self._person.tell(
            f"Delete the sandbox connection ({order.sandbox_org}):\n"
            f"  1. On {_PATH}, press the bin icon beside it.\n"
            f"  2. Type the business name, {order.tenant}, and confirm.\n"
            "  3. Wait until the connection shows 'Deletion in progress'."
        )
        return self._confirmed("deletion asked")

    def authorise_production(self, order: Instruction) -> str:
        """Step 3 of the documented migration."""
        self._person.tell(
            f"Connect production ({order.production_org}):\n"
            f"  1. On {_PATH}, press 'Set up New CRM connection' and choose Salesforce.\n"
            "  2. Choose Production, not Sandbox, and sign in as the integration user"
            f"{f' ({self._integration_user})' if self._integration_user else ''}.\n"
            "  3. Press Authorize, and wait until the connection shows.\n"
            "The key icon ('Reauthorize with Production') is something else: leave it alone."
        )
        return self._confirmed("production authorised")

    def look_for_trace(self, order: Instruction, since: datetime) -> Verification:
        """Look in production for a token of the connected app, or a login through it, by the integration user."""
        if not self._integration_user:
            return _blind("orgs.production.integration_user is not set in parity.yaml.")
        try:
            return self._looked(order, self._integration_user, since)
        except ParityError as problem:
            return _blind(str(problem.what))

    def _looked(self, order: Instruction, username: str, since: datetime) -> Verification:
        client = self._production()
        version = choose_version([client.versions()])
        answers = client.ask_together(
            version,
            [
                query("Organization", ORGANIZATION),
                query("User", user_named(username)),
            ],
        )
        organizations = answers["Organization"].records
        if not organizations or not same_org(str(organizations[0].get("Id")), order.production_org):
            raise CouldNotLook("the production sign-in is not of the org that was authorised")
        users = answers["User"].records
        if not users:
            return _blind(f"The user {username} is not to be seen in production.")
        user_id, app = str(users[0].get("Id")), self._settings.connected_app
        traces = client.ask_together(
            version,
            [
                query("OAuthToken", tokens_of_app(app, user_id)),
                query("LoginHistory", logins_of_user(user_id)),
            ],
        )
        return _verification(traces["OAuthToken"], traces["LoginHistory"], f"{app} by {username}", app, since)

    def _confirmed(self, words: str) -> str:
        self._one_of(f"Type '{words}' when it is done (Ctrl+C leaves; nothing is lost)", (words,))
        return f"typed by the operator: {words}"

    def _one_of(self, question: str, answers: tuple[str, ...]) -> str:
        for _ in range(_MOST_TRIES):
            answer = " ".join(self._person.ask(question).split()).casefold()
            if answer in answers:
                return answer
            self._person.tell(f"That is none of: {', '.join(answers)}.")
        raise DriverError("the answer was not understood", fix=_LOOK_AGAIN)


def _verification(tokens: Answer, logins: Answer, what: str, app: str, since: datetime) -> Verification:
    begun = since - CLOCKS_MAY_DIFFER
    fresh_tokens = [
        row
        for row in tokens.records
        if _is_after(row.get("CreatedDate"), begun) or _is_after(row.get("LastUsedDate"), begun)
    ]
    fresh_logins = [
        row
        for row in logins.records
        if row.get("Application") == app and row.get("Status") == "Success" and _is_after(row.get("LoginTime"), begun)
    ]
    if fresh_tokens:
        return Verification(trace=Trace.FOUND, detail=f"production shows a token of {what}.")
    if fresh_logins:
        return Verification(
            trace=Trace.FOUND, detail=f"production shows a login through {what} at {fresh_logins[0].get('LoginTime')}."
        )
    if tokens.is_good and logins.is_good:
        return Verification(
            trace=Trace.NOT_FOUND,
            detail=f"production shows neither a token of {what} nor a login since {since:%Y-%m-%d %H:%M} UTC.",
        )
    errors = ", ".join(one.error for one in (tokens, logins) if not one.is_good)
    return _blind(f"OAuthToken and LoginHistory could not both be read ({errors}).")


def _is_after(text: object, moment: datetime) -> bool:
    try:
        return utc_moment(str(text)) >= moment
    except ValueError:
        return False


def _blind(why: str) -> Verification:
    return Verification(trace=Trace.COULD_NOT_LOOK, detail=why)


def open_driver(settings: GuidedDriver, context: DriverContext) -> GuidedTenant:
    """The driver; production is signed in to when it is looked at."""
    return GuidedTenant(settings, context.project, context.person, context.production)


DRIVER = DriverKind(settings=GuidedDriver, open=open_driver)
