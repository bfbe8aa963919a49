"""What is built and installed is whole: templates, scenarios, types."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_wheel_holds_everything_that_runs(tmp_path: Path) -> None:
    # Built from a copy: what an earlier build left in the checkout must not fill a hole in this one.
    source = tmp_path / "source"
    for name in ("parity", "reports"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", tmp_path, source],
        check=True,
        capture_output=True,
    )
    names = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
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
