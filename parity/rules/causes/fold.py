"""Groups findings under the causes that explain them. Pure; no finding is dropped."""

from collections.abc import Iterable

from msgspec import Struct, structs

from parity.compare.difference import Kind
from parity.integrity.counted import counted
from parity.marketo_measure.catalogue import is_named
from parity.rules.causes.cause import CauseRule, Explanation, OrgPair
from parity.rules.causes.registry import all_causes
from parity.rules.finding import Cause, Certainty, Finding, fingerprint, items_of, mildest, seen_digest, worst
from parity.snapshot.records import Snapshot


class FoldedFindings(Struct, frozen=True, kw_only=True):
    """Every finding, the causes' own among them, and what each cause explains."""

    findings: tuple[Finding, ...]
    causes: tuple[Cause, ...]


def fold(
    findings: tuple[Finding, ...], sandbox: Snapshot, production: Snapshot, named_fields: Iterable[str] = ()
) -> FoldedFindings:
    """Fold findings under the causes that explain them. A finding has one cause at most; the rest stays as it is.

    `named_fields`: `Object.Field` names that the project gives; no cause lowers what differs in them, nor what the
    policy raised.
    """
    named = frozenset(named_fields)
    orgs = OrgPair(sandbox, production)
    open_findings = findings
    made: list[Finding] = []
    causes: list[Cause] = []
    cause_of: dict[str, str] = {}
    for rule in all_causes():
        if not open_findings:
            break
        for explanation in rule.explain(orgs, open_findings):
            explained = tuple(one for one in explanation.explained if one.fingerprint not in cause_of)
            if not explained:
                continue
            finding, cause = _cause(rule, explanation, explained, named)
            made.append(finding)
            causes.append(cause)
            cause_of.update(dict.fromkeys(cause.explains, cause.fingerprint))
        open_findings = tuple(one for one in open_findings if one.fingerprint not in cause_of)
    marked = (
        structs.replace(one, cause=cause_of[one.fingerprint]) if one.fingerprint in cause_of else one
        for one in findings
    )
    return FoldedFindings(
        findings=(*sorted(made, key=reading_order), *marked),
        causes=tuple(sorted(causes, key=lambda one: one.fingerprint)),
    )


def reading_order(finding: Finding) -> tuple[int, str, str, str]:
    """Worst first, then by cause: the order in which a reader meets causes."""
    return finding.severity.rank, finding.rule, finding.object, finding.component


def _cause(
    rule: CauseRule, explanation: Explanation, explained: tuple[Finding, ...], named: frozenset[str]
) -> tuple[Finding, Cause]:
    explains = tuple(sorted(one.fingerprint for one in explained))
    words = {
        "component": explanation.component,
        "object": explanation.object,
        "sandbox": explanation.sandbox or "nothing",
        "production": explanation.production or "nothing",
        "number": _number(len(explains)),
    }
    severity = worst(rule.at_least, *(one.severity for one in explained))
    if explanation.proven and not any(is_named(one.object, one.component, named) for one in explained):
        raised = (one.severity for one in explained if one.severity.rank < one.by_rule.rank)
        severity = worst(mildest(severity, rule.at_most), *raised)
    seen = seen_digest(explanation.production)
    finding = Finding(
        rule=rule.id,
        severity=severity,
        kind=Kind.CAUSE,
        object=explanation.object,
        component=explanation.component,
        attribute="cause",
        sandbox=explanation.sandbox,
        production=explanation.production,
        message=f"{'' if explanation.proven else 'Likely: '}{rule.message.format(**words)}",
        fix=rule.fix.format(**words),
        items=items_of(explains),
        seen=seen,
        fingerprint=fingerprint(rule.id, explanation.object, explanation.component, seen),
        undecided=rule.undecided or any(one.undecided for one in explained),
    )
    cause = Cause(
        fingerprint=finding.fingerprint,
        rule=rule.id,
        certainty=Certainty.PROVEN if explanation.proven else Certainty.LIKELY,
        proof=explanation.proof,
        explains=explains,
    )
    return finding, cause


def _number(count: int) -> str:
    return counted(count, "finding")
