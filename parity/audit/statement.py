"""Whether an operator's signed statement holds."""

from parity.config.policy import Policy
from parity.integrity.signing import public_key, signature_holds
from parity.ledger.records import tenant_key

STATEMENT_PURPOSE = "operator statement"


def statement_problem(said: dict[str, str], policy: Policy) -> str | None:
    """Why a statement of the ledger does not hold; null where it does."""
    signer = next((one for one in policy.signers if tenant_key(one.name) == tenant_key(said.get("name", ""))), None)
    if signer is None:
        return f"policy.signers does not name {said.get('name')}"
    key = public_key(signer.public_key, "policy.signers")
    if not signature_holds(key, STATEMENT_PURPOSE, said.get("text", ""), said.get("signature", "")):
        return f"the signature is not that of {signer.name}'s key"
    return None
