"""Gathers what the gate looks at: files, ledger, tenant, and both orgs once more. Changes nothing."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from parity.audit.approval import Approval, read_approval
from parity.config.project import Project
from parity.errors import ParityError
from parity.integrity.canonical import canonical_bytes, digest
from parity.integrity.files import read_whole
from parity.ledger.head import Head
from parity.ledger.history import of_tenant
from parity.ledger.records import Actor, EntryKind
from parity.ledger.store import Ledger
from parity.orgs.api_version import choose_version
from parity.orgs.client import OrgClient
from parity.orgs.collect import collect
from parity.orgs.collect_pair import Progress, collect_pair
from parity.orgs.sign_in.connect import connect
from parity.snapshot.file import read_snapshot
from parity.snapshot.records import Role, Snapshot
from parity.switch.drivers.interface import Driver
from parity.switch.gate.evidence import Evidence, LedgerSeen, OrgsNow, ResultFiles, Unknown
from parity.verdict.judge import judge
from parity.verdict.result import Result, day_of, read_result, result_bytes, result_digest

APPROVALS_FOLDER = "approvals"
_Piece = TypeVar("_Piece")


class Sources(Struct, frozen=True, kw_only=True):
    """Where evidence comes from. `result` is the path of result.json; `clock` gives UTC."""

    project: Project
    result: Path
    environment: Mapping[str, str]
    clock: Callable[[], datetime]
    watcher: Progress
    operator: Actor


def gather(sources: Sources, ledger: Ledger, driver: Driver, *, under_way: bool) -> Evidence:
    """The evidence at this moment. Once the switch is `under_way`, the sandbox is asked no more: it may be gone."""
    now = sources.clock()
    judged = judged_files(sources.project, sources.result, now)
    approvals, heads = _approvals(sources, ledger, judged)
    return Evidence(
        now=now,
        project=sources.project,
        operator=sources.operator,
        judged=judged,
        approvals=approvals,
        ledger=_attempt(lambda: LedgerSeen(entries=ledger.entries(), problems=ledger.problems(heads))),
        view=_attempt(driver.observe),
        orgs=_attempt(lambda: _production_alone(sources) if under_way else _orgs(sources)),
        under_way=under_way,
    )


def judged_files(project: Project, path: Path, now: datetime) -> ResultFiles | Unknown:
    """The result and its snapshots, and the result worked out again as of `now`."""
    try:
        data = read_whole(path)
        result = read_result(data, str(path))
    except ParityError as problem:
        return Unknown(str(problem))
    files = {role: path.with_name(f"{role}.snapshot.json") for role in Role}
    sandbox = _attempt(lambda: _snapshot(files[Role.SANDBOX]))
    production = _attempt(lambda: _snapshot(files[Role.PRODUCTION]))
    return ResultFiles(
        result=result,
        digest=result_digest(result),
        is_canonical=result_bytes(result) == data,
        snapshot_digests={role: digest(read_whole(file)) for role, file in files.items() if file.is_file()},
        sandbox=sandbox,
        production=production,
        then=_again(project, result, sandbox, production, day_of(result)),
        again=_again(project, result, sandbox, production, now.date()),
    )


def _snapshot(path: Path) -> Snapshot:
    return read_snapshot(read_whole(path), str(path))


def _again(
    project: Project, result: Result, sandbox: Snapshot | Unknown, production: Snapshot | Unknown, day: date
) -> Result | Unknown:
    if isinstance(sandbox, Unknown):
        return sandbox
    if isinstance(production, Unknown):
        return production
    try:
        return judge(sandbox, production, project.policy, tenant=result.tenant, today=day, ledger=result.ledger)
    except ParityError as problem:
        return Unknown(str(problem))


def _approvals(
    sources: Sources, ledger: Ledger, judged: ResultFiles | Unknown
) -> tuple[tuple[Approval, ...], dict[str, Head]]:
    """Approvals in the ledger and beside the result, and every head of the ledger that files have seen."""
    found = [*recorded_approvals(ledger, sources.project.tenant.name), *approval_files(sources.result)]
    unique = tuple({one.signature: one for one in found}.values())
    heads = {f"the approval of {one.statement.name}": one.statement.ledger for one in unique}
    if isinstance(judged, ResultFiles):
        heads["the result"] = judged.result.ledger
    return unique, {who: head for who, head in heads.items() if head is not None}


def recorded_approvals(ledger: Ledger, tenant: str) -> list[Approval]:
    """The approvals that stand in the ledger; an entry of another make is passed over."""
    try:
        bodies = [one.body for one in of_tenant(ledger.entries(), tenant, EntryKind.APPROVAL)]
    except ParityError:
        return []
    found = []
    for body in bodies:
        with suppress(ParityError):
            found.append(read_approval(canonical_bytes(body), "the ledger"))
    return found


def approval_files(result: Path) -> list[Approval]:
    """The approvals in the folder beside the result; a file that cannot be read raises InputError."""
    folder = result.with_name(APPROVALS_FOLDER)
    return [read_approval(read_whole(path), str(path)) for path in sorted(folder.glob("*.json"))]


def _orgs(sources: Sources) -> OrgsNow:
    sandbox, production = collect_pair(sources.project, sources.environment, sources.clock, sources.watcher)
    project, today = sources.project, sources.clock().date()
    fresh = _attempt(lambda: judge(sandbox, production, project.policy, tenant=project.tenant.name, today=today))
    return OrgsNow(sandbox=sandbox, production=production, judged=fresh)


def _production_alone(sources: Sources) -> OrgsNow:
    client = production_client(sources)
    offered = client.versions()
    version = choose_version([offered], sources.project.api.version)
    options = sources.project.collect_options(Role.PRODUCTION)
    left = Unknown("the sandbox is not looked at any more: the switch is under way")
    production = collect(client, version, offered, sources.clock(), options)
    return OrgsNow(sandbox=left, production=production, judged=left)


def production_client(sources: Sources) -> OrgClient:
    """Production, signed in."""
    project = sources.project
    return connect(
        Role.PRODUCTION, project.sign_in(Role.PRODUCTION), project.api, sources.environment, sources.watcher.tell
    )


def _attempt(get: Callable[[], _Piece]) -> _Piece | Unknown:
    try:
        return get()
    except ParityError as problem:
        return Unknown(str(problem))
