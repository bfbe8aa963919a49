"""Checks a policy against the catalogue: rules that do not exist, or whose severity no policy may lower."""

from parity.config.policy import Policy
from parity.config.policy_refusals import PolicyPlaces
from parity.errors import ConfigError
from parity.rules.catalogue import all_entries, nearest_rule


def refuse_wrong_rules(policy: Policy, places: PolicyPlaces) -> None:
    """Raise ConfigError, with the line and the nearest rule, for what could never hold on any result."""
    known = {one.id: one for one in all_entries()}
    named = [(f"policy.waivers: entry {n + 1}", one.rule, places.waivers[n]) for n, one in enumerate(policy.waivers)]
    named += [
        (f"policy.severities: entry {n + 1}", one.rule, places.severities[n]) for n, one in enumerate(policy.severities)
    ]
    for entry, rule, place in named:
        if rule and rule not in known:
            raise ConfigError(
                f"{entry} names the rule `{rule}`, which there is not", where=place, fix=nearest_rule(rule)
            )
    for number, one in enumerate(policy.severities):
        if one.lower_to is not None and one.rule and known[one.rule].guards:
            raise ConfigError(
                f"policy.severities: entry {number + 1} lowers {one.rule}, which guards the switch itself",
                where=places.severities[number],
                fix="No policy lowers it. A named person can accept one finding of it: `parity waive`.",
            )
