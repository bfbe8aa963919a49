"""`parity doctor` as a user meets it: never well where a check would leave the verdict open."""

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from parity.simulator import Fault, load_scenario
from parity.simulator.changes import changed
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
def test_doctor_and_check_agree(taken: dict[str, Any], told: str, tmp_path: Path) -> None:
    pair = load_scenario("identical", NOON.date())
    production = changed(pair.production, {"permissions": taken})
    with running(structs.replace(pair, production=production)) as orgs:
        (tmp_path / "parity.yaml").write_text(yaml_for(orgs))
        doctor = parity("doctor", cwd=tmp_path, environment=orgs.environment)
        check = parity("check", cwd=tmp_path, environment=orgs.environment)
    assert told in doctor.out
    assert (doctor.code == 0, "nothing is missing" in doctor.out) == (check.code == 0, check.code == 0)
    gaps = json.loads((tmp_path / "parity-out/result.json").read_bytes())["gaps"]
    assert [gap["fix"] for gap in gaps if gap["fix"] not in doctor.out] == []


def test_an_org_that_cannot_be_reached_leaves_the_other_examined(tmp_path: Path) -> None:
    with running("hidden-fields") as orgs:
        orgs.production.fail(Fault(match="GET /services/data", status=404))
        (tmp_path / "parity.yaml").write_text(yaml_for(orgs))
        doctor = parity("doctor", cwd=tmp_path, environment=orgs.environment)
    assert doctor.code == 3
    assert "Grant View All Fields on Lead" in doctor.out
    assert "not examined together" in doctor.out


def test_signing_in_as_the_integration_user_is_warned_of(tmp_path: Path) -> None:
    with running("identical") as orgs:
        (tmp_path / "parity.yaml").write_text(yaml_for(orgs))
        doctor = parity("doctor", cwd=tmp_path, environment=orgs.environment)
    assert doctor.code == 0
    assert doctor.out.count("revoke all its tokens") == 2


def test_grant_writes_a_project_for_each_org_that_lacks_something(tmp_path: Path) -> None:
    with running("no-tooling") as orgs:
        (tmp_path / "parity.yaml").write_text(yaml_for(orgs))
        doctor = parity("doctor", "--grant", "grants", cwd=tmp_path, environment=orgs.environment)
    written = sorted(str(path.relative_to(tmp_path)) for path in (tmp_path / "grants").rglob("*") if path.is_file())
    assert written == [
        "grants/production/force-app/main/default/permissionsets/Parity_Reader.permissionset-meta.xml",
        "grants/production/sfdx-project.json",
    ]
    assert "sf org assign permset --name Parity_Reader --on-behalf-of limited@northwind.example" in doctor.err
    assert "sandbox: the reading user lacks no right" in doctor.err
