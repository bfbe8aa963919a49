"""The gate: named conditions over gathered evidence. All are shown, all must hold, none can be overridden.

A condition that cannot be evaluated does not hold. Adding one is adding a function and a line in CONDITIONS.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum

from msgspec import Struct

from parity.switch.gate import conditions_now as moment
from parity.switch.gate import conditions_result as result
from parity.switch.gate.conditions_authorize import authorize_answered
from parity.switch.gate.evidence import CannotTell, Evidence, Fails


class Outcome(StrEnum):
    """What became of a condition."""

    PASS = "pass"  # noqa: S105 (not a password)
    FAIL = "fail"
    UNKNOWN = "cannot be evaluated"


class UnderWay(StrEnum):
    """What a condition is for a tenant whose sandbox connection is on its way out: forward is the only way there, so
    little may hold it.
    """

    NOT_ASKED = ""
    SHOWN = "shown"
    HOLDS_IF_PROVEN = "holds where it is proven not to be so"
    HOLDS = "holds"


class ConditionResult(Struct, frozen=True, kw_only=True):
    """A condition with its outcome and why. `holds`: whether the tenant is held where it is not met."""

    name: str
    title: str
    outcome: Outcome
    why: str
    holds: bool = True


Check = Callable[[Evidence], str]


class Condition(Struct, frozen=True):
    """A name, what it demands, and its check: returns why it holds, raises Fails or CannotTell.

    `under_way`: what it is for a tenant whose sandbox connection is on its way out.
    """

    name: str
    title: str
    check: Check
    under_way: UnderWay = UnderWay.NOT_ASKED


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


CONDITIONS: tuple[Condition, ...] = (
    Condition("rules-current", "the result was made by this version of parity", result.rules_current),
    Condition("result-intact", "the result and its snapshots are as parity wrote them", result.result_intact),
    Condition("policy-unchanged", "the result was judged by the policy in parity.yaml", result.policy_unchanged),
    Condition("verdict-go", "the verdict is GO or GO WITH WAIVERS", result.verdict),
    Condition("result-fresh", "the result is not too old", result.fresh),
    Condition(
        "orgs-match", "result, sign-ins and parity.yaml name one tenant and the same two orgs", result.orgs_match
    ),
    Condition(
        "same-switch",
        "the orgs are those with which the switch was begun",
        result.same_switch,
        under_way=UnderWay.HOLDS,
    ),
    Condition("waivers-in-force", "no waiver has expired at this moment", result.waivers),
    Condition("approvals", "enough different people have approved this result", result.approvals),
    Condition("ledger-verifies", "the ledger is whole", moment.ledger_verifies, under_way=UnderWay.HOLDS),
    Condition("clock", "the clock was not set back", moment.clock, under_way=UnderWay.HOLDS),
    Condition(
        "tenant-state",
        "the tenant is where the switch may start or go on",
        moment.tenant_state,
        under_way=UnderWay.HOLDS,
    ),
    Condition("orgs-unchanged", "both orgs are still as they were judged", moment.orgs_unchanged),
    Condition("verdict-now", "both orgs, as they are at this moment, are a GO", moment.verdict_now),
    Condition("credits", "API requests are left above the reserve", moment.credits_left, under_way=UnderWay.SHOWN),
    Condition(
        "daily-api-limit",
        "the daily CRM API limit is stated and high enough",
        moment.daily_limit,
        under_way=UnderWay.SHOWN,
    ),
    Condition(
        "package", "the managed package is installed in production", moment.package, under_way=UnderWay.HOLDS_IF_PROVEN
    ),
    Condition("settings-recorded", "the tenant's in-app settings are recorded", moment.settings_recorded),
    Condition("authorize", "Authorize in production will not be refused: proven, or answered for", authorize_answered),
)
