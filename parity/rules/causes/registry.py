"""Finds the causes in the files next to it: a new file with a tuple CAUSES is all that a new cause needs."""

from functools import cache

from parity.discover import discover
from parity.rules import causes
from parity.rules.causes.cause import CauseRule


@cache
def all_causes() -> tuple[CauseRule, ...]:
    """Every cause, in the order in which they are asked."""
    found: list[CauseRule] = [cause for some in discover(causes, "CAUSES", tuple).values() for cause in some]
    return tuple(sorted(found, key=lambda one: (one.order, one.id)))
