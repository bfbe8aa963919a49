"""Asks every readiness rule: findings, and gaps for what could not be evaluated. Pure."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Struct

from parity.compare.difference import Kind
from parity.config.policy import Policy
from parity.rules.finding import Finding, fingerprint, items_of, seen_digest
from parity.rules.readiness.registry import all_readiness_rules
from parity.rules.readiness.rule import NotEvaluated, ReadinessRule, Risk
from parity.rules.readiness.situation import Situation, is_read
from parity.rules.wording import listed, shortened
from parity.snapshot.org_setup import ASKED_OF_PEOPLE, Part
from parity.snapshot.records import Gap, Role, Snapshot


class _Lacking(Struct, frozen=True):
    """Evidence that is not there, why, and what to do; `role` is null where no one org lacks it."""

    role: Role | None
    subject: str
    reason: str
    fix: str


class Evaluated(Struct, frozen=True, kw_only=True):
    """What the readiness rules found, the gaps for what could not be evaluated, and which rules were evaluated."""

    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...]
    evaluated: tuple[str, ...]
    not_evaluated: tuple[str, ...]


def evaluate(sandbox: Snapshot, production: Snapshot, policy: Policy, today: date) -> Evaluated:
    """Ask every readiness rule. A rule that lacks evidence is never silent: it becomes part of a gap."""
    situation = Situation(sandbox, production, policy, today)
    findings: list[Finding] = []
    lacking: dict[_Lacking, list[str]] = defaultdict(list)
    not_evaluated: set[str] = set()
    for rule in all_readiness_rules():
        risks, missing = _asked(rule, situation)
        findings += [_finding(rule, risk) for risk in risks]
        for one in missing:
            lacking[one].append(rule.id)
            not_evaluated.add(rule.id)
    for one in _unread(situation):
        lacking.setdefault(one, [])
    ids = [rule.id for rule in all_readiness_rules()]
    return Evaluated(
        findings=tuple(sorted(findings, key=lambda one: (one.rule, one.object, one.component))),
        gaps=tuple(sorted(_gap(one, rules) for one, rules in _merged(lacking).items())),
        evaluated=tuple(sorted(set(ids) - not_evaluated)),
        not_evaluated=tuple(sorted(not_evaluated)),
    )


def _asked(rule: ReadinessRule, situation: Situation) -> tuple[list[Risk], list[_Lacking]]:
    """The risks that a rule finds, or else the evidence that it lacks."""
    missing = _missing_parts(rule, situation)
    if missing:
        return [], missing
    try:
        risks = list(rule.evaluate(situation))
    except NotEvaluated as problem:
        return [], [_Lacking(None, problem.subject, problem.reason, problem.fix)]
    if risks and Part.INTEGRATION_USER in rule.needs and situation.production.is_preview:
        return [], [_Lacking(Role.PRODUCTION, "integration user", _PREVIEW, _NAME_USER)]
    return risks, []


def _unread(situation: Situation) -> Iterator[_Lacking]:
    """What could not be read of either org, whether a rule needs it or not."""
    for role in Role:
        for unread in situation.org(role).snapshot.unread:
            # The counts are for an estimate only, which then says that it is not known.
            if unread.part is not Part.RECORD_COUNTS and unread.part not in ASKED_OF_PEOPLE:
                yield _Lacking(role, unread.part.value, unread.reason, unread.fix)


def _missing_parts(rule: ReadinessRule, situation: Situation) -> list[_Lacking]:
    wanted = ((Role.PRODUCTION, rule.needs), (Role.SANDBOX, rule.needs_sandbox))
    return [
        _why_unread(situation.org(role).snapshot, role, part)
        for role, parts in wanted
        for part in parts
        if not is_read(situation.org(role).snapshot, part)
    ]


def _why_unread(snapshot: Snapshot, role: Role, part: Part) -> _Lacking:
    for one in snapshot.unread:
        if one.part is part:
            return _Lacking(role, part.value, one.reason, one.fix)
    for gap in snapshot.gaps:
        if part is Part.TRIGGERS and gap.area == "triggers":
            return _Lacking(role, part.value, gap.reason, gap.fix)
    if part is Part.INTEGRATION_USER and snapshot.integration_user is not None:
        return _Lacking(None, part.value, _NOBODY, _NAME_USER)
    return _Lacking(role, part.value, _NOT_THERE, _COLLECT)


_PREVIEW = "a permission set alone is a preview: what its user's profile may grant besides is not known"
_NOBODY = "parity.yaml names nobody that Marketo Measure connects with"
_NAME_USER = (
    "Add to parity.yaml, under orgs.production and orgs.sandbox: `integration_user: NAME` (the username), or "
    "`integration_user: me` where parity signs in as that very user."
)
_NOT_THERE = "not in the snapshot"
_COLLECT = "Collect this org with `parity check` or `parity collect`; `parity doctor` says what to grant."


def _merged(lacking: dict[_Lacking, list[str]]) -> dict[_Lacking, list[str]]:
    """One gap an org for all that a snapshot simply does not hold, such as one made from files."""
    absent: dict[Role | None, dict[str, list[str]]] = defaultdict(dict)
    kept: dict[_Lacking, list[str]] = {}
    for one, rules in lacking.items():
        if one.reason == _NOT_THERE:
            absent[one.role][one.subject] = rules
        else:
            kept[one] = rules
    for role, parts in absent.items():
        together = sorted({rule for rules in parts.values() for rule in rules})
        kept[_Lacking(role, ", ".join(sorted(parts)), _NOT_THERE, _COLLECT)] = together
    return kept


def _gap(lacking: _Lacking, rules: list[str]) -> Gap:
    then = f"not evaluated: {', '.join(sorted(rules))}" if rules else "not compared"
    return Gap(
        area="readiness",
        role=lacking.role.value if lacking.role else "",
        subject=lacking.subject,
        reason=f"{lacking.reason}; {then}",
        fix=lacking.fix,
    )


def _finding(rule: ReadinessRule, risk: Risk) -> Finding:
    words = {
        "object": risk.object,
        "component": risk.component,
        "sandbox": shortened(risk.sandbox),
        "production": shortened(risk.production),
        "detail": risk.detail,
    }
    # A list of names is pinned name by name, so that a shorter one is still what was accepted.
    names = _names(risk.production) or (_names(risk.sandbox) if risk.production is None else [])
    items = items_of(names, sandbox=risk.production is None or None, production=risk.production is not None or None)
    seen = seen_digest(None if names else risk.production)
    words["names"] = listed(names)
    return Finding(
        rule=rule.id,
        severity=risk.severity or rule.severity,
        kind=Kind.READINESS,
        object=risk.object,
        component=risk.component,
        attribute="readiness",
        sandbox=risk.sandbox,
        production=risk.production,
        items=items,
        seen=seen,
        message=rule.message.format(**words),
        fix=rule.fix.format(**words),
        fingerprint=fingerprint(rule.id, risk.object, risk.component, seen),
    )


def _names(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else []
