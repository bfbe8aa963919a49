"""Salesforce's own library (@salesforce/source-deploy-retrieve) takes every file of a repair, and drops none.

It needs Node 22 and the library: `make repair-check` fetches both into .node. PARITY_NODE names another folder.
What converts is not yet what deploys: the library accepts unknown elements, which the simulated sandbox refuses.
"""

import json
import os
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.repair.repairing import Repaired, made, repair, scenario
from tests.repair.test_automation import with_automation
from tests.repair.test_person_accounts import IS_PERSON, TYPES
from tests.simulated import READ_AT

SPACE = "{http://soap.sforce.com/2006/04/metadata}"
HOME = Path(os.environ.get("PARITY_NODE", Path(__file__).parents[2] / ".node")).resolve()
NODE = HOME / "node_modules/node/bin/node"
SCRIPT = Path(__file__).with_name("convert.mjs")
pytestmark = pytest.mark.skipif(
    not (NODE.is_file() and (HOME / "node_modules/@salesforce/source-deploy-retrieve").is_dir()),
    reason="Node 22 and @salesforce/source-deploy-retrieve are not there: `make repair-check` fetches them",
)


def converted(folder: Path, output: Path) -> tuple[set[tuple[str, str]], set[Path]]:
    """The components that the library finds in a step's folder, and the files that it took for them."""
    done = subprocess.run(
        [NODE, SCRIPT, folder, READ_AT, output], cwd=HOME, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    return {(kind, name) for kind, name, *_ in found}, {
        Path(path).resolve() for _, _, *paths in found for path in paths
    }


def refuse_drops(one: Repaired, output: Path) -> None:
    for step in sorted(path for path in one.folder.iterdir() if path.is_dir()):
        manifests = {"package.xml", "destructiveChanges.xml"}
        sources = {path.resolve() for path in step.rglob("*") if path.is_file() and path.name not in manifests}
        if not sources:
            continue
        components, taken = converted(step, output / step.name)
        assert sources - taken == set()
        listed = {(kind, name) for kind, names in manifest(step / "package.xml").items() for name in names}
        assert listed <= components


def manifest(path: Path) -> dict[str, list[str]]:
    """The members of a package.xml by type."""
    types = ElementTree.parse(path).getroot().iterfind(f"{SPACE}types")
    return {
        str(one.findtext(f"{SPACE}name")): [str(each.text) for each in one.iterfind(f"{SPACE}members")] for one in types
    }


@pytest.mark.parametrize("name", ["drifted", "person-accounts-and-packages"])
def test_every_file_of_a_scenarios_repair_is_taken(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_drops(
        repair(scenario(name), tmp_path / "repair", monkeypatch, bodies=True, deletions=True), tmp_path / "out"
    )


def test_every_file_of_rules_flows_sets_and_history_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = repair(with_automation(), tmp_path / "repair", monkeypatch, bodies=True, deletions=True)
    assert {path.name for path in one.folder.iterdir() if path.is_dir()} == {
        "1-objects",
        "2-history",
        "3-access",
        "4-automation",
        "deletions",
    }
    refuse_drops(one, tmp_path / "out")


def test_every_file_of_person_accounts_and_compound_fields_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    production = {**TYPES, "fields": {"Lead.Yard__c": "location", "Lead.Yard__Latitude__s": "double(18,15) of:Yard__c"}}
    one = repair(made(both=IS_PERSON, production=production), tmp_path / "repair", monkeypatch)
    assert sum("/PersonAccount/recordTypes/" in name for name in one.files) == 1
    refuse_drops(one, tmp_path / "converted")


def test_a_trigger_without_its_settings_is_a_drop_that_this_notices(tmp_path: Path) -> None:
    (tmp_path / "triggers").mkdir()
    (tmp_path / "triggers/Lonely.trigger").write_text("trigger Lonely on Lead (before insert) {}")
    _, taken = converted(tmp_path, tmp_path / "out")
    assert taken == set()
