"""`parity repair` as a user meets it: what it says, what it writes, what it refuses and with which exit code."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.program import Outcome, parity
from tests.simulated import RunningPair, running, yaml_for


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, RunningPair]]:
    folder = tmp_path_factory.mktemp("project")
    with running("drifted") as orgs:
        (folder / "parity.yaml").write_text(yaml_for(orgs))
        assert parity("check", cwd=folder, environment=orgs.environment).code == 1
        yield folder, orgs


def asked(project: tuple[Path, RunningPair], *arguments: str | Path) -> Outcome:
    folder, orgs = project
    return parity("repair", *arguments, cwd=folder, environment=orgs.environment)


def test_it_writes_the_folder_and_says_what_it_cost(project: tuple[Path, RunningPair]) -> None:
    done = asked(project, "parity-out/result.json", "-o", "repair")
    assert done.code == 0
    assert done.out == "38 findings: 19 deployed (50 %), 19 by hand, 0 that cannot be known.\n"
    assert "API calls spent" in done.err
    assert "parity deploys nothing" in done.err
    folder = project[0] / "repair"
    assert {path.name for path in folder.iterdir()} == {
        "1-objects",
        "3-access",
        "README.md",
        "repair.json",
        "sfdx-project.json",
    }
    again = asked(project, "parity-out/result.json", "-o", "repair")
    assert (again.code, again.out) == (0, done.out)
    assert "in place of the repair that was there" in again.err
    assert "in place of" not in done.err


def test_a_report_page_is_as_good_as_the_result_that_it_carries(project: tuple[Path, RunningPair]) -> None:
    folder, _ = project
    assert asked(project, "parity-out/result.json", "-o", "of-result").code == 0
    assert asked(project, "parity-out/report.html", "-o", "of-page").code == 0
    files = {name: (folder / "of-result" / name).read_bytes() for name in ("README.md", "repair.json")}
    assert {name: (folder / "of-page" / name).read_bytes() for name in files} == files
    told = [asked(project, f"parity-out/{name}", "--explain").out for name in ("result.json", "report.html")]
    assert told[0] == told[1]
    (folder / "edited.html").write_bytes(
        (folder / "parity-out/report.html").read_bytes().replace(b"<h1", b"<h1 id=x", 1)
    )
    edited = asked(project, "edited.html", "-o", "new")
    assert (edited.code, (folder / "new").exists()) == (2, False)
    assert "the page was edited" in edited.err


def test_what_is_explained_is_what_would_be_written(project: tuple[Path, RunningPair]) -> None:
    for role in ("sandbox", "production"):
        told = asked(project, "parity-out/result.json", "--explain", "--for", role)
        written = asked(project, "parity-out/result.json", "--for", role, "-o", f"for-{role}")
        assert told.out.splitlines()[-1] == written.out.strip()
        assert ("CustomField Account.ERP_Id__c" in told.out) == (role == "sandbox")


def test_it_sends_nothing_but_reads(project: tuple[Path, RunningPair]) -> None:
    _, orgs = project
    orgs.production.requests.clear()
    orgs.sandbox.requests.clear()
    assert asked(project, "parity-out/result.json", "-o", "reads", "--with-bodies").code == 0
    assert list(orgs.sandbox.requests) == []
    assert {one.method for one in orgs.production.requests} <= {"GET", "POST"}
    assert all("composite" in one.path for one in orgs.production.requests if one.method == "POST")


def test_explain_asks_no_org_and_writes_nothing(project: tuple[Path, RunningPair]) -> None:
    folder, orgs = project
    before = sorted(os.listdir(folder))
    orgs.production.requests.clear()
    done = asked(project, "parity-out/result.json", "--explain")
    assert done.code == 0
    assert done.out.splitlines()[-1].startswith("38 findings: 19 deployed (50 %)")
    assert "Cannot change type due to existing data" in done.out
    assert (sorted(os.listdir(folder)), list(orgs.production.requests)) == (before, [])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("parity-out/result.json",), "where to write was not said"),
        (("nowhere.json", "-o", "new"), "the file cannot be read"),
        (("parity.yaml", "-o", "new"), "this is a parity.yaml, and a result is wanted"),
        (("parity-out/result.json", "-o", "parity-out"), "which no repair wrote"),
        (("parity-out/result.json", "-o", "new", "--from", "nowhere"), "there is no such folder"),
        (("parity-out/result.json", "-o", "new", "--config", "other.yaml"), "other.yaml"),
        (("parity-out/result.json", "-o", "new", "--for", "staging"), "'staging' is not one of"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_written(
    project: tuple[Path, RunningPair], arguments: tuple[str, ...], told: str
) -> None:
    done = asked(project, *arguments)
    assert done.code == 2
    assert told in done.err
    assert "Traceback" not in done.err
    assert not (project[0] / "new").exists()


def test_an_org_that_does_not_answer_ends_with_3_and_writes_nothing(tmp_path: Path) -> None:
    with running("drifted") as orgs:
        (tmp_path / "parity.yaml").write_text(yaml_for(orgs))
        assert parity("check", cwd=tmp_path, environment=orgs.environment).code == 1
    done = parity("repair", "parity-out/result.json", "-o", "repair", cwd=tmp_path, environment=orgs.environment)
    assert done.code == 3
    assert not (tmp_path / "repair").exists()
