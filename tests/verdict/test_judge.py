"""Two small snapshots and a policy in, a whole result out: each part of it comes from where it should."""

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec import structs

from parity import __version__
from parity.config.policy import Policy, Profile, ReadinessPolicy, Waiver
from parity.ledger.head import Head
from parity.marketo_measure.api_budget import estimate
from parity.rules.catalogue import entry_named
from parity.rules.finding import Finding, Severity
from parity.snapshot.org_setup import SandboxCopy
from parity.snapshot.records import ApiUse, Field, Gap, Role, SignedInUser, Snapshot
from parity.verdict.decide import Counts, VerdictName
from parity.verdict.judge import judge
from parity.verdict.result import PolicyUsed, Result, RuleText, Tool
from parity.verdict.waivers import WaiverStatus
from tests.small_snapshots import connected_as, described, snapshot

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
NAMED = connected_as("mm@acme.example")


def org(role: Role, kind: str = "string", **changes: object) -> Snapshot:
    """An org whose leads have a field of this type."""
    name, note = Field(name="Name", type="string", length=80), Field(name="Note__c", type=kind)
    return snapshot(role, **{"objects": {"Lead": described(name, note, label="Lead")}, **changes})


def judged(policy: Policy | None = None, moment: datetime = NOON, **production: object) -> Result:
    """Note__c is a text in the sandbox and a number in production."""
    sandbox, other = org(Role.SANDBOX), org(Role.PRODUCTION, "double", **production)
    return judge(sandbox, other, policy or Policy(), tenant="Acme", judged_at=moment)


def of_note(result: Result) -> Finding:
    return next(one for one in result.findings if one.component == "Note__c")


def waiver(expires: date) -> Waiver:
    found = of_note(judged())
    items = tuple(one.name for one in found.items)
    return Waiver(
        fingerprint=found.fingerprint, seen=found.seen, items=items, by="Dana", reason="known", expires=expires
    )


def test_what_differs_is_found_and_told_by_its_rule() -> None:
    result = judged()
    found = of_note(result)
    assert (found.rule, found.severity, found.sandbox, found.production) == (
        "field-type-changed",
        Severity.BLOCKER,
        "string",
        "double",
    )
    assert (result.verdict, result.exit_code, result.counts.blocker) == (VerdictName.NO_GO, 1, 1)
    assert "1 blocker not waived." in result.reasons
    (checked,) = result.checked
    assert (checked.object, checked.fields_compared, checked.equal_fields) == ("Lead", 2, ("Name",))


def test_a_result_says_by_what_for_whom_and_when_it_was_made() -> None:
    ledger = Head(seq=3, hash="sha256:" + "ab" * 32)
    policy = Policy(max_warnings=2, fields=("Lead.Note__c",))
    plus_two = NOON.astimezone(tz=None)
    result = judge(org(Role.SANDBOX), org(Role.PRODUCTION), policy, tenant="Acme", judged_at=plus_two, ledger=ledger)
    assert result.tool == Tool(name="parity", version=__version__)
    assert (result.tenant, result.judged_at, result.ledger) == ("Acme", "2026-11-25T12:00:00Z", ledger)
    assert result.policy == PolicyUsed(
        profile=Profile.STRICT, max_warnings=2, fields=("Lead.Note__c",), digest=policy.digest
    )
    assert (result.orgs.sandbox.id, result.orgs.production.id) == ("00D000000000001EAA", "00D000000000002EAA")


def test_a_snapshot_is_named_by_what_it_was_and_what_it_cost() -> None:
    api = ApiUse(
        version="66.0", calls=7, sign_in_requests=1, fallback="refused", daily_max=15_000, daily_remaining=14_000
    )
    user = SignedInUser(username="reader@acme.example", language="en_US")
    used = judged(api=api, user=user).snapshots
    assert used.sandbox.digest != used.production.digest
    one = used.production
    assert (one.source, one.collected_at, one.collected_by) == ("org", "2026-11-25T12:00:00Z", user)
    assert (one.api_version, one.api_calls, one.sign_in_requests) == ("66.0", 7, 1)
    assert (one.fallback, one.daily_max, one.daily_remaining) == ("refused", 15_000, 14_000)


def test_the_profile_and_the_named_fields_decide_how_much_a_difference_hurts() -> None:
    lenient = Policy(profile=Profile.INTEGRATION)
    assert of_note(judged(lenient)).severity is Severity.WARNING
    assert of_note(judged(structs.replace(lenient, fields=("Lead.Note__c",)))).severity is Severity.BLOCKER


def test_a_waiver_holds_to_the_end_of_the_day_of_judging() -> None:
    policy = Policy(waivers=(waiver(NOON.date()),))
    today, tomorrow = judged(policy), judged(policy, NOON + timedelta(days=1))
    assert [one.status for one in today.waivers] == [WaiverStatus.APPLIED]
    assert [one.status for one in tomorrow.waivers] == [WaiverStatus.EXPIRED]
    assert (today.counts.waived, tomorrow.counts.waived) == (1, 0)


def test_every_rule_that_speaks_is_told_whole() -> None:
    result = judged()
    assert set(result.rules) == {one.rule for one in result.findings}
    entry = entry_named("field-type-changed")
    assert result.rules["field-type-changed"] == RuleText(
        title=entry.title, family=entry.family, why=entry.why, source=entry.source
    )


def test_what_a_release_explains_is_folded_under_it_and_counted_once() -> None:
    new = Field(name="ActivityMetricId", type="reference")
    known = Field(name="Name", type="string", length=80)
    sandbox = snapshot(
        Role.SANDBOX,
        objects={"Lead": described(known, new)},
        api=ApiUse(version="66.0", versions_offered=("66.0", "67.0")),
    )
    production = snapshot(
        Role.PRODUCTION, objects={"Lead": described(known)}, api=ApiUse(version="66.0", versions_offered=("66.0",))
    )
    result = judge(sandbox, production, Policy(), tenant=None, judged_at=NOON)
    (cause,) = result.causes
    own, folded = next(one for one in result.findings if one.rule == "cause-release"), of(result, "ActivityMetricId")
    assert (cause.rule, cause.explains) == ("cause-release", (folded.fingerprint,))
    assert (own.fingerprint, own.severity, folded.cause) == (cause.fingerprint, Severity.WARNING, own.fingerprint)
    assert result.findings[0] is own
    assert result.counts.folded == 1


def of(result: Result, component: str) -> Finding:
    return next(one for one in result.findings if one.component == component)


def test_old_snapshots_and_what_a_snapshot_could_not_read_are_gaps_in_order() -> None:
    unread = Gap(area="describe", subject="Case", reason="refused", fix="Grant it.", role="production")
    policy = Policy(result_max_age_hours=24)
    fresh, stale = judged(policy, gaps=(unread,)), judged(policy, NOON + timedelta(hours=25), gaps=(unread,))
    assert unread in fresh.gaps
    assert len(stale.gaps) > len(fresh.gaps)
    assert list(stale.gaps) == sorted(stale.gaps)
    assert stale.counts.gaps == len(stale.gaps)


def test_readiness_says_whose_access_was_looked_at() -> None:
    named = judged(integration_user=NAMED).readiness
    assert (named.user, named.user_named) == ("mm@acme.example", True)
    by_set = judged(integration_user=structs.replace(NAMED, username=None, permission_set="MM_Admin")).readiness
    assert (by_set.user, by_set.user_named) == ("permission set MM_Admin", True)
    reader = SignedInUser(username="reader@acme.example", language="en_US")
    nobody = judged(user=reader, integration_user=structs.replace(NAMED, username="reader@acme.example", named=False))
    assert (nobody.readiness.user, nobody.readiness.user_named) == ("reader@acme.example", False)
    unread = judged(user=reader).readiness
    assert (unread.user, unread.user_named) == ("reader@acme.example", False)
    assert judged().readiness.user == "unknown"


def test_the_budget_is_that_of_productions_records_by_the_policy() -> None:
    counts = {"Lead": 4_000, "Contact": 100}
    policy = Policy(readiness=ReadinessPolicy(export_batch_size=50))
    result = judged(policy, record_counts=counts)
    budget = result.readiness.budget
    assert budget is not None
    # 4,000 leads and 100 contacts: two records written for each, 50 a credit; 2 and 1 queries.
    assert (budget.batch_size, budget.read_credits, budget.write_credits) == (50, 3, 164)
    assert budget == estimate(org(Role.PRODUCTION, record_counts=counts), policy.readiness)
    assert judged(policy).readiness.budget is None
    assert result.readiness.evaluated
    assert not set(result.readiness.evaluated) & set(result.readiness.not_evaluated)


def test_the_counts_are_of_all_findings() -> None:
    result = judged()
    assert result.counts == Counts(
        blocker=sum(one.severity is Severity.BLOCKER for one in result.findings),
        warning=sum(one.severity is Severity.WARNING for one in result.findings),
        info=sum(one.severity is Severity.INFO for one in result.findings),
        waived=0,
        folded=0,
        gaps=len(result.gaps),
        total=len(result.findings),
    )


def test_the_bar_for_warnings_is_the_policys() -> None:
    lenient = Policy(profile=Profile.INTEGRATION)
    warned = of_note(judged(lenient))
    assert warned.severity is Severity.WARNING
    open_verdict, barred = judged(lenient), judged(structs.replace(lenient, max_warnings=0))
    assert open_verdict.verdict is not VerdictName.NO_GO
    assert barred.verdict is VerdictName.NO_GO


@pytest.mark.parametrize(("moment", "old"), [(NOON, False), (NOON + timedelta(days=1), True)])
def test_the_day_of_judging_says_how_old_the_copy_is(moment: datetime, old: bool) -> None:
    copy = SandboxCopy(
        sandbox="uat",
        organization_id="00D000000000001EAA",
        license="FULL",
        status="Completed",
        started="2025-11-24T10:00:00.000+0000",
        ended="2025-11-25T10:00:00.000+0000",
    )
    found = judged(moment=moment, copies=(copy,))
    assert any(one.component == "uat" and one.sandbox == "copied on 2025-11-25" for one in found.findings) is old
