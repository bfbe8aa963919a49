"""What a policy says of rules is held against the catalogue."""

from datetime import date
from typing import Any

import pytest

from parity.config.policy import Policy, SeverityOverride, Waiver
from parity.config.policy_refusals import PolicyPlaces
from parity.errors import ConfigError
from parity.rules.catalogue import all_entries, nearest_rule
from parity.verdict.policy_rules import refuse_wrong_rules

PLACES: Any = PolicyPlaces(waivers=("line 3", "line 9"), severities=("line 20", "line 30"))
GUARD = next(one.id for one in all_entries() if one.guards)


def waiver(rule: str) -> Waiver:
    return Waiver(rule=rule, object="Lead", component="A__c", by="D", reason="r", expires=date(2026, 12, 1))


def lowered(rule: str) -> SeverityOverride:
    return SeverityOverride(rule=rule, lower_to="info", by="D", reason="r", expires=date(2026, 12, 1))


def refusal(policy: Policy) -> ConfigError:
    with pytest.raises(ConfigError) as refused:
        refuse_wrong_rules(policy, PLACES)
    return refused.value


def test_rules_that_are_there_are_taken() -> None:
    raised = SeverityOverride(rule=GUARD, raise_to="blocker", reason="r")
    named = Policy(
        waivers=(waiver("field-type-changed"), waiver("")), severities=(lowered("field-label-changed"), raised)
    )
    refuse_wrong_rules(named, PLACES)
    refuse_wrong_rules(Policy(severities=(lowered(""),)), PLACES)


@pytest.mark.parametrize(
    ("policy", "entry", "where"),
    [
        (Policy(waivers=(waiver("field-type-changed"), waiver("field-typ"))), "policy.waivers: entry 2", "line 9"),
        (Policy(severities=(lowered("field-typ"),)), "policy.severities: entry 1", "line 20"),
    ],
)
def test_a_rule_that_is_not_there_is_refused_with_the_nearest(policy: Policy, entry: str, where: str) -> None:
    refused = refusal(policy)
    assert refused.what == f"{entry} names the rule `field-typ`, which there is not"
    assert (refused.where, refused.fix) == (where, nearest_rule("field-typ"))


def test_what_guards_the_switch_is_never_lowered() -> None:
    refused = refusal(Policy(severities=(lowered("field-label-changed"), lowered(GUARD))))
    assert refused.what == f"policy.severities: entry 2 lowers {GUARD}, which guards the switch itself"
    assert (refused.where, refused.fix) == (
        "line 30",
        "No policy lowers it. A named person can accept one finding of it: `parity waive`.",
    )
