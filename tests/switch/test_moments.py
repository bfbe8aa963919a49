"""When the two steps of the switch were begun: the time without attribution counts from there."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from parity.ledger.chain import entry_of, signed_row
from parity.ledger.records import GENESIS, Entry, EntryContent, EntryKind, tenant_key, utc_text
from parity.ledger.states import State
from parity.switch.drivers.interface import Action
from parity.switch.moments import authorisation_begun, deletion_begun
from parity.switch.status import attribution_gap
from tests.switch.gate.whole_evidence import LEDGER_KEY, OPERATOR, TENANT

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ASK = {"action": Action.ASK_DELETION.value}
AUTHORISE = {"action": Action.AUTHORISE_PRODUCTION.value}


def told(*entries: tuple[float, EntryKind, Mapping[str, Any], State | None]) -> list[Entry]:
    """Entries, each so many hours after noon."""
    contents = [
        EntryContent(
            seq=number,
            tenant=tenant_key(TENANT),
            kind=kind,
            at=utc_text(NOON + timedelta(hours=hours)),
            actor=OPERATOR,
            state=state,
            body=dict(body),
            previous=GENESIS,
        )
        for number, (hours, kind, body, state) in enumerate(entries, start=1)
    ]
    return [entry_of(signed_row(one, LEDGER_KEY)) for one in contents]


GATE: tuple[float, EntryKind, Mapping[str, Any], State | None] = (0.0, EntryKind.GATE, {}, State.GATE_PASSED)


def test_the_time_without_attribution_counts_from_the_intent() -> None:
    """The answer came three hours later; the tenant may have been reset all the while."""
    ledger = told(
        GATE,
        (1.0, EntryKind.INTENT, ASK, None),
        (4.0, EntryKind.OUTCOME, {"intent": 2}, State.DELETION_ASKED),
        (28.0, EntryKind.STATE, {}, State.DELETED),
    )
    assert deletion_begun(ledger, TENANT) == "2026-11-24T13:00:00.000000Z"
    lines = attribution_gap(ledger, TENANT, NOON + timedelta(hours=30))
    assert lines[0] == "attribution  stopped 2026-11-24T13:00:00.000000Z"
    assert "deletion seen ended after 27 h 00 min 00 s" in lines[1]
    assert "after 29 h 00 min 00 s" in lines[-1]


def test_where_nobody_asked_by_this_ledger_it_counts_from_what_was_seen() -> None:
    ledger = told(GATE, (5.0, EntryKind.STATE, {"settled": "late"}, State.DELETION_ASKED))
    assert deletion_begun(ledger, TENANT) == "2026-11-24T17:00:00.000000Z"
    assert deletion_begun(told(GATE), TENANT) is None


def test_an_authorisation_is_newer_than_its_intent_or_where_it_was_done_by_hand_than_the_gate() -> None:
    by_parity = told(
        GATE, (6.0, EntryKind.INTENT, AUTHORISE, None), (7.0, EntryKind.OUTCOME, {"intent": 2}, State.AUTHORISED)
    )
    assert authorisation_begun(by_parity, TENANT) == NOON + timedelta(hours=6)
    by_hand = told(GATE, (7.0, EntryKind.STATE, {"settled": "late"}, State.AUTHORISED))
    assert authorisation_begun(by_hand, TENANT) == NOON
    assert authorisation_begun(told(GATE), TENANT) is None
