"""`--record` and `parity replay` as a user meets them: the same words, the same exit codes, no org and no secret."""

import json
from pathlib import Path
from typing import Any

import pytest

from parity.cli.terminal.console import Console
from parity.cli.workflows.record import recording
from parity.config.orgs import ApiSettings
from parity.errors import InputError, OrgUnreachable
from parity.orgs.recording.recorder import Recorder
from parity.simulator import Fault
from parity.snapshot.records import Role
from tests.program import parity
from tests.simulated import RunningPair, running, yaml_for

_WAIVER = """\
    - {{fingerprint: {fingerprint}, seen: {seen}, by: Secretwaiver, reason: "y", expires: 2027-01-15, items: {names}}}
"""
_SEVERITIES = """\
  severities:
    - {field: "Lead.Re*", raise_to: blocker, reason: agreed}
"""
FILES = {"recording.json", "sandbox.cassette.json", "production.cassette.json"}


@pytest.fixture(scope="module")
def folder(drifted: RunningPair, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a check with a waiver was recorded."""
    folder = tmp_path_factory.mktemp("recorded")
    (folder / "parity.yaml").write_text(yaml_for(drifted))
    first = parity("check", "--out", "first", cwd=folder, environment=drifted.environment)
    assert first.code == 1, first.err
    findings = json.loads((folder / "first/result.json").read_bytes())["findings"]
    waived = next(one for one in findings if one["severity"] == "blocker" and one["items"] and not one["cause"])
    alone = next(one for one in findings if one["severity"] == "blocker" and not one["items"] and not one["cause"])
    waivers = "".join(
        _WAIVER.format(**one, names=json.dumps([item["name"] for item in one["items"]])) for one in (waived, alone)
    )
    (folder / "parity.yaml").write_text(f"{yaml_for(drifted)}policy:\n  waivers:\n{waivers}{_SEVERITIES}")
    checked = parity("check", "--record", "rec", cwd=folder, environment=drifted.environment)
    assert checked.code == 1, checked.err
    assert "parity replay rec" in checked.err
    return folder


def _result(path: Path) -> dict[str, Any]:
    found = json.loads((path / "result.json").read_bytes())
    applied = [(one["status"], len(one["items"])) for one in found["waivers"]]
    return {**{key: found[key] for key in ("verdict", "exit_code", "counts")}, "waivers": applied}


def test_a_replay_comes_to_the_same_result_with_the_same_waivers(folder: Path) -> None:
    assert {one.name for one in (folder / "rec").iterdir()} == FILES
    again = parity("replay", "rec", cwd=folder, environment={"HTTPS_PROXY": "http://127.0.0.1:1"})
    assert (again.code, "came to" in again.err) == (1, False), again.err
    assert _result(folder / "parity-replay") == _result(folder / "parity-out")
    assert [status for status, _ in _result(folder / "parity-out")["waivers"]] == ["applied", "applied"]
    assert {"report.html", "sandbox.snapshot.json"} <= {one.name for one in (folder / "parity-replay").iterdir()}


def test_a_replay_never_takes_the_place_of_a_real_result(folder: Path) -> None:
    before = (folder / "parity-out/result.json").read_bytes()
    refused = parity("replay", "rec", "--out", "parity-out", cwd=folder)
    assert refused.code == 2
    assert "a check of real orgs" in refused.err
    assert (folder / "parity-out/result.json").read_bytes() == before
    assert parity("replay", "rec", "--out", "again", cwd=folder).code == 1
    assert parity("replay", "rec", "--out", "again", cwd=folder).code == 1


def test_nobody_and_no_secret_stands_in_a_recording(folder: Path, drifted: RunningPair) -> None:
    text = "".join(one.read_text("utf-8") for one in (folder / "rec").iterdir())
    known = drifted.production.credentials
    for secret in (known.session_id, known.session_id.partition("!")[2], known.password, known.client_secret):
        assert secret not in text
    assert "secretwaiver" not in text.casefold()
    assert "northwind" not in text.casefold()


def test_another_check_may_take_the_place_of_a_recording_and_nothing_else(folder: Path, drifted: RunningPair) -> None:
    refused = parity("check", "--record", "first", cwd=folder, environment=drifted.environment)
    assert (refused.code, "the folder holds other files" in refused.err) == (2, True)


def test_what_failed_is_recorded_too_and_never_a_go(tmp_path: Path) -> None:
    with running("identical") as pair:
        pair.sandbox.fail(Fault(match="tooling/composite", status=401, error_code="INVALID_SESSION_ID"))
        (tmp_path / "parity.yaml").write_text(yaml_for(pair))
        failed = parity("check", "--record", "rec", cwd=tmp_path, environment=pair.environment)
    assert failed.code == 3
    assert json.loads((tmp_path / "rec/recording.json").read_bytes())["outcome"]["exit_code"] == 3
    again = parity("replay", "rec", cwd=tmp_path)
    assert (again.code, "The recorded run ended here too." in again.err) == (3, True)
    assert not (tmp_path / "parity-replay/result.json").exists()


def test_a_recording_that_is_refused_never_hides_why_the_run_ended(tmp_path: Path, drifted: RunningPair) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise InputError("nothing was recorded", where="rec", fix="-")

    def run() -> None:
        with recording("check", tmp_path / "rec", False, drifted.project, Console(quiet=True)) as (reach, _):
            reach(Role.SANDBOX, drifted.project.sign_in(Role.SANDBOX), ApiSettings(), drifted.environment, print)
            raise OrgUnreachable("the org is gone", fix="-")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Recorder, "write", refused)
        with pytest.raises(OrgUnreachable, match="the org is gone"):
            run()


def test_doctor_and_collect_are_recorded_and_replayed(drifted: RunningPair, tmp_path: Path) -> None:
    (tmp_path / "parity.yaml").write_text(yaml_for(drifted))
    asked = parity("doctor", "--record", "doc", cwd=tmp_path, environment=drifted.environment)
    again = parity("replay", "doc", cwd=tmp_path)
    assert (asked.code, again.code) == (0, 0), again.err
    assert len(asked.out.splitlines()) == len(again.out.splitlines())
    got = parity("collect", "sandbox", "--record", "one", "--keep-names", cwd=tmp_path, environment=drifted.environment)
    again = parity("replay", "one", cwd=tmp_path)
    assert (got.code, again.code) == (0, 0), again.err
    kept = json.loads((tmp_path / "parity-replay/sandbox.snapshot.json").read_bytes())
    mine = json.loads((tmp_path / "sandbox.snapshot.json").read_bytes())
    names = [
        {one["name"] for one in found["objects"]["Lead"]["fields"] if one["name"].endswith("__c")}
        for found in (kept, mine)
    ]
    assert names[0] == names[1]
    assert kept["org"]["name"] != mine["org"]["name"]


def test_a_folder_without_a_recording_is_a_usage_error(tmp_path: Path) -> None:
    refused = parity("replay", ".", cwd=tmp_path)
    assert (refused.code, "there is no recording" in refused.err) == (2, True)
    assert "Traceback" not in refused.err
