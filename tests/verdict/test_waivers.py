"""What becomes of a waiver: it holds for what it lists, until its day, and never for what nobody has seen."""

import time
from datetime import date

import pytest
from msgspec import structs

from parity.compare.difference import Kind
from parity.config.policy import Policy, Waiver
from parity.rules.finding import Finding, Severity, fingerprint
from parity.snapshot.records import Gap
from parity.verdict.decide import VerdictName, decide
from parity.verdict.waiver_reasons import waiver_reason
from parity.verdict.waivers import AppliedWaiver, WaiverStatus, apply_waivers, open_gaps
from tests.verdict.findings import EXPIRES, finding

DIFFERS = finding("Score__c", Severity.BLOCKER)
VALUES = finding("Region__c", Severity.BLOCKER, items=("Cold", "Hot"))


def waiver(of: Finding, *items: str) -> Waiver:
    return Waiver(
        fingerprint=of.fingerprint, seen=of.seen, items=items, by="Dana Hill", reason="known", expires=EXPIRES
    )


@pytest.mark.parametrize(
    ("found", "today", "status"),
    [
        (DIFFERS, date(2026, 12, 30), WaiverStatus.APPLIED),
        (DIFFERS, EXPIRES, WaiverStatus.APPLIED),
        (DIFFERS, date(2027, 1, 1), WaiverStatus.EXPIRED),
        (finding("Score__c", Severity.WARNING), EXPIRES, WaiverStatus.APPLIED),
        (DIFFERS, date(2026, 10, 1), WaiverStatus.TOO_LONG),
        (DIFFERS, date(2026, 10, 2), WaiverStatus.APPLIED),
        (finding("Score__c", Severity.INFO), EXPIRES, WaiverStatus.NOTE),
        (finding("Score__c", Severity.BLOCKER, undecided=True), EXPIRES, WaiverStatus.OPEN),
        (finding("Score__c", Severity.BLOCKER, cause="0123456789abcdef"), EXPIRES, WaiverStatus.FOLDED),
        (finding("Score__c", Severity.BLOCKER, items=("Hot",)), EXPIRES, WaiverStatus.EXCEEDED),
    ],
    ids=[
        "before",
        "last day",
        "day after",
        "warning",
        "91 days away",
        "90 days away",
        "note",
        "undecided",
        "folded",
        "more than listed",
    ],
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
            seen=VALUES.seen,
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


def by_names(of: Finding, *items: str) -> Waiver:
    return structs.replace(waiver(of, *items), fingerprint="", rule=of.rule, object=of.object, component=of.component)


def told(waivers: tuple[Waiver, ...], *found: Finding, gaps: tuple[Gap, ...] = ()) -> list[str]:
    """Each waiver's status and why it does not hold, as the reasons of the verdict say it."""
    applied = apply_waivers(Policy(waivers=waivers), found, gaps, EXPIRES)
    return [f"{one.status.value}: {waiver_reason(one) or 'holds'}" for one in applied]


def test_a_waiver_by_names_holds_as_one_by_fingerprint_does() -> None:
    applied = apply_waivers(Policy(waivers=(by_names(VALUES, "Cold", "Hot"),)), (DIFFERS, VALUES), (), EXPIRES)
    assert (applied[0].status, applied[0].fingerprint) == (WaiverStatus.APPLIED, VALUES.fingerprint)
    assert decide((VALUES,), (), applied, None).name is VerdictName.GO_WITH_WAIVERS


def test_a_waiver_ends_where_production_is_another() -> None:
    before = "f" * 16
    as_it_was = fingerprint(DIFFERS.rule, DIFFERS.object, DIFFERS.component, before)
    by_digits = structs.replace(waiver(DIFFERS), seen=before, fingerprint=as_it_was)
    for one in (structs.replace(by_names(DIFFERS), seen=before), by_digits):
        (said,) = told((one,), VALUES, DIFFERS)
        assert said.startswith("changed: The waiver of ")
        assert f"production changed since it was accepted, from what has the digest {before}." in said
        assert f"{DIFFERS.rule} on Lead.{DIFFERS.component} ({DIFFERS.fingerprint})." in said


def test_a_waiver_whose_digests_are_of_two_findings_is_not_taken_for_a_change_of_production() -> None:
    (said,) = told((structs.replace(waiver(DIFFERS), seen="f" * 16),), DIFFERS)
    assert said.startswith("changed: ")
    assert f"its `seen` is not the one that belongs to its fingerprint, {DIFFERS.seen}" in said


def test_a_hundred_fingerprints_of_before_are_looked_for_and_no_more() -> None:
    before = tuple(structs.replace(finding(f"F{number}__c", Severity.BLOCKER), seen="0" * 16) for number in range(101))
    waivers = tuple(
        structs.replace(waiver(one), fingerprint=fingerprint(one.rule, one.object, one.component, one.seen))
        for one in before
    )
    now = tuple(finding(f"F{number}__c", Severity.BLOCKER) for number in range(101))
    found = [one.status for one in apply_waivers(Policy(waivers=waivers), now, (), EXPIRES)]
    assert found == [WaiverStatus.CHANGED] * 100 + [WaiverStatus.UNMATCHED]


def test_thousands_of_unknown_fingerprints_do_not_meet_thousands_of_findings() -> None:
    found = tuple(finding(f"F{n}__c", Severity.BLOCKER) for n in range(1_000))
    unknown = tuple(structs.replace(waiver(DIFFERS), fingerprint=f"{n:016x}") for n in range(2_000))
    begin = time.process_time()
    assert {one.status for one in apply_waivers(Policy(waivers=unknown), found, (), EXPIRES)} == {
        WaiverStatus.UNMATCHED
    }
    assert time.process_time() - begin < 10


@pytest.mark.parametrize(
    ("one", "nearest"),
    [
        (structs.replace(by_names(DIFFERS), component="Scor__c"), DIFFERS),
        (structs.replace(by_names(DIFFERS), component="score__c"), DIFFERS),
        (structs.replace(by_names(DIFFERS), rule="field-formula-changed"), DIFFERS),
        (structs.replace(waiver(DIFFERS), fingerprint=f"0{DIFFERS.fingerprint[1:]}"), DIFFERS),
        (structs.replace(waiver(DIFFERS), fingerprint=f"{DIFFERS.fingerprint[:-1]}x"), DIFFERS),
        (structs.replace(by_names(DIFFERS), object="Opportunity", component="Amount", rule="trigger-only"), None),
        (structs.replace(waiver(DIFFERS), fingerprint="-" * 16), None),
    ],
    ids=["letter lost", "letter case", "other rule", "first digit", "last digit", "nothing like it", "no digits"],
)
def test_a_waiver_of_nothing_names_the_nearest_finding(one: Waiver, nearest: Finding | None) -> None:
    (said,) = told((one,), VALUES, DIFFERS)
    assert said.startswith("unmatched: The waiver of ")
    place = "" if nearest is None else f"The nearest is {nearest.rule} on Lead.{nearest.component}"
    assert (place in said) if nearest else ("nearest" not in said)


def test_a_second_waiver_of_one_finding_is_told_and_counts_for_nothing() -> None:
    both = told((waiver(DIFFERS), by_names(DIFFERS)), DIFFERS)
    assert both[0] == "applied: holds"
    assert both[1].startswith("duplicate: ")
    late = structs.replace(waiver(DIFFERS), expires=date(2026, 12, 1))
    assert told((late, by_names(DIFFERS)), DIFFERS)[1] == "applied: holds"


def test_what_is_open_cannot_be_waived_and_its_own_fix_is_named() -> None:
    hidden = finding("HIDDEN (sandbox)", Severity.WARNING, kind=Kind.CAUSE, rule="cause-fields-hidden", undecided=True)
    for one in (by_names(hidden), waiver(hidden)):
        (said,) = told((one,), hidden)
        assert "matches no finding" not in said
        assert said.endswith(f"nobody can accept what nobody has seen. {hidden.fix}")


def test_a_gap_waiver_of_fields_that_one_org_hides_says_to_grant_access() -> None:
    hidden = finding("Depot__c", Severity.WARNING, rule="field-not-visible", undecided=True)
    one = Waiver(gap="field-not-compared", object="Lead", fields=("Depot__c",), by="D", reason="r", expires=EXPIRES)
    (said,) = told((one,), hidden)
    assert "Depot__c is hidden in one org only. Give access and compare it. Level it." in said
    (elsewhere,) = told((structs.replace(one, object="Cas"),), hidden, gaps=(UNTOLD,))
    assert "matches nothing that could not be compared. The nearest is Case: Code__c, Note__c." in elsewhere


def test_ten_thousand_waivers_are_quick_and_told_in_a_few_lines() -> None:
    findings = tuple(finding(f"Field_{number}__c", Severity.BLOCKER) for number in range(5_000))
    waivers = (
        *(by_names(one) for one in findings),
        *(structs.replace(by_names(one), component=f"{one.component}x") for one in findings[:2_500]),
        *(structs.replace(waiver(one), fingerprint=f"{one.fingerprint[:-1]}-") for one in findings[2_500:]),
    )
    began = time.process_time()
    applied = apply_waivers(Policy(waivers=waivers), findings, (), EXPIRES)
    verdict = decide(findings, (), applied, None)
    assert time.process_time() - began < 5
    assert [one.status for one in applied].count(WaiverStatus.APPLIED) == 5_000
    assert verdict.name is VerdictName.GO_WITH_WAIVERS
    assert len(verdict.reasons) < 15
    assert verdict.reasons[-1] == "And 4990 more waivers do not hold: see the report."
