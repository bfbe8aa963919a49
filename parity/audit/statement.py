"""The statement that an operator signs, and whether its signature holds."""

from collections.abc import Mapping

from parity.audit.approval import signer_named
from parity.config.policy import Policy
from parity.integrity.signing import key_id, public_key, signature_problem
from parity.integrity.signing_keys import SigningKey

STATEMENT_PURPOSE = "operator statement"


def operator_statement(name: str, text: str, key: SigningKey) -> dict[str, str]:
    """A text with its signature and who signed, as the ledger keeps it."""
    return {
        "text": text,
        "name": name,
        "key_id": key_id(key.public),
        "signature": key.sign(STATEMENT_PURPOSE, text),
    }


def switch_text(name: str, tenant: str, sandbox_org: str, production_org: str, result: str) -> str:
    """What the operator signs who carries a switch out; `result` is the digest of the result that it rests on."""
    return (
        f"I, {name}, switch the tenant {tenant} from the sandbox org {sandbox_org} to the production org "
        f"{production_org}, for ever, on the result {result}."
    )


def operator_problem(policy: Policy, name: str, key: SigningKey | None) -> str | None:
    """Why this operator may not carry out a switch that wants approvals; null where they may."""
    signer = signer_named(policy.signers, name)
    if signer is None:
        return f"policy.signers does not name the operator, {name}: who switches signs too (--as NAME --key-file KEY)"
    if key is None:
        return f"the operator, {name}, must sign too: --key-file or --key-env"
    if key_id(key.public) != key_id(public_key(signer.public_key, "policy.signers")):
        return f"policy.signers does not give the key {key_id(key.public)} to {name}"
    return None


def statement_problem(said: Mapping[str, str], policy: Policy) -> str | None:
    """Why a statement of the ledger does not hold; null where it does."""
    signer = signer_named(policy.signers, said.get("name", ""))
    if signer is None:
        return f"policy.signers does not name {said.get('name')}"
    key = public_key(signer.public_key, "policy.signers")
    problem = signature_problem(key, STATEMENT_PURPOSE, said.get("text", ""), said.get("signature", ""))
    return None if problem is None else f"the signature is not that of {signer.name}'s key: {problem}"
