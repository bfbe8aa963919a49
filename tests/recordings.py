"""Runs of the product that are recorded, and their recordings read back."""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct

from parity.cli.workflows.record import outcome_of
from parity.config.orgs import ApiSettings
from parity.config.policy import Policy
from parity.orgs.collect_pair import Progress, collect_pair
from parity.orgs.recording.manifest import MANIFEST
from parity.orgs.recording.recorder import Recorder
from parity.orgs.recording.recording import Recording, read_recording
from parity.orgs.recording.scrubber import Scrubber
from parity.orgs.recording.stand_in import StandIns
from parity.orgs.recording.texts import Texts
from parity.orgs.recording.vocabulary import PRODUCT_WORDS, kept_words
from parity.simulator import Scenario
from parity.verdict.judge import judge
from parity.verdict.result import Result
from tests.simulated import NOON, running

KEY = b"a key of the tests, nowhere kept"


class Recorded(Struct, frozen=True, kw_only=True):
    """What a run came to, and what was recorded of it."""

    result: Result
    folder: Path
    recorder: Recorder

    @property
    def text(self) -> str:
        """All that lies in the folder, with the escapes of JSON and of addresses undone."""
        parts = [(self.folder / MANIFEST).read_text("utf-8")]
        for path in self.folder.glob("*.cassette.json"):
            for one in json.loads(path.read_bytes())["interactions"]:
                request, response = one["request"], one["response"]
                parts += [unquote(request["uri"]), unquote(request["body"] or ""), response["body"]["string"]]
                parts += [str(request["headers"]), str(response["headers"])]
        return "\n".join(parts)


def recorded(
    scenario: Scenario | str,
    folder: Path,
    *,
    keep_names: bool = False,
    integration: str | None = "me",
    api: ApiSettings | None = None,
) -> Recorded:
    """A check of a scenario that is recorded into a folder."""
    recorder = Recorder("check", KEY, lambda: NOON, keep_names=keep_names)
    with running(scenario, integration=integration, api=api) as pair:
        both = collect_pair(pair.project, pair.environment, lambda: NOON, Progress(), recorder.reach)
    result = judge(*both, Policy(), tenant="Tests", judged_at=NOON)
    cassettes = recorder.cassettes()
    recorder.write(folder, recorder.manifest(pair.project, cassettes, outcome_of(result)), cassettes)
    return Recorded(result=result, folder=folder, recorder=recorder)


def replayed(folder: Path) -> Result:
    """The result of a check out of a recording."""
    return judged(read_recording(folder))


def judged(recording: Recording) -> Result:
    """The same, of a recording that was read."""
    project = recording.project
    both = collect_pair(project, {}, recording.clock, Progress(), recording.reach())
    return judge(*both, project.policy, tenant="Tests", judged_at=recording.clock())


def in_short(result: Result) -> tuple[object, ...]:
    """Verdict, exit code, and how many findings and gaps there are of each kind."""
    findings = Counter((one.rule, one.severity, one.undecided, one.cause is None) for one in result.findings)
    return result.verdict, result.exit_code, findings, Counter((gap.area, gap.role) for gap in result.gaps)


def scrubber(key: bytes = KEY, *, keep_names: bool = False) -> Scrubber:
    """A scrubber as a recorder has it."""
    return Scrubber(Texts(StandIns(key, kept_words(), PRODUCT_WORDS), keep_names=keep_names))


def held(words: Iterable[str], text: str) -> list[str]:
    """Those of the words that a text holds, whatever the capitals."""
    small = text.casefold()
    return [one for one in words if one.casefold() in small]
