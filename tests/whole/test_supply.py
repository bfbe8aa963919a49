"""Dependencies are locked by their hashes, no file names a host, and the example for CI audits what it installs."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
RUN_LOCK = (ROOT / "requirements-run.lock").read_text("utf-8")
EXAMPLE = (ROOT / "docs" / "ci-example.yml").read_text("utf-8")


def _locked(lock: str = LOCK) -> dict[str, str]:
    """Each locked dependency with all that is said of it."""
    whole = re.split(r"^(?=[a-z0-9])", lock, flags=re.MULTILINE | re.IGNORECASE)
    return {one.split("==")[0].split("[")[0].lower(): one for one in whole if "==" in one}


def _names(asked: list[str]) -> set[str]:
    """The names in a list of requirements."""
    return {re.split(r"[\\[><=~;! ]", one, maxsplit=1)[0].lower() for one in asked}


def test_every_dependency_is_locked_by_its_hash() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    # What `make fuzz` needs is installed by it alone, never by CI or for a user.
    extras = [more for name, more in project["optional-dependencies"].items() if name != "fuzz"]
    asked = [*project["dependencies"], *(one for more in extras for one in more)]
    locked = _locked()
    assert _names(asked) - locked.keys() == set(), (
        "requirements.lock is behind pyproject.toml: SECURITY.md says how to write it"
    )
    assert [name for name, text in locked.items() if "--hash=sha256:" not in text] == []


def test_what_builds_parity_is_locked_too_and_nothing_else_builds_it() -> None:
    """pip fetches the newest of what [build-system] asks, by no hash, wherever it may build in isolation."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    builders = settings["build-system"]["requires"]
    assert settings["dependency-groups"]["build"] == builders
    assert _names(builders) <= _locked(RUN_LOCK).keys() & _locked().keys()
    files = ("action.yml", "Containerfile", "Makefile", "docs/ci.md", "docs/ci-example.yml")
    lines = [line for name in files for line in (ROOT / name).read_text("utf-8").splitlines() if "--no-deps" in line]
    assert len(lines) >= len(files)
    assert [line for line in lines if "--no-build-isolation" not in line] == []


def test_the_lock_names_no_host() -> None:
    for lock in (LOCK, RUN_LOCK):
        assert [line for line in lock.splitlines() if "://" in line or "index" in line or "find-links" in line] == []


def test_what_running_takes_is_locked_to_the_same_and_nothing_of_the_developers_is_in_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    run, whole = _locked(RUN_LOCK), _locked()
    assert _names(project["dependencies"]) <= run.keys()
    assert {name: run[name].split(maxsplit=1)[0] for name in run}.items() <= {
        name: whole[name].split(maxsplit=1)[0] for name in whole
    }.items()
    assert not _names(project["optional-dependencies"]["dev"]) & run.keys() - {"psycopg"}
    assert [name for name, text in run.items() if "--hash=sha256:" not in text] == []


def _commands() -> str:
    jobs: dict[str, Any] = yaml.safe_load(EXAMPLE)["jobs"]
    return "\n".join(step.get("run", "") for job in jobs.values() for step in job["steps"])


def test_the_example_for_ci_installs_from_the_lock_and_from_the_repository() -> None:
    commands = _commands()
    assert "--require-hashes --requirement parity-source/requirements.lock" in commands
    assert "pip install --no-deps --no-build-isolation ./parity-source" in commands
    assert "pip-audit --strict" in commands


def test_an_audit_of_nothing_is_no_pass(tmp_path: Path, monkeypatch: Any) -> None:
    program = _commands().split("<<'EOF'\n")[1].split("EOF")[0]
    source = tmp_path / "parity-source"
    source.mkdir()
    (source / "requirements.lock").write_text(LOCK)
    monkeypatch.chdir(tmp_path)
    whole = [{"name": name, "version": "1", "vulns": []} for name in _locked()]
    for audited, good in (
        (whole, True),
        ([], False),
        (whole[:3], False),
        ([*whole[1:], {"name": "sshsig", "skip_reason": "not found"}], False),
    ):
        (tmp_path / "audit.json").write_text(json.dumps({"dependencies": audited}))
        with pytest.raises(SystemExit) as end:
            exec(compile(program, "audit", "exec"), {})
        assert (end.value.code == 0) is good, end.value.code


def test_nothing_tells_anybody_to_install_parity_from_an_index() -> None:
    places = [ROOT / name for name in ("parity", "reports", "docs")]
    files = [
        one for place in places for one in place.rglob("*") if one.suffix in {".py", ".md", ".txt", ".html", ".yml"}
    ]
    files += list(ROOT.glob("*.md"))
    told = re.compile(r"(pip|pipx|uv|uvx)[a-z ]* (install|tool install|run)[^\n]*['\" ]parity(\[|==|['\" `.]|$)")
    assert [str(one) for one in files if told.search(one.read_text("utf-8"))] == []
    assert told.search("pip install parity==1.0")
    assert told.search("pip install 'parity[postgres]'")
