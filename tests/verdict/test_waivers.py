"""What becomes of a waiver: it holds for what it lists, until its day, and never for what nobody has seen."""

from datetime import date

import pytest

from parity.config.policy import Waiver
from parity.rules.finding import Finding, Severity
from parity.verdict.waivers import WaiverStatus, apply_waivers
from tests.verdict.findings import EXPIRES, finding

DIFFERS = finding("Score__c", Severity.BLOCKER)
VALUES = finding("Region__c", Severity.BLOCKER, items=("Cold", "Hot"))


def waiver(of: Finding, *items: str) -> Waiver:
    return Waiver(fingerprint=of.fingerprint, items=items, by="Dana Hill", reason="known", expires=EXPIRES)


@pytest.mark.parametrize(
    ("found", "today", "status"),
    [
        (DIFFERS, date(2026, 12, 30), WaiverStatus.APPLIED),
        (DIFFERS, EXPIRES, WaiverStatus.APPLIED),
        (DIFFERS, date(2027, 1, 1), WaiverStatus.EXPIRED),
        (finding("Score__c", Severity.WARNING), EXPIRES, WaiverStatus.APPLIED),
        (finding("Score__c", Severity.INFO), EXPIRES, WaiverStatus.UNMATCHED),
        (finding("Score__c", Severity.BLOCKER, undecided=True), EXPIRES, WaiverStatus.UNMATCHED),
        (finding("Score__c", Severity.BLOCKER, cause="0123456789abcdef"), EXPIRES, WaiverStatus.FOLDED),
        (finding("Score__c", Severity.BLOCKER, items=("Hot",)), EXPIRES, WaiverStatus.EXCEEDED),
    ],
    ids=["before", "last day", "day after", "warning", "note", "undecided", "folded", "more than listed"],
)
def test_what_becomes_of_a_waiver(found: Finding, today: date, status: WaiverStatus) -> None:
    assert [one.status for one in apply_waivers((waiver(DIFFERS),), (found,), today)] == [status]


def test_a_waiver_of_another_finding_matches_none() -> None:
    assert apply_waivers((waiver(VALUES),), (DIFFERS,), EXPIRES)[0].status is WaiverStatus.UNMATCHED


@pytest.mark.parametrize(
    ("items", "status", "exceeded"),
    [
        (("Cold", "Hot"), WaiverStatus.APPLIED, ()),
        (("Cold", "Hot", "Warm"), WaiverStatus.APPLIED, ()),
        (("Cold",), WaiverStatus.EXCEEDED, ("Hot",)),
    ],
)
def test_a_waiver_holds_for_its_items_or_fewer(
    items: tuple[str, ...], status: WaiverStatus, exceeded: tuple[str, ...]
) -> None:
    one = apply_waivers((waiver(VALUES, *items),), (VALUES,), EXPIRES)[0]
    assert (one.status, one.exceeded) == (status, exceeded)


def test_waivers_stay_in_the_order_of_the_policy_and_keep_who_and_why() -> None:
    told = apply_waivers((waiver(VALUES), waiver(DIFFERS)), (DIFFERS, VALUES), EXPIRES)
    assert [one.fingerprint for one in told] == [VALUES.fingerprint, DIFFERS.fingerprint]
    assert {(one.by, one.reason, one.expires) for one in told} == {("Dana Hill", "known", EXPIRES)}
