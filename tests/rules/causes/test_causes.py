"""Causes: what they explain in each scenario, what they leave alone, and that nothing is ever lost under one."""

import copy
import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from msgspec import structs

from parity.config.policy import Policy, Waiver
from parity.errors import ResultError
from parity.rules.causes.registry import all_causes
from parity.rules.finding import Certainty, Finding, Severity, worst
from parity.simulator import load_scenario
from parity.snapshot.file import snapshot_bytes
from parity.snapshot.records import Role, Snapshot
from parity.verdict.decide import VerdictName
from parity.verdict.judge import judge
from parity.verdict.result import Result, read_result, result_bytes
from parity.verdict.waivers import WaiverStatus
from tests.compare.test_compare_properties import Plain, as_snapshot
from tests.simulated import NOON, OFFERED
from tests.waivers import waiver_of
from tests.whole.test_scenarios import expected_findings, found

Pair = tuple[Snapshot, Snapshot]
Snapshots = Callable[[str], Pair]
WITH_CAUSES = ["person-accounts-and-packages", "preview-release", "hidden-fields"]


@pytest.fixture(scope="module")
def base(snapshots: Snapshots) -> Plain:
    """A realistic snapshot of a sandbox, as plain JSON."""
    return Plain(json.loads(snapshot_bytes(snapshots("identical")[0])))


def judged(pair: Pair, policy: Policy | None = None) -> Result:
    return judge(*pair, policy or Policy(), tenant="Tests", judged_at=NOON)


def own(result: Result) -> list[Finding]:
    """The causes' own findings."""
    return [one for one in result.findings if one.kind == "cause"]


@pytest.mark.parametrize("scenario", WITH_CAUSES)
def test_the_declared_causes_explain_as_much_as_declared(scenario: str, snapshots: Snapshots) -> None:
    result = judged(snapshots(scenario))
    explained = {one.fingerprint: len(one.explains) for one in result.causes}
    seen = {(one.rule, one.component, explained[one.fingerprint]) for one in own(result)}
    assert seen == {(one.rule, one.component, one.explains) for one in load_scenario(scenario).causes}


@pytest.mark.parametrize("scenario", ["identical", "drifted", "triggers-off", "hostile", "large"])
def test_plain_drift_has_no_cause(scenario: str, snapshots: Snapshots) -> None:
    result = judged(snapshots(scenario))
    assert result.causes == ()
    assert all(one.cause is None for one in result.findings)


def test_three_decisions_and_a_few_real_differences(snapshots: Snapshots) -> None:
    scenario = "person-accounts-and-packages"
    result = judged(snapshots(scenario))
    assert len(own(result)) <= 10
    assert result.counts.folded > 150
    assert result.counts.total == len(result.findings)
    loose = tuple(one for one in result.findings if one.cause is None and one.kind not in {"cause", "readiness"})
    expected = expected_findings(scenario)
    assert found(loose) == expected
    assert result.verdict is VerdictName.NO_GO


def test_a_release_alone_never_blocks_and_says_why(snapshots: Snapshots) -> None:
    result = judged(snapshots("preview-release"))
    (cause,) = own(result)
    assert cause.severity is Severity.WARNING
    assert result.counts.blocker == 0
    assert result.verdict is VerdictName.GO
    assert "never block" in result.rules[cause.rule].why
    newest = load_scenario("preview-release").sandbox.versions[-1]
    assert f"versions up to {newest}, production up to {OFFERED}" in result.causes[0].proof


def test_a_release_that_production_has_first_never_blocks_either(snapshots: Snapshots) -> None:
    sandbox, production = snapshots("preview-release")
    swapped = (
        structs.replace(production, role=Role.SANDBOX, org=sandbox.org),
        structs.replace(sandbox, role=Role.PRODUCTION, org=production.org),
    )
    result = judged(swapped)
    assert {one.rule for one in own(result)} == {"cause-release"}
    assert not [
        one for one in result.findings if one.severity is Severity.BLOCKER and one.cause is None and one.kind == "field"
    ]


def test_hidden_fields_are_named_once_with_the_permission(snapshots: Snapshots) -> None:
    result = judged(snapshots("hidden-fields"))
    (cause,) = own(result)
    assert result.verdict is VerdictName.INCONCLUSIVE
    assert cause.undecided
    assert "Read Access" in cause.fix
    assert not any("missing" in one.rule for one in result.findings)
    assert not any("warning" in one for one in result.reasons)


@pytest.mark.parametrize("cause", all_causes(), ids=lambda one: one.id)
def test_every_cause_says_why_and_what_to_do(cause: Any) -> None:
    assert cause.why
    assert cause.fix
    assert cause.id.startswith("cause-")
    assert len({one.id for one in all_causes()}) == len(all_causes())


def test_without_the_lists_of_packages_a_namespace_only_reads_likely(snapshots: Snapshots) -> None:
    sandbox, production = snapshots("person-accounts-and-packages")
    result = judged((structs.replace(sandbox, packages=None), production))
    packages = [one for one in own(result) if one.rule == "cause-package-missing"]
    assert {one.component for one in packages} == {"cpqx", "evtm", "esgn"}
    assert all(one.message.startswith("Likely: ") for one in packages)
    likely = {one.fingerprint for one in result.causes if one.certainty is Certainty.LIKELY}
    assert likely == {one.fingerprint for one in packages}


def test_waiving_a_cause_accepts_what_it_explains_and_no_more(snapshots: Snapshots) -> None:
    pair = snapshots("person-accounts-and-packages")
    plain = judged(pair)
    waivers = tuple(waiver_of(one) for one in plain.findings if one.cause is None and one.severity is not Severity.INFO)
    assert judged(pair, Policy(waivers=waivers)).verdict is VerdictName.GO_WITH_WAIVERS
    sandbox, production = pair
    lead = production.objects["Lead"]
    more = structs.replace(lead.fields[0], name="cpqx__New__c", custom=True)
    objects = {**production.objects, "Lead": structs.replace(lead, fields=(*lead.fields, more))}
    assert judged((sandbox, structs.replace(production, objects=objects)), Policy(waivers=waivers)).verdict is (
        VerdictName.NO_GO
    )


def test_a_waiver_of_a_folded_finding_points_to_the_cause(snapshots: Snapshots) -> None:
    pair = snapshots("person-accounts-and-packages")
    folded = next(one for one in judged(pair).findings if one.cause is not None and one.severity is Severity.BLOCKER)
    waiver = Waiver(fingerprint=folded.fingerprint, by="Dana Hill", reason="known", expires=NOON.date())
    result = judged(pair, Policy(waivers=(waiver,)))
    assert [one.status for one in result.waivers] == [WaiverStatus.FOLDED]
    assert any(f"Waive the cause, {folded.cause}" in one for one in result.reasons)
    assert result.verdict is VerdictName.NO_GO


def test_a_result_that_hides_a_blocker_under_a_cause_is_refused(snapshots: Snapshots) -> None:
    result = judged(snapshots("preview-release"))
    assert read_result(result_bytes(result), "r") == result
    plain = json.loads(result_bytes(result))
    blocker = next(one for one in judged(snapshots("drifted")).findings if one.severity is Severity.BLOCKER)
    cause = plain["causes"][0]["fingerprint"]
    plain["findings"].append(msgspec.to_builtins(structs.replace(blocker, cause=cause)))
    plain["counts"]["folded"] += 1
    plain["counts"]["total"] += 1
    with pytest.raises(ResultError, match="not folded"):
        read_result(json.dumps(plain).encode(), "edited")
    plain["causes"][0]["explains"].append(blocker.fingerprint)
    with pytest.raises(ResultError, match="not folded"):
        read_result(json.dumps(plain).encode(), "edited again")


def test_one_changed_standard_value_set_is_one_cause(base: Plain) -> None:
    other = copy.deepcopy(base)
    for name in ("Account", "Lead"):
        field = next(one for one in other["objects"][name]["fields"] if one["name"] == "Industry")
        field["picklistValues"] = [one for one in field["picklistValues"] if one["value"] != "Banking"]
    result = judged((as_snapshot(base, Role.SANDBOX), as_snapshot(other, Role.PRODUCTION)))
    (cause,) = own(result)
    assert (cause.rule, cause.component) == ("cause-value-set", "Account.Industry, Lead.Industry")
    assert not cause.message.startswith("Likely: ")
    assert cause.severity is worst(*(one.severity for one in result.findings if one.cause))


def test_one_changed_list_of_two_custom_fields_reads_likely(base: Plain) -> None:
    both = copy.deepcopy(base)
    for name in ("Account", "Lead"):
        fields = both["objects"][name]["fields"]
        model = next(one for one in fields if one["name"] == "Industry")
        fields.append({**copy.deepcopy(model), "name": "Sector__c", "custom": True})
        both["objects"][name]["defined_fields"].append("Sector__c")
    other = copy.deepcopy(both)
    for name in ("Account", "Lead"):
        field = next(one for one in other["objects"][name]["fields"] if one["name"] == "Sector__c")
        field["picklistValues"] = [one for one in field["picklistValues"] if one["value"] != "Banking"]
    (cause,) = own(judged((as_snapshot(both, Role.SANDBOX), as_snapshot(other, Role.PRODUCTION))))
    assert cause.message.startswith("Likely: ")


def test_a_value_that_one_field_lacks_has_no_shared_cause(base: Plain) -> None:
    other = copy.deepcopy(base)
    field = next(one for one in other["objects"]["Lead"]["fields"] if one["name"] == "Industry")
    field["picklistValues"] = [one for one in field["picklistValues"] if one["value"] != "Banking"]
    assert judged((as_snapshot(base, Role.SANDBOX), as_snapshot(other, Role.PRODUCTION))).causes == ()


def test_many_labels_in_an_unknown_language_are_likely_one_cause(base: Plain) -> None:
    unknown, other = copy.deepcopy(base), copy.deepcopy(base)
    unknown["user"]["language"] = None
    fields = [field for described in other["objects"].values() for field in described["fields"]]
    for field in fields:
        field["label"] = f"{field['label']} (de)"
        for value in field["picklistValues"] or []:
            value["label"] = f"{value['label']} (de)"
    result = judged((as_snapshot(unknown, Role.SANDBOX), as_snapshot(other, Role.PRODUCTION)))
    (cause,) = own(result)
    assert (cause.rule, cause.severity) == ("cause-language", Severity.INFO)
    other["user"]["language"] = None
    for field in fields[40:]:
        field["label"] = field["label"].removesuffix(" (de)")
        for value in field["picklistValues"] or []:
            value["label"] = value["label"].removesuffix(" (de)")
    assert judged((as_snapshot(unknown, Role.SANDBOX), as_snapshot(other, Role.PRODUCTION))).causes == ()


def test_fields_that_may_be_missing_or_hidden_are_told_once(base: Plain) -> None:
    other = copy.deepcopy(base)
    lead = other["objects"]["Lead"]
    lead["fields"] = [one for one in lead["fields"] if one["name"] not in {"Region__c", "Freight_Score__c"}]
    lead["defined_fields"] = None
    result = judged((as_snapshot(other, Role.SANDBOX), as_snapshot(base, Role.PRODUCTION)))
    (cause,) = own(result)
    assert cause.rule == "cause-field-list-unreadable"
    assert cause.undecided
    assert result.verdict is VerdictName.INCONCLUSIVE
