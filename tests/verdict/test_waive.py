"""From a finding that a person names to the waiver that accepts exactly it."""

from datetime import date, timedelta

import pytest
from msgspec import structs

from parity.config.policy import Policy, Waiver
from parity.errors import InputError
from parity.rules.finding import Finding, Severity
from parity.snapshot.records import Gap
from parity.verdict.result import Result
from parity.verdict.waive import Acceptance, acceptable_gaps, finding_named, last_day, open_findings, waiver_for
from parity.verdict.waivers import WaiverStatus, apply_waivers
from tests.verdict.findings import applied, finding
from tests.verdict.test_judge import judged

BLOCKER = structs.replace(finding("Score__c", Severity.BLOCKER, items=("Cold", "Hot")), fingerprint="abcd000000000001")
WARNING = structs.replace(finding("Region__c", Severity.WARNING), fingerprint="abce000000000002")
NOTE = structs.replace(finding("Label__c", Severity.INFO), fingerprint="1234000000000003")
OPEN = structs.replace(finding("Hidden__c", Severity.BLOCKER, undecided=True), fingerprint="2345000000000004")
FOLDED = structs.replace(finding("PersonEmail", Severity.BLOCKER, cause="f" * 16), fingerprint="3456000000000005")
ALL = (WARNING, BLOCKER, NOTE, OPEN, FOLDED)
TODAY = date(2026, 11, 25)


def result(*findings: Finding) -> Result:
    return structs.replace(judged(), findings=findings, waivers=())


@pytest.mark.parametrize("name", ["abcd000000000001", "abcd", " ABCD0 "])
def test_a_finding_is_named_by_its_fingerprint_or_by_its_beginning(name: str) -> None:
    assert finding_named(result(*ALL), name) == BLOCKER


def refusal(name: str, *findings: Finding) -> InputError:
    with pytest.raises(InputError) as refused:
        finding_named(result(*findings), name)
    return refused.value


ONE, TWO = (
    f"field-type-changed on Lead.{name} ({key})"
    for name, key in (("Region__c", "abce000000000002"), ("Score__c", "abcd000000000001"))
)
SHOWS_ALL = "`parity report RESULT --format text` shows them all."


def test_a_name_of_nothing_leads_to_the_nearest() -> None:
    near = refusal("abcd000000000009", *ALL)
    assert (near.what, near.fix) == (
        "no finding of this result has the fingerprint 'abcd000000000009'",
        f"The nearest is {TWO}. {SHOWS_ALL}",
    )
    assert refusal("zzzz").fix == SHOWS_ALL


def test_a_name_of_several_lists_them() -> None:
    several = refusal("abc", *ALL)
    assert (several.what, several.fix) == (
        "'abc' is too short to name one finding",
        f"Write at least 4 digits: {ONE}; {TWO}.",
    )
    assert refusal("123", *ALL).what == "'123' is too short to name one finding"
    same = tuple(
        structs.replace(finding(f"F{one}", Severity.BLOCKER), fingerprint=f"abcd{one:012d}") for one in range(7)
    )
    many = refusal("abcd", *same)
    assert many.fix.count("field-type-changed on") == 5
    assert many.fix.endswith("; and 2 more.")
    assert refusal("abcd", *same[:5]).fix.endswith("(abcd000000000004).")


@pytest.mark.parametrize(
    ("found", "why", "fix"),
    [
        (FOLDED, "is explained by a cause", f"Waive the cause, {'f' * 16}."),
        (OPEN, "is open: nobody can accept what nobody has seen", "Level it."),
        (NOTE, "is a note, which needs no waiver", "Nothing to do."),
    ],
)
def test_what_nobody_can_accept_is_refused_with_what_to_do(found: Finding, why: str, fix: str) -> None:
    refused = refusal(found.fingerprint, *ALL)
    assert refused.what == f"field-type-changed on Lead.{found.component} ({found.fingerprint}) {why}"
    assert refused.fix == fix


def test_open_are_those_that_somebody_could_accept_and_nobody_has_worst_first() -> None:
    assert open_findings(result(*ALL)) == (BLOCKER, WARNING)
    waived = structs.replace(result(*ALL), waivers=(applied(BLOCKER), applied(WARNING, WaiverStatus.EXPIRED)))
    assert open_findings(waived) == (WARNING,)


def test_a_waiver_pins_production_and_todays_items() -> None:
    accepted = Acceptance(by="Dana Hill", reason="known", expires=TODAY, ticket="CRM-7")
    assert waiver_for(BLOCKER, accepted) == Waiver(
        fingerprint="abcd000000000001",
        rule="field-type-changed",
        object="Lead",
        component="Score__c",
        seen=BLOCKER.seen,
        items=("Cold", "Hot"),
        by="Dana Hill",
        reason="known",
        ticket="CRM-7",
        expires=TODAY,
    )


NOT_COMPARED = Gap(area="fields", subject="Case", reason="hidden", fix="Grant it.", fields=("Code__c", "Note__c"))


def test_a_waiver_of_a_gap_names_its_fields_and_keeps_who_and_why() -> None:
    accepted = Acceptance(by="Dana Hill", reason="unused", expires=TODAY, ticket="CRM-8")
    assert waiver_for(NOT_COMPARED, accepted) == Waiver(
        gap="field-not-compared",
        object="Case",
        fields=("Code__c", "Note__c"),
        by="Dana Hill",
        reason="unused",
        ticket="CRM-8",
        expires=TODAY,
    )


def test_gaps_are_offered_where_nothing_uses_the_fields_and_nobody_has_accepted_them() -> None:
    other = Gap(area="triggers", subject="ApexTrigger", reason="refused", fix="Grant it.")
    told = structs.replace(result(), gaps=(NOT_COMPARED, other))
    assert acceptable_gaps(told, Policy()) == (NOT_COMPARED,)
    assert acceptable_gaps(told, Policy(fields=("Case.Note__c",))) == ()
    fields = (waiver_for(NOT_COMPARED, Acceptance(by="D", reason="r", expires=TODAY)),)
    accepted = apply_waivers(Policy(waivers=fields), (), (NOT_COMPARED,), TODAY)
    assert acceptable_gaps(structs.replace(told, waivers=accepted), Policy()) == ()


POLICY = Policy(waiver_max_days=30)
ALLOWED = "Write a day from 2026-11-25 to 2026-12-25 (policy.waiver_max_days)."


@pytest.mark.parametrize("day", [TODAY, TODAY + timedelta(days=30)])
def test_a_day_that_a_check_would_take_is_taken(day: date) -> None:
    assert last_day(f" {day.isoformat()} ", POLICY, TODAY) == day


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("soon", "'soon' is no day"),
        ("2026-11-24", "2026-11-24 is over"),
        ("2026-12-26", "2026-12-26 is more than 30 days away"),
    ],
)
def test_a_day_that_no_check_would_take_is_refused(text: str, what: str) -> None:
    with pytest.raises(InputError) as refused:
        last_day(text, POLICY, TODAY)
    assert (refused.value.what, refused.value.where, refused.value.fix) == (what, "--expires", ALLOWED)
