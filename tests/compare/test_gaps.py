"""What two snapshots together do not prove is a gap."""

import pytest

from parity.compare.gaps import pair_gaps
from parity.compare.snapshots import compare
from parity.config.policy import Policy
from parity.snapshot.records import Field, ObjectDescribe, Role
from parity.verdict.judge import judge
from tests.simulated import NOON
from tests.small_snapshots import described, pair, snapshot

HIDDEN = described(defined=("Secret__c", "Site__Latitude__s", "Shown__c", "OldStandard"))
SHOWN = described(Field(name="Secret__c", type="string"), Field(name="Site__Latitude__s", type="double"))


def hidden_in_both(sandbox: ObjectDescribe, production: ObjectDescribe) -> list[str]:
    """The fields of Case that a gap says to be hidden from both users."""
    orgs = snapshot(Role.SANDBOX, objects={"Case": sandbox}), snapshot(Role.PRODUCTION, objects={"Case": production})
    gaps = pair_gaps(*orgs, compare(*orgs), ())
    said = [one for one in gaps if one.subject == "Case" and one.area == "field-visibility"]
    return [name for one in said for name in one.reason.rpartition(": ")[2].split(", ")]


def test_a_custom_field_hidden_in_both_orgs_is_a_gap() -> None:
    assert hidden_in_both(HIDDEN, HIDDEN) == ["Secret__c", "Shown__c", "Site__Latitude__s"]


def test_a_field_that_one_org_shows_is_hidden_in_one_org_only() -> None:
    assert hidden_in_both(HIDDEN, SHOWN) == hidden_in_both(SHOWN, HIDDEN) == []
    assert hidden_in_both(SHOWN, SHOWN) == []


def test_a_standard_field_that_nobody_is_shown_is_no_gap() -> None:
    """FieldDefinition also lists standard fields that the API shows to nobody."""
    assert hidden_in_both(described(defined=("OldStandard",)), described(defined=("OldStandard",))) == []


def test_the_gap_of_a_field_hidden_in_both_reaches_the_result() -> None:
    result = judge(*pair(objects={"Case": HIDDEN}), Policy(), tenant=None, judged_at=NOON)
    assert any("Secret__c" in one.reason for one in result.gaps)


@pytest.mark.parametrize(
    ("later", "gap"),
    [("2026-11-26T12:00:00Z", False), ("2026-11-26T12:00:01Z", True), ("2026-11-24T11:59:59Z", True)],
)
def test_snapshots_more_than_a_day_apart_are_a_gap(later: str, gap: bool) -> None:
    orgs = snapshot(Role.SANDBOX), snapshot(Role.PRODUCTION, collected_at=later)
    assert any(one.area == "time" for one in pair_gaps(*orgs, compare(*orgs), ())) is gap
