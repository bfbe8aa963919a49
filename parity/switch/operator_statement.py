"""The operator's signed word, where no trace of the new authorisation could be seen in production."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from parity.audit.statement import STATEMENT_PURPOSE
from parity.config.project import Project
from parity.errors import SwitchRefused
from parity.integrity.signing import key_id, public_key, signed
from parity.ledger.records import Actor, tenant_key
from parity.switch.drivers.interface import Person, Verification

_WORDS = "i have seen it"


def signed_statement(
    project: Project, operator: Actor, person: Person, key: Ed25519PrivateKey, seen: Verification
) -> dict[str, str] | None:
    """The statement with its signature, null where the operator does not make it.

    Raises SwitchRefused where policy.signers does not give this key to the operator.
    """
    signer = next((one for one in project.policy.signers if tenant_key(one.name) == tenant_key(operator.name)), None)
    own = key_id(key.public_key())
    if signer is None or key_id(public_key(signer.public_key, "policy.signers")) != own:
        raise SwitchRefused(
            f"policy.signers does not give the key {own} to {operator.name}",
            fix="Name yourself with --as as policy.signers does, and use your own key.",
        )
    text = (
        f"I, {operator.name}, have seen that the tenant {project.tenant.name} is connected to the production org "
        f"{project.tenant.production_org}. parity looked for a trace of it in that org: {seen.trace}."
    )
    person.tell(f"{text}\nThis statement is signed with your key and kept in the ledger for ever.")
    if " ".join(person.ask(f"Type '{_WORDS}' to sign it").split()).casefold() != _WORDS:
        return None
    return {"text": text, "name": operator.name, "key_id": own, "signature": signed(key, STATEMENT_PURPOSE, text)}
