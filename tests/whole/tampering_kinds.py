"""The ways to tamper with an evidence bundle, each with the hand that does it and the line that names it."""

import json
from collections.abc import Callable
from typing import Any

from parity.audit.bundle import BUNDLE_PURPOSE, manifest_of
from parity.integrity.canonical import canonical_bytes
from parity.integrity.signing import key_id, public_line, signed
from parity.ledger.chain import ENTRY_PURPOSE
from tests.tenants import key_of
from tests.whole.tampering import APPROVER, Files, Hand, Kind
from tests.whole.tampering_edits import (
    chain_anew,
    content_edited,
    entry_blanked,
    file_put,
    files_gone,
    json_set,
    ledger_edited,
    rows_of,
    text_replaced,
    write_rows,
)


def _last(contents: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    return [one for one in contents if one["kind"] == kind][-1]


def _other_ledger_key(files: Files) -> None:
    """Another ledger, in a hand of its own: the chain and its key in keys.json and allowed_signers."""
    other = key_of("forger")
    chain_anew(lambda _contents: None, other)(files)
    line = public_line(other.public_key())
    old = next(iter(json.loads(files["keys.json"])["ledger"].values()))
    json_set("keys.json", ledger={key_id(other.public_key()): line})(files)
    files["allowed_signers"] = files["allowed_signers"].replace(old.encode(), line.encode())
    listed = {name: data for name, data in files.items() if not name.startswith("SHA256SUMS")}
    files["SHA256SUMS"] = manifest_of(listed)
    files["SHA256SUMS.sig"] = signed(other, BUNDLE_PURPOSE, files["SHA256SUMS"].decode()).encode()


def _cut_tail(files: Files) -> None:
    rows = rows_of(files)[:-1]
    write_rows(files, rows, head=True)
    keys = json.loads(files["keys.json"])
    json_set("keys.json", entries=[one for one in keys["entries"] if one <= len(rows)])(files)


def _swap(rows: list[dict[str, Any]]) -> None:
    rows[3], rows[4] = rows[4], rows[3]


def _foreign_row(rows: list[dict[str, Any]]) -> None:
    other = key_of("forger")
    text = rows[-1]["hash"]
    rows[-1] |= {"key_id": key_id(other.public_key()), "signature": signed(other, ENTRY_PURPOSE, text)}


def _sign_list_with_another_key(files: Files) -> None:
    text = files["SHA256SUMS"].decode()
    files["SHA256SUMS.sig"] = signed(key_of("forger"), BUNDLE_PURPOSE, text).encode()


def _shorter_list(files: Files) -> None:
    lines = files["SHA256SUMS"].decode().splitlines(keepends=True)
    files["SHA256SUMS"] = "".join(line for line in lines if "report.html" not in line).encode()


def _another_key_for_the_approver(files: Files) -> None:
    policy = json.loads(files["policy.json"])
    policy["signers"][0]["public_key"] = public_line(key_of("forger").public_key())
    files["policy.json"] = canonical_bytes(policy)


def _one_more_key(files: Files) -> None:
    keys = json.loads(files["keys.json"])
    other = key_of("forger").public_key()
    json_set("keys.json", ledger={**keys["ledger"], key_id(other): public_line(other)})(files)


def _approval_for_another_result(files: Files) -> None:
    def edit(contents: list[dict[str, Any]]) -> None:
        body = _last(contents, "approval")["body"]
        body["statement"]["result"] = "sha256:" + "1" * 64
        files["approvals/01.json"] = canonical_bytes(body)

    chain_anew(edit)(files)


def _gate_on_another_result(contents: list[dict[str, Any]]) -> None:
    _last(contents, "gate")["body"]["result"] = "sha256:" + "1" * 64


def _no_word_of_the_operator(contents: list[dict[str, Any]]) -> None:
    _last(contents, "gate")["body"]["statement"] = None


def _words_in_the_operators_mouth(contents: list[dict[str, Any]]) -> None:
    said = _last(contents, "gate")["body"]["statement"]
    said["text"] = said["text"].replace("for ever", "for a while")


def _operator_is_the_approver(contents: list[dict[str, Any]]) -> None:
    _last(contents, "gate")["body"]["statement"]["name"] = APPROVER


def _other_verdict(contents: list[dict[str, Any]]) -> None:
    _last(contents, "result")["body"]["verdict"] = "GO WITH WAIVERS"


def _no_gate(contents: list[dict[str, Any]]) -> None:
    contents.remove(_last(contents, "gate"))


def _two_states_swapped(contents: list[dict[str, Any]]) -> None:
    places = [number for number, one in enumerate(contents) if one["state"]]
    one, two = places[-2:]
    contents[one]["state"], contents[two]["state"] = contents[two]["state"], contents[one]["state"]


def _longer(name: str) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        files[name] += b" "

    return change


_FOLLOWS = "follows the one before it, unchanged and signed"
KINDS: tuple[Kind, ...] = (
    Kind("one byte of result.json", Hand.ANYBODY, _longer("result.json"), "result.json is as"),
    Kind("result.json edited", Hand.SIGNS, _longer("result.json"), "the ledger names the result"),
    Kind(
        "the sandbox's snapshot edited",
        Hand.SIGNS,
        _longer("sandbox.snapshot.json"),
        "the result names the sandbox snapshot",
    ),
    Kind(
        "production's snapshot edited",
        Hand.SIGNS,
        _longer("production.snapshot.json"),
        "the result names the production snapshot",
    ),
    Kind(
        "a snapshot removed",
        Hand.SIGNS,
        files_gone("production.snapshot.json"),
        "something is missing or cannot be read",
    ),
    Kind("report.html edited", Hand.SIGNS, _longer("report.html"), "report.html is the one that the ledger names"),
    Kind("report.html removed", Hand.SIGNS, files_gone("report.html"), "report.html is the one that the ledger names"),
    Kind(
        "the policy asks for no approvals",
        Hand.SIGNS,
        json_set("policy.json", approvals=0),
        "the result names the policy",
    ),
    Kind(
        "another key for the approver in the policy",
        Hand.SIGNS,
        _another_key_for_the_approver,
        "Dana Hill signed the approval of this result",
    ),
    Kind(
        "a file added",
        Hand.ANYBODY,
        file_put("approvals/99.txt", b"approved"),
        "SHA256SUMS lists every file of the bundle: not approvals/99.txt",
    ),
    Kind(
        "a line taken out of SHA256SUMS", Hand.ANYBODY, _shorter_list, "SHA256SUMS is signed with a key of the ledger"
    ),
    Kind("VERIFY.md edited", Hand.LISTS, _longer("VERIFY.md"), "SHA256SUMS is signed with a key of the ledger"),
    Kind(
        "the list signed with another key",
        Hand.ANYBODY,
        _sign_list_with_another_key,
        "SHA256SUMS is signed with a key of the ledger",
    ),
    Kind(
        "the list's signature removed",
        Hand.ANYBODY,
        files_gone("SHA256SUMS.sig"),
        "SHA256SUMS is signed with a key of the ledger",
    ),
    Kind(
        "an approval removed",
        Hand.SIGNS,
        files_gone("approvals/01.json", "approvals/01.sig", "approvals/01.statement.json"),
        "approvals/ has the 1 approvals of the ledger, and no other",
    ),
    Kind(
        "an approval in another's name",
        Hand.SIGNS,
        text_replaced("approvals/01.json", APPROVER, "Eve Hill"),
        "approvals/ has the 1 approvals of the ledger, and no other",
    ),
    Kind(
        "the text of an approval that ssh-keygen is given",
        Hand.SIGNS,
        _longer("approvals/01.statement.json"),
        "approvals/01.statement.json and .sig are what was signed",
    ),
    Kind(
        "an approval, also in the ledger, of another result",
        Hand.SIGNS,
        _approval_for_another_result,
        "approved what the gate rested on, none of them the operator: 0 of 1",
    ),
    Kind(
        "an entry of the ledger edited",
        Hand.SIGNS,
        content_edited("attempt", lambda one: one["actor"].update(name="Eve")),
        _FOLLOWS,
    ),
    Kind(
        "an entry of the ledger edited, with its hash",
        Hand.SIGNS,
        content_edited("attempt", lambda one: one["actor"].update(name="Eve"), hashed=True),
        _FOLLOWS,
    ),
    Kind("an entry removed from the middle", Hand.SIGNS, ledger_edited(lambda rows: rows.pop(5)), _FOLLOWS),
    Kind("two entries swapped", Hand.SIGNS, ledger_edited(_swap), _FOLLOWS),
    Kind("an entry signed with another key", Hand.SIGNS, ledger_edited(_foreign_row), _FOLLOWS),
    Kind(
        "entries cut off from the end, head and list of entries made to agree", Hand.SIGNS, _cut_tail, "as --head asks"
    ),
    Kind(
        "a refusal, or any entry of this tenant, blanked out as another tenant's",
        Hand.SIGNS,
        entry_blanked("checklist"),
        "no entry of this tenant is blanked out",
    ),
    Kind(
        "the gate blanked out, the list of entries made to agree",
        Hand.SIGNS,
        entry_blanked("gate", listed=False),
        "SWITCHING: deletion asked follows SANDBOX",
    ),
    Kind("another head in head.json", Hand.SIGNS, json_set("head.json", seq=3), "the head is"),
    Kind(
        "one more key in keys.json",
        Hand.SIGNS,
        _one_more_key,
        "allowed_signers has the keys of keys.json and policy.json, and no other",
    ),
    Kind(
        "another ledger with a key of its own, everything made to agree",
        Hand.ANYBODY,
        _other_ledger_key,
        "which the result has seen",
    ),
    Kind(
        "the chain written again, the same but for the verdict",
        Hand.SIGNS,
        chain_anew(_other_verdict),
        "the ledger has the verdict of the result",
    ),
    Kind(
        "the chain written again, its gate on another result",
        Hand.SIGNS,
        chain_anew(_gate_on_another_result),
        "the gate rested on the result of this bundle",
    ),
    Kind(
        "the chain written again without its gate",
        Hand.SIGNS,
        chain_anew(_no_gate),
        "the tenant was not switched past the gate",
    ),
    Kind(
        "the chain written again without the operator's signature",
        Hand.SIGNS,
        chain_anew(_no_word_of_the_operator),
        "the operator signed too",
    ),
    Kind(
        "other words in the operator's mouth",
        Hand.SIGNS,
        chain_anew(_words_in_the_operators_mouth),
        "Olga Operator signed the statement in entry",
    ),
    Kind(
        "the approver made the operator",
        Hand.SIGNS,
        chain_anew(_operator_is_the_approver),
        "Dana Hill, who approved, is not the operator",
    ),
    Kind(
        "two states swapped",
        Hand.SIGNS,
        chain_anew(_two_states_swapped),
        "PRODUCTION follows SWITCHING: production authorised",
    ),
)
