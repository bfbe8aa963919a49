"""What is wrong in one org only has its mirror: the same difference with the sides swapped is never passed over."""

import json
from collections.abc import Callable

import pytest
from msgspec import structs

from parity.compare.difference import Difference
from parity.compare.snapshots import compare
from parity.rules.drift.registry import all_rules, rules_that_fire
from parity.snapshot.file import read_snapshot, snapshot_bytes
from parity.snapshot.records import Snapshot
from tests.rules.drift.test_rules import CASES

#: A rule that names one org, and the rule that must match when the two orgs change places.
MIRRORS = {
    "automation-only-in-production": "automation-only-in-sandbox",
    "automation-only-in-sandbox": "automation-only-in-production",
    "field-missing-in-sandbox": "field-only-in-sandbox",
    "field-narrower-in-production": "field-wider-in-production",
    "field-only-in-sandbox": "field-missing-in-sandbox",
    "field-required-in-production": "field-required-in-sandbox-only",
    "field-required-in-sandbox-only": "field-required-in-production",
    "field-rounded-in-production": "field-wider-in-production",
    "field-unique-in-production": "field-unique-in-sandbox-only",
    "field-unique-in-sandbox-only": "field-unique-in-production",
    "field-wider-in-production": "field-narrower-in-production",
    "picklist-restricted-in-production": "picklist-restricted-in-sandbox-only",
    "picklist-restricted-in-sandbox-only": "picklist-restricted-in-production",
    "picklist-value-inactive-in-production": "picklist-value-inactive-in-sandbox",
    "picklist-value-inactive-in-sandbox": "picklist-value-inactive-in-production",
    "picklist-value-missing-in-sandbox": "picklist-value-only-in-sandbox",
    "picklist-value-only-in-sandbox": "picklist-value-missing-in-sandbox",
    "record-type-inactive-in-production": "record-type-inactive-in-sandbox",
    "record-type-inactive-in-sandbox": "record-type-inactive-in-production",
    "record-type-missing-in-sandbox": "record-type-only-in-sandbox",
    "record-type-only-in-sandbox": "record-type-missing-in-sandbox",
    "standard-field-only-in-sandbox": "field-missing-in-sandbox",
    "trigger-active-only-in-sandbox": "trigger-inactive-in-sandbox",
    "trigger-inactive-in-sandbox": "trigger-active-only-in-sandbox",
    "trigger-inactive-in-sandbox-not-on-update": "trigger-active-only-in-sandbox",
    "trigger-missing-in-sandbox": "trigger-only-in-sandbox",
    "trigger-missing-in-sandbox-not-on-update": "trigger-only-in-sandbox",
    "trigger-only-in-sandbox": "trigger-missing-in-sandbox",
}
#: Automation is tried both ways in tests/compare/test_automation.py.
_TRIED_HERE = sorted(MIRRORS.keys() & CASES.keys())


def swapped(difference: Difference) -> Difference:
    """The same difference between an org pair whose sides changed places."""
    return structs.replace(
        difference,
        sandbox=difference.production,
        production=difference.sandbox,
        sandbox_record=difference.production_record,
        production_record=difference.sandbox_record,
    )


def test_each_rule_that_names_one_org_has_its_mirror() -> None:
    ids = {rule.id for rule in all_rules()}
    one_sided = {name for name in ids if "sandbox" in name or "production" in name}
    assert one_sided == MIRRORS.keys()
    assert ids >= set(MIRRORS.values())


@pytest.mark.parametrize("rule", _TRIED_HERE)
def test_the_mirror_matches_when_the_orgs_change_places(
    rule: str, snapshots: Callable[[str], tuple[Snapshot, Snapshot]]
) -> None:
    sandbox, production = (json.loads(snapshot_bytes(one)) for one in snapshots("identical"))
    CASES[rule].fires(sandbox, production)
    pair = [read_snapshot(json.dumps(one).encode(), "test") for one in (sandbox, production)]
    mine = [one for one in compare(*pair).differences if [each.id for each in rules_that_fire(one)] == [rule]]
    assert mine
    assert {each.id for one in mine for each in rules_that_fire(swapped(one))} == {MIRRORS[rule]}
