"""What automation and fields hold: each kind changed one at a time is found and worded, the nearest miss is silent."""

import pytest

from parity.simulator import scenario_from
from parity.snapshot.file import read_snapshot, snapshot_bytes
from parity.verdict.result import Result
from tests.simulated import NOON, collected
from tests.whole.contents_cases import FLOWS
from tests.whole.contents_of_fields import FIELDS, HIDDEN
from tests.whole.contents_of_rules import APPROVALS, RULES, STARTS, WORKFLOWS
from tests.whole.contents_orgs import Pair, definition, differing, judged


@pytest.fixture(scope="module")
def pair() -> Pair:
    return collected(scenario_from("contents", definition(), NOON.date()))


@pytest.fixture(scope="module")
def result(pair: Pair) -> Result:
    return judged(*pair)


ALL = {
    **{f"record-triggered flow {name}": case for name, case in FLOWS.items()},
    **{f"record-triggered flow {name}": case for name, case in STARTS.items()},
    **{f"validation rule {name}": case for name, case in RULES.items()},
    **{f"workflow rule {name}": case for name, case in WORKFLOWS.items()},
    **{f"approval process {name}": case for name, case in APPROVALS.items()},
    **{name.partition(".")[2]: case for name, case in {**FIELDS, **HIDDEN}.items()},
}


@pytest.mark.parametrize("component", ALL)
def test_each_change_is_found_and_each_near_miss_is_silent(component: str, result: Result) -> None:
    case = ALL[component]
    found = [one for one in differing(result) if one.component == component]
    assert [one.rule for one in found] == ([case.rule] if case.rule else [])
    for one in found:
        assert {item.name: (item.sandbox, item.production) for item in one.items} == case.found
        assert next(iter(case.found)).partition("[")[0].partition(".")[0] in one.message
        assert one.severity in {"warning", "blocker"}


def test_nothing_else_is_found(result: Result) -> None:
    assert {one.component for one in differing(result)} == {name for name, case in ALL.items() if case.rule}


def test_a_hidden_field_whose_contents_were_read_is_no_gap(result: Result) -> None:
    assert [one for one in result.gaps if one.area == "field-visibility"] == []


def test_snapshots_with_contents_read_and_write_the_same(pair: Pair) -> None:
    for one in pair:
        data = snapshot_bytes(one)
        assert read_snapshot(data, "test") == one
        assert snapshot_bytes(read_snapshot(data, "test")) == data
