"""A scenario checked, repaired into a folder, the folder deployed to the simulated sandbox, and checked again."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct, structs

from parity.cli.terminal.console import Console
from parity.cli.workflows.repair import RepairRequest, run_repair
from parity.config.policy import Policy
from parity.orgs.collect_pair import Progress, collect_pair
from parity.repair.plan import Options
from parity.simulator import Scenario, load_scenario, scenario_from
from parity.simulator.deploy import deployed
from parity.snapshot.records import Role
from parity.verdict.judge import judge
from parity.verdict.result import Result, result_bytes
from tests.simulated import NOON, running, yaml_for

KEYS = ("rule", "object", "component")


class Repaired(Struct, frozen=True, kw_only=True):
    """A result, the folder of its repair, and what it said."""

    result: Result
    folder: Path
    told: str = ""

    @property
    def lists(self) -> dict[str, list[dict[str, Any]]]:
        """The three lists of repair.json."""
        found: dict[str, list[dict[str, Any]]] = json.loads((self.folder / "repair.json").read_text())["findings"]
        return found

    @property
    def readme(self) -> str:
        return (self.folder / "README.md").read_text("utf-8")

    @property
    def files(self) -> dict[str, bytes]:
        """Every file by its path."""
        paths = sorted(path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in paths}

    def place_of(self, component: str, rule: str | None = None) -> str:
        """The list in which the findings of a component stand."""
        places = {
            place
            for place, found in self.lists.items()
            for one in found
            if one["component"] == component and rule in (None, one["rule"])
        }
        assert len(places) == 1, (component, places)
        return places.pop()

    def entry(self, component: str) -> dict[str, Any]:
        found = [one for entries in self.lists.values() for one in entries if one["component"] == component]
        assert len(found) == 1, (component, found)
        return found[0]

    def not_deployed(self) -> set[tuple[str, ...]]:
        """What the repair left to people, by rule, object and component."""
        left = [one for place, found in self.lists.items() if place != "deployed" for one in found]
        return {tuple(one[key] for key in KEYS) for one in left}


def checked(pair: Scenario, integration: str = "me") -> Result:
    """The result of a check; `integration` is the key of the integration user, `me` the one who signs in."""
    with running(pair, integration=integration) as orgs:
        both = collect_pair(orgs.project, orgs.environment, lambda: NOON, Progress())
    return judge(*both, Policy(), tenant="Tests", judged_at=NOON)


def scenario(name: str) -> Scenario:
    return load_scenario(name, NOON.date())


def made(**changes: Any) -> Scenario:
    """The honest pair with changes, in the notation of a scenario file."""
    return scenario_from("repair", changes, NOON.date())


def repair(
    pair: Scenario,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    role: Role = Role.SANDBOX,
    between: Callable[[Scenario], Scenario] | None = None,
    integration: str = "me",
    **options: bool,
) -> Repaired:
    """Check the pair and write its repair to `folder`; `between` changes it after the check."""
    result = checked(pair, integration)
    changed = between(pair) if between else pair
    return repair_of(result, changed, folder, monkeypatch, role=role, retrieved=None, **options)


def repair_of(
    result: Result,
    pair: Scenario,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    role: Role = Role.SANDBOX,
    retrieved: Path | None = None,
    **options: bool,
) -> Repaired:
    """The repair of a result, with the orgs of `pair` running."""
    work = folder.parent / f"{folder.name}-work"
    work.mkdir(exist_ok=True, parents=True)
    (work / "result.json").write_bytes(result_bytes(result))
    with running(pair) as orgs:
        (work / "parity.yaml").write_text(yaml_for(orgs))
        monkeypatch.setattr(os, "environ", orgs.environment)
        wanted = RepairRequest(
            result=work / "result.json",
            folder=folder,
            config=work / "parity.yaml",
            retrieved=retrieved,
            role=role,
            options=Options(**options),
        )
        assert run_repair(wanted, Console(quiet=True)) == 0
        monkeypatch.undo()
    return Repaired(result=result, folder=folder)


def applied(pair: Scenario, repaired: Repaired, assign_to: str | None = "integration") -> Scenario:
    """The pair after every step was deployed to its sandbox, and the permission set assigned."""
    sandbox = pair.sandbox
    for step in sorted(path for path in repaired.folder.iterdir() if path.is_dir()):
        sandbox = deployed(sandbox, step, assign_to if step.name == "3-access" else None)
    return structs.replace(pair, sandbox=sandbox)


def keys_of(result: Result) -> set[tuple[str, ...]]:
    """What a result finds, by rule, object and component."""
    return {(one.rule, one.object, one.component) for one in result.findings}
