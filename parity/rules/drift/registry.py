"""Finds the rules in the files next to it: a new file with a tuple RULES is all that a new family needs."""

from functools import cache

from parity.compare.difference import Difference
from parity.discover import discover
from parity.rules import drift
from parity.rules.drift.rule import Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by family and id."""
    found: list[Rule] = [rule for rules in discover(drift, "RULES", tuple).values() for rule in rules]
    return tuple(sorted(found, key=lambda rule: (rule.family, rule.id)))


def rules_that_fire(difference: Difference) -> tuple[Rule, ...]:
    """The rules that match a difference: one, or the family's fallback where none does."""
    matching = tuple(rule for rule in all_rules() if not rule.fallback and rule.fires(difference))
    return matching or tuple(rule for rule in all_rules() if rule.fallback and rule.fires(difference))
