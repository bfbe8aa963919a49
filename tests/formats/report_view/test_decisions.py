"""What stands on the first screen: the things to decide, in plain words, the most important first."""

from collections.abc import Callable

import pytest
from msgspec import structs

from parity.compare.difference import Kind
from parity.config.policy import Policy, Waiver
from parity.formats.report_view.decisions import SHOWN, decisions_of
from parity.formats.report_view.plain_words import PLAIN, PLAIN_ONLY_IN
from parity.formats.report_view.view import report_view
from parity.formats.report_view.words import begun, moment, number, several, some
from parity.rules.catalogue import all_entries
from parity.rules.finding import Finding, Severity
from parity.snapshot.records import Gap
from parity.verdict.decide import VerdictName
from parity.verdict.result import Result
from parity.verdict.waivers import apply_waivers, open_gaps
from tests.simulated import NOON
from tests.waivers import waiver_of

Make = Callable[..., Result]


def first_blocker(result: Result) -> Finding:
    return next(
        one
        for one in result.findings
        if one.severity is Severity.BLOCKER and one.kind is not Kind.CAUSE and one.cause is None
    )


def told(result: Result) -> list[str]:
    points = report_view(result).opening.points
    return [f"{one.sentence}. {one.names}{one.detail}".rstrip(". ") for one in points]


def test_the_same_thing_in_several_places_is_one_decision(result_of: Make) -> None:
    drifted = result_of("drifted")
    lacking = next(one for one in drifted.findings if one.rule == "field-missing-in-sandbox")
    on = ["Account", "Lead", "Case", *["Opportunity"] * 4]
    findings = tuple(
        structs.replace(lacking, object=name, component=f"Field_{at}__c", fingerprint=f"{at:016}")
        for at, name in enumerate(on)
    )
    sentences = told(structs.replace(drifted, findings=findings))
    assert sentences == [
        "Seven fields are missing in the sandbox, four of them on Opportunity. "
        "Account.Field_0__c, Lead.Field_1__c and 5 more"
    ]


def test_one_thing_is_told_by_its_name(result_of: Make) -> None:
    result = result_of("triggers-off")
    off = next(one for one in result.findings if one.component == "LeadScoring")
    assert told(structs.replace(result, findings=(off,))) == ["LeadScoring is off in the sandbox"]


@pytest.mark.parametrize("scenario", ["drifted", "person-accounts-and-packages", "triggers-off"])
def test_the_first_blocker_is_among_the_three_by_its_name(scenario: str, result_of: Make) -> None:
    result = result_of(scenario)
    assert first_blocker(result).component in " ".join(told(result))
    assert len(told(result)) <= SHOWN


def test_causes_come_before_what_no_cause_explains_and_tell_how_much(result_of: Make) -> None:
    result = result_of("person-accounts-and-packages")
    decisions = decisions_of(result)
    assert [one.sentence for one in decisions[:2]] == [
        "Three packages are missing in the sandbox",
        "Person Accounts are on in production, and off in the sandbox",
    ]
    assert sum(one.explains for one in decisions) == result.counts.folded
    assert decisions[0].names == "cpqx, esgn, evtm"


def test_a_cause_says_which_org_lacks_what_the_other_has(result_of: Make) -> None:
    result = result_of("person-accounts-and-packages")
    turned = tuple(structs.replace(one, sandbox=one.production, production=one.sandbox) for one in result.findings)
    assert [one.sentence for one in decisions_of(structs.replace(result, findings=turned))[:2]] == [
        "Three packages are missing in production",
        "Person Accounts are on in the sandbox, and off in production",
    ]
    package = next(one for one in turned if one.rule == "cause-package-missing")
    mixed = tuple(package if one.fingerprint == package.fingerprint else one for one in result.findings)
    sentences = [one.sentence for one in decisions_of(structs.replace(result, findings=mixed))]
    assert "Three packages are in one org only" in sentences


def test_what_would_go_wrong_on_day_one_is_told_by_what_it_means_and_then_by_what_it_is_about(result_of: Make) -> None:
    result = result_of("drifted")
    found = next(one for one in result.findings if one.rule == "readiness-required-field-missing")
    (point,) = report_view(structs.replace(result, findings=(found,))).opening.points
    assert (point.sentence, point.detail) == (
        "A custom field must be filled",
        "Lead: required fields without a default: Campaign_Note__c",
    )


def test_every_standing_blocker_and_warning_is_in_one_decision(result_of: Make) -> None:
    result = result_of("person-accounts-and-packages")
    in_decisions = sorted(found.fingerprint for one in decisions_of(result) for found in one.findings)
    standing = [one for one in result.findings if one.cause is None and one.severity is not Severity.INFO]
    assert in_decisions == sorted(one.fingerprint for one in standing)


def test_what_was_accepted_leads_under_go_with_waivers(result_of: Make) -> None:
    found = [one for one in result_of("triggers-off").findings if one.severity is not Severity.INFO]
    opening = report_view(result_of("triggers-off", Policy(waivers=tuple(map(waiver_of, found))))).opening
    assert opening.title == "What was accepted"
    assert opening.points[0].sentence == "Twelve triggers are off in the sandbox"
    assert opening.accepted is not None
    assert (opening.accepted.count, opening.accepted.void, opening.accepted.by) == (len(found), 0, "Dana Hill")


def test_what_is_waived_is_nothing_to_decide_where_something_else_stands(result_of: Make) -> None:
    first = first_blocker(result_of("drifted"))
    result = result_of("drifted", Policy(waivers=(waiver_of(first),)))
    assert first.fingerprint not in {found.fingerprint for one in decisions_of(result) for found in one.findings}


def test_what_could_not_be_read_leads_where_the_verdict_is_open(result_of: Make) -> None:
    result = result_of("no-tooling")
    view = report_view(result)
    assert told(result)[0] == (
        "17 things could not be read in production. Grant View Setup and Configuration to the signed-in user"
    )
    assert sum(len(one.things) for one in view.unread) == len(open_gaps(result.gaps, result.waivers))
    sizes = [len(one.things) for one in view.unread]
    assert sizes == sorted(sizes, reverse=True)


def test_a_go_tells_what_it_rests_on(result_of: Make) -> None:
    assert told(result_of("identical"))[1:] == [
        "The rehearsal made 30 touchpoints of 20 people",
        "The first sync takes about 0.2 days and 19,638 API credits",
    ]
    assert "equal" in told(result_of("identical"))[0]


@pytest.mark.parametrize(
    "scenario", ["identical", "drifted", "person-accounts-and-packages", "no-tooling", "preview-release"]
)
def test_every_decision_leads_somewhere(scenario: str, result_of: Make) -> None:
    result = result_of(scenario)
    view = report_view(result)
    anchors = {one.anchor for one in view.sections}
    anchors |= {f"f-{one.fingerprint}" for one in result.findings} | {f"rule={one}" for one in result.rules}
    assert [one.link for one in view.opening.points if one.link not in anchors] == []


def test_plain_words_are_for_rules_that_there_are() -> None:
    known = {one.id for one in all_entries()}
    assert {*PLAIN, *(rule for rule, _role in PLAIN_ONLY_IN)} - known == set()
    for one, many in (*PLAIN.values(), *PLAIN_ONLY_IN.values()):
        assert one.format(name="N", items="I")
        assert not many or many.format(number="N") != many


def test_numbers_and_times_are_put_in_words() -> None:
    assert [number(one) for one in (1, 12, 13, 1350)] == ["one", "twelve", "13", "1,350"]
    assert [several("{count} person", "{count} people", one) for one in (1, 2)] == ["1 person", "2 people"]
    assert [begun("seven fields"), begun("bizible2__X__c is off"), begun("LeadScoring is off")] == [
        "Seven fields",
        "bizible2__X__c is off",
        "LeadScoring is off",
    ]
    assert moment("2026-11-04T09:05:00Z") == "4 Nov 2026, 09:05 UTC"
    assert [some(["a", "b", "c"]), some(["a", "b", "c", "d"])] == ["a, b, c", "a, b and 2 more"]


def test_what_was_not_read_for_one_reason_is_told_once(result_of: Make) -> None:
    first, *_others = report_view(result_of("no-tooling")).unread
    definitions = [subjects for subjects, _reason in first.by_reason if "FieldDefinition of Lead" in subjects]
    assert [len(one) for one in definitions] == [6]
    assert sum(len(subjects) for subjects, _reason in first.by_reason) == len(first.things)


def test_fields_that_somebody_accepted_as_not_compared_are_told_with_who(result_of: Make) -> None:
    gap = Gap(area="field", role="", subject="Lead", reason="hidden", fix="Grant it.", fields=("Depot__c", "Fleet__c"))
    accepted = Waiver(
        gap="field-not-compared",
        object="Lead",
        fields=gap.fields,
        by="Dana Hill",
        reason="new",
        expires=NOON.date(),
    )
    waivers = apply_waivers(Policy(waivers=(accepted,)), (), (gap,), NOON.date())
    result = structs.replace(result_of("identical"), verdict=VerdictName.GO_WITH_WAIVERS, gaps=(gap,), waivers=waivers)
    assert told(result) == ["2 fields of Lead could not be compared. accepted by Dana Hill"]
    assert [one.subject for one in report_view(result).accepted_gaps] == ["Lead"]


def test_what_a_person_lowered_counts_as_accepted(result_of: Make) -> None:
    found = first_blocker(result_of("drifted"))
    lowered = structs.replace(found, severity=Severity.INFO, rule_severity=Severity.BLOCKER)
    result = structs.replace(result_of("drifted"), verdict=VerdictName.GO_WITH_WAIVERS, findings=(lowered,), waivers=())
    assert found.component in " ".join(told(result))
