"""What the documentation says is what the program does."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from parity.cli.main import COMMANDS
from parity.compare import not_compared
from parity.errors import CouldNotLook, InputError, ParityError
from parity.rules.drift.registry import all_rules
from parity.verdict.decide import VerdictName

ROOT = Path(__file__).parents[2]


def test_the_generated_pages_are_current() -> None:
    """However wide the terminal is in which they are written."""
    command = [sys.executable, str(ROOT / "docs/generate.py"), "--check"]
    narrow = {**os.environ, "COLUMNS": "40"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=narrow)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("kind", not_compared.PROPERTIES)
def test_what_is_not_compared_is_documented_with_the_reason(kind: str) -> None:
    lines = (ROOT / "docs/what-is-compared.md").read_text("utf-8").splitlines()
    told = {line.rpartition(" | ")[2].rstrip(" |"): line for line in lines if line.startswith(f"| {kind} `")}
    for name, why in not_compared.PROPERTIES[kind].items():
        assert f"`{name}`" in told[why]


def test_every_rule_is_whole_and_unlike_any_other() -> None:
    rules = all_rules()
    assert len({rule.id for rule in rules}) == len(rules)
    for rule in rules:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.id)
        assert rule.source.value.startswith("https://")
        assert all((rule.title, rule.why, rule.fix, rule.message))


def test_the_exit_codes_are_those_of_the_table() -> None:
    page = (ROOT / "docs/exit-codes.md").read_text("utf-8")
    for verdict in VerdictName:
        assert re.search(rf"^\| {verdict.exit_code} \| {verdict.value} \|", page, re.MULTILINE)
    assert (ParityError("x").exit_code, InputError("x").exit_code, CouldNotLook("x").exit_code) == (2, 2, 3)


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in COMMANDS if f"parity {name}" not in readme] == []


def test_the_readme_links_to_files_that_are_there() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    targets = [one for one in re.findall(r"\]\(([^)#]+)", readme) if not one.startswith("http")]
    assert targets
    assert [one for one in targets if not (ROOT / one).exists()] == []
