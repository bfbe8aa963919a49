"""Both orgs at the same time, at one API version."""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from msgspec import Struct

from parity.config import Project
from parity.orgs.collect import collect
from parity.orgs.connect import connect, refuse_same_session
from parity.orgs.org_client import OrgClient
from parity.orgs.versions import choose_version
from parity.snapshot import Role, Snapshot


class Watcher(Struct, frozen=True, kw_only=True):
    """Who is told what happens, from any thread: a line a request, what to change, each step of an org."""

    tell: Callable[[str], None] = lambda _line: None
    warn: Callable[[str], None] = lambda _line: None
    advance: Callable[[Role, str], None] = lambda _role, _step: None


def collect_pair(
    project: Project,
    environment: Mapping[str, str],
    clock: Callable[[], datetime],
    watcher: Watcher,
) -> tuple[Snapshot, Snapshot]:
    """Snapshots of sandbox and production, collected side by side.

    `clock` gives UTC.
    Raises what signing in and collecting raise; the first error of either org wins.
    """
    lock = threading.Lock()

    def told(line: str) -> None:
        with lock:
            watcher.tell(line)

    def sign_in(role: Role) -> OrgClient:
        watcher.advance(role, "signing in")
        return connect(role, project.sign_in(role), project.api, environment, told)

    with ThreadPoolExecutor(max_workers=2) as pool:
        sandbox, production = pool.map(sign_in, (Role.SANDBOX, Role.PRODUCTION))
        for client in (sandbox, production):
            for warning in client.connection.warnings:
                watcher.warn(warning)
        refuse_same_session(sandbox, production)
        offered = tuple(pool.map(lambda client: client.versions(), (sandbox, production)))
        version = choose_version(offered, project.api.version)

        def read(client: OrgClient, versions: tuple[str, ...]) -> Snapshot:
            watcher.advance(client.role, f"reading at API version {version}")
            snapshot = collect(client, version, versions, clock(), project.interest(client.role))
            watcher.advance(client.role, "read")
            return snapshot

        first, second = pool.map(read, (sandbox, production), offered)
    return first, second
