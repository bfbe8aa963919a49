"""Whatever was not read, not whole or not trustworthy is never a GO, whoever says so: the org or a snapshot file."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from msgspec import structs

from parity.config.policy import Policy, Profile
from parity.errors import SnapshotError
from parity.orgs.collect_pair import Progress, collect_pair
from parity.simulator import Fault
from parity.snapshot.file import read_snapshot, snapshot_bytes
from parity.snapshot.records import Snapshot
from parity.verdict.decide import VerdictName
from parity.verdict.judge import judge
from parity.verdict.result import Result
from tests.simulated import NOON, running

Plain = dict[str, Any]
#: What is not proven may at the same time be a proven blocker; it is never a GO.
NOT_GO = frozenset({VerdictName.INCONCLUSIVE, VerdictName.NO_GO})
Edit = Callable[[Plain], object]


def judged(sandbox: Plain, production: Plain, policy: Policy | None = None) -> Result:
    pair = [read_snapshot(json.dumps(one).encode(), "test") for one in (sandbox, production)]
    return judge(pair[0], pair[1], policy or Policy(), tenant=None, judged_at=NOON)


@pytest.fixture
def pair(snapshots: Callable[[str], tuple[Snapshot, Snapshot]]) -> tuple[Plain, Plain]:
    """Sandbox and production of `identical`, as plain JSON."""
    sandbox, production = (json.loads(snapshot_bytes(one)) for one in snapshots("identical"))
    return sandbox, production


def fields(plain: Plain, name: str = "Lead") -> list[Plain]:
    found: list[Plain] = plain["objects"][name]["fields"]
    return found


def strip_fields(plain: Plain) -> None:
    for one in plain["objects"].values():
        one["fields"] = [{"name": field["name"], "type": field["type"]} for field in one["fields"]]


def no_definitions(plain: Plain) -> None:
    for one in plain["objects"].values():
        one["defined_fields"] = None


def cut_definitions(plain: Plain) -> None:
    plain["objects"]["Lead"]["defined_fields"] = ["Id"]


def no_permissions(plain: Plain) -> None:
    plain["user"]["permissions"], plain["triggers"] = None, []


EDITS: dict[str, Edit] = {
    "from files": lambda plain: plain.update(source="files"),
    "no definitions": no_definitions,
    "cut definitions": cut_definitions,
    "stripped fields": strip_fields,
    "no permission to see triggers": no_permissions,
    "no triggers read": lambda plain: plain.update(triggers=None),
    "no time": lambda plain: plain.update(collected_at=None),
    "no user": lambda plain: plain["user"].update(id=None),
    "no version": lambda plain: plain["api"].update(version=None),
    "no org id": lambda plain: plain["org"].update(id=None),
    "an id that is none": lambda plain: plain["org"].update(id=f"{plain['org']['id']} "),
    "a word for an id": lambda plain: plain["org"].update(id=plain["role"]),
    "unknown kind of org": lambda plain: plain["org"].update(is_sandbox=None),
    "trigger without events": lambda plain: plain["triggers"][0].update(UsageBeforeUpdate=None),
    "trigger without checksum": lambda plain: plain["triggers"][0].update(BodyCrc=None),
    "trigger on an unknown object": lambda plain: plain["triggers"][0].update(TableEnumOrId="01I000000000001"),
    "a field twice": lambda plain: fields(plain).append(fields(plain)[0]),
    "a trigger twice": lambda plain: plain["triggers"].append(plain["triggers"][0]),
    "another day": lambda plain: plain.update(collected_at="2026-11-26T12:00:00Z"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_what_a_snapshot_does_not_prove_is_worked_out_from_its_content(edit: str, pair: tuple[Plain, Plain]) -> None:
    assert judged(*pair).verdict is VerdictName.GO
    for side in (0, 1):
        edited = [json.loads(json.dumps(one)) for one in pair]
        EDITS[edit](edited[side])
        assert judged(edited[0], edited[1]).verdict in NOT_GO
    both = [json.loads(json.dumps(one)) for one in pair]
    for one in both:
        EDITS[edit](one)
    if edit != "another day":
        result = judged(both[0], both[1])
        assert result.verdict in NOT_GO
        assert result.gaps


@pytest.mark.parametrize(
    "edit",
    [
        lambda plain: plain.update(collected_at="banana"),
        lambda plain: plain["api"].update(version="banana"),
        lambda plain: plain["objects"].update(Account=plain["objects"]["Lead"]),
        lambda plain: plain["objects"].pop("Lead"),
        lambda plain: plain["objects"]["Lead"]["properties"].update(deep=json.loads("[" * 900 + "]" * 900)),
    ],
    ids=["time", "version", "another object", "object missing", "too deep"],
)
def test_a_snapshot_of_another_form_is_refused(edit: Edit, pair: tuple[Plain, Plain]) -> None:
    edit(pair[0])
    with pytest.raises(SnapshotError):
        read_snapshot(json.dumps(pair[0]).encode(), "test")


@pytest.mark.parametrize("named", ["Lead.Email", "Opportunity.StageName", "Lead.Region__c", "lead.region__c"])
def test_a_field_in_use_that_neither_org_shows_keeps_the_verdict_open(named: str, pair: tuple[Plain, Plain]) -> None:
    object_name, _, field = named.partition(".")
    for one in pair:
        described = one["objects"][object_name.capitalize()]
        described["fields"] = [each for each in described["fields"] if each["name"].casefold() != field.casefold()]
    result = judged(*pair, Policy(fields=(named,)))
    assert result.verdict in NOT_GO
    assert any("fields in use" in gap.subject for gap in result.gaps)


def test_a_named_field_counts_in_any_letter_case_and_must_be_there(pair: tuple[Plain, Plain]) -> None:
    next(one for one in fields(pair[0]) if one["name"] == "LeadSource")["type"] = "string"
    for named in ("Lead.LeadSource", "lead.leadsource"):
        result = judged(*pair, Policy(profile=Profile.INTEGRATION, fields=(named,)))
        assert result.verdict is VerdictName.NO_GO, named
    misspelt = judged(*pair, Policy(profile=Profile.INTEGRATION, fields=("Lead.LeadSorce",)))
    assert misspelt.verdict in NOT_GO
    assert any("LeadSorce" in gap.reason for gap in misspelt.gaps)


ANSWERS = {
    "nothing": b"{}",
    "an error with a good status": b'[{"errorCode": "X", "message": "y"}]',
    "null rows": b'{"totalSize": 0, "done": true, "records": null}',
    "rows that are no list": b'{"totalSize": 1, "done": true, "records": {"a": 1}}',
    "rows that are no objects": b'{"totalSize": 1, "done": true, "records": [5]}',
    "fewer rows than told": b'{"totalSize": 9, "done": true, "records": []}',
    "the first page alone": b'{"totalSize": 0, "done": false, "records": []}',
}


def judged_after(fault: tuple[str, bytes] | None, *, with_triggers: bool = True) -> Result:
    """Two equal orgs that answer the query of one object with those bytes, judged as collected."""
    with running("identical") as orgs:
        for org in (orgs.sandbox, orgs.production):
            if not with_triggers:
                org.org = structs.replace(org.org, triggers=())
            if fault is not None:
                org.fail(Fault(match=f"FROM%20{fault[0]}", status=200, body=fault[1]))
        pair = collect_pair(orgs.project, orgs.environment, lambda: NOON, Progress())
    return judge(*pair, Policy(), tenant=None, judged_at=NOON)


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("asked", ["ApexTrigger", "FieldDefinition"])
def test_an_answer_without_its_rows_is_never_no_rows(answer: str, asked: str) -> None:
    assert judged_after((asked, ANSWERS[answer])).verdict is VerdictName.INCONCLUSIVE


@pytest.mark.parametrize("answer", ANSWERS)
def test_permissions_that_were_not_told_prove_no_absence_of_triggers(answer: str) -> None:
    """The permissions are asked for one thing: that no trigger shown means no trigger there."""
    result = judged_after(("UserPermissionAccess", ANSWERS[answer]), with_triggers=False)
    assert result.verdict is VerdictName.INCONCLUSIVE
    assert {gap.role for gap in result.gaps if "no trigger was shown" in gap.reason} == {"sandbox", "production"}


def test_no_trigger_at_all_is_not_believed_where_the_package_brings_one() -> None:
    result = judged_after(None, with_triggers=False)
    assert result.verdict is VerdictName.INCONCLUSIVE
    assert [gap.subject for gap in result.gaps] == ["Apex triggers"]
    assert "OnCampaignMemberDelete" in result.gaps[0].reason


def test_triggers_that_are_shown_need_no_permission_as_proof() -> None:
    assert judged_after(("UserPermissionAccess", ANSWERS["nothing"])).verdict is VerdictName.GO


def test_triggers_are_compared_whatever_the_case_of_their_object() -> None:
    with running("triggers-off") as orgs:
        for org in (orgs.sandbox, orgs.production):
            for row in org.org.triggers:
                row["TableEnumOrId"] = row["TableEnumOrId"].upper()
        pair = collect_pair(orgs.project, orgs.environment, lambda: NOON, Progress())
    result = judge(*pair, Policy(), tenant=None, judged_at=NOON)
    assert result.verdict is VerdictName.NO_GO
    assert {one.rule for one in result.findings if one.kind == "trigger"} >= {"trigger-inactive-in-sandbox"}


@pytest.mark.parametrize("lost", ["license", "ended"])
def test_a_sandbox_copy_of_which_something_is_not_told_keeps_the_verdict_open(
    lost: str, pair: tuple[Plain, Plain]
) -> None:
    assert lost in pair[1]["copies"][0]
    for copy in pair[1]["copies"]:
        copy[lost] = None if lost == "license" else "garbage"
    result = judged(*pair)
    assert result.verdict is VerdictName.INCONCLUSIVE
    assert any("SandboxProcess does not tell" in gap.reason for gap in result.gaps)
