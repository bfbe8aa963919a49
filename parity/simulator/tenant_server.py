"""A simulated tenant over real HTTP, on the loopback address: docs/tenant-api.openapi.yaml."""

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

from werkzeug.wrappers import Request as HttpRequest
from werkzeug.wrappers import Response

from parity.simulator.answers import HttpAnswer
from parity.simulator.faults import FaultsAhead
from parity.simulator.listening import listening
from parity.simulator.records import Fault
from parity.simulator.tenant import SimulatedTenant

_PATH = re.compile(
    r"/v1/tenants/(?P<name>[^/]+)(?P<action>|/connection|/connection/deletion|/connection/reauthorisation)"
)
_ACTIONS = {
    "/connection": "connection",
    "/connection/deletion": "deletion",
    "/connection/reauthorisation": "reauthorisation",
}


class RunningTenant:
    """A tenant that answers. Every method may be called from any thread."""

    def __init__(self, tenant: SimulatedTenant, token: str) -> None:
        self.tenant = tenant
        self.token = token
        self.url = ""
        self.requests: list[str] = []
        self._faults = FaultsAhead()
        self._lock = threading.Lock()

    def fail(self, fault: Fault) -> None:
        """From now on, fail as told. A fault with a `body` answers with it; `drop` answers after the effect."""
        self._faults.add(fault)

    def handle(self, request: HttpRequest) -> HttpAnswer:
        """Answer one request."""
        fault = self._faults.take(request.method, request.path)
        with self._lock:
            self.requests.append(f"{request.method} {request.path}")
        if fault is not None:
            time.sleep(fault.delay_seconds)
            if fault.drop:
                self._answered(request)
                raise ConnectionError
            if fault.body is not None:
                return HttpAnswer(status=fault.status, body=fault.body.decode("latin-1"))
            return HttpAnswer(status=fault.status, body={"error": fault.error_code, "message": fault.message})
        return self._answered(request)

    def _answered(self, request: HttpRequest) -> HttpAnswer:
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return HttpAnswer(status=401, body={"error": "unauthorised", "message": "The token is not valid."})
        # werkzeug has already unquoted the path.
        match = _PATH.fullmatch(request.path)
        if match is None or unquote(match["name"]) != self.tenant.name:
            return HttpAnswer(status=404, body={"error": "not_found", "message": "There is no such tenant."})
        with self._lock:
            if request.method == "GET" and not match["action"]:
                return HttpAnswer(body=self.tenant.view())
            if request.method == "POST" and match["action"]:
                key = request.headers.get("Idempotency-Key", "")
                return self.tenant.act(_ACTIONS[match["action"]], _body(request), key)
        return HttpAnswer(status=405, body={"error": "method_not_allowed", "message": "Use GET, or POST to an action."})


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.get_data())
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


@contextmanager
def serve_tenant(tenant: SimulatedTenant, token: str, port: int = 0) -> Iterator[RunningTenant]:
    """Run a tenant on 127.0.0.1 until the block ends. Port 0 takes any."""
    running = RunningTenant(tenant, token)

    def answer(request: HttpRequest) -> Response:
        given = running.handle(request)
        return Response(given.data, given.status, content_type="application/json")

    with listening(answer, port) as running.url:
        yield running
