"""The operator carries the switch out on the settings page, as Adobe documents it; parity then looks into production.

Steps:
https://experienceleague.adobe.com/en/docs/marketo-measure/using/configuration-and-setup/marketo-measure-and-salesforce/salesforce-sandbox-to-production-migration

The table of connections shows PLATFORM, ORG ID, ACCOUNT NAME, USERNAME and STATUS (a picture on that page): the only
proof on Adobe's side of which org is connected. So the operator types the end of the ORG ID twice, before deleting and
after Authorize, and parity compares it; everything else is yes or no.
"""

from collections.abc import Mapping
from datetime import datetime

from parity.config.drivers import GuidedDriver
from parity.config.project import ME
from parity.errors import DriverError, SwitchRefused
from parity.ledger.states import UNDER_WAY, State
from parity.snapshot.ids import full_id, same_org
from parity.snapshot.records import Role
from parity.switch.asking import asked, yes, yes_no
from parity.switch.drivers import guided_texts as texts
from parity.switch.drivers.interface import (
    DriverContext,
    DriverKind,
    Instruction,
    Phase,
    TenantView,
    Verification,
)
from parity.switch.trace import look_for_trace

#: What is asked first: what the page most likely shows, so that one question is enough.
_AT_THE_START = (Phase.SANDBOX, Phase.DELETING, Phase.NOT_CONNECTED, Phase.PRODUCTION)
_WHILE_DELETING = (Phase.NOT_CONNECTED, Phase.DELETING, Phase.PRODUCTION, Phase.SANDBOX)
_AFTERWARDS = (Phase.PRODUCTION, Phase.NOT_CONNECTED, Phase.DELETING, Phase.SANDBOX)
_FIRST_ASKED: Mapping[State | None, tuple[Phase, ...]] = {
    State.DELETION_ASKED: _WHILE_DELETING,
    State.DELETING: _WHILE_DELETING,
    State.DELETED: _WHILE_DELETING,
    State.AUTHORISED: _AFTERWARDS,
    State.VERIFIED: _AFTERWARDS,
    State.PRODUCTION: _AFTERWARDS,
}
#: By here the operator has compared production's ORG ID.
_COMPARED = frozenset({State.AUTHORISED, State.VERIFIED, State.PRODUCTION})
_LOOK_AGAIN = "Look again at the page, and run `parity switch` again: it goes on from here."


class GuidedTenant:
    """The operator performs each step by hand and confirms it."""

    name = "guided"
    takes_statement = True
    # Nobody sits at a terminal for three days: a wait ends the run, and the next one goes on.
    poll_seconds = 1.0
    wait_seconds = 0.0

    def __init__(self, settings: GuidedDriver, context: DriverContext) -> None:
        self._settings = settings
        self._context = context
        self._person = context.person
        tenant, orgs = context.project.tenant, context.project.orgs
        self._name = tenant.name
        self._org_ids = {Role.SANDBOX: str(tenant.sandbox_org), Role.PRODUCTION: str(tenant.production_org)}
        self._users = {Role.SANDBOX: orgs.sandbox.integration_user, Role.PRODUCTION: orgs.production.integration_user}
        #: What the operator saw last: nothing but an action of theirs changes it within a run.
        self._seen: TenantView | None = None

    def observe(self) -> TenantView:
        """What the operator sees on the page; asked once in a run."""
        if self._seen is None:
            self._seen = self._looked()
        return self._seen

    def ask_deletion(self, order: Instruction) -> str:
        """Step 2 of the documented migration."""
        self._person.tell(
            texts.BEFORE_THE_BIN.format(
                org_id=_shown(order.sandbox_org), user=self._user(Role.SANDBOX), name=self._name
            )
        )
        self._compare(Role.SANDBOX, order.sandbox_org)
        if not yes(self._person, texts.RIGHT_ROW.format(user=self._user(Role.SANDBOX))):
            raise SwitchRefused(
                "the row is not that of the sandbox's connection", fix=f"Nothing was done. {_LOOK_AGAIN}"
            )
        self._person.tell(texts.THE_BIN.format(name=self._name))
        return self._done(texts.IS_DELETING, Phase.DELETING, order.sandbox_org)

    def authorise_production(self, order: Instruction) -> str:
        """Step 3 of the documented migration."""
        self._person.tell(
            texts.AUTHORISE.format(
                org_id=_shown(order.production_org), user=self._user(Role.PRODUCTION), name=self._name
            )
        )
        answer = self._done(
            texts.IS_AUTHORISED.format(user=self._user(Role.PRODUCTION)), Phase.PRODUCTION, order.production_org
        )
        self._compare(Role.PRODUCTION, order.production_org)
        return answer

    def look_for_trace(self, order: Instruction, since: datetime) -> Verification:
        """Look in production for a token of the connected app, or a login through it, by the integration user."""
        return look_for_trace(
            self._context.production, order, self._users[Role.PRODUCTION], self._settings.connected_app, since
        )

    def _looked(self) -> TenantView:
        state = self._context.state
        self._person.tell(texts.OPEN_THE_PAGE.format(page=self._settings.page))
        if self._context.opens_browser:
            self._person.open_page(self._settings.page)
        if state not in UNDER_WAY and state is not State.PRODUCTION:
            self._person.tell(texts.BEFORE_ALL)
        for phase in _FIRST_ASKED.get(state, _AT_THE_START):
            org_id = self._org_of(phase)
            answer = yes_no(self._person, texts.SHOWN[phase].format(org_id=_shown(org_id or "")))
            if answer.yes:
                if phase is Phase.PRODUCTION and state not in _COMPARED:
                    self._compare(Role.PRODUCTION, str(org_id))
                return TenantView(tenant=self._name, phase=phase, org_id=org_id, evidence=answer.screenshot)
        return TenantView(tenant=self._name, phase=Phase.OTHER)

    def _org_of(self, phase: Phase) -> str | None:
        if phase is Phase.NOT_CONNECTED:
            return None
        return full_id(self._org_ids[Role.PRODUCTION if phase is Phase.PRODUCTION else Role.SANDBOX])

    def _user(self, role: Role) -> str:
        user = self._users[role]
        return user if user and user != ME else "the one that parity signs in as"

    def _compare(self, role: Role, org_id: str) -> None:
        """Have the end of the page's ORG ID typed; raises SwitchRefused where it is another org's."""

        def read(answer: str) -> None:
            if answer != _shown(org_id)[-6:] and not same_org(answer, org_id):
                raise ValueError(
                    f"That is not the end of {_shown(org_id)}. Capitals count. If the page shows another ORG ID, "
                    "leave with Ctrl+C and touch nothing."
                )

        try:
            asked(self._person, texts.TYPE_THE_END, read)
        except DriverError:
            raise SwitchRefused(
                f"the page's ORG ID is not that of the {role} org {org_id}", fix=f"Touch nothing more. {_LOOK_AGAIN}"
            ) from None

    def _done(self, question: str, phase: Phase, org_id: str) -> str:
        answer = yes_no(self._person, question)
        if not answer.yes:
            raise DriverError("the step was not confirmed", fix=_LOOK_AGAIN)
        self._seen = TenantView(tenant=self._name, phase=phase, org_id=org_id, evidence=answer.screenshot)
        kept = f"; {answer.screenshot}" if answer.screenshot else ""
        return f"confirmed by the operator, ORG ID compared{kept}"


def _shown(org_id: str) -> str:
    """An org's id as the page shows it: 15 characters."""
    return org_id[:15]


def open_driver(settings: GuidedDriver, context: DriverContext) -> GuidedTenant:
    """The driver; production is signed in to when it is looked at."""
    return GuidedTenant(settings, context)


DRIVER = DriverKind(
    settings=GuidedDriver,
    explained="for real tenants: a person does it on the settings page, step by step, as told below",
    open=open_driver,
)
