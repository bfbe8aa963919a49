"""Every way to tamper with the evidence of a switch is named, and the honest evidence holds."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from parity.audit.statement import STATEMENT_PURPOSE
from parity.integrity.signing import namespace
from parity.ledger.states import NEXT
from tests.tenants import Case
from tests.whole.tampering import Files, exported, head_of, switched, tampered, verified
from tests.whole.tampering_kinds import KINDS
from tests.whole.tampering_page import PAGE, page


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with switched(tmp_path_factory.mktemp("switched")) as one:
        yield one


@pytest.fixture(scope="module")
def honest(case: Case) -> Files:
    return exported(case)


def test_the_honest_bundle_holds(honest: Files) -> None:
    assert verified(honest, "--head", head_of(honest)) == (0, [])


def test_every_kind_of_tampering_is_named(honest: Files) -> None:
    assert len(KINDS) >= 25
    missed = {}
    for kind in KINDS:
        code, failed = verified(tampered(honest, kind), "--head", head_of(honest))
        if code != 1 or not any(kind.named in line for line in failed):
            missed[kind.what] = failed
    assert missed == {}


def test_the_page_of_tampering_is_current() -> None:
    assert PAGE.read_text("utf-8") == page(), "run python -m tests.whole.tampering_page"


@pytest.mark.parametrize("text", ["nonsense", "sha256:" + "0" * 64, "1:sha256:00", "x:sha256:" + "0" * 64])
def test_a_head_of_another_form_is_no_head(honest: Files, text: str) -> None:
    assert verified(honest, "--head", text) == (2, [])


def test_the_bundle_knows_the_states_of_the_tenant(honest: Files) -> None:
    held: dict[str, object] = {"__name__": "verify", "__file__": "verify.py"}
    exec(compile(honest["verify.py"], "verify.py", "exec"), held)
    named = {key: value for key, value in dict(held["NEXT"]).items() if key is not None}  # type: ignore[call-overload]
    assert named == {state.value: {one.value for one in following} for state, following in NEXT.items()}


def test_approvals_and_the_manifest_are_verified_by_ssh_keygen_alone(honest: Files, tmp_path: Path) -> None:
    for name, data in honest.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    for who, what, signature, text in (
        ("ledger", "bundle", "SHA256SUMS.sig", "SHA256SUMS"),
        ("dana-hill", "approval", "approvals/01.sig", "approvals/01.statement.json"),
    ):
        command = ["ssh-keygen", "-Y", "verify", "-f", "allowed_signers", "-I", who, "-n", namespace(what)]
        for given, code in ((honest[text], 0), (honest[text] + b" ", 255)):
            done = subprocess.run(
                [*command, "-s", signature], cwd=tmp_path, input=given, capture_output=True, check=False
            )
            assert done.returncode == code, done.stderr
    assert namespace(STATEMENT_PURPOSE).encode() in honest["allowed_signers"]


def test_the_audit_of_the_project_holds_too_and_names_another_result(case: Case) -> None:
    found = case.parity("audit", "verify")
    assert found.code == 0, found.out
    for link in ("gate ", "gate approvals", "operator ", "operator statement", "report.html"):
        assert f"ok   {link}" in found.out, link
    report = case.result.with_name("report.html")
    kept = report.read_bytes()
    report.unlink()
    missing = case.parity("audit", "export", "-o", "again.zip")
    assert missing.code == 2
    assert "report.html, which the ledger names, is not beside the result" in missing.err
    assert "FAIL report.html" in case.parity("audit", "verify").out
    report.write_bytes(kept + b" ")
    damaged = case.parity("audit", "export", "-o", "again.zip")
    assert damaged.code == 2
    assert "report.html is the one that the ledger names" in damaged.err
    assert not (case.folder / "again.zip").exists()
    report.write_bytes(kept)


def test_after_another_check_the_evidence_is_still_that_of_the_gate(case: Case) -> None:
    before = case.result.read_bytes()
    assert case.parity("check").code == 0
    assert case.result.read_bytes() != before
    found = case.parity("audit", "verify")
    assert found.code == 0, found.out
    assert "runs" in found.out
    assert exported(case)["result.json"] == before
    newest = case.parity("audit", "verify", "--result", case.result)
    assert newest.code == 1
    assert "FAIL gate " in newest.out
