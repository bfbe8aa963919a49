"""Collects one org into its snapshot file, for `parity collect` and its replay."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from parity.cli.terminal.console import Console
from parity.cli.terminal.own_files import refuse_another_org
from parity.config.project import Project
from parity.integrity.counted import counted
from parity.integrity.files import write_whole
from parity.orgs.api_version import choose_version
from parity.orgs.collect import collect
from parity.orgs.sign_in.connect import Reach
from parity.snapshot.file import snapshot_bytes, snapshot_digest
from parity.snapshot.records import Role


def run_collect(  # noqa: PLR0913, PLR0917 (an org, a file, who is told, and how)
    project: Project,
    role: Role,
    path: Path,
    console: Console,
    reach: Reach,
    clock: Callable[[], datetime],
    *,
    who: bool = False,
) -> int:
    """Write the snapshot of the org of that role. The exit code: 3 where something needed could not be read.

    `who`: ask also who changed what, and when.
    """
    with console.progress() as steps:
        steps.advance(role, "signing in")
        client = reach(role, project.sign_in(role), project.api, os.environ, console.debug)
        for warning in client.connection.warnings:
            console.warning(warning)
        offered = client.versions()
        version = choose_version([offered], project.api.version)
        steps.advance(role, f"reading at API version {version}")
        snapshot = collect(client, version, offered, clock(), project.collect_options(role, who=who))
    refuse_another_org(path, snapshot)
    write_whole(path, snapshot_bytes(snapshot))
    triggers = "no triggers" if snapshot.triggers is None else counted(len(snapshot.triggers), "trigger")
    fields = sum(len(one.fields) for one in snapshot.objects.values())
    console.info(
        f"Wrote {path}: {counted(len(snapshot.objects), 'object')}, {counted(fields, 'field')}, "
        f"{triggers}, {counted(snapshot.api.calls, 'API call')}, "
        f"API version {version}"
    )
    if snapshot.api.fallback:
        console.warning(f"{role}: {snapshot.api.fallback}")
    for gap in snapshot.gaps:
        console.warning(f"{gap.subject}: {gap.reason}. {gap.fix}")
    console.result(f"{snapshot_digest(snapshot)}  {path}")
    return 3 if snapshot.gaps else 0
