"""Drives the tenant through an endpoint that the customer runs: docs/tenant-api.openapi.yaml."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

import msgspec
import requests
import tenacity

from parity.config.drivers import HttpDriver
from parity.errors import ConfigError, DriverError, SwitchRefused
from parity.integrity.printable import printable
from parity.integrity.secret import Secret
from parity.orgs.whole_answer import OrgAdapter, TooLarge, TooLate, read_whole
from parity.switch.drivers.contract import MOST_BYTES, outside_contract, read_view, refuse_without_effect, trace_in
from parity.switch.drivers.interface import (
    Action,
    DriverContext,
    DriverKind,
    Instruction,
    TenantView,
    Verification,
    refuse_unless_allowed,
)

_LOOKS = 3


class HttpTenant:
    """A tenant behind HTTP. Looking is tried a few times; an action is sent once, and never repeated here."""

    name = "http"
    takes_statement = False

    def __init__(self, settings: HttpDriver, tenant: str, token: Secret | None) -> None:
        self.poll_seconds = settings.poll_seconds
        self.wait_seconds = settings.wait_seconds
        self._settings = settings
        self._tenant = tenant
        self._token = token
        self._url = f"{settings.url.rstrip('/')}/v1/tenants/{quote(tenant, safe='')}"
        self._session = requests.Session()
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, OrgAdapter())

    def observe(self) -> TenantView:
        """GET of the tenant."""
        looking = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(_LOOKS),
            wait=tenacity.wait_exponential(multiplier=0.2, max=2),
            retry=tenacity.retry_if_exception_type(DriverError),
            reraise=True,
        )
        answer = looking(self._send, "GET", self._url, {})
        return read_view(answer.content, self._tenant, self._settings.url)

    def ask_deletion(self, order: Instruction) -> str:
        """POST of a deletion."""
        refuse_unless_allowed(self.observe(), Action.ASK_DELETION, order)
        body = {"org_id": order.sandbox_org, "business_name": order.tenant}
        return self._act(Action.ASK_DELETION, f"{self._url}/connection/deletion", body, order)

    def authorise_production(self, order: Instruction) -> str:
        """POST of a connection."""
        refuse_unless_allowed(self.observe(), Action.AUTHORISE_PRODUCTION, order)
        body = {"environment": "production", "org_id": order.production_org}
        return self._act(Action.AUTHORISE_PRODUCTION, f"{self._url}/connection", body, order)

    def look_for_trace(self, order: Instruction, since: datetime) -> Verification:  # noqa: ARG002 (the contract's)
        """Ask again."""
        return trace_in(self.observe(), order, "the tenant shows")

    def _act(self, action: Action, url: str, body: dict[str, str], order: Instruction) -> str:
        answer = self._send("POST", url, {"json": body, "headers": {"Idempotency-Key": order.key}})
        view = read_view(answer.content, self._tenant, self._settings.url)
        refuse_without_effect(view, action, order, self._settings.url)
        return f"HTTP {answer.status_code}: {view}"

    def _send(self, method: str, url: str, options: dict[str, Any]) -> requests.Response:
        headers = {"Accept": "application/json", "Accept-Encoding": "identity", **options.pop("headers", {})}
        try:
            answer = read_whole(
                lambda: self._asked(method, url, {"headers": headers, **options}), self._settings.timeout, MOST_BYTES
            )
        except TooLarge:
            raise outside_contract(f"the answer is longer than {MOST_BYTES:,} bytes", self._settings.url) from None
        except (TooLate, requests.Timeout):
            raise self._silent("the tenant's endpoint did not answer in time", method) from None
        except (requests.RequestException, ValueError):
            raise self._silent("the tenant's endpoint could not be reached", method) from None
        if answer.status_code >= 500 or answer.status_code == 429:
            raise self._silent(f"the tenant's endpoint answered HTTP {answer.status_code}", method)
        if answer.status_code == 409:
            raise SwitchRefused(f"the tenant refused it: {_reason(answer)}", where=self._settings.url)
        if not 200 <= answer.status_code < 300:
            raise outside_contract(f"HTTP {answer.status_code}: {_reason(answer)}", self._settings.url)
        return answer

    def _asked(self, method: str, url: str, options: dict[str, Any]) -> requests.Response:
        """The answer with its body unread; raises DriverError where it is packed."""
        answer = self._session.request(
            method,
            url,
            auth=self._signed,
            timeout=self._settings.timeout,
            allow_redirects=False,
            stream=True,
            **options,
        )
        if answer.headers.get("Content-Encoding", "identity") != "identity":
            answer.close()
            raise outside_contract("the answer is packed, which was not asked for", self._settings.url)
        return answer

    def _signed(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Our token or none: without this, requests would take a password from ~/.netrc."""
        if self._token is not None:
            request.headers["Authorization"] = f"Bearer {self._token.reveal()}"
        return request

    def _silent(self, what: str, method: str) -> DriverError:
        asked = "What was asked for may have happened. Run `parity switch` again: it looks at the tenant first."
        looked = "It was only looked at, nothing was asked for. Check tenant.driver.url and the network, and try again."
        return DriverError(what, where=self._settings.url, fix=looked if method == "GET" else asked)


def _reason(answer: requests.Response) -> str:
    try:
        body = msgspec.json.decode(answer.content)
    except ValueError:
        return "without a reason"
    message = body.get("message") if isinstance(body, dict) else None
    return printable(str(message or "without a reason"))[:200]


def open_driver(settings: HttpDriver, context: DriverContext) -> HttpTenant:
    """The driver; raises ConfigError where the variable of its token is empty."""
    token = None
    if settings.token_env:
        value = context.environment.get(settings.token_env, "").strip()
        if not value:
            raise ConfigError(
                f"the environment variable {settings.token_env} is not set",
                where="tenant.driver.token_env",
                fix=f"Put the token there before you start parity: export {settings.token_env}=...",
            )
        token = Secret(value)
    return HttpTenant(settings, context.project.tenant.name, token)


DRIVER = DriverKind(
    settings=HttpDriver,
    explained="drives an endpoint that you run ([contract](tenant-api.openapi.yaml))",
    open=open_driver,
)
