"""`--record DIR`: what the orgs answered is kept beside what the command does, and whatever it comes to."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from parity.cli.terminal.console import Console
from parity.cli.terminal.context import utc_now
from parity.cli.terminal.output_folder import check_folder
from parity.config.project import Project
from parity.errors import ParityError
from parity.orgs.recording.manifest import Outcome
from parity.orgs.recording.recorder import Recorder, refuse_other_files
from parity.orgs.sign_in.connect import Reach, connect
from parity.verdict.result import Result

_KEY_BYTES = 32
Told = Callable[[Outcome], None]


@contextmanager
def recording(
    command: str, folder: Path | None, keep_names: bool, project: Project, console: Console
) -> Iterator[tuple[Reach, Told]]:
    """How to reach the orgs, and what is to be told of the outcome; the recording is written at the end.

    Without a folder nothing is recorded. A command that fails is recorded too, and its error goes on.
    """
    if folder is None:
        yield connect, lambda _outcome: None
        return
    check_folder(folder, "--record")
    refuse_other_files(folder)
    recorder = Recorder(command, secrets.token_bytes(_KEY_BYTES), utc_now, keep_names=keep_names)
    outcomes: list[Outcome] = []
    try:
        yield recorder.reach, outcomes.append
    except ParityError as problem:
        _write(recorder, folder, project, Outcome(exit_code=problem.exit_code), console)
        raise
    _write(recorder, folder, project, outcomes[-1], console)


def _write(recorder: Recorder, folder: Path, project: Project, outcome: Outcome, console: Console) -> None:
    cassettes = recorder.cassettes()
    if not cassettes:
        console.warn("nothing was recorded: no org was reached")
        return
    paths = recorder.write(folder, recorder.manifest(project, cassettes, outcome), cassettes)
    console.say(f"Recorded with stand-ins for all names: {', '.join(str(path) for path in paths)}")
    console.say(f"  `parity replay {folder}` runs it again, offline. docs/real-orgs.md says what is left in it.")


def outcome_of(result: Result) -> Outcome:
    """What a check came to, without a name in it."""
    return Outcome(
        exit_code=result.exit_code,
        verdict=result.verdict.value,
        findings=dict(sorted(Counter(f"{one.rule} {one.severity}" for one in result.findings).items())),
        gaps=len(result.gaps),
    )
