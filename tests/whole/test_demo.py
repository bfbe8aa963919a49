"""`make demo`: the whole story, and what it leaves behind."""

import json
from pathlib import Path

from tests.cli.test_check import OUTPUTS
from tests.program import parity


def test_the_demo_tells_the_whole_story_and_says_that_it_is_one(tmp_path: Path) -> None:
    outcome = parity("simulate", "--demo", cwd=tmp_path, environment={"HTTP_PROXY": "http://127.0.0.1:9"})
    assert outcome.code == 0, outcome.err
    story = [
        "NO-GO",
        "FAIL verdict-go",
        "\nGO ",
        "Dana Approver",
        "up to 3 days",
        "is in PRODUCTION",
        "is final",
        "HTTP 409",
    ]
    places = [outcome.out.index(words) for words in story]
    assert places == sorted(places)
    assert "This was a demo" in outcome.out
    assert {path.name for path in (tmp_path / "parity-out").iterdir()} == {*OUTPUTS, "demo"}
    first = json.loads((tmp_path / "parity-out/result.json").read_bytes())
    assert first["verdict"] == "NO-GO"
    config = tmp_path / "parity-out/demo/parity.yaml"
    status = parity("status", "--config", config, cwd=tmp_path)
    assert status.code == 0, status.err
    assert "state        PRODUCTION" in status.out
    result = tmp_path / "parity-out/demo/result/result.json"
    verified = parity("audit", "verify", "--config", config, "--result", result, cwd=tmp_path)
    assert verified.code == 0, verified.out
    assert "FAIL" not in verified.out
    assert "BEGIN PRIVATE KEY" not in "".join(
        path.read_text("latin-1") for path in (tmp_path / "parity-out").rglob("*") if path.is_file()
    )
    assert parity("simulate", "--demo", cwd=tmp_path).code == 0
