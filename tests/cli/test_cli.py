"""The commands as a user runs them: what they print, what they write, how they end."""

import hashlib
import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from parity.cli.main import COMMANDS
from parity.simulator import load_scenario, serve
from tests.program import parity
from tests.simulated import READ_AT, RunningPair, running, yaml_for
from tests.surroundings import needs


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str, tmp_path: Path) -> None:
    outcome = parity(command, "--help", cwd=tmp_path)
    assert outcome.code == 0
    assert f"Example: parity {command}" in outcome.out


@pytest.mark.parametrize("name", ["html", "json", "text"])
def test_a_report_is_made_again_from_the_result_alone(name: str, checked: Path, tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    result.write_bytes((checked / "parity-out/result.json").read_bytes())
    outcome = parity("report", result, "--format", name, "-o", tmp_path / "again", cwd=tmp_path)
    assert outcome.code == 0, outcome.err
    again = (tmp_path / "again").read_bytes()
    if name == "html":
        assert again == (checked / "parity-out/report.html").read_bytes()
    if name == "json":
        assert again == result.read_bytes()
    assert b"NO-GO" in again


def test_an_unknown_format_is_refused_with_those_that_there_are(checked: Path, tmp_path: Path) -> None:
    outcome = parity("report", checked / "parity-out/result.json", "--format", "htm", cwd=tmp_path)
    assert outcome.code == 2
    assert "there is no format 'htm'. Did you mean 'html'?" in outcome.err
    outcome = parity("report", checked / "parity-out/result.json", "--format", "pptx", cwd=tmp_path)
    assert "Take one of: csv, html, json, junit, markdown, pdf, sarif, text, xlsx." in outcome.err


def test_collect_writes_one_snapshot(drifted: RunningPair, tmp_path: Path) -> None:
    (tmp_path / "parity.yaml").write_text(yaml_for(drifted))
    outcome = parity("collect", "sandbox", "-o", "s.json", cwd=tmp_path, environment=drifted.environment)
    assert outcome.code == 0, outcome.err
    data = (tmp_path / "s.json").read_bytes()
    assert outcome.out.split()[0] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert json.loads(data)["role"] == "sandbox"


def test_quiet_says_only_the_verdict(drifted: RunningPair, tmp_path: Path) -> None:
    (tmp_path / "parity.yaml").write_text(yaml_for(drifted))
    outcome = parity("--quiet", "check", cwd=tmp_path, environment=drifted.environment)
    assert outcome.err == ""
    assert outcome.out.startswith("NO-GO")


def test_verbose_lists_the_requests_without_secrets(drifted: RunningPair, tmp_path: Path) -> None:
    (tmp_path / "parity.yaml").write_text(yaml_for(drifted))
    outcome = parity("--verbose", "check", cwd=tmp_path, environment=drifted.environment)
    assert f"POST /services/data/v{READ_AT}/composite: 200" in outcome.err
    assert drifted.sandbox.credentials.session_id not in outcome.err + outcome.out


def test_doctor_finds_both_orgs_well(drifted: RunningPair, tmp_path: Path) -> None:
    (tmp_path / "parity.yaml").write_text(yaml_for(drifted))
    outcome = parity("doctor", cwd=tmp_path, environment=drifted.environment)
    assert outcome.code == 0, outcome.out + outcome.err
    for words in ("sandbox", "production", "signed in as", "Apex triggers", "API requests left"):
        assert words in outcome.out
    assert len(outcome.out.splitlines()) <= 24
    outcome = parity("doctor", "--verbose", cwd=tmp_path, environment=drifted.environment)
    for words in ("Apex triggers: can be read", " of 100,000 in 24 hours", "8 API calls spent"):
        assert words in outcome.out


def test_doctor_says_what_to_grant(tmp_path: Path) -> None:
    with running("no-tooling") as pair:
        (tmp_path / "parity.yaml").write_text(yaml_for(pair))
        outcome = parity("doctor", cwd=tmp_path, environment=pair.environment)
    assert outcome.code == 3
    assert "Grant View Setup and Configuration" in outcome.out


def test_init_writes_a_start_and_never_overwrites(tmp_path: Path) -> None:
    assert parity("init", cwd=tmp_path).code == 0
    written = (tmp_path / "parity.yaml").read_text()
    assert "client_secret_env" in written
    (tmp_path / "parity.yaml").write_text("mine")
    outcome = parity("init", cwd=tmp_path)
    assert outcome.code == 2
    assert "never overwrites" in outcome.err
    assert (tmp_path / "parity.yaml").read_text() == "mine"


def test_rules_lists_all_and_shows_one(tmp_path: Path) -> None:
    listed = parity("rules", cwd=tmp_path)
    assert "field-missing-in-sandbox" in listed.out
    shown = parity("rules", "trigger-inactive-in-sandbox", cwd=tmp_path)
    assert "Adobe" in shown.out
    unknown = parity("rules", "trigger-inactiv-in-sandbox", cwd=tmp_path)
    assert unknown.code == 2
    assert "Did you mean 'trigger-inactive-in-sandbox'?" in unknown.err


def test_an_unknown_command_suggests_the_nearest(tmp_path: Path) -> None:
    outcome = parity("chek", cwd=tmp_path)
    assert outcome.code == 2
    assert "Did you mean 'check'?" in outcome.err


def test_simulate_lists_its_scenarios(tmp_path: Path) -> None:
    outcome = parity("simulate", "--list", cwd=tmp_path)
    for name in ("identical", "drifted", "triggers-off", "preview-release", "hidden-fields", "large"):
        assert name in outcome.out


def test_a_reader_that_goes_away_changes_no_exit_code(checked: Path, tmp_path: Path) -> None:
    files = shlex.join(str(checked / f"parity-out/{role}.snapshot.json") for role in ("sandbox", "production"))
    report = shlex.join(["report", str(checked / "parity-out/result.json")])
    for command in (f"compare {files}", report, "--help", "check --help", "--version"):
        shell = f"{shlex.quote(sys.executable)} -m parity {command} | true; exit ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", shell], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == (1 if command.startswith("compare") else 0), done.stderr
        assert "Traceback" not in done.stderr


def test_a_question_that_nobody_sees_is_no_verdict(checked: Path) -> None:
    command = shlex.join([sys.executable, "-m", "parity", "waive", "parity-out/result.json", "--interactive"])
    shell = f"{{ {command} 2>&1 </dev/null >/dev/null; echo $? >code; }} | true"
    subprocess.run(["bash", "-c", shell], cwd=checked, check=False)
    assert (checked / "code").read_text() == "2\n"


@pytest.mark.parametrize("word", ["--unknown", "chek"])
def test_a_usage_error_that_nobody_sees_is_still_one(word: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([sys.executable, "-m", "parity", word], stderr=full, check=False)
    assert done.returncode == 2


@pytest.mark.parametrize("word", ["rules", "--help", "--version"])
def test_a_full_standard_output_is_told(word: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "parity", word], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    assert "standard output cannot be written" in done.stderr


def test_an_encoding_that_lacks_a_character_is_no_reason_to_stop(checked: Path, tmp_path: Path) -> None:
    result = (checked / "parity-out/result.json").read_text().replace("Northwind Haulage", "株式会社")
    (tmp_path / "result.json").write_text(result)
    environment = {"PYTHONIOENCODING": "cp1252"}
    outcome = parity("report", "result.json", "--format", "text", cwd=tmp_path, environment=environment)
    assert outcome.code == 0


def test_no_color_is_respected_on_a_terminal(tmp_path: Path) -> None:
    needs("script")
    for no_color, coloured in (("", True), ("1", False)):
        command = f"NO_COLOR={no_color} TERM=xterm {shlex.quote(sys.executable)} -m parity report none.json"
        done = subprocess.run(["script", "-qec", command, "/dev/null"], cwd=tmp_path, capture_output=True, check=False)
        assert b"there" in done.stdout or b"read" in done.stdout
        assert (b"\x1b[31m" in done.stdout) == coloured


def test_an_output_may_be_a_pipe_that_has_no_name(checked: Path) -> None:
    command = shlex.join([sys.executable, "-m", "parity", "report", "parity-out/result.json", "-o"])
    shell = f"{command} /dev/stdout | head -c 15; {command} >(head -c 15; echo); wait"
    done = subprocess.run(["bash", "-c", shell], cwd=checked, capture_output=True, text=True, check=False)
    assert done.stdout.count("<!doctype html>") == 2, done.stderr


def test_outputs_follow_links_and_leave_devices_alone(checked: Path, tmp_path: Path) -> None:
    result = checked / "parity-out/result.json"
    (tmp_path / "real.html").write_text('<meta name="generator" content="parity 0.0.9">old')
    (tmp_path / "link.html").symlink_to("real.html")
    assert parity("report", result, "-o", "link.html", cwd=tmp_path).code == 0
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "real.html").read_text().startswith("<!doctype html>")
    assert parity("report", result, "-o", "/dev/null", cwd=tmp_path).code == 0
    assert Path("/dev/null").is_char_device()


def test_doctor_finds_what_a_check_would_find(tmp_path: Path) -> None:
    with running("hidden-fields") as pair:
        (tmp_path / "parity.yaml").write_text(yaml_for(pair))
        outcome = parity("doctor", cwd=tmp_path, environment=pair.environment)
    assert outcome.code == 3
    assert "Lead fields: not shown to this user, so they cannot be compared" in outcome.out
    assert "Region__c" in outcome.out


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with serve(load_scenario("identical").sandbox, seed="taken") as taken:
        outcome = parity("simulate", "--port", taken.url.rpartition(":")[2], cwd=tmp_path)
    assert outcome.code == 2
    assert "cannot be used" in outcome.err
