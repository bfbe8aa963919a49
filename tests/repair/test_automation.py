"""Validation rules, workflow rules, flows, shared value sets and history: out of one org into the other."""

from pathlib import Path
from typing import Any

import pytest

from parity.simulator import Scenario
from parity.verdict.decide import VerdictName
from tests.repair.repairing import Repaired, applied, checked, keys_of, made, repair

FLOW = {
    "table": "FlowDefinitionView",
    "object": "Lead",
    "name": "Lead_Enrich",
    "version": 3,
    "metadata": {
        "decisions": [
            {
                "name": "Is_Large",
                "label": "Is it <large>?",
                "rules": [
                    {
                        "name": "Large",
                        "label": "Large",
                        "conditionLogic": "and",
                        "conditions": [
                            {
                                "leftValueReference": "$Record.NumberOfEmployees",
                                "operator": "GreaterThan",
                                "rightValue": {"numberValue": 500.0},
                            },
                            {
                                "leftValueReference": "$Record.CreatedDate",
                                "operator": "GreaterThan",
                                # As the Tooling API tells a point in time; a file says it as XML does.
                                "rightValue": {"dateTimeValue": "2018-05-01T07:00:00.000+0000"},
                            },
                        ],
                    }
                ],
            }
        ]
    },
}
RULE = {
    "table": "ValidationRule",
    "object": "Opportunity",
    "name": "Depot_Needed",
    "formula": "AND(ISBLANK(Depot__c), Amount > 10)",
    "field": "Depot__c",
    "message": 'Say "which" depot & why <now>',
}
PARTS = ("Latitude", "Longitude")
WORKFLOW = {"table": "WorkflowRule", "object": "Lead", "name": "Old_Copy", "formula": "ISPICKVAL(Status, 'x')"}
SETS = {"Depots": {"fields": ["Opportunity.Depot__c", "Lead.Depot__c"], "description": "Where trucks stand"}}


def with_automation(**both: Any) -> Scenario:
    """Production has a shared set with two fields, one of them tracked, rules and a flow; the sandbox has leftovers."""
    values = {"is": "picklist(255) restricted", "values": ["Oslo", "Rome", "Bergen"]}
    production = {
        "fields": {"Opportunity.Depot__c": values, "Lead.Depot__c": values, "Lead.Depot_Code__c": "string(12) unique"},
        "value_sets": SETS,
        "history": ["Lead.Region__c", "Opportunity.Loss_Reason__c", "Opportunity.Depot__c"],
        "contents": {"CustomField": {"Lead.Depot_Code__c": {"description": "From the yard"}}},
        "automation": [FLOW, RULE, WORKFLOW],
    }
    sandbox = {
        "automation": [
            {"table": "ValidationRule", "object": "Lead", "name": "Never_Deployed", "message": "No"},
            {"table": "FlowDefinitionView", "object": "Lead", "name": "Lead_Greeting", "version": 2, "active": True},
        ]
    }
    return made(production=production, sandbox=sandbox, both=both)


@pytest.fixture(scope="module")
def repaired(tmp_path_factory: pytest.TempPathFactory) -> Repaired:
    with pytest.MonkeyPatch.context() as patch:
        return repair(with_automation(), tmp_path_factory.mktemp("automation") / "repair", patch, deletions=True)


def readiness_only(keys: set[tuple[str, ...]]) -> bool:
    """What readiness foresees is about production, whatever the sandbox has."""
    return all(rule.startswith("readiness-") for rule, *_ in keys)


def test_applied_it_is_go(repaired: Repaired) -> None:
    assert readiness_only(repaired.not_deployed())
    after = checked(applied(with_automation(), repaired))
    assert after.verdict is VerdictName.GO
    assert keys_of(after) <= repaired.not_deployed()


def test_without_deletions_the_leftovers_stay_with_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = repair(with_automation(), tmp_path / "repair", monkeypatch)
    assert one.place_of("validation rule Never_Deployed") == "by hand"
    assert one.place_of("record-triggered flow Lead_Greeting") == "by hand"
    assert not (one.folder / "deletions").exists()
    left = keys_of(checked(applied(with_automation(), one)))
    assert left <= one.not_deployed()
    assert not readiness_only(left)


def test_history_is_a_step_of_its_own(repaired: Repaired) -> None:
    path = "main/default/objects/Opportunity/fields/Depot__c.field-meta.xml"
    assert b"<trackHistory>false</trackHistory>" in repaired.files[f"1-objects/{path}"]
    assert b"<trackHistory>true</trackHistory>" in repaired.files[f"2-history/{path}"]
    assert sum(name.startswith("2-history/main") for name in repaired.files) == 1
    assert "`Opportunity` > Fields & Relationships > Set History Tracking" in repaired.readme


def test_a_shared_set_comes_whole_and_its_fields_name_it_and_hold_no_values(repaired: Repaired) -> None:
    values = repaired.files["1-objects/main/default/globalValueSets/Depots.globalValueSet-meta.xml"].decode()
    assert [values.count(f"<fullName>{one}</fullName>") for one in ("Oslo", "Rome", "Bergen")] == [1, 1, 1]
    assert "<fullName>Depots</fullName>" not in values
    field = repaired.files["1-objects/main/default/objects/Lead/fields/Depot__c.field-meta.xml"].decode()
    assert "<valueSetName>Depots</valueSetName>" in field
    assert "valueSetDefinition" not in field


def test_what_describe_does_not_tell_is_in_the_file(repaired: Repaired) -> None:
    field = repaired.files["1-objects/main/default/objects/Lead/fields/Depot_Code__c.field-meta.xml"].decode()
    assert "<description>From the yard</description>" in field
    assert "<unique>true</unique>" in field
    assert "<caseSensitive>false</caseSensitive>" in field


def test_the_flow_is_whole_and_active(repaired: Repaired) -> None:
    flow = repaired.files["4-automation/main/default/flows/Lead_Enrich.flow-meta.xml"].decode()
    assert "<status>Active</status>" in flow
    assert "<label>Is it &lt;large&gt;?</label>" in flow
    assert "<numberValue>500.0</numberValue>" in flow
    assert "<dateTimeValue>2018-05-01T07:00:00.000Z</dateTimeValue>" in flow
    assert "urls" not in flow


def test_only_new_fields_that_take_a_permission_are_in_the_set(repaired: Repaired) -> None:
    (path,) = [name for name in repaired.files if "permissionset" in name]
    fields = sorted(line for line in repaired.files[path].decode().split() if line.startswith("<field>"))
    assert fields == [
        f"<field>{one}</field>" for one in ("Lead.Depot_Code__c", "Lead.Depot__c", "Opportunity.Depot__c")
    ]


def test_required_fields_formulas_and_numbers_by_themselves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = {
        "Lead.Needed__c": "string(10) required",
        "Lead.Reckoned__c": {"is": "double(10,2) calculated", "formula": "Freight_Score__c * 2"},
        "Lead.Counted__c": "string(30) autonumber readonly",
        "Lead.Plain__c": "boolean",
    }
    pair = made(production={"fields": fields})
    one = repair(pair, tmp_path / "repair", monkeypatch)
    (path,) = [name for name in one.files if "permissionset" in name]
    granted = one.files[path].decode()
    assert "Needed__c" not in granted
    for name, editable in (("Counted__c", "false"), ("Reckoned__c", "false"), ("Plain__c", "true")):
        before = granted[: granted.index(f"Lead.{name}")]
        assert before.rstrip().endswith(f"<editable>{editable}</editable>\n        <field>".strip())
    after = checked(applied(pair, one))
    assert keys_of(after) <= one.not_deployed()
    file = one.files["1-objects/main/default/objects/Lead/fields/Plain__c.field-meta.xml"].decode()
    assert "<defaultValue>false</defaultValue>" in file
    assert "<required>" not in file


def test_a_compound_field_comes_whole_in_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = {f"Lead.{name}__{part}__s": f"double(18,15) of:{name}__c" for name in ("Yard", "Home") for part in PARTS}
    street = {"Lead.Home__Street__s": "string(255) of:Home__c"}
    fields = {"Lead.Yard__c": "location", "Lead.Home__c": "address readonly", **parts, **street}
    told = {"Lead.Home__c": {"type": "Address"}}
    pair = made(production={"fields": fields, "contents": {"CustomField": told}})
    one = repair(pair, tmp_path / "repair", monkeypatch)
    written = [name for name in one.files if "/fields/" in name]
    assert [name.rpartition("/")[2] for name in written] == ["Home__c.field-meta.xml", "Yard__c.field-meta.xml"]
    left = {key for key in keys_of(checked(applied(pair, one))) if not key[0].startswith("readiness-")}
    assert not {key for key in left if key[2] in {"Yard__c", "Home__c", "Home__Street__s"}}


def test_a_rule_that_names_a_field_which_does_not_come_stays_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = {**RULE, "formula": "ISBLANK(cpqx__Quote__c)", "field": None}
    managed = {"fields": {"Opportunity.cpqx__Quote__c": "string(20)"}, "automation": [rule]}
    one = repair(made(production=managed), tmp_path / "repair", monkeypatch)
    entry = one.entry("validation rule Depot_Needed")
    assert one.place_of("validation rule Depot_Needed") == "by hand"
    assert "names cpqx__quote__c, which the sandbox lacks and this repair does not bring" in entry["why"]
    assert not any("validationRules" in name for name in one.files)


def test_a_rule_with_actions_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    actions = {"actions": [{"name": "Mail_The_Owner", "type": "Alert"}]}
    pair = made(production={"automation": [{**WORKFLOW, "metadata": actions}]})
    one = repair(pair, tmp_path / "repair", monkeypatch)
    assert "Alert Mail_The_Owner" in one.entry("workflow rule Old_Copy")["why"]
    assert one.place_of("workflow rule Old_Copy") == "by hand"


def test_a_new_master_detail_field_is_for_people_for_its_object_has_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on = "bizible2__Bizible_Person__c"
    fields = {f"{on}.Depot__c": "reference(Account)", f"{on}.Yard__c": "reference(Account)"}
    told = {"type": "MasterDetail", "deleteConstraint": None, "required": None}
    production = {"fields": fields, "contents": {"CustomField": {f"{on}.Depot__c": told}}}
    one = repair(made(production=production), tmp_path / "repair", monkeypatch)
    assert "make a lookup, fill it, convert it" in one.entry("Depot__c")["why"]
    assert (one.place_of("Depot__c"), one.place_of("Yard__c")) == ("by hand", "deployed")


def test_a_flow_that_is_switched_off_in_the_sandbox_is_switched_on_by_a_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A deployment that differs from the newest version in the status alone does nothing."""
    pair = made(both={"automation": [FLOW]}, sandbox={"automation": [{**FLOW, "active": False}]})
    one = repair(pair, tmp_path / "repair", monkeypatch)
    name = "record-triggered flow Lead_Enrich"
    assert one.place_of(name) == "by hand"
    assert "Setup > Flows > Lead_Enrich: activate its newest version" in one.readme
    assert not any("flows/" in path for path in one.files)


def test_a_flow_that_only_the_sandbox_runs_is_switched_off_without_a_list_of_deletions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leftover = {"table": "FlowDefinitionView", "object": "Lead", "name": "Lead_Greeting", "active": True}
    pair = made(sandbox={"automation": [leftover]})
    one = repair(pair, tmp_path / "repair", monkeypatch, deletions=True)
    assert "destructiveChanges" not in one.readme
    assert "sf project deploy start --source-dir deletions --target-org SANDBOX_ALIAS --dry-run" in one.readme
    assert checked(applied(pair, one)).verdict is VerdictName.GO
