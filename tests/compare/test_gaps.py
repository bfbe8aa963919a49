"""What two snapshots together do not prove is a gap."""

import pytest
from msgspec import structs

from parity.compare.gaps import pair_gaps
from parity.compare.snapshots import compare
from parity.config.policy import Policy
from parity.rules.drift.findings_of import explain
from parity.snapshot.records import Field, HiddenField, ObjectDescribe, Role
from parity.verdict.judge import judge
from tests.simulated import NOON
from tests.small_snapshots import described, pair, snapshot

HIDDEN = described(defined=("Secret__c", "Site__Latitude__s", "Shown__c", "OldStandard"))
SHOWN = described(Field(name="Secret__c", type="string"), Field(name="Site__Latitude__s", type="double"))


def hidden_in_both(sandbox: ObjectDescribe, production: ObjectDescribe) -> list[str]:
    """The fields of Case that a gap says to be hidden from both users."""
    orgs = snapshot(Role.SANDBOX, objects={"Case": sandbox}), snapshot(Role.PRODUCTION, objects={"Case": production})
    gaps = pair_gaps(*orgs, compare(*orgs), Policy())
    said = [one for one in gaps if one.subject == "Case" and one.area == "field-visibility"]
    return [name for one in said for name in one.reason.rpartition(": ")[2].split(", ")]


def test_a_custom_field_hidden_in_both_orgs_is_a_gap() -> None:
    assert hidden_in_both(HIDDEN, HIDDEN) == ["Secret__c", "Shown__c", "Site__Latitude__s"]


def test_a_field_that_one_org_shows_is_hidden_in_one_org_only() -> None:
    assert hidden_in_both(HIDDEN, SHOWN) == hidden_in_both(SHOWN, HIDDEN) == []
    assert hidden_in_both(SHOWN, SHOWN) == []


def test_a_standard_field_that_field_definition_tells_whole_is_no_gap() -> None:
    assert hidden_in_both(described(defined=("OldStandard",)), described(defined=("OldStandard",))) == []


@pytest.mark.parametrize(("data_type", "gap"), [("Picklist", True), ("Formula (Text)", True), ("Lookup(User)", False)])
def test_values_and_formulas_are_not_told_by_field_definition(data_type: str, gap: bool) -> None:
    hidden = structs.replace(
        described(defined=("Rating",)), hidden_fields=(HiddenField(name="Rating", data_type=data_type),)
    )
    assert (hidden_in_both(hidden, hidden) == ["Rating"]) is gap


def test_what_no_describe_ever_shows_is_neither_hidden_nor_missing() -> None:
    never_shown = structs.replace(described(defined=("IsPriorityRecord",)), hidden_fields=())
    assert hidden_in_both(never_shown, never_shown) == []
    assert compare(*pair(objects={"Case": never_shown})).differences == ()


def test_a_field_hidden_in_both_is_compared_by_what_field_definition_tells() -> None:
    before, after = (
        structs.replace(described(defined=("Amount",)), hidden_fields=(HiddenField(name="Amount", data_type=text),))
        for text in ("Currency(16, 2)", "Currency(12, 2)")
    )
    orgs = snapshot(Role.SANDBOX, objects={"Case": before}), snapshot(Role.PRODUCTION, objects={"Case": after})
    found = explain(compare(*orgs).differences)
    assert [(one.rule, one.component, one.attribute) for one in found] == [
        ("hidden-field-changed", "Amount", "DataType")
    ]


def test_the_gap_of_a_field_hidden_in_both_reaches_the_result() -> None:
    result = judge(*pair(objects={"Case": HIDDEN}), Policy(), tenant=None, judged_at=NOON)
    assert any("Secret__c" in one.reason for one in result.gaps)


@pytest.mark.parametrize(
    ("later", "gap"),
    [("2026-11-26T12:00:00Z", False), ("2026-11-26T12:00:01Z", True), ("2026-11-24T11:59:59Z", True)],
)
def test_snapshots_more_than_a_day_apart_are_a_gap(later: str, gap: bool) -> None:
    orgs = snapshot(Role.SANDBOX), snapshot(Role.PRODUCTION, collected_at=later)
    assert any(one.area == "time" for one in pair_gaps(*orgs, compare(*orgs), Policy())) is gap
