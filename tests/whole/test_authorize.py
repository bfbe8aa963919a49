"""Will Authorize succeed? Each thing that an org proves, and each that none tells: through check, doctor, checklist and
gate, and as the org itself would answer."""

import os
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from parity.audit.ledger_entries import record_result
from parity.cli.terminal.console import Console
from parity.cli.workflows import doctor
from parity.cli.workflows.switch import dry_run, run_switch
from parity.config.project import OrgSettings, Project
from parity.errors import SwitchRefused
from parity.formats.text import summary_lines
from parity.integrity.canonical import digest
from parity.ledger.history import state_of
from parity.ledger.records import Draft, EntryKind
from parity.ledger.states import State as TenantState
from parity.marketo_measure.authorize import Check, Standing
from parity.orgs.client import OrgClient
from parity.orgs.collect import collect
from parity.orgs.sign_in.connect import connect
from parity.simulator import RunningOrg, authorize_variations
from parity.simulator.authorize import authorize
from parity.simulator.changes import changed
from parity.snapshot.records import Role, Snapshot
from parity.switch.checklist import ItemStatus, about, last_checks, last_user, questions, record_of, states
from parity.switch.gate.conditions_authorize import authorize_answered
from parity.switch.gate.evidence import Fails
from parity.switch.items import AUTHORIZE_QUESTIONS, QUESTIONS, ChecklistItem
from parity.verdict.decide import VerdictName
from parity.verdict.judge import judge
from parity.verdict.result import Result, result_bytes
from parity.verdict.result_files import RESULT
from tests.marketo_measure.test_authorize import user
from tests.simulated import NOON, READ_AT, RunningPair
from tests.switch.gate.whole_evidence import NOW, TENANT, entries, evidence, ledger, orgs, project
from tests.tenants import OPERATOR, ready, shared_pair, utc

VARIATIONS = authorize_variations()
Seen = tuple[Snapshot, Snapshot, Result]
APPROVE = {
    "connected_apps": {"Marketo Measure": {"installed": False}},
    "permissions": {"add": ["CanApproveUninstalledApps"]},
}


@cache
def usual(role: Role, integration: str) -> Snapshot:
    """An org as it is where a variation does not change it, read once."""
    with shared_pair("identical") as pair:
        given = with_user(pair, integration)
        client = connect(role, given.sign_in(role), given.api, pair.environment)
        return collect(client, READ_AT, client.versions(), NOON, given.collect_options(role))


def with_user(pair: RunningPair, integration: str) -> Project:
    """The project of two running orgs, with that integration user in both."""

    def of(org: RunningOrg, settings: OrgSettings) -> OrgSettings:
        who = integration if integration == "me" else org.org.users[integration].username
        return structs.replace(settings, integration_user=who)

    both = pair.project.orgs
    orgs = structs.replace(
        both, sandbox=of(pair.sandbox, both.sandbox), production=of(pair.production, both.production)
    )
    return structs.replace(pair.project, orgs=orgs)


def seen_by_doctor(definition: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Seen:
    """Both orgs as the doctor reads them, and the result that it judges them by."""
    found: list[Seen] = []
    integration = definition.get("named", "me")
    both = definition.get("both", {})
    changes = {role: {**both, **definition.get(role.value, {})} for role in Role}

    def judged(sandbox: Snapshot, production: Snapshot, *given: Any, **named: Any) -> Result:
        result = judge(sandbox, production, *given, **named)
        found.append((sandbox, production, result))
        return result

    def collected(client: OrgClient, *given: Any) -> Snapshot:
        return collect(client, *given) if changes[client.role] else usual(client.role, integration)

    monkeypatch.setattr(doctor, "utc_now", lambda: NOON)
    monkeypatch.setattr(doctor, "judge", judged)
    monkeypatch.setattr(doctor, "collect", collected)
    with shared_pair("identical") as pair:
        for running, role in ((pair.sandbox, Role.SANDBOX), (pair.production, Role.PRODUCTION)):
            org = changed(running.org, changes[role])
            running.replace(structs.replace(org, signs_in=changes[role].get("signs_in", org.signs_in)))
        monkeypatch.setattr(os, "environ", pair.environment)
        doctor.run_doctor(with_user(pair, integration), Console(verbose=True), None)
        answer = authorize(pair.production.org, "integration", "Marketo Measure")
    assert (answer.code if answer else None) == definition.get("answer")
    return found[0]


def named(checks: tuple[Check, ...], item: str) -> Check:
    return next(one for one in checks if one.id == item)


def answers(*items: ChecklistItem) -> tuple[Any, ...]:
    return tuple(
        (EntryKind.CHECKLIST, record_of(one, "seen by Ada", (), about(project(), None)), None) for one in items
    )


def at_the_gate(seen: Seen, *answered: ChecklistItem) -> str:
    """What the condition says of these orgs when these questions are answered; raises Fails."""
    now = orgs(sandbox=seen[0], production=seen[1])
    kept = structs.replace(ledger(), entries=entries(*answers(*answered)))
    return authorize_answered(evidence(orgs=now, ledger=kept))


@pytest.mark.parametrize("name", VARIATIONS)
def test_what_an_org_tells_and_what_it_does_not(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    definition = VARIATIONS[name]
    item, standing = definition["check"], Standing(definition["standing"])
    seen = seen_by_doctor(definition, monkeypatch)
    shown, result = capsys.readouterr().out, seen[2]
    check = named(result.readiness.authorize, item)
    assert (check.standing, definition["why"] in check.why) == (standing, True), check
    blockers = {one.rule for one in result.findings if one.severity == "blocker"}
    # What is open is never a gap, and holds no verdict.
    assert result.gaps == ()
    if standing is Standing.REFUSED:
        assert result.verdict is VerdictName.NO_GO
        assert len(blockers) == 1
        assert "A check would be NO-GO" in shown
        assert next(one.message for one in result.findings if one.rule in blockers) in shown
    else:
        assert {one for one in blockers if "authorize" in one} == set()
        assert check.why in shown
    assert (f"parity checklist {item} --note" in shown) is (standing is Standing.OPEN)
    others = [one for one in QUESTIONS if one.id != item]
    if standing is Standing.PROVEN:
        assert "answered by people" in at_the_gate(seen, *others)
    else:
        with pytest.raises(Fails, match=f"{item}: ") as unanswered:
            at_the_gate(seen, *others)
        assert check.why in str(unanswered.value)
        assert "answered by people" in at_the_gate(seen, *QUESTIONS)


def test_each_check_has_an_org_that_proves_it_one_that_is_refused_and_one_that_does_not_tell() -> None:
    told = {(one["check"], one["standing"]) for one in VARIATIONS.values()}
    questions_of_orgs = {one.id for one in AUTHORIZE_QUESTIONS}
    assert {(one, "refused") for one in questions_of_orgs} | {(one, "open") for one in questions_of_orgs} <= told


class Told:
    """What a run prints."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def result(self, text: str) -> None:
        self.lines.append(text)

    info = debug = warning = result


def test_the_checklist_asks_what_the_last_check_left_open(tmp_path: Path) -> None:
    with ready(tmp_path, prepared=False) as case:
        case.pair.production.replace(changed(case.pair.production.org, APPROVE))
        result = case.check()
        assert any("parity checklist (authorize-user, authorize-app)" in one for one in summary_lines(result))
        record_result(case.ledger, TENANT, result, {RESULT: digest(result_bytes(result))}, OPERATOR)
        listed = case.parity("checklist").out
        assert "proven by the orgs (the profile has no login IP ranges)" in listed
        assert "which is enough unless API Access Control is on" in listed
        assert "Production > Setup > Connected Apps OAuth Usage" in listed
        bare = case.parity("checklist", "authorize-app", "--attach", "parity.yaml")
        assert (bare.code, "a question is answered with a note" in bare.err) == (2, True)
        noted = "Ada, Setup > API Access Control: not there"
        assert case.parity("checklist", "authorize-app", "--note", noted, "--as", "Dana Hill").code == 0
        status = case.parity("status").out
        assert ("to do      authorize-user:" in status, "to do      authorize-app:" in status) == (True, False)
        told = Told()
        assert dry_run(case.context(output=told)) == 1
        assert any("FAIL authorize          not answered: 5 of 9 questions" in one for one in told.lines)
        kept = last_checks(case.ledger.entries(), TENANT)
        assert {key: one.standing for key, one in kept.items()} == {
            one.id: one.standing for one in result.readiness.authorize
        }
        found = questions(states(case.ledger.entries(), TENANT, kept, case.whom, utc()))
        assert [one.item.id for one in found if one.state is ItemStatus.PROVEN] == [
            "authorize-licence",
            "authorize-ip-ranges",
            "authorize-login-hours",
        ]


def test_an_answer_holds_for_its_time_and_for_its_user_and_org() -> None:
    by_id = {one.id: one for one in QUESTIONS}
    app, page, key = by_id["authorize-app"], by_id["no-save-and-process"], by_id["security-key"]
    kept = entries(*answers(app, page, key))

    def stands(item: ChecklistItem, after: timedelta, whom: Any = None) -> ItemStatus:
        found = states(kept, TENANT, {}, whom or about(project(), None), NOW + after)
        return next(one.state for one in found if one.item is item)

    day = timedelta(days=1)
    assert [stands(page, one) for one in (day, day + timedelta(seconds=1))] == [ItemStatus.RECORDED, ItemStatus.OPEN]
    assert [stands(app, one) for one in (7 * day, 8 * day)] == [ItemStatus.RECORDED, ItemStatus.OPEN]
    assert stands(key, 400 * day) is ItemStatus.RECORDED
    for changes in ({"integration_user": "somebody@else"}, {"production_org": "00D300000009ZZZEAA"}):
        assert stands(key, day, {**about(project(), None), **changes}) is ItemStatus.OPEN


def test_an_answer_of_me_holds_for_whoever_that_was(tmp_path: Path) -> None:
    """parity.yaml says `me`; another user who signs in is another integration user, and is asked of anew."""
    with ready(tmp_path, prepared=False) as case:
        assert case.project.orgs.production.integration_user == "me"
        answer = ("checklist", "security-key", "--note", "Omar", "--as", "Dana Hill")
        early = case.parity(*answer)
        assert (early.code, "nobody knows yet who `integration_user: me` is" in early.err) == (2, True)
        assert case.parity("check").code in {0, 1}
        assert case.parity(*answer).code == 0
        kept, one = case.ledger.entries(), case.whom
        assert one["integration_user"] == last_user(kept, TENANT) != "me"
        another = {**one, "integration_user": "another@northwind.example"}
        key = "security-key"
        stood = [
            next(state.state for state in states(kept, TENANT, {}, whom, utc()) if state.item.id == key)
            for whom in (one, another)
        ]
        assert stood == [ItemStatus.RECORDED, ItemStatus.OPEN]


def test_the_gate_asks_for_the_answer_of_the_user_who_signs_in_now() -> None:
    settings = structs.replace(project().orgs.production, integration_user="me")
    mine = project(orgs=structs.replace(project().orgs, production=settings))
    seen = orgs()
    now = structs.replace(
        seen, production=structs.replace(seen.production, integration_user=user(username="now@acme.example"))
    )
    for who, holds in (("now@acme.example", True), ("before@acme.example", False), (None, False)):
        told = tuple((EntryKind.CHECKLIST, record_of(one, "Ada", (), about(mine, who)), None) for one in QUESTIONS)
        kept = structs.replace(ledger(), entries=entries(*told))
        given = evidence(project=mine, orgs=now, ledger=kept)
        if holds:
            assert "answered by people" in authorize_answered(given)
        else:
            with pytest.raises(Fails, match="of another integration user"):
                authorize_answered(given)


def test_a_tenant_that_is_refused_after_the_deletion_goes_on_when_the_org_is_mended(tmp_path: Path) -> None:
    """The app was removed between gate and Authorize: Salesforce's words are shown, and the switch goes on later."""
    with ready(tmp_path) as case:
        well = case.pair.production.org
        gone = changed(well, {"connected_apps": {"Marketo Measure": {"installed": False}}})
        case.tenant.tenant.authorizing = lambda: authorize(gone, "integration", "Marketo Measure")
        with pytest.raises(SwitchRefused, match=r"OAUTH_APPROVAL_ERROR_GENERIC.*app\+must\+be\+installed\+into\+org"):
            run_switch(case.context())
        assert state_of(case.ledger.entries(), case.project.tenant.name) is TenantState.DELETED
        case.tenant.tenant.authorizing = lambda: authorize(well, "integration", "Marketo Measure")
        assert run_switch(case.context()) == 0
        assert case.tenant.tenant.effects("connection") == 1


def test_an_answer_of_before_the_question_knew_its_user_is_asked_again() -> None:
    old = Draft(kind=EntryKind.CHECKLIST, tenant=TENANT, body={"item": "security-key", "note": "Omar"})
    found = states(entries((old.kind, old.body, None)), TENANT, {}, about(project(), None), NOW)
    assert next(one.state for one in found if one.item.id == "security-key") is ItemStatus.OPEN
