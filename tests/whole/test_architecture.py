"""docs/architecture.md tells the house as it is."""

import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/architecture.md").read_text("utf-8")
OURS = re.compile(r"(?:parity|tests|docs|reports|benchmarks)(?:/[\w./-]+)?|[\w-]+\.(?:toml|md)")


def test_the_rooms_are_those_of_the_contract_in_its_order() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["id"] == "rooms")
    rooms = PAGE.partition("## The rooms")[2].partition("## The laws")[0]
    told = re.findall(r"^\| `(\w+)` \|", rooms, re.MULTILINE)
    assert told == [room for layer in layers for room in layer.split(" | ")]
    there = {one.stem for one in (ROOT / "parity").iterdir() if one.is_dir() or one.suffix == ".py"}
    assert set(told) == there - {"__init__", "__main__", "__pycache__", "templates"}


def test_every_path_that_it_names_exists() -> None:
    named = [one for one in re.findall(r"`([^`\n]+)`", PAGE) if OURS.fullmatch(one)]
    assert len(named) > 30
    assert [one for one in named if not (ROOT / one).exists()] == []


def test_every_declaration_that_it_names_is_looked_for() -> None:
    code = "\n".join(one.read_text("utf-8") for one in (ROOT / "parity").rglob("*.py"))
    for name in ("FAMILY", "RULES", "CAUSES", "FORMAT", "METHOD", "DRIVER", "PART"):
        assert f" {name} " in PAGE or f" {name}\n" in PAGE
        assert re.search(rf'discover\(\w+, "{name}"', code)


def test_the_laws_are_numbered_without_a_hole() -> None:
    laws = PAGE.partition("## The laws")[2].partition("## How to add")[0]
    assert [int(one) for one in re.findall(r"^(\d+)\. \*\*", laws, re.MULTILINE)] == list(range(1, 17))


def test_the_readme_leads_to_both_pages() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "(docs/architecture.md)" in readme
    assert "(CONTRIBUTING.md)" in readme


def test_no_two_classes_have_one_name() -> None:
    found: dict[str, list[str]] = {}
    for file in (ROOT / "parity").rglob("*.py"):
        for one in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(one, ast.ClassDef):
                found.setdefault(one.name, []).append(file.relative_to(ROOT).as_posix())
    assert {name: files for name, files in found.items() if len(files) > 1} == {}
