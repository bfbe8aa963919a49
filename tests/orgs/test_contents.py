"""Reading contents: what is refused, what fails, what few requests are left for, and in which order."""

from typing import Any

import pytest
from msgspec import structs

from parity.config.orgs import ApiSettings
from parity.config.policy import Policy
from parity.orgs.collect_pair import Progress, collect_pair
from parity.orgs.contents_wanted import tier
from parity.simulator import Fault, scenario_from
from parity.snapshot.contents import ContentKind
from parity.snapshot.grants import READ_SETUP
from parity.snapshot.org_setup import Part
from parity.snapshot.records import Snapshot
from parity.verdict.decide import VerdictName
from parity.verdict.judge import judge
from tests.simulated import NOON, RunningPair, running

RULE = {"table": "ValidationRule", "object": "Campaign", "name": "Has_Code", "formula": "ISBLANK(Name)"}
SCENARIO = scenario_from("contents", {"both": {"automation": [RULE]}}, NOON.date())
FILTERED = {"filteredLookupInfo": {"controllingFields": [], "dependent": False, "optionalFilter": True}}
WITH_LOOKUP = scenario_from(
    "lookup", {"both": {"automation": [RULE], "fields": {"Contact.AccountId": FILTERED}}}, NOON.date()
)
LOOKUP_ASKED = "Metadata%20FROM%20FieldDefinition"


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
        # Half an answer reads as "off", or as a formula that is gone.
        (
            "sobjects/ValidationRule/",
            {"status": 200, "edit": (b'"Metadata":{', b'"Metadata":null,"x":{')},
            "Campaign Has_Code could not be read (its Metadata is null)",
            "Run it again",
        ),
        (
            "sobjects/ValidationRule/",
            {"status": 200, "edit": (b'"errorConditionFormula"', b'"errorCondition"')},
            "Metadata of a row of ValidationRule does not tell errorConditionFormula",
            "Run it again",
        ),
        (
            "sobjects/WorkflowRule/",
            {"status": 200, "edit": (b'"active"', b'"inactive"')},
            "Metadata of a row of WorkflowRule does not tell active",
            "Run it again",
        ),
        (
            "FROM%20ValidationRule",
            {"status": 200, "edit": (b'"Id":"0zz', b'"Id":"/zz')},
            "Campaign Has_Code could not be read (the org told no id of it)",
            "Run it again",
        ),
        (LOOKUP_ASKED, {"status": 500}, "Contact AccountId could not be read (UNKNOWN_EXCEPTION", "Run it again"),
        (
            LOOKUP_ASKED,
            {"status": 200, "edit": (b'"QualifiedApiName":"AccountId"', b'"QualifiedApiName":"OwnerId"')},
            "Contact AccountId could not be read (the answer is 'OwnerId')",
            "Run it again",
        ),
    ],
)
def test_what_was_asked_for_and_not_read_keeps_the_verdict_open(
    match: str, fault: dict[str, Any], says: str, fix: str
) -> None:
    with running(WITH_LOOKUP if match == LOOKUP_ASKED else SCENARIO) as orgs:
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
    read = {one.name for one in production.contents.read if one.kind is not ContentKind.RECORD_TYPE}
    assert read == {"Has_Code", "Opportunity_Amount_Copy"}
    assert production.contents.calls == 2


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 400, "error_code": "INVALID_FIELD"},
        {"status": 200, "edit": (b'"lookupFilter":{', b'"lookupFilters":{')},
        {"status": 200, "edit": (b'"Metadata":{', b'"Metadata":null,"x":{')},
    ],
)
def test_a_filter_that_a_definition_does_not_show_is_said_and_no_gap(fault: dict[str, Any]) -> None:
    with running(WITH_LOOKUP) as orgs:
        orgs.production.fail(Fault(match=LOOKUP_ASKED, **fault))
        pair = collected(orgs)
    result = judge(*pair, Policy(), tenant=None, judged_at=NOON)
    assert result.gaps == ()
    (line,) = [one for one in result.findings if one.rule == "contents-not-shown"]
    assert (line.severity, line.production) == ("info", {"field": 1})
    assert "production: 1 field" in line.message


def test_a_row_that_failed_in_the_first_call_is_a_gap_and_not_beyond_the_depth() -> None:
    with running(SCENARIO, api=ApiSettings(depth_calls=1)) as orgs:
        orgs.production.fail(Fault(match="sobjects/ValidationRule/", status=500))
        production = collected(orgs)[1]
    assert production.contents is not None
    assert (production.contents.calls, production.contents.left_out) == (1, {})
    (unread,) = [one for one in production.unread if one.part == Part.CONTENTS]
    assert "Campaign Has_Code could not be read" in unread.reason


def test_a_flow_may_tell_its_name_with_the_number_of_the_version() -> None:
    flow = {"table": "FlowDefinitionView", "object": "Lead", "name": "Greet_It"}
    with running(scenario_from("flow", {"both": {"automation": [flow]}}, NOON.date())) as orgs:
        orgs.production.fail(
            Fault(match="sobjects/Flow/", status=200, edit=(b'"FullName":"Greet_It"', b'"FullName":"Greet_It-1"'))
        )
        production = collected(orgs)[1]
    assert production.contents is not None
    assert "Greet_It" in {one.name for one in production.contents.read}


#: Flows of packages, as the list of flows tells them: the name bears no namespace there. Salesforce's own have no row.
FLOWS_OF_PACKAGES = [
    {"table": "FlowDefinitionView", "object": "Lead", "namespace": "q2c", **more}
    for more in ({"name": "Closed"}, {"name": "Open", "template": True}, {"name": "Grounds", "platform": True})
]
WITH_PACKAGES = scenario_from("packages", {"both": {"automation": FLOWS_OF_PACKAGES}}, NOON.date())


@pytest.mark.parametrize(
    ("match", "edit"),
    [
        ("nothing", (b"", b"")),
        ("sobjects/Flow/", (b'"FullName":"q2c__', b'"FullName":"')),
        ("FROM%20FlowDefinitionView", (b'"ActiveVersionId":"301', b'"ActiveVersionId":"q2c__Grounds-301')),
    ],
)
def test_flows_of_packages_are_shown_or_not_and_no_gap(match: str, edit: tuple[bytes, bytes]) -> None:
    with running(WITH_PACKAGES) as orgs:
        orgs.production.fail(Fault(match=match, status=200, edit=edit))
        production = collected(orgs)[1]
    assert [one.reason for one in production.unread if one.part == Part.CONTENTS] == []
    assert production.contents is not None
    shown = {one.name for one in production.contents.read} & {"q2c__Open"}
    assert production.contents.not_shown == {"record-triggered flow": 3 - len(shown)}
    assert shown or match.startswith("FROM")


def test_a_flow_of_the_org_itself_that_has_no_row_is_a_gap() -> None:
    flow = {"table": "FlowDefinitionView", "object": "Lead", "name": "Greet_It", "platform": True}
    with running(scenario_from("flow", {"both": {"automation": [flow]}}, NOON.date())) as orgs:
        production = collected(orgs)[1]
    (unread,) = [one for one in production.unread if one.part == Part.CONTENTS]
    assert "Lead Greet_It could not be read (NOT_FOUND" in unread.reason


@pytest.mark.parametrize(("rules", "calls"), [(12, 1), (13, 2), (38, 3)])
def test_25_parts_a_call_of_which_two_are_lists(rules: int, calls: int) -> None:
    # With the workflow rule and the ten record types of the base org: 23 rows beside the two lists, then 25 a call.
    many = {"table": "ValidationRule", "objects": ["Lead"], "name": "Rule_%", "number": rules}
    with running(scenario_from("many", {"both": {"generated_automation": [many]}}, NOON.date())) as orgs:
        production = collected(orgs)[1]
    assert production.contents is not None
    assert (production.contents.calls, len(production.contents.read)) == (calls, rules + 11)


def test_the_reserve_of_the_day_is_not_spent_on_contents() -> None:
    # One request is left above the reserve of a hundred when the parts of the snapshot were read.
    org = SCENARIO.production
    few = structs.replace(SCENARIO, production=structs.replace(org, daily_max=1000, used=1000 - 100 - 6))
    with running(few) as orgs:
        sandbox, production = collected(orgs)
        assert orgs.production.api_calls_remaining >= 100
    assert production.contents is not None
    left_out = {"record type": 10, "validation rule": 1, "workflow rule": 1}
    assert (production.contents.calls, production.contents.left_out) == (0, left_out)
    assert production.gaps == ()
    result = judge(sandbox, production, Policy(), tenant=None, judged_at=NOON)
    (line,) = [one for one in result.findings if one.rule == "contents-left-out"]
    assert "spent down to `api.reserve`" in line.message
    assert "all of them are read" not in line.message


def test_objects_that_are_created_come_before_those_that_are_written_and_the_rest() -> None:
    assert [tier(name) for name in ("Campaign", "bizible2__Bizible_Touchpoint__c", "Lead", "Account", "Case")] == [
        0,
        0,
        1,
        1,
        2,
    ]
