"""The check behind `parity check` and the demo: collect, compare, report, say what is next."""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from parity.cli.terminal.console import Console
from parity.cli.terminal.context import utc_now
from parity.cli.terminal.operator import actor
from parity.cli.terminal.paint import result_text
from parity.cli.workflows.history import told_with_history
from parity.cli.workflows.kept_results import kept_besides
from parity.cli.workflows.next_step import after_go
from parity.config.project import Project
from parity.errors import ParityError
from parity.formats.registry import format_named
from parity.integrity.canonical import digest
from parity.integrity.counted import counted
from parity.integrity.files import write_all
from parity.orgs.collect_pair import Progress, collect_pair
from parity.orgs.sign_in.connect import Reach, connect
from parity.snapshot.file import snapshot_bytes
from parity.snapshot.records import Role, Snapshot
from parity.verdict.judge import judge
from parity.verdict.result import Result, metadata_key, result_bytes
from parity.verdict.result_files import FAILED_CHECK, REPORT, RESULT, snapshot_name

if TYPE_CHECKING:
    from parity.ledger.states import State
    from parity.ledger.store import Ledger


class CheckRun(Struct, frozen=True, kw_only=True):
    """What a check is to do: `out` is where its files go, `folder` that of parity.yaml.

    With `keep`, the files are also written into a folder of their own under `out`/runs. With `who`, findings name who
    changed the component. Of the `earlier` results, those of the same story become the history of this one.
    """

    out: Path
    folder: Path = Path()
    keep: bool = False
    who: bool = False
    earlier: Sequence[Result] = ()


def run_check(
    project: Project,
    run: CheckRun,
    console: Console,
    reach: Reach = connect,
    clock: Callable[[], datetime] = utc_now,
) -> Result:
    """Check both orgs of a project and write all four files, or none of them.

    Where the project keeps a ledger, the result is recorded in it; a ledger that cannot be used is only a warning,
    because it changes no verdict, and the gate of the switch asks for it again. `reach` signs in to the orgs, `clock`
    gives UTC.
    """
    out = run.out
    ledger = _ledger(project, run.folder, console)
    with console.progress() as steps:
        watcher = Progress(debug=console.debug, warning=console.warning, advance=steps.advance)
        sandbox, production = collect_pair(project, os.environ, clock, watcher, reach, who=run.who)
    head = ledger.head() if ledger is not None else None
    now = clock()
    alone = judge(sandbox, production, project.policy, tenant=project.tenant.name, judged_at=now, ledger=head)
    result = told_with_history(alone, run.earlier, console)
    files = {
        snapshot_name(Role.SANDBOX): snapshot_bytes(sandbox),
        snapshot_name(Role.PRODUCTION): snapshot_bytes(production),
        RESULT: result_bytes(result),
        REPORT: format_named("html").render(result),
    }
    _write(out, files, keep=run.keep)
    if ledger is not None:
        _record(ledger, project, result, files, console)
    for snapshot in (sandbox, production):
        _tell_spent(snapshot, console)
    console.info(f"Metadata of both orgs and policy: {metadata_key(result)}")
    console.info(f"Wrote {out / REPORT}, and {', '.join(name for name in files if name != REPORT)} beside it")
    then = after_go(result, project, _state(ledger, project))
    console.lines(result_text(result, verbose=console.verbose, then=then))
    return result


def _ledger(project: Project, folder: Path, console: Console) -> "Ledger | None":
    if project.ledger is None:
        return None
    from parity.ledger.store import open_ledger

    try:
        ledger = open_ledger(project.ledger, os.environ, folder, utc_now)
        ledger.head()
    except ParityError as problem:
        console.warning(f"this check is not recorded in the ledger: {problem.where}: {problem.what}")
        return None
    return ledger


def _state(ledger: "Ledger | None", project: Project) -> "State | None":
    """Where the tenant is by the ledger; null where that cannot be told: then nobody is told to go on."""
    from parity.ledger.history import state_of

    try:
        return None if ledger is None else state_of(ledger.entries(), project.tenant.name)
    except ParityError:
        return None


def _record(ledger: "Ledger", project: Project, result: Result, files: Mapping[str, bytes], console: Console) -> None:
    from parity.audit.ledger_entries import record_project, record_result

    who = actor(os.environ.get("PARITY_NAME") or None)
    try:
        record_project(ledger, project, who)
        digests = {name: digest(data) for name, data in files.items()}
        record_result(ledger, project.tenant.name, result, digests, who)
    except ParityError as problem:
        console.warning(f"this check is not recorded in the ledger: {problem.where}: {problem.what}")


def _write(out: Path, files: Mapping[str, bytes], *, keep: bool) -> None:
    """All of the files or none, and once more where this result is kept; what said that a check failed is gone then."""
    paths = {out / name: data for name, data in files.items()}
    write_all({**paths, **(kept_besides(out, paths, utc_now()) if keep else {})})
    (out / FAILED_CHECK).unlink(missing_ok=True)


def _tell_spent(snapshot: Snapshot, console: Console) -> None:
    fields = sum(len(one.fields) for one in snapshot.objects.values())
    calls = counted(snapshot.api.calls, "API call")
    left = "" if snapshot.api.daily_remaining is None else f", {snapshot.api.daily_remaining:,} left today"
    deep = f", {snapshot.contents.calls} of them for contents" if snapshot.contents is not None else ""
    console.info(f"Read {snapshot.role}: {counted(fields, 'field')} with {calls}{deep}{left}")
    if snapshot.api.fallback:
        console.warning(f"{snapshot.role}: {snapshot.api.fallback}")
