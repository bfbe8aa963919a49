"""Finds the readiness rules in the files next to it: a new file with a tuple RULES is all that a new family needs."""

from functools import cache

from parity.discover import discover
from parity.rules import readiness
from parity.rules.readiness.rule import ReadinessRule


@cache
def all_readiness_rules() -> tuple[ReadinessRule, ...]:
    """Every readiness rule, by family and id."""
    found: list[ReadinessRule] = [rule for rules in discover(readiness, "RULES", tuple).values() for rule in rules]
    return tuple(sorted(found, key=lambda rule: (rule.family, rule.id)))
