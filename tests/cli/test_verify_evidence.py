"""`parity audit verify` of a project: what it found nothing of is said, and never ends with 0."""

from pathlib import Path

import pytest

from parity.ledger.records import Draft, EntryKind
from tests.program import Outcome, parity
from tests.tenants import OPERATOR, TENANT, Case, ready


@pytest.fixture
def case(tmp_path: Path) -> Case:
    with ready(tmp_path, prepared=False) as made:
        return made


def _noted(case: Case, tenant: str = TENANT) -> None:
    case.ledger.append(Draft(kind=EntryKind.CHECKLIST, tenant=tenant, body={"item": "channels"}), OPERATOR)


def _line(outcome: Outcome, begin: str) -> str:
    (found,) = [one for one in outcome.out.splitlines() if one.startswith(begin)]
    return found


def test_a_ledger_without_a_result_is_not_the_evidence_of_one(case: Case) -> None:
    _noted(case)
    outcome = case.parity("audit", "verify")
    assert outcome.code == 3, outcome.err
    ledger = case.folder / "parity-ledger.db"
    assert _line(outcome, "Looked at:") == f"Looked at: the 1 entry of {TENANT} in {ledger.resolve()}."
    assert f"there is none at {case.folder / 'parity-out' / 'result.json'}" in _line(outcome, "Not verified:")
    alone = case.parity("audit", "verify", "--ledger-only")
    assert alone.code == 0
    assert "Not verified" not in alone.out


def test_from_another_folder_the_result_is_not_found_and_its_place_is_said(case: Case, tmp_path: Path) -> None:
    _noted(case)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    outcome = parity("audit", "verify", "--config", "../parity.yaml", cwd=elsewhere, environment=case.environment)
    assert outcome.code == 3
    assert str(elsewhere / "parity-out" / "result.json") in _line(outcome, "Not verified:")


def test_a_ledger_of_another_tenant_proves_nothing_of_this_one(case: Case) -> None:
    _noted(case, "Another Customer")
    outcome = case.parity("audit", "verify", "--ledger-only")
    assert outcome.code == 3
    assert f"no entry of {TENANT}, which parity.yaml names; it is of another customer" in _line(
        outcome, "Not verified:"
    )


def test_what_was_looked_at_is_named_file_by_file(case: Case) -> None:
    assert case.parity("check").code == 0
    outcome = case.parity("audit", "verify")
    assert outcome.code == 0, outcome.out
    looked = _line(outcome, "Looked at:")
    assert "parity-out/result.json with sandbox.snapshot.json, production.snapshot.json, report.html." in looked
    assert case.parity("audit", "verify", "--ledger-only", "--result", case.result).code == 2


def test_a_broken_ledger_is_1_also_where_the_result_is_missing(case: Case) -> None:
    _noted(case)
    assert case.parity("audit", "verify", "--head", f"9:sha256:{'0' * 64}").code == 1
