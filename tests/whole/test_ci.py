"""The action and the examples for pipelines: right by others' schemas, and every shell line runs."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shlex import quote
from typing import Any

import pytest
import yaml

from tests.program import Outcome
from tests.simulated import RunningPair, running, yaml_for

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/ci.md").read_text("utf-8")
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
_BASH = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c")

_PARITY = f"""#!/bin/sh
PYTHONPATH={quote(str(ROOT))} exec {quote(sys.executable)} -m tests.run_parity "$@"
"""
#: A `python3` that makes environments without a network: what pip is told to install must be there.
_PYTHON = f"""#!/bin/sh
if [ "$1 $2" = "-m venv" ]; then
  mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && exit 0
fi
if [ "$1 $2 $3" = "-m pip install" ]; then
  for last; do :; done
  case " $* " in
    *" --require-hashes "*) grep -q -- --hash=sha256: "$last" ;;
    *" --no-deps "*) test -f "$last/pyproject.toml" && cp "{{parity}}" "$(dirname "$0")/parity" ;;
    *) echo "installed without a hash" >&2; exit 9 ;;
  esac
  exit $?
fi
exec {quote(sys.executable)} "$@"
"""


def _blocks(language: str) -> dict[str, str]:
    """The examples of docs/ci.md in a language, by the file name in their first line."""
    found = re.findall(rf"```{language}\n(?:#|//) (\S+)\n(.*?)```", PAGE, re.DOTALL)
    return dict(found)


EXAMPLES = {**_blocks("yaml"), **_blocks("groovy")}


def test_the_page_has_an_example_for_each_system() -> None:
    assert set(EXAMPLES) == {".github/workflows/parity.yml", ".gitlab-ci.yml", "azure-pipelines.yml", "Jenkinsfile"}


@pytest.mark.parametrize(
    ("schema", "name", "more"),
    [
        ("github-actions", "action.yml", ()),
        ("github-workflows", "docs/ci-example.yml", ()),
        ("github-workflows", ".github/workflows/parity.yml", ()),
        ("gitlab-ci", ".gitlab-ci.yml", ("--data-transform", "gitlab-ci")),
        (
            "azure-pipelines",
            "azure-pipelines.yml",
            ("--data-transform", "azure-pipelines", "--regex-variant", "nonunicode"),
        ),
    ],
)
def test_each_file_is_right_by_its_published_schema(
    schema: str, name: str, more: tuple[str, ...], tmp_path: Path
) -> None:
    """check-jsonschema carries the schemas; a key that none of them knows is refused, so it does look."""
    good = EXAMPLES[name] if name in EXAMPLES else (ROOT / name).read_text("utf-8")
    broken = re.sub(r"(?m)^(runs|jobs|steps|  script):$", r"\1-which-is-none:", good)
    for text, right in ((good, True), (broken, False)):
        (tmp_path / "file.yml").write_text(text)
        command = ["check_jsonschema", "--builtin-schema", f"vendor.{schema}", *more, str(tmp_path / "file.yml")]
        done = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, check=False)
        assert (done.returncode == 0) is right, done.stdout + done.stderr


@pytest.fixture(scope="module")
def drifted() -> Iterator[RunningPair]:
    with running("drifted") as pair:
        yield pair


@pytest.fixture
def job(drifted: RunningPair, tmp_path: Path) -> "Job":
    return Job(drifted, tmp_path)


class Job:
    """A checkout of a project in a runner that has bash, git, a python3 and no network."""

    def __init__(self, pair: RunningPair, folder: Path) -> None:
        self.folder = folder / "checkout"
        self.folder.mkdir()
        (self.folder / "parity.yaml").write_text(yaml_for(pair))
        programs = folder / "programs"
        programs.mkdir()
        for name, text in (("parity", _PARITY), ("python3", _PYTHON.replace("{parity}", str(programs / "parity")))):
            (programs / name).write_text(text)
            (programs / name).chmod(0o755)
        self.environment = {
            **pair.environment,
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder),
            **self._repository(folder / "repository"),
        }

    @staticmethod
    def _repository(path: Path) -> dict[str, str]:
        """A repository with what an installation of parity needs; where it is, and its commit."""
        path.mkdir()
        for name in ("pyproject.toml", "requirements-run.lock"):
            shutil.copy(ROOT / name, path)
        git = ("git", "-C", str(path), "-c", "user.name=t", "-c", "user.email=t@example.com")
        for words in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "-m", "x")):
            subprocess.run([*git, *words], check=True, capture_output=True)
        head = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True)
        return {"PARITY_REPOSITORY": str(path), "PARITY_COMMIT": head.stdout.strip()}

    def run(self, lines: str, **environment: str) -> Outcome:
        done = subprocess.run(
            [*_BASH, lines],
            cwd=self.folder,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        return Outcome(code=done.returncode, out=done.stdout, err=done.stderr)

    def wrote(self, *names: str) -> bool:
        return all((self.folder / "parity-out" / name).stat().st_size for name in names)


def _action(job: Job, **inputs: str) -> tuple[Outcome, dict[str, str]]:
    """The action as a runner takes it: its steps one after another, and its outputs."""
    given = {name: one.get("default", "") for name, one in ACTION["inputs"].items()} | inputs
    output = job.folder.parent / "github_output"
    output.write_text("")
    environment = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_OUTPUT": str(output),
        "GITHUB_STEP_SUMMARY": str(job.folder.parent / "summary.md"),
        "RUNNER_TEMP": str(job.folder.parent / "runner"),
    }
    outcome = Outcome(code=0, out="", err="")
    for step in ACTION["runs"]["steps"]:
        wanted = {
            name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: given[found[1]], text)
            for name, text in step.get("env", {}).items()
        }
        assert not any("${{" in text for text in (step["run"], *wanted.values()))
        outcome = job.run(step["run"], **environment, **wanted)
        if outcome.code:
            break
    return outcome, dict(line.split("=", 1) for line in output.read_text().splitlines())


def test_the_action_checks_annotates_and_tells_the_verdict(job: Job) -> None:
    outcome, outputs = _action(job)
    assert outcome.code == 1, outcome.err
    result = json.loads((job.folder / "parity-out/result.json").read_text())
    assert outputs["verdict"] == result["verdict"] == "NO-GO"
    assert outputs["exit-code"] == "1"
    assert re.fullmatch("sha256:[0-9a-f]{64}", outputs["metadata"])
    assert job.wrote("junit.xml", "parity.sarif", "summary.md", "report.html")
    assert "::error title=parity%3A NO-GO::" in outcome.out
    assert "parity: NO-GO" in (job.folder.parent / "summary.md").read_text()
    for value in ACTION["outputs"].values():
        assert re.search(r"steps\.check\.outputs\.([\w-]+)", value["value"])[1] in outputs  # type: ignore[index]


def test_the_action_passes_a_baseline_and_tells_it_from_the_verdict(job: Job) -> None:
    _action(job)
    shutil.copy(job.folder / "parity-out/result.json", job.folder / "base line.json")
    outcome, outputs = _action(job, baseline="base line.json", **{"fail-on": "new"})
    assert (outcome.code, outputs["verdict"], outputs["exit-code"]) == (0, "NO-GO", "0")
    assert "exit 0 by --fail-on; the verdict is NO-GO" in outcome.out
    outcome, outputs = _action(job, **{"exit-zero": "true"})
    assert (outcome.code, outputs["verdict"]) == (0, "NO-GO")


def test_the_action_has_no_verdict_where_there_was_none(job: Job) -> None:
    _action(job)
    outcome, outputs = _action(job, config="missing.yaml")
    assert (outcome.code, outputs) == (2, {"exit-code": "2"})


def test_inputs_of_the_action_are_data_and_never_shell(job: Job) -> None:
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step["run"]
    hostile = "-o$(touch pwned); `touch pwned` \"' \nverdict=GO\n"
    _, outputs = _action(job, out=hostile)
    assert (outputs["verdict"], outputs["exit-code"]) == ("NO-GO", "1")
    assert re.fullmatch("sha256:[0-9a-f]{64}", outputs["metadata"])
    assert (job.folder / hostile / "result.json").is_file()
    assert not list(job.folder.parent.rglob("pwned"))


def test_a_wish_of_the_action_that_is_neither_true_nor_false_is_refused(job: Job) -> None:
    outcome, outputs = _action(job, **{"exit-zero": "yes"})
    assert (outcome.code, outputs, "is true or false" in outcome.out) == (2, {}, True)


def test_the_lines_for_gitlab_run(job: Job) -> None:
    of_job = yaml.safe_load(EXAMPLES[".gitlab-ci.yml"])["parity"]
    outcome = job.run("\n".join([*of_job["before_script"], *of_job["script"]]))
    assert outcome.code == 1, outcome.err
    assert job.wrote(Path(of_job["artifacts"]["reports"]["junit"]).name, "summary.md", "result.json")


def test_the_lines_for_azure_run_and_the_summary_is_there(job: Job) -> None:
    steps = [step for step in yaml.safe_load(EXAMPLES["azure-pipelines.yml"])["steps"] if "script" in step]
    outcomes = [job.run(step["script"], TF_BUILD="True") for step in steps]
    assert [one.code for one in outcomes] == [0, 1, 0], outcomes[1].err
    shown = outcomes[2].out.strip().removeprefix("##vso[task.uploadsummary]")
    assert Path(shown).read_text().startswith("## ")
    assert job.wrote("junit.xml", "parity.sarif")


def test_the_lines_for_jenkins_run(job: Job) -> None:
    lines = re.findall(r"sh '''\n(.*?)'''", EXAMPLES["Jenkinsfile"], re.DOTALL)
    assert [job.run(one).code for one in lines] == [0, 1]
    assert job.wrote("junit.xml", "summary.md")
    # Jenkins keeps its workspace: a second run must do as well.
    assert [job.run(one).code for one in lines] == [0, 1]


def test_the_line_that_comments_on_a_pull_request_runs(job: Job) -> None:
    job.run("mkdir parity-out; echo hello > parity-out/summary.md")
    steps = yaml.safe_load(EXAMPLES[".github/workflows/parity.yml"])["jobs"]["parity"]["steps"]
    (line,) = [step["run"] for step in steps if "run" in step]
    tool = job.folder.parent / "programs/gh"
    tool.write_text('#!/bin/sh\necho "$@"; cat "$5"\n')
    tool.chmod(0o755)
    outcome = job.run(line.replace("${{ github.event.number }}", "7"))
    assert (outcome.code, outcome.out) == (0, "pr comment 7 --body-file parity-out/summary.md\nhello\n")


def test_the_lines_of_the_page_for_the_shell_run(job: Job) -> None:
    """Those of docker are taken by a program that refuses a run with root or with a file system to write on."""
    (job.folder / "Containerfile").write_text("FROM scratch\n")
    tool = job.folder.parent / "programs/docker"
    tool.write_text(
        '#!/bin/sh\ncase "$1 $*" in build*) test -f "$3" ;; '
        'run*--read-only*--cap-drop*ALL*--user*"parity check") ;; *) exit 7 ;; esac\n'
    )
    tool.chmod(0o755)
    assert job.run("parity check --quiet").code == 1
    assert job.run("cp parity-out/sandbox.snapshot.json .").code == 0
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) == 3
    for block in blocks:
        lines = "\n".join(line for line in block.splitlines() if "--ledger" not in line)
        outcome = job.run(lines)
        # The orgs of the example differ, so a check ends with the verdict's 1.
        assert outcome.code == int(lines.splitlines()[-1].startswith("parity check")), (lines, outcome.err)


def test_the_readme_has_a_pipeline_in_ten_lines() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    block = readme.partition("## In a pipeline")[2].partition("```yaml\n")[2].partition("```")[0]
    assert 0 < len(block.splitlines()) <= 10
    steps = yaml.safe_load(block)["jobs"]["parity"]["steps"]
    asked = next(step for step in steps if "/parity@" in step.get("uses", ""))
    assert set(asked["with"]) <= set(ACTION["inputs"])
