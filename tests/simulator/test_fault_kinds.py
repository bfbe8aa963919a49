"""A running org goes wrong in the way it was told to, and only there."""

import json
from collections.abc import Iterator

import pytest
import requests

from parity.simulator import Fault, RunningOrg, load_scenario, serve
from tests.simulated import NOON, READ_AT

BASE = f"/services/data/v{READ_AT}"
CASE = f"{BASE}/sobjects/Case/describe"
TASK = f"{BASE}/sobjects/Task/describe"
pytestmark = pytest.mark.usefixtures("sound_again")


@pytest.fixture(scope="module")
def org() -> Iterator[RunningOrg]:
    with serve(load_scenario("identical", NOON.date()).sandbox, seed="kinds") as running:
        yield running


def get(org: RunningOrg, path: str) -> requests.Response:
    return requests.get(org.url + path, headers=_session(org), timeout=60)


def _session(org: RunningOrg) -> dict[str, str]:
    return {"Authorization": f"Bearer {org.credentials.session_id}"}


def parts(org: RunningOrg, *paths: str) -> list[dict[str, object]]:
    body = {"compositeRequest": [{"method": "GET", "url": one, "referenceId": f"r{n}"} for n, one in enumerate(paths)]}
    answer = requests.post(f"{org.url}{BASE}/composite", json=body, headers=_session(org), timeout=60)
    found = answer.json()["compositeResponse"]
    assert isinstance(found, list)
    return found


def test_another_question_is_answered_whole_and_in_a_part(org: RunningOrg) -> None:
    org.fail(Fault(match=CASE, instead=TASK))
    assert get(org, CASE).json()["name"] == "Task"
    assert [one["body"]["name"] for one in parts(org, CASE, TASK)] == ["Task", "Task"]  # type: ignore[index]


def test_a_part_has_another_reference_id(org: RunningOrg) -> None:
    org.fail(Fault(match=CASE, reference_id="r1"))
    assert [one["referenceId"] for one in parts(org, CASE, TASK)] == ["r1", "r1"]


def test_a_part_has_any_status_and_any_json(org: RunningOrg) -> None:
    org.fail(Fault(match=CASE, status=0, body=b"null"))
    assert [(one["httpStatusCode"], one["body"] is None) for one in parts(org, CASE, TASK)] == [(0, True), (200, False)]


def test_bytes_go_over_the_wire_as_they_are(org: RunningOrg) -> None:
    org.fail(Fault(match=CASE, status=200, body=b'["\xff"]', headers={"X-Told": "yes"}))
    answer = get(org, CASE)
    assert (answer.content, answer.headers["X-Told"]) == (b'["\xff"]', "yes")


def test_the_orgs_own_answer_is_edited(org: RunningOrg) -> None:
    org.fail(Fault(match=CASE, edit=(b'"label":"', b'"label":"\xff'), times=1))
    assert b'"label":"\xff' in get(org, CASE).content
    assert b"\xff" not in get(org, CASE).content


def test_few_bytes_unpack_to_many(org: RunningOrg) -> None:
    org.fail(Fault(match=CASE, packed_mb=3))
    answer = get(org, CASE)
    assert int(answer.headers["Content-Length"]) < 20_000
    assert len(answer.content) == 3_000_002
    assert answer.json() == []


def test_pages_have_no_end(org: RunningOrg) -> None:
    org.fail(Fault(match="/query/", endless_pages=True))
    path, seen = f"{BASE}/query/?q=SELECT%20Id%20FROM%20User", set()
    for _ in range(4):
        page = json.loads(get(org, path).content)
        assert (page["done"], len(page["records"])) == (False, 1)
        path = page["nextRecordsUrl"]
        seen.add(path)
    assert len(seen) == 4


def test_a_blank_at_the_end_means_that_nothing_follows(org: RunningOrg) -> None:
    org.fail(Fault(match="GET /services/data "))
    assert (get(org, "/services/data").status_code, get(org, CASE).status_code) == (500, 200)
