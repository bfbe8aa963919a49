"""The whole check, as `parity check` and the demo run it: collect, compare, report, say what is next."""

import os
from pathlib import Path

from parity.commands.context import utc_now
from parity.config import Project
from parity.console import Console
from parity.formats.registry import format_named
from parity.formats.text import summary_lines
from parity.judgement import judge
from parity.orgs.pair import Watcher, collect_pair
from parity.outputs import write_all
from parity.result import Result, result_bytes
from parity.snapshot import Snapshot
from parity.snapshot_file import snapshot_bytes


def run_check(project: Project, out: Path, console: Console) -> Result:
    """Check both orgs of a project and write all four files into `out`, or none of them."""
    with console.progress() as steps:
        watcher = Watcher(tell=console.detail, warn=console.warn, advance=steps.advance)
        sandbox, production = collect_pair(project, os.environ, utc_now, watcher)
    result = judge(sandbox, production, project.policy, tenant=project.tenant.name, today=utc_now().date())
    files = {
        out / "sandbox.snapshot.json": snapshot_bytes(sandbox),
        out / "production.snapshot.json": snapshot_bytes(production),
        out / "result.json": result_bytes(result),
        out / "report.html": format_named("html").render(result),
    }
    write_all(files)
    for snapshot in (sandbox, production):
        console.say(_spent(snapshot))
        if snapshot.api.fallback:
            console.warn(f"{snapshot.role}: {snapshot.api.fallback}")
    console.say(f"Wrote {', '.join(str(path) for path in files)}")
    console.result("\n".join(summary_lines(result)))
    return result


def _spent(snapshot: Snapshot) -> str:
    fields = sum(len(one.fields) for one in snapshot.objects.values())
    left = "" if snapshot.api.daily_remaining is None else f", {snapshot.api.daily_remaining:,} left today"
    return f"Read {snapshot.role}: {fields} fields with {snapshot.api.calls} API calls{left}"
