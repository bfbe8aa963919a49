"""`--history`: earlier results and reports are summed up in the new result, and its report shows them."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import structs

from parity.formats.html import page_problem, render
from parity.snapshot.file import snapshot_bytes
from parity.snapshot.records import Snapshot
from parity.verdict.result import Result, instant, read_result, result_bytes, result_digest
from tests.program import Outcome, parity
from tests.simulated import NOON


@pytest.fixture
def folder(snapshots: Callable[[str], tuple[Snapshot, Snapshot]], tmp_path: Path) -> Path:
    for one in snapshots("drifted"):
        (tmp_path / f"{one.role}.json").write_bytes(snapshot_bytes(one))
    return tmp_path


def compare(folder: Path, *arguments: str) -> Outcome:
    return parity(
        "compare",
        "sandbox.json",
        "production.json",
        *arguments,
        cwd=folder,
        environment={"TESTS_CLOCK": NOON.isoformat()},
    )


def earlier(result: Result, days: int) -> Result:
    return structs.replace(result, tenant=None, judged_at=instant(NOON - timedelta(days=days)))


def test_results_and_reports_below_a_folder_become_the_history(folder: Path, result_of: Callable[..., Result]) -> None:
    first, second = earlier(result_of("triggers-off"), 2), earlier(result_of("drifted"), 1)
    runs = folder / "runs"
    for name in ("one", "two"):
        (runs / name).mkdir(parents=True)
    (runs / "one/result.json").write_bytes(result_bytes(first))
    (runs / "one/report.html").write_bytes(render(first))
    (runs / "two/report.html").write_bytes(render(second).replace(b"\n", b"\r\n"))
    (runs / "mailed.html").write_bytes(render(second))
    (runs / "of-another.json").write_bytes(result_bytes(structs.replace(first, tenant="Another")))
    (runs / "notes.html").write_bytes(b"<p>no report</p>")
    outcome = compare(folder, "-o", "result.json", "--history", "runs")
    assert outcome.code == 1
    history = json.loads((folder / "result.json").read_text())["history"]
    assert [one["digest"] for one in history["earlier"]] == [result_digest(first), result_digest(second)]
    assert (history["new"], history["fixed"]) == (0, 0)
    assert (
        "1 of 3 results left out of its history: of another tenant or production, or no earlier than this one"
        in outcome.err
    )
    assert outcome.err.count("is left out") == 0
    result = read_result((folder / "result.json").read_bytes(), "here")
    page = render(result)
    assert b'id="history"' in page
    assert page_problem(page, result) is None


def test_the_first_of_a_pipeline_has_none_and_says_so(folder: Path) -> None:
    plain, asked = compare(folder, "-o", "a.json"), compare(folder, "-o", "b.json", "--history", "nowhere")
    assert (plain.code, asked.code) == (1, 1)
    assert (folder / "a.json").read_bytes() == (folder / "b.json").read_bytes()
    assert "--history nowhere: there is no earlier result, so the report tells no history" in asked.err
