"""`--for production`: a permission set for the integration user, and nothing else of production."""

from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from parity.simulator import Scenario
from parity.simulator.deploy import deployed
from parity.snapshot.records import Role
from tests.repair.repairing import KEYS, checked, keys_of, made, repair

LACKING = {
    "signs_in": "admin",
    "users": {"integration": {"remove": ["AllowViewEditConvertedLeads"]}},
    "permission_sets": {
        "Marketo_Measure_Administrator": {
            "objects": {"Lead": ["Read"], "Campaign": ["Read", "Edit"]},
        }
    },
}


def readied(pair: Scenario, folder: Path) -> Scenario:
    return structs.replace(pair, production=deployed(pair.production, folder / "3-access", "integration"))


def test_what_the_integration_user_lacks_is_granted_and_the_findings_are_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = made(production=LACKING)
    before = checked(pair, "integration")
    one = repair(pair, tmp_path / "repair", monkeypatch, role=Role.PRODUCTION, integration="integration")
    granted = {tuple(entry[key] for key in KEYS) for entry in one.lists["deployed"]}
    assert {rule for rule, *_ in granted} == {
        "readiness-missing-converted-lead-permission",
        "readiness-missing-object-write-permission",
    }
    after = keys_of(checked(readied(pair, one.folder), "integration"))
    assert after == keys_of(before) - granted
    assert "--target-org PRODUCTION_ALIAS --dry-run" in one.readme
    assert "SANDBOX_ALIAS" not in one.readme


def test_only_a_permission_set_of_paritys_own_name_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = repair(
        made(production=LACKING), tmp_path / "repair", monkeypatch, role=Role.PRODUCTION, integration="integration"
    )
    sources = [name for name in one.files if name.startswith("3-access/main")]
    assert len(sources) == 1
    assert "Parity_Integration_" in sources[0]
    assert set(one.files) - set(sources) == {"3-access/package.xml", "README.md", "repair.json", "sfdx-project.json"}
    text = one.files[sources[0]].decode()
    assert "ModifyAllData" not in text
    assert "<modifyAllRecords>true" not in text


def test_where_nothing_is_lacking_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = repair(made(), tmp_path / "repair", monkeypatch, role=Role.PRODUCTION, integration="integration")
    assert set(one.files) == {"README.md", "repair.json"}
    assert "Made from the result alone. parity never deploys.\n" in one.readme, "there are no commands below"


def test_wide_rights_are_left_to_a_person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lacking: dict[str, Any] = {"permissions": {"remove": ["ViewAllData"]}}
    one = repair(
        made(production=lacking), tmp_path / "repair", monkeypatch, role=Role.PRODUCTION, integration="integration"
    )
    assert [entry["rule"] for entry in one.lists["by hand"]].count("readiness-operation-too-large") == 1
