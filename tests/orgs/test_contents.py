"""Reading contents: what is refused, what fails, what few requests are left for, and in which order."""

from typing import Any

import pytest
from msgspec import structs

from parity.config.policy import Policy
from parity.orgs.collect_pair import Progress, collect_pair
from parity.orgs.contents_wanted import tier
from parity.simulator import Fault, scenario_from
from parity.snapshot.grants import READ_SETUP
from parity.snapshot.org_setup import Part
from parity.snapshot.records import Snapshot
from parity.verdict.decide import VerdictName
from parity.verdict.judge import judge
from tests.simulated import NOON, RunningPair, running

RULE = {"table": "ValidationRule", "object": "Campaign", "name": "Has_Code", "formula": "ISBLANK(Name)"}
SCENARIO = scenario_from("contents", {"both": {"automation": [RULE]}}, NOON.date())


def collected(orgs: RunningPair) -> tuple[Snapshot, Snapshot]:
    return collect_pair(orgs.project, orgs.environment, lambda: NOON, Progress())


@pytest.mark.parametrize(
    ("match", "fault", "says", "fix"),
    [
        ("FROM%20ApexClass", {"status": 400, "error_code": "INVALID_TYPE"}, "ApexClass could not be read", READ_SETUP),
        ("FROM%20ApexClass", {"status": 500}, "ApexClass could not be read (UNKNOWN_EXCEPTION", "Run it again"),
        ("FROM%20ApexClass", {"status": 200, "edit": (b'"Name":"', b'"Name":7,"X":"')}, "ApexClass", "Run it again"),
        ("sobjects/ValidationRule/", {"status": 500}, "Campaign Has_Code could not be read", "Run it again"),
        (
            "sobjects/ValidationRule/",
            {"status": 404, "error_code": "NOT_FOUND"},
            "Campaign Has_Code could not be read (NOT_FOUND",
            READ_SETUP,
        ),
        (
            "sobjects/ValidationRule/",
            {"status": 200, "edit": (b'"FullName":"Campaign.', b'"FullName":"Lead.')},
            "the answer is 'Lead.Has_Code'",
            "Run it again",
        ),
    ],
)
def test_what_was_asked_for_and_not_read_keeps_the_verdict_open(
    match: str, fault: dict[str, Any], says: str, fix: str
) -> None:
    with running(SCENARIO) as orgs:
        orgs.production.fail(Fault(match=match, **fault))
        pair = collected(orgs)
    result = judge(*pair, Policy(), tenant=None, judged_at=NOON)
    (gap,) = [one for one in result.gaps if one.subject == Part.CONTENTS]
    assert says in gap.reason
    assert fix in gap.fix
    assert result.verdict is VerdictName.INCONCLUSIVE


def test_a_row_that_fails_in_passing_is_read_the_second_time() -> None:
    with running(SCENARIO) as orgs:
        orgs.production.fail(Fault(match="sobjects/ValidationRule/", status=500, times=1))
        production = collected(orgs)[1]
    assert Part.CONTENTS not in {one.part for one in production.unread}
    assert production.contents is not None
    assert {one.name for one in production.contents.read} == {"Has_Code", "Opportunity_Amount_Copy"}
    assert production.contents.calls == 2


def test_the_reserve_of_the_day_is_not_spent_on_contents() -> None:
    # One request is left above the reserve of a hundred when the parts of the snapshot were read.
    org = SCENARIO.production
    few = structs.replace(SCENARIO, production=structs.replace(org, daily_max=1000, used=1000 - 100 - 6))
    with running(few) as orgs:
        production = collected(orgs)[1]
        assert orgs.production.api_calls_remaining >= 100
    assert production.contents is not None
    assert (production.contents.calls, production.contents.left_out) == (0, {"validation rule": 1, "workflow rule": 1})
    assert production.gaps == ()


def test_objects_that_are_created_come_before_those_that_are_written_and_the_rest() -> None:
    assert [tier(name) for name in ("Campaign", "bizible2__Bizible_Touchpoint__c", "Lead", "Account", "Case")] == [
        0,
        0,
        1,
        1,
        2,
    ]
