"""The whole digest chain, worked out again from the files and the ledger. Pure: it reads only what it is given.

snapshot files -> result.json -> report.html -> approvals -> ledger entries -> head.
"""

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from parity.audit.approval import Approval, Operator, approval_problem, read_approval
from parity.audit.kept_history import history_against_ledger
from parity.audit.statement import statement_problem
from parity.config.project import Project
from parity.errors import ParityError, ResultError
from parity.integrity.canonical import canonical_bytes, digest
from parity.integrity.counted import counted
from parity.integrity.names import look_alike
from parity.integrity.sealed_page import CarriesNothing, as_written, opened
from parity.ledger.history import of_tenant
from parity.ledger.records import Entry, EntryKind
from parity.ledger.states import State, may_follow
from parity.snapshot.file import read_snapshot
from parity.snapshot.records import Role
from parity.verdict.history import History
from parity.verdict.judge import judge
from parity.verdict.result import Result, judged_at, read_result, result_bytes
from parity.verdict.result_files import REPORT, RESULT, snapshot_name


class LinkCheck(Struct, frozen=True, kw_only=True):
    """One link of the chain: whether it holds, and what was seen."""

    link: str
    holds: bool
    why: str


def audit_ledger(entries: Sequence[Entry], problems: Sequence[str], project: Project) -> tuple[LinkCheck, ...]:
    """The ledger by itself: chain, signatures, guards, order of states, approvals, statements."""
    chain = [LinkCheck(link="ledger", holds=False, why=one) for one in problems] or [
        LinkCheck(
            link="ledger",
            holds=True,
            why=f"{counted(len(entries), 'entry', 'entries')}; chain, signatures and guards hold",
        )
    ]
    tenants = sorted({one.content.tenant for one in entries})
    return (
        *chain,
        *(_states(entries, tenant) for tenant in tenants),
        *_gates(entries, tenants),
        *_statements(entries, project),
    )


def audit_files(files: Mapping[str, bytes], entries: Sequence[Entry], project: Project) -> tuple[LinkCheck, ...]:
    """A result with what belongs to it: `result.json`, both snapshots, and `report.html` where there is one."""
    try:
        result = read_result(files[RESULT], RESULT)
    except ParityError as problem:
        return (LinkCheck(link=RESULT, holds=False, why=str(problem.what)),)
    result_digest = digest(files[RESULT])
    found = [
        _held(
            RESULT,
            result_bytes(result) == files[RESULT],
            result_digest,
            "it is not as parity wrote it: it was edited",
        ),
        *(_snapshot(role, result, files) for role in Role),
        _again(result, files, project),
        _held(
            "policy",
            result.policy.digest == project.policy.digest,
            result.policy.digest,
            "parity.yaml has another policy than the one by which the result was judged",
        ),
        _in_ledger(result_digest, result, entries, project.tenant.name),
    ]
    if result.ledger is not None:
        head = result.ledger
        seen = any(one.content.seq == head.seq and one.hash == head.hash for one in entries)
        found.append(
            _held("ledger head", seen, f"{head.seq} {head.hash}", f"the result has seen entry {head.seq}: it is gone")
        )
    if isinstance(result.history, History):
        holds, why = history_against_ledger(result.history, entries, project.tenant.name)
        found.append(LinkCheck(link="history", holds=holds, why=why))
    return (
        *found,
        *_report(result_digest, files, entries, project.tenant.name),
        *_approvals(result, result_digest, entries, project),
        *_gate(result, result_digest, entries, project),
    )


def _held(link: str, holds: bool, good: str, bad: str) -> LinkCheck:
    return LinkCheck(link=link, holds=holds, why=good if holds else bad)


def _snapshot(role: Role, result: Result, files: Mapping[str, bytes]) -> LinkCheck:
    name, said = snapshot_name(role), result.snapshots.of(role).digest
    if name not in files:
        return LinkCheck(link=name, holds=False, why="it is not next to the result")
    is_now = digest(files[name])
    return _held(name, is_now == said, said, f"its digest is {is_now}, the result names {said}")


def _again(result: Result, files: Mapping[str, bytes], project: Project) -> LinkCheck:
    """The whole result, worked out again as of the moment of the check, by today's parity."""
    try:
        sandbox, production = (read_snapshot(files[snapshot_name(role)], str(role)) for role in Role)
        again = judge(
            sandbox,
            production,
            project.policy,
            tenant=result.tenant,
            judged_at=judged_at(result),
            ledger=result.ledger,
            history=result.history,
        )
    except (ParityError, KeyError) as problem:
        return LinkCheck(link="findings", holds=False, why=f"they could not be worked out again: {problem}")
    others = [name for name in _WORKED_OUT if getattr(again, name) != getattr(result, name)]
    by = "" if again.tool == result.tool else f" by {again.tool.name} {again.tool.version}, not {result.tool.version},"
    why = f"the snapshots and the policy, judged{by} give another result: {', '.join(others)}"
    return _held("findings", not others, f"{len(again.findings)}, and all else, the same again", why)


#: Everything but the version of the tool that made it.
_WORKED_OUT = tuple(name for name in Result.__struct_fields__ if name != "tool")


def _in_ledger(result_digest: str, result: Result, entries: Sequence[Entry], tenant: str) -> LinkCheck:
    named = [
        one.body for one in of_tenant(entries, tenant, EntryKind.RESULT) if one.body.get("digest") == result_digest
    ]
    snapshots = {one.body.get("digest") for one in of_tenant(entries, tenant, EntryKind.SNAPSHOT)}
    if not named:
        return LinkCheck(link="ledger entry", holds=False, why=f"the ledger has no result {result_digest} of {tenant}")
    if not {result.snapshots.sandbox.digest, result.snapshots.production.digest} <= snapshots:
        return LinkCheck(link="ledger entry", holds=False, why="the ledger has no entry of one of its snapshots")
    return LinkCheck(link="ledger entry", holds=True, why="the ledger names the result and both snapshots")


def _report(
    result_digest: str, files: Mapping[str, bytes], entries: Sequence[Entry], tenant: str
) -> tuple[LinkCheck, ...]:
    """The report is the one that the ledger names; where it names none, it is intact and carries this result."""
    named = [
        one.body for one in of_tenant(entries, tenant, EntryKind.RESULT) if one.body.get("digest") == result_digest
    ]
    reports = {str(one["report"]) for one in named if one.get("report")}
    if not reports:
        return _page_alone(files[REPORT], result_digest) if REPORT in files else ()
    if REPORT not in files:
        return (LinkCheck(link=REPORT, holds=False, why="the ledger names it, and it is not next to the result"),)
    whole, on_the_way = as_written(files[REPORT])
    is_now = digest(whole)
    good = f"{is_now}; on the way {on_the_way}, which changes nothing that it shows" if on_the_way else is_now
    bad = "its digest is not the one in the ledger: it was changed"
    return (_held(REPORT, is_now in reports, good, bad),)


def _page_alone(data: bytes, result_digest: str) -> tuple[LinkCheck, ...]:
    try:
        page = opened(data, "")
    except CarriesNothing:
        return ()
    except ResultError as problem:
        return (LinkCheck(link=REPORT, holds=False, why=problem.what),)
    carried = digest(page.result)
    why = page.problem or f"it is intact, but carries another result: {carried}"
    holds = page.problem is None and carried == result_digest
    return (_held(REPORT, holds, "intact, and carries this result", why),)


def _gate(result: Result, result_digest: str, entries: Sequence[Entry], project: Project) -> tuple[LinkCheck, ...]:
    """The gate rested on this result, a GO, approved by enough people other than the operator, who signed too."""
    gates = of_tenant(entries, project.tenant.name, EntryKind.GATE)
    if not gates:
        return ()
    body = gates[-1].body
    said = body.get("statement")
    wanted = project.policy.approvals
    operator = Operator(said["name"], said["key_id"]) if said else Operator(gates[-1].actor.name)
    people = _counted(result, result_digest, entries, project, operator)
    found = [
        _held(
            "gate",
            body.get("result") == result_digest,
            "it rested on this result",
            f"it rested on another result, {body.get('result')}: give that one with --result",
        ),
        _held("gate verdict", result.verdict.is_go, result.verdict.value, f"the verdict is {result.verdict.value}"),
        _held(
            "gate approvals",
            people >= wanted,
            f"{people} of {counted(wanted, 'person', 'people')}, not the operator",
            f"{people} of {counted(wanted, 'person', 'people')} other than the operator approved this result",
        ),
    ]
    if wanted:
        found.append(_held("operator", said is not None, f"{operator.name} signed too", "who switched did not sign"))
    if said is not None:
        about = str(body.get("result")) in said["text"] and str(body.get("production_org")) in said["text"]
        found.append(_held("operator statement", about, "about this switch", "it is about another switch"))
    return tuple(found)


def _counted(result: Result, result_digest: str, entries: Sequence[Entry], project: Project, operator: Operator) -> int:
    """How many different people, with different keys, none of them the operator, approved this result."""
    good = [
        one
        for one in _given(entries, project.tenant.name)
        if approval_problem(one, result, result_digest, project.policy, operator) is None
    ]
    return min(len({one.key_id for one in good}), len({look_alike(one.statement.name) for one in good}))


def _given(entries: Sequence[Entry], tenant: str) -> tuple[Approval, ...]:
    return tuple(
        msgspec.json.decode(canonical_bytes(one.body), type=Approval)
        for one in of_tenant(entries, tenant, EntryKind.APPROVAL)
    )


def _approvals(result: Result, result_digest: str, entries: Sequence[Entry], project: Project) -> tuple[LinkCheck, ...]:
    found = []
    for approval in _given(entries, project.tenant.name):
        if approval.statement.result == result_digest:
            problem = approval_problem(approval, result, result_digest, project.policy)
            name = f"approval of {approval.statement.name}"
            found.append(_held(name, problem is None, "the signature holds", str(problem)))
    return tuple(found)


def audit_approval_files(files: Mapping[str, bytes], result_file: bytes, project: Project) -> tuple[LinkCheck, ...]:
    """The approval files beside a result, by name: each must be readable, and rightly signed if it is for this one."""
    try:
        result = read_result(result_file, RESULT)
    except ParityError:
        return ()
    return tuple(_approval_file(name, data, result, digest(result_file), project) for name, data in files.items())


def _approval_file(name: str, data: bytes, result: Result, result_digest: str, project: Project) -> LinkCheck:
    try:
        approval = read_approval(data, name)
    except ParityError as problem:
        return LinkCheck(link=name, holds=False, why=problem.what)
    if approval.statement.result != result_digest:
        return LinkCheck(link=name, holds=True, why=f"of another result, {approval.statement.result}: not counted here")
    why = approval_problem(approval, result, result_digest, project.policy)
    return _held(name, why is None, f"the signature of {approval.statement.name} holds", str(why))


def _states(entries: Sequence[Entry], tenant: str) -> LinkCheck:
    state: State | None = None
    for content in of_tenant(entries, tenant):
        if content.state is None:
            continue
        following = State(content.state) if content.state in set(State) else None
        if following is None or not may_follow(state, following):
            why = f"entry {content.seq}: {content.state} cannot follow {state or 'nothing'}"
            return LinkCheck(link=f"states of {tenant}", holds=False, why=why)
        state = following
    return LinkCheck(link=f"states of {tenant}", holds=True, why=f"in order; now {state or 'unknown'}")


def _gates(entries: Sequence[Entry], tenants: Sequence[str]) -> list[LinkCheck]:
    found = []
    for tenant in tenants:
        results = {one.body.get("digest") for one in of_tenant(entries, tenant, EntryKind.RESULT)}
        for gate in of_tenant(entries, tenant, EntryKind.GATE):
            holds = gate.body.get("result") in results
            good, bad = f"{gate.body.get('result')}", "it names a result that the ledger does not have"
            found.append(_held(f"gate of entry {gate.seq}", holds, good, bad))
    return found


def _statements(entries: Sequence[Entry], project: Project) -> list[LinkCheck]:
    found = []
    for one in of_tenant(entries, project.tenant.name):
        said = one.body.get("statement") if one.kind in {EntryKind.GATE, EntryKind.VERIFICATION} else None
        if said is not None:
            problem = statement_problem(said, project.policy)
            found.append(_held(f"statement in entry {one.seq}", problem is None, "the signature holds", str(problem)))
    return found
