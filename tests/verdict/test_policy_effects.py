"""What each line of a policy changed on a result: the result, judged again without it."""

import time
from datetime import date
from typing import Any

import pytest
from msgspec import structs

from parity.config.policy import Policy, Profile, ReadinessPolicy, SeverityOverride, Waiver
from parity.rules.finding import Finding, Severity
from parity.snapshot.records import Role
from parity.verdict.decide import VerdictName, count
from parity.verdict.judge import judge
from parity.verdict.policy_effects import Effect, PolicyOutcome, policy_effects
from parity.verdict.waivers import apply_waivers
from tests.verdict.findings import GAP, finding
from tests.verdict.test_judge import NOON, judged, of_note, org

LATER = date(2026, 11, 30)


def effects(policy: Policy, *stated: str, **production: Any) -> list[Effect]:
    """The effects on two orgs of which a field of Lead has another type in production."""
    sandbox, other = org(Role.SANDBOX), org(Role.PRODUCTION, "double", **production)
    result = judge(sandbox, other, policy, tenant="Acme", judged_at=NOON)
    return list(policy_effects(sandbox, other, policy, result, stated))


def waiver(**changes: Any) -> Waiver:
    found = of_note(judged())
    items = tuple(one.name for one in found.items)
    made = Waiver(fingerprint=found.fingerprint, seen=found.seen, items=items, by="Dana", reason="known", expires=LATER)
    return structs.replace(made, **changes)


def test_a_policy_that_states_nothing_has_no_line() -> None:
    assert effects(Policy()) == []


def test_a_setting_is_told_with_what_it_would_be_left_out() -> None:
    (profile,) = effects(Policy(profile=Profile.INTEGRATION), "profile")
    assert (profile.key, profile.entry) == ("profile", None)
    assert profile.says == "profile: integration (left out: strict)"
    assert "blocker: 1 instead of 0" in profile.without
    assert "blocker then: field-type-changed on Lead.Note__c" in profile.without
    (none,) = effects(Policy(), "max_warnings")
    assert (none.says, none.without) == ("max_warnings: null (left out: null)", ())


def test_every_line_is_told_once_in_the_order_of_the_settings() -> None:
    policy = Policy(
        profile=Profile.INTEGRATION,
        max_warnings=9,
        fields=("Lead.Note__c", "Lead.Name"),
        readiness=ReadinessPolicy(export_batch_size=50),
        severities=(SeverityOverride(rule="field-type-changed", raise_to="blocker", reason="ours"),),
        waivers=(waiver(),),
        approvals=1,
    )
    stated = ("approvals", "readiness.export_batch_size", "max_warnings", "profile", "unknown")
    found = effects(policy, *stated)
    assert [(one.key, one.entry) for one in found] == [
        ("profile", None),
        ("max_warnings", None),
        ("fields", 0),
        ("fields", 1),
        ("readiness.export_batch_size", None),
        ("severities", 0),
        ("waivers", 0),
        ("approvals", None),
    ]
    assert [one.says for one in found[2:5]] == [
        "fields: Lead.Note__c",
        "fields: Lead.Name",
        "readiness.export_batch_size: 50",
    ]
    assert found[-1] == Effect(key="approvals", says="approvals", changed="for the switch: no result depends on it")


def test_a_named_field_makes_a_warning_a_blocker() -> None:
    policy = Policy(profile=Profile.INTEGRATION, fields=("Lead.Note__c",))
    (named,) = effects(policy)
    assert "warning then: field-type-changed on Lead.Note__c" in named.without


def test_a_waiver_that_holds_says_what_stands_without_it_and_another_why_it_does_not() -> None:
    holds, expired = effects(Policy(waivers=(waiver(), waiver(fingerprint="0" * 16, by="Eve"))))
    assert (holds.key, holds.entry, holds.changed) == ("waivers", 0, "applied")
    assert holds.says == f"{waiver().fingerprint} by Dana, until 2026-11-30: known"
    assert {"blocker: 1 instead of 0", "waived: 0 instead of 1"} <= set(holds.without)
    assert (expired.entry, expired.without) == (1, ())
    assert expired.changed.startswith("matches no finding.")
    assert expired.says.startswith("0000000000000000 by Eve")


def test_without_one_of_two_that_accept_the_same_nothing_changes() -> None:
    found = of_note(judged())
    by_names = waiver(fingerprint="", rule=found.rule, object=found.object, component=found.component, by="Eve")
    told = effects(Policy(waivers=(waiver(), by_names)))
    assert [(one.changed.partition(":")[0], one.without) for one in told] == [
        ("applied", ()),
        ("accepts what an earlier one accepts", ()),
    ]


def test_a_waiver_with_a_ticket_names_it() -> None:
    (told,) = effects(Policy(waivers=(waiver(ticket="MM-1"),)))
    assert told.says == f"{waiver().fingerprint} by Dana, MM-1, until 2026-11-30: known"


def test_one_that_does_not_hold_says_nothing_of_what_another_accepts() -> None:
    late = waiver(expires=date(2020, 1, 1), by="Eve")
    told = effects(Policy(waivers=(waiver(), late)))
    assert [bool(one.without) for one in told] == [True, False]


def test_thousands_of_waivers_are_told_soon() -> None:
    sandbox, production = org(Role.SANDBOX), org(Role.PRODUCTION, "double")
    severities = (Severity.BLOCKER, Severity.WARNING)
    found = tuple(finding(f"F{n}__c", severities[n % 2]) for n in range(4_000))
    of_one = waiver(items=())
    waivers = tuple(structs.replace(of_one, fingerprint=one.fingerprint, seen=one.seen) for one in found)
    policy = Policy(waivers=waivers, max_warnings=0)
    applied = apply_waivers(policy, found, (), NOON.date())
    result = structs.replace(
        judge(sandbox, production, Policy(), tenant="Acme", judged_at=NOON),
        findings=found,
        gaps=(),
        waivers=applied,
        counts=count(found, (), applied),
        verdict=VerdictName.GO_WITH_WAIVERS,
    )
    begin = time.process_time()
    told = [one.without for one in policy_effects(sandbox, production, policy, result, ())]
    assert time.process_time() - begin < 10
    waived = "waived: 3999 instead of 4000"
    assert told[0::2] == [("NO-GO instead of GO WITH WAIVERS", "blocker: 1 instead of 0", waived)] * 2_000
    assert told[1::2] == [("NO-GO instead of GO WITH WAIVERS", "warning: 1 instead of 0", waived)] * 2_000


def test_a_severity_says_what_it_does_and_what_would_be_without() -> None:
    raised = SeverityOverride(object="lead", field="Lead.Note__c", raise_to="blocker", reason="ours")
    idle = SeverityOverride(rule="field-formula-changed", raise_to="blocker", reason="ours")
    late = SeverityOverride(
        rule="field-formula-changed", lower_to="info", by="Eve", reason="old", expires=date(2026, 11, 30)
    )
    policy = Policy(profile=Profile.INTEGRATION, severities=(raised, idle, late))
    found = effects(policy)
    assert [(one.key, one.entry) for one in found] == [("severities", 0), ("severities", 1), ("severities", 2)]
    assert "warning then: field-type-changed on Lead.Note__c" in found[0].without
    assert found[1].without == found[2].without == ()
    assert found[0].changed
    assert found[2].changed.endswith("matches no finding.")
    swapped = effects(structs.replace(policy, severities=(idle, raised)))
    assert swapped[0].without == ()
    assert swapped[1].without == found[0].without


def test_a_setting_of_readiness_says_what_would_be_without() -> None:
    policy = Policy(readiness=ReadinessPolicy(stage_fields=("Lead.Note__c",)))
    (stated,) = effects(policy, "readiness.stage_fields")
    assert stated.key == "readiness.stage_fields"
    assert stated.without


def outcome(*findings: Finding, verdict: VerdictName = VerdictName.GO, gaps: int = 0) -> PolicyOutcome:
    return PolicyOutcome(verdict=verdict, counts=count(findings, (GAP,) * gaps, ()), findings=findings)


BLOCKER, WARNING = finding("A__c", Severity.BLOCKER), finding("A__c", Severity.WARNING)


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (outcome(BLOCKER), outcome(BLOCKER), ()),
        (
            outcome(verdict=VerdictName.NO_GO),
            outcome(verdict=VerdictName.INCONCLUSIVE),
            ("INCONCLUSIVE instead of NO-GO",),
        ),
        (outcome(gaps=2), outcome(gaps=1), ("gaps: 1 instead of 2",)),
        (
            outcome(BLOCKER),
            outcome(WARNING),
            (
                "blocker: 0 instead of 1",
                "warning: 1 instead of 0",
                "warning then: field-type-changed on Lead.A__c",
            ),
        ),
        (outcome(), outcome(WARNING), ("warning: 1 instead of 0", "found besides: field-type-changed on Lead.A__c")),
        (outcome(WARNING), outcome(), ("warning: 0 instead of 1", "not found: field-type-changed on Lead.A__c")),
        (outcome(), outcome(structs.replace(WARNING, cause="f" * 16)), ()),
    ],
)
def test_two_outcomes_differ_in_phrases(one: PolicyOutcome, other: PolicyOutcome, told: tuple[str, ...]) -> None:
    assert one.differs(other) == told


def test_many_names_are_sorted_and_counted_and_one_without_an_object_is_told_alone() -> None:
    many = [finding(f"F{number}", Severity.INFO) for number in (6, 3, 1, 2, 4, 5, 0)]
    told = outcome().differs(outcome(*many))[-1]
    assert told == f"found besides: {', '.join(f'field-type-changed on Lead.F{one}' for one in range(5))} and 2 more"
    five = outcome().differs(outcome(*many[2:]))[-1]
    assert "more" not in five
    alone = structs.replace(many[0], object="", component="reader (sandbox)")
    assert outcome().differs(outcome(alone))[-1] == "found besides: field-type-changed on reader (sandbox)"
