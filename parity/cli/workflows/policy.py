"""The effect of each line of a policy on one result, with its line in parity.yaml."""

from pathlib import Path

from parity.audit.approval_view import mismatches
from parity.cli.workflows.project import judging_project_with_places
from parity.config.policy_refusals import PolicyPlaces
from parity.errors import InputError
from parity.integrity.files import read_whole
from parity.integrity.printable import printable
from parity.snapshot.file import read_snapshot
from parity.snapshot.records import Role
from parity.verdict.policy_effects import Effect, policy_effects
from parity.verdict.result import read_result
from parity.verdict.result_files import REPORT, RESULT, files_beside, snapshot_name


def explained(path: Path, config: Path) -> str:
    """What each line of the policy changed on the result at `path`, as text.

    Raises InputError where the result, its snapshots and parity.yaml do not belong together.
    """
    project, places = judging_project_with_places(config)
    files = {name: data for name, data in files_beside(path, read_whole).items() if name != REPORT}
    result = read_result(files[RESULT], str(path))
    problems = mismatches(result, files, project)
    if problems:
        raise InputError(
            problems[0],
            where=str(path),
            fix="Name the file that it was checked by with --config; or check again, and explain what `parity check` "
            "wrote, whole.",
        )
    sandbox, production = (read_snapshot(files[snapshot_name(role)], snapshot_name(role)) for role in Role)
    effects = policy_effects(sandbox, production, project.policy, result, frozenset(places.keys))
    lines = [f"{result.verdict.value}  {result.tenant or ''}".rstrip()]
    for effect in effects:
        lines += _told(effect, places, str(config))
    if len(lines) == 1:
        lines.append("  The policy states nothing: all is as parity has it by itself.")
    return "\n".join(printable(line) for line in lines)


def _told(effect: Effect, places: PolicyPlaces, config: str) -> list[str]:
    first = f"{_place(effect, places) or config}  {effect.says}"
    without = [f"    without it: {'; '.join(effect.without) or 'the same result'}"] if effect.is_judged else []
    return ["", first, *([f"    {effect.changed}"] if effect.changed else []), *without]


def _place(effect: Effect, places: PolicyPlaces) -> str:
    listed = {"waivers": places.waivers, "severities": places.severities}.get(effect.key)
    if listed is not None and effect.entry is not None:
        return listed[effect.entry]
    return places.keys.get(effect.key, "")
