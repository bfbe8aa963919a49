"""What each scenario declares is what is found: expectations come from the scenario files, not from the program."""

from collections.abc import Callable
from typing import Any

import pytest

from parity.compare.difference import PRESENCE
from parity.config.policy import Policy
from parity.rules.finding import Finding
from parity.simulator import load_scenario, scenario_names
from parity.snapshot.records import Snapshot
from parity.verdict.decide import VerdictName
from parity.verdict.judge import judge
from parity.verdict.result import Result
from tests.simulated import NOON

Pair = tuple[Snapshot, Snapshot]
#: (object, component, attribute) -> (sandbox, production), with None where a side has nothing
Expected = dict[tuple[str, str, str], tuple[Any, Any]]


def expected_findings(scenario: str) -> Expected:
    """The drift that a scenario file declares, in the words of result.json."""
    expected: Expected = {}
    for drift in load_scenario(scenario).drift:
        if {"silent", "readiness"} & (drift.expect or {}).keys():
            continue
        component = drift.field or drift.trigger or drift.record_type or drift.object
        attribute = drift.attribute or PRESENCE
        if drift.picklist_value is not None:
            tail = f".{drift.attribute}" if drift.attribute else ""
            attribute = f"picklistValues[{drift.picklist_value}]{tail}"
        expected[drift.object, component, attribute] = (
            (drift.sandbox, drift.production)
            if drift.only_in is None
            else (drift.only_in == "sandbox", drift.only_in == "production")
        )
    return expected


def judged(pair: Pair) -> Result:
    return judge(*pair, Policy(), tenant="Tests", judged_at=NOON)


def found(findings: tuple[Finding, ...]) -> Expected:
    """Findings in the form of `expected`: presence as true and false, values as they are."""
    told = [
        (one, name, sides)
        for one in findings
        for name, *sides in [(item.name, item.sandbox, item.production) for item in one.items]
        or [(PRESENCE, one.sandbox, one.production)]
    ]
    seen: Expected = {
        (one.object, one.component, name): (sides[0] is not None, sides[1] is not None)
        if name == PRESENCE or name.endswith("]")
        else (sides[0], sides[1])
        for one, name, sides in told
    }
    assert len(seen) == len(told), "a thing was found twice"
    return seen


def differing(result: Result) -> tuple[Finding, ...]:
    """What differs, without the causes' own findings and without readiness."""
    return tuple(one for one in result.findings if one.kind not in {"cause", "readiness"})


@pytest.mark.parametrize("scenario", ["identical", "drifted", "triggers-off", "preview-release", "hostile", "large"])
def test_exactly_the_declared_drift_is_found(scenario: str, snapshots: Callable[[str], Pair]) -> None:
    expected = expected_findings(scenario)
    assert (scenario == "identical") == (not expected)
    assert found(differing(judged(snapshots(scenario)))) == expected


def test_identical_is_a_go_with_nothing_to_say(snapshots: Callable[[str], Pair]) -> None:
    result = judged(snapshots("identical"))
    assert (result.verdict, result.exit_code, result.findings, result.gaps) == (VerdictName.GO, 0, (), ())


def test_drifted_is_a_no_go(snapshots: Callable[[str], Pair]) -> None:
    result = judged(snapshots("drifted"))
    assert (result.verdict, result.exit_code) == (VerdictName.NO_GO, 1)


def test_the_declared_rules_speak(snapshots: Callable[[str], Pair]) -> None:
    declared = {
        (
            drift.object,
            drift.field or drift.trigger or drift.record_type or drift.object,
            drift.attribute,
            drift.picklist_value,
        ): drift.expect
        for drift in load_scenario("drifted").drift
        if "rule" in (drift.expect or {})
    }
    rules: dict[tuple[str, str, str], str] = {
        (one.object, one.component, name): one.rule
        for one in differing(judged(snapshots("drifted")))
        for name in [item.name for item in one.items] or [PRESENCE]
    }
    for (object_name, component, attribute, value), expect in declared.items():
        path = f"picklistValues[{value}]{f'.{attribute}' if attribute else ''}" if value else attribute or PRESENCE
        assert expect is not None, f"{component} {path} declares no rule"
        assert rules[object_name, component, path] == expect["rule"]


def test_triggers_off_names_every_trigger(snapshots: Callable[[str], Pair]) -> None:
    result = judged(snapshots("triggers-off"))
    assert result.verdict is VerdictName.NO_GO
    assert {one.rule for one in differing(result)} <= {
        "trigger-inactive-in-sandbox",
        "trigger-inactive-in-sandbox-not-on-update",
    }


def test_hidden_fields_are_never_called_missing(snapshots: Callable[[str], Pair]) -> None:
    result = judged(snapshots("hidden-fields"))
    assert result.verdict is VerdictName.INCONCLUSIVE
    assert result.findings
    assert {one.rule for one in differing(result)} == {"field-not-visible"}
    assert all("Read Access" in one.fix for one in differing(result))


def test_without_tooling_access_nothing_is_a_go(snapshots: Callable[[str], Pair]) -> None:
    result = judged(snapshots("no-tooling"))
    assert result.verdict is VerdictName.INCONCLUSIVE
    assert result.exit_code == 3
    assert any(gap.area == "triggers" and "View Setup" in gap.fix for gap in result.gaps)


@pytest.mark.parametrize("scenario", scenario_names())
def test_a_snapshot_takes_at_most_eight_calls_and_those_for_contents(
    scenario: str, snapshots: Callable[[str], Pair]
) -> None:
    for snapshot in snapshots(scenario):
        assert snapshot.contents is not None
        assert snapshot.contents.calls <= snapshot.contents.depth == 10
        assert snapshot.api.calls - snapshot.contents.calls <= 8
        assert snapshot.api.fallback is None
        assert snapshot.api.daily_remaining is not None
