"""The gate: named conditions over gathered evidence. All are shown, all must hold, none can be overridden.

A condition that cannot be evaluated does not hold. New conditions go into conditions_result.py, conditions_now.py or
conditions_authorize.py.
"""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from parity.switch.gate import conditions_authorize, conditions_now, conditions_result
from parity.switch.gate.condition import Condition, UnderWay
from parity.switch.gate.evidence import CannotTell, Evidence, Fails


class Outcome(StrEnum):
    """What became of a condition."""

    PASS = "pass"  # noqa: S105 (not a password)
    FAIL = "fail"
    UNKNOWN = "cannot be evaluated"


class ConditionResult(Struct, frozen=True, kw_only=True):
    """A condition with its outcome and why. `holds`: whether the tenant is held where it is not met."""

    name: str
    title: str
    outcome: Outcome
    why: str
    holds: bool = True


#: Every condition, in the order in which they are shown.
CONDITIONS: tuple[Condition, ...] = (
    *conditions_result.CONDITIONS,
    *conditions_now.CONDITIONS,
    *conditions_authorize.CONDITIONS,
)


def evaluate(evidence: Evidence, *, under_way: bool) -> tuple[ConditionResult, ...]:
    """Every condition with its outcome, in the order in which they are shown."""
    asked = (one for one in CONDITIONS if not under_way or one.under_way is not UnderWay.NOT_ASKED)
    return tuple(_evaluated(one, evidence, under_way=under_way) for one in asked)


def is_open(results: Sequence[ConditionResult]) -> bool:
    """Whether every condition that may hold the tenant is met."""
    return bool(results) and not unmet(results)


def unmet(results: Sequence[ConditionResult]) -> tuple[ConditionResult, ...]:
    """The conditions that hold the tenant."""
    return tuple(one for one in results if one.holds and one.outcome is not Outcome.PASS)


def exit_code(results: Sequence[ConditionResult]) -> int:
    """0 where all are met; 1 where one is known not to be; 3 where some could only not be evaluated."""
    if is_open(results):
        return 0
    return 1 if any(one.outcome is Outcome.FAIL for one in unmet(results)) else 3


def _evaluated(condition: Condition, evidence: Evidence, *, under_way: bool) -> ConditionResult:
    try:
        outcome, why = Outcome.PASS, condition.check(evidence)
    except Fails as reason:
        outcome, why = Outcome.FAIL, str(reason)
    except CannotTell as reason:
        outcome, why = Outcome.UNKNOWN, str(reason)
    holds = not under_way or _holds_under_way(condition.under_way, outcome)
    return ConditionResult(name=condition.name, title=condition.title, outcome=outcome, why=why, holds=holds)


def _holds_under_way(kind: UnderWay, outcome: Outcome) -> bool:
    return kind is UnderWay.HOLDS or (kind is UnderWay.HOLDS_IF_PROVEN and outcome is not Outcome.UNKNOWN)
