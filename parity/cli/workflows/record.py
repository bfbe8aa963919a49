"""Records what the orgs answer during a command (`--record DIR`), whatever the command comes to."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec import structs

from parity.cli.terminal.console import Console
from parity.cli.terminal.context import utc_now
from parity.cli.terminal.output_folder import check_folder
from parity.config.project import Project
from parity.errors import ParityError
from parity.orgs.collect_pair import Progress, collect_pair
from parity.orgs.recording.cassette import read_cassette
from parity.orgs.recording.manifest import Manifest, RecordedOutcome
from parity.orgs.recording.recorder import Recorder, refuse_other_files
from parity.orgs.recording.recording import Recording
from parity.orgs.recording.waivers import waivers_of_recording
from parity.orgs.sign_in.connect import Reach, connect
from parity.snapshot.records import Role
from parity.verdict.judge import judge
from parity.verdict.result import Result

_KEY_BYTES = 32
#: Told what the command came to: a result, or an exit code alone.
Tell = Callable[[Result | int], None]


@contextmanager
def recording(
    command: str, folder: Path | None, keep_names: bool, project: Project, console: Console
) -> Iterator[tuple[Reach, Tell]]:
    """How to reach the orgs, and a function that takes the outcome; the recording is written at the end.

    Without a folder nothing is recorded. A command that fails is recorded too, and its error is raised again.
    """
    if folder is None:
        yield connect, lambda _outcome: None
        return
    check_folder(folder, "--record")
    refuse_other_files(folder)
    recorder = Recorder(command, secrets.token_bytes(_KEY_BYTES), utc_now, keep_names=keep_names)
    told: list[Result | int] = []
    try:
        yield recorder.reach, told.append
    except ParityError as problem:
        try:
            _write(recorder, folder, project, problem.exit_code, console)
        except ParityError as another:
            console.warning(f"{another.where}: {another.what}")
        raise
    _write(recorder, folder, project, told[-1], console)


def _write(recorder: Recorder, folder: Path, project: Project, told: Result | int, console: Console) -> None:
    cassettes = recorder.cassettes()
    if not cassettes:
        console.warning("nothing was recorded: no org was reached")
        return
    outcome = RecordedOutcome(exit_code=told) if isinstance(told, int) else outcome_of(told)
    manifest = recorder.manifest(project, cassettes, outcome)
    if not isinstance(told, int) and (project.policy.waivers or project.policy.severities):
        try:
            manifest = _with_waivers(manifest, cassettes, project, told, recorder)
        except ParityError as problem:
            console.warning(
                f"the recording holds no waivers and severities: it could not be run again ({problem.what})"
            )
    paths = recorder.write(folder, manifest, cassettes)
    console.info(f"Recorded with stand-ins for all names: {', '.join(str(path) for path in paths)}")
    console.info(f"  `parity replay {folder}` runs it again, offline. docs/real-orgs.md says what is left in it.")


def _with_waivers(
    manifest: Manifest, cassettes: Mapping[Role, bytes], project: Project, result: Result, recorder: Recorder
) -> Manifest:
    """The manifest with waivers that hold for the same findings: they are looked up in a replay."""
    exchanges = {role: read_cassette(data, role) for role, data in cassettes.items()}
    played = Recording(manifest=manifest, exchanges=exchanges)
    pair = collect_pair(played.project, {}, played.clock, Progress(), played.reach())
    bare = structs.replace(manifest.policy, waivers=(), severities=())
    there = judge(*pair, bare, tenant=played.project.tenant.name, judged_at=played.clock())
    policy = waivers_of_recording(project.policy, manifest.policy, result.findings, there.findings, recorder.texts)
    return structs.replace(manifest, policy=policy)


def outcome_of(result: Result) -> RecordedOutcome:
    """What a check came to, without a name in it."""
    return RecordedOutcome(
        exit_code=result.exit_code,
        verdict=result.verdict.value,
        findings=dict(sorted(Counter(f"{one.rule} {one.severity}" for one in result.findings).items())),
        gaps=len(result.gaps),
    )
