"""--lang, PARITY_LANG and report.language: what people read is in their language, what programs read in English."""

from pathlib import Path

import pytest

from tests.program import parity
from tests.simulated import RunningPair, yaml_for


def test_report_speaks_the_language_that_is_asked_for(checked: Path) -> None:
    result = str(checked / "parity-out/result.json")
    page = parity("report", result, "--lang", "ko", cwd=checked)
    assert page.code == 0
    assert '<html lang="ko">' in page.out
    assert "전환을 막는 항목" in page.out
    text = parity("report", result, "--format", "text", "--lang", "de-AT", cwd=checked)
    assert "20 Blocker ohne Ausnahme." in text.out
    english = parity("report", result, "--format", "text", cwd=checked)
    assert "20 blockers not waived." in english.out


def test_a_format_for_programs_stays_english_and_that_is_said(checked: Path) -> None:
    result = "parity-out/result.json"
    told = parity("report", result, "--format", "junit", "--lang", "ko", cwd=checked)
    assert told.code == 0
    assert told.out == parity("report", result, "--format", "junit", cwd=checked).out
    assert "junit is for programs and stays English" in told.err
    people = parity("report", result, "--format", "csv", "--lang", "ko", cwd=checked)
    assert "심각도" in people.out.splitlines()[0]
    assert "stays English" not in people.err
    help_text = " ".join(parity("report", "--help", cwd=checked).out.split())
    assert "Formats for programs stay English." in help_text


def test_the_result_stays_english_in_every_language(checked: Path) -> None:
    result = checked / "parity-out/result.json"
    told = parity("report", str(result), "--format", "json", cwd=checked, environment={"PARITY_LANG": "ja"})
    assert told.out.encode() == result.read_bytes()


def test_a_language_that_parity_does_not_speak_is_refused_with_those_that_it_does(checked: Path) -> None:
    refused = parity("report", "parity-out/result.json", "--lang", "es", cwd=checked)
    assert refused.code == 2
    assert "parity does not speak 'es'" in refused.err
    assert "ko (한국어)" in refused.err
    assert "Traceback" not in refused.err
    assert "--lang" in refused.err
    of_shell = parity("report", "parity-out/result.json", cwd=checked, environment={"PARITY_LANG": "es"})
    assert of_shell.code == 2
    assert "PARITY_LANG: parity does not speak 'es'" in of_shell.err
    assert "--lang" not in of_shell.err


@pytest.mark.parametrize(("setting", "option", "spoken"), [("fr", (), "fr"), ("fr", ("--lang", "ja"), "ja")])
def test_check_speaks_the_language_of_the_project_or_of_the_option(
    setting: str, option: tuple[str, ...], spoken: str, drifted: RunningPair, tmp_path: Path
) -> None:
    (tmp_path / "parity.yaml").write_text(f"{yaml_for(drifted)}\nreport:\n  language: {setting}\n")
    outcome = parity("check", *option, cwd=tmp_path, environment=drifted.environment)
    assert outcome.code == 1, outcome.err
    said = {"fr": "20 bloquants sans dérogation.", "ja": "免除されていないブロッカー 20 件。"}
    assert said[spoken] in outcome.out
    assert f'<html lang="{spoken}">' in (tmp_path / "parity-out/report.html").read_text()
    assert "20 blockers not waived." in (tmp_path / "parity-out/result.json").read_text()


def test_an_unknown_language_in_parity_yaml_is_told_with_its_line(drifted: RunningPair, tmp_path: Path) -> None:
    (tmp_path / "parity.yaml").write_text(f"{yaml_for(drifted)}\nreport:\n  language: es\n")
    outcome = parity("check", cwd=tmp_path, environment=drifted.environment)
    assert outcome.code == 2
    assert "language" in outcome.err
    assert "Traceback" not in outcome.err
