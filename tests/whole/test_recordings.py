"""Every scenario (`large` has its own file), recorded and played back: the same verdict, and not a word of the org."""

import re
import socket
from pathlib import Path
from typing import Any

import pytest

from parity.config.orgs import ApiSettings
from parity.orgs.recording.vocabulary import is_product_name, kept_words
from parity.simulator import SimulatedOrg, load_scenario, scenario_from, scenario_names
from tests.recordings import Recorded, held, in_short, recorded, replayed
from tests.simulated import NOON
from tests.whole.contents_orgs import definition as contents
from tests.whole.test_contents_depth import MANY

PLANTED = ("Zanzibarquay", "Quetzalcoat", "Юрьевецкая", "織田信長公記")
#: A word of the org in every place where an org's people write.
HOLDS_WORDS = {
    "both": {
        "organization": {"Name": f"{PLANTED[0]} {PLANTED[3]} Ltd"},
        "fields": {
            f"Lead.{PLANTED[0]}_Tier__c": {"is": "picklist", "values": [PLANTED[1], PLANTED[2]], "label": PLANTED[3]},
            "Account.Website": {"label": PLANTED[2], "inlineHelpText": f"Ask bob@{PLANTED[1]}.com"},
        },
        "record_types": {"Case": [f"{PLANTED[1]}_Claim"]},
        "triggers": {
            f"{PLANTED[0]}Sync": {
                "object": "Lead",
                "events": ["AfterUpdate"],
                "body": f"trigger {PLANTED[0]}Sync {{ {PLANTED[1]}.go(); }}",
            }
        },
        "packages": {"qztlc": {"name": f"{PLANTED[1]} Manager", "version": "1.2"}},
        "automation": [
            {"table": "ValidationRule", "object": "Lead", "name": f"{PLANTED[0]}_Check", "message": PLANTED[2]}
        ],
    },
    "production": {"fields": {f"Lead.{PLANTED[1]}_Only__c": "string(40)"}},
}


@pytest.mark.parametrize("scenario", [one for one in scenario_names() if one != "large"])
def test_a_recorded_scenario_comes_to_the_same_verdict_offline(
    scenario: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = recorded(scenario, tmp_path / "recording")
    monkeypatch.setattr(socket, "socket", _no_socket)
    assert in_short(replayed(run.folder)) == in_short(run.result)
    pair = load_scenario(scenario, NOON.date())
    assert held(sorted({*words_of(pair.sandbox), *words_of(pair.production)}), run.text) == []


def test_contents_come_to_the_same_findings_and_their_words_stay_in_the_org(tmp_path: Path) -> None:
    run = recorded(scenario_from("contents", contents(), NOON.date()), tmp_path / "recording")
    again = replayed(run.folder)
    assert in_short(again) == in_short(run.result)
    assert sorted(one.rule for one in again.findings) == sorted(one.rule for one in run.result.findings)
    assert held(["Other_Condition", "Set_It", "Copy_It", "Geheim", "Oslo"], run.text) == []


def test_what_names_decided_is_decided_in_a_recording_alike(tmp_path: Path) -> None:
    """Beyond the depth, names decide which rows are read; stand-ins would decide for rows that were never asked for."""
    run = recorded(scenario_from("many", {"both": MANY}, NOON.date()), tmp_path, api=ApiSettings(depth_calls=2))
    assert in_short(replayed(run.folder)) == in_short(run.result)


def _no_socket(*_: Any, **__: Any) -> None:
    raise AssertionError("a socket was opened")


def words_of(org: SimulatedOrg) -> set[str]:
    """Names and texts that an org's people gave, as far as they hold a word that is not Salesforce's."""
    every = [one for described in org.describes.values() for one in described["fields"]]
    fields = [one for one in every if not is_product_name(one["name"])]
    texts = [
        *(one["name"] for one in fields if one["custom"]),
        *(str(one[key]) for one in fields if one["custom"] for key in ("label", "inlineHelpText")),
        *(str(value["value"]) for one in fields for value in one.get("picklistValues") or []),
        *(str(info["developerName"]) for one in org.describes.values() for info in one.get("recordTypeInfos") or []),
        *(row["Name"] for row in org.triggers if row.get("NamespacePrefix") != "bizible2"),
        *(user.username.partition("@")[2] for user in org.users.values()),
        str(org.organization["Name"]),
    ]
    words = {word for text in texts for word in re.findall(r"[^\W\d_]{7,}", text.replace("bizible2__", ""))}
    return {one for one in words if not _is_known(one)}


def _is_known(word: str) -> bool:
    small = word.lower()
    return any(small in kept or kept in small for kept in kept_words() if len(kept) > 4) or small in _OURS


#: Words of Marketo Measure's own names, and of the manifest.
_OURS = frozenset({"touchpoint", "touchpoints", "bizible", "marketo", "measure", "recorded", "recording"})


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    scenario = scenario_from("planted", HOLDS_WORDS, NOON.date())
    return recorded(scenario, tmp_path_factory.mktemp("planted"))


def test_planted_words_stand_nowhere(planted: Recorded) -> None:
    assert held(PLANTED, planted.text) == []
    assert held(["qztlc", "northwind", "integration@"], planted.text) == []


def test_no_header_or_token_of_a_session_stands_anywhere(planted: Recorded) -> None:
    assert held(["Authorization", "Bearer", "00D300000001Nwh", "!"], planted.text.replace("!=", "")) == []


def test_the_planted_drift_is_found_in_the_recording(planted: Recorded) -> None:
    assert in_short(replayed(planted.folder)) == in_short(planted.result)
    assert any(PLANTED[1] in one.component for one in planted.result.findings)


def test_the_same_run_and_key_give_the_same_bytes(planted: Recorded, tmp_path: Path) -> None:
    again = recorded(scenario_from("planted", HOLDS_WORDS, NOON.date()), tmp_path)
    for path in planted.folder.glob("*.cassette.json"):
        mine = (again.folder / path.name).read_text()
        assert _lasting(mine) == _lasting(path.read_text())


def _lasting(text: str) -> str:
    """Without the ports of the simulated orgs, and the count of calls that several threads make at a time."""
    return re.sub(r"127\.0\.0\.1:\d+|api-usage=\d+", "", text)


def test_keep_names_keeps_the_api_names_and_nothing_else(tmp_path: Path) -> None:
    run = recorded(scenario_from("planted", HOLDS_WORDS, NOON.date()), tmp_path, keep_names=True)
    assert f"{PLANTED[0]}_Tier__c" in run.text
    assert held(PLANTED[2:], run.text) == []
    assert held(["ltd", f"{PLANTED[1]}_Claim", "northwind"], run.text) == []
    assert in_short(replayed(run.folder)) == in_short(run.result)
    assert [one.component for one in replayed(run.folder).findings if PLANTED[1] in one.component]


def test_kept_names_are_still_explained_by_their_package(tmp_path: Path) -> None:
    run = recorded("person-accounts-and-packages", tmp_path, keep_names=True)
    assert in_short(replayed(run.folder)) == in_short(run.result)


def test_a_named_integration_user_is_the_same_user_in_the_recording(tmp_path: Path) -> None:
    run = recorded("drifted", tmp_path, integration="integration")
    assert in_short(replayed(run.folder)) == in_short(run.result)
    assert held(["northwind"], run.text) == []
