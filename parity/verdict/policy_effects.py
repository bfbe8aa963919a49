"""What each line of a policy changes on one result: the result is judged again without that line. Pure."""

from collections import Counter
from collections.abc import Collection, Iterator

from msgspec import Struct, structs

from parity.config.policy import Policy, ReadinessPolicy
from parity.rules.finding import Finding, Severity
from parity.snapshot.records import Snapshot
from parity.verdict.decide import Counts, VerdictName, count, decide
from parity.verdict.judge import judge
from parity.verdict.result import Result, judged_at
from parity.verdict.severities import severity_reason
from parity.verdict.waiver_reasons import waiver_problem
from parity.verdict.waivers import AppliedWaiver, WaiverStatus, apply_waivers

_MOST_NAMED = 5
_ACCEPTING = (WaiverStatus.APPLIED, WaiverStatus.DUPLICATE)
#: Settings of the policy that a result does not depend on.
_FOR_THE_SWITCH = ("approvals", "signers")
_WAIVERS_FILE = "waivers_file"
_SINGLE = ("profile", "max_warnings", "result_max_age_hours", "waiver_max_days")


class Effect(Struct, frozen=True, kw_only=True):
    """One line of the policy. `key` is its dotted name; `entry` is its place in a list, null where it is not in one.

    `says` is the line in words. `changed` is what became of a waiver or a severity. `without` is what the result would
    be without the line: empty where nothing would change, and where no result depends on it.
    """

    key: str
    says: str
    changed: str = ""
    without: tuple[str, ...] = ()
    entry: int | None = None

    @property
    def is_judged(self) -> bool:
        """Whether the result was judged again without it."""
        return self.key not in {*_FOR_THE_SWITCH, _WAIVERS_FILE}


def policy_effects(
    sandbox: Snapshot, production: Snapshot, policy: Policy, result: Result, stated: Collection[str]
) -> Iterator[Effect]:
    """The effect of each line, in the order of the policy's settings.

    `result` is that of these snapshots under this policy; `stated` are the dotted names of the settings that the policy
    states, such as `max_warnings`. An entry of a list is a line of its own.
    """
    again = _Again(sandbox, production, result)
    yield from _of_single_settings(again, policy, stated)
    yield from _of_fields(again, policy)
    yield from _of_readiness(again, policy, stated)
    yield from _of_severities(again, policy, result)
    if policy.waivers_file is not None:
        yield Effect(key=_WAIVERS_FILE, says=f"{_WAIVERS_FILE}: {policy.waivers_file}", changed="its waivers follow")
    yield from _of_waivers(policy, result)
    for key in _FOR_THE_SWITCH:
        if key in stated:
            yield Effect(key=key, says=key, changed="for the switch: no result depends on it")


def _of_single_settings(again: "_Again", policy: Policy, stated: Collection[str]) -> Iterator[Effect]:
    for key in _SINGLE:
        if key in stated:
            value, usual = getattr(policy, key), getattr(Policy(), key)
            says = f"{key}: {_shown(value)} (left out: {_shown(usual)})"
            yield again.effect(key, says, structs.replace(policy, **{key: usual}))


def _of_fields(again: "_Again", policy: Policy) -> Iterator[Effect]:
    for number, name in enumerate(policy.fields):
        others = tuple(one for one in policy.fields if one != name)
        yield again.effect("fields", f"fields: {name}", structs.replace(policy, fields=others), number)


def _of_readiness(again: "_Again", policy: Policy, stated: Collection[str]) -> Iterator[Effect]:
    for key in ReadinessPolicy.__struct_fields__:
        if f"readiness.{key}" in stated:
            usual = getattr(ReadinessPolicy(), key)
            ready = structs.replace(policy.readiness, **{key: usual})
            says = f"readiness.{key}: {_shown(getattr(policy.readiness, key))}"
            yield again.effect(f"readiness.{key}", says, structs.replace(policy, readiness=ready))


def _of_severities(again: "_Again", policy: Policy, result: Result) -> Iterator[Effect]:
    for number, one in enumerate(result.severities):
        others = (*policy.severities[:number], *policy.severities[number + 1 :])
        effect = again.effect("severities", one.told, structs.replace(policy, severities=others), number)
        yield structs.replace(effect, changed=severity_reason(one) or one.effect)


def _of_waivers(policy: Policy, result: Result) -> Iterator[Effect]:
    """Without a waiver nothing is found anew: only what is waived, and the verdict, are worked out again.

    Both depend on how many findings of a severity stand, and not on which: so one for each severity is worked out.
    """
    severities = {one.fingerprint: one.severity for one in result.findings}
    named = Counter(_accepted(one) for one in result.waivers if one.status in _ACCEPTING)
    known: dict[Severity | None, tuple[str, ...]] = {}
    for number, one in enumerate(result.waivers):
        ticket = f", {one.ticket}" if one.ticket else ""
        says = f"{one.about} by {one.by}{ticket}, until {one.expires.isoformat()}: {one.reason}"
        without: tuple[str, ...] = ()
        if one.status is WaiverStatus.APPLIED and named[_accepted(one)] == 1:
            severity = severities.get(one.fingerprint)
            if severity not in known:
                known[severity] = _without_waiver(policy, result, number)
            without = known[severity]
        yield Effect(key="waivers", entry=number, says=says, changed=waiver_problem(one) or "applied", without=without)


def _accepted(waiver: AppliedWaiver) -> str:
    return waiver.fingerprint or f"gap {waiver.object}"


def _without_waiver(policy: Policy, result: Result, number: int) -> tuple[str, ...]:
    left = structs.replace(policy, waivers=(*policy.waivers[:number], *policy.waivers[number + 1 :]))
    waivers = apply_waivers(left, result.findings, result.gaps, judged_at(result).date())
    verdict = decide(result.findings, result.gaps, waivers, policy.max_warnings, result.severities)
    tally = count(result.findings, result.gaps, waivers)
    return PolicyOutcome.of(result).differs(PolicyOutcome(verdict=verdict.name, counts=tally, findings=result.findings))


class PolicyOutcome(Struct, frozen=True, kw_only=True):
    """What is compared with and without a line."""

    verdict: VerdictName
    counts: Counts
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, result: Result) -> "PolicyOutcome":
        """That of a result."""
        return cls(verdict=result.verdict, counts=result.counts, findings=result.findings)

    def differs(self, other: "PolicyOutcome") -> tuple[str, ...]:
        """What `other` has otherwise, in a phrase each; empty where it is all the same."""
        told = []
        if other.verdict is not self.verdict:
            told.append(f"{other.verdict.value} instead of {self.verdict.value}")
        for name in ("blocker", "warning", "info", "waived", "gaps"):
            mine, theirs = getattr(self.counts, name), getattr(other.counts, name)
            if mine != theirs:
                told.append(f"{name}: {theirs} instead of {mine}")
        mine, theirs = (
            {one.fingerprint: one for one in side if one.cause is None} for side in (self.findings, other.findings)
        )
        told += _named("found besides", [theirs[key] for key in theirs.keys() - mine.keys()])
        told += _named("not found", [mine[key] for key in mine.keys() - theirs.keys()])
        both = [(mine[key], theirs[key]) for key in mine.keys() & theirs.keys()]
        for severity in Severity:
            moved = [new for old, new in both if new.severity is severity is not old.severity]
            told += _named(f"{severity.value} then", moved)
        return tuple(told)


class _Again:
    """Both snapshots, judged again under another policy, at the same moment."""

    def __init__(self, sandbox: Snapshot, production: Snapshot, result: Result) -> None:
        self._orgs = sandbox, production
        self._result = result

    def effect(self, key: str, says: str, without: Policy, entry: int | None = None) -> Effect:
        """The effect of the line that `without` lacks."""
        mine = self._result
        other = judge(*self._orgs, without, tenant=mine.tenant, judged_at=judged_at(mine), ledger=mine.ledger)
        return Effect(key=key, entry=entry, says=says, without=PolicyOutcome.of(mine).differs(PolicyOutcome.of(other)))


def _named(what: str, findings: list[Finding]) -> list[str]:
    if not findings:
        return []
    names = sorted(f"{one.rule} on {one.object}.{one.component}".replace(" on .", " on ") for one in findings)
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return [f"{what}: {', '.join(names[:_MOST_NAMED])}{more}"]


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return "null" if value is None else str(value)
