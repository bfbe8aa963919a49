"""What becomes of a waiver: it holds for what it lists, until its day, and never for what nobody has seen."""

from datetime import date

import pytest

from parity.config.policy import Policy, Waiver
from parity.rules.finding import Finding, Severity
from parity.snapshot.records import Gap
from parity.verdict.decide import VerdictName, decide
from parity.verdict.waivers import AppliedWaiver, WaiverStatus, apply_waivers, open_gaps
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
    assert [one.status for one in apply_waivers(Policy(waivers=(waiver(DIFFERS),)), (found,), (), today)] == [status]


def test_a_waiver_of_another_finding_matches_none() -> None:
    assert apply_waivers(Policy(waivers=(waiver(VALUES),)), (DIFFERS,), (), EXPIRES)[0].status is WaiverStatus.UNMATCHED


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
    one = apply_waivers(Policy(waivers=(waiver(VALUES, *items),)), (VALUES,), (), EXPIRES)[0]
    assert (one.status, one.exceeded) == (status, exceeded)


def test_waivers_stay_in_the_order_of_the_policy_and_keep_who_and_why() -> None:
    told = apply_waivers(Policy(waivers=(waiver(VALUES), waiver(DIFFERS))), (DIFFERS, VALUES), (), EXPIRES)
    assert [one.fingerprint for one in told] == [VALUES.fingerprint, DIFFERS.fingerprint]
    assert {(one.by, one.reason, one.expires) for one in told} == {("Dana Hill", "known", EXPIRES)}


UNTOLD = Gap(area="field-visibility", subject="Case", reason="hidden", fix="Grant it.", fields=("Code__c", "Note__c"))


@pytest.mark.parametrize(
    ("fields", "named", "day", "status", "left"),
    [
        (("Code__c", "Note__c"), (), EXPIRES, WaiverStatus.APPLIED, 0),
        (("Code__c", "Note__c", "Gone__c"), (), EXPIRES, WaiverStatus.APPLIED, 0),
        (("Code__c",), (), EXPIRES, WaiverStatus.EXCEEDED, 1),
        (("Code__c", "Note__c"), (), date(2027, 1, 1), WaiverStatus.EXPIRED, 1),
        (("Code__c", "Note__c"), ("case.note__c",), EXPIRES, WaiverStatus.IN_USE, 1),
    ],
)
def test_fields_that_could_not_be_compared_can_be_accepted_by_name(
    fields: tuple[str, ...], named: tuple[str, ...], day: date, status: WaiverStatus, left: int
) -> None:
    one = Waiver(gap="field-not-compared", object="Case", fields=fields, by="D", reason="r", expires=EXPIRES)
    applied = apply_waivers(Policy(waivers=(one,), fields=named), (), (UNTOLD,), day)
    assert applied[0].status is status
    assert len(open_gaps((UNTOLD,), applied)) == left
    verdict = decide((), (UNTOLD,), applied, None)
    assert verdict.name is (VerdictName.INCONCLUSIVE if left else VerdictName.GO_WITH_WAIVERS)


def test_no_other_gap_can_be_accepted() -> None:
    one = Waiver(gap="field-not-compared", object="Case", fields=(), by="D", reason="r", expires=EXPIRES)
    other = Gap(area="describe", subject="Case", reason="refused", fix="Grant it.")
    applied = apply_waivers(Policy(waivers=(one,)), (), (other,), EXPIRES)
    assert applied[0].status is WaiverStatus.UNMATCHED
    assert open_gaps((other,), applied) == (other,)


def test_a_waiver_is_kept_whole_with_what_became_of_it() -> None:
    of_finding = waiver(VALUES, "Cold")
    of_gap = Waiver(
        gap="field-not-compared",
        object="Case",
        fields=("Code__c",),
        by="Eve",
        reason="unused",
        expires=date(2027, 1, 2),
    )
    told = apply_waivers(Policy(waivers=(of_finding, of_gap)), (VALUES,), (UNTOLD,), EXPIRES)
    assert told == (
        AppliedWaiver(
            fingerprint=VALUES.fingerprint,
            items=("Cold",),
            exceeded=("Hot",),
            by="Dana Hill",
            reason="known",
            expires=EXPIRES,
            status=WaiverStatus.EXCEEDED,
        ),
        AppliedWaiver(
            fingerprint="",
            items=(),
            gap="field-not-compared",
            object="Case",
            fields=("Code__c",),
            exceeded=("Note__c",),
            by="Eve",
            reason="unused",
            expires=date(2027, 1, 2),
            status=WaiverStatus.EXCEEDED,
        ),
    )


def test_a_gap_of_another_object_or_without_fields_matches_nothing() -> None:
    one = Waiver(gap="field-not-compared", object="Lead", fields=("Code__c",), by="D", reason="r", expires=EXPIRES)
    applied = apply_waivers(Policy(waivers=(one,)), (), (UNTOLD,), EXPIRES)
    assert (applied[0].status, applied[0].exceeded) == (WaiverStatus.UNMATCHED, ())
    assert open_gaps((UNTOLD,), applied) == (UNTOLD,)
