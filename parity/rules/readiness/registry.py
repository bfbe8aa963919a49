"""Finds the readiness rules in the files beside it: a new file with a tuple RULES is all that a new family needs."""

import importlib
import pkgutil
from functools import cache

from parity.rules import readiness
from parity.rules.readiness.rule import ReadinessRule

_NOT_FAMILIES = frozenset({"rule", "registry", "situation", "evaluate"})


@cache
def all_readiness_rules() -> tuple[ReadinessRule, ...]:
    """Every readiness rule, by family and id."""
    found: list[ReadinessRule] = []
    for module in pkgutil.iter_modules(readiness.__path__):
        if module.name not in _NOT_FAMILIES:
            found += getattr(importlib.import_module(f"parity.rules.readiness.{module.name}"), "RULES", ())
    return tuple(sorted(found, key=lambda rule: (rule.family, rule.id)))
