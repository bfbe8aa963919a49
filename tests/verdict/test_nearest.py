"""The nearest of many names is the one that shares most of its beginning and end, or none."""

import pytest

from parity.verdict.nearest import Nearest

NAMES = ("Lead.Region__c", "Lead.Score__c", "Opportunity.Amount", "case.reason")


@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("Lead.Region__c", "Lead.Region__c"),
        ("Lead.Regoin__c", "Lead.Region__c"),
        ("lead.region__C", "Lead.Region__c"),
        ("Lead.Scores__c", "Lead.Score__c"),
        ("Opportunity.Amounts", "Opportunity.Amount"),
        ("Case.Reason", "case.reason"),
        ("Contract.Name", None),
        ("", None),
    ],
)
def test_the_nearest(word: str, nearest: str | None) -> None:
    assert Nearest(NAMES).to(word) == nearest


def test_nothing_is_near_where_there_is_nothing() -> None:
    assert Nearest(()).to("Lead") is None
