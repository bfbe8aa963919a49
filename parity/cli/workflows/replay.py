"""Runs a recorded command again, from its recording."""

from pathlib import Path

from parity import __version__
from parity.cli.terminal.console import Console
from parity.cli.workflows.check import CheckRun, run_check
from parity.cli.workflows.collect import run_collect
from parity.cli.workflows.doctor import run_doctor
from parity.cli.workflows.record import outcome_of
from parity.errors import InputError, ParityError
from parity.integrity.files import read_whole
from parity.orgs.recording.manifest import RecordedOutcome
from parity.orgs.recording.recording import Recording
from parity.verdict.result import read_result
from parity.verdict.result_files import RESULT, snapshot_name


def refuse_a_real_result(recording: Recording, out: Path) -> None:
    """Raises InputError where the folder has the result of a real check: stand-ins never take its place."""
    path = out / RESULT
    if path.is_file() and read_result(read_whole(path), str(path)).tenant != recording.project.tenant.name:
        raise InputError(
            "it has the result of a check of real orgs, which a replay would replace with stand-ins",
            where=f"--out {out}",
            fix="Name another folder. Nothing was written.",
        )


def run_replay(recording: Recording, out: Path, console: Console) -> int:
    """Run it, and say where it comes to something else than it came to then. The exit code is the command's."""
    manifest = recording.manifest
    console.info(f"Replaying `parity {manifest.command}` of {manifest.started}, recorded by {manifest.tool}")
    if manifest.tool != f"parity {__version__}":
        console.warning(f"this is parity {__version__}: its rules may differ from those of {manifest.tool}")
    try:
        outcome = _run(recording, out, console)
    except ParityError as problem:
        if problem.exit_code == manifest.outcome.exit_code:
            console.info("The recorded run ended here too.")
        raise
    if outcome != manifest.outcome:
        console.warning(f"when it was recorded it came to {_told(manifest.outcome)}, now to {_told(outcome)}")
    return outcome.exit_code


def _run(recording: Recording, out: Path, console: Console) -> RecordedOutcome:
    project, reach, clock = recording.project, recording.reach(), recording.clock
    if recording.manifest.command == "check":
        return outcome_of(run_check(project, CheckRun(out=out), console, reach, clock))
    if recording.manifest.command == "doctor":
        return RecordedOutcome(exit_code=run_doctor(project, console, None, reach, clock))
    role = next(iter(recording.manifest.orgs))
    return RecordedOutcome(exit_code=run_collect(project, role, out / snapshot_name(role), console, reach, clock))


def _told(outcome: RecordedOutcome) -> str:
    findings = sum(outcome.findings.values())
    verdict = f"{outcome.verdict} with {findings} findings and {outcome.gaps} gaps, " if outcome.verdict else ""
    return f"{verdict}exit code {outcome.exit_code}"
