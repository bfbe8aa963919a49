"""Processes of Process Builder: the list of flows does not tell their object, only their Metadata does."""

from typing import Any

import pytest

from parity.compare.difference import PRESENCE
from parity.config.orgs import ApiSettings
from parity.config.policy import Policy
from parity.orgs.collect_pair import Progress, collect_pair
from parity.rules.finding import Finding, Severity
from parity.simulator import scenario_from
from parity.snapshot.automation import OBJECT_NOT_TOLD, AutomationKind
from parity.snapshot.org_setup import Part
from parity.verdict.judge import judge
from parity.verdict.result import Result
from tests.simulated import NOON, running

PROCESS = {"table": "FlowDefinitionView", "process": "Workflow", "object": "Lead", "name": "Score_Lead"}
COMPONENT = f"{AutomationKind.PROCESS} Score_Lead"


def result_of(depth: int = 20, **changes: Any) -> Result:
    """Of a pair with these changes; what could not be read of flows and contents is nothing."""
    with running(scenario_from("process", changes, NOON.date()), api=ApiSettings(depth_calls=depth)) as orgs:
        pair = collect_pair(orgs.project, orgs.environment, lambda: NOON, Progress())
    assert [one for side in pair for one in side.unread if one.part in {Part.FLOWS, Part.CONTENTS}] == []
    return judge(*pair, Policy(), tenant=None, judged_at=NOON)


def drift(result: Result) -> list[Finding]:
    return [one for one in result.findings if not one.rule.startswith(("readiness-", "contents-"))]


@pytest.mark.parametrize(("depth", "told"), [(20, "Lead"), (0, OBJECT_NOT_TOLD)])
@pytest.mark.parametrize(("sandbox", "attribute"), [([], PRESENCE), ([{**PROCESS, "active": False}], "active")])
def test_a_process_that_production_alone_runs_is_found(
    depth: int, told: str, sandbox: list[dict[str, Any]], attribute: str
) -> None:
    result = result_of(depth, production={"automation": [PROCESS]}, sandbox={"automation": sandbox})
    (found,) = drift(result)
    assert (found.object, found.component, found.attribute) == (told, COMPONENT, attribute)


def test_a_process_on_another_object_is_none_of_marketo_measures() -> None:
    elsewhere = {**PROCESS, "object": "Product2", "name": "Price_It"}
    result = result_of(production={"automation": [elsewhere]})
    assert drift(result) == []
    assert "Price_It" not in str(result.findings)


def test_the_same_process_in_both_orgs_is_no_drift_and_runs_on_save() -> None:
    result = result_of(both={"automation": [PROCESS]})
    assert drift(result) == []
    assert any("Score_Lead" in str(one.production) for one in result.findings if one.object == "Lead")


def test_an_active_process_of_which_nothing_tells_the_object_may_run_on_save() -> None:
    result = result_of(0, both={"automation": [PROCESS]})
    assert drift(result) == []
    (found,) = [one for one in result.findings if "Score_Lead" in str(one.production)]
    assert (found.rule, found.component) == ("readiness-process-of-unknown-object", "processes that were not read")
    assert found.severity is Severity.WARNING
    assert "`api.depth_calls`" in found.fix


@pytest.mark.parametrize(
    ("sandbox", "severity"), [(["A", "B", "C"], Severity.INFO), (["A", "B"], Severity.WARNING)], ids=["same", "more"]
)
def test_processes_of_packages_are_one_line_and_a_note_where_they_were_rehearsed(
    sandbox: list[str], severity: Severity
) -> None:
    """No depth shows what a package's process is on: a warning on each, for ever, would be noise."""

    def of(*names: str) -> dict[str, Any]:
        return {"automation": [{**PROCESS, "name": one, "namespace": "q2c"} for one in names]}

    result = result_of(production=of("A", "B", "C"), sandbox=of(*sandbox))
    (found,) = [one for one in result.findings if one.rule == "readiness-process-of-unknown-object"]
    assert (found.component, found.severity) == ("processes of packages", severity)
    assert "q2c__A, q2c__B, q2c__C" in found.message
    assert OBJECT_NOT_TOLD not in found.message
    assert "vendor" in found.fix


def test_what_a_process_does_is_compared() -> None:
    changed = {**PROCESS, "metadata": {"formulas": [{"name": "f", "dataType": "Boolean", "expression": "TRUE"}]}}
    result = result_of(production={"automation": [PROCESS]}, sandbox={"automation": [changed]})
    (found,) = drift(result)
    assert (found.rule, found.object, found.component) == ("flow-contents-changed", "Lead", COMPONENT)
