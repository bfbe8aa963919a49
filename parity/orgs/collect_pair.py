"""Both orgs at the same time, at one API version."""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from msgspec import Struct

from parity.config.project import Project
from parity.orgs.api_version import choose_version
from parity.orgs.client import OrgClient
from parity.orgs.collect import collect
from parity.orgs.sign_in.connect import connect, refuse_same_session
from parity.snapshot.records import Role, Snapshot


class Progress(Struct, frozen=True, kw_only=True):
    """Who is told what happens, from any thread: a line a request, what to change, each step of an org."""

    tell: Callable[[str], None] = lambda _line: None
    warn: Callable[[str], None] = lambda _line: None
    advance: Callable[[Role, str], None] = lambda _role, _step: None


def collect_pair(
    project: Project,
    environment: Mapping[str, str],
    clock: Callable[[], datetime],
    progress: Progress,
) -> tuple[Snapshot, Snapshot]:
    """Snapshots of sandbox and production, collected side by side.

    `clock` gives UTC.
    Raises what signing in and collecting raise; the first error of either org wins.
    """
    lock = threading.Lock()

    def told(line: str) -> None:
        with lock:
            progress.tell(line)

    def sign_in(role: Role) -> OrgClient:
        progress.advance(role, "signing in")
        return connect(role, project.sign_in(role), project.api, environment, told)

    clients = _side_by_side(sign_in, (Role.SANDBOX, Role.PRODUCTION))
    for client in clients:
        for warning in client.connection.warnings:
            progress.warn(warning)
    refuse_same_session(*clients)
    offered = dict(zip(clients, _side_by_side(OrgClient.versions, clients), strict=True))
    version = choose_version(tuple(offered.values()), project.api.version)

    def read(client: OrgClient) -> Snapshot:
        progress.advance(client.role, f"reading at API version {version}")
        snapshot = collect(client, version, offered[client], clock(), project.collect_options(client.role))
        progress.advance(client.role, "read")
        return snapshot

    return _side_by_side(read, clients)


_Item = TypeVar("_Item")
_Done = TypeVar("_Done")


def _side_by_side(work: Callable[[_Item], _Done], both: tuple[_Item, _Item]) -> tuple[_Done, _Done]:
    """The same work on two things at once; raises the first one's error first.

    The threads are daemons: Ctrl+C ends the process at once, not after the last retry of a slow org.
    """
    done: dict[int, _Done] = {}
    failed: dict[int, BaseException] = {}

    def run(place: int) -> None:
        try:
            done[place] = work(both[place])
        except BaseException as problem:  # noqa: BLE001 (it is raised again in the main thread)
            failed[place] = problem

    threads = [threading.Thread(target=run, args=(place,), daemon=True) for place in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(0.1)
    for place in sorted(failed):
        raise failed[place]
    return done[0], done[1]
