"""A cause lowers what it explains only where that is proven, and never what the project names."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from parity.config.policy import Policy
from parity.rules.finding import Certainty, Severity
from parity.snapshot.file import read_snapshot, snapshot_bytes
from parity.snapshot.records import Snapshot
from parity.verdict.decide import VerdictName
from parity.verdict.judge import judge
from parity.verdict.result import Result
from tests.simulated import NEXT_RELEASE, NOON

Plain = dict[str, Any]
Pair = tuple[Plain, Plain]


@pytest.fixture
def pair(snapshots: Callable[[str], tuple[Snapshot, Snapshot]]) -> Pair:
    sandbox, production = (json.loads(snapshot_bytes(one)) for one in snapshots("identical"))
    return sandbox, production


def judged(pair: Pair, *named: str) -> Result:
    sandbox, production = (read_snapshot(json.dumps(one).encode(), "test") for one in pair)
    return judge(sandbox, production, Policy(fields=named), tenant=None, judged_at=NOON)


def newer(plain: Plain) -> None:
    plain["api"]["versions_offered"].append(NEXT_RELEASE)


def with_field(plain: Plain, name: str) -> None:
    described = plain["objects"]["Opportunity"]
    like = next(one for one in described["fields"] if one["name"] == "AccountId")
    described["fields"].append({**copy.deepcopy(like), "name": name})
    described["defined_fields"].append(name)


def test_a_field_of_a_newer_sandbox_is_proven_to_come_with_its_release(pair: Pair) -> None:
    newer(pair[0])
    with_field(pair[0], "BrandNewId")
    result = judged(pair)
    assert result.verdict is VerdictName.GO
    assert [one.certainty for one in result.causes] == [Certainty.PROVEN]


def test_a_field_of_a_newer_production_may_come_with_a_feature_and_still_blocks(pair: Pair) -> None:
    newer(pair[1])
    with_field(pair[1], "Territory2Id")
    result = judged(pair)
    assert result.verdict is VerdictName.NO_GO
    assert [one.certainty for one in result.causes] == [Certainty.LIKELY]


def test_no_cause_takes_a_custom_field_for_one_of_the_release(pair: Pair) -> None:
    newer(pair[0])
    with_field(pair[0], "Depot__Latitude__s")
    assert judged(pair).causes == ()


def test_no_cause_lowers_a_field_that_the_project_names(pair: Pair) -> None:
    newer(pair[0])
    for name in ("Amount", "StageName"):
        field = next(one for one in pair[0]["objects"]["Opportunity"]["fields"] if one["name"] == name)
        field["type"] = "string"
    assert judged(pair).verdict is VerdictName.NO_GO
    portal = ("IsPartner", "IsCustomerPortal")
    for name in portal:
        described = pair[1]["objects"]["Account"]
        like = next(one for one in described["fields"] if one["name"] == "IsDeleted")
        described["fields"].append({**copy.deepcopy(like), "name": name})
        described["defined_fields"].append(name)
    for fields in ((), ("Account.IsPartner",)):
        assert {one.severity for one in judged(pair, *fields).findings if one.rule == "cause-portal"} == {
            Severity.BLOCKER
        }
