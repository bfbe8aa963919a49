"""The driver `guided`: as Adobe documents it, with few questions, and no answer that lets a wrong org pass."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from parity.cli.workflows.switch import run_switch
from parity.errors import DriverError, SwitchRefused, SwitchUnfinished
from parity.integrity.canonical import digest
from parity.ledger.history import last_change, of_tenant, open_intent
from parity.ledger.records import EntryKind
from parity.ledger.states import State
from parity.switch.drivers import guided_texts as texts
from parity.switch.gate.conditions import CONDITIONS
from tests.operators import HonestOperator, begins_as
from tests.switch.test_trace import APP, OLD
from tests.tenants import TENANT, Case, pem, ready, signer, utc

SANDBOX, PRODUCTION = "00D8F0000008NwSUAU", "00D300000001NwhEAE"
USER, SANDBOX_USER = "integration@northwind.example", "integration@northwind.example.uat"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with ready(tmp_path, deletion_looks=1) as found:
        guided(found)
        yield found


def guided(case: Case) -> None:
    case.edit(tenant__driver={"kind": "guided"}, orgs__production__integration_user=USER)
    case.prepare()


def operator(case: Case) -> HonestOperator:
    found = HonestOperator(case.tenant.tenant, SANDBOX, PRODUCTION)
    found.after_authorize = lambda: token_in_production(case, f"{utc():%Y-%m-%dT%H:%M:%S}.000+0000")
    return found


def token_in_production(case: Case, *created: str, used: str | None = None, logins: tuple[str, ...] = ()) -> None:
    """Production as an administrator sees it: tokens of the app made at those times, and logins through it."""
    org = case.pair.production.org
    user = org.users["integration"].id
    tokens = tuple({"AppName": APP, "UserId": user, "CreatedDate": one, "LastUsedDate": used} for one in created)
    history = tuple({"Application": APP, "UserId": user, "LoginTime": one, "Status": "Success"} for one in logins)
    tables: dict[str, tuple[dict[str, Any], ...]] = {"OAuthToken": tokens, "LoginHistory": history}
    case.pair.production.replace(structs.replace(org, tables={**org.tables, **tables}))


def state(case: Case) -> str | None:
    change = last_change(case.ledger.entries(), TENANT)
    return change.state if change else None


def first_day(case: Case) -> HonestOperator:
    person = operator(case)
    with pytest.raises(SwitchUnfinished, match="deletion in progress"):
        run_switch(case.context(person=person))
    return person


def deletion_ends(case: Case) -> None:
    case.tenant.tenant.connection = None


def test_over_two_days_with_nine_questions(case: Case) -> None:
    """Before, the same took 21 questions: phase and org id before each step, and each confirmation typed anew."""
    first = first_day(case)
    assert [one.partition("?")[0][:24] for one in first.questions] == [
        "Does the CRM's row show ",
        "Type the org id of PRODU",
        "Type the tenant's busine",
        "Type the last six charac",
        "Is it the CRM's row, not",
        "Does the row show 'Delet",
    ]
    deletion_ends(case)
    second = operator(case)
    assert run_switch(case.context(person=second)) == 0
    assert [one[:24] for one in second.questions] == [
        "Is the CRM's row gone fr",
        "Does the CRM's row show ",
        "Type the last six charac",
    ]
    assert state(case) == State.PRODUCTION
    assert [one.action for one in case.tenant.tenant.done] == ["deletion", "connection"]


def test_the_org_id_is_typed_twice_and_all_else_is_yes_or_no(case: Case) -> None:
    questions = first_day(case).questions
    deletion_ends(case)
    person = operator(case)
    assert run_switch(case.context(person=person)) == 0
    questions += person.questions
    assert sum(one.startswith(texts.TYPE_THE_END) for one in questions) == 2
    typed = ("Type the org id", "Type the tenant's", texts.TYPE_THE_END)
    others = [one for one in questions if not one.startswith(typed)]
    assert [one for one in others if not one.endswith("(yes/no)")] == []


def test_a_resume_asks_one_question(case: Case) -> None:
    first_day(case)
    person = operator(case)
    with pytest.raises(SwitchUnfinished):
        run_switch(case.context(person=person))
    assert len(person.questions) <= 2, "gone? no. Deletion in progress? yes."
    deletion_ends(case)
    person = operator(case)
    person.after_authorize = lambda: token_in_production(case, OLD, used=f"{utc():%Y-%m-%dT%H:%M:%S}.000+0000")
    with pytest.raises(SwitchUnfinished, match=r"could not be verified \(not found\)"):
        run_switch(case.context(person=person))
    token_in_production(case, f"{utc():%Y-%m-%dT%H:%M:%S}.000+0000")
    last = operator(case)
    assert run_switch(case.context(person=last)) == 0
    assert len(last.questions) == 1


#: From Adobe's pages and Salesforce's articles; see parity/switch/drivers/guided_texts.py.
PRINTED = (
    "PRIVATE (incognito) window, signed out of every Salesforce org",
    "https://experience.adobe.com/marketo-measure",
    "My Account > Settings > Integrations > Connections",
    "ACCOUNT NAME  Northwind Haulage",
    "not that of Marketo Engage",
    "Do not touch the key icon",
    "In notes of before 2026 it was the way to switch",
    'Tabs called "Production" in the app mean published settings',
    'Nobody pressed "Save and Process" in the last seven days',
    "security key",
    "mailbox",
    "ORG ID        00D8F0000008NwS",
    f"USERNAME      {SANDBOX_USER}",
    "up to 3 days",
    "never again a sandbox",
)


def test_what_adobe_documents_is_printed_before_the_bin(case: Case) -> None:
    case.edit(orgs__sandbox__integration_user=SANDBOX_USER)
    case.check()
    shown = "\n".join(first_day(case).shown)
    assert [one for one in PRINTED if one not in shown] == []
    assert shown.index("PRIVATE") < shown.index("Before the bin") < shown.index("Press the bin icon")


@pytest.mark.parametrize("opens", [True, False])
def test_a_browser_is_opened_only_where_that_was_asked_for(case: Case, opens: bool) -> None:
    person = operator(case)
    with pytest.raises(SwitchUnfinished):
        run_switch(case.context(person=person, opens_browser=opens))
    assert person.opened == (["https://experience.adobe.com/marketo-measure"] if opens else [])


def test_a_typo_is_asked_again_and_the_gate_is_not_run_anew(case: Case) -> None:
    person = operator(case)
    person.instead = {
        "Does the CRM's row show the SANDBOX": ["yse"],
        "Type the org id": ["00D300000001Nwx"],
        "Type the tenant's": ["Northwind"],
        texts.TYPE_THE_END: ["8nws", "08NWS"],
        texts.IS_DELETING: ["done"],
    }
    with pytest.raises(SwitchUnfinished):
        run_switch(case.context(person=person))
    assert len(person.questions) == 6 + 6
    assert len(of_tenant(case.ledger.entries(), TENANT, EntryKind.ATTEMPT)) == 1
    assert of_tenant(case.ledger.entries(), TENANT, EntryKind.REFUSED) == ()
    assert state(case) == State.DELETING


def test_another_org_before_the_bin_is_refused_and_the_bin_is_not_named(case: Case) -> None:
    person = operator(case)
    person.instead = {texts.TYPE_THE_END: ["9AbCUA"] * 3}
    with pytest.raises(SwitchRefused, match="ORG ID is not that of the sandbox"):
        run_switch(case.context(person=person))
    assert "Press the bin icon" not in "\n".join(person.shown)
    assert case.tenant.tenant.done == []
    assert state(case) == State.GATE_PASSED


def test_another_org_after_authorize_is_refused_and_never_taken_over(case: Case) -> None:
    first_day(case)
    deletion_ends(case)
    person = operator(case)
    person.production = "00D300000009ZZZEA4"
    with pytest.raises(SwitchRefused, match="ORG ID is not that of the production"):
        run_switch(case.context(person=person))
    again = operator(case)
    with pytest.raises(SwitchRefused, match="its outcome is unknown, but the tenant is connected to another org"):
        run_switch(case.context(person=again))
    assert state(case) == State.DELETED


def test_another_row_is_refused(case: Case) -> None:
    person = operator(case)
    person.instead = {begins_as(texts.RIGHT_ROW): ["no"]}
    with pytest.raises(SwitchRefused, match="the row is not that"):
        run_switch(case.context(person=person))
    assert case.tenant.tenant.done == []


def test_production_by_a_colleague_is_taken_over_after_its_org_id_was_compared(case: Case) -> None:
    first_day(case)
    deletion_ends(case)
    case.tenant.tenant.act("connection", {"environment": "production", "org_id": PRODUCTION}, "")
    token_in_production(case, f"{utc():%Y-%m-%dT%H:%M:%S}.000+0000")
    person = operator(case)
    assert run_switch(case.context(person=person)) == 0
    assert sum(one.startswith(texts.TYPE_THE_END) for one in person.questions) == 1
    late = [one for one in of_tenant(case.ledger.entries(), TENANT) if one.body.get("settled") == "late"]
    assert [one.state for one in late] == [State.DELETED, State.AUTHORISED]
    assert "connected to production (00D300000001NwhEAE)" in late[-1].body["seen"]
    assert late[-1].body["asked"] == "nobody by this ledger: it was done past parity"


def test_a_screenshot_goes_with_a_step_by_its_digest(case: Case) -> None:
    picture = case.folder / "deleting.png"
    picture.write_bytes(b"a picture")
    person = operator(case)
    (case.folder / "empty.png").touch()
    wrong = [f"yes {case.folder / one}" for one in ("no-such.png", "empty.png")]
    person.instead = {texts.IS_DELETING: [*wrong, f"yes {picture}"]}
    with pytest.raises(SwitchUnfinished):
        run_switch(case.context(person=person))
    outcome = of_tenant(case.ledger.entries(), TENANT, EntryKind.OUTCOME)[-1]
    assert f"screenshot {digest(b'a picture')} deleting.png" in outcome.body["answer"]
    case.tenant.tenant.connection = None
    (case.folder / "gone.png").write_bytes(b"an empty table")
    second = operator(case)
    second.instead = {"Is the CRM's row gone": [f"yes {case.folder / 'gone.png'}"]}
    assert run_switch(case.context(person=second)) == 0
    deleted = [one for one in of_tenant(case.ledger.entries(), TENANT) if one.state == State.DELETED]
    assert digest(b"an empty table") in deleted[0].body["evidence"]


def test_left_in_the_middle_nothing_is_lost(case: Case) -> None:
    outcome = case.parity("switch", answers=("yes", PRODUCTION, TENANT, "08NwS"[:5]))
    assert outcome.code == 2
    assert "stopped" in outcome.err
    intent = open_intent(case.ledger.entries(), TENANT)
    assert intent is not None
    assert "deletion" in intent.action
    first_day(case)


def test_it_cannot_be_evaluated_where_nobody_is_at_the_terminal(case: Case) -> None:
    outcome = case.parity("switch", "--dry-run")
    assert outcome.code == 3, outcome.err
    assert "?    tenant-state       only the operator can see the tenant" in outcome.out
    assert outcome.out.count("ok  ") == len(CONDITIONS) - 1


def test_it_does_not_guess_what_was_meant(case: Case) -> None:
    person = operator(case)
    person.instead = {"Does the CRM's row": ["sandbox", "what", "production?"]}
    assert run_switch(case.context(person=person)) == 3
    refusal = of_tenant(case.ledger.entries(), TENANT, EntryKind.REFUSED)[-1]
    assert "not understood" in refusal.body["conditions"]["tenant-state"]


def test_production_before_the_switch_is_refused(case: Case) -> None:
    deletion_ends(case)
    case.tenant.tenant.act("connection", {"environment": "production", "org_id": PRODUCTION}, "")
    assert run_switch(case.context(person=operator(case))) == 1


def test_a_step_that_is_not_confirmed_is_settled_by_the_next_run(case: Case) -> None:
    person = operator(case)
    person.instead = {texts.IS_DELETING: ["no"]}
    with pytest.raises(DriverError, match="was not confirmed"):
        run_switch(case.context(person=person))
    first_day(case)
    assert state(case) == State.DELETING


def test_without_sight_a_signed_statement_and_no_less(tmp_path: Path) -> None:
    with ready(tmp_path, deletion_looks=1, policy={"signers": [signer("Olga Operator", "Consultant")]}) as case:
        guided(case)
        case.environment["OLGA"] = pem("Olga Operator")
        case.environment["OTHER"] = pem("Somebody")
        begin = ("yes", PRODUCTION, TENANT, "008NwS", "yes", "yes")
        assert case.parity("switch", "--as", "Olga Operator", answers=begin).code == 3
        outcome = case.parity("switch", "--as", "Olga Operator", answers=("yes", "yes", "001Nwh"))
        assert outcome.code == 3, outcome.err
        assert "could not be verified (not found)" in outcome.err
        outcome = case.parity("switch", "--as", "Olga Operator", "--key-env", "OTHER", answers=("yes",))
        assert outcome.code == 1
        assert "does not give the key" in outcome.err
        answers = ("yes", "I have seen it")
        outcome = case.parity("switch", "--as", "Olga Operator", "--key-env", "OLGA", answers=answers)
        assert outcome.code == 0, outcome.err
        verified = case.parity("audit", "verify")
        assert verified.code == 0, verified.out
        assert "statement in entry" in verified.out
