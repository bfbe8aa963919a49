"""One HTTP session to one org: time limits, retries, a count of every request, and the credits left.

simple-salesforce takes this as its `session`, so all of its requests pass here.
Sforce-Limit-Info: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_api_usage.htm
"""

import random
import re
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import requests
import tenacity
from msgspec import Struct

from parity.config.orgs import ApiSettings
from parity.errors import NoCreditsLeft, OrgUnreachable
from parity.orgs.no_answer import LIMIT_REACHED, credits_spent, fault_in_words, host_of, leads_on, proxy_asks
from parity.orgs.whole_answer import OrgAdapter, TooLarge, TooLate, read_whole

_PASSING_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
_LONGEST_WAIT = 30.0
_MEGABYTE = 1_000_000
_MOST_OF_AN_ERROR = 100_000
#: urllib3 tells of a refused tunnel in words only.
_PROXY_ASKS = "407 Proxy Authentication"
_API_USAGE = re.compile(r"api-usage=([0-9]{1,12})/([0-9]{1,12})")
_SECONDS = re.compile(r"[0-9]{1,9}")
_PASSING_FAULTS = (
    requests.ConnectionError,
    requests.Timeout,
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ContentDecodingError,
    TooLate,
)


class Credits(Struct, frozen=True):
    """The org's API requests in the last 24 hours: how many are allowed, how many are left."""

    maximum: int
    remaining: int


class _Passing(Exception):
    """A fault that may be gone at the next attempt."""

    def __init__(self, response: requests.Response | None, reason: str) -> None:
        super().__init__(reason)
        self.response = response
        self.reason = reason


class OrgSession(requests.Session):
    """A requests.Session with time limits, retries and a count of its requests. Several threads may use it at a time.

    `sleep`, `chance` and `now` (a monotonic clock, in seconds) are arguments so that tests need not wait and runs can
    be repeated. Idempotent requests (GET, and POST with `idempotent=True`) are tried `settings.attempts` times. All
    requests together take no longer than `settings.total_timeout`, counted from the first. `witness` is called with
    every answer, whatever its status, in the thread that asked.
    """

    def __init__(  # noqa: PLR0913 (what a test puts in the place of waiting, chance and time)
        self,
        settings: ApiSettings,
        sleep: Callable[[float], None] = time.sleep,
        chance: random.Random | None = None,
        tell: Callable[[str], None] = lambda _line: None,
        now: Callable[[], float] = time.monotonic,
        *,
        witness: Callable[[requests.Response], None] = lambda _response: None,
    ) -> None:
        super().__init__()
        self.settings = settings
        self.requests_sent: dict[str, int] = {}
        self.credits: Credits | None = None
        # A credential of our own that adds nothing keeps `requests` from taking one out of ~/.netrc or the address.
        self.auth = _leave_as_it_is
        self.mount("https://", OrgAdapter())
        self.mount("http://", OrgAdapter())
        self._sleep = sleep
        self._chance = chance or random.Random()  # noqa: S311 (jitter, not cryptography)
        self._tell = tell
        self._now = now
        self._witness = witness
        self._ends_at: float | None = None
        self._lock = threading.Lock()
        self._of_thread = threading.local()

    @property
    def calls(self) -> int:
        """How many HTTP requests were sent, retries and sign-in included."""
        with self._lock:
            return sum(self.requests_sent.values())

    @property
    def calls_of_this_thread(self) -> int:
        """How many of them the thread that asks has sent."""
        return getattr(self._of_thread, "calls", 0)

    def request(  # type: ignore[override]
        self, method: str, url: str, *, idempotent: bool | None = None, **options: Any
    ) -> requests.Response:
        """Send a request; raises OrgUnreachable or NoCreditsLeft, else returns whatever the org answered."""
        options.setdefault("allow_redirects", False)
        repeatable = method.upper() == "GET" if idempotent is None else idempotent
        retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(self.settings.attempts if repeatable else 1),
            wait=self._wait,
            before_sleep=self._refuse_too_long_a_wait,
            sleep=self._sleep,
            retry=tenacity.retry_if_exception_type(_Passing),
            reraise=True,
        )
        try:
            return retrying(self._send_once, method, url, options)
        except _Passing as fault:
            if fault.response is not None:
                return fault.response
            raise OrgUnreachable(
                f"{fault.reason} ({'after several attempts' if repeatable else 'not tried again'})",
                where=host_of(url),
                fix="Check the network, a proxy (HTTPS_PROXY) and the address in parity.yaml; then run it again.",
            ) from None

    def _send_once(self, method: str, url: str, options: dict[str, Any]) -> requests.Response:
        name = _name(method, url)
        left = self._time_left()
        if left <= 0:
            raise self._took_too_long(url)
        self._refuse_to_touch_the_reserve(url)
        self._count(name)
        response = self._answer(method, url, options, min(self.settings.read_timeout, left))
        self._tell(f"{name}: {response.status_code} in {response.elapsed.total_seconds():.2f} s")
        self._witness(response)
        self._note_credits(response)
        if response.status_code == 407:
            raise proxy_asks(url)
        if response.is_redirect:
            raise leads_on(url, response.headers["Location"])
        if response.status_code in _PASSING_STATUSES:
            raise _Passing(response, f"the org answered {response.status_code}")
        return response

    def _answer(self, method: str, url: str, options: dict[str, Any], seconds: float) -> requests.Response:
        """The whole answer, within so many seconds; raises _Passing for a fault that may be gone the next time."""
        name = _name(method, url)
        timeouts = (min(self.settings.connect_timeout, seconds), seconds)
        send = super().request
        try:
            return read_whole(
                lambda: send(method, url, **{"timeout": timeouts, "stream": True, **options}),
                seconds,
                self.settings.max_answer_mb * _MEGABYTE,
            )
        except TooLarge:
            raise OrgUnreachable(
                f"the answer is larger than {self.settings.max_answer_mb} MB unpacked ({name})",
                where=host_of(url),
                fix="No Salesforce org answers like this: check what stands in between; else raise "
                "`api.max_answer_mb` in parity.yaml.",
            ) from None
        except _PASSING_FAULTS as fault:
            if _PROXY_ASKS in str(fault):
                raise proxy_asks(url) from None
            self._tell(f"{name}: {fault_in_words(fault)}")
            raise _Passing(None, fault_in_words(fault)) from None
        except (requests.RequestException, ValueError) as fault:
            raise OrgUnreachable(
                f"the request could not be sent ({type(fault).__name__})",
                where=host_of(url),
                fix="Check the address in parity.yaml, and that the variable with the session id holds one line.",
            ) from None

    def _count(self, name: str) -> None:
        with self._lock:
            self.requests_sent[name] = self.requests_sent.get(name, 0) + 1
        self._of_thread.calls = self.calls_of_this_thread + 1

    def _time_left(self) -> float:
        with self._lock:
            if self._ends_at is None:
                self._ends_at = self._now() + self.settings.total_timeout
            return self._ends_at - self._now()

    def _took_too_long(self, url: str, asked: float | None = None) -> OrgUnreachable:
        total = f"`api.total_timeout` ({self.settings.total_timeout:g} s)"
        if asked is None:
            what, fix = f"the org took longer than {total} in all", f"Run it again later, or raise {total}."
        else:
            what = f"the org asks to wait {asked:,.0f} s (Retry-After), which is longer than {total} leaves"
            fix = f"Run it again in {asked:,.0f} s. Nothing was written."
        return OrgUnreachable(what, where=host_of(url), fix=fix)

    def _wait(self, state: tenacity.RetryCallState) -> float:
        """Seconds to the next attempt: what the org asks for, else exponential with full jitter."""
        asked = _asked_for(state)
        if asked is not None:
            return asked
        return self._chance.uniform(0, min(_LONGEST_WAIT, 0.5 * 2**state.attempt_number))

    def _refuse_too_long_a_wait(self, state: tenacity.RetryCallState) -> None:
        """Raise OrgUnreachable where there is no time for the wait before the next attempt."""
        if state.upcoming_sleep >= self._time_left():
            raise self._took_too_long(state.args[1], _asked_for(state))

    def _note_credits(self, response: requests.Response) -> None:
        usage = _API_USAGE.search(response.headers.get("Sforce-Limit-Info", ""))
        with self._lock:
            if usage:
                used, maximum = int(usage.group(1)), int(usage.group(2))
                self.credits = Credits(maximum, max(0, maximum - used))
        if usage is None:
            # simple-salesforce reads it too, and trips over what is no number of requests.
            response.headers.pop("Sforce-Limit-Info", None)
        if response.status_code >= 400 and LIMIT_REACHED.encode() in response.content[:_MOST_OF_AN_ERROR]:
            raise credits_spent(response.url)

    def _refuse_to_touch_the_reserve(self, url: str) -> None:
        """Before a request: more than the reserve must be left, as the gate of the switch asks too."""
        with self._lock:
            left = self.credits
        if left is not None and left.remaining <= self.settings.reserve:
            raise NoCreditsLeft(
                f"only {left.remaining:,} of {left.maximum:,} API requests are left, and the reserve of "
                f"{self.settings.reserve:,} is never spent",
                where=host_of(url),
                fix="Nothing was written. Run it again when the limit has recovered, or lower `api.reserve`.",
            )


def _asked_for(state: tenacity.RetryCallState) -> float | None:
    """The seconds that the org asks to wait before the next attempt; null where it asks for none that can be read."""
    fault = state.outcome.exception() if state.outcome else None
    response = fault.response if isinstance(fault, _Passing) else None
    header = "" if response is None else response.headers.get("Retry-After", "").strip()
    return float(header) if _SECONDS.fullmatch(header) else None


def _leave_as_it_is(prepared: requests.PreparedRequest) -> requests.PreparedRequest:
    return prepared


def _name(method: str, url: str) -> str:
    """A request as it is counted and told: without the query, which may be long."""
    return f"{method.upper()} {urlsplit(url).path}"
