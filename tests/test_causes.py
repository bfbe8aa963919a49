"""Causes: what they explain in each scenario, what they leave alone, and that nothing is ever lost under one."""

import copy
import json
import random
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from parity.causes.registry import all_causes
from parity.errors import ResultError
from parity.findings import Certainty, Finding, Severity
from parity.judgement import judge
from parity.policy import Policy, Waiver, WaiverStatus
from parity.result import Result, read_result, result_bytes
from parity.simulator import load_scenario
from parity.snapshot import Role, Snapshot
from parity.snapshot_file import snapshot_bytes
from parity.verdict import VerdictName
from tests.orgs import NOON
from tests.test_compare_properties import MANY, Plain, as_snapshot, one_change
from tests.test_scenarios import expected_findings, found

Pair = tuple[Snapshot, Snapshot]
Snapshots = Callable[[str], Pair]
WITH_CAUSES = ["person-accounts-and-packages", "preview-release", "hidden-fields"]


def judged(pair: Pair, policy: Policy | None = None) -> Result:
    return judge(*pair, policy or Policy(), tenant="Tests", today=NOON.date())


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
    assert found(loose, expected) == expected
    assert result.verdict is VerdictName.NO_GO


def test_a_release_alone_never_blocks_and_says_why(snapshots: Snapshots) -> None:
    result = judged(snapshots("preview-release"))
    (cause,) = own(result)
    assert cause.severity is Severity.WARNING
    assert result.counts.blocker == 0
    assert result.verdict is VerdictName.GO
    assert "never block" in result.rules[cause.rule].why
    assert "versions up to 69.0, production up to 68.0" in result.causes[0].proof


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
    waivers = tuple(
        Waiver(fingerprint=one.fingerprint, by="Dana Hill", reason="known", expires=NOON.date())
        for one in plain.findings
        if one.cause is None and one.severity is not Severity.INFO
    )
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
    assert any("waive the cause" in one for one in result.reasons)
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


def test_one_changed_value_set_behind_three_fields_reads_likely(base: Plain) -> None:
    other = copy.deepcopy(base)
    for name in ("Account", "Lead"):
        field = next(one for one in other["objects"][name]["fields"] if one["name"] == "Industry")
        field["picklistValues"] = [one for one in field["picklistValues"] if one["value"] != "Banking"]
    result = judged((as_snapshot(base, Role.SANDBOX), as_snapshot(other, Role.PRODUCTION)))
    (cause,) = own(result)
    assert (cause.rule, cause.component) == ("cause-value-set", "Account.Industry, Lead.Industry")
    assert cause.message.startswith("Likely: ")
    assert cause.severity is max((one.severity for one in result.findings if one.cause), key=list(Severity)[::-1].index)


def test_a_value_that_one_field_lacks_has_no_shared_cause(base: Plain) -> None:
    other = copy.deepcopy(base)
    field = next(one for one in other["objects"]["Lead"]["fields"] if one["name"] == "Industry")
    field["picklistValues"] = [one for one in field["picklistValues"] if one["value"] != "Banking"]
    assert judged((as_snapshot(base, Role.SANDBOX), as_snapshot(other, Role.PRODUCTION))).causes == ()


def test_many_labels_in_an_unknown_language_are_likely_one_cause(base: Plain) -> None:
    unknown, other = copy.deepcopy(base), copy.deepcopy(base)
    unknown["user"]["language"] = None
    for field in other["objects"]["Lead"]["fields"][:12]:
        field["label"] = f"{field['label']} (de)"
    result = judged((as_snapshot(unknown, Role.SANDBOX), as_snapshot(other, Role.PRODUCTION)))
    (cause,) = own(result)
    assert (cause.rule, cause.severity) == ("cause-language", Severity.INFO)
    other["user"]["language"] = None
    for field in other["objects"]["Lead"]["fields"][3:12]:
        field["label"] = field["label"].removesuffix(" (de)")
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


# Any combination of causes, with any drift on top.

FIELD = {"custom": False, "createable": False, "updateable": False, "picklistValues": [], "calculated": False}


def _add(plain: dict[str, Any], name: str, field: str, **properties: Any) -> None:
    described = plain["objects"][name]
    model = next(one for one in described["fields"] if one["name"] == "CreatedDate")
    described["fields"].append(
        {**model, **FIELD, "name": field, "custom": field.endswith(("__c", "__pc")), **properties}
    )
    described["defined_fields"].append(field)


def _person_accounts(plain: dict[str, Any]) -> None:
    for name in ("IsPersonAccount", "PersonEmail", "PersonBirthdate", "FirstName"):
        _add(plain, "Account", name)
    _add(plain, "Account", "Role__pc")
    _add(plain, "Contact", "IsPersonAccount")


def _package(plain: dict[str, Any]) -> None:
    plain["packages"].append({"namespace": "pkgx", "name": "Extra", "version": "1.2.0.1"})
    for name in ("Lead", "Account", "Opportunity"):
        _add(plain, name, "pkgx__Extra__c")
    trigger = next(one for one in plain["triggers"] if one["NamespacePrefix"] == "q2c")
    plain["triggers"].append({**trigger, "Name": "ExtraGuard", "NamespacePrefix": "pkgx"})


def _other_version(plain: dict[str, Any]) -> None:
    package = next(one for one in plain["packages"] if one["namespace"] == "lmatch")
    package["version"] = "4.0.0.1"
    _add(plain, "Lead", "lmatch__Score__c")


def _currency(plain: dict[str, Any]) -> None:
    for name in plain["objects"]:
        _add(plain, name, "CurrencyIsoCode")


def _addresses(plain: dict[str, Any]) -> None:
    for name, starts in {"Account": ["Billing", "Shipping"], "Contact": ["Mailing", "Other"], "Lead": [""]}.items():
        for start in starts:
            _add(plain, name, f"{start}StateCode")
            _add(plain, name, f"{start}CountryCode")


def _portal(plain: dict[str, Any]) -> None:
    for name in ("IsPartner", "IsCustomerPortal"):
        _add(plain, "Account", name)
    _add(plain, "Lead", "PartnerAccountId")


def _release(plain: dict[str, Any]) -> None:
    plain["api"]["versions_offered"].append("69.0")
    _add(plain, "Lead", "ActivityMetricId")
    _add(plain, "Case", "Language")


def _record_types(plain: dict[str, Any]) -> None:
    model = plain["objects"]["Lead"]["record_types"][0]
    plain["objects"]["Account"]["record_types"].append({**model, "developerName": "Shipper", "master": False})
    _add(plain, "Account", "RecordTypeId")


def _hidden(plain: dict[str, Any]) -> None:
    for name, field in (("Lead", "Freight_Score__c"), ("Account", "Fleet_Size__c")):
        fields = plain["objects"][name]["fields"]
        fields[:] = [one for one in fields if one["name"] != field]


def _no_write(plain: dict[str, Any]) -> None:
    described = plain["objects"]["Case"]
    described["properties"]["updateable"] = False
    for field in described["fields"]:
        field["updateable"] = False


SWITCHES: dict[str, Callable[[dict[str, Any]], None]] = {
    "cause-person-accounts": _person_accounts,
    "cause-package-missing": _package,
    "cause-package-version": _other_version,
    "cause-multi-currency": _currency,
    "cause-address-picklists": _addresses,
    "cause-portal": _portal,
    "cause-release": _release,
    "cause-record-types": _record_types,
    "cause-fields-hidden": _hidden,
    "cause-object-not-accessible": _no_write,
}
KEPT_AS_IT_IS = {("Lead", "Freight_Score__c"), ("Account", "Fleet_Size__c"), ("Case", "Case")}


@pytest.fixture(scope="module")
def base(snapshots: Snapshots) -> Plain:
    """A realistic snapshot of a sandbox, as plain JSON."""
    return Plain(json.loads(snapshot_bytes(snapshots("identical")[0])))


@pytest.mark.parametrize("cause", SWITCHES)
def test_each_switch_alone_is_explained_whole_by_its_cause(cause: str, base: Plain) -> None:
    other = copy.deepcopy(base)
    SWITCHES[cause](other)
    for sides in ((base, other), (other, base)):
        result = judged((as_snapshot(sides[0], Role.SANDBOX), as_snapshot(sides[1], Role.PRODUCTION)))
        assert {one.rule for one in own(result)} == {cause}
        loose = [one for one in result.findings if one.kind not in {"cause", "readiness"} and one.cause is None]
        assert loose == []
        assert all(one.certainty is Certainty.PROVEN for one in result.causes)


@settings(MANY, max_examples=60)
@given(
    seed=st.integers(0, 2**32),
    causes=st.sets(st.sampled_from(sorted(SWITCHES))),
    drifts=st.integers(1, 6),
    switch_sandbox=st.booleans(),
    drift_sandbox=st.booleans(),
)
def test_no_cause_ever_swallows_a_drift(  # noqa: PLR0917 (Hypothesis gives them by name)
    base: Plain, seed: int, causes: set[str], drifts: int, switch_sandbox: bool, drift_sandbox: bool
) -> None:
    sides = {Role.SANDBOX: copy.deepcopy(base), Role.PRODUCTION: copy.deepcopy(base)}
    chance = random.Random(seed)
    drifted = sides[Role.SANDBOX if drift_sandbox else Role.PRODUCTION]
    expected = set()
    for _ in range(drifts):
        before = copy.deepcopy(drifted)
        change = one_change(drifted, chance)
        if change[:2] in KEPT_AS_IT_IS or (change[0] == "Case" and change[2] == "updateable"):
            drifted.clear()
            drifted.update(before)
        else:
            expected.add(change[:2])
    switched = sides[Role.SANDBOX if switch_sandbox else Role.PRODUCTION]
    for cause in sorted(causes):
        SWITCHES[cause](switched)
    result = judged(
        (as_snapshot(sides[Role.SANDBOX], Role.SANDBOX), as_snapshot(sides[Role.PRODUCTION], Role.PRODUCTION))
    )
    loose = {(one.object, one.component) for one in result.findings if one.cause is None}
    assert expected <= loose
    listed = {one.fingerprint for one in result.findings}
    assert {one for cause in result.causes for one in cause.explains} <= listed
