"""One session to one org: it waits as asked, ends in time, reads within bounds, and sends no other credential."""

import random
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from parity.config.address import is_this_machine
from parity.config.orgs import ApiSettings
from parity.errors import NoCreditsLeft, OrgUnreachable
from parity.orgs.transport import OrgSession
from parity.simulator import Fault, RunningOrg, load_scenario, serve
from tests.simulated import NOON

VERSIONS = "/services/data"
pytestmark = pytest.mark.usefixtures("sound_again")


@pytest.fixture(scope="module")
def org() -> Iterator[RunningOrg]:
    with serve(load_scenario("identical", NOON.date()).sandbox, seed="transport") as running:
        yield running


class Waiting:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)

    def now(self) -> float:
        return sum(self.waits)


def session(waiting: Waiting | None = None, **settings: float) -> OrgSession:
    waiting = waiting or Waiting()
    return OrgSession(ApiSettings(**settings), waiting.sleep, random.Random(1), now=waiting.now)  # type: ignore[arg-type]


def test_waits_as_long_as_the_org_asks(org: RunningOrg) -> None:
    org.fail(Fault(match=VERSIONS, status=503, retry_after=42, times=1))
    waiting = Waiting()
    assert session(waiting).get(org.url + VERSIONS).status_code == 200
    assert waiting.waits == [42.0]


def test_a_wait_longer_than_there_is_time_ends_the_run_at_once_with_the_time_named(org: RunningOrg) -> None:
    org.fail(Fault(match=VERSIONS, status=429, retry_after=99_999))
    waiting = Waiting()
    with pytest.raises(OrgUnreachable, match="99,999 s") as refused:
        session(waiting).get(org.url + VERSIONS)
    assert "api.total_timeout" in refused.value.what
    assert waiting.waits == []
    assert len(org.requests) == 1


@pytest.mark.parametrize("header", ["²", "9" * 5000, "-1", "1e3", "Wed, 25 Nov 2026 08:00:00 GMT", ""])
def test_a_wait_that_cannot_be_read_is_no_wait_and_no_bug(org: RunningOrg, header: str) -> None:
    org.fail(Fault(match=VERSIONS, status=503, retry_after=header, times=1))
    waiting = Waiting()
    assert session(waiting).get(org.url + VERSIONS).status_code == 200
    assert len(waiting.waits) == 1
    assert 0 <= waiting.waits[0] <= 1


def test_all_requests_together_end_with_the_total_time(org: RunningOrg) -> None:
    org.fail(Fault(match=VERSIONS, status=503, retry_after=4))
    waiting = Waiting()
    patient = session(waiting, total_timeout=10.0, attempts=10)
    with pytest.raises(OrgUnreachable, match=r"longer than `api\.total_timeout` \(10 s\) leaves"):
        patient.get(org.url + VERSIONS)
    assert waiting.waits == [4.0, 4.0]
    waiting.sleep(3)
    with pytest.raises(OrgUnreachable, match=r"took longer than `api\.total_timeout`"):
        patient.get(org.url + VERSIONS)
    assert len(org.requests) == 3


def test_a_byte_now_and_then_does_not_hold_the_session_for_ever(org: RunningOrg) -> None:
    org.fail(Fault(match=VERSIONS, trickle_seconds=0.05))
    with pytest.raises(OrgUnreachable, match="took too long"):
        session(read_timeout=0.4, attempts=2).get(org.url + VERSIONS)


def test_an_answer_that_unpacks_to_more_than_the_limit_is_not_read(org: RunningOrg) -> None:
    org.fail(Fault(match=VERSIONS, packed_mb=200))
    with pytest.raises(OrgUnreachable, match="larger than 3 MB unpacked"):
        session(max_answer_mb=3).get(org.url + VERSIONS)
    assert len(org.requests) == 1


def test_an_answer_within_the_limit_is_read_whole(org: RunningOrg) -> None:
    org.fail(Fault(match=VERSIONS, packed_mb=2))
    assert len(session(max_answer_mb=3).get(org.url + VERSIONS).content) == 2_000_002


@pytest.mark.parametrize("status", [400, 403, 503])
def test_a_limit_stops_whatever_the_status(org: RunningOrg, status: int) -> None:
    org.fail(Fault(match=VERSIONS, status=status, error_code="REQUEST_LIMIT_EXCEEDED"))
    with pytest.raises(NoCreditsLeft, match="REQUEST_LIMIT_EXCEEDED"):
        session().get(org.url + VERSIONS)
    assert len(org.requests) == 1


def test_a_credential_in_netrc_is_never_sent(org: RunningOrg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password secret-of-netrc\n")
    netrc.chmod(stat.S_IRUSR)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HOME", str(tmp_path))
    token = org.credentials.session_id
    answer = session().get(f"{org.url}/services/oauth2/userinfo", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    assert answer.request.headers["Authorization"] == f"Bearer {token}"
    assert "Authorization" not in session().get(org.url + VERSIONS).request.headers
    named = org.url.replace("http://", "http://somebody:secret@") + VERSIONS
    assert "Authorization" not in session().get(named).request.headers


def test_a_proxy_of_the_environment_is_still_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with pytest.raises(OrgUnreachable, match="the proxy refused the connection"):
        session(attempts=1).get("http://org.example/services/data")


def test_what_is_for_this_machine_goes_to_no_proxy(org: RunningOrg, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would see the session id in plain text, and lead to a 127.0.0.1 of its own."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert session(attempts=1).get(org.url + VERSIONS).status_code == 200
    assert all(map(is_this_machine, ("http://localhost:8080/services", "https://127.0.0.1", "http://[::1]:8080")))
    assert not any(map(is_this_machine, ("http://localhost.example", "https://[", "", "http://127.0.0.2")))


def test_several_threads_are_counted_right(org: RunningOrg) -> None:
    shared = session()
    of_each: list[int] = []

    def ask() -> None:
        for _ in range(8):
            shared.get(org.url + VERSIONS)
        of_each.append(shared.calls_of_this_thread)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert shared.calls == len(org.requests) == 32
    assert of_each == [8] * 4


def test_an_api_usage_of_any_digits_is_harmless(org: RunningOrg) -> None:
    usage = f"api-usage={'9' * 5000}/{'9' * 5000}"
    org.fail(Fault(match=VERSIONS, status=200, body=b"[]", headers={"Sforce-Limit-Info": usage}))
    asked = session()
    assert asked.get(org.url + VERSIONS).status_code == 200
    assert asked.credits is None


def test_an_address_that_speaks_no_tls_is_not_told_as_a_certificate(org: RunningOrg) -> None:
    with pytest.raises(OrgUnreachable, match="answers without TLS") as refused:
        session().get(f"{org.url.replace('http://', 'https://')}{VERSIONS}")
    assert "certificate" not in str(refused.value)
