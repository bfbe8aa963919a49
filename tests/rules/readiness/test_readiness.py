"""Readiness: each documented error is predicted, by exactly its own rule, and the nearest thing that is well is not."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import structs

from parity.config.policy import Policy
from parity.marketo_measure.catalogue import catalogue
from parity.rules.catalogue import entry_named
from parity.rules.finding import Severity
from parity.rules.readiness.registry import all_readiness_rules
from parity.simulator import readiness_variations, scenario_from, scenario_names
from parity.snapshot.org_setup import Part
from parity.snapshot.records import Snapshot
from parity.verdict.decide import VerdictName
from parity.verdict.judge import judge
from parity.verdict.result import Result
from tests.simulated import NOON, collected

Pair = tuple[Snapshot, Snapshot]
Snapshots = Callable[[str], Pair]
VARIATIONS = readiness_variations()
#: The errors of Adobe's page, as the facts list them; several stand for one cause and share a rule.
DOCUMENTED = {
    "API_DISABLED",
    "API_LIMIT_EXCEEDED",
    "CANNOT_EXECUTE_FLOW_TRIGGER",
    "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
    "DUPLICATES_DETECTED",
    "DUPLICATE_VALUE",
    "ENTITY_IS_LOCKED",
    "FIELD_FILTER_VALIDATION_EXCEPTION",
    "FIELD_INTEGRITY_EXCEPTION",
    "INACTIVE_OWNER_OR_USER",
    "INSUFFICIENT_ACCESS_OR_READONLY",
    "MISSING_BIZIBLE_CUSTOM_FIELDS_PERMISSIONS",
    "MISSING_CONVERTED_LEAD_PERMISSION",
    "MISSING_FIELD_READ_PERMISSION",
    "MISSING_ISREPLICATEABLE_PERMISSION",
    "MISSING_OBJECT_READ_PERMISSION",
    "MISSING_OBJECT_WRITE_PERMISSION",
    "MISSING_RECORD_OBJECT_PERMISSIONS",
    "NULL_EMPTY_CURRENCY_ISO_CODE",
    "OPERATION_TOO_LARGE",
    "RECORD_NONCOMPLIANT_WITH_VALIDATION_RULES",
    "REQUIRED_FIELD_MISSING",
    "RESTRICT_PICKLIST_VALUES_ENABLED",
    "UNSUPPORTED_CRM_PACKAGE_VERSION",
}


def rule_of(variation: str) -> str:
    return str(VARIATIONS[variation].get("rule", f"readiness-{variation}"))


def varied(variation: str, case: str) -> Result:
    """The result for a variation of the two ready orgs, collected over real sockets."""
    definition = VARIATIONS[variation]
    policy = msgspec.convert(definition.get("policy", {}), Policy)
    pair = collected(scenario_from(variation, definition[case], NOON.date()), policy, definition.get("named", "me"))
    return judge(*pair, policy, tenant="Tests", judged_at=NOON)


def spoken(result: Result) -> list[str]:
    return sorted({one.rule for one in result.findings if one.kind == "readiness"})


@pytest.mark.parametrize("variation", VARIATIONS)
def test_exactly_its_rule_speaks(variation: str) -> None:
    result = varied(variation, "fires")
    rule = rule_of(variation)
    assert spoken(result) == [rule]
    assert result.readiness.not_evaluated == ()
    for one in result.findings:
        if one.kind == "readiness":
            assert one.message
            assert one.fix
            assert result.rules[rule].source.startswith("https://")
    if any(one.severity is Severity.BLOCKER for one in result.findings):
        assert result.verdict is VerdictName.NO_GO


@pytest.mark.parametrize("variation", VARIATIONS)
def test_the_nearest_that_is_well_says_nothing(variation: str) -> None:
    result = varied(variation, "near")
    assert spoken(result) == VARIATIONS[variation].get("near_speaks", [])
    assert result.readiness.not_evaluated == ()


def test_every_rule_has_a_variation_and_every_documented_error_a_rule() -> None:
    rules = {one.id for one in all_readiness_rules()}
    assert {rule_of(one) for one in VARIATIONS} == rules
    assert {f"readiness-{one.lower().replace('_', '-')}" for one in DOCUMENTED} <= rules
    assert all(entry_named(one).why for one in rules)


def test_two_ready_orgs_have_nothing_to_say(snapshots: Snapshots) -> None:
    result = judge(*snapshots("identical"), Policy(), tenant=None, judged_at=NOON)
    assert spoken(result) == []
    assert result.verdict is VerdictName.GO
    assert set(result.readiness.evaluated) == {one.id for one in all_readiness_rules()}
    assert result.readiness.user == "integration@northwind.example"
    assert result.readiness.user_named


def test_what_could_not_be_read_is_never_silent(snapshots: Snapshots) -> None:
    result = judge(*snapshots("no-tooling"), Policy(), tenant=None, judged_at=NOON)
    assert "readiness-duplicates-detected" in result.readiness.not_evaluated
    gaps = [one for one in result.gaps if one.area == "readiness"]
    named = {rule for rule in result.readiness.not_evaluated if any(rule in one.reason for one in gaps)}
    assert named == set(result.readiness.not_evaluated)
    assert all("Grant" in one.fix or "Collect" in one.fix or "Install" in one.fix for one in gaps)
    assert result.verdict is VerdictName.INCONCLUSIVE


def test_a_snapshot_without_evidence_evaluates_nothing(snapshots: Snapshots) -> None:
    bare: dict[str, Any] = {
        "packages": None,
        "copies": None,
        "integration_user": None,
        "record_counts": None,
        "rehearsal": None,
        "touchpoint_choices": None,
        "stages": None,
        "automation": (),
        "related": {},
        "related_triggers": (),
        "source": "files",
    }
    pair = tuple(structs.replace(one, **bare) for one in snapshots("identical"))
    result = judge(pair[0], pair[1], Policy(), tenant=None, judged_at=NOON)
    assert result.verdict is VerdictName.INCONCLUSIVE
    assert spoken(result) == []
    evaluated = {one for one in all_readiness_rules() if one.id in result.readiness.evaluated}
    assert all(set(one.needs) <= {Part.TRIGGERS} for one in evaluated)
    assert result.readiness.budget is None


def test_the_api_budget_states_its_formula(snapshots: Snapshots) -> None:
    sandbox, production = snapshots("identical")
    counted = structs.replace(
        production, record_counts=dict.fromkeys(production.record_counts or {}, 0) | {"Lead": 10_000, "Account": 401}
    )
    policy = msgspec.convert({"readiness": {"daily_api_limit": 100_000, "export_batch_size": 25}}, Policy)
    budget = judge(sandbox, counted, policy, tenant=None, judged_at=NOON).readiness.budget
    assert budget is not None
    assert budget.read_credits == 5 + 1
    assert budget.write_credits == 800 + 17
    assert budget.days == pytest.approx(0.01)
    assert "batch size" in budget.formula


def test_the_rehearsal_is_proven_with_numbers(snapshots: Snapshots) -> None:
    proof = judge(*snapshots("identical"), Policy(), tenant=None, judged_at=NOON).readiness.proof
    assert (proof.license, proof.copied_on) == ("FULL", "2026-10-05")
    assert (proof.touchpoints, proof.people, proof.opportunities) == (30, 20, 5)


def test_a_named_permission_set_is_looked_at_instead_of_the_collecting_user() -> None:
    from parity.orgs.collect_pair import Progress, collect_pair
    from tests.simulated import running

    with running("identical") as pair:
        org = structs.replace(
            pair.project.orgs.production,
            integration_user=None,
            integration_permission_set="bizible2__Marketo_Measure_Administrator",
        )
        project = structs.replace(pair.project, orgs=structs.replace(pair.project.orgs, production=org))
        snapshots = collect_pair(project, pair.environment, lambda: NOON, Progress())
    result = judge(*snapshots, Policy(), tenant=None, judged_at=NOON)
    assert result.readiness.user_named
    assert result.readiness.user == "permission set bizible2__Marketo_Measure_Administrator"
    assert spoken(result) == []  # what the set does not grant, the profile may
    assert {"readiness-api-disabled", "readiness-not-a-marketing-user"} <= set(result.readiness.not_evaluated)
    assert "readiness-missing-bizible-custom-fields-permissions" in result.readiness.evaluated
    assert result.verdict is VerdictName.INCONCLUSIVE
    assert any("integration_user: NAME" in gap.fix for gap in result.gaps)


def test_where_nobody_is_named_one_line_says_what_to_add() -> None:
    result = judge(*collected("identical", integration=None), Policy(), tenant=None, judged_at=NOON)
    assert result.verdict is VerdictName.INCONCLUSIVE
    assert len(result.gaps) == 1
    assert "names nobody" in result.gaps[0].reason
    assert "integration_user: me" in result.gaps[0].fix
    assert "readiness-api-disabled" in result.readiness.not_evaluated
    assert "readiness-duplicates-detected" in result.readiness.evaluated


def test_a_field_of_the_package_that_nobody_can_prove_is_a_warning_only(snapshots: Snapshots) -> None:
    sandbox, production = snapshots("identical")
    name = "bizible2__Bizible_Person__c"
    person = production.related[name]
    gone = "bizible2__UniqueId__c"
    fields = tuple(one for one in person.fields if one.name != gone)
    for defined, expected in ((person.defined_fields, "blocker"), (None, "warning"), ((), None)):
        other = structs.replace(person, fields=fields, defined_fields=defined)
        result = judge(
            sandbox,
            structs.replace(production, related={**production.related, name: other}),
            Policy(),
            tenant=None,
            judged_at=NOON,
        )
        ready = [one.severity.value for one in result.findings if one.kind == "readiness"]
        assert ready == ([expected] if expected else [])


@pytest.mark.parametrize("taken", ["Read", "Edit"])
def test_field_permissions_of_a_named_user_count(taken: str) -> None:
    field = "Account.bizible2__Engagement_Score__c"
    rights = [one for one in ("Read", "Edit") if one != taken]
    changes: dict[str, Any] = {"both": {"signs_in": "admin", "permission_set": {"fields": {field: rights}}}}
    pair = collected(scenario_from("x", changes, NOON.date()), None, "integration")
    result = judge(*pair, Policy(), tenant=None, judged_at=NOON)
    assert spoken(result) == ["readiness-missing-bizible-custom-fields-permissions"]


@pytest.mark.parametrize("scenario", scenario_names())
def test_a_scenario_speaks_as_it_declares(scenario: str, snapshots: Snapshots) -> None:
    from parity.simulator import load_scenario

    result = judge(*snapshots(scenario), Policy(), tenant=None, judged_at=NOON)
    assert spoken(result) == sorted(load_scenario(scenario).readiness)


def test_the_catalogue_leaves_out_the_three_doubtful_fields() -> None:
    names = {(one.object, one.name) for one in catalogue()}
    assert not {("Campaign", one) for one in ("Email", "Website", "Company")} & names
    assert {one.object for one in catalogue()} >= {"CampaignMember", "OpportunityContactRole"}
    path = Path("parity/marketo_measure/fields.csv")
    rows = [one for one in csv.reader(path.read_text().splitlines()) if not one[0].startswith("#")]
    assert len(names) == len(rows) - 1
