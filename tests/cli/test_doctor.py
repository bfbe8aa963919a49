"""`parity doctor` as a user meets it: never well where a check would leave the verdict open."""

import os
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from parity.cli.terminal.console import Console
from parity.cli.workflows import doctor
from parity.config.policy import Policy
from parity.orgs.collect_pair import Progress, collect_pair
from parity.simulator import Fault, load_scenario
from parity.simulator.changes import changed
from parity.verdict.judge import judge
from tests.program import parity
from tests.simulated import NOON, running, yaml_for

#: What is taken from the user who signs in to production, and what must then stand in doctor's answer.
TAKEN = [
    ({}, "nothing is missing: a check can come to a verdict"),
    ({"remove": ["InstallPackaging"]}, "Grant Download AppExchange Packages to"),
    ({"remove": ["ManageSandboxes"]}, "Grant Manage Sandboxes to"),
    ({"remove": ["ViewSetup", "CustomizeApplication"]}, "Grant View Setup and Configuration to"),
    ({"hidden_fields": {"Lead": ["Region__c"]}}, "Grant View All Fields on Lead"),
    ({"remove": ["AllowViewEditConvertedLeads"]}, "View and Edit Converted Leads is not granted"),
]


@pytest.mark.parametrize(("taken", "told"), TAKEN, ids=[told for _, told in TAKEN])
def test_doctor_and_check_agree(
    taken: dict[str, Any], told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pair = load_scenario("identical", NOON.date())
    production = changed(pair.production, {"permissions": taken})
    monkeypatch.setattr(doctor, "utc_now", lambda: NOON)
    with running(structs.replace(pair, production=production)) as orgs:
        monkeypatch.setattr(os, "environ", orgs.environment)
        code = doctor.run_doctor(orgs.project, Console(), None)
        both = collect_pair(orgs.project, orgs.environment, lambda: NOON, Progress())
    result = judge(*both, Policy(), tenant="Tests", judged_at=NOON)
    shown = capsys.readouterr().out
    assert told in shown
    assert (code == 0, "nothing is missing" in shown) == (result.exit_code == 0, result.exit_code == 0)
    assert [gap.fix for gap in result.gaps if gap.fix not in shown] == []


def test_an_org_that_cannot_be_reached_leaves_the_other_examined(tmp_path: Path) -> None:
    with running("hidden-fields") as orgs:
        orgs.production.fail(Fault(match="GET /services/data", status=404))
        (tmp_path / "parity.yaml").write_text(yaml_for(orgs))
        asked = parity("doctor", cwd=tmp_path, environment=orgs.environment)
    assert asked.code == 3
    assert "Grant View All Fields on Lead" in asked.out
    assert "not examined together" in asked.out


def test_signing_in_as_the_integration_user_is_warned_of(tmp_path: Path) -> None:
    with running("identical") as orgs:
        (tmp_path / "parity.yaml").write_text(yaml_for(orgs))
        asked = parity("doctor", cwd=tmp_path, environment=orgs.environment)
    assert asked.code == 0
    assert asked.out.count("revoke all its tokens") == 2


def test_grant_writes_a_project_for_each_org_that_lacks_something(tmp_path: Path) -> None:
    with running("no-tooling") as orgs:
        (tmp_path / "parity.yaml").write_text(yaml_for(orgs))
        asked = parity("doctor", "--grant", "grants", cwd=tmp_path, environment=orgs.environment)
    written = sorted(str(path.relative_to(tmp_path)) for path in (tmp_path / "grants").rglob("*") if path.is_file())
    assert written == [
        "grants/production/force-app/main/default/permissionsets/Parity_Reader.permissionset-meta.xml",
        "grants/production/sfdx-project.json",
    ]
    assert "sf org assign permset --name Parity_Reader --on-behalf-of limited@northwind.example" in asked.err
    assert "sandbox: the reading user lacks no right" in asked.err
