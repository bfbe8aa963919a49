"""The policy's severities: raised for a reason, lowered by a named person until a day, never what guards a switch."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

import pytest
from msgspec import structs

from parity.config.policy import Policy, Profile, ReadinessPolicy, SeverityOverride
from parity.formats.registry import format_named
from parity.formats.text import render
from parity.rules.catalogue import all_entries
from parity.rules.finding import Finding, Severity
from parity.snapshot.records import Field, ObjectDescribe, Role, Snapshot, Trigger
from parity.verdict.decide import VerdictName, decide
from parity.verdict.judge import judge
from parity.verdict.result import Result, read_result, result_bytes
from parity.verdict.severities import SeverityStatus
from tests.simulated import NOON
from tests.small_snapshots import described, pair

DAY = NOON.date() + timedelta(days=30)
Pair = tuple[Snapshot, Snapshot]


def fields(role: Role) -> tuple[Field, ...]:
    """Two fields that hold less in production, and one with another label there: a field that Marketo Measure uses."""
    length = 255 if role is Role.SANDBOX else 80
    return (
        Field(name="Legacy_Note__c", type="string", custom=True, length=length),
        Field(name="Legacy_Code__c", type="string", custom=True, length=length),
        Field(name="Email", type="email", custom=False, label=f"Email {length}", length=length),
    )


@pytest.fixture
def orgs() -> Pair:
    sandbox, production = pair()
    return (
        structs.replace(sandbox, objects={"Lead": described(*fields(Role.SANDBOX))}),
        structs.replace(production, objects={"Lead": described(*fields(Role.PRODUCTION))}),
    )


def raised(to: Literal["blocker", "warning"], rule: str = "", on: str = "", field: str = "") -> SeverityOverride:
    return SeverityOverride(rule=rule, object=on, field=field, raise_to=to, reason="our screens")


def lowered(
    to: Literal["warning", "info"], expires: date = DAY, *, rule: str = "", on: str = "", field: str = ""
) -> SeverityOverride:
    who = SeverityOverride(by="Dana Hill", reason="retired", ticket="CRM-1", expires=expires)
    return structs.replace(who, rule=rule, object=on, field=field, lower_to=to)


def judged(orgs: Pair, *severities: SeverityOverride, bar: int | None = None, named: tuple[str, ...] = ()) -> Result:
    policy = Policy(severities=severities, max_warnings=bar, fields=named)
    result = judge(*orgs, policy, tenant="Tests", judged_at=NOON)
    assert read_result(result_bytes(result), "test") == result
    return result


def of(result: Result, component: str, rule: str) -> Finding:
    return next(one for one in result.findings if (one.component, one.rule) == (component, rule))


NARROWER, LABEL = "field-narrower-in-production", "field-label-changed"


def test_without_an_entry_the_rules_have_the_last_word(orgs: Pair) -> None:
    result = judged(orgs)
    assert of(result, "Legacy_Note__c", NARROWER).severity is Severity.BLOCKER
    assert of(result, "Email", LABEL).severity is Severity.INFO
    assert {one.rule_severity for one in result.findings} == {None}


@pytest.mark.parametrize(
    "select",
    [{"rule": LABEL}, {"rule": LABEL, "on": "lead"}, {"field": "Lead.Em*"}, {"on": "Lead", "rule": LABEL}],
)
def test_a_severity_is_raised_for_a_reason(orgs: Pair, select: dict[str, str]) -> None:
    result = judged(orgs, raised("blocker", **select))
    found = of(result, "Email", LABEL)
    assert (found.severity, found.rule_severity) == (Severity.BLOCKER, Severity.INFO)
    assert result.severities[0].status is SeverityStatus.APPLIED
    assert found.fingerprint in result.severities[0].changed
    assert "raised by policy.severities" in " ".join(result.reasons)


def test_to_raise_never_lowers(orgs: Pair) -> None:
    result = judged(orgs, raised("warning", NARROWER))
    assert of(result, "Legacy_Note__c", NARROWER).severity is Severity.BLOCKER
    assert result.severities[0].status is SeverityStatus.SAME


def test_to_lower_is_to_accept_and_holds_only_for_what_it_selects(orgs: Pair) -> None:
    one = judged(orgs, lowered("info", field="Lead.Legacy_Note*"))
    assert of(one, "Legacy_Note__c", NARROWER).severity is Severity.INFO
    assert of(one, "Legacy_Code__c", NARROWER).severity is Severity.BLOCKER
    both = judged(orgs, lowered("info", field="Lead.Legacy_*"))
    assert [found.severity for found in both.findings if found.component.startswith("Legacy")] == [Severity.INFO] * 2
    assert "2 findings lowered by name" in " ".join(both.reasons)


def accepted(result: Result) -> VerdictName:
    """The verdict of the findings alone, as if everything could be read."""
    return decide(result.findings, (), result.waivers, result.policy.max_warnings, result.severities).name


def test_what_another_entry_raises_again_is_not_told_as_lowered(orgs: Pair) -> None:
    result = judged(orgs, lowered("info", field="Lead.Legacy_*"), raised("blocker", field="Lead.Legacy_*"))
    assert of(result, "Legacy_Note__c", NARROWER).severity is Severity.BLOCKER
    assert (result.severities[0].status, result.severities[0].changed) == (SeverityStatus.RAISED, ())
    assert "changes nothing: another entry raises what it selects" in " ".join(result.reasons)


def test_what_would_be_no_go_is_a_go_with_waivers_where_it_is_lowered(orgs: Pair) -> None:
    mine = lowered("warning", field="Lead.Legacy_*"), lowered("warning", rule=NARROWER)
    result = judged((orgs[0], _with_email_of(orgs[0], orgs[1])), *mine)
    assert accepted(result) is VerdictName.GO_WITH_WAIVERS
    assert accepted(judged((orgs[0], _with_email_of(orgs[0], orgs[1])))) is VerdictName.NO_GO


def _with_email_of(first: Snapshot, second: Snapshot) -> Snapshot:
    """The second org, with the first's Email: only what nothing uses differs."""
    others = [one for one in second.objects["Lead"].fields if one.name != "Email"]
    email = [one for one in first.objects["Lead"].fields if one.name == "Email"]
    return structs.replace(second, objects={"Lead": described(*others, *email)})


@pytest.mark.parametrize(
    ("expires", "status", "said"),
    [
        (NOON.date(), SeverityStatus.APPLIED, "lowered by name"),
        (NOON.date() - timedelta(days=1), SeverityStatus.EXPIRED, "expired on 2026-11-23"),
        (NOON.date() + timedelta(days=90), SeverityStatus.APPLIED, "lowered by name"),
        (NOON.date() + timedelta(days=91), SeverityStatus.TOO_LONG, "longer than policy.waiver_max_days"),
    ],
)
def test_a_lower_severity_has_a_last_day(orgs: Pair, expires: date, status: SeverityStatus, said: str) -> None:
    result = judged(orgs, lowered("info", expires, field="Lead.Legacy_*"))
    assert result.severities[0].status is status
    assert said in " ".join(result.reasons)
    wanted = Severity.INFO if status is SeverityStatus.APPLIED else Severity.BLOCKER
    assert of(result, "Legacy_Note__c", NARROWER).severity is wanted


def test_a_field_that_marketo_measure_uses_is_never_lowered(orgs: Pair) -> None:
    result = judged(orgs, lowered("info", rule=NARROWER))
    assert of(result, "Email", NARROWER).severity is Severity.BLOCKER
    assert of(result, "Legacy_Note__c", NARROWER).severity is Severity.INFO
    assert result.severities[0].kept == (of(result, "Email", NARROWER).fingerprint,)
    assert "guards the switch, and no policy lowers that" in " ".join(result.reasons)
    alone = judged(orgs, lowered("info", field="Lead.Email"))
    assert alone.severities[0].status is SeverityStatus.GUARDED


def test_a_field_that_the_project_names_is_never_lowered(orgs: Pair) -> None:
    result = judged(orgs, lowered("info", field="Lead.Legacy_*"), named=("lead.legacy_code__c",))
    assert of(result, "Legacy_Code__c", NARROWER).severity is Severity.BLOCKER
    assert of(result, "Legacy_Note__c", NARROWER).severity is Severity.INFO


def test_a_field_of_a_custom_stage_is_in_use_as_one_that_the_policy_names(orgs: Pair) -> None:
    stages = ReadinessPolicy(stage_fields=("Lead.Legacy_Code__c",))
    policy = Policy(profile=Profile.INTEGRATION, readiness=stages, severities=(lowered("info", field="Lead.Legacy_*"),))
    result = judge(*orgs, policy, tenant="Tests", judged_at=NOON)
    assert of(result, "Legacy_Code__c", NARROWER).severity is Severity.BLOCKER
    assert of(result, "Legacy_Note__c", NARROWER).severity is Severity.INFO


def test_what_a_person_account_shows_of_a_field_in_use_is_never_lowered() -> None:
    def account(length: int) -> dict[str, ObjectDescribe]:
        names = {"PersonEmail": False, "Depot__pc": True, "PersonMailingStreet": False, "Note__pc": True}
        return {
            "Account": described(*(Field(name=n, type="string", custom=c, length=length) for n, c in names.items()))
        }

    sandbox, production = pair()
    orgs = structs.replace(sandbox, objects=account(255)), structs.replace(production, objects=account(80))
    named = ("Contact.Depot__c", "Contact.MailingAddress")
    found = judged(orgs, lowered("info", field="Account.*"), named=named).findings
    lower = {one.component for one in found if one.rule == NARROWER and one.severity is Severity.INFO}
    assert lower == {"Note__pc"}


@pytest.mark.parametrize(("on_update", "wanted"), [(True, Severity.WARNING), (False, Severity.INFO)])
def test_a_trigger_that_fires_on_updates_is_never_lowered(on_update: bool, wanted: Severity) -> None:
    def trigger(crc: float) -> Trigger:
        return Trigger(
            name="Guard",
            namespace_prefix=None,
            table_enum_or_id="Lead",
            status="Active",
            usage_after_update=on_update,
            usage_after_insert=not on_update,
            body_crc=crc,
        )

    sandbox, production = pair(objects={"Lead": described()})
    orgs = structs.replace(sandbox, triggers=(trigger(1.0),)), structs.replace(production, triggers=(trigger(2.0),))
    result = judged(orgs, lowered("info", rule="trigger-body-changed"))
    assert of(result, "Guard", "trigger-body-changed").severity is wanted


def test_what_guards_the_switch_is_declared_by_its_rule() -> None:
    guarding = {one.id for one in all_entries() if one.guards}
    assert {
        "readiness-not-a-copy-of-production",
        "readiness-unsupported-crm-package-version",
        "readiness-package-not-rehearsed",
        "readiness-never-rehearsed",
        "readiness-integration-user-inactive",
        "trigger-missing-in-sandbox",
        "trigger-inactive-in-sandbox",
        "trigger-update-events-changed",
    } <= guarding
    assert all("no policy lowers it" in one.severities for one in all_entries() if one.guards)
    assert not any("no policy lowers it" in one.severities for one in all_entries() if not one.guards)


def test_a_rule_that_guards_the_switch_is_never_lowered(snapshots: Callable[[str], Pair]) -> None:
    sandbox, production = snapshots("identical")
    orgs = sandbox, structs.replace(production, copies=())
    mine = lowered("info", rule="readiness-not-a-copy-of-production")
    result = judged(orgs, mine)
    found = next(one for one in result.findings if one.rule == mine.rule)
    assert (found.severity, found.rule_severity) == (Severity.BLOCKER, None)
    assert result.verdict is VerdictName.NO_GO
    assert result.severities[0].status is SeverityStatus.GUARDED


def test_a_cause_has_the_severity_of_what_it_explains_as_the_policy_has_it(snapshots: Callable[[str], Pair]) -> None:
    orgs = snapshots("person-accounts-and-packages")
    plain = judged(orgs)
    cause = next(one for one in plain.causes if one.rule.startswith("cause-package"))
    explained = {one.rule for one in plain.findings if one.fingerprint in cause.explains}
    assert explained
    raising = judged(orgs, *(raised("blocker", rule) for rule in sorted(explained)))
    by_mark = {one.fingerprint: one for one in raising.findings}
    assert by_mark[cause.fingerprint].severity is Severity.BLOCKER
    assert raising.causes == plain.causes


def test_every_format_says_who_lowered_what_and_what_the_rule_says(orgs: Pair) -> None:
    result = judged(orgs, lowered("info", field="Lead.Legacy_*"), raised("blocker", LABEL))
    text, page = render(result).decode(), format_named("html").render(result).decode()
    assert "field Lead.Legacy_*: lowered to info by Dana Hill, CRM-1, until 2026-12-24: retired" in text
    assert "rule field-label-changed: raised to blocker by the project: our screens" in text
    assert "(info by the rule)" in text
    for words in (
        "Lead.Legacy_*",
        "lowered to info",
        "Dana Hill",
        "retired (CRM-1)",
        "2026-12-24",
        "(blocker by the rule)",
    ):
        assert words in page


def test_a_lowering_that_selects_nothing_is_told_and_a_raising_is_not(orgs: Pair) -> None:
    result = judged(orgs, lowered("info", on="Case"), raised("blocker", on="Case"))
    assert [one.status for one in result.severities] == [SeverityStatus.UNMATCHED] * 2
    assert [one for one in result.reasons if "Case" in one] == [
        "The lower severity of object Case by Dana Hill matches no finding."
    ]
