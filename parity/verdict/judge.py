"""The core path: two snapshots and a policy in, a result out. Pure, so the same input gives the same bytes."""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain

from msgspec import UNSET, UnsetType

from parity import __version__
from parity.compare.difference import Kind
from parity.compare.gaps import age_gaps, pair_gaps
from parity.compare.snapshots import compare
from parity.config.policy import Policy
from parity.ledger.head import Head
from parity.rules.catalogue import entry_named
from parity.rules.drift.findings_of import explain
from parity.rules.finding import Finding
from parity.rules.readiness.evaluate import evaluate
from parity.snapshot.file import metadata_digest, snapshot_digest
from parity.snapshot.gaps import snapshot_gaps
from parity.snapshot.org_identity import refuse_wrong_pair
from parity.snapshot.records import Gap, Snapshot
from parity.verdict.decide import count, decide
from parity.verdict.history import History
from parity.verdict.readiness_summary import readiness_of
from parity.verdict.result import PolicyUsed, Result, RuleText, Sides, SnapshotsUsed, SnapshotUsed, Tool, instant
from parity.verdict.severities import Severities
from parity.verdict.waivers import apply_waivers
from parity.verdict.who import unread_notes, who_changed


def judge(  # noqa: PLR0913 (two snapshots and what the day and the project give)
    sandbox: Snapshot,
    production: Snapshot,
    policy: Policy,
    *,
    tenant: str | None,
    judged_at: datetime,
    ledger: Head | None = None,
    history: History | UnsetType = UNSET,
) -> Result:
    """Compare two canonical snapshots and decide. `judged_at` (UTC, kept in the result) decides which waivers are in
    force and how old the snapshots are.

    `ledger` is the newest entry of the project's ledger, where it keeps one; `history` is kept from an earlier judging
    of the same snapshots (parity/verdict/story.py makes it).

    Raises InputError or WrongOrgError where the two are not a sandbox and its production.
    """
    refuse_wrong_pair(sandbox, production)
    today = judged_at.date()
    comparison = compare(sandbox, production)
    differing = explain(comparison.differences, policy.profile, frozenset(policy.fields_in_use))
    ready = evaluate(sandbox, production, policy, today)
    severities = Severities(policy, sandbox, production, today)
    folded = severities.fold(differing)
    findings = in_reading_order(folded.findings, severities.settled(ready.findings))
    overrides = severities.applied(findings)
    gaps = _in_order(
        snapshot_gaps(sandbox),
        snapshot_gaps(production),
        pair_gaps(sandbox, production, comparison, policy),
        age_gaps(sandbox, production, judged_at, policy.result_max_age_hours),
        ready.gaps,
    )
    waivers = apply_waivers(policy, findings, gaps, today)
    verdict = decide(findings, gaps, waivers, policy.max_warnings, overrides)
    return Result(
        tool=Tool(name="parity", version=__version__),
        judged_at=instant(judged_at),
        verdict=verdict.name,
        exit_code=verdict.name.exit_code,
        reasons=verdict.reasons,
        tenant=tenant,
        policy=_policy_used(policy),
        orgs=Sides(sandbox=sandbox.org, production=production.org),
        snapshots=SnapshotsUsed(sandbox=_used(sandbox), production=_used(production)),
        counts=count(findings, gaps, waivers),
        gaps=gaps,
        waivers=waivers,
        severities=overrides,
        findings=findings,
        causes=folded.causes,
        readiness=readiness_of(sandbox, production, policy, ready),
        checked=comparison.checked,
        notes=(*comparison.notes, *unread_notes(sandbox, production)),
        rules=_rule_texts(findings),
        changed=who_changed(findings, sandbox, production),
        ledger=ledger,
        history=history,
    )


def in_reading_order(differing: tuple[Finding, ...], ready: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Causes first, then readiness, then what differs: each worst first."""
    causes = [one for one in differing if one.kind is Kind.CAUSE]
    others = [one for one in differing if one.kind is not Kind.CAUSE]
    return (*causes, *sorted(ready, key=lambda one: one.severity.rank), *others)


def _in_order(*gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """All gaps, each once."""
    return tuple(sorted(set(chain.from_iterable(gaps))))


def _policy_used(policy: Policy) -> PolicyUsed:
    return PolicyUsed(
        profile=policy.profile, max_warnings=policy.max_warnings, fields=policy.fields, digest=policy.digest
    )


def _used(snapshot: Snapshot) -> SnapshotUsed:
    return SnapshotUsed(
        digest=snapshot_digest(snapshot),
        metadata=metadata_digest(snapshot),
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
