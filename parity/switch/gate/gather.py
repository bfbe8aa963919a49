"""Gathers what the gate looks at: files, ledger, tenant, and both orgs once more. Changes nothing."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from parity.audit.approval import Approval, read_approval
from parity.config.project import Project
from parity.errors import ParityError
from parity.integrity.canonical import canonical_bytes, digest
from parity.integrity.files import read_whole
from parity.ledger.head import Head
from parity.ledger.history import of_tenant
from parity.ledger.records import EntryKind
from parity.ledger.store import Ledger
from parity.orgs.api_version import choose_version
from parity.orgs.collect import collect
from parity.orgs.collect_pair import collect_pair
from parity.snapshot.file import read_snapshot
from parity.snapshot.records import Role, Snapshot
from parity.switch.context import SwitchContext
from parity.switch.drivers.interface import Driver
from parity.switch.gate.evidence import Evidence, LedgerSeen, OrgsNow, ResultFiles, Unknown
from parity.verdict.judge import judge
from parity.verdict.result import Result, judged_at, read_result, result_bytes, result_digest
from parity.verdict.result_files import APPROVALS_FOLDER, snapshot_name

_Piece = TypeVar("_Piece")


def gather(context: SwitchContext, driver: Driver, *, under_way: bool) -> Evidence:
    """The evidence at this moment. Once the switch is `under_way`, the sandbox is asked no more: it may be gone."""
    now = context.clock()
    files = result_files(context.project, context.result, now)
    beside, broken = approval_files(context.result)
    approvals, heads = _approvals(context, files, beside)
    return Evidence(
        now=now,
        project=context.project,
        operator=context.operator,
        operator_key=context.operator_key,
        files=files,
        approvals=approvals,
        # Once the switch is under way nobody asks for approvals any more.
        broken_approvals=() if under_way else broken,
        ledger=_attempt(lambda: LedgerSeen(entries=context.ledger.entries(), problems=context.ledger.problems(heads))),
        view=_attempt(driver.observe),
        orgs=_attempt(lambda: _production_alone(context) if under_way else _orgs(context)),
        under_way=under_way,
    )


def result_files(project: Project, path: Path, now: datetime) -> ResultFiles | Unknown:
    """The result and its snapshots, and the result worked out again as of `now`."""
    try:
        data = read_whole(path)
        result = read_result(data, str(path))
    except ParityError as problem:
        return Unknown(str(problem))
    files = {role: path.parent / snapshot_name(role) for role in Role}
    sandbox = _attempt(lambda: _snapshot(files[Role.SANDBOX]))
    production = _attempt(lambda: _snapshot(files[Role.PRODUCTION]))
    return ResultFiles(
        result=result,
        digest=result_digest(result),
        is_canonical=result_bytes(result) == data,
        snapshot_digests={role: digest(read_whole(file)) for role, file in files.items() if file.is_file()},
        sandbox=sandbox,
        production=production,
        then=_again(project, result, sandbox, production, judged_at(result)),
        again=_again(project, result, sandbox, production, now),
    )


def _snapshot(path: Path) -> Snapshot:
    return read_snapshot(read_whole(path), str(path))


def _again(
    project: Project, result: Result, sandbox: Snapshot | Unknown, production: Snapshot | Unknown, moment: datetime
) -> Result | Unknown:
    if isinstance(sandbox, Unknown):
        return sandbox
    if isinstance(production, Unknown):
        return production
    try:
        return judge(
            sandbox,
            production,
            project.policy,
            tenant=result.tenant,
            judged_at=moment,
            ledger=result.ledger,
            history=result.history,
        )
    except ParityError as problem:
        return Unknown(str(problem))


def _approvals(
    context: SwitchContext, files: ResultFiles | Unknown, beside: Sequence[Approval]
) -> tuple[tuple[Approval, ...], dict[str, Head]]:
    """Approvals in the ledger and next to the result, and every head of the ledger that files have seen."""
    found = [*recorded_approvals(context.ledger, context.tenant), *beside]
    unique = tuple({one.signature: one for one in found}.values())
    heads = {f"the approval of {one.statement.name}": one.statement.ledger for one in unique}
    if isinstance(files, ResultFiles):
        heads["the result"] = files.result.ledger
    return unique, {who: head for who, head in heads.items() if head is not None}


def recorded_approvals(ledger: Ledger, tenant: str) -> list[Approval]:
    """The approvals recorded in the ledger; entries that cannot be parsed are skipped."""
    try:
        bodies = [one.body for one in of_tenant(ledger.entries(), tenant, EntryKind.APPROVAL)]
    except ParityError:
        return []
    found = []
    for body in bodies:
        with suppress(ParityError):
            found.append(read_approval(canonical_bytes(body), "the ledger"))
    return found


def approval_files(result: Path) -> tuple[list[Approval], tuple[str, ...]]:
    """The approvals in the folder next to the result, and what is wrong with the files that cannot be read."""
    found: list[Approval] = []
    broken: list[str] = []
    for path in sorted((result.parent / APPROVALS_FOLDER).glob("*.json")):
        try:
            found.append(read_approval(read_whole(path), str(path)))
        except ParityError as problem:
            broken.append(f"{APPROVALS_FOLDER}/{path.name}: {problem.what}")
    return found, tuple(broken)


def _orgs(context: SwitchContext) -> OrgsNow:
    sandbox, production = collect_pair(context.project, context.environment, context.clock, context.progress)
    project, now = context.project, context.clock()
    fresh = _attempt(lambda: judge(sandbox, production, project.policy, tenant=project.tenant.name, judged_at=now))
    return OrgsNow(sandbox=sandbox, production=production, fresh_result=fresh)


def _production_alone(context: SwitchContext) -> OrgsNow:
    client = context.production()
    offered = client.versions()
    version = choose_version([offered], context.project.api.version)
    options = context.project.collect_options(Role.PRODUCTION)
    left = Unknown("the sandbox is not looked at any more: the switch is under way")
    production = collect(client, version, offered, context.clock(), options)
    return OrgsNow(sandbox=left, production=production, fresh_result=left)


def _attempt(get: Callable[[], _Piece]) -> _Piece | Unknown:
    try:
        return get()
    except ParityError as problem:
        return Unknown(str(problem))
