"""`parity check` and `parity compare`: what they write, and how they end."""

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest

from parity.simulator import Fault, load_scenario, serve
from tests.program import parity
from tests.simulated import NOON, RunningPair, running, yaml_for

OUTPUTS = {"report.html", "result.json", "sandbox.snapshot.json", "production.snapshot.json"}


def test_identical_orgs_are_a_go(tmp_path: Path) -> None:
    with running("identical") as pair:
        (tmp_path / "parity.yaml").write_text(yaml_for(pair))
        outcome = parity("check", cwd=tmp_path, environment=pair.environment)
    assert outcome.code == 0, outcome.err
    assert outcome.out.startswith("GO ")
    result = json.loads((tmp_path / "parity-out/result.json").read_bytes())
    assert (result["verdict"], result["findings"], result["gaps"]) == ("GO", [], [])


def test_a_check_writes_four_files_and_keeps_them_and_says_no_go(checked: Path) -> None:
    assert {path.name for path in (checked / "parity-out").iterdir()} == {*OUTPUTS, "runs"}
    assert (checked / "out.txt").read_text().startswith("NO-GO")
    assert "\x1b" not in (checked / "out.txt").read_text() + (checked / "err.txt").read_text()


def test_the_result_follows_its_published_schema(checked: Path) -> None:
    schema = json.loads(Path("docs/result.schema.json").read_text())
    result = json.loads((checked / "parity-out/result.json").read_bytes())
    jsonschema.Draft202012Validator(schema).validate(result)
    assert result["exit_code"] == 1
    for key in ("schema_version", "tool", "verdict", "orgs", "snapshots", "counts", "findings"):
        assert key in result
    for key in (
        "rule",
        "severity",
        "object",
        "component",
        "attribute",
        "sandbox",
        "production",
        "fingerprint",
        "message",
    ):
        assert all(key in finding for finding in result["findings"])


def test_the_snapshot_digests_are_those_of_the_files(checked: Path) -> None:
    result = json.loads((checked / "parity-out/result.json").read_bytes())
    schema = json.loads(Path("docs/snapshot.schema.json").read_text())
    for role in ("sandbox", "production"):
        data = (checked / f"parity-out/{role}.snapshot.json").read_bytes()
        assert result["snapshots"][role]["digest"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        jsonschema.Draft202012Validator(schema).validate(json.loads(data))


def test_comparing_the_files_again_gives_the_same_findings_offline(checked: Path, tmp_path: Path) -> None:
    files = [checked / f"parity-out/{role}.snapshot.json" for role in ("sandbox", "production")]
    at_noon = {"TESTS_CLOCK": NOON.isoformat()}
    outcome = parity("compare", *files, "-o", tmp_path / "result.json", cwd=tmp_path, environment=at_noon)
    assert outcome.code == 1
    again = json.loads((tmp_path / "result.json").read_bytes())
    first = json.loads((checked / "parity-out/result.json").read_bytes())
    assert again["findings"] == first["findings"]
    assert again["snapshots"] == first["snapshots"]
    once = (tmp_path / "result.json").read_bytes()
    parity("compare", *files, "-o", tmp_path / "result.json", cwd=tmp_path, environment=at_noon)
    assert (tmp_path / "result.json").read_bytes() == once


def test_an_edited_result_is_refused(checked: Path, tmp_path: Path) -> None:
    result = json.loads((checked / "parity-out/result.json").read_bytes())
    result["verdict"], result["exit_code"] = "GO", 0
    (tmp_path / "result.json").write_text(json.dumps(result))
    outcome = parity("report", "result.json", cwd=tmp_path)
    assert outcome.code == 2
    assert "its own findings give NO-GO" in outcome.err


def test_all_files_of_a_check_are_written_or_none(drifted: RunningPair, tmp_path: Path) -> None:
    (tmp_path / "parity.yaml").write_text(yaml_for(drifted))
    (tmp_path / "out/report.html").mkdir(parents=True)
    outcome = parity("check", "--out", "out", cwd=tmp_path, environment=drifted.environment)
    assert outcome.code == 2
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["report.html"]


def test_a_snapshot_that_was_formatted_again_is_refused(checked: Path, tmp_path: Path) -> None:
    names = [f"{role}.snapshot.json" for role in ("sandbox", "production")]
    for name in names:
        data = json.loads((checked / "parity-out" / name).read_bytes())
        (tmp_path / name).write_text(json.dumps(data, indent=2))
    outcome = parity("compare", *names, "-o", "result.json", cwd=tmp_path)
    assert outcome.code == 2
    assert "formatted again" in outcome.err
    assert not (tmp_path / "result.json").exists()


@pytest.mark.parametrize("slow_at", ["GET /services/data", "tooling/composite"])
def test_ctrl_c_stops_a_check_at_once(drifted: RunningPair, tmp_path: Path, slow_at: str) -> None:
    with serve(load_scenario("identical").sandbox, seed="slow") as slow:
        slow.fail(Fault(match=slow_at, status=503, retry_after=200))
        text = yaml_for(drifted).replace(drifted.sandbox.url, slow.url)
        (tmp_path / "parity.yaml").write_text(text)
        process = subprocess.Popen(
            [sys.executable, "-m", "parity", "check"],
            cwd=tmp_path,
            env={**os.environ, **drifted.environment, "PARITY_SANDBOX_SESSION_ID": slow.credentials.session_id},
            stderr=subprocess.PIPE,
            text=True,
        )
        while all(one.status != 503 for one in slow.requests) and process.poll() is None:
            time.sleep(0.05)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate()
        # Whoever waits the org's pause out first, asks again at its end.
        refused = [(one.path, one.parts) for one in slow.requests if one.status == 503]
        assert len(refused) == len(set(refused))
    assert process.returncode == 2
    assert "stopped" in told
    assert [path.name for path in tmp_path.iterdir()] == ["parity.yaml"]


def test_a_failed_check_says_that_the_old_report_is_old(drifted: RunningPair, tmp_path: Path) -> None:
    (tmp_path / "parity.yaml").write_text(yaml_for(drifted))
    (tmp_path / "parity-out").mkdir()
    (tmp_path / "parity-out/report.html").write_text('<meta name="generator" content="parity 0.0.9">GO')
    environment = {**drifted.environment, "PARITY_SANDBOX_SESSION_ID": "00D8F0000008NwS!wrong"}
    outcome = parity("check", cwd=tmp_path, environment=environment)
    assert outcome.code == 3
    assert "report of an earlier check" in outcome.err


def test_formats_of_an_earlier_check_are_set_aside_whatever_this_one_comes_to(
    drifted: RunningPair, tmp_path: Path
) -> None:
    """A junit.xml of last night must not be published as this morning's."""
    (tmp_path / "parity.yaml").write_text(yaml_for(drifted))
    assert parity("check", "--format", "junit,csv", cwd=tmp_path, environment=drifted.environment).code == 1
    out = tmp_path / "parity-out"
    junit, listed = (out / "junit.xml").read_bytes(), (out / "fix-list.csv").read_bytes()
    (out / "notes.txt").write_text("mine")
    broken = {**drifted.environment, "PARITY_SANDBOX_SESSION_ID": "00D8F0000008NwS!wrong"}
    outcome = parity("check", "--format", "junit", cwd=tmp_path, environment=broken)
    assert outcome.code == 3
    assert "as of an earlier check: fix-list.csv, junit.xml" in outcome.err
    assert not (out / "junit.xml").exists()
    assert ((out / "earlier/junit.xml").read_bytes(), (out / "earlier/fix-list.csv").read_bytes()) == (junit, listed)
    assert (out / "notes.txt").read_text() == "mine"
    assert parity("check", "--format", "junit", cwd=tmp_path, environment=drifted.environment).code == 1
    assert (out / "junit.xml").exists()


def test_the_first_blockers_are_named_at_once(checked: Path) -> None:
    lines = (checked / "out.txt").read_text().splitlines()
    result = json.loads((checked / "parity-out/result.json").read_bytes())
    first = next(one for one in result["findings"] if one["severity"] == "blocker" and one["kind"] != "cause")
    assert any(f"{first['object']}.{first['component']} {first['fingerprint']}" in line for line in lines)
    named = re.findall("[0-9a-f]{16}", "\n".join(lines))
    left = result["counts"]["blocker"] + result["counts"]["warning"] - len(named)
    assert f"              and {left} more: --verbose, or the report" in lines
