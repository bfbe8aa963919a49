"""What two snapshots together do not prove is a gap."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec import structs

from parity.compare.difference import Comparison
from parity.compare.gaps import age_gaps, is_only_warned, pair_gaps
from parity.compare.snapshots import compare
from parity.config.policy import Policy, Profile
from parity.integrity.clocks import CLOCKS_MAY_DIFFER
from parity.ledger.records import utc_text
from parity.marketo_measure.catalogue import catalogue
from parity.rules.drift.findings_of import explain
from parity.snapshot.grants import read_fields
from parity.snapshot.records import ApiUse, Field, Gap, HiddenField, ObjectDescribe, Role
from parity.verdict.judge import judge
from tests.simulated import NOON
from tests.small_snapshots import described, pair, snapshot

HIDDEN = described(defined=("Secret__c", "Site__Latitude__s", "Shown__c", "OldStandard"))
SHOWN = described(Field(name="Secret__c", type="string"), Field(name="Site__Latitude__s", type="double"))


def hidden_in_both(sandbox: ObjectDescribe, production: ObjectDescribe) -> list[str]:
    """The fields of Case that a gap says to be hidden from both users."""
    orgs = snapshot(Role.SANDBOX, objects={"Case": sandbox}), snapshot(Role.PRODUCTION, objects={"Case": production})
    gaps = pair_gaps(*orgs, compare(*orgs), Policy())
    said = [one for one in gaps if one.subject == "Case" and one.area == "field-visibility"]
    return [name for one in said for name in one.reason.rpartition(": ")[2].split(", ")]


def test_a_custom_field_hidden_in_both_orgs_is_a_gap() -> None:
    assert hidden_in_both(HIDDEN, HIDDEN) == ["Secret__c", "Shown__c", "Site__Latitude__s"]


def test_a_field_that_one_org_shows_is_hidden_in_one_org_only() -> None:
    assert hidden_in_both(HIDDEN, SHOWN) == hidden_in_both(SHOWN, HIDDEN) == []
    assert hidden_in_both(SHOWN, SHOWN) == []


def test_a_standard_field_that_field_definition_tells_whole_is_no_gap() -> None:
    assert hidden_in_both(described(defined=("OldStandard",)), described(defined=("OldStandard",))) == []


@pytest.mark.parametrize(("data_type", "gap"), [("Picklist", True), ("Formula (Text)", True), ("Lookup(User)", False)])
def test_values_and_formulas_are_not_told_by_field_definition(data_type: str, gap: bool) -> None:
    hidden = structs.replace(
        described(defined=("Rating",)), hidden_fields=(HiddenField(name="Rating", data_type=data_type),)
    )
    assert (hidden_in_both(hidden, hidden) == ["Rating"]) is gap


def test_what_no_describe_ever_shows_is_neither_hidden_nor_missing() -> None:
    never_shown = structs.replace(described(defined=("IsPriorityRecord",)), hidden_fields=())
    assert hidden_in_both(never_shown, never_shown) == []
    assert compare(*pair(objects={"Case": never_shown})).differences == ()


def test_a_field_hidden_in_both_is_compared_by_what_field_definition_tells() -> None:
    before, after = (
        structs.replace(described(defined=("Amount",)), hidden_fields=(HiddenField(name="Amount", data_type=text),))
        for text in ("Currency(16, 2)", "Currency(12, 2)")
    )
    orgs = snapshot(Role.SANDBOX, objects={"Case": before}), snapshot(Role.PRODUCTION, objects={"Case": after})
    found = explain(compare(*orgs).differences)
    assert [(one.rule, one.component, one.attribute) for one in found] == [
        ("hidden-field-changed", "Amount", "DataType")
    ]


def test_the_gap_of_a_field_hidden_in_both_reaches_the_result() -> None:
    result = judge(*pair(objects={"Case": HIDDEN}), Policy(), tenant=None, judged_at=NOON)
    assert any("Secret__c" in one.reason for one in result.gaps)


@pytest.mark.parametrize(
    ("later", "gap"),
    [("2026-11-26T12:00:00Z", False), ("2026-11-26T12:00:01Z", True), ("2026-11-24T11:59:59Z", True)],
)
def test_snapshots_more_than_a_day_apart_are_a_gap(later: str, gap: bool) -> None:
    orgs = snapshot(Role.SANDBOX), snapshot(Role.PRODUCTION, collected_at=later)
    assert any(one.area == "time" for one in pair_gaps(*orgs, compare(*orgs), Policy())) is gap


NOTHING = Comparison(differences=(), checked=(), hidden_in_both={}, untold=(), notes=())
ALL_OF_LEAD = tuple(
    Field(name=one.name, type="string") for one in catalogue() if one.object == "Lead" and not one.custom
)


def gaps_of(area: str, policy: Policy | None = None, comparison: Comparison = NOTHING, **production: Any) -> list[Gap]:
    """The gaps of that area, of two orgs of which production has these parts."""
    found = pair_gaps(snapshot(Role.SANDBOX), snapshot(Role.PRODUCTION, **production), comparison, policy or Policy())
    return [one for one in found if one.area == area]


def test_two_orgs_that_prove_everything_leave_no_gap() -> None:
    whole = {"Lead": described(*ALL_OF_LEAD)}
    assert pair_gaps(*pair(objects=whole), NOTHING, Policy()) == ()


def test_orgs_read_at_two_versions_or_at_none_are_a_gap() -> None:
    fix = "Collect both at one version: `parity check` does, or `parity collect ROLE --api-version N`."
    at_one = snapshot(Role.SANDBOX).api.version
    assert gaps_of("api-version", api=ApiUse(version="31.0")) == [
        Gap(
            area="api-version",
            subject="API version",
            reason=f"the sandbox was read at {at_one}, production at 31.0: describe answers mean the same only at one "
            "version",
            fix=fix,
        )
    ]
    nowhere = pair(api=ApiUse(version=None))
    (unknown,) = (one for one in pair_gaps(*nowhere, NOTHING, Policy()) if one.area == "api-version")
    assert unknown.reason.startswith("the sandbox was read at an unknown version, production at an unknown one:")


def test_the_time_between_two_snapshots_is_told_with_both_times() -> None:
    (gap,) = gaps_of("time", collected_at="2026-11-27T12:00:00Z")
    assert gap == Gap(
        area="time",
        subject="snapshots",
        reason="they were collected more than 24 hours apart (2026-11-25T12:00:00Z and 2026-11-27T12:00:00Z): either "
        "org may have changed since",
        fix="Collect both orgs together: `parity check` does.",
    )
    assert gaps_of("time", collected_at=None) == []


def test_fields_hidden_in_both_are_a_gap_that_names_them_and_the_way_out() -> None:
    (gap,) = gaps_of("field-visibility", comparison=structs.replace(NOTHING, hidden_in_both={"Case": ("A__c", "B__c")}))
    assert gap == Gap(
        area="field-visibility",
        subject="Case",
        reason="hidden from the signed-in users of both orgs, so not compared: A__c, B__c",
        fix=f"{read_fields('Case', to='the signed-in users of both orgs')} Or accept these fields by name: "
        "policy.waivers, `gap: field-not-compared`.",
        fields=("A__c", "B__c"),
    )


@pytest.mark.parametrize(
    ("profile", "name", "field", "named", "gap"),
    [
        (Profile.STRICT, "Case", "A__c", (), True),
        (Profile.INTEGRATION, "Case", "A__c", (), False),
        (Profile.INTEGRATION, "Case", "A__c", ("case.a__C",), True),
        (Profile.INTEGRATION, "Case", "bizible2__X__c", (), True),
        (Profile.INTEGRATION, "Lead", "Email", (), True),
        (Profile.INTEGRATION, "Case", "Email", (), False),
        (Profile.INTEGRATION, "Campaign", "A__c", (), True),
    ],
)
def test_in_the_profile_integration_only_what_is_in_use_or_made_leaves_a_gap(
    profile: Profile, name: str, field: str, named: tuple[str, ...], gap: bool
) -> None:
    policy = Policy(profile=profile, fields=named)
    hidden = structs.replace(NOTHING, hidden_in_both={name: ("Other__c", field)})
    assert bool(gaps_of("field-visibility", policy, hidden)) is gap
    assert is_only_warned(name, ("Other__c", field), policy) is not gap


def test_properties_that_one_describe_alone_tells_are_a_gap() -> None:
    assert gaps_of("describe", comparison=structs.replace(NOTHING, untold=("newOne", "newTwo"))) == [
        Gap(
            area="describe",
            subject="properties that one org does not tell",
            reason="not compared, because only one describe tells them: newOne, newTwo",
            fix="Use the whole answers of .../sobjects/OBJECT/describe of both orgs, at one API version.",
        )
    ]


def unseen(sandbox: tuple[Field, ...], production: tuple[Field, ...], *named: str) -> list[Gap]:
    """Gaps of Lead's fields in use, where the two orgs show these."""
    orgs = (
        snapshot(Role.SANDBOX, objects={"Lead": described(*sandbox)}),
        snapshot(Role.PRODUCTION, objects={"Lead": described(*production), "Case": described()}),
    )
    return list(pair_gaps(*orgs, NOTHING, Policy(fields=named)))


def test_fields_in_use_that_neither_org_shows_are_a_gap() -> None:
    assert len(ALL_OF_LEAD) > 1
    assert unseen(ALL_OF_LEAD, ALL_OF_LEAD) == unseen(ALL_OF_LEAD, ()) == unseen((), ALL_OF_LEAD) == []
    first, *others = sorted(ALL_OF_LEAD, key=lambda one: one.name)
    (gap,) = unseen(tuple(others), tuple(others), "lead.Depot__c", "Case.Other__c", f"Lead.{others[0].name.upper()}")
    assert gap == Gap(
        area="field-visibility",
        subject="Lead, fields in use",
        reason=f"neither org shows {', '.join(sorted(['Depot__c', first.name]))}, which Marketo Measure or "
        "parity.yaml uses",
        fix=f"{read_fields('Lead', to='the signed-in users of both orgs')} Or correct the names under `policy.fields`.",
    )


JUDGED = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("collected", "reason", "fix"),
    [
        ("2026-11-25T12:00:00Z", None, None),
        ("2026-11-26T12:02:00Z", None, None),
        (None, None, None),
        (
            "2026-11-25T11:59:59Z",
            "it was collected at 2026-11-25T11:59:59Z, more than 24 hours before it was judged",
            "Run `parity check` again; `policy.result_max_age_hours` says how old a snapshot may be.",
        ),
        (
            "2026-11-27T12:00:00Z",
            "it was collected at 2026-11-27T12:00:00Z, which had not come yet when it was judged",
            "Set the clock of the machine that collected, or of this one; then `parity check` again.",
        ),
    ],
)
def test_a_snapshot_that_is_too_old_or_of_the_future_is_a_gap(
    collected: str | None, reason: str | None, fix: str | None
) -> None:
    fresh = snapshot(Role.SANDBOX, collected_at="2026-11-26T11:00:00Z")
    found = age_gaps(fresh, snapshot(Role.PRODUCTION, collected_at=collected), JUDGED, 24)
    if reason is None or fix is None:
        assert found == ()
    else:
        assert found == (Gap(area="time", role="production", subject="snapshot", reason=reason, fix=fix),)


def test_both_snapshots_can_be_too_old_or_have_no_time() -> None:
    old = pair(collected_at="2026-11-20T12:00:00Z")
    assert [one.role for one in age_gaps(*old, JUDGED, 24)] == ["sandbox", "production"]
    mixed = snapshot(Role.SANDBOX, collected_at=None), snapshot(Role.PRODUCTION, collected_at="2026-11-20T12:00:00Z")
    assert [one.role for one in age_gaps(*mixed, JUDGED, 24)] == ["production"]
    clocks = snapshot(Role.SANDBOX), snapshot(Role.PRODUCTION, collected_at=utc_text(JUDGED + CLOCKS_MAY_DIFFER))
    assert age_gaps(*clocks, JUDGED, 48) == ()
    later = snapshot(Role.PRODUCTION, collected_at=utc_text(JUDGED + CLOCKS_MAY_DIFFER + timedelta(seconds=1)))
    assert len(age_gaps(clocks[0], later, JUDGED, 48)) == 1
