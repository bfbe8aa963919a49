"""A report by itself: intact, changed, of another parity; and what proves it."""

import msgspec
import pytest
from msgspec import structs

from parity.audit.approval import Approval, approval_bytes
from parity.audit.report_page import (
    PageAudit,
    by_approvals,
    by_heads,
    by_itself,
    by_keys,
    by_ledger,
    entry_of_page,
    together,
)
from parity.errors import ConfigError
from parity.formats import html
from parity.integrity.canonical import digest
from parity.integrity.sealed_page import SealedPage, opened, seal
from parity.integrity.signing import key_id
from parity.ledger.head import Head
from parity.ledger.records import Entry, EntryKind
from parity.snapshot.records import Role
from parity.verdict.judge import judge
from parity.verdict.result import Result, result_bytes, result_digest
from tests.switch.gate.whole_evidence import (
    APPROVER,
    NOW,
    OPERATOR_KEY,
    POLICY,
    TENANT,
    approval,
    entries,
    snapshot,
)

RESULT = judge(snapshot(Role.SANDBOX), snapshot(Role.PRODUCTION), POLICY, tenant=TENANT, judged_at=NOW)
PAGE = html.render(RESULT)
HEAD = Head(seq=7, hash=digest(b"seven"))


def page(data: bytes = PAGE) -> SealedPage:
    return opened(data, "report.html")


def alone(data: bytes = PAGE) -> PageAudit:
    return by_itself(page(data), "report.html")[0]


def forged(old: bytes, new: bytes, result: Result = RESULT) -> bytes:
    """An edited page whose maker worked its digest out anew."""
    outside = opened(html.render(result), "").outside
    assert old in outside
    return seal(outside.replace(old, new), result_bytes(result))


def recorded(report: str | None) -> tuple[Entry, ...]:
    return entries((EntryKind.RESULT, {"digest": result_digest(RESULT), "report": report}, None))


def test_a_page_as_it_was_written_is_intact_and_shows_what_its_result_says() -> None:
    found, result = by_itself(page(), "report.html")
    assert result == RESULT
    assert found.holds
    assert not found.proven
    assert [one.link for one in found.checks] == ["report.html", "its result", "what it shows"]
    assert found.checks[0].why == f"intact, as written by parity {page().writer} ({digest(PAGE)})"
    assert result_digest(RESULT) in found.checks[1].why


def test_line_ends_that_mail_changed_are_told_and_the_page_is_proven_all_the_same() -> None:
    mailed = b"\xef\xbb\xbf" + PAGE.replace(b"\n", b"\r\n")
    found = together((alone(mailed), by_ledger(page(mailed), RESULT, recorded(digest(PAGE)))))
    assert found.proven
    assert found.names_the_page
    assert "its line ends were changed, which changes nothing that it shows" in found.checks[0].why


def test_an_edited_page_does_not_hold() -> None:
    found = alone(PAGE.replace(b"There is no way back", b"There is a way back"))
    assert not found.holds
    assert "was edited after parity" in found.checks[0].why


def test_a_page_of_another_parity_is_not_called_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "__version__", "0.0.9")
    older = forged(b"There is no way back to a sandbox.", b"As it was worded then.")
    monkeypatch.undo()
    found = alone(older)
    assert found.holds
    assert found.checks[0].why.startswith("intact, as written by parity 0.0.9")
    assert found.doubts == ()
    assert together((found, by_ledger(page(older), RESULT, recorded(digest(older))))).proven


def test_a_page_of_another_build_of_this_version_is_not_called_changed_either() -> None:
    other = forged(b"There is no way back to a sandbox.", b"As it was worded last week.")
    found = alone(other)
    assert found.holds
    assert found.doubts == ("the page is intact, but not the one that this parity writes for its result",)


def test_a_forged_page_of_a_proven_result_is_not_proven() -> None:
    data = forged(RESULT.verdict.value.encode(), b"GOOD")
    found = together((alone(data), by_ledger(page(data), RESULT, recorded(digest(PAGE)))))
    assert found.holds
    assert found.proofs
    assert not found.proven


def test_a_result_whose_verdict_does_not_follow_does_not_hold() -> None:
    lie = structs.replace(RESULT, exit_code=5)
    found, result = by_itself(page(html.render(lie)), "report.html")
    assert result is None
    assert [one.link for one in found.checks if not one.holds] == ["its result"]


def test_a_result_of_another_form_leaves_its_page_intact() -> None:
    old = b'{"schema_version": 1, "verdict": "GO"}'
    outside = page().outside.replace(result_digest(RESULT).encode(), digest(old).encode())
    data = seal(outside, old)
    found, result = by_itself(page(data), "report.html")
    assert result is None
    assert found.holds
    assert "an earlier parity (schema version 1" in found.notes[0]


def test_the_ledger_proves_the_page_or_its_result() -> None:
    itself = by_ledger(page(), RESULT, recorded(digest(PAGE)))
    assert itself.proven
    assert "names this very page and its result" in itself.proofs[0]
    other = by_ledger(page(), RESULT, recorded("sha256:other"))
    assert "names its result" in other.proofs[0]
    assert not other.names_the_page
    assert not by_ledger(page(), RESULT, ()).holds


def test_a_head_that_the_result_has_seen_must_be_in_the_ledger() -> None:
    ledger = recorded(digest(PAGE))
    there, gone = Head(seq=1, hash=ledger[0].hash), Head(seq=9, hash=ledger[0].hash)
    assert by_ledger(page(), structs.replace(RESULT, ledger=there), ledger).holds
    found = by_ledger(page(), structs.replace(RESULT, ledger=gone), ledger)
    assert [one.link for one in found.checks if not one.holds] == ["ledger head"]


def test_a_page_that_carries_nothing_is_found_by_its_digest() -> None:
    assert entry_of_page(b"<html>old</html>", recorded(digest(b"<html>old</html>"))) == 1
    assert entry_of_page(b"<html>new</html>", recorded(digest(b"<html>old</html>"))) is None


@pytest.mark.parametrize(
    ("seen", "given", "holds", "proven"),
    [
        (HEAD, HEAD, True, True),
        (HEAD, Head(seq=7, hash=digest(b"another")), False, False),
        (HEAD, Head(seq=8, hash=digest(b"eight")), True, False),
        (None, HEAD, True, False),
    ],
)
def test_a_head_without_the_ledger(seen: Head | None, given: Head, holds: bool, proven: bool) -> None:
    found = by_heads(structs.replace(RESULT, ledger=seen), (given,))
    assert (found.holds, found.proven) == (holds, proven)
    assert found.checks or found.notes


def test_a_signature_proves_the_result() -> None:
    of_result = result_digest(RESULT)
    given = {"dana.json": approval_bytes(approval(RESULT))}
    found = by_approvals(RESULT, of_result, given, (APPROVER,))
    assert found.proven
    assert "Dana Hill (Head of CRM) approved its result" in found.proofs[0]
    assert by_keys(RESULT, of_result, given, (APPROVER.public_key,), named=True).proven
    assert not by_approvals(RESULT, of_result, given, ()).holds


def test_whoever_has_one_approvers_key_is_told_no_lie_of_another_approver() -> None:
    of_result, whose = result_digest(RESULT), approval(RESULT)
    strangers = approval_bytes(approval(RESULT, key=OPERATOR_KEY))
    given = {"a-strangers.json": strangers, "dana.json": approval_bytes(whose)}
    lying_there = by_keys(RESULT, of_result, given, (APPROVER.public_key,), named=False)
    assert (lying_there.holds, lying_there.proven) == (True, True)
    assert "no --signer has that key" in lying_there.notes[0]
    asked_for = by_keys(RESULT, of_result, given, (APPROVER.public_key,), named=True)
    assert (asked_for.holds, asked_for.proven) == (False, False)
    assert "no --signer has that key" in asked_for.checks[0].why
    forged_key = {"dana.json": strangers.replace(key_id(OPERATOR_KEY.public_key()).encode(), whose.key_id.encode())}
    assert not by_keys(RESULT, of_result, forged_key, (APPROVER.public_key,), named=False).holds


def test_a_signature_that_is_another_proves_nothing() -> None:
    of_result = result_digest(RESULT)
    other = approval_bytes(approval(structs.replace(RESULT, notes=("another",))))
    found = by_approvals(RESULT, of_result, {"dana.json": other}, (APPROVER,))
    assert (found.holds, found.proven, found.notes) == (True, False, ("dana.json approves another result",))
    said = approval(RESULT)
    later = Approval(
        statement=structs.replace(said.statement, at="2027-01-01T00:00:00.000000Z"),
        key_id=said.key_id,
        signature=said.signature,
    )
    assert not by_approvals(RESULT, of_result, {"dana.json": approval_bytes(later)}, (APPROVER,)).holds
    assert not by_approvals(RESULT, of_result, {"dana.json": b"{}"}, (APPROVER,)).holds
    with pytest.raises(ConfigError, match="not an Ed25519 public key"):
        by_keys(RESULT, of_result, {"dana.json": other}, ("ssh-rsa AAAA",), named=False)


def test_all_that_was_found_stands_together() -> None:
    whole = together((alone(), by_ledger(page(), RESULT, recorded(digest(PAGE)))))
    assert whole.proven
    assert len(whole.checks) == 4
    assert msgspec.json.encode(whole)
