"""Which approvals count, and why others do not; and the operator's signed statement."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import structs

from parity.audit.approval import Approval, approval_bytes, approval_problem, read_approval, sign_approval
from parity.audit.statement import STATEMENT_PURPOSE, statement_problem
from parity.config.policy import Policy
from parity.errors import InputError
from parity.integrity.signing import signed
from parity.verdict.result import result_digest
from tests.switch.gate.whole_evidence import APPROVER_KEY, POLICY, approval, judged

OTHER_KEY = Ed25519PrivateKey.from_private_bytes(b"o" * 32)


def problem(given: Approval, *, policy: Policy = POLICY, operator: str = "Olga Operator") -> str | None:
    return approval_problem(given, judged(), result_digest(judged()), policy, operator)


def said(**changes: Any) -> Approval:
    """Signed rightly by Dana's key, but saying something else."""
    return sign_approval(structs.replace(approval().statement, **changes), APPROVER_KEY)


def test_an_approval_of_exactly_this_result_counts() -> None:
    assert problem(approval()) is None
    assert problem(approval(name="dana  hill")) is None, "letter case and spaces make no other person"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"result": "sha256:0"}, "it was given for another result"),
        ({"tenant": "Somebody Else"}, "it does not say what the result says"),
        ({"verdict": "NO-GO"}, "it does not say what the result says"),
        ({"policy": "sha256:0"}, "it does not say what the result says"),
        ({"sandbox_org": "00D8F0000009AbCUAU"}, "it does not say what the result says"),
        ({"production_org": "00D300000009ZZZEA4"}, "it does not say what the result says"),
        ({"sandbox_snapshot": "sha256:0"}, "it does not say what the result says"),
        ({"production_snapshot": "sha256:0"}, "it does not say what the result says"),
        ({"name": "Eve"}, "policy.signers does not name Eve"),
        ({"role": "Intern"}, "Dana Hill signed as 'Intern'; policy.signers says 'Head of CRM'"),
    ],
)
def test_an_approval_that_says_something_else_does_not_count(changes: dict[str, str], why: str) -> None:
    assert problem(said(**changes)) == why


def test_an_approval_of_another_form_must_be_given_again() -> None:
    assert str(problem(said(format=1))).startswith("it must be given again")


def test_the_signature_must_be_that_persons_and_over_these_words() -> None:
    expected = "the signature is not that of Dana Hill's key"
    assert problem(approval(key=OTHER_KEY)) == expected
    assert problem(structs.replace(approval(key=OTHER_KEY), key_id=approval().key_id)) == expected
    assert problem(structs.replace(approval(), key_id="SHA256:x")) == expected
    later = structs.replace(approval().statement, at="2027-01-01T00:00:00.000000Z")
    assert problem(structs.replace(approval(), statement=later)) == expected


def test_the_operator_cannot_approve() -> None:
    assert problem(approval(), operator=" DANA hill") == "the operator cannot approve"
    assert problem(approval(), operator="") is None


def test_an_approval_is_read_as_it_was_written() -> None:
    assert read_approval(approval_bytes(approval()), "here") == approval()
    for damaged in (b"", b"[]", approval_bytes(approval())[:-5], b'{"extra": 1}'):
        with pytest.raises(InputError, match="not an approval"):
            read_approval(damaged, "here")


def words(**changes: str) -> dict[str, str]:
    text = "I have seen it."
    signature = signed(APPROVER_KEY, STATEMENT_PURPOSE, text)
    return {"name": "Dana Hill", "text": text, "signature": signature, **changes}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (words(), None),
        (words(text="I have seen something else."), "the signature is not that of Dana Hill's key"),
        (words(signature=signed(OTHER_KEY, STATEMENT_PURPOSE, "I have seen it.")), "the signature is not that of"),
        (words(signature=signed(APPROVER_KEY, "approval", "I have seen it.")), "the signature is not that of"),
        (words(signature="not base64!"), "the signature is not that of"),
        (words(name="Eve"), "policy.signers does not name Eve"),
        ({}, "policy.signers does not name"),
    ],
)
def test_an_operators_statement_holds_by_its_signature_alone(given: dict[str, str], why: str | None) -> None:
    found = statement_problem(given, POLICY)
    assert found is None if why is None else str(found).startswith(why)
