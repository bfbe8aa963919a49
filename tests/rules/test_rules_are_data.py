"""A rule is a record: a flag that does not exist is refused, and a new file is all that a new rule needs."""

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from msgspec import structs

from parity.discover import discover
from parity.rules import causes, drift, readiness
from parity.rules.causes.registry import all_causes
from parity.rules.drift.registry import all_rules
from parity.rules.readiness.registry import all_readiness_rules

REGISTRIES: dict[str, tuple[ModuleType, str, Callable[[], tuple[Any, ...]], str]] = {
    "drift": (drift, "RULES", all_rules, "automation"),
    "readiness": (readiness, "RULES", all_readiness_rules, "api_budget"),
    "causes": (causes, "CAUSES", all_causes, "release"),
}


@pytest.mark.parametrize("registry", REGISTRIES)
@pytest.mark.parametrize("typo", ["fallbak", "undecidet", "need", "at_leas"])
def test_a_typo_in_a_flag_of_a_rule_is_refused(registry: str, typo: str) -> None:
    rule = REGISTRIES[registry][2]()[0]
    parts = {one.name: getattr(rule, one.name) for one in structs.fields(rule)}
    assert type(rule)(**parts) == rule
    with pytest.raises(TypeError, match=typo):
        type(rule)(**parts, **{typo: True})


@pytest.mark.parametrize("flag", ["fallback", "undecided"])
def test_a_flag_is_true_or_false(flag: str) -> None:
    assert {type(getattr(rule, flag)) for rule in all_rules()} == {bool}


def test_an_id_stands_once() -> None:
    ids = [rule.id for _, _, found, _ in REGISTRIES.values() for rule in found()]
    assert len(ids) == len(set(ids))


@pytest.fixture
def new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[ModuleType, str], None]]:
    """Puts a file with that text beside the files of a package, as `brand_new.py`, for one test."""
    written: list[ModuleType] = []

    def write(package: ModuleType, text: str) -> None:
        (tmp_path / "brand_new.py").write_text(text, "utf-8")
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
        importlib.invalidate_caches()
        written.append(package)

    yield write
    for package in written:
        sys.modules.pop(f"{package.__name__}.brand_new", None)
        vars(package).pop("brand_new", None)


@pytest.mark.parametrize("registry", REGISTRIES)
def test_the_rules_of_a_new_file_are_found(registry: str, new_file: Callable[[ModuleType, str], None]) -> None:
    package, name, found, beside = REGISTRIES[registry]
    before = found()
    new_file(
        package,
        f"from msgspec import structs\n"
        f"from {package.__name__}.{beside} import {name} as OTHERS\n"
        f"{name} = (structs.replace(OTHERS[0], id='brand-new'),)\n",
    )
    again: Callable[[], tuple[Any, ...]] = found.__wrapped__  # type: ignore[attr-defined]
    assert {rule.id for rule in again()} - {rule.id for rule in before} == {"brand-new"}
    assert len(again()) == len(before) + 1


def test_a_file_that_declares_something_else_is_refused(new_file: Callable[[ModuleType, str], None]) -> None:
    new_file(drift, "RULES = 'no tuple'\n")
    with pytest.raises(TypeError, match=r"brand_new\.RULES is a str, not a tuple"):
        discover(drift, "RULES", tuple)


def test_a_file_without_a_declaration_is_passed_over(new_file: Callable[[ModuleType, str], None]) -> None:
    before = discover(drift, "RULES", tuple)
    new_file(drift, "SOMETHING = ()\n")
    assert discover(drift, "RULES", tuple) == before
