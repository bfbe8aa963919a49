"""Records evidence in the ledger, each piece once: the project, snapshots, results and approvals by their digests."""

from collections.abc import Mapping, Sequence

import msgspec

from parity.audit.approval import Approval
from parity.config.project import Project
from parity.integrity.canonical import canonical_bytes, digest
from parity.ledger.history import of_tenant
from parity.ledger.records import Actor, Draft, Entry, EntryKind, utc_moment
from parity.ledger.store import Ledger
from parity.snapshot.records import Role
from parity.verdict.result import Result
from parity.verdict.result_files import REPORT, RESULT

_LONGEST_WHY = 400


def record_project(ledger: Ledger, project: Project, actor: Actor) -> None:
    """Record the tenant and its orgs, unless the newest entry says the same."""
    driver = project.tenant.driver
    body: dict[str, object] = {
        "tenant": project.tenant.name,
        "sandbox_org": project.tenant.sandbox_org,
        "production_org": project.tenant.production_org,
        "driver": None if driver is None else str(driver.__struct_config__.tag),
        "policy": project.policy.digest,
    }
    known = of_tenant(ledger.entries(), project.tenant.name, EntryKind.PROJECT)
    if not known or known[-1].body != body:
        ledger.append(Draft(kind=EntryKind.PROJECT, tenant=project.tenant.name, body=body), actor)


def lacks_head(result: Result, entries: Sequence[Entry]) -> bool:
    """Whether a ledger was kept when the result was made and the result names no head of it."""
    times = [one.collected_at for one in (result.snapshots.sandbox, result.snapshots.production) if one.collected_at]
    kept = bool(entries and times) and utc_moment(entries[0].content.at) < utc_moment(min(times))
    return result.ledger is None and kept


def record_result(ledger: Ledger, tenant: str, result: Result, files: Mapping[str, str], actor: Actor) -> None:
    """Record a result and its two snapshots. `files` are digests by name: `result.json`, and `report.html` if any."""
    for role in Role:
        used = result.snapshots.of(role)
        org = result.orgs.of(role)
        body: dict[str, object] = {
            "digest": used.digest,
            "role": role.value,
            "org": org.id,
            "collected_at": used.collected_at,
        }
        _once(ledger, tenant, EntryKind.SNAPSHOT, body, actor)
    body = {
        "digest": files[RESULT],
        "verdict": result.verdict.value,
        "policy": result.policy.digest,
        "sandbox_snapshot": result.snapshots.sandbox.digest,
        "production_snapshot": result.snapshots.production.digest,
        "tool": f"{result.tool.name} {result.tool.version}",
        "report": files.get(REPORT),
        "integration_user": result.readiness.user if result.readiness.user_named else None,
        "authorize": {
            one.id: {"standing": one.standing.value, "why": one.why[:_LONGEST_WHY]}
            for one in result.readiness.authorize
        },
        "counts": msgspec.to_builtins(result.counts),
    }
    known = of_tenant(ledger.entries(), tenant, EntryKind.RESULT)
    if all(one.body.get("digest") != body["digest"] for one in known):
        ledger.append(Draft(kind=EntryKind.RESULT, tenant=tenant, body=body), actor)


def record_approval(ledger: Ledger, tenant: str, approval: Approval, actor: Actor) -> None:
    """An approval, whole, so that it can be verified from the ledger alone."""
    _once(ledger, tenant, EntryKind.APPROVAL, msgspec.to_builtins(approval), actor)


def _once(ledger: Ledger, tenant: str, kind: EntryKind, body: dict[str, object], actor: Actor) -> None:
    mark = digest(canonical_bytes(body))
    known = of_tenant(ledger.entries(), tenant, kind)
    if all(digest(canonical_bytes(one.body)) != mark for one in known):
        ledger.append(Draft(kind=kind, tenant=tenant, body=body), actor)
