"""Collects the snapshots of both orgs at the same time, at one API version."""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec import Struct

from parity.config.project import Project
from parity.orgs.api_version import choose_version
from parity.orgs.client import OrgClient
from parity.orgs.collect import collect
from parity.orgs.side_by_side import side_by_side
from parity.orgs.sign_in.connect import Reach, connect, refuse_same_session
from parity.snapshot.records import Role, Snapshot


class Progress(Struct, frozen=True, kw_only=True):
    """What is called while orgs are read, from any thread: for each request, each warning, each step of an org."""

    debug: Callable[[str], None] = lambda _line: None
    warning: Callable[[str], None] = lambda _line: None
    advance: Callable[[Role, str], None] = lambda _role, _step: None


def collect_pair(  # noqa: PLR0913 (two orgs, how to reach them, who is told, and what more to ask)
    project: Project,
    environment: Mapping[str, str],
    clock: Callable[[], datetime],
    progress: Progress,
    reach: Reach = connect,
    *,
    who: bool = False,
) -> tuple[Snapshot, Snapshot]:
    """Snapshots of sandbox and production, collected side by side.

    `clock` gives UTC; `reach` signs in. `who`: ask also who changed what, and when.
    Raises what signing in and collecting raise; the first error of either org wins.
    """
    lock = threading.Lock()

    def told(line: str) -> None:
        with lock:
            progress.debug(line)

    def sign_in(role: Role) -> OrgClient:
        progress.advance(role, "signing in")
        return reach(role, project.sign_in(role), project.api, environment, told)

    clients = side_by_side(sign_in, (Role.SANDBOX, Role.PRODUCTION))
    for client in clients:
        for warning in client.connection.warnings:
            progress.warning(warning)
    refuse_same_session(*clients)
    offered = dict(zip(clients, side_by_side(OrgClient.versions, clients), strict=True))
    version = choose_version(tuple(offered.values()), project.api.version)

    def read(client: OrgClient) -> Snapshot:
        progress.advance(client.role, f"reading at API version {version}")
        snapshot = collect(client, version, offered[client], clock(), project.collect_options(client.role, who=who))
        progress.advance(client.role, "read")
        return snapshot

    sandbox, production = side_by_side(read, clients)
    return sandbox, production
