"""What the client makes of answers that fail in part, fail for good, or are to another question."""

import random
import threading
from collections.abc import Iterator

import pytest
from msgspec import structs

from parity.config.orgs import ApiSettings
from parity.errors import NoCreditsLeft, OrgUnreachable, SignInError
from parity.integrity.secret import Secret
from parity.orgs.client import OrgClient
from parity.orgs.question import Question, describe, query, row
from parity.orgs.sign_in.connection import Connection
from parity.orgs.transport import OrgSession
from parity.simulator import Fault, RunningOrg, load_scenario, serve
from parity.snapshot.records import Role
from tests.simulated import NOON, READ_AT

V = READ_AT
CASE = f"GET /services/data/v{READ_AT}/sobjects/Case/describe"
TASK_PATH = f"/services/data/v{READ_AT}/sobjects/Task/describe"
ORGANIZATION = "sobjects/Organization/"
STAGES = query("Stages", "SELECT Id, MasterLabel FROM OpportunityStage")
COMPOSITE = f"POST /services/data/v{READ_AT}/composite"
pytestmark = pytest.mark.usefixtures("sound_again")


@pytest.fixture(scope="module")
def org() -> Iterator[RunningOrg]:
    with serve(load_scenario("identical", NOON.date()).sandbox, seed="client") as running:
        yield running


@pytest.fixture
def own_org() -> Iterator[RunningOrg]:
    """For what no other test may see."""
    with serve(load_scenario("identical", NOON.date()).sandbox, seed="own") as running:
        yield running


def client_of(org: RunningOrg, **settings: float) -> OrgClient:
    session = OrgSession(ApiSettings(**settings), lambda _seconds: None, random.Random(1))  # type: ignore[arg-type]
    token = Secret(org.credentials.session_id)
    return OrgClient(Role.SANDBOX, session, lambda: Connection(instance_url=org.url, session_id=token, how="test"))


def identity(org: RunningOrg) -> Question:
    return row("Organization", "Organization", org.org.organization["Id"], ("Id", "Name"))


IN_PASSING = [
    Fault(match=CASE, status=500),
    Fault(match=CASE, status=200, body=b"null"),
    Fault(match=CASE, status=0, body=b"null"),
    Fault(match=CASE, status=200, body=b'[{"errorCode":"UNKNOWN_EXCEPTION","message":"?"}]'),
    Fault(match=CASE, status=200, body=b'[{"errorCode":"NOT_FOUND","message":"?"}]'),
    Fault(match=CASE, status=503),
    Fault(match=CASE, status=403, error_code="SOMETHING_NEW"),
    Fault(match=CASE, instead=TASK_PATH),
    Fault(match=CASE, reference_id="Lead"),
    Fault(match=CASE, reference_id="Nobody"),
]


#: Those that a whole answer can be as well, and that do not end the run.
FOR_GOOD = [one for one in IN_PASSING if one.status != 503 and one.reference_id is None and one.body != b"null"]


@pytest.mark.parametrize("fault", IN_PASSING)
def test_a_part_that_fails_in_passing_is_asked_for_once_more_alone(org: RunningOrg, fault: Fault) -> None:
    org.fail(structs.replace(fault, times=1))
    answers = client_of(org).ask_together(V, [describe("Lead"), describe("Case"), describe("Contact")])
    assert {name: one.body["name"] for name, one in answers.items()} == {
        one: one for one in ("Lead", "Case", "Contact")
    }
    twice = fault.reference_id == "Lead"
    assert len(org.requests) == (3 if twice else 2)


@pytest.mark.parametrize("fault", FOR_GOOD)
def test_a_part_that_fails_for_good_is_no_refusal(org: RunningOrg, fault: Fault) -> None:
    org.fail(fault)
    answer = client_of(org, attempts=2).ask_together(V, [describe("Lead"), describe("Case")])["Case"]
    assert not answer.is_good
    assert not answer.is_refusal
    assert len(org.requests) <= 3


@pytest.mark.parametrize(
    ("status", "code"),
    [(403, "INSUFFICIENT_ACCESS"), (400, "INVALID_TYPE"), (404, "NOT_FOUND"), (400, "INVALID_FIELD")],
)
def test_a_refused_part_is_a_refusal_and_is_not_asked_for_again(org: RunningOrg, status: int, code: str) -> None:
    org.fail(Fault(match=CASE, status=status, error_code=code))
    answer = client_of(org).ask_together(V, [describe("Lead"), describe("Case")])["Case"]
    assert answer.is_refusal
    assert len(org.requests) == 1


def test_a_limit_in_one_part_stops_the_run(org: RunningOrg) -> None:
    org.fail(Fault(match=CASE, status=403, error_code="REQUEST_LIMIT_EXCEEDED"))
    with pytest.raises(NoCreditsLeft, match="REQUEST_LIMIT_EXCEEDED"):
        client_of(org).ask_together(V, [describe("Lead"), describe("Case")])
    assert len(org.requests) == 1


def test_the_row_of_a_user_is_not_the_organisation(org: RunningOrg) -> None:
    org.fail(Fault(match=ORGANIZATION, instead=f"/services/data/v{V}/sobjects/User/{org.org.user.id}?fields=Id,Name"))
    answer = client_of(org).ask_together(V, [identity(org)])["Organization"]
    assert not answer.is_good
    assert "a row of User, not of Organization" in answer.error


@pytest.mark.parametrize("status", [403, 404, 405, 501])
def test_an_org_that_refuses_composites_is_asked_one_by_one(org: RunningOrg, status: int) -> None:
    org.fail(Fault(match=COMPOSITE, status=status, error_code="FUNCTIONALITY_NOT_ENABLED"))
    client = client_of(org)
    assert all(one.is_good for one in client.ask_together(V, [describe("Lead"), describe("Case")]).values())
    assert "FUNCTIONALITY_NOT_ENABLED" in (client.fallback or "")
    assert len(org.requests) == 3


@pytest.mark.parametrize(("status", "requests"), [(429, 4), (500, 4), (502, 4), (503, 4), (504, 4), (400, 1), (414, 1)])
def test_nothing_else_is_a_refusal_of_composites(org: RunningOrg, status: int, requests: int) -> None:
    org.fail(Fault(match="/services/data", status=status))
    with pytest.raises(OrgUnreachable, match=r"did not answer|answered with"):
        client_of(org).ask_together(V, [describe("Lead"), describe("Case")])
    assert len(org.requests) == requests


def test_not_now_for_one_question_ends_the_run(org: RunningOrg) -> None:
    org.fail(Fault(match=CASE, status=503))
    with pytest.raises(OrgUnreachable, match="did not answer"):
        client_of(org, attempts=2).ask(V, describe("Case"))
    assert len(org.requests) == 2


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"true", "neither an object nor a list"),
        (b"0", "neither an object nor a list"),
        (b"null", "neither an object nor a list"),
        (b"<html>Please sign in</html>", "is not JSON"),
        (b"[" * 10_000, "nested too deeply"),
        (b'{"name": "Case\xff"}', "is not UTF-8 text"),
        (b'{"name": "\\ud83d"}', "half a character"),
        (b"[" + b"9" * 5000 + b"]", "no number of JSON"),
    ],
)
def test_what_is_not_json_as_agreed_could_not_be_looked_at(org: RunningOrg, body: bytes, words: str) -> None:
    org.fail(Fault(match=CASE, status=200, body=body))
    with pytest.raises(OrgUnreachable, match=words):
        client_of(org).ask(V, describe("Case"))


def test_invalid_text_in_the_orgs_own_answer_is_never_replaced_silently(org: RunningOrg) -> None:
    org.fail(Fault(match=CASE, edit=(b'"label":"', b'"label":"\xff')))
    with pytest.raises(OrgUnreachable, match="is not UTF-8 text"):
        client_of(org).ask(V, describe("Case"))


def test_pages_end(org: RunningOrg) -> None:
    org.fail(Fault(match="/query", endless_pages=True))
    answer = client_of(org).ask(V, STAGES)
    assert not answer.is_good
    assert "further page" in answer.error
    assert len(org.requests) <= 2 * 102


def test_pages_end_at_the_total(org: RunningOrg) -> None:
    path = f"/services/data/v{V}/query/01g-1"
    more = f'{{"totalSize":1,"done":false,"records":[{{}}],"nextRecordsUrl":"{path}"}}'.encode()
    org.fail(Fault(match="/query", status=200, body=more))
    answer = client_of(org).ask(V, STAGES)
    assert "a further page after 1 of 1 records" in answer.error
    assert len(org.requests) == 2


def test_a_user_of_another_org_is_not_the_sessions(org: RunningOrg) -> None:
    body = b'{"organization_id":"00D000000000001EAA","user_id":"005000000000001AAA"}'
    org.fail(Fault(match="userinfo", status=200, body=body))
    with pytest.raises(OrgUnreachable, match="the user is said to be of '00D000000000001EAA'"):
        client_of(org).user_info()


@pytest.mark.parametrize("told", [b'{"user_id":"../../x","name":7}', b'{"user_id":["x"]}', b"[]"])
def test_what_userinfo_must_not_say_is_not_taken(org: RunningOrg, told: bytes) -> None:
    org.fail(Fault(match="userinfo", status=200, body=told))
    assert client_of(org).user_info() == {}


def test_several_threads_sign_in_again_once(own_org: RunningOrg) -> None:
    own_org.expire_sessions()
    signed_in: list[str] = []

    def sign_in() -> Connection:
        form = {"grant_type": "client_credentials"}
        form |= {"client_id": own_org.credentials.client_id, "client_secret": own_org.credentials.client_secret}
        if not signed_in:
            signed_in.append("expired")
            return Connection(instance_url=own_org.url, session_id=Secret(own_org.credentials.session_id), how="test")
        token = session.request("POST", f"{own_org.url}/services/oauth2/token", data=form).json()["access_token"]
        signed_in.append(token)
        return Connection(instance_url=own_org.url, session_id=Secret(token), how="test")

    session = OrgSession(ApiSettings(), lambda _seconds: None)
    client = OrgClient(Role.SANDBOX, session, sign_in)
    found: list[bool] = []
    threads = [threading.Thread(target=lambda: found.append(client.ask(V, describe("Case")).is_good)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 4
    assert len(signed_in) == 2
    assert client.sign_in_requests == 1
    own_org.expire_sessions()
    with pytest.raises(SignInError, match="INVALID_SESSION_ID"):
        client.ask(V, describe("Case"))
