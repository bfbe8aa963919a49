"""Recorded answers, played back without any network: the protocol stays as it was understood."""

import re
from pathlib import Path
from typing import Any

import pytest

from parity.config.policy import Policy
from parity.simulator import load_scenario
from parity.simulator.sign_in import credentials_for
from parity.snapshot.records import Role, Snapshot
from parity.verdict.judge import judge
from tests.record_cassettes import CASSETTES, HEADER, client_credentials, cut_pair, read_org, recorder, session
from tests.simulated import NOON

ANY_SECRET = {"SESSION": "any", "SECRET": "any"}
NOWHERE = "https://org.simulated"
ALL = sorted(CASSETTES.glob("*.yaml"))


def played(name: str, role: Role, settings: Any) -> tuple[Snapshot, int]:
    """The snapshot out of a cassette, and how many answers it took."""
    with recorder().use_cassette(name, record_mode="none") as cassette:
        snapshot = read_org(role, settings, ANY_SECRET)
        assert cassette.all_played
        return snapshot, cassette.play_count


@pytest.fixture(scope="module")
def sandbox() -> Snapshot:
    return played("sandbox.yaml", Role.SANDBOX, session(NOWHERE))[0]


def test_two_recorded_orgs_give_the_declared_drift(sandbox: Snapshot) -> None:
    production, answers = played("production-oauth.yaml", Role.PRODUCTION, client_credentials(NOWHERE, "any"))
    assert (production.api.calls, production.api.sign_in_requests, answers) == (8, 1, 9)
    result = judge(sandbox, production, Policy(), tenant=None, judged_at=NOON)
    assert result.exit_code == 1
    declared = {
        (one.object, one.field or one.trigger or one.record_type)
        for one in load_scenario("drifted").drift
        if "rule" in (one.expect or {})
    }
    differing = [one for one in result.findings if one.kind not in {"cause", "readiness"}]
    assert {(one.object, one.component) for one in differing} == declared
    # The cut orgs do not show all that Marketo Measure uses; nothing else may be open.
    assert {gap.subject.partition(", ")[2] for gap in result.gaps} == {"fields in use"}


def test_the_way_without_composites_gives_the_same_snapshot(sandbox: Snapshot) -> None:
    single, answers = played("sandbox-without-composite.yaml", Role.SANDBOX, session(NOWHERE))
    assert (single.objects, single.triggers, single.org.id) == (sandbox.objects, sandbox.triggers, sandbox.org.id)
    assert single.api.calls == answers > sandbox.api.calls
    assert "FUNCTIONALITY_NOT_ENABLED" in (single.api.fallback or "")


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_a_cassette_says_where_it_comes_from_and_holds_no_secret(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith(HEADER)
    assert not re.search(r"00D\w{12,15}!", text)
    assert "127.0.0.1" not in text
    assert "Authorization" not in text
    for org in cut_pair():
        known = credentials_for(org, "cassettes")
        for secret in (known.session_id, known.client_secret, known.password, known.security_token):
            assert secret not in text
    assert path.stat().st_size < 700_000


def test_there_are_cassettes() -> None:
    assert len(ALL) == 3
