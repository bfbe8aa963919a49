"""Finds the causes in the files beside it: a new file with a tuple CAUSES is all that a new cause needs."""

import importlib
import pkgutil
from functools import cache

from parity.rules import causes
from parity.rules.causes.cause import CauseRule

_NOT_CAUSES = frozenset({"cause", "registry", "fold"})


@cache
def all_causes() -> tuple[CauseRule, ...]:
    """Every cause, in the order in which they are asked."""
    found: list[CauseRule] = []
    for module in pkgutil.iter_modules(causes.__path__):
        if module.name not in _NOT_CAUSES:
            found += importlib.import_module(f"parity.rules.causes.{module.name}").CAUSES
    return tuple(sorted(found, key=lambda one: (one.order, one.id)))
