"""Networks and orgs that fail: retried where that is safe, refused in one message where it is not."""

import json
import random
from pathlib import Path
from urllib.parse import quote

import pytest
from msgspec import structs

from parity.config.orgs import ApiSettings
from parity.config.policy import Policy
from parity.errors import CouldNotLook, NoCreditsLeft, OrgUnreachable, SignInError, WrongOrgError
from parity.integrity.secret import Secret
from parity.orgs.client import OrgClient
from parity.orgs.collect import collect
from parity.orgs.collect_pair import Progress, collect_pair
from parity.orgs.sign_in.connect import connect
from parity.orgs.sign_in.connection import Connection
from parity.orgs.transport import OrgSession
from parity.simulator import Fault
from parity.snapshot.records import Role, Snapshot
from parity.verdict.decide import VerdictName
from parity.verdict.judge import judge
from tests.program import parity
from tests.simulated import NOON, READ_AT, RunningPair, running, yaml_for


def impatient(pair: RunningPair, **settings: float) -> OrgClient:
    """The sandbox, signed in through a session that does not really wait."""
    waits: list[float] = []
    session = OrgSession(ApiSettings(**settings), waits.append, random.Random(1))  # type: ignore[arg-type]
    token = Secret(pair.sandbox.credentials.session_id)
    client = OrgClient(
        Role.SANDBOX, session, lambda: Connection(instance_url=pair.sandbox.url, session_id=token, how="test")
    )
    client.waits = waits  # type: ignore[attr-defined]
    return client


def read(client: OrgClient) -> Snapshot:
    return collect(client, READ_AT, client.versions(), NOON)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(match=f"POST /services/data/v{READ_AT}/composite", status=503, times=2),
        Fault(match=f"POST /services/data/v{READ_AT}/composite", status=500, error_code="UNKNOWN_EXCEPTION", times=1),
        Fault(match=f"POST /services/data/v{READ_AT}/tooling/composite", drop=True, times=2),
        Fault(match="GET /services/data", status=429, retry_after=2, times=1),
        Fault(match=f"POST /services/data/v{READ_AT}/composite", truncate=True, times=1),
    ],
)
def test_a_passing_fault_is_passed_over_and_counted(fault: Fault) -> None:
    with running("identical") as pair:
        pair.sandbox.fail(fault)
        client = impatient(pair)
        snapshot = read(client)
        assert snapshot.api.calls == 7 + (fault.times or 0)
        assert snapshot.api.calls == len(pair.sandbox.requests)
        assert snapshot.gaps == ()


def test_retries_wait_longer_each_time_and_as_long_as_asked() -> None:
    with running("identical") as pair:
        pair.sandbox.fail(Fault(match="GET /services/data", status=503, times=1, retry_after=7))
        client = impatient(pair)
        client.versions()
        assert client.waits == [7.0]  # type: ignore[attr-defined]


def test_a_lasting_fault_ends_in_one_message() -> None:
    with running("identical") as pair:
        pair.sandbox.fail(Fault(match="/services/data", drop=True))
        client = impatient(pair)
        with pytest.raises(OrgUnreachable, match="after several attempts"):
            read(client)
        assert len(pair.sandbox.requests) == 4


def test_a_proxy_page_is_not_taken_for_an_answer() -> None:
    with running("identical") as pair:
        pair.sandbox.fail(Fault(match="/services/data", status=200, body=b"<html>Please sign in to the proxy</html>"))
        with pytest.raises(OrgUnreachable, match="not JSON"):
            read(impatient(pair))


def test_a_refused_composite_falls_back_to_single_calls_and_says_so() -> None:
    with running("identical") as pair:
        pair.sandbox.fail(Fault(match="composite", status=403, error_code="FUNCTIONALITY_NOT_ENABLED"))
        client = impatient(pair)
        snapshot = read(client)
        assert "refused a composite" in (snapshot.api.fallback or "")
        assert snapshot.api.calls == len(pair.sandbox.requests) > 15
        assert snapshot.gaps == ()
        whole = collect_pair(pair.project, pair.environment, lambda: NOON, Progress())
        assert whole[0].objects == snapshot.objects


def test_one_failed_part_of_a_composite_is_asked_again_alone() -> None:
    with running("identical") as pair:
        pair.sandbox.fail(Fault(match=f"GET /services/data/v{READ_AT}/sobjects/Lead/describe", status=500, times=1))
        snapshot = read(impatient(pair))
        assert "Lead" in snapshot.objects
        assert snapshot.api.calls == 8


def test_spent_credits_stop_at_once() -> None:
    with running("identical") as pair:
        pair.sandbox.fail(Fault(match="composite", status=403, error_code="REQUEST_LIMIT_EXCEEDED"))
        with pytest.raises(NoCreditsLeft, match="REQUEST_LIMIT_EXCEEDED"):
            read(impatient(pair))
        assert sum("composite" in one.path for one in pair.sandbox.requests) == 1


def test_the_last_credits_are_never_spent() -> None:
    with running("identical") as pair:
        left = pair.sandbox.api_calls_remaining
        with pytest.raises(NoCreditsLeft, match=f"the reserve of {left + 1:,} is never spent"):
            read(impatient(pair, reserve=left + 1))


def test_an_expired_session_signs_in_again_once() -> None:
    with running("identical") as pair:
        session = OrgSession(ApiSettings(), lambda _seconds: None)
        credentials = pair.sandbox.credentials
        signed_in = []

        def sign_in() -> Connection:
            form = {
                "grant_type": "client_credentials",
                "client_id": credentials.client_id,
                "client_secret": credentials.client_secret,
            }
            answer = session.request("POST", f"{pair.sandbox.url}/services/oauth2/token", data=form).json()
            signed_in.append(answer["access_token"])
            return Connection(instance_url=pair.sandbox.url, session_id=Secret(answer["access_token"]), how="test")

        client = OrgClient(Role.SANDBOX, session, sign_in)
        client.versions()
        pair.sandbox.expire_sessions()
        assert read(client).gaps == ()
        assert len(signed_in) == 2
        pair.sandbox.expire_sessions()
        with pytest.raises(SignInError, match="INVALID_SESSION_ID"):
            client.user_info()


def test_an_expired_session_id_is_refused_without_a_loop() -> None:
    with running("identical") as pair:
        pair.sandbox.expire_sessions()
        with pytest.raises(SignInError, match="INVALID_SESSION_ID"):
            read(impatient(pair))


def test_orgs_that_are_not_what_they_claim_are_refused() -> None:
    with running("identical") as pair:
        swapped = {
            **pair.environment,
            "PARITY_SANDBOX_SESSION_ID": pair.production.credentials.session_id,
        }
        same = pair.project.orgs.production
        orgs = structs.replace(
            pair.project.orgs,
            sandbox=structs.replace(
                same, sign_in=structs.replace(same.sign_in, session_id_env="PARITY_SANDBOX_SESSION_ID")
            ),
        )
        with pytest.raises(WrongOrgError, match="the same org"):
            collect_pair(structs.replace(pair.project, orgs=orgs), swapped, lambda: NOON, Progress())
        client = connect(Role.SANDBOX, same.sign_in, ApiSettings(), pair.environment)
        with pytest.raises(WrongOrgError, match="not a sandbox"):
            read(client)


def test_a_field_hidden_by_a_fault_is_never_a_go() -> None:
    with running("identical") as pair:
        pair.sandbox.fail(Fault(match="FieldDefinition", status=400, error_code="INVALID_TYPE"))
        pair.sandbox.fail(Fault(match="sobjects/Case/describe", status=404, error_code="NOT_FOUND"))
        snapshots = collect_pair(pair.project, pair.environment, lambda: NOON, Progress())
        result = judge(*snapshots, Policy(), tenant=None, judged_at=NOON)
        assert result.verdict is VerdictName.INCONCLUSIVE
        assert any(gap.subject == "Case" for gap in result.gaps)


def test_nothing_is_written_when_an_org_cannot_be_reached(tmp_path: Path) -> None:
    with running("identical") as pair:
        text = yaml_for(pair).replace(pair.production.url, "http://127.0.0.1:9")
    (tmp_path / "parity.yaml").write_text(text + "api: {attempts: 1}\n")
    outcome = parity("check", cwd=tmp_path, environment=pair.environment)
    assert outcome.code == 3
    assert outcome.err.startswith("error: http://127.0.0.1:")
    assert "Traceback" not in outcome.err
    assert [path.name for path in tmp_path.iterdir()] == ["parity.yaml"]


def test_a_missing_variable_is_an_input_error(tmp_path: Path) -> None:
    with running("identical") as pair:
        (tmp_path / "parity.yaml").write_text(yaml_for(pair))
        environment = {**pair.environment, "PARITY_SANDBOX_SESSION_ID": ""}
        outcome = parity("check", cwd=tmp_path, environment=environment)
    assert outcome.code == 2
    assert "PARITY_SANDBOX_SESSION_ID is not set" in outcome.err


def test_snapshots_of_the_same_role_are_refused(tmp_path: Path) -> None:
    with running("identical") as pair:
        (tmp_path / "parity.yaml").write_text(yaml_for(pair))
        parity("collect", "sandbox", cwd=tmp_path, environment=pair.environment)
    outcome = parity("compare", "sandbox.snapshot.json", "sandbox.snapshot.json", cwd=tmp_path)
    assert outcome.code == 2
    assert "both snapshots were taken with the role sandbox" in outcome.err
    whole = (tmp_path / "sandbox.snapshot.json").read_bytes()
    (tmp_path / "cut.json").write_bytes(whole[: len(whole) // 2])
    outcome = parity("compare", "cut.json", "sandbox.snapshot.json", "-o", "result.json", cwd=tmp_path)
    assert outcome.code == 2
    assert "cut.json" in outcome.err
    assert "Traceback" not in outcome.err
    assert not (tmp_path / "result.json").exists()
    newer = {**json.loads(whole), "schema_version": 99}
    (tmp_path / "newer.json").write_text(json.dumps(newer))
    outcome = parity("compare", "newer.json", "sandbox.snapshot.json", cwd=tmp_path)
    assert outcome.code == 2
    assert "schema version 99" in outcome.err
    wrong = json.loads(whole)
    wrong["objects"]["Lead"]["fields"][0]["length"] = "eighty"
    (tmp_path / "wrong.json").write_text(json.dumps(wrong))
    outcome = parity("compare", "wrong.json", "sandbox.snapshot.json", cwd=tmp_path)
    assert outcome.code == 2
    assert "`length` in number 1 of `fields` in one entry of `objects`" in outcome.err


def test_could_not_look_is_exit_code_three() -> None:
    assert {CouldNotLook("x").exit_code, SignInError("x").exit_code, NoCreditsLeft("x").exit_code} == {3}
    assert WrongOrgError("x").exit_code == 2


@pytest.mark.parametrize(
    "path", ["@127.0.0.1:9/steal", "https://evil.example/x", f"/services/data/v{READ_AT}/query/self"]
)
def test_a_further_page_never_leads_out_of_the_org_nor_in_circles(path: str) -> None:
    with running("identical") as pair:
        page = json.dumps({"totalSize": 9, "done": False, "records": [], "nextRecordsUrl": path}).encode()
        pair.sandbox.fail(Fault(match="composite", status=403))
        pair.sandbox.fail(Fault(match=f"GET /services/data/v{READ_AT}/query", status=200, body=page))
        with pytest.raises(OrgUnreachable, match="further page"):
            read(impatient(pair))


@pytest.mark.parametrize(
    "url", ["http://acme.my.salesforce.com", "https://user@evil.example", "ftp://127.0.0.1", "127.0.0.1", "https://["]
)
def test_a_session_is_never_sent_in_the_clear(url: str) -> None:
    session = OrgSession(ApiSettings())
    with pytest.raises(OrgUnreachable, match="not an https address"):
        OrgClient(Role.SANDBOX, session, lambda: Connection(instance_url=url, session_id=Secret("x"), how="test"))
    assert session.calls == 0


def test_a_field_list_too_long_for_one_answer_is_asked_for_object_by_object() -> None:
    with running("identical") as pair:
        message = "FieldDefinition does not support queryMore(), use LIMIT to restrict the results to a single batch"
        group = quote("FieldDefinition WHERE EntityDefinition.QualifiedApiName IN ('Case'")
        fault = Fault(match=group, status=400, error_code="EXCEEDED_ID_LIMIT", message=message, times=1)
        pair.sandbox.fail(fault)
        snapshot = read(impatient(pair))
        assert snapshot.gaps == ()
        assert snapshot.objects["Case"].defined_fields
        assert snapshot.objects["Contact"].defined_fields
        assert snapshot.api.calls == 7 + 4
