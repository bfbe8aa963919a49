"""Any one change of any chain is seen."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from parity.integrity.signing import key_id
from parity.ledger.chain import LedgerRow, chain_problems, signed_row
from parity.ledger.records import GENESIS, Actor, EntryContent, EntryKind, read_content, utc_text
from tests.tenants import key_of

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
CONTENTS = st.lists(
    st.tuples(st.sampled_from(list(EntryKind)), st.dictionaries(st.text(max_size=8), st.text(max_size=20), max_size=3)),
    min_size=2,
    max_size=8,
)


def chained(contents: list[tuple[EntryKind, dict[str, str]]]) -> list[LedgerRow]:
    rows: list[LedgerRow] = []
    for number, (kind, body) in enumerate(contents, start=1):
        content = EntryContent(
            seq=number,
            tenant="acme",
            kind=kind,
            at=utc_text(NOON + timedelta(seconds=number)),
            actor=Actor(os_user="u", name="n", host="h"),
            state=None,
            body=dict(body),
            previous=rows[-1].hash if rows else GENESIS,
        )
        rows.append(signed_row(content, key_of("ledger")))
    return rows


@settings(max_examples=60, deadline=None)
@given(CONTENTS, st.data())
def test_any_change_of_any_chain_is_seen(contents: list[tuple[EntryKind, dict[str, str]]], data: st.DataObject) -> None:
    rows = chained(contents)
    keys = {key_id(key_of("ledger").public_key()): key_of("ledger").public_key()}
    assert chain_problems(rows, keys) == ()
    at = data.draw(st.integers(0, len(rows) - 1))
    how = data.draw(st.sampled_from(["drop", "swap", "repeat", "edit", "sign again"]))
    changed = list(rows)
    if how == "drop" and at < len(rows) - 1:
        del changed[at]
    elif how == "swap":
        other = (at + 1) % len(rows)
        changed[at], changed[other] = changed[other], changed[at]
    elif how == "repeat":
        changed.insert(at, changed[at])
    elif how == "edit":
        column = data.draw(st.sampled_from(["tenant", "kind", "at", "content", "previous", "hash", "signature"]))
        values = {name: getattr(changed[at], name) for name in LedgerRow.__struct_fields__}
        changed[at] = LedgerRow(**{**values, column: values[column] + "x"})
    else:
        content = EntryContent(**{**_fields(rows[at]), "body": {"forged": "yes"}})
        changed[at] = signed_row(content, key_of("somebody else"))
    assert chain_problems(changed, keys) != ()


def _fields(row: LedgerRow) -> dict[str, Any]:
    content = read_content(row.content)
    return {name: getattr(content, name) for name in EntryContent.__struct_fields__}
