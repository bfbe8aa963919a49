"""What is built and installed is whole: templates, scenarios, types; and it runs without the checkout."""

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def _builds_here() -> bool:
    """Whether the setuptools of this environment is as new as pyproject.toml wants it."""
    (wanted,) = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    try:
        return int(version("setuptools").partition(".")[0]) >= int(wanted.removeprefix("setuptools>="))
    except PackageNotFoundError:
        return False


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # Built from a copy: what an earlier build left in the checkout must not fill a hole in this one.
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    for name in ("parity", "reports"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    command = ["pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps", "--wheel-dir", str(folder)]
    # Where what builds it is there, no network is needed, nor that the index of packages answers.
    here = ["--no-build-isolation", "--no-index"] if _builds_here() else []
    done = subprocess.run(
        [sys.executable, "-m", *command, *here, str(source)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_everything_that_runs(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    # Every file, of whatever kind, but for the translators' sources: what the program reads is named in no list here.
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "parity").rglob("*") if path.is_file()}
    read = {name for name in files if "__pycache__" not in name and not name.endswith((".po", ".pot"))}
    assert {"parity/marketo_measure/fields.csv", "parity/languages/locales/de.mo"} <= read
    assert read - names == set()
    own = ROOT / "reports/templates"
    templates = {
        f"parity/templates/{path.relative_to(own).as_posix()}"
        for path in own.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert templates - names == set()
    assert "parity/py.typed" in names
    assert not any(name.startswith(("tests/", "benchmarks/")) for name in names)


def test_what_was_installed_goes_from_two_orgs_to_the_switch(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)
    for command in (
        ["simulate", "--demo", "--out", "out"],
        ["report", "out/result.json", "--lang", "ko", "--format", "html", "-o", "korean.html"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "parity", *command],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(installed)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "out/report.html").stat().st_size > 10_000
    assert '<html lang="ko"' in (tmp_path / "korean.html").read_text("utf-8")
