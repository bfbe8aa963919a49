"""The gate as a whole: when it is open, and what may hold a tenant that can only go forward."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec import structs

from parity.config.policy import Policy
from parity.ledger.records import EntryKind
from parity.ledger.states import State
from parity.snapshot.records import Role
from parity.switch.gate import conditions_result
from parity.switch.gate.condition import UnderWay
from parity.switch.gate.conditions import CONDITIONS, evaluate, exit_code, is_open, unmet
from parity.switch.gate.evidence import Evidence, LedgerSeen
from tests.switch.gate.whole_evidence import (
    FAIL,
    GONE,
    NOW,
    OLD,
    ORG_IDS,
    PASS,
    POLICY,
    SECOND,
    SECOND_KEY,
    UNKNOWN,
    approval,
    at,
    edited,
    evidence,
    files,
    judged,
    ledger,
    left,
    orgs,
    project,
)


def test_the_gate_is_open_only_where_every_condition_holds() -> None:
    open_gate = evaluate(evidence(), under_way=False)
    assert [one for one in open_gate if one.outcome is not PASS] == []
    assert (is_open(open_gate), exit_code(open_gate), is_open(())) == (True, 0, False)
    cannot_tell = evaluate(evidence(view=GONE), under_way=False)
    assert (is_open(cannot_tell), exit_code(cannot_tell)) == (False, 3)
    fails = evaluate(evidence(view=GONE, approvals=()), under_way=False)
    assert (is_open(fails), exit_code(fails)) == (False, 1)


def test_the_version_is_told_first() -> None:
    assert next(iter(evaluate(evidence(), under_way=False))).name == "rules-current"


def test_an_honest_result_of_another_version_is_nowhere_called_edited(monkeypatch: pytest.MonkeyPatch) -> None:
    given = evidence(files=files(edited(tool=OLD), then=edited(notes=("told in other words",))))
    results = evaluate(given, under_way=False)
    assert exit_code(results) == 1
    assert [one.name for one in results if "edited" in one.why] == []
    monkeypatch.setattr(conditions_result, "__version__", "0.0.1")
    honest = evaluate(evidence(files=files(edited(tool=OLD))), under_way=False)
    assert [one.outcome for one in honest[:2]] == [PASS, PASS]


#: Once the deletion was asked for, nothing else may hold a tenant that can only go forward.
HOLDS_UNDER_WAY = {"same-switch", "ledger-verifies", "clock", "tenant-state", "package"}


def test_five_things_alone_may_hold_a_tenant_under_way() -> None:
    results = evaluate(_in_trouble(), under_way=True)
    assert {one.name for one in CONDITIONS if one.under_way in {UnderWay.HOLDS, UnderWay.HOLDS_IF_PROVEN}} == (
        HOLDS_UNDER_WAY
    )
    assert {one.name: one.outcome for one in results if one.outcome is not PASS} == {
        "credits": UNKNOWN,
        "daily-api-limit": UNKNOWN,
        "package": UNKNOWN,
    }, "an expired session leaves no sight of production, and that is shown"
    assert (is_open(results), exit_code(results)) == (True, 0)


def _in_trouble() -> Evidence:
    """Nobody can sign in to production, parity.yaml states no limit, the result is lost."""
    return evidence(
        project=project(Policy()), ledger=begun_and_asked(), orgs=GONE, files=GONE, approvals=(), under_way=True
    )


def begun_and_asked(**changes: str) -> LedgerSeen:
    orgs_named = {"sandbox_org": ORG_IDS[Role.SANDBOX], "production_org": ORG_IDS[Role.PRODUCTION], **changes}
    return ledger((EntryKind.GATE, orgs_named, State.GATE_PASSED), (EntryKind.OUTCOME, {}, State.DELETION_ASKED))


@pytest.mark.parametrize(
    ("changes", "name", "code"),
    [
        ({"orgs": orgs(**at(Role.PRODUCTION, packages=()))}, "package", 1),
        ({"ledger": GONE}, "ledger-verifies", 3),
        ({"now": NOW - timedelta(hours=1)}, "clock", 1),
        ({"view": GONE}, "tenant-state", 3),
        ({"ledger": begun_and_asked(production_org="00D300000009ZZZ")}, "same-switch", 1),
    ],
)
def test_each_of_the_five_holds_it(changes: dict[str, Any], name: str, code: int) -> None:
    results = evaluate(structs.replace(_in_trouble(), **changes), under_way=True)
    assert name in {one.name for one in unmet(results)}
    assert exit_code(results) == code


def test_few_credits_are_shown_and_hold_nothing_under_way() -> None:
    few = structs.replace(left(Role.PRODUCTION, 100), ledger=begun_and_asked(), under_way=True)
    results = evaluate(few, under_way=True)
    assert {one.name: one.outcome for one in results}["credits"] is FAIL
    assert is_open(results)


def test_two_people_who_approved_are_named_in_the_order_of_their_names() -> None:
    two = structs.replace(POLICY, signers=(*POLICY.signers, SECOND), approvals=2)
    result = judged(two)
    given = evidence(
        project=project(two),
        files=files(result),
        approvals=(approval(result), approval(result, key=SECOND_KEY, name=SECOND.name, role=SECOND.role)),
    )
    told = next(one for one in evaluate(given, under_way=False) if one.name == "approvals")
    assert (told.outcome, told.why) == (PASS, "approved by Bo Berg, Dana Hill")
