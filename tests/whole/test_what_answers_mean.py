"""What the answers of a real org mean: each kind once wrong, now right, with a near miss."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from parity.config.policy import Policy, Profile
from parity.rules.finding import Severity
from parity.simulator import scenario_from
from parity.snapshot.file import read_snapshot, snapshot_bytes
from parity.snapshot.records import Snapshot
from parity.verdict.decide import VerdictName
from parity.verdict.judge import judge
from parity.verdict.result import Result
from tests.rules.drift.edits import field
from tests.simulated import NOON, collected

Plain = dict[str, Any]
Edit = Callable[[Plain], object]


def org(changes: dict[str, Any], policy: Policy | None = None, integration: str | None = "me") -> Result:
    """The result for two orgs that differ from the ready ones as told, collected over real sockets."""
    policy = policy or Policy()
    pair = collected(scenario_from("x", changes, NOON.date()), policy, integration)
    return judge(*pair, policy, tenant="Tests", judged_at=NOON)


def rules(result: Result) -> dict[str, Severity]:
    return {one.rule: one.severity for one in result.findings}


@pytest.fixture(scope="module")
def base(snapshots: Callable[[str], tuple[Snapshot, Snapshot]]) -> tuple[bytes, bytes]:
    sandbox, production = (snapshot_bytes(one) for one in snapshots("identical"))
    return sandbox, production


def edited(base: tuple[bytes, bytes], sandbox: Edit, production: Edit, hours: float = 0) -> Result:
    pair = []
    for data, edit in zip(base, (sandbox, production), strict=True):
        plain = json.loads(data)
        edit(plain)
        pair.append(read_snapshot(json.dumps(plain).encode(), "test"))
    return judge(pair[0], pair[1], Policy(), tenant="Tests", judged_at=NOON + timedelta(hours=hours))


def test_not_compiled_is_one_warning_an_org_and_no_blocker() -> None:
    result = org({"both": {"triggers": {"LeadRouting": {"IsValid": False}, "AccountTier": {"IsValid": False}}}})
    assert result.verdict is VerdictName.GO
    found = [one for one in result.findings if one.rule == "readiness-cannot-insert-update-activate-entity"]
    by_org = {one.component: one.severity for one in found}
    assert (len(found), by_org) == (2, {"sandbox": Severity.WARNING, "production": Severity.WARNING})
    assert "Compile all triggers" in found[0].fix


def test_a_reader_and_an_administrator_are_no_drift() -> None:
    changes = {"sandbox": {"signs_in": "admin"}, "production": {"signs_in": "integration"}}
    assert rules(org(changes, integration="integration")) == {}


def test_a_user_who_is_not_there_is_named() -> None:
    from msgspec import structs

    from parity.orgs.collect_pair import Progress, collect_pair
    from tests.simulated import running

    with running("identical") as pair:
        production = structs.replace(pair.project.orgs.production, integration_user="integration@northwind.exampel")
        project = structs.replace(pair.project, orgs=structs.replace(pair.project.orgs, production=production))
        snapshots = collect_pair(project, pair.environment, lambda: NOON, Progress())
    result = judge(*snapshots, Policy(), tenant=None, judged_at=NOON)
    assert result.verdict is VerdictName.INCONCLUSIVE
    gap = next(one for one in result.gaps if "was not found" in one.reason)
    assert "integration@northwind.exampel" in gap.reason
    assert "integration@northwind.example" in gap.fix
    assert not any("names nobody" in one.reason for one in result.gaps)


def test_a_hidden_field_is_compared_where_it_is_told_and_never_a_false_blocker() -> None:
    """Lead.Freight_Score__c hidden from both users, or from one."""
    hidden = {"hidden_fields": {"Lead": ["Freight_Score__c"]}}
    both = org({"both": hidden})
    assert (both.verdict, both.gaps) == (VerdictName.GO, ())
    # A global value set behind a picklist is not told: what is hidden stays untold.
    shared = {
        "hidden_fields": {"Lead": ["Lane_Interest__c"]},
        "value_sets": {"Lanes": {"fields": ["Lead.Lane_Interest__c"]}},
    }
    untold = org({"both": shared})
    assert (untold.verdict, [gap.fields for gap in untold.gaps]) == (VerdictName.INCONCLUSIVE, [("Lane_Interest__c",)])
    one = org({"sandbox": {"hidden_fields": {"Lead": ["Freight_Score__c"]}}})
    assert one.verdict is VerdictName.INCONCLUSIVE
    assert set(rules(one)) == {"field-not-visible", "cause-fields-hidden"}


def test_another_version_of_the_package_is_one_warning_either_way() -> None:
    older = {"packages": {"bizible2": {"name": "Marketo Measure", "version": "6.44"}}}
    for role in ("sandbox", "production"):
        assert rules(org({role: older})) == {"readiness-package-not-rehearsed": Severity.WARNING}


def test_another_version_of_a_package_that_acts_on_what_is_saved_is_told() -> None:
    result = org({"production": {"packages": {"lmatch": {"name": "Lead Match", "version": "9.9"}}}})
    assert rules(result) == {"readiness-other-package-versions": Severity.WARNING}
    quiet = org({"production": {"packages": {"silent": {"name": "Silent", "version": "9.9"}}, "triggers": {}}})
    assert rules(quiet) == {}


@pytest.mark.parametrize(
    ("profile", "severity"), [(Profile.STRICT, Severity.BLOCKER), (Profile.INTEGRATION, Severity.WARNING)]
)
def test_a_feature_that_is_on_in_one_org_only_is_one_cause(profile: Profile, severity: Severity) -> None:
    fields = {"Account.IsPartner": "boolean", "Account.IsCustomerPortal": "boolean"}
    for some in (fields, {"Account.IsPartner": "boolean"}):
        result = org({"production": {"fields": some}}, Policy(profile=profile))
        assert [(one.rule, one.severity) for one in result.findings if one.cause is None] == [
            ("cause-portal", severity)
        ]


def test_what_marketo_measure_creates_may_refuse_its_records() -> None:
    mild = Policy(profile=Profile.INTEGRATION)
    for name, severity in (("Campaign.Cost_Centre__c", Severity.BLOCKER), ("Lead.Campaign_Note__c", Severity.WARNING)):
        required = org({"production": {"fields": {name: {"nillable": False}}}}, mild)
        assert rules(required)["field-required-in-production"] is severity
    plain = {"production": {"fields": {"Campaign.Approver__c": "string(80)"}}}
    assert rules(org(plain, mild))["field-missing-in-sandbox"] is Severity.WARNING


def test_objects_beside_the_six_are_compared_like_them() -> None:
    trigger = {"MemberGuard": {"object": "CampaignMember", "events": ["BeforeUpdate"]}}
    assert rules(org({"production": {"triggers": trigger}})) == {"trigger-missing-in-sandbox": Severity.BLOCKER}
    fields = {"bizible2__Bizible_Touchpoint__c.Own__c": {"is": "string(80)", "nillable": False}}
    assert rules(org({"production": {"fields": fields}}))["field-missing-in-sandbox"] is Severity.BLOCKER


def test_what_is_active_is_the_active_version() -> None:
    flow = {"table": "FlowDefinitionView", "object": "Lead", "name": "Greeting"}
    newer_draft = org({"both": {"automation": [{**flow, "active": False, "active_version": 2}]}})
    assert "readiness-cannot-execute-flow-trigger" in rules(newer_draft)
    other_numbers = {
        "sandbox": {"automation": [{**flow, "version": 3}]},
        "production": {"automation": [{**flow, "version": 9}]},
    }
    assert set(rules(org(other_numbers))) == {"readiness-cannot-execute-flow-trigger"}


def test_old_and_future_snapshots_leave_the_verdict_open(base: tuple[bytes, bytes]) -> None:
    same: Edit = lambda _plain: None  # noqa: E731
    assert edited(base, same, same).verdict is VerdictName.GO
    assert edited(base, same, same, 24).verdict is VerdictName.GO
    old = edited(base, same, same, 24.1)
    assert (old.verdict, {gap.area for gap in old.gaps}) == (VerdictName.INCONCLUSIVE, {"time"})
    assert edited(base, same, same, -0.05).verdict is VerdictName.GO
    assert edited(base, same, same, -1).verdict is VerdictName.INCONCLUSIVE


def test_a_property_that_one_side_does_not_tell_is_one_gap_and_no_finding(base: tuple[bytes, bytes]) -> None:
    def untold(plain: Plain) -> None:
        for described in plain["objects"].values():
            for one in described["fields"]:
                one.pop("calculatedFormula", None)

    result = edited(base, untold, lambda _plain: None)
    assert result.findings == ()
    assert [gap.subject for gap in result.gaps if "calculatedFormula" in gap.reason] != []
    assert len(result.gaps) <= 2
    assert result.verdict is VerdictName.INCONCLUSIVE


def test_what_a_copy_rewrites_in_formulas_is_no_drift(base: tuple[bytes, bytes]) -> None:
    name = "Opportunity.Weighted_Margin__c"

    def formula(text: str, host: str) -> Edit:
        def edit(plain: Plain) -> None:
            plain["org"]["instance_url"] = f"https://{host}"
            field(plain, name)["calculatedFormula"] = text.format(id=plain["org"]["id"][:15], host=host)

        return edit

    text = 'IF($Organization.Id = "{id}", "https://{host}/x", "")'
    hosts = ("northwind--uat.sandbox.my.salesforce.com", "northwind.my.salesforce.com")
    assert edited(base, formula(text, hosts[0]), formula(text, hosts[1])).findings == ()
    drifted = edited(base, formula(text, hosts[0]), formula(text.replace("/x", "/y"), hosts[1]))
    assert [one.rule for one in drifted.findings] == ["field-formula-changed"]


@pytest.mark.parametrize("name", ["filterable", "sortable", "groupable", "aggregatable", "idLookup", "permissionable"])
def test_what_follows_from_another_property_is_a_note_by_itself(name: str, base: tuple[bytes, bytes]) -> None:
    def flipped(plain: Plain) -> None:
        one = field(plain, "Lead.Campaign_Note__c")
        one[name] = not one[name]

    result = edited(base, flipped, lambda _plain: None)
    assert (result.verdict, rules(result)) == (VerdictName.GO, {"field-derived-property-changed": Severity.INFO})
