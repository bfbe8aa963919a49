"""Finds the rules in the files beside it: a new file with a tuple RULES is all that a new family needs."""

import importlib
import pkgutil
from functools import cache

from parity.compare.difference import Difference
from parity.rules import drift
from parity.rules.drift.rule import Rule

_NOT_FAMILIES = frozenset({"rule", "registry", "findings_of"})


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by family and id."""
    found: list[Rule] = []
    for module in pkgutil.iter_modules(drift.__path__):
        if module.name not in _NOT_FAMILIES:
            found += importlib.import_module(f"parity.rules.drift.{module.name}").RULES
    return tuple(sorted(found, key=lambda rule: (rule.family, rule.id)))


def rules_that_fire(difference: Difference) -> tuple[Rule, ...]:
    """The rules that speak of a difference: one, or the family's fallback where none does."""
    speaking = tuple(rule for rule in all_rules() if not rule.fallback and rule.fires(difference))
    return speaking or tuple(rule for rule in all_rules() if rule.fallback and rule.fires(difference))
