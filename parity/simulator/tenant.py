"""A simulated Marketo Measure tenant that enforces Adobe's rules itself. No network, no clock.

Rules: one connection at a time; never a sandbox after production; one production org for ever.
https://experienceleague.adobe.com/en/docs/marketo-measure/using/configuration-and-setup/marketo-measure-and-salesforce/salesforce-sandbox-to-production-migration
"""

from collections.abc import Callable
from typing import Any

from msgspec import Struct, structs

from parity.simulator.answers import HttpAnswer
from parity.simulator.authorize import Refusal


class SimulatedConnection(Struct, frozen=True, kw_only=True):
    """The tenant's one connection."""

    environment: str
    org_id: str
    status: str = "connected"
    username: str | None = None


class Done(Struct, frozen=True, kw_only=True):
    """Something that the tenant was asked to do, with the status that it answered."""

    action: str
    key: str
    status: int


#: What an org answers to Authorize; null where it lets the tenant in.
Authorizing = Callable[[], Refusal | None]


class SimulatedTenant:
    """One tenant. Deletion stays in progress for `deletion_looks` looks; `authorizing` is asked before it is connected
    to production, where one is given."""

    def __init__(
        self,
        name: str,
        sandbox_org: str | None,
        deletion_looks: int = 2,
        authorizing: Authorizing | None = None,
    ) -> None:
        self.name = name
        self.authorizing = authorizing
        self.deletion_looks = deletion_looks
        self.connection = (
            None if sandbox_org is None else SimulatedConnection(environment="sandbox", org_id=sandbox_org)
        )
        self.production_org: str | None = None
        self.done: list[Done] = []
        self._looks_left = 0
        self._answers: dict[str, HttpAnswer] = {}

    def view(self) -> dict[str, Any]:
        """The tenant as GET shows it; each look brings a running deletion nearer to its end."""
        if self.connection is not None and self.connection.status != "connected":
            if self._looks_left == 0:
                self.connection = None
            self._looks_left -= 1
        shown = self.connection
        return {
            "tenant": self.name,
            "connection": None
            if shown is None
            else {"environment": shown.environment, "org_id": shown.org_id, "status": shown.status},
        }

    def act(self, action: str, body: dict[str, Any], key: str) -> HttpAnswer:
        """Do what is asked, once for each key."""
        if key and key in self._answers:
            answer = self._answers[key]
        else:
            answer = self._rules[action](self, body)
            if key and answer.status < 300:
                self._answers[key] = answer
        self.done.append(Done(action=action, key=key, status=answer.status))
        return answer

    def effects(self, action: str) -> int:
        """How often an action was asked for and granted."""
        return sum(one.action == action and one.status < 300 for one in self.done)

    def _delete(self, body: dict[str, Any]) -> HttpAnswer:
        shown = self.connection
        if shown is not None and shown.environment == "production":
            return _refused("production_is_final", "The production connection cannot be deleted.")
        if shown is None or shown.status != "connected":
            return _refused("not_connected", "There is no connection to delete.")
        if body.get("org_id") != shown.org_id or body.get("business_name") != self.name:
            return _refused("not_confirmed", "The business name or the org is not that of this connection.")
        self.connection = structs.replace(shown, status="deletion in progress")
        self._looks_left = self.deletion_looks
        return HttpAnswer(status=202, body=self._shown())

    def _connect(self, body: dict[str, Any]) -> HttpAnswer:
        environment, org_id = str(body.get("environment")), str(body.get("org_id"))
        if environment not in {"sandbox", "production"}:
            return HttpAnswer(
                status=400, body={"error": "bad_request", "message": "environment: sandbox or production"}
            )
        if self.production_org is not None and environment == "sandbox":
            return _refused("production_is_final", "A tenant that was in production never goes back to a sandbox.")
        if self.production_org is not None and org_id != self.production_org:
            return _refused("one_production_only", "A tenant has one production org, for ever.")
        if self.connection is not None:
            return _refused("already_connected", "A tenant has one connection at a time.")
        refusal = self.authorizing() if self.authorizing is not None and environment == "production" else None
        if refusal is not None:
            return _refused("not_authorized", f"Salesforce refused to authorize: {refusal.code}: {refusal.message}")
        self.connection = SimulatedConnection(environment=environment, org_id=org_id)
        if environment == "production":
            self.production_org = org_id
        return HttpAnswer(status=201, body=self._shown())

    def _reauthorise(self, body: dict[str, Any]) -> HttpAnswer:
        """The key icon: another user for the same connection. Not a migration."""
        if self.connection is None or self.connection.status != "connected":
            return _refused("not_connected", "There is no connection to authorise again.")
        self.connection = structs.replace(self.connection, username=str(body.get("username")))
        return HttpAnswer(status=200, body=self._shown())

    def _shown(self) -> dict[str, Any]:
        shown = self.connection
        assert shown is not None  # noqa: S101 (each caller has just set it)
        return {
            "tenant": self.name,
            "connection": {"environment": shown.environment, "org_id": shown.org_id, "status": shown.status},
        }

    _rules = {"deletion": _delete, "connection": _connect, "reauthorisation": _reauthorise}  # noqa: RUF012


def _refused(code: str, message: str) -> HttpAnswer:
    return HttpAnswer(status=409, body={"error": code, "message": message})
