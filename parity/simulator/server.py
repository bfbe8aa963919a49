"""A running org: one HTTP server on the loopback address, with its sessions, credits and faults."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from msgspec import structs
from werkzeug.wrappers import Request as HttpRequest
from werkzeug.wrappers import Response

from parity.simulator import rest
from parity.simulator.answers import HttpAnswer, not_found, refused
from parity.simulator.faults import FaultsAhead, altered, as_part, in_its_place, sent
from parity.simulator.listening import listening
from parity.simulator.records import Credentials, Fault, Request, SimulatedOrg
from parity.simulator.rights import may
from parity.simulator.sign_in import credentials_for, new_session_id, no_metadata_api, soap_answer, token_answer


class _Dropped(ConnectionError):
    """The connection is to be closed without an answer."""


class RunningOrg:
    """A simulated org that answers. Every method may be called from any thread."""

    def __init__(self, org: SimulatedOrg, seed: str) -> None:
        self.org = org
        self.seed = seed
        self.url = ""
        self.credentials: Credentials = credentials_for(org, seed)
        self.requests: list[Request] = []
        self._faults = FaultsAhead()
        self._sessions = {self.credentials.session_id}
        self._signed_in = 0
        self._used = org.used
        self._lock = threading.Lock()

    @property
    def api_calls_remaining(self) -> int:
        """What is left of the daily API requests."""
        return max(0, self.org.daily_max - self._used)

    def fail(self, fault: Fault) -> None:
        """From now on, fail as told."""
        self._faults.add(fault)

    def forget_faults(self) -> None:
        """From now on, all is well again."""
        self._faults.forget()

    def expire_sessions(self) -> None:
        """Every session that was given out is no longer valid."""
        with self._lock:
            self._sessions.clear()

    def replace(self, org: SimulatedOrg) -> None:
        """Somebody changed the org while it runs."""
        with self._lock:
            self.org = org

    def handle(self, request: HttpRequest) -> HttpAnswer:
        """Answer one request; raises _Dropped where a fault closes the connection."""
        target = request.full_path.rstrip("?")
        fault = self._faults.take(request.method, target)
        parts = _parts(request)
        if fault is not None:
            time.sleep(fault.delay_seconds)
        if fault is None or fault.alters:
            answer = self._altered(fault, lambda path: self._answered(request, path or target, parts))
        else:
            answer = in_its_place(fault, target)
        with self._lock:
            self.requests.append(
                Request(
                    method=request.method,
                    path=request.path,
                    status=0 if fault is not None and fault.drop else answer.status,
                    subrequests=len(parts),
                    parts=tuple(str(one.get("url")) for one in parts if isinstance(one, dict)),
                )
            )
        if fault is not None and fault.drop:
            raise _Dropped
        return answer

    def _altered(self, fault: Fault | None, answered: Callable[[str | None], HttpAnswer]) -> HttpAnswer:
        """What the org answers, with the fault's alteration. `answered` takes the path that is asked in its place."""
        answer = answered(fault.instead if fault is not None else None)
        return answer if fault is None else altered(fault, answer)

    def _answered(self, request: HttpRequest, target: str, parts: list[Any]) -> HttpAnswer:
        path = target.partition("?")[0].rstrip("/")
        answer = self._without_session(request, path) or self._session_refusal(request)
        if answer is not None:
            return answer
        if path == "/services/oauth2/userinfo":
            return self._user_info()
        if path.startswith(rest.IDENTITIES):
            return self._identity() if path == rest.identity_path(self.org, self.org.user) else not_found()
        return self._at_home(self._api(request, target, path, parts))

    def _at_home(self, answer: HttpAnswer) -> HttpAnswer:
        """The list of resources names who is signed in by the whole address."""
        body = answer.body
        if not isinstance(body, dict) or not str(body.get("identity", "")).startswith(rest.IDENTITIES):
            return answer
        return structs.replace(answer, body={**body, "identity": f"{self.url}{body['identity']}"})

    def _without_session(self, request: HttpRequest, path: str) -> HttpAnswer | None:
        """What is answered before anybody has signed in."""
        if path == "/services/data":
            return rest.versions(self.org)
        if path == "/services/oauth2/token":
            return self._token(request)
        if path.startswith("/services/Soap/m/"):
            return no_metadata_api()
        if path.startswith("/services/Soap/u/"):
            version = path.split("/")[4]
            return soap_answer(self.org, self.credentials, version, request.get_data(), self.url, self._new_session())
        return HttpAnswer(body="") if path == "/services/oauth2/revoke" else None

    def _api(self, request: HttpRequest, target: str, path: str, parts: list[Any]) -> HttpAnswer:
        user = self.org.user
        if not may(self.org, user, "ApiEnabled"):
            return refused(403, "API_DISABLED_FOR_ORG", "API is not enabled for this Organization or Partner")
        cost = len(parts) if path.endswith("/composite/batch") else 1
        with self._lock:
            if self._used + cost > self.org.daily_max:
                return refused(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
            self._used += cost
            used = self._used
        if request.method == "POST" and path.endswith("/composite"):
            answer = rest.composite(self.org, user, path, {"compositeRequest": parts}, self._part_fault)
        elif request.method == "POST" and path.endswith("/composite/batch"):
            base = path.removesuffix("composite/batch")
            replies = [rest.get(self.org, user, f"{base.rsplit('/', 2)[0]}/{one['url']}", 0) for one in parts]
            results = [{"statusCode": one.status, "result": one.body} for one in replies]
            answer = HttpAnswer(body={"hasErrors": any(one.status >= 400 for one in replies), "results": results})
        elif request.method == "GET":
            answer = rest.get(self.org, user, target, self.org.daily_max - used)
        else:
            answer = refused(405, "METHOD_NOT_ALLOWED", f"HTTP Method '{request.method}' not allowed.")
        return structs.replace(answer, headers={"Sforce-Limit-Info": f"api-usage={used}/{self.org.daily_max}"})

    def _part_fault(self, target: str, answered: Callable[[str], HttpAnswer]) -> tuple[HttpAnswer, str | None]:
        """The answer to a part of a composite, and the reference id that it is given in place of its own."""
        fault = self._faults.take("GET", target)
        if fault is None:
            return answered(target), None
        if fault.alters:
            return as_part(altered(fault, answered(fault.instead or target))), fault.reference_id
        return as_part(in_its_place(fault, target)), None

    def _token(self, request: HttpRequest) -> HttpAnswer:
        if request.method != "POST":
            return not_found()
        return token_answer(self.org, self.credentials, request.form.to_dict(), self.url, self._new_session())

    def _new_session(self) -> str:
        with self._lock:
            self._signed_in += 1
            session_id = new_session_id(self.org.organization["Id"], self.seed, self._signed_in)
            self._sessions.add(session_id)
        return session_id

    def _session_refusal(self, request: HttpRequest) -> HttpAnswer | None:
        header = request.headers.get("Authorization", "")
        token = header.partition(" ")[2]
        with self._lock:
            known = token in self._sessions
        return None if known else refused(401, "INVALID_SESSION_ID", "Session expired or invalid")

    def _identity(self) -> HttpAnswer:
        """https://developer.salesforce.com/docs/atlas.en-us.mobile_sdk.meta/mobile_sdk/oauth_using_identity_urls.htm"""
        user, path = self.org.user, rest.identity_path(self.org, self.org.user)
        return HttpAnswer(
            body={
                "id": f"{self.url}{path}",
                "asserted_user": True,
                "user_id": user.id,
                "organization_id": self.org.organization["Id"],
                "username": user.username,
                "display_name": user.name,
                "email": user.username,
                "active": user.active,
                "user_type": "STANDARD",
                "language": user.language,
                "urls": {"rest": f"{self.url}/services/data/v{{version}}/"},
            }
        )

    def _user_info(self) -> HttpAnswer:
        user = self.org.user
        org_id = self.org.organization["Id"]
        return HttpAnswer(
            body={
                "sub": f"{self.url}{rest.identity_path(self.org, user)}",
                "user_id": user.id,
                "organization_id": org_id,
                "preferred_username": user.username,
                "name": user.name,
                "email": user.username,
                "language": user.language,
                "urls": {"rest": f"{self.url}/services/data/v{{version}}/"},
            }
        )


def _parts(request: HttpRequest) -> list[Any]:
    if request.method != "POST" or "/composite" not in request.path:
        return []
    try:
        body = json.loads(request.get_data())
    except ValueError:
        return []
    parts = body.get("compositeRequest") or body.get("batchRequests") if isinstance(body, dict) else None
    return parts if isinstance(parts, list) else []


@contextmanager
def serve(org: SimulatedOrg, port: int = 0, seed: str = "parity") -> Iterator[RunningOrg]:
    """Run an org on 127.0.0.1 until the block ends. Port 0 takes any; the seed fixes its credentials.

    Raises OSError where the port is taken.
    """
    running = RunningOrg(org, seed)

    def answer(request: HttpRequest) -> Response:
        return sent(running.handle(request), "gzip" in request.headers.get("Accept-Encoding", ""))

    with listening(answer, port) as running.url:
        yield running
