"""Differences in, findings out: the rules' word on each difference, in the order that a reader meets them."""

from collections.abc import Iterable

from parity.compare.difference import Difference, Kind
from parity.config.policy import Profile
from parity.marketo_measure import catalogue as marketo_measure
from parity.rules.drift.registry import rules_that_fire
from parity.rules.drift.rule import Rule
from parity.rules.finding import Finding, Severity, fingerprint
from parity.rules.wording import shortened


def explain(
    differences: Iterable[Difference],
    profile: Profile = Profile.STRICT,
    named_fields: frozenset[str] = frozenset(),
) -> tuple[Finding, ...]:
    """One finding for each difference, worst first, then by object and component.

    `named_fields` are the `Object.Field` names that the project says its tenant uses.
    """
    found = []
    named = frozenset(name.casefold() for name in named_fields)
    for difference in differences:
        used = _is_used(difference, named)
        found += [_finding(rule, difference, rule.severity_in(profile, used)) for rule in rules_that_fire(difference)]
    return tuple(sorted(found, key=_reading_order))


def _reading_order(finding: Finding) -> tuple[int, str, str, str, str, str]:
    return (
        finding.severity.rank,
        finding.object,
        finding.kind,
        finding.component,
        finding.attribute,
        finding.fingerprint,
    )


def _is_used(difference: Difference, named_fields: frozenset[str]) -> bool:
    if difference.kind is not Kind.FIELD:
        return False
    name = f"{difference.object}.{difference.component}".casefold()
    return marketo_measure.uses(difference.object, difference.component) or name in named_fields


def _finding(rule: Rule, difference: Difference, severity: Severity) -> Finding:
    return Finding(
        rule=rule.id,
        severity=severity,
        kind=difference.kind,
        object=difference.object,
        component=difference.component,
        attribute=difference.path,
        sandbox=difference.sandbox,
        production=difference.production,
        message=fill(rule.message, difference),
        fix=fill(rule.fix, difference),
        fingerprint=fingerprint(
            rule.id,
            difference.object,
            difference.component,
            difference.path,
            difference.sandbox,
            difference.production,
        ),
        undecided=rule.undecided,
    )


def fill(template: str, difference: Difference) -> str:
    """A rule's sentence about one difference. Org data is cut short, never interpreted."""
    return template.format(
        object=difference.object,
        component=difference.component,
        attribute=difference.path,
        item=shortened(difference.item),
        sandbox=shortened(difference.sandbox),
        production=shortened(difference.production),
        blind="sandbox" if difference.sandbox is None else "production",
    )
