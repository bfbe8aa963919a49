"""Which approvals count, and why others do not; and the operator's signed statement."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import structs

from parity.audit.approval import (
    Approval,
    Operator,
    approval_bytes,
    approval_problem,
    read_approval,
    shared_logins,
    sign_approval,
    signers_problem,
)
from parity.audit.statement import STATEMENT_PURPOSE, statement_problem
from parity.config.policy import Policy, Signer
from parity.errors import InputError
from parity.integrity.signing import key_id, public_line, signed
from parity.integrity.signing_keys import KeyInMemory
from parity.verdict.result import result_digest
from tests.switch.gate.whole_evidence import APPROVER_KEY, OPERATOR_KEY, POLICY, approval, judged

OTHER_KEY = Ed25519PrivateKey.from_private_bytes(b"o" * 32)


def problem(given: Approval, *, policy: Policy = POLICY, operator: str = "Olga Operator", key: str = "") -> str | None:
    return approval_problem(given, judged(), result_digest(judged()), policy, Operator(operator, key))


def said(**changes: Any) -> Approval:
    """Signed rightly by Dana's key, but saying something else."""
    return sign_approval(structs.replace(approval().statement, **changes), KeyInMemory(APPROVER_KEY))


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
    other = structs.replace(approval(key=OTHER_KEY), key_id=approval().key_id)
    assert problem(other) == f"{expected}: its signature does not hold"
    assert problem(structs.replace(approval(), key_id="SHA256:x")) == expected
    later = structs.replace(approval().statement, at="2027-01-01T00:00:00.000000Z")
    assert problem(structs.replace(approval(), statement=later)) == f"{expected}: its signature does not hold"
    assert problem(structs.replace(approval(), signature="")) == f"{expected}: it is not signed"
    of_before = structs.replace(approval(), signature="TTw2bQ==")
    assert "made by an earlier parity" in str(problem(of_before))


def test_the_operator_cannot_approve() -> None:
    assert problem(approval(), operator=" DANA hill") == "the operator cannot approve"
    assert problem(approval(), operator="") is None
    assert problem(approval(), operator="D\u0430na H\u0456ll") == "the operator cannot approve", "Cyrillic letters"


def test_approver_and_operator_share_no_key() -> None:
    assert problem(approval(), key=approval().key_id) == (
        f"it is signed with the operator's own key ({approval().key_id})"
    )
    assert problem(approval(), key=key_id(OPERATOR_KEY.public_key())) is None


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (("Dana Hill", "Olga Operator"), None),
        (("Dana Hill", "dana  hill"), "Dana Hill and dana  hill have the same name"),
        (("Dana Hill", "D\u0430n\u0430 H\u0456ll"), "mixes letters that look alike"),
        (("Ann", "\u0410nn"), "mixes letters that look alike"),
        (("Ana", "\u0410\u043f\u0430"), None),
        (("Cop", "\u0421\u043e\u0440"), "have the same name"),
        (("Dana\u200b Hill",), "that nobody sees (U+200B)"),
        (("\uff24ana Hill",), "in another form"),
    ],
)
def test_the_signers_of_a_policy_are_different_people(names: tuple[str, ...], why: str | None) -> None:
    people = [
        Signer(
            name=name,
            role="Approver",
            public_key=public_line(Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32).public_key()),
        )
        for number, name in enumerate(names, start=1)
    ]
    found = signers_problem(people)
    assert found is None if why is None else why in str(found)


def test_two_signers_share_no_key() -> None:
    twin = structs.replace(POLICY.signers[0], name="Somebody Else")
    assert signers_problem((*POLICY.signers, twin)) == "Dana Hill and Somebody Else have the same key"


def test_a_login_that_approver_and_operator_share_is_a_warning() -> None:
    dana = approval().statement.signed_by
    (warning,) = shared_logins([approval()], structs.replace(dana, name="Olga Operator"))
    assert warning == "Dana Hill approved under the login of the operator, dana@desk"
    assert shared_logins([approval()], structs.replace(dana, host="bench")) == ()


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
