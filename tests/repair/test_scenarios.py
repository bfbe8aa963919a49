"""Must show: a repair of a scenario, applied to its sandbox, leaves nothing but what it left to people."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from parity.compare.difference import Kind
from parity.simulator import scenario_from
from parity.simulator.definition import read_definition
from parity.verdict.decide import VerdictName
from tests.repair.repairing import Repaired, applied, checked, keys_of, repair, scenario
from tests.simulated import NOON

NAMES = ("drifted", "person-accounts-and-packages")


@pytest.fixture(scope="module", params=NAMES)
def repaired(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Repaired]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp(request.param) / "repair"
        return request.param, repair(scenario(request.param), folder, patch, bodies=True, deletions=True)


def test_every_finding_stands_in_exactly_one_list(repaired: tuple[str, Repaired]) -> None:
    _, one = repaired
    listed = Counter(entry["fingerprint"] for entries in one.lists.values() for entry in entries)
    assert listed == Counter(finding.fingerprint for finding in one.result.findings)
    told = one.readme.count("\n- ")
    assert told == len(one.result.findings)


def test_applied_it_leaves_what_it_left_to_people(repaired: tuple[str, Repaired]) -> None:
    name, one = repaired
    after = checked(applied(scenario(name), one))
    assert keys_of(after) <= one.not_deployed()
    deployed = [entry for entry in one.lists["deployed"] if entry["rule"] not in _causes(one)]
    assert deployed
    assert not keys_of(after) & {tuple(entry[key] for key in ("rule", "object", "component")) for entry in deployed}


def _causes(one: Repaired) -> set[str]:
    return {finding.rule for finding in one.result.findings if finding.kind is Kind.CAUSE}


@pytest.mark.parametrize("name", NAMES)
def test_where_nothing_was_left_to_people_the_next_check_is_go(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = repair(scenario(name), tmp_path / "whole", monkeypatch, bodies=True, deletions=True)
    left = {
        (entry["object"], entry["component"])
        for place in ("by hand", "cannot be known")
        for entry in whole.lists[place]
    }
    definition: dict[str, Any] = read_definition("scenarios", f"{name}.yaml")
    names = ("field", "trigger", "record_type")
    mendable = {
        **definition,
        "drift": [
            one
            for one in definition["drift"]
            if not any((one["object"], one.get(key)) in left for key in names) and one.get("attribute") != "IsValid"
        ],
        "production": {},
    }
    mendable["drift"] = [one for one in mendable["drift"] if one.get("field") != "Campaign_Note__c"]
    pair = scenario_from(name, mendable, NOON.date())
    assert checked(pair).verdict is VerdictName.NO_GO
    one = repair(pair, tmp_path / "mendable", monkeypatch, bodies=True, deletions=True)
    assert (one.lists["by hand"], one.lists["cannot be known"]) == ([], [])
    after = checked(applied(pair, one))
    assert (after.verdict, keys_of(after)) == (VerdictName.GO, set())


def test_a_set_that_nobody_was_given_is_told_as_such_and_not_as_missing(repaired: tuple[str, Repaired]) -> None:
    name, one = repaired
    if name != "drifted":
        return
    after = checked(applied(scenario(name), one, assign_to=None))
    told = {finding.component: finding for finding in after.findings if finding.rule == "field-not-visible"}
    assert set(told) == {"ERP_Id__c", "Customer_Number__c"}
    assert all("assign the permission set" in finding.fix for finding in told.values())
    assert not [finding for finding in after.findings if finding.rule == "field-missing-in-sandbox"]
    cause = next(finding for finding in after.findings if finding.rule == "cause-fields-hidden")
    assert "visible to nobody: assign the permission set" in cause.fix


def test_the_same_result_gives_the_same_bytes(repaired: tuple[str, Repaired], tmp_path: Path) -> None:
    name, one = repaired
    with pytest.MonkeyPatch.context() as patch:
        again = repair(scenario(name), tmp_path / "repair", patch, bodies=True, deletions=True)
    assert _without_addresses(again) == _without_addresses(one)


def _without_addresses(one: Repaired) -> set[str]:
    return set(one.files) - {"repair.json"} - {path for path in one.files if "permissionset" in path}
