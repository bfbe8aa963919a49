"""The digest chain worked out again, in memory: which link breaks, and by what name."""

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest
from msgspec import structs

from parity.audit.approval import approval_bytes
from parity.audit.verify import LinkCheck, audit_approval_files, audit_files, audit_ledger
from parity.formats.html import render
from parity.integrity.canonical import digest
from parity.ledger.head import Head
from parity.ledger.records import Entry, EntryKind
from parity.ledger.states import State
from parity.snapshot.file import snapshot_bytes
from parity.snapshot.records import Role
from parity.verdict.judge import judge
from parity.verdict.result import Result, Tool, result_bytes, result_digest
from parity.verdict.result_files import REPORT, RESULT, snapshot_name
from tests.switch.gate.whole_evidence import NOW, POLICY, TENANT, approval, entries, project, snapshot

REPORT_BYTES = b"<html>the report</html>"
HONEST = judge(snapshot(Role.SANDBOX), snapshot(Role.PRODUCTION), POLICY, tenant=TENANT, judged_at=NOW)


def files(result: Result = HONEST, changes: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    return {
        RESULT: result_bytes(result),
        **{snapshot_name(role): snapshot_bytes(snapshot(role)) for role in Role},
        REPORT: REPORT_BYTES,
        **(changes or {}),
    }


def recorded(result: Result = HONEST, *more: tuple[EntryKind, Any, State | None]) -> tuple[Entry, ...]:
    return entries(
        *((EntryKind.SNAPSHOT, {"digest": result.snapshots.of(role).digest}, None) for role in Role),
        (EntryKind.RESULT, {"digest": result_digest(result), "report": digest(REPORT_BYTES)}, None),
        (EntryKind.APPROVAL, msgspec.to_builtins(approval(result)), None),
        *more,
    )


def broken(checks: tuple[LinkCheck, ...]) -> dict[str, str]:
    return {one.link: one.why for one in checks if not one.holds}


def audited(given: dict[str, bytes], ledger: tuple[Entry, ...] | None = None) -> dict[str, str]:
    return broken(audit_files(given, recorded() if ledger is None else ledger, project()))


def test_a_whole_chain_holds_link_by_link() -> None:
    checks = audit_files(files(), recorded(), project())
    assert broken(checks) == {}
    assert [one.link for one in checks] == [
        "result.json",
        "sandbox.snapshot.json",
        "production.snapshot.json",
        "findings",
        "policy",
        "ledger entry",
        "report.html",
        "approval of Dana Hill",
    ]


def test_a_result_that_cannot_be_read_is_the_end_of_it() -> None:
    assert list(audited(files(changes={RESULT: b"{}"}))) == [RESULT]


def test_a_result_that_was_formatted_again_is_not_as_it_was_written() -> None:
    again = msgspec.json.format(result_bytes(HONEST), indent=4)
    assert RESULT in audited(files(changes={RESULT: again}))


@pytest.mark.parametrize("role", list(Role))
def test_a_snapshot_that_is_another_or_is_missing_breaks_its_link(role: Role) -> None:
    name = snapshot_name(role)
    other = snapshot_bytes(structs.replace(snapshot(role), source="files"))
    assert "its digest is" in audited(files(changes={name: other}))[name]
    without = {key: data for key, data in files().items() if key != name}
    assert {name, "findings"} <= audited(without).keys()


def test_an_edited_result_is_seen_by_working_it_out_again() -> None:
    edited = structs.replace(HONEST, notes=("Nothing to see here.",))
    assert audited(files(edited), recorded(edited))["findings"].endswith("give another result: notes")


def test_a_result_of_another_version_is_named_so() -> None:
    older = structs.replace(HONEST, tool=Tool(name="parity", version="0.0.1"))
    assert audited(files(older), recorded(older)) == {}
    reworded = structs.replace(older, notes=("As it was told then.",))
    assert "not 0.0.1" in audited(files(reworded), recorded(reworded))["findings"]


def test_another_policy_breaks_its_link() -> None:
    other = project(structs.replace(POLICY, max_warnings=3))
    assert "policy" in broken(audit_files(files(), recorded(), other))


def test_what_the_ledger_does_not_name_breaks_its_link() -> None:
    assert "no result" in audited(files(), ())["ledger entry"]
    alone = entries((EntryKind.RESULT, {"digest": result_digest(HONEST)}, None))
    assert "one of its snapshots" in audited(files(), alone)["ledger entry"]
    assert list(audited(files(changes={REPORT: b"another"}))) == [REPORT]


def test_a_page_that_the_ledger_does_not_name_is_intact_and_of_this_result() -> None:
    ledger = tuple(one for one in recorded() if one.content.kind is not EntryKind.RESULT)
    ledger += entries((EntryKind.RESULT, {"digest": result_digest(HONEST), "report": None}, None))
    page, other = render(HONEST), structs.replace(HONEST, notes=("another",))
    assert audited(files(changes={REPORT: page}), ledger) == {}
    edited = audited(files(changes={REPORT: page.replace(b"no way back", b"a way back")}), ledger)
    assert "edited" in edited[REPORT]
    assert "carries another result" in audited(files(changes={REPORT: render(other)}), ledger)[REPORT]
    assert "not a report" in audited(files(changes={REPORT: b"<html>"}), ledger)[REPORT]
    before = b'<meta name="generator" content="parity 0.0.1"></html>'
    assert audited(files(changes={REPORT: before}), ledger) == {}


def test_a_head_that_the_result_has_seen_must_still_be_there() -> None:
    ledger = recorded()
    seen = structs.replace(HONEST, ledger=Head(seq=1, hash=ledger[0].hash))
    assert "ledger head" not in audited(files(seen), recorded(seen))
    gone = structs.replace(HONEST, ledger=Head(seq=9, hash=ledger[0].hash))
    assert audited(files(gone), recorded(gone))["ledger head"] == "the result has seen entry 9: it is gone"


def test_an_approval_whose_signature_does_not_hold_is_named() -> None:
    forged = structs.replace(approval(HONEST), signature="AAAA")
    ledger = (*recorded()[:3], *entries((EntryKind.APPROVAL, msgspec.to_builtins(forged), None)))
    assert audited(files(), ledger) == {
        "approval of Dana Hill": "the signature is not that of Dana Hill's key: "
        "its signature is not in OpenSSH's form: it was changed, or made by an earlier "
        "parity, whose own form no longer counts"
    }


def test_approval_files_are_verified_one_by_one() -> None:
    honest, forged = approval(HONEST), structs.replace(approval(HONEST), signature="AAAA")
    other = approval(structs.replace(HONEST, notes=("another",)))
    given = {
        "approvals/a.json": approval_bytes(honest),
        "approvals/b.json": approval_bytes(forged),
        "approvals/c.json": approval_bytes(honest)[:-9],
        "approvals/d.json": approval_bytes(other),
    }
    checked = audit_approval_files(given, result_bytes(HONEST), project())
    assert [one.link for one in checked if one.holds] == ["approvals/a.json", "approvals/d.json"]
    why = broken(checked)
    assert why["approvals/b.json"].startswith("the signature is not that of Dana Hill's key")
    assert why["approvals/c.json"].startswith("this is not an approval that can be read")
    told = {one.link: one.why for one in checked}
    assert told["approvals/d.json"].startswith("of another result, sha256:")


def test_the_ledger_alone_is_judged_by_states_gates_and_statements() -> None:
    gate = (EntryKind.GATE, {"result": result_digest(HONEST)}, State.GATE_PASSED)
    whole = recorded(HONEST, (EntryKind.STATE, {}, State.SANDBOX), gate)
    assert broken(audit_ledger(whole, (), project())) == {}
    assert broken(audit_ledger(whole, ("entry 2 is gone",), project())) == {"ledger": "entry 2 is gone"}
    jump = entries((EntryKind.STATE, {}, State.SANDBOX), (EntryKind.STATE, {}, State.PRODUCTION))
    assert "PRODUCTION cannot follow SANDBOX" in next(iter(broken(audit_ledger(jump, (), project())).values()))
    invented = entries(
        (EntryKind.STATE, {}, State.SANDBOX), (EntryKind.GATE, {"result": "sha256:0"}, State.GATE_PASSED)
    )
    assert list(broken(audit_ledger(invented, (), project()))) == ["gate of entry 2"]
    unsigned = entries(
        (EntryKind.VERIFICATION, {"statement": {"name": "Dana Hill", "text": "x", "signature": ""}}, None)
    )
    assert list(broken(audit_ledger(unsigned, (), project()))) == ["statement in entry 1"]
