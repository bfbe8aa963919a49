"""What contents cost: within the depth, in the order of reading, and what is left out is counted."""

import pytest

from parity.config.orgs import ApiSettings
from parity.orgs.collect_pair import Progress, collect_pair
from parity.simulator import scenario_from
from tests.simulated import NOON, collected, running
from tests.whole.contents_cases import Plain
from tests.whole.contents_orgs import Pair, judged

MANY: Plain = {
    "generated_automation": [
        {"table": "FlowDefinitionView", "objects": ["Case", "Lead", "Campaign"], "name": "Flow_%", "number": 60},
        {
            "table": "ValidationRule",
            "objects": ["Case", "Lead", "Campaign", "Account"],
            "name": "Rule_%",
            "number": 200,
        },
        {"table": "WorkflowRule", "objects": ["Case", "Opportunity"], "name": "Criteria_%", "number": 40},
    ]
}


@pytest.fixture(scope="module")
def many() -> Pair:
    return collected(scenario_from("many", {"both": MANY}, NOON.date()))


def test_a_large_org_is_read_in_order_and_what_is_left_out_is_one_line(many: Pair) -> None:
    """311 rows: 60 flows, 200 validation rules, 41 workflow rules with the one of the base org, and 10 record types."""
    for one in many:
        assert one.contents is not None
        assert (one.contents.depth, one.contents.calls) == (10, 10)
        assert one.api.calls <= 8 + 10
        read = {(each.kind.value, each.object) for each in one.contents.read}
        counts = {key: sum((each.kind.value, each.object) == key for each in one.contents.read) for key in read}
        # Campaign is created, Account, Lead and Opportunity are written, Case is neither: what stands there comes last.
        assert counts == {
            ("record-triggered flow", "Campaign"): 20,
            ("validation rule", "Campaign"): 50,
            ("validation rule", "Account"): 50,
            ("record-triggered flow", "Lead"): 20,
            ("validation rule", "Lead"): 50,
            ("workflow rule", "Opportunity"): 21,
            ("record-triggered flow", "Case"): 20,
            ("validation rule", "Case"): 17,
        }
        assert one.contents.left_out == {"validation rule": 33, "workflow rule": 20, "record type": 10}
        assert sum(counts.values()) == 23 + 9 * 25
    result = judged(*many)
    (line,) = [one for one in result.findings if one.rule == "contents-left-out"]
    assert line.severity == "info"
    assert "production: 10 record types, 33 validation rules, 20 workflow rules" in line.message
    assert "`api.depth_calls: 13`" in line.message
    assert result.gaps == ()


@pytest.mark.parametrize(("depth", "calls", "read"), [(0, None, None), (1, 1, 23), (20, 13, 311)])
def test_the_depth_is_a_bound_and_0_is_off(depth: int, calls: int | None, read: int | None) -> None:
    with running(scenario_from("many", {"both": MANY}, NOON.date()), api=ApiSettings(depth_calls=depth)) as orgs:
        sandbox, production = collect_pair(orgs.project, orgs.environment, lambda: NOON, Progress())
    if sandbox.contents is None:
        assert calls is None
        assert sandbox.api.calls <= 8
        (line,) = [one for one in judged(sandbox, production).findings if one.rule == "contents-left-out"]
        assert "none at all" in line.message
        return
    assert (sandbox.contents.calls, len(sandbox.contents.read)) == (calls, read)
    assert sandbox.api.calls - sandbox.contents.calls <= 8
