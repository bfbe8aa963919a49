"""Automation beyond triggers: what is active in one org only is found, and what does nothing in either is not."""

from collections.abc import Callable

import pytest
from msgspec import structs

from parity.config.policy import Policy
from parity.snapshot.automation import Automation, AutomationKind
from parity.snapshot.org_setup import Part, Unread
from parity.snapshot.records import Snapshot
from parity.verdict.judge import judge
from tests.simulated import NOON

Pair = tuple[Snapshot, Snapshot]
Snapshots = Callable[[str], Pair]
FLOW = Automation(
    kind=AutomationKind.FLOW,
    object="Lead",
    name="Greeting",
    active=True,
    details={"TriggerType": "RecordAfterSave", "RecordTriggerType": "Create"},
)
WORKFLOW = Automation(kind=AutomationKind.WORKFLOW_RULE, object="Opportunity", name="Copy_Amount")


def found(pair: Pair, sandbox: Automation | None, production: Automation | None) -> list[tuple[str, str, str]]:
    """Rule, object and attribute of what differs in automation between two orgs with one piece each."""
    sides = tuple(
        structs.replace(snapshot, automation=() if one is None else (one,))
        for snapshot, one in zip(pair, (sandbox, production), strict=True)
    )
    result = judge(sides[0], sides[1], Policy(), tenant=None, judged_at=NOON)
    return [(one.rule, one.object, one.attribute) for one in result.findings if one.kind == "automation"]


@pytest.fixture
def pair(snapshots: Snapshots) -> Pair:
    return snapshots("identical")


@pytest.mark.parametrize("kind", list(AutomationKind))
def test_what_is_active_in_one_org_only_is_found(kind: AutomationKind, pair: Pair) -> None:
    active = Automation(kind=kind, object="Campaign", name="One", namespace="ns", active=True)
    assert found(pair, None, active) == [("automation-only-in-production", "Campaign", "presence")]
    assert found(pair, active, None) == [("automation-only-in-sandbox", "Campaign", "presence")]


def test_a_workflow_rule_whose_contents_were_not_read_may_be_off_in_either_org(pair: Pair) -> None:
    assert found(pair, None, WORKFLOW) == [("workflow-rule-in-one-org", "Opportunity", "presence")]
    assert found(pair, WORKFLOW, None) == [("workflow-rule-in-one-org", "Opportunity", "presence")]
    assert found(pair, WORKFLOW, structs.replace(WORKFLOW, active=True)) == []
    assert found(pair, structs.replace(WORKFLOW, active=False), WORKFLOW) == []


def test_what_is_switched_off_in_one_org_is_found(pair: Pair) -> None:
    off = structs.replace(FLOW, active=False)
    assert found(pair, off, FLOW) == [("automation-only-in-production", "Lead", "active")]
    assert found(pair, FLOW, off) == [("automation-only-in-sandbox", "Lead", "active")]


def test_what_does_nothing_in_either_org_is_no_difference(pair: Pair) -> None:
    off = structs.replace(FLOW, active=False)
    assert found(pair, off, None) == []
    assert found(pair, None, off) == []
    assert found(pair, off, structs.replace(off, details={**off.details, "TriggerOrder": 9})) == []
    assert found(pair, FLOW, FLOW) == []
    assert found(pair, WORKFLOW, WORKFLOW) == []


@pytest.mark.parametrize(
    ("detail", "rule"),
    [
        ("TriggerType", "automation-changed"),
        ("RecordTriggerType", "automation-changed"),
        ("TriggerOrder", "automation-changed"),
        ("SomethingNew", "automation-property-changed"),
    ],
)
def test_active_automation_that_behaves_otherwise_is_found(detail: str, rule: str, pair: Pair) -> None:
    other = structs.replace(FLOW, details={**FLOW.details, detail: "other"})
    assert found(pair, FLOW, other) == [(rule, "Lead", detail)]


def test_letter_case_and_order_make_no_difference(pair: Pair) -> None:
    assert found(pair, structs.replace(FLOW, name="GREETING"), structs.replace(FLOW, name="Greeting")) == []


def test_a_kind_that_one_org_did_not_read_is_not_compared_and_leaves_the_verdict_open(pair: Pair) -> None:
    unread = Unread(part=Part.FLOWS, reason="FlowDefinitionView could not be read", fix="Grant View Setup.")
    sandbox = structs.replace(pair[0], automation=(), unread=(unread,))
    production = structs.replace(pair[1], automation=(FLOW,))
    result = judge(sandbox, production, Policy(), tenant=None, judged_at=NOON)
    assert [one for one in result.findings if one.kind == "automation"] == []
    assert result.verdict.value == "INCONCLUSIVE"
    assert any(one.subject == Part.FLOWS.value and one.role == "sandbox" for one in result.gaps)


def test_automation_is_compared_even_where_no_readiness_rule_looks_at_it(pair: Pair) -> None:
    rule = Automation(kind=AutomationKind.ASSIGNMENT_RULE, object="Lead", name="Routing", active=True)
    unread = Unread(part=Part.ASSIGNMENT_RULES, reason="AssignmentRule could not be read", fix="Grant View Setup.")
    production = structs.replace(pair[1], automation=(rule,), unread=(unread,))
    result = judge(pair[0], production, Policy(), tenant=None, judged_at=NOON)
    assert result.verdict.value == "INCONCLUSIVE"
    assert any(one.subject == Part.ASSIGNMENT_RULES.value for one in result.gaps)
