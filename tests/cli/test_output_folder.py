"""Where nothing can be written, no org is asked anything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from parity.cli.terminal.output_folder import check_file, check_folder
from parity.errors import InputError
from tests.program import ROOT, parity
from tests.simulated import running, yaml_for


@pytest.mark.parametrize(
    "words",
    [
        ("check", "--out", "taken"),
        ("check", "--out", "taken/below"),
        ("check", "--out", "full"),
        ("collect", "sandbox", "-o", "taken/s.json"),
        ("collect", "production", "-o", "full"),
    ],
)
def test_a_place_that_takes_no_file_is_told_before_the_first_request(words: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    (tmp_path / "full" / "result.json").mkdir(parents=True)
    with running("identical") as pair:
        (tmp_path / "parity.yaml").write_text(yaml_for(pair))
        outcome = parity(*words, cwd=tmp_path, environment=pair.environment)
        assert (pair.sandbox.requests, pair.production.requests) == ([], [])
    assert outcome.code == 2
    assert words[-1].partition("/")[0] in outcome.err
    assert "folder" in outcome.err


def test_a_missing_folder_that_can_be_made_is_fine_and_nothing_is_left_behind(tmp_path: Path) -> None:
    check_folder(tmp_path / "a" / "b", "--out")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_may_not_be_written_to_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("parity.cli.terminal.output_folder.tempfile.TemporaryFile", refuse)
    with pytest.raises(InputError, match=r"--out .*Permission denied"):
        check_folder(tmp_path, "--out")
    with pytest.raises(InputError, match=r"-o .*Permission denied"):
        check_file(tmp_path / "new.json", "-o")


def test_a_check_whose_text_nobody_took_is_no_failed_check(tmp_path: Path) -> None:
    with running("identical") as pair:
        (tmp_path / "parity.yaml").write_text(yaml_for(pair))
        words = [sys.executable, "-m", "tests.run_parity", "check"]
        env = {**os.environ, **pair.environment, "PYTHONPATH": str(ROOT)}
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                words, cwd=tmp_path, env=env, stdout=full, stderr=subprocess.PIPE, text=True, check=False
            )
    assert done.returncode == 2
    assert "standard output cannot be written" in done.stderr
    assert "says nothing of this one" not in done.stderr
    assert (tmp_path / "parity-out/result.json").is_file()
    assert not (tmp_path / "parity-out/check-failed.txt").exists()
