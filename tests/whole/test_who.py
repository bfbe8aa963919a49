"""Who changed what, and when: told only where somebody asks for it, for at most two more calls an org."""

import json
from datetime import date
from typing import Any

import pytest

from parity.cli.main import main
from parity.config.policy import Policy
from parity.formats.registry import format_named
from parity.orgs.collect_pair import Progress, collect_pair
from parity.simulator import Fault, scenario_from
from parity.snapshot.records import Snapshot
from parity.verdict.judge import judge
from parity.verdict.result import Result
from tests.simulated import NOON, RunningPair, running, yaml_for

AT = "2026-11-20T08:15:00.000+0000"
HOSTILE = "<script>alert(1)</script>\u202e"
TRAIL: list[dict[str, Any]] = [
    {"Id": "0Ym000000000001AAA", "CreatedDate": "2026-11-21T09:00:00.000+0000", "Action": "x", "Section": "Lead",
     "CreatedById": None, "Display": f"Deleted custom field: Campaign_Note {HOSTILE} (Lead)"},
    {"Id": "0Ym000000000002AAA", "CreatedDate": "2026-11-22T09:00:00.000+0000", "Action": "x", "Section": "Lead",
     "CreatedById": None, "Display": "Changed record type Agency"},
    {"Id": "0Ym000000000003AAA", "CreatedDate": "2026-11-23T09:00:00.000+0000", "Action": "x", "Section": "Account",
     "CreatedById": None, "Display": "Deleted custom field: Campaign_Note (Account)"},
]  # fmt: skip
EARLIER = "2026-11-01T08:15:00.000+0000"
CASE_TRIGGER = {
    "CaseRouting": {
        "object": "Case",
        "events": ["AfterInsert"],
        "body": "trigger CaseRouting on Case (after insert) { CaseRouter.run(); }",
    }
}
BY_ADA = {"by": "admin", "at": AT}
RULE = {"table": "ValidationRule", "object": "Lead", "name": "Needs_City"}
FLOW = {"table": "FlowDefinitionView", "object": "Lead", "name": "Greet_It"}
SANDBOX: dict[str, Any] = {
    "fields": {"Lead.Freight_Score__c": {"precision": 9}, "Lead.Campaign_Note__c": None},
    "automation": [{**RULE, "formula": "ISBLANK(City)"}, {**FLOW, "metadata": {"runInMode": "SystemModeWithSharing"}}],
    "triggers": {"LeadRouting": {"body": "trigger LeadRouting on Lead (before insert) { Other.run(); }"}},
    "rows": {"SetupAuditTrail": TRAIL},
    "changed": {
        "CustomField": {"Lead.Freight_Score__c": BY_ADA},
        "ValidationRule": {"Lead.Needs_City": BY_ADA},
        "Flow": {"Greet_It": BY_ADA},
        "ApexTrigger": {"LeadRouting": BY_ADA, "CaseRouting": {"by": "integration", "at": EARLIER}},
        "ApexClass": {"CaseRouter": BY_ADA},
    },
    "classes": {"CaseRouter": {"edition": 2}},
}
PRODUCTION: dict[str, Any] = {"automation": [{**RULE, "formula": "ISBLANK(Street)"}, FLOW]}
BOTH: dict[str, Any] = {"triggers": CASE_TRIGGER, "classes": {"CaseRouter": {"edition": 1}}}
SCENARIO = scenario_from("who", {"both": BOTH, "sandbox": SANDBOX, "production": PRODUCTION}, date(2026, 11, 24))


def collected(orgs: RunningPair, *, who: bool) -> tuple[Snapshot, Snapshot]:
    return collect_pair(orgs.project, orgs.environment, lambda: NOON, Progress(), who=who)


def judged(pair: tuple[Snapshot, Snapshot]) -> Result:
    return judge(*pair, Policy(), tenant="Tests", judged_at=NOON)


@pytest.fixture(scope="module")
def pairs() -> dict[bool, tuple[Snapshot, Snapshot]]:
    with running(SCENARIO) as orgs:
        return {who: collected(orgs, who=who) for who in (False, True)}


def test_each_component_names_who_changed_it(pairs: dict[bool, tuple[Snapshot, Snapshot]]) -> None:
    result = judged(pairs[True])
    told = {one.component: result.changed[one.fingerprint] for one in result.findings if one.kind != "readiness"}
    for component in (
        "Freight_Score__c",
        "validation rule Needs_City",
        "record-triggered flow Greet_It",
        "LeadRouting",
    ):
        who = told[component].sandbox
        assert who is not None
        assert (who.by, who.at, who.told_by) == ("Ada Admin", AT, "the component itself")
        assert told[component].production is not None
    # A field that is gone has no row: the audit trail tells who deleted it.
    gone = told["Campaign_Note__c"].sandbox
    assert gone is not None
    assert gone.told_by == TRAIL[0]["Display"]


def test_a_class_that_a_trigger_names_tells_who_changed_the_class(pairs: dict[bool, tuple[Snapshot, Snapshot]]) -> None:
    result = judged(pairs[True])
    (one,) = [one for one in result.findings if one.rule == "trigger-class-changed"]
    who = result.changed[one.fingerprint].sandbox
    assert who is not None
    assert (who.by, who.at, who.told_by) == ("Ada Admin", AT, "the class CaseRouter itself")


def test_it_takes_two_calls_and_nothing_without_being_asked(pairs: dict[bool, tuple[Snapshot, Snapshot]]) -> None:
    for asked, unasked in zip(pairs[True], pairs[False], strict=True):
        assert (asked.changes is not None, unasked.changes) == (True, None)
        assert asked.api.calls == unasked.api.calls + 2
    result = judged(pairs[False])
    assert result.changed == {}
    for name in ("json", "text", "html"):
        assert b"Ada Admin" not in format_named(name).render(result)


def test_every_format_tells_it_escaped(pairs: dict[bool, tuple[Snapshot, Snapshot]]) -> None:
    result = judged(pairs[True])
    html = format_named("html").render(result).decode()
    text = format_named("text").render(result).decode()
    assert "sandbox: Ada Admin, 2026-11-20 08:15 UTC" in html
    assert "sandbox: Ada Admin, 2026-11-20 08:15 UTC" in text
    assert "<script>alert" not in html
    assert "\u202e" not in text
    told = json.loads(format_named("json").render(result))["changed"]
    assert {one["sandbox"]["by"] for one in told.values() if one["sandbox"]} >= {"Ada Admin"}


def test_what_cannot_be_read_is_a_note_and_no_gap() -> None:
    with running(SCENARIO) as orgs:
        orgs.sandbox.fail(Fault(match="SetupAuditTrail", status=403, error_code="INSUFFICIENT_ACCESS"))
        orgs.sandbox.fail(Fault(match="LastModifiedBy.Name%2C%20LastModifiedDate%20FROM%20ApexTrigger", status=500))
        result = judged(collected(orgs, who=True))
    assert result.gaps == ()
    (note,) = result.notes
    assert "SetupAuditTrail (INSUFFICIENT_ACCESS" in note
    assert "ApexTrigger (UNKNOWN_EXCEPTION" in note


def test_the_command_line_asks_for_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    with running(SCENARIO) as orgs:
        for name, value in orgs.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(tmp_path)
        (tmp_path / "parity.yaml").write_text(yaml_for(orgs), "utf-8")
        with pytest.raises(SystemExit) as left:
            main(["collect", "sandbox", "--who"])
    assert left.value.code == 0
    assert json.loads((tmp_path / "sandbox.snapshot.json").read_bytes())["changes"]["calls"] == 2
