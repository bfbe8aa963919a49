"""How a verdict ends in a pipeline: what changed since a baseline, annotations, the exit code."""

import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from parity.cli.terminal.console import Console
from parity.errors import InputError
from parity.formats.annotations import annotations
from parity.formats.registry import format_named
from parity.integrity.files import read_whole
from parity.integrity.sealed_page import result_data
from parity.verdict.baseline import SinceBaseline, read_baseline, since_baseline
from parity.verdict.fail_on import FailOn, exit_code_of
from parity.verdict.result import Result

#: GitHub shows nothing at all of a step whose summary is longer (Workflow commands, "Step isolation and limits").
_LONGEST_SUMMARY = 1024 * 1024


class Pipeline(Struct, frozen=True, kw_only=True):
    """What the pipeline asked for. `where` names the baseline in messages."""

    baseline: Result | None
    where: str
    fail_on: FailOn
    exit_zero: bool

    def since(self, result: Result) -> SinceBaseline | None:
        """What changed since the baseline, null without one; raises InputError where it is of other orgs."""
        return None if self.baseline is None else since_baseline(self.baseline, result, self.where)


def pipeline_of(baseline: Path | None, fail_on: str | None, exit_zero: bool) -> Pipeline:
    """The wishes, with the baseline read; raises InputError for one that is unusable and for wishes at odds."""
    if fail_on is not None and exit_zero:
        raise InputError(
            "one says when to fail, and the other never to", where="--fail-on, --exit-zero", fix="Give one of the two."
        )
    if fail_on == FailOn.NEW and baseline is None:
        raise InputError("what is new needs something older", where="--fail-on new", fix="Add --baseline RESULT.")
    where = f"--baseline {baseline}"
    return Pipeline(
        baseline=None if baseline is None else read_baseline(result_data(_there(baseline), where), where),
        where=where,
        fail_on=FailOn(fail_on or FailOn.ANY),
        exit_zero=exit_zero,
    )


def _there(baseline: Path) -> bytes:
    """The baseline's bytes; raises InputError, with where the first one comes from."""
    try:
        return read_whole(baseline)
    except InputError as problem:
        if baseline.exists():
            raise
        raise InputError(
            problem.what,
            where=f"--baseline {baseline}",
            fix="The first baseline is the result.json of a check without --baseline and --fail-on new: review it, and "
            "keep it under this name.",
        ) from None


def end(
    result: Result,
    since: SinceBaseline | None,
    wishes: Pipeline,
    console: Console,
    environment: Mapping[str, str] = os.environ,
) -> int:
    """Print what changed, annotate the job in GitHub Actions, and return the exit code."""
    code = exit_code_of(result, wishes.fail_on, since, exit_zero=wishes.exit_zero)
    lines = [] if since is None else since_lines(since)
    by = ""
    if code != result.exit_code:
        option = "--exit-zero" if wishes.exit_zero else "--fail-on"
        by = f"exit {code} by {option}; the verdict is {result.verdict.value}"
        lines.append(f"  {by}")
    if lines:
        console.result("\n".join(lines))
    if environment.get("GITHUB_ACTIONS") == "true":
        console.commands(annotations(result))
        _summarise(result, since, by, console, environment)
    return code


def since_lines(since: SinceBaseline) -> list[str]:
    """What changed since the baseline, in a few lines."""
    fixed = "fixed" if not since.new_gaps else "fixed or not seen"
    lines = [
        f"  since       {since.judged_at} ({since.verdict.value}): {len(since.new)} new, {len(since.fixed)} {fixed}, "
        f"{len(since.unchanged)} unchanged"
    ]
    if since.worse:
        grown = "a waiver ended, or the severity rose"
        lines.append(f"              of the unchanged, {len(since.worse)} with more weight than then: {grown}")
    if since.new_gaps:
        lines.append(f"              {len(since.new_gaps)} could be read then, and not now")
    return lines


def _summarise(
    result: Result, since: SinceBaseline | None, by: str, console: Console, environment: Mapping[str, str]
) -> None:
    """The Markdown comment at the end of the job's summary; a summary that cannot be written changes no verdict."""
    path = environment.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    text = format_named("markdown").bytes_of(result, since)
    note = f"\n{by}\n".encode() if by else b""
    try:
        with Path(path).open("ab") as file:
            begun = file.tell()
            # A line of a step's own that has no end must not take the heading into it.
            text = (b"\n\n" if begun else b"") + text + note
            if begun + len(text) > _LONGEST_SUMMARY:
                console.warning("the job's summary is full, so the verdict is not in it; the verdict stands")
                return
            file.write(text)
    except OSError as problem:
        console.warning(f"the job's summary cannot be written ({problem.strerror}); the verdict stands")
