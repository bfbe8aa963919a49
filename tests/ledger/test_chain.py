"""The chain by itself: rows in, problems out; no database."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import structs

from parity.integrity.signing import key_id
from parity.ledger.chain import LedgerRow, chain_problems, entry_of, signed_row
from parity.ledger.checkpoint import cut_problem, remember, seen_head
from parity.ledger.head import Head
from parity.ledger.records import (
    GENESIS,
    Actor,
    EntryContent,
    EntryKind,
    content_hash,
    content_text,
    read_content,
    tenant_key,
    utc_moment,
    utc_text,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
KEYS = {key_id(KEY.public_key()): KEY.public_key()}


def row(
    number: int,
    after: list[LedgerRow],
    *,
    at: datetime = NOON,
    state: str | None = None,
    tenant: str = "acme",
    corrected: datetime | None = None,
) -> LedgerRow:
    content = EntryContent(
        seq=number,
        tenant=tenant,
        kind=EntryKind.STATE if corrected is None else EntryKind.CLOCK_CORRECTED,
        at=utc_text(at),
        actor=Actor(os_user="u", name="n", host="h"),
        state=state,
        body={} if corrected is None else {"now": utc_text(corrected)},
        previous=after[-1].hash if after else GENESIS,
    )
    return signed_row(content, KEY)


def chain(*states: str | None) -> list[LedgerRow]:
    rows: list[LedgerRow] = []
    for number, state in enumerate(states, start=1):
        rows.append(row(number, rows, at=NOON + timedelta(seconds=number), state=state))
    return rows


def test_a_whole_chain_has_no_problem() -> None:
    assert chain_problems([], KEYS) == ()
    assert chain_problems(chain("SANDBOX", None, "PRODUCTION", None), KEYS) == ()


def test_an_entry_older_than_the_one_before_it_is_seen() -> None:
    rows = chain(None)
    rows.append(row(2, rows, at=NOON))
    assert chain_problems(rows, KEYS) == ("entry 2 is older than the entry before it",)


def test_time_may_go_back_right_after_a_corrected_clock_and_only_there() -> None:
    ahead, noon = NOON + timedelta(days=365), NOON
    rows = [row(1, [], at=ahead)]
    rows.append(row(2, rows, at=ahead, corrected=noon))
    right = [*rows, row(3, rows, at=noon + timedelta(seconds=1))]
    assert chain_problems(right, KEYS) == ()
    too_far = [*rows, row(3, rows, at=noon - timedelta(seconds=1))]
    assert chain_problems(too_far, KEYS) == ("entry 3 is older than the entry before it",)
    again = [*right, row(4, right, at=noon)]
    assert chain_problems(again, KEYS) == ("entry 4 is older than the entry before it",)
    never_forward = [row(1, [], at=noon)]
    never_forward.append(row(2, never_forward, at=noon, corrected=ahead))
    never_forward.append(row(3, never_forward, at=noon))
    assert chain_problems(never_forward, KEYS) == (), "a correction never makes time run ahead"


def test_entries_of_the_same_moment_are_in_order() -> None:
    rows = [row(1, [])]
    rows.append(row(2, rows))
    assert chain_problems(rows, KEYS) == ()


def test_a_removed_entry_is_seen_at_the_place_where_it_was() -> None:
    first, _, third = chain(None, None, None)
    assert chain_problems([first, third], KEYS) == (
        "entry 2 is missing or out of order: entry 3 follows entry 1",
        "entry 3 does not follow the entry before it: one was removed, inserted or moved",
    )


def test_a_chain_without_its_beginning_is_seen() -> None:
    problems = chain_problems(chain(None, None)[1:], KEYS)
    assert problems[0] == "entry 1 is missing or out of order: entry 2 follows entry 0"


def test_a_changed_content_is_seen() -> None:
    (only,) = chain(None)
    changed = structs.replace(only, content=only.content.replace('"acme"', '"else"'))
    assert chain_problems([changed], KEYS) == ("entry 1 was changed: its content does not give its hash",)


@pytest.mark.parametrize(
    ("column", "value"),
    [("tenant", "else"), ("kind", "gate"), ("at", "2026-11-24T13:00:00.000000Z"), ("state", "SANDBOX")],
)
def test_a_column_that_is_not_its_contents_is_seen(column: str, value: str) -> None:
    (only,) = chain(None)
    problems = chain_problems([structs.replace(only, **{column: value})], KEYS)
    assert problems == ("entry 1 was changed: its columns are not those of its content",)


def test_a_content_whose_keys_stand_in_another_order_is_not_canonical() -> None:
    (only,) = chain(None)
    content = read_content(only.content)
    reordered = only.content.replace('"seq":1,', "").replace("{", '{"seq":1,', 1)
    assert read_content(reordered) == content
    signed = structs.replace(
        signed_row(content, KEY), content=reordered, hash=content_hash(reordered), signature=only.signature
    )
    problems = chain_problems([signed], KEYS)
    assert "entry 1 is not in canonical form" in problems


def test_the_canonical_text_of_an_entry_is_this_one_for_ever() -> None:
    """The hash of every entry rests on it: an order of keys that changes would break every ledger there is."""
    (only,) = chain("SANDBOX")
    assert only.content == (
        '{"actor":{"host":"h","name":"n","os_user":"u"},"at":"2026-11-24T12:00:01.000000Z","body":{},'
        '"clock_said":null,"format":2,"kind":"state",'
        f'"previous":"{GENESIS}","seq":1,"state":"SANDBOX","tenant":"acme"}}'
    )
    assert content_text(read_content(only.content)) == only.content


def test_a_key_that_nobody_trusts_and_a_signature_that_does_not_hold_are_seen() -> None:
    (only,) = chain(None)
    assert chain_problems([only], {}) == (f"entry 1 is signed with a key that is not trusted ({only.key_id})",)
    other = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
    forged = signed_row(read_content(only.content), other)
    claimed = structs.replace(forged, key_id=only.key_id)
    assert chain_problems([claimed], KEYS) == ("entry 1: its signature does not hold",)


def test_nothing_changes_the_state_after_production() -> None:
    problems = chain_problems(chain("PRODUCTION", "SANDBOX"), KEYS)
    assert problems == ("entry 2 changes the state of acme after PRODUCTION, which is terminal",)
    rows = chain("PRODUCTION")
    rows.append(row(2, rows, at=NOON + timedelta(hours=1), state="SANDBOX", tenant="another"))
    assert chain_problems(rows, KEYS) == ()


def test_what_cannot_be_read_is_named() -> None:
    (only,) = chain(None)
    unreadable = structs.replace(only, content="{}", hash=content_hash("{}"))
    assert chain_problems([unreadable], KEYS) == ("entry 1 cannot be read",)


def test_a_row_is_an_entry_again() -> None:
    (only,) = chain("SANDBOX")
    entry = entry_of(only)
    assert (entry.content.state, entry.text, entry.hash, entry.signature) == (
        "SANDBOX",
        only.content,
        only.hash,
        only.signature,
    )


def test_an_older_head_never_replaces_a_newer(tmp_path: Path) -> None:
    file = tmp_path / "head"
    assert seen_head(file) is None
    remember(file, Head(seq=2, hash="b"))
    remember(file, Head(seq=1, hash="a"))
    assert seen_head(file) == Head(seq=2, hash="b")
    remember(file, Head(seq=3, hash="c"))
    assert seen_head(file) == Head(seq=3, hash="c")


def test_a_cut_tail_and_another_history_are_told_apart() -> None:
    rows = chain(None, None)
    whole = Head(seq=2, hash=rows[1].hash)
    assert cut_problem(rows, whole, "a report") is None
    assert "its tail was cut off" in str(cut_problem(rows[:1], whole, "a report"))
    assert "the ledger ends with entry 0" in str(cut_problem([], whole, "a report"))
    assert "was written again" in str(cut_problem(rows, Head(seq=2, hash=GENESIS), "a report"))


def test_times_and_tenants_have_one_form() -> None:
    assert utc_text(NOON) == "2026-11-24T12:00:00.000000Z"
    assert utc_moment(utc_text(NOON)) == NOON
    assert tenant_key("  Northwind   HAULAGE ") == "northwind haulage"
