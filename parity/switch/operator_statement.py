"""The operator's signed statement, where production showed no trace of the new authorisation."""

from parity.audit.statement import operator_problem, operator_statement
from parity.config.project import Project
from parity.errors import DriverError, SwitchRefused
from parity.integrity.signing_keys import SigningKey
from parity.ledger.records import Actor
from parity.switch.asking import asked
from parity.switch.drivers.interface import Person, Verification

_WORDS = "i have seen it"


def signed_statement(
    project: Project, operator: Actor, person: Person, key: SigningKey, seen: Verification
) -> dict[str, str] | None:
    """The statement with its signature, null where the operator does not make it.

    Raises SwitchRefused where policy.signers does not give this key to the operator.
    """
    problem = operator_problem(project.policy, operator.name, key)
    if problem:
        raise SwitchRefused(
            problem,
            fix="Name yourself with --as as policy.signers does, and use your own key.",
        )
    text = (
        f"I, {operator.name}, have seen that the tenant {project.tenant.name} is connected to the production org "
        f"{project.tenant.production_org}. parity looked for a trace of it in that org: {seen.trace}."
    )
    person.tell(f"{text}\nThis statement is signed with your key and kept in the ledger for ever.")
    if not _says_so(person):
        return None
    return operator_statement(operator.name, text, key)


def _says_so(person: Person) -> bool:
    """Whether the operator types the words; another answer than no is asked again, as everywhere in the switch."""

    def read(answer: str) -> bool:
        said = " ".join(answer.split()).casefold()
        if said not in {_WORDS, "no"}:
            raise ValueError(f"Nothing was signed yet. Type '{_WORDS}', or no.")
        return said == _WORDS

    try:
        return asked(person, f"Type '{_WORDS}' to sign it, or no", read)
    except DriverError:
        return False
