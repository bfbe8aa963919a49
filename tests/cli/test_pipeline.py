"""`check`, `compare` and `report` in a pipeline: formats, standard output, baselines, when to fail, what is said."""

import hashlib
import json
from pathlib import Path

import pytest

from parity.cli.terminal.console import Console
from parity.cli.workflows.pipeline import Pipeline, end
from parity.formats.registry import all_formats
from parity.verdict.fail_on import FailOn
from parity.verdict.result import SCHEMA_VERSION, read_result
from tests.program import Outcome, parity
from tests.simulated import NOON, RunningPair, running, yaml_for

EVIDENCE = {"report.html", "result.json", "sandbox.snapshot.json", "production.snapshot.json"}
SPOKEN = "exit 0 by --fail-on; the verdict is NO-GO"
#: All that need no program beside parity.
FORMATS = {name: one for name, one in all_formats().items() if one.needs is None}


@pytest.fixture(scope="module")
def folder(drifted: RunningPair, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with parity.yaml and a result in every format."""
    folder = tmp_path_factory.mktemp("pipeline")
    (folder / "parity.yaml").write_text(yaml_for(drifted))
    outcome = check(drifted, folder, "--out", "all", "--format", ",".join(FORMATS))
    assert outcome.code == 1, outcome.err
    return folder


def check(pair: RunningPair, folder: Path, *arguments: str, **environment: str) -> Outcome:
    return parity("check", *arguments, cwd=folder, environment={**pair.environment, **environment})


def compare(folder: Path, *arguments: str) -> Outcome:
    snapshots = ("all/sandbox.snapshot.json", "all/production.snapshot.json")
    return parity("compare", *snapshots, *arguments, cwd=folder, environment={"TESTS_CLOCK": NOON.isoformat()})


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_check_writes_every_format_besides_the_evidence(folder: Path) -> None:
    assert {one.name for one in (folder / "all").iterdir()} == EVIDENCE | {one.file for one in FORMATS.values()}


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_report_writes_the_same_bytes_as_the_check_into_a_file_and_to_standard_output(name: str, folder: Path) -> None:
    made = FORMATS[name]
    written = (folder / "all" / made.file).read_bytes()
    outcome = parity("report", "all/result.json", "--format", name, "-o", f"again-{made.file}", cwd=folder)
    assert (outcome.code, outcome.out) == (0, "")
    assert (folder / f"again-{made.file}").read_bytes() == written
    if not made.binary:
        out = parity("report", "all/result.json", "--format", name, "-o", "-", cwd=folder).out
        assert out.encode() == written.replace(b"\r\n", b"\n")


def test_report_writes_several_into_a_folder(folder: Path) -> None:
    outcome = parity("report", "all/result.json", "--format", "csv, sarif,csv", "-o", "two", cwd=folder)
    assert outcome.code == 0
    assert {one.name for one in (folder / "two").iterdir()} == {"fix-list.csv", "parity.sarif"}


def test_a_check_has_standard_output_for_one_format_alone(drifted: RunningPair, folder: Path) -> None:
    outcome = check(drifted, folder, "--out", "one", "--format", "sarif", "-o", "-", GITHUB_ACTIONS="true")
    assert outcome.code == 1
    assert json.loads(outcome.out)["version"] == "2.1.0"
    assert "NO-GO  Tests" in outcome.err
    assert "::error title=parity%3A NO-GO::" in outcome.err
    assert {one.name for one in (folder / "one").iterdir()} == EVIDENCE


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "junit,csv", "-o", "-"), "standard output takes exactly one format, and 2 are named"),
        (("-o", "-"), "-o says where a format goes, and none is named"),
        (("--format", "sarf"), "there is no format 'sarf'. Did you mean 'sarif'?"),
        (("--format", "csv", "-o", "all"), "this is a folder, and a file is to be written"),
        (("--format", "csv,xlsx", "-o", "parity.yaml"), "2 formats need a folder, and this is a file"),
        (("--format", "csv", "-o", "parity.yaml/x.csv"), "a file stands in the way of the folder"),
        (("--format", "csv", "-o", "/proc/x.csv"), "nothing can be written there"),
        (("--out", "/proc/x", "--format", "csv"), "nothing can be written there"),
        (("--fail-on", "new"), "what is new needs something older"),
        (("--fail-on", "new", "--exit-zero"), "one says when to fail, and the other never to"),
        (("--fail-on", "sometimes"), "'sometimes' is not one of 'new', 'blocker', 'warning', 'any'"),
        (("--baseline", "missing.json"), "The first baseline is the result.json of a check without --baseline"),
        (("--baseline", "all/sandbox.snapshot.json"), "this is a snapshot, and a result is wanted"),
    ],
)
def test_bad_wishes_are_told_before_an_org_is_asked(
    arguments: tuple[str, ...], said: str, drifted: RunningPair, folder: Path
) -> None:
    before = len(drifted.sandbox.requests)
    outcome = check(drifted, folder, *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err
    assert "Traceback" not in outcome.err
    assert "Read sandbox" not in outcome.err
    assert len(drifted.sandbox.requests) == before


def test_a_format_is_not_written_over_a_file_of_another_kind(folder: Path) -> None:
    (folder / "evidence.zip").write_bytes(b"PK\x03\x04 and more")
    for name in ("xlsx", "csv", "sarif"):
        outcome = parity("report", "all/result.json", "--format", name, "-o", "evidence.zip", cwd=folder)
        assert (outcome.code, outcome.out) == (2, "")
        assert "a zip archive is there" in outcome.err
    for target in ("all/result.json", "all/sandbox.snapshot.json"):
        kept = digest(folder / target)
        assert parity("report", "all/result.json", "--format", "sarif", "-o", target, cwd=folder).code == 2
        assert digest(folder / target) == kept
    again = parity("report", "all/result.json", "--format", "xlsx", "-o", "all/fix-list.xlsx", cwd=folder)
    assert again.code == 0


def test_fail_on_new_is_quiet_about_what_was_known(drifted: RunningPair, folder: Path) -> None:
    plain = check(drifted, folder, "--out", "plain")
    outcome = check(drifted, folder, "--out", "known", "--baseline", "all/result.json", "--fail-on", "new")
    assert (plain.code, outcome.code) == (1, 0)
    assert f"  {SPOKEN}" in outcome.out.splitlines()
    assert "0 new, 0 fixed, 38 unchanged" in outcome.out
    assert SPOKEN not in plain.out
    assert json.loads((folder / "known/result.json").read_text())["verdict"] == "NO-GO"
    assert json.loads((folder / "known/result.json").read_text())["exit_code"] == 1


def test_the_options_change_no_file(folder: Path) -> None:
    digests = []
    for more in ((), ("--exit-zero",), ("--baseline", "all/result.json", "--fail-on", "new")):
        outcome = compare(folder, "-o", "compared.json", *more)
        assert outcome.code == (0 if more else 1)
        digests.append(digest(folder / "compared.json"))
    assert len(set(digests)) == 1


def test_exit_zero_says_so(folder: Path) -> None:
    outcome = compare(folder, "--exit-zero")
    assert outcome.code == 0
    assert "exit 0 by --exit-zero; the verdict is NO-GO" in outcome.out


def test_inconclusive_stays_three_whatever_is_asked(tmp_path: Path) -> None:
    with running("no-tooling") as pair:
        (tmp_path / "parity.yaml").write_text(yaml_for(pair))
        assert check(pair, tmp_path, "--out", "first").code == 3
        for more in (
            ("--exit-zero",),
            ("--fail-on", "blocker"),
            ("--baseline", "first/result.json", "--fail-on", "new"),
        ):
            outcome = check(pair, tmp_path, "--out", "again", *more)
            assert outcome.code == 3
            assert "exit 0" not in outcome.out


def test_a_baseline_of_other_orgs_ends_with_two_after_the_verdict(folder: Path, tmp_path: Path) -> None:
    with running("identical") as pair:
        (tmp_path / "parity.yaml").write_text(yaml_for(pair))
        known = json.loads((folder / "all/result.json").read_text())
        known["orgs"]["sandbox"]["id"] = "00D000000000009EAA"
        (tmp_path / "foreign.json").write_text(json.dumps(known))
        outcome = check(pair, tmp_path, "--baseline", "foreign.json", "--exit-zero")
    assert outcome.code == 2
    assert "--baseline foreign.json: it is of another pair of orgs: its sandbox is 00D000000000009EAA" in outcome.err
    assert outcome.out.startswith("GO")
    assert (tmp_path / "parity-out/result.json").exists()
    assert not (tmp_path / "parity-out/check-failed.txt").exists()


def test_a_baseline_of_an_older_schema_is_one_message(folder: Path) -> None:
    known = json.loads((folder / "all/result.json").read_text())
    (folder / "older.json").write_text(json.dumps({**known, "schema_version": SCHEMA_VERSION - 1}))
    for outcome in (
        compare(folder, "--baseline", "older.json"),
        parity("report", "all/result.json", "--baseline", "older.json", cwd=folder),
        parity("report", "older.json", cwd=folder),
    ):
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err.count("error:") == 1
        assert "it was written by an earlier parity" in outcome.err


def test_github_gets_annotations_and_a_summary_that_grows(drifted: RunningPair, folder: Path) -> None:
    summary = folder / "step-summary.md"
    summary.write_text("before\n")
    github = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)}
    outcome = check(drifted, folder, "--out", "gh", "--baseline", "all/result.json", "--fail-on", "new", **github)
    assert outcome.code == 0
    assert sum(line.startswith("::error ") for line in outcome.out.splitlines()) == 10
    text = summary.read_text()
    assert text.startswith("before\n\n\n## ")
    assert text.rstrip().endswith(SPOKEN)
    assert "0 new, 0 fixed, 38 unchanged." in text


@pytest.mark.parametrize(
    ("arguments", "annotation"),
    [
        (
            ("--baseline", "none.json"),
            "::error title=parity%3A exit code 2::--baseline none.json: the file cannot be read",
        ),
        (("--format", "sarf"), "::error title=parity%3A exit code 2::Invalid value for '--format': there is no format"),
    ],
)
def test_github_gets_the_reason_where_there_is_no_verdict(
    arguments: tuple[str, ...], annotation: str, drifted: RunningPair, folder: Path
) -> None:
    outcome = check(drifted, folder, *arguments, GITHUB_ACTIONS="true")
    assert outcome.code == 2
    assert [one for one in outcome.err.splitlines() if one.startswith("::")] == [
        one for one in outcome.err.splitlines() if one.startswith(annotation)
    ]
    assert outcome.err.count("\n::error ") == 1


def test_a_summary_that_cannot_be_written_changes_nothing(drifted: RunningPair, folder: Path) -> None:
    github = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(folder)}
    outcome = check(drifted, folder, "--out", "gh", **github)
    assert outcome.code == 1
    assert "the job's summary cannot be written" in outcome.err


@pytest.mark.parametrize(("begun", "told"), [(1024 * 1024 - 100, True), (1024 * 900, False)])
def test_a_summary_never_grows_beyond_what_github_shows(
    begun: int, told: bool, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = read_result((folder / "all/result.json").read_bytes(), "test")
    summary = tmp_path / "summary.md"
    summary.write_bytes(b"x" * begun)
    wishes = Pipeline(baseline=None, where="", fail_on=FailOn.ANY, exit_zero=False)
    github = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)}
    assert end(result, None, wishes, Console(), github) == 1
    assert ("the job's summary is full" in capsys.readouterr().err) is told
    assert (summary.stat().st_size == begun) is told
    assert summary.stat().st_size <= 1024 * 1024


def test_without_github_nothing_is_annotated(drifted: RunningPair, folder: Path) -> None:
    summary = folder / "not-there.md"
    outcome = check(drifted, folder, "--out", "gh", GITHUB_STEP_SUMMARY=str(summary))
    assert "::error" not in outcome.out + outcome.err
    assert not summary.exists()


def test_the_digest_stays_the_same_until_somebody_changes_an_org(drifted: RunningPair, folder: Path) -> None:
    before = check(drifted, folder, "--out", "later", "--history", "all", TESTS_CLOCK="2026-11-24T15:00:00+00:00")
    assert before.code == 1
    assert [one["at"] for one in json.loads((folder / "later/result.json").read_text())["history"]["earlier"]] == [
        json.loads((folder / "all/result.json").read_text())["judged_at"]
    ]
    names = ("result.json", "sandbox.snapshot.json", "production.snapshot.json")
    lines = parity(
        "digest", *(f"{at}/{name}" for name in names for at in ("all", "later")), cwd=folder
    ).out.splitlines()
    keys = [line.split()[0] for line in lines]
    assert keys[0::2] == keys[1::2]
    assert len(set(keys)) == 3
    for name in names:
        assert digest(folder / "all" / name) != digest(folder / "later" / name)
    used = json.loads((folder / "all/result.json").read_text())["snapshots"]
    assert [used["sandbox"]["metadata"], used["production"]["metadata"]] == [keys[2], keys[4]]
    page = parity("digest", "later/report.html", cwd=folder)
    assert (page.code, page.out.split()[:1]) == (0, keys[:1])
    assert parity("digest", "parity.yaml", cwd=folder).code == 2
    assert parity("digest", "all/report.html", cwd=folder).out.split()[0] == keys[0]


def test_history_tells_the_results_of_a_folder_and_leaves_out_what_is_none(folder: Path, tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / "runs" / name).mkdir(parents=True)
    (tmp_path / "runs/first/result.json").write_bytes((folder / "all/result.json").read_bytes())
    (tmp_path / "result.json").write_bytes((folder / "all/result.json").read_bytes())
    (tmp_path / "runs/second/result.json").write_bytes(b"{")
    outcome = parity("history", ".", "-o", "history.svg", cwd=tmp_path)
    assert outcome.code == 0
    head, row = outcome.out.splitlines()
    assert head.split()[:3] == ["judged", "at", "(UTC)"]
    assert row.split()[:4] == ["2026-11-24T12:00:00Z", "NO-GO", "20", "14"]
    assert "runs/second/result.json is left out: this is not a result" in outcome.err
    assert (tmp_path / "history.svg").read_text().startswith("<svg ")
    assert parity("history", ".", "-o", "history.html", cwd=tmp_path).code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere",), "there is no such folder"),
        (("empty",), "there is no result in this folder"),
        (("empty", "--ledger"), "the folder or the ledger, not both"),
        (("empty", "-o", "x.png"), "the history is drawn as .svg or .html"),
        (("empty", "-o", "/proc/x.svg"), "nothing can be written there"),
    ],
)
def test_history_refuses_in_one_message(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    outcome = parity("history", *arguments, cwd=tmp_path)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err
