"""What automation and fields hold: each kind changed one at a time is found and worded, the nearest miss is silent.

All components stand in one pair of orgs, so that they are collected once.
"""

from typing import Any

import pytest
from msgspec import Struct, structs

from parity.config.orgs import ApiSettings
from parity.config.policy import Policy
from parity.orgs.collect_pair import Progress, collect_pair
from parity.rules.finding import Finding
from parity.simulator import scenario_from
from parity.simulator.identifiers import full_id, record_id
from parity.snapshot.contents import ContentKind
from parity.snapshot.file import read_snapshot, snapshot_bytes
from parity.snapshot.records import Snapshot
from parity.verdict.decide import VerdictName
from parity.verdict.judge import judge
from parity.verdict.result import Result
from tests.simulated import NOON, collected, running

Plain = dict[str, Any]
Pair = tuple[Snapshot, Snapshot]


class Case(Struct, frozen=True, kw_only=True):
    """A component as the sandbox and as production have it; `found` are the items of its finding by name."""

    sandbox: Plain
    production: Plain
    rule: str = ""
    found: dict[str, tuple[Any, Any]] = {}


def value(text: str) -> Plain:
    return {"stringValue": text}


def hot(operator: str = "EqualTo", word: str = "Hot") -> Plain:
    return {"leftValueReference": "$Record.Rating", "operator": operator, "rightValue": value(word)}


COLD = hot(word="Cold")


def outcome(name: str, *conditions: Plain, logic: str = "and") -> Plain:
    connector = {"targetReference": "Set_It"}
    return {"name": name, "conditionLogic": logic, "conditions": list(conditions), "connector": connector}


def flow(*outcomes: Plain, **changes: Any) -> Plain:
    """A flow with a decision, an update and a formula."""
    decision = {"name": "Is_Hot", "label": "Is it hot?", "locationX": 10, "locationY": 20, "rules": list(outcomes)}
    return {
        "decisions": [decision],
        "recordUpdates": [
            {
                "name": "Set_It",
                "inputReference": "$Record",
                "inputAssignments": [{"field": "City", "value": value("Oslo")}],
            },
            {
                "name": "Tell_It",
                "inputReference": "$Record",
                "inputAssignments": [{"field": "Fax", "value": value("1")}],
            },
        ],
        "formulas": [{"name": "Twice", "dataType": "Number", "expression": "{!$Record.NumberOfEmployees} * 2"}],
        **changes,
    }


PLAIN = flow(outcome("Yes", hot(), COLD), outcome("No", COLD))
_FORMULA = {"name": "Twice", "dataType": "Number"}
_SET = PLAIN["recordUpdates"][0]
FLOWS: dict[str, Case] = {
    "Other_Condition": Case(
        sandbox=flow(outcome("Yes", hot("NotEqualTo"), COLD), outcome("No", COLD)),
        production=PLAIN,
        rule="flow-contents-changed",
        found={
            "decisions[Is_Hot].rules[Yes].conditions": (
                ['$Record.Rating EqualTo "Cold"', '$Record.Rating NotEqualTo "Hot"'],
                ['$Record.Rating EqualTo "Cold"', '$Record.Rating EqualTo "Hot"'],
            )
        },
    ),
    "Numbered_Conditions": Case(
        sandbox=flow(outcome("Yes", hot(), COLD, hot(word="Warm"), logic="1 AND (2 OR 3)")),
        production=flow(outcome("Yes", COLD, hot(), hot(word="Warm"), logic="1 AND (2 OR 3)")),
        rule="flow-contents-changed",
        found={
            "decisions[Is_Hot].rules[Yes].conditions": (
                [
                    '1: $Record.Rating EqualTo "Hot"',
                    '2: $Record.Rating EqualTo "Cold"',
                    '3: $Record.Rating EqualTo "Warm"',
                ],
                [
                    '1: $Record.Rating EqualTo "Cold"',
                    '2: $Record.Rating EqualTo "Hot"',
                    '3: $Record.Rating EqualTo "Warm"',
                ],
            )
        },
    ),
    "Other_Formula": Case(
        sandbox={**PLAIN, "formulas": [{**_FORMULA, "expression": "{!$Record.NumberOfEmployees} * 3"}]},
        production=PLAIN,
        rule="flow-contents-changed",
        found={
            "formulas[Twice].expression": ("{!$Record.NumberOfEmployees} * 3", "{!$Record.NumberOfEmployees} * 2"),
        },
    ),
    "Other_Value": Case(
        sandbox={**PLAIN, "recordUpdates": [{**_SET, "inputAssignments": []}, PLAIN["recordUpdates"][1]]},
        production=PLAIN,
        rule="flow-contents-changed",
        found={"recordUpdates[Set_It].inputAssignments": (None, ['City = "Oslo"'])},
    ),
    "Element_Missing": Case(
        sandbox={**PLAIN, "recordUpdates": [_SET]},
        production=PLAIN,
        rule="flow-contents-changed",
        found={"recordUpdates[Tell_It]": (None, 'inputAssignments: Fax = "1"; inputReference: $Record')},
    ),
    "Order_Of_Outcomes": Case(
        sandbox=flow(outcome("No", COLD), outcome("Yes", hot(), COLD)),
        production=PLAIN,
        rule="flow-contents-changed",
        found={"decisions[Is_Hot].rules: order": (["No", "Yes"], ["Yes", "No"])},
    ),
    "Entry_Criteria": Case(
        sandbox={**PLAIN, "start": {"filters": [{"field": "City", "operator": "EqualTo", "value": value("Rome")}]}},
        production={**PLAIN, "start": {"filterFormula": 'ISCHANGED({!$Record.City}) && {!$Record.City} = "Rome"'}},
        rule="flow-contents-changed",
        found={
            "start.filterFormula": (None, 'ISCHANGED({!$Record.City}) && {!$Record.City} = "Rome"'),
            "start.filters": (['City EqualTo "Rome"'], None),
        },
    ),
    "A_False_That_Is_Set": Case(
        sandbox={**PLAIN, "constants": [{"name": "Off", "dataType": "Boolean", "value": {"booleanValue": False}}]},
        production={**PLAIN, "constants": [{"name": "Off", "dataType": "Boolean", "value": {"booleanValue": True}}]},
        rule="flow-contents-changed",
        found={"constants[Off].value.booleanValue": (False, True)},
    ),
    "Run_In_Mode": Case(
        sandbox={**PLAIN, "runInMode": "SystemModeWithoutSharing"},
        production=PLAIN,
        rule="flow-contents-changed",
        found={"runInMode": ("SystemModeWithoutSharing", None)},
    ),
    # The nearest misses: drawing, words, order, defaults, traces of a tool.
    "Only_Drawn_Otherwise": Case(
        sandbox={
            **flow(outcome("Yes", COLD, hot()), outcome("No", COLD)),
            "description": "Made by an admin",
            "interviewLabel": "x",
            "migratedFromWorkflowRuleName": "Old rule",
            "recordUpdates": PLAIN["recordUpdates"][::-1],
            "processMetadataValues": [{"name": "CanvasMode", "value": value("FREE_FORM_CANVAS")}],
            "runInMode": "DefaultMode",
            "environments": [],
        },
        production={**PLAIN, "decisions": [{**PLAIN["decisions"][0], "locationX": 99, "label": "Hot?"}]},
    ),
    "Only_White_Space": Case(
        sandbox={**PLAIN, "formulas": [{**_FORMULA, "expression": " {!$Record.NumberOfEmployees}*2\n"}]},
        production=PLAIN,
    ),
}

RULES: dict[str, Case] = {
    "Formula": Case(
        sandbox={"formula": 'ISPICKVAL(Rating, "Hot")'},
        production={"formula": 'AND(ISPICKVAL(Rating, "Hot"), ISBLANK(City))'},
        rule="validation-rule-formula-changed",
        found={"errorConditionFormula": ('ISPICKVAL(Rating, "Hot")', 'AND(ISPICKVAL(Rating, "Hot"), ISBLANK(City))')},
    ),
    "Space_In_A_Text": Case(
        sandbox={"formula": 'City = "New  York"'},
        production={"formula": 'City = "New York"'},
        rule="validation-rule-formula-changed",
        found={"errorConditionFormula": ('City = "New  York"', 'City = "New York"')},
    ),
    "Same": Case(
        sandbox={"formula": 'AND( ISBLANK(City),\n  Rating = "Hot" )', "metadata": {"description": "x"}},
        production={"formula": 'AND(ISBLANK(City), Rating = "Hot")', "field": "Top of Page"},
        rule="automation-changed",
        found={"ErrorDisplayField": (None, "Top of Page")},
    ),
    "Off_In_Both": Case(sandbox={"formula": "TRUE", "active": False}, production={"formula": "FALSE", "active": False}),
}


def criterion(word: str, operation: str = "equals") -> Plain:
    return {"field": "Lead.Rating", "operation": operation, "value": word}


_COPY, _MAIL = {"name": "Copy_It", "type": "FieldUpdate"}, {"name": "Mail_It", "type": "Alert"}
WORKFLOWS: dict[str, Case] = {
    "Criteria": Case(
        sandbox={"criteria": [criterion("Hot")]},
        production={"criteria": [criterion("Hot"), criterion("Cold", "notEqual")]},
        rule="workflow-rule-changed",
        found={"criteriaItems": (["Lead.Rating equals Hot"], ["Lead.Rating equals Hot", "Lead.Rating notEqual Cold"])},
    ),
    "Trigger": Case(
        sandbox={"metadata": {"triggerType": "onCreateOnly"}},
        production={},
        rule="workflow-rule-changed",
        found={"triggerType": ("onCreateOnly", "onAllChanges")},
    ),
    "Actions": Case(
        sandbox={"metadata": {"actions": [_COPY]}},
        production={"metadata": {"actions": [_MAIL, _COPY]}},
        rule="workflow-rule-changed",
        found={"actions[Mail_It]": (None, "type: Alert")},
    ),
    "Off_In_Production": Case(
        sandbox={},
        production={"active": False},
        rule="automation-only-in-sandbox",
        found={"active": (True, False)},
    ),
    "Off_In_Sandbox": Case(
        sandbox={"active": False},
        production={},
        rule="automation-only-in-production",
        found={"active": (False, True)},
    ),
    "Same_Rule": Case(
        sandbox={
            "criteria": [criterion("Hot"), criterion("Cold")],
            "metadata": {"actions": [_COPY, _MAIL], "failedMigrationToolVersion": "2.0"},
        },
        production={
            "criteria": [criterion("Cold"), criterion("Hot")],
            "metadata": {"actions": [_MAIL, _COPY], "description": "x"},
        },
    ),
    "Off_Everywhere": Case(
        sandbox={"active": False, "criteria": [criterion("Hot")]},
        production={"active": False, "criteria": [criterion("Cold")]},
    ),
}


APPROVALS: dict[str, Case] = {
    "Other_Steps": Case(
        sandbox={"steps": ["Manager"]},
        production={"steps": ["Manager", "Director"]},
        rule="approval-process-steps-changed",
        found={"steps[Director]": (None, "there")},
    ),
    "Same_Steps": Case(sandbox={"steps": ["A", "B"]}, production={"steps": ["B", "A"]}),
    "Approval_Off": Case(sandbox={"steps": ["A"], "active": False}, production={"steps": ["B"], "active": False}),
}


def summed(operation: str = "sum", *filters: Plain) -> Plain:
    what = {} if operation == "count" else {"summarizedField": "Opportunity.Amount"}
    return {
        "summaryOperation": operation,
        "summaryForeignKey": "Opportunity.AccountId",
        "summaryFilterItems": list(filters),
        **what,
    }


WON = {"field": "Opportunity.IsWon", "operation": "equals", "value": "True"}
BIG = {"field": "Opportunity.Amount", "operation": "greaterThan", "value": "100"}


def accepts(*items: Plain, **changes: Any) -> Plain:
    return {"lookupFilter": {"active": True, "filterItems": list(items), "isOptional": False, **changes}}


KEY = {"field": "Account.Type", "operation": "equals", "value": "Customer"}
#: By field: what stands in its Metadata, over what follows from its describe.
FIELDS: dict[str, Case] = {
    "Account.Other_Operation__c": Case(
        sandbox=summed("max"),
        production=summed("sum"),
        rule="roll-up-changed",
        found={"summaryOperation": ("max", "sum")},
    ),
    "Account.Other_Filter__c": Case(
        sandbox=summed("sum", WON),
        production=summed("sum", BIG, WON),
        rule="roll-up-changed",
        found={
            "summaryFilterItems": (
                ["Opportunity.IsWon equals True"],
                ["Opportunity.Amount greaterThan 100", "Opportunity.IsWon equals True"],
            )
        },
    ),
    "Account.Same_Roll_Up__c": Case(sandbox=summed("sum", WON, BIG), production=summed("sum", BIG, WON)),
    "Lead.Other_Lookup__c": Case(
        sandbox=accepts(KEY),
        production=accepts({**KEY, "value": "Partner"}),
        rule="lookup-filter-changed",
        found={"lookupFilter.filterItems": (["Account.Type equals Customer"], ["Account.Type equals Partner"])},
    ),
    "Lead.Same_Lookup__c": Case(
        sandbox=accepts(KEY, isOptional=True, errorMessage="Choose another"),
        production=accepts(KEY, isOptional=True, description="Only customers"),
    ),
}
HIDDEN: dict[str, Case] = {
    "Lead.Hidden_Length__c": Case(
        sandbox={"length": 40},
        production={},
        rule="hidden-field-contents-changed",
        found={"Metadata.length": (40, 80)},
    ),
    "Lead.Hidden_Same__c": Case(
        sandbox={"label": "Geheim", "businessOwnerUser": "ada@northwind.example.uat", "description": "x"},
        production={"businessOwnerUser": "ada@northwind.example"},
    ),
}
_ROLL_UP = "currency(18,2) readonly calculated"
_LOOKUP = {"filteredLookupInfo": {"controllingFields": [], "dependent": False, "optionalFilter": True}}


def automation(table: str, cases: dict[str, Case], side: str) -> list[Plain]:
    wrapped = table == "FlowDefinitionView"
    specs = {name: getattr(case, side) for name, case in cases.items()}
    return [
        {"table": table, "object": "Lead", "name": name, **({"metadata": spec} if wrapped else spec)}
        for name, spec in specs.items()
    ]


def org_of(side: str) -> Plain:
    """All components as one side has them."""
    fields = {name: getattr(case, side) for name, case in {**FIELDS, **HIDDEN}.items()}
    return {
        "automation": [
            *automation("FlowDefinitionView", FLOWS, side),
            *automation("ValidationRule", RULES, side),
            *automation("WorkflowRule", WORKFLOWS, side),
            *automation("ProcessDefinition", APPROVALS, side),
        ],
        "contents": {"CustomField": fields},
    }


BOTH: Plain = {
    "fields": {
        **{name: _ROLL_UP if name.startswith("Account") else "reference(Account)" for name in FIELDS},
        **dict.fromkeys(HIDDEN, "string(80)"),
    },
    "hidden_fields": {"Lead": [name.partition(".")[2] for name in HIDDEN]},
    "users": {"integration": {"hidden_fields": {"Lead": [name.partition(".")[2] for name in HIDDEN]}}},
}


def definition() -> Plain:
    lookups = {name: _LOOKUP for name in FIELDS if "Lookup" in name}
    sides = {side: {**org_of(side), "fields": lookups} for side in ("sandbox", "production")}
    return {"both": BOTH, **sides}


@pytest.fixture(scope="module")
def pair() -> Pair:
    return collected(scenario_from("contents", definition(), NOON.date()))


@pytest.fixture(scope="module")
def result(pair: Pair) -> Result:
    return judged(*pair)


def judged(sandbox: Snapshot, production: Snapshot) -> Result:
    return judge(sandbox, production, Policy(), tenant="Tests", judged_at=NOON)


def differing(result: Result) -> list[Finding]:
    return [one for one in result.findings if one.kind not in {"cause", "readiness"}]


ALL = {
    **{f"record-triggered flow {name}": case for name, case in FLOWS.items()},
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


def honest(side: str) -> Plain:
    """Components that hold what a sandbox copy rewrites: org id, record type id, user name, e-mail address, host."""
    in_sandbox = side == "sandbox"
    org_id = full_id("00D8F0000008NwS" if in_sandbox else "00D300000001Nwh")
    host = "acme--uat.sandbox.my.salesforce.com" if in_sandbox else "acme.my.salesforce.com"
    words = {
        "org": org_id,
        "short": org_id[:15],
        "type": record_id("012", f"{side} Lead Direct"),
        "user": f"ada@northwind.example{'.uat' if in_sandbox else ''}",
        "mail": f"ada@northwind.example{'.invalid' if in_sandbox else ''}",
        "host": host,
    }
    text = " ".join(words.values())
    formula = (
        f'$Organization.Id = "{words["org"]}" || RecordTypeId = "{words["type"]}" || $User.Username = "{words["user"]}"'
    )
    items = [{"field": "Lead.Description", "operation": "equals", "value": one} for one in words.values()]
    made = flow(outcome("Yes", *(hot(word=one) for one in words.values())))
    constant = {"name": "Where", "dataType": "String", "value": value(f"https://{host}/{words['short']}")}
    metadata = {**made, "constants": [constant], "start": {"filterFormula": formula}}
    roll_up = summed("sum", *({**WON, "value": one} for one in words.values()))
    return {
        "automation": [
            {"table": "FlowDefinitionView", "object": "Lead", "name": "Honest", "metadata": metadata},
            {"table": "ValidationRule", "object": "Lead", "name": "Honest_Rule", "formula": formula},
            {"table": "WorkflowRule", "object": "Lead", "name": "Honest_Criteria", "criteria": items},
            {"table": "WorkflowRule", "object": "Lead", "name": "Honest_Formula", "formula": formula},
            {"table": "ProcessDefinition", "object": "Lead", "name": "Honest_Approval", "steps": ["A", "B"]},
        ],
        "contents": {
            "CustomField": {
                "Account.Honest__c": roll_up,
                "Lead.Honest_Lookup__c": accepts(*({**KEY, "value": one} for one in words.values())),
                "Lead.Hidden__c": {"defaultValue": f'"{text}"', "businessOwnerUser": words["user"]},
            }
        },
        "triggers": {"LeadRouting": {"body": "trigger LeadRouting on Lead (before insert) { LeadRouter.run(); }"}},
    }


def test_honest_copies_have_no_findings() -> None:
    both = {
        "fields": {
            "Account.Honest__c": _ROLL_UP,
            "Lead.Honest_Lookup__c": "reference(Account)",
            "Lead.Hidden__c": "string(80)",
        },
        "hidden_fields": {"Lead": ["Hidden__c"]},
    }
    sides = {side: {**honest(side), "fields": {"Lead.Honest_Lookup__c": _LOOKUP}} for side in ("sandbox", "production")}
    pair = collected(scenario_from("honest", {"both": both, **sides}, NOON.date()))
    hosts = ("https://acme--uat.sandbox.my.salesforce.com", "https://acme.my.salesforce.com")
    sandbox, production = (
        structs.replace(one, org=structs.replace(one.org, instance_url=host))
        for one, host in zip(pair, hosts, strict=True)
    )
    assert sandbox.contents is not None
    assert {one.kind for one in sandbox.contents.read} >= set(ContentKind) - {ContentKind.PROCESS}
    result = judged(sandbox, production)
    assert differing(result) == []
    assert result.gaps == ()
    assert result.verdict is VerdictName.GO


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
    """301 rows: 60 flows, 200 validation rules, and 41 workflow rules with the one of the base org."""
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
        assert one.contents.left_out == {"validation rule": 33, "workflow rule": 20}
        assert sum(counts.values()) == 23 + 9 * 25
    result = judged(*many)
    (line,) = [one for one in result.findings if one.rule == "contents-left-out"]
    assert line.severity == "info"
    assert "production: 33 validation rules, 20 workflow rules" in line.message
    assert "`api.depth_calls: 13`" in line.message
    assert result.gaps == ()


@pytest.mark.parametrize(("depth", "calls", "read"), [(0, None, None), (1, 1, 23), (20, 13, 301)])
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
