"""Every rule that speaks of a difference: a case in which it fires, alone, and a near miss in which it does not."""

import json
from collections.abc import Callable

import pytest

from parity.compare.snapshots import compare
from parity.rules.drift.findings_of import explain
from parity.rules.drift.registry import all_rules
from parity.snapshot.file import read_snapshot, snapshot_bytes
from parity.snapshot.records import Snapshot
from tests.rules.drift.cases_of_components import CASES_OF_COMPONENTS
from tests.rules.drift.cases_of_contents import CASES_OF_CONTENTS
from tests.rules.drift.cases_of_fields import CASES_OF_FIELDS
from tests.rules.drift.edits import WEIGHT, Edit, Plain, field, in_production, in_sandbox, sets, sets_trigger, sets_type

#: Automation has tests of its own (tests/compare/test_automation.py).
ELSEWHERE = {rule.id for rule in all_rules() if rule.family == "automation"}


CASES = CASES_OF_FIELDS | CASES_OF_COMPONENTS | CASES_OF_CONTENTS


@pytest.fixture(scope="module")
def base(snapshots: Callable[[str], tuple[Snapshot, Snapshot]]) -> tuple[bytes, bytes]:
    sandbox, production = (snapshot_bytes(one) for one in snapshots("identical"))
    return sandbox, production


def rules_of(base: tuple[bytes, bytes], edit: Edit) -> set[str]:
    """The rules that speak after an edit of both sides."""
    sandbox, production = (json.loads(one) for one in base)
    edit(sandbox, production)
    pair = [read_snapshot(json.dumps(one).encode(), "test") for one in (sandbox, production)]
    return {one.rule for one in explain(compare(pair[0], pair[1]).differences)}


def test_every_rule_has_its_case() -> None:
    assert {rule.id for rule in all_rules()} - ELSEWHERE == set(CASES)


@pytest.mark.parametrize("rule", CASES)
def test_the_rule_fires_alone(rule: str, base: tuple[bytes, bytes]) -> None:
    assert rules_of(base, CASES[rule].fires) == {rule}


@pytest.mark.parametrize("rule", CASES)
def test_the_rule_does_not_fire_at_a_near_miss(rule: str, base: tuple[bytes, bytes]) -> None:
    assert rule not in rules_of(base, CASES[rule].misses)


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        # Digits before the point decide whether a number fits: 18 less 2 are 16, 18 less 10 are 8.
        ({"precision": 18, "scale": 2}, {"precision": 18, "scale": 10}, "field-narrower-in-production"),
        ({"precision": 18, "scale": 10}, {"precision": 18, "scale": 2}, "field-rounded-in-production"),
        ({"precision": 16, "scale": 4}, {"precision": 18, "scale": 6}, "field-wider-in-production"),
        ({"precision": 16, "scale": 4}, {"precision": 14, "scale": 2}, "field-rounded-in-production"),
        ({"type": "int", "digits": 9}, {"type": "int", "digits": 8}, "field-narrower-in-production"),
        (
            {"precision": 18, "scale": 2, "calculated": True},
            {"precision": 9, "scale": 2, "calculated": True},
            "field-rounded-in-production",
        ),
    ],
)
def test_a_number_fits_by_its_digits(before: Plain, after: Plain, rule: str, base: tuple[bytes, bytes]) -> None:
    def edit(sandbox: Plain, production: Plain) -> None:
        field(sandbox, WEIGHT).update(before)
        field(production, WEIGHT).update(after)

    assert rules_of(base, edit) == {rule}


@pytest.mark.parametrize(
    "edit",
    [
        in_sandbox(sets("Lead.Campaign_Note__c", createable=False, updateable=False)),
        in_production(sets_type("Lead", "Agent", available=False, defaultRecordTypeMapping=True)),
        in_production(lambda plain: plain["objects"]["Lead"]["properties"].update(createable=False, queryable=False)),
        in_sandbox(sets_trigger("LeadRouting", IsValid=False)),
    ],
)
def test_the_rights_of_the_signed_in_user_are_no_drift(edit: Edit, base: tuple[bytes, bytes]) -> None:
    assert rules_of(base, edit) == set()
