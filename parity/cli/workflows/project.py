"""Loads the project of a command, and checks its policy against the rules."""

from pathlib import Path

from parity.cli.terminal.console import Console
from parity.config.policy_refusals import PolicyPlaces
from parity.config.project import Project, load_with_places
from parity.errors import ConfigError
from parity.verdict.policy_rules import refuse_wrong_rules


def judging_project(path: Path) -> Project:
    """The project of a parity.yaml, whose policy names only rules that there are."""
    return judging_project_with_places(path)[0]


def judging_project_with_places(path: Path) -> tuple[Project, PolicyPlaces]:
    """The same, and where in the file each part of the policy is."""
    project, places = load_with_places(path)
    refuse_wrong_rules(project.policy, places)
    return project, places


def reading_project(path: Path, console: Console) -> Project:
    """The project of a command that judges nothing: a wrong rule in its policy is only a warning.

    A ledger must stay readable, and a switch that has begun must go on, even where an upgrade removed a rule.
    """
    project, problem = project_and_problem(path)
    if problem is not None:
        console.warning(str(problem))
    return project


def project_and_problem(path: Path) -> tuple[Project, ConfigError | None]:
    """The project, and what its policy says wrongly of rules; null where nothing."""
    project, places = load_with_places(path)
    try:
        refuse_wrong_rules(project.policy, places)
    except ConfigError as problem:
        return project, problem
    return project, None
