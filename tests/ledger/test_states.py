"""The states of a tenant, what the ledger tells of one, and what a tenant may show in each."""

import itertools
from collections.abc import Mapping
from typing import Any

import pytest

from parity.ledger.chain import entry_of, signed_row
from parity.ledger.history import (
    change_into,
    holder,
    in_production,
    last_change,
    of_tenant,
    open_intent,
    state_of,
)
from parity.ledger.records import GENESIS, Entry, EntryContent, EntryKind, tenant_key
from parity.ledger.states import MAY_START, NEXT, UNDER_WAY, State, may_follow
from parity.switch.drivers.interface import Phase
from parity.switch.steps import phases_of
from tests.switch.gate.whole_evidence import LEDGER_KEY, OPERATOR

#: Adobe's documented order: the sandbox connection is deleted, then production is connected; nothing leads back.
WAY = [
    State.NOT_CONNECTED,
    State.SANDBOX,
    State.GATE_PASSED,
    State.DELETION_ASKED,
    State.DELETING,
    State.DELETED,
    State.AUTHORISED,
    State.VERIFIED,
    State.PRODUCTION,
]


def entries(*given: tuple[str, EntryKind, Mapping[str, Any], State | None]) -> list[Entry]:
    return [
        entry_of(
            signed_row(
                EntryContent(
                    seq=number,
                    tenant=tenant_key(tenant),
                    kind=kind,
                    at=f"2026-11-24T12:00:{number:02d}.000000Z",
                    actor=OPERATOR,
                    state=state,
                    body=dict(body),
                    previous=GENESIS,
                ),
                LEDGER_KEY,
            )
        )
        for number, (tenant, kind, body, state) in enumerate(given, start=1)
    ]


def test_the_way_is_the_documented_one() -> None:
    assert all(may_follow(before, after) for before, after in itertools.pairwise(WAY))
    assert may_follow(State.DELETION_ASKED, State.DELETED), "the page may not have been looked at in between"
    assert may_follow(State.GATE_PASSED, State.GATE_PASSED), "a gate may be passed again"
    allowed = {(before, after) for before in State for after in NEXT[before]}
    forward = {*itertools.pairwise(WAY), (State.DELETION_ASKED, State.DELETED)}
    assert allowed == {*forward, (State.GATE_PASSED, State.GATE_PASSED)}


def test_a_tenant_that_nobody_knows_begins_before_the_switch() -> None:
    assert {one for one in State if may_follow(None, one)} == {State.NOT_CONNECTED, State.SANDBOX}


def test_under_way_is_what_lies_between_the_request_of_the_deletion_and_production() -> None:
    assert set(WAY[3:-1]) == UNDER_WAY
    assert set(WAY[1:3]) == MAY_START


def test_the_state_is_that_of_the_last_change_of_this_tenant() -> None:
    ledger = entries(
        ("Acme", EntryKind.STATE, {}, State.SANDBOX),
        ("acme", EntryKind.GATE, {}, State.GATE_PASSED),
        ("Other", EntryKind.STATE, {}, State.PRODUCTION),
        ("ACME", EntryKind.REFUSED, {}, None),
    )
    assert state_of(ledger, "acme") is State.GATE_PASSED
    assert state_of(ledger, "nobody") is None
    change = last_change(ledger, " acme ")
    assert change is not None
    assert change.seq == 2
    assert in_production(ledger, "acme") is None
    assert in_production(ledger, "other") is not None
    assert [one.seq for one in of_tenant(ledger, "acme")] == [1, 2, 4]
    assert [one.seq for one in of_tenant(ledger, "acme", EntryKind.GATE)] == [2]
    first = change_into(ledger, "acme", State.SANDBOX)
    assert first is not None
    assert first.seq == 1


def test_an_intent_is_open_until_its_outcome_is_written_down() -> None:
    intent = ("acme", EntryKind.INTENT, {"action": "authorise production", "key": "k"}, None)
    found = open_intent(entries(intent), "acme")
    assert found is not None
    assert (found.seq, found.action, found.key) == (1, "authorise production", "k")
    outcome = ("acme", EntryKind.OUTCOME, {"intent": 1}, None)
    assert open_intent(entries(intent, outcome), "acme") is None
    again = open_intent(entries(intent, outcome, intent), "acme")
    assert again is not None
    assert again.seq == 3


def test_the_newest_attempt_names_who_is_at_it() -> None:
    ledger = entries(("acme", EntryKind.ATTEMPT, {}, None), ("acme", EntryKind.ATTEMPT, {}, None))
    found = holder(ledger, "acme")
    assert found is not None
    assert found.seq == 2
    assert holder(ledger, "other") is None


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (State.NOT_CONNECTED, {Phase.NOT_CONNECTED}),
        (State.SANDBOX, {Phase.SANDBOX}),
        (State.GATE_PASSED, {Phase.SANDBOX, Phase.DELETING, Phase.NOT_CONNECTED, Phase.PRODUCTION}),
        (State.DELETION_ASKED, {Phase.SANDBOX, Phase.DELETING, Phase.NOT_CONNECTED, Phase.PRODUCTION}),
        (State.DELETING, {Phase.SANDBOX, Phase.DELETING, Phase.NOT_CONNECTED, Phase.PRODUCTION}),
        (State.DELETED, {Phase.DELETING, Phase.NOT_CONNECTED, Phase.PRODUCTION}),
        (State.AUTHORISED, {Phase.NOT_CONNECTED, Phase.PRODUCTION}),
        (State.VERIFIED, {Phase.NOT_CONNECTED, Phase.PRODUCTION}),
        (State.PRODUCTION, {Phase.PRODUCTION}),
    ],
)
def test_what_a_tenant_may_show_in_a_state(state: State, shown: set[Phase]) -> None:
    assert phases_of(state) == shown
