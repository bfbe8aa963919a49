"""The core path: two snapshots and a policy in, a result out. Pure, so the same input gives the same bytes."""

from datetime import date

from parity import __version__
from parity.catalogue import entry_named
from parity.causes.fold import fold
from parity.compare import compare
from parity.difference import Comparison
from parity.findings import Finding, Severity
from parity.identity import identity_gaps, refuse_wrong_pair
from parity.ledger_head import Head
from parity.policy import Policy, judge_waivers
from parity.readiness.evaluate import evaluate
from parity.readiness_summary import readiness_of
from parity.result import PolicyUsed, Result, RuleText, Sides, SnapshotPair, SnapshotUsed, Tool
from parity.rules.explain import explain
from parity.snapshot import OBJECTS, Gap, Snapshot
from parity.snapshot_file import snapshot_digest
from parity.verdict import count, decide


def judge(  # noqa: PLR0913 (two snapshots and what the day and the project give)
    sandbox: Snapshot,
    production: Snapshot,
    policy: Policy,
    *,
    tenant: str | None,
    today: date,
    ledger: Head | None = None,
) -> Result:
    """Compare two canonical snapshots and decide. `today` (UTC) tells which waivers are in force.

    `ledger` is the newest entry of the project's ledger, where it keeps one.

    Raises InputError or WrongOrgError where the two are not a sandbox and its production.
    """
    refuse_wrong_pair(sandbox, production)
    comparison = compare(sandbox, production)
    ready = evaluate(sandbox, production, policy, today)
    differing = explain(comparison.differences, policy.profile, frozenset(policy.fields))
    folded = fold(differing, sandbox, production)
    findings = in_reading_order(folded.findings, ready.findings)
    gaps = tuple(sorted({*_gaps(sandbox, production, comparison), *ready.gaps}))
    waivers = judge_waivers(policy.waivers, findings, today)
    verdict = decide(findings, gaps, waivers, policy.max_warnings)
    return Result(
        tool=Tool(name="parity", version=__version__),
        verdict=verdict.name,
        exit_code=verdict.name.exit_code,
        reasons=verdict.reasons,
        tenant=tenant,
        policy=PolicyUsed(
            profile=policy.profile,
            max_warnings=policy.max_warnings,
            fields=policy.fields,
            digest=policy.digest,
        ),
        orgs=Sides(sandbox=sandbox.org, production=production.org),
        snapshots=SnapshotPair(sandbox=_used(sandbox), production=_used(production)),
        counts=count(findings, gaps, waivers),
        gaps=gaps,
        waivers=waivers,
        findings=findings,
        causes=folded.causes,
        readiness=readiness_of(sandbox, production, policy, ready),
        checked=comparison.checked,
        notes=comparison.notes,
        rules=_rule_texts(findings),
        ledger=ledger,
    )


def in_reading_order(differing: tuple[Finding, ...], ready: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Causes first, then readiness, then what differs: each worst first."""
    causes = [one for one in differing if one.kind == "cause"]
    others = [one for one in differing if one.kind != "cause"]
    return (*causes, *sorted(ready, key=lambda one: _WORST_FIRST.index(one.severity)), *others)


_WORST_FIRST = (Severity.BLOCKER, Severity.WARNING, Severity.INFO)


def _used(snapshot: Snapshot) -> SnapshotUsed:
    return SnapshotUsed(
        digest=snapshot_digest(snapshot),
        source=snapshot.source,
        collected_at=snapshot.collected_at,
        collected_by=snapshot.user,
        api_version=snapshot.api.version,
        api_calls=snapshot.api.calls,
        sign_in_requests=snapshot.api.sign_in_requests,
        fallback=snapshot.api.fallback,
        daily_max=snapshot.api.daily_max,
        daily_remaining=snapshot.api.daily_remaining,
    )


def _rule_texts(findings: tuple[Finding, ...]) -> dict[str, RuleText]:
    texts = {}
    for rule_id in sorted({one.rule for one in findings}):
        entry = entry_named(rule_id)
        texts[rule_id] = RuleText(title=entry.title, family=entry.family, why=entry.why, source=entry.source)
    return texts


def _gaps(sandbox: Snapshot, production: Snapshot, comparison: Comparison) -> tuple[Gap, ...]:
    found: list[Gap] = []
    for snapshot in (sandbox, production):
        found += snapshot.gaps
        found += identity_gaps(snapshot)
        found += _unread(snapshot)
    found += _version_gaps(sandbox, production)
    found += [_hidden_gap(name, fields) for name, fields in comparison.hidden_in_both.items()]
    return tuple(sorted(set(found)))


def _unread(snapshot: Snapshot) -> list[Gap]:
    """What a snapshot leaves out without saying so itself: it is a gap all the same."""
    explained = {gap.area for gap in snapshot.gaps}
    found = []
    if snapshot.triggers is None and "triggers" not in explained:
        found.append(_missing(snapshot, "triggers", "ApexTrigger"))
    described = {gap.subject for gap in snapshot.gaps}
    found += [
        _missing(snapshot, "describe", name)
        for name in OBJECTS
        if name not in snapshot.objects and name not in described
    ]
    return found


def _missing(snapshot: Snapshot, area: str, subject: str) -> Gap:
    return Gap(
        area=area,
        role=snapshot.role.value,
        subject=subject,
        reason="it is not in the snapshot",
        remedy="Collect this org again with a user who may read it; `parity doctor` says what to grant.",
    )


def _version_gaps(sandbox: Snapshot, production: Snapshot) -> list[Gap]:
    ours, theirs = sandbox.api.version, production.api.version
    if ours == theirs and ours is not None:
        return []
    return [
        Gap(
            area="api-version",
            subject="API version",
            reason=f"the sandbox was read at {ours or 'an unknown version'}, "
            f"production at {theirs or 'an unknown one'}: describe answers mean the same only at one version",
            remedy="Collect both at one version: `parity check` does, or `parity collect ROLE --api-version N`.",
        )
    ]


def _hidden_gap(object_name: str, fields: tuple[str, ...]) -> Gap:
    return Gap(
        area="field-visibility",
        subject=object_name,
        reason=f"hidden from the signed-in users of both orgs, so not compared: {', '.join(fields)}",
        remedy="Grant both users read access to these fields (Permission Set > Object Settings > Field Permissions).",
    )
