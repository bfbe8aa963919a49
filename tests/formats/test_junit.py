"""JUnit as junitparser, GitLab and Jenkins read it: what keeps the verdict from GO is red, and nothing else."""

from collections.abc import Callable
from io import BytesIO

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped, TestCase
from lxml import etree

from parity.config.policy import Policy
from parity.formats.junit import render
from parity.verdict.result import Result
from tests.formats.results import BOMBS, SCENARIOS, baseline_of, bombed, waived


def read(data: bytes) -> dict[str, list[TestCase]]:
    """The tests by suite, after what the file says of its own numbers was counted again."""
    report = JUnitXml.fromfile(BytesIO(data))
    stated = [(one.name, one.tests, one.failures, one.errors, one.skipped) for one in report]
    for one in report:
        one.update_statistics()  # type: ignore[no-untyped-call]
    assert [(one.name, one.tests, one.failures, one.errors, one.skipped) for one in report] == stated
    return {one.name: list(one) for one in report}


def outcome(case: TestCase) -> type | None:
    return type(case.result[0]) if case.result else None


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_suite_an_object_a_test_a_rule_and_component(scenario: str, result_of: Callable[..., Result]) -> None:
    result = result_of(scenario)
    suites = read(render(result))
    for one in result.findings:
        tests = [
            case
            for case in suites[one.object or "both orgs"]
            if one.fingerprint in (case.system_out or "") + "".join(entry.text or "" for entry in case.result)
        ]
        assert [case.name for case in tests] == [f"{one.rule}: {one.component}"]
    for known in result.checked:
        same = [case.name for case in suites[known.object] if " is the same: " in str(case.name)]
        assert len(same) == len(known.equal_fields) + len(known.equal_record_types) + len(known.equal_triggers)
    assert len(suites.get("not read", [])) == result.counts.gaps


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_it_is_green_on_a_go_and_on_nothing_else(scenario: str, result_of: Callable[..., Result]) -> None:
    result = result_of(scenario)
    cases = [case for tests in read(render(result)).values() for case in tests]
    (verdict,) = read(render(result))["verdict"]
    red = [case for case in cases if outcome(case) in {Failure, Error}]
    assert bool(red) is not result.verdict.is_go
    assert outcome(verdict) is {"GO": None, "NO-GO": Failure, "INCONCLUSIVE": Error}[result.verdict]


def test_blockers_fail_warnings_pass_what_is_waived_or_explained_is_skipped(result_of: Callable[..., Result]) -> None:
    result = result_of("drifted")
    blocker = next(one for one in result.findings if one.severity == "blocker")
    suites = read(render(waived(result, blocker)))
    failed = [case for tests in suites.values() for case in tests if outcome(case) is Failure]
    assert len(failed) == result.counts.blocker - 1 + 1  # the verdict's own
    (skipped,) = [case for tests in suites.values() for case in tests if outcome(case) is Skipped]
    assert skipped.result[0].message == "waived by Dana Hill (CRM-12) until 2026-11-24: Retired next week"
    folded = result_of("person-accounts-and-packages")
    skips = [case for tests in read(render(folded)).values() for case in tests if outcome(case) is Skipped]
    assert len(skips) == folded.counts.folded


def test_warnings_fail_where_their_number_makes_the_no_go(result_of: Callable[..., Result]) -> None:
    result = result_of("drifted", Policy(max_warnings=0))
    blockers = [one for one in result.findings if one.severity == "blocker"]
    accepted = waived(result, *blockers)
    failed = [case for tests in read(render(accepted)).values() for case in tests if outcome(case) is Failure]
    assert len(failed) == result.counts.warning + 1


def test_the_file_of_the_component_and_the_baseline_stand_in_it(result_of: Callable[..., Result]) -> None:
    result = result_of("drifted")
    root = etree.fromstring(render(result, baseline_of(result, 3)))
    files = {case.get("file") for case in root.iter("testcase")}
    assert "force-app/main/default/objects/Account/fields/ERP_Id__c.field-meta.xml" in files
    known = {one.get("name"): one.get("value") for one in root.iter("property")}
    assert (known["new"], known["fixed"], known["verdict"]) == ("3", "1", "NO-GO")
    assert sum("since the baseline: new" in "".join(case.itertext()) for case in root.iter("testcase")) == 3


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda text: repr(text[:16]))
def test_a_bomb_stays_text(bomb: str, result_of: Callable[..., Result]) -> None:
    for scenario in ("drifted", "no-tooling"):
        root = etree.fromstring(render(bombed(result_of(scenario), bomb)))
        known = {"testsuites", "testsuite", "testcase", "properties", "property", "failure", "error", "skipped"}
        assert {one.tag for one in root.iter()} <= known | {"system-out"}
