"""The project of a command that judges by its policy: read, and held against the rules that there are."""

from pathlib import Path

from parity.config.policy_refusals import PolicyPlaces
from parity.config.project import Project, load_with_places
from parity.verdict.policy_rules import refuse_wrong_rules


def judging_project(path: Path) -> Project:
    """The project of a parity.yaml, whose policy names only rules that there are."""
    return judging_project_with_places(path)[0]


def judging_project_with_places(path: Path) -> tuple[Project, PolicyPlaces]:
    """The same, and where each part of the policy stands."""
    project, places = load_with_places(path)
    refuse_wrong_rules(project.policy, places)
    return project, places
