"""evidence.zip: the same bytes twice, everything listed by its digest, nothing of another tenant."""

import io
import json
import zipfile
from typing import Any

from parity.audit.bundle import WholeLedger, bundle
from parity.formats.html import render
from parity.integrity.canonical import digest
from parity.integrity.signing import key_id, public_line
from parity.integrity.signing_keys import KeyInMemory
from parity.ledger.chain import LedgerRow, signed_row
from parity.ledger.records import Entry, EntryContent
from parity.verdict.result import result_bytes
from tests.audit.test_verify import HONEST, files, recorded
from tests.switch.gate.whole_evidence import LEDGER_KEY, project


def row_of(entry: Entry, tenant: str | None = None) -> LedgerRow:
    content = entry.content
    values = {name: getattr(content, name) for name in EntryContent.__struct_fields__}
    return signed_row(EntryContent(**{**values, "tenant": tenant or content.tenant}), LEDGER_KEY)


def made(*, other_tenant: bool = False) -> bytes:
    ledger = recorded()
    rows = [row_of(one) for one in ledger]
    if other_tenant:
        rows[0] = row_of(ledger[0], "somebody else")
    public = LEDGER_KEY.public_key()
    whole = WholeLedger(rows=rows, entries=ledger, keys={key_id(public): public_line(public)})
    return bundle(files(), whole, project(), KeyInMemory(LEDGER_KEY))


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def problems_of(page: bytes, result: bytes) -> list[str]:
    """What the bundle's own verify.py says of a page beside that result."""
    program: dict[str, Any] = {"__file__": __file__, "__name__": "verify"}
    exec(unzipped(made())["verify.py"], program)
    program["the_page"](page, digest(result))
    return list(program["PROBLEMS"])


def test_the_page_in_it_is_checked_without_parity() -> None:
    page, result = render(HONEST), result_bytes(HONEST)
    assert problems_of(page, result) == []
    assert problems_of(page.replace(b"no way back", b"a way back"), result) == [
        "report.html has the digest that it says it has"
    ]
    assert problems_of(page, b"another") == ["report.html carries the result of this bundle"]
    assert problems_of(b"<html>of an earlier parity</html>", result) == []


def test_made_twice_it_has_the_same_bytes() -> None:
    assert made() == made()


def test_it_holds_everything_that_an_auditor_needs() -> None:
    held = unzipped(made())
    assert set(held) == {
        "result.json",
        "report.html",
        "sandbox.snapshot.json",
        "production.snapshot.json",
        "policy.json",
        "ledger.jsonl",
        "head.json",
        "keys.json",
        "approvals/01.json",
        "approvals/01.statement.json",
        "approvals/01.sig",
        "allowed_signers",
        "SHA256SUMS.sig",
        "VERIFY.md",
        "verify.py",
        "SHA256SUMS",
    }
    assert {name: held[name] for name in files()} == files()
    assert len(held["ledger.jsonl"].splitlines()) == len(recorded())
    assert json.loads(held["head.json"])["seq"] == len(recorded())


def test_every_file_is_listed_by_its_digest() -> None:
    held = unzipped(made())
    del held["SHA256SUMS.sig"]
    lines = [line.split("  ") for line in held.pop("SHA256SUMS").decode().splitlines()]
    assert {name: f"sha256:{value}" for value, name in lines} == {name: digest(data) for name, data in held.items()}


def test_of_another_tenants_entry_only_its_place_in_the_chain_is_shown() -> None:
    first, second = (json.loads(line) for line in unzipped(made(other_tenant=True))["ledger.jsonl"].splitlines()[:2])
    assert first["content"] is None
    assert first["hash"].startswith("sha256:")
    assert second["content"] is not None
    assert b"somebody else" not in b"".join(unzipped(made(other_tenant=True)).values())
