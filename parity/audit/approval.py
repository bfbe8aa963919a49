"""Signed approvals: a named person's signature for exactly one result, one tenant and two orgs."""

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from parity.config.policy import Policy, Signer
from parity.errors import InputError
from parity.integrity.canonical import canonical_bytes, other_schema
from parity.integrity.file_kind import FileKind, misplaced, where_from
from parity.integrity.names import look_alike, name_problem
from parity.integrity.signing import key_id, public_key, signature_problem
from parity.integrity.signing_keys import SigningKey
from parity.integrity.unreadable import why_unreadable
from parity.ledger.head import Head
from parity.ledger.records import Actor
from parity.verdict.result import Result

APPROVAL_PURPOSE = "approval"
#: Of what is signed: raised when its canonical form changes, so that an old signature is told as old.
STATEMENT_FORMAT = 2


class Statement(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What an approver signs. All digests, so that it can be copied to no other result."""

    format: int = STATEMENT_FORMAT
    tenant: str
    result: str
    verdict: str
    policy: str
    sandbox_org: str | None
    production_org: str | None
    sandbox_snapshot: str
    production_snapshot: str
    name: str
    role: str
    at: str
    signed_by: Actor
    ledger: Head | None


class Approval(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A statement with its signature."""

    statement: Statement
    key_id: str
    signature: str


class Operator(Struct, frozen=True):
    """Who carries out the switch, whose own approval never counts; `key_id` is empty where they sign with no key."""

    name: str
    key_id: str = ""


def statement_of(  # noqa: PLR0913 (all that a statement says)
    result: Result, result_digest: str, *, name: str, role: str, actor: Actor, at: str, ledger: Head | None
) -> Statement:
    """The statement of a person who approves this result, `at` a time in UTC."""
    return Statement(
        tenant=result.tenant or "",
        result=result_digest,
        verdict=result.verdict.value,
        policy=result.policy.digest,
        sandbox_org=result.orgs.sandbox.id,
        production_org=result.orgs.production.id,
        sandbox_snapshot=result.snapshots.sandbox.digest,
        production_snapshot=result.snapshots.production.digest,
        name=name,
        role=role,
        at=at,
        signed_by=actor,
        ledger=ledger,
    )


def sign_approval(statement: Statement, key: SigningKey) -> Approval:
    """The statement with the key's signature."""
    return Approval(
        statement=statement,
        key_id=key_id(key.public),
        signature=key.sign(APPROVAL_PURPOSE, signed_text(statement)),
    )


def approval_bytes(approval: Approval) -> bytes:
    """The bytes of an approval's file."""
    return msgspec.json.format(canonical_bytes(approval), indent=2) + b"\n"


def read_approval(data: bytes, where: str) -> Approval:
    """An approval from its file; raises InputError."""
    try:
        return msgspec.json.decode(data, type=Approval)
    except (ValueError, RecursionError) as problem:
        other = misplaced(data, FileKind.APPROVAL)
        raise InputError(
            other or f"this is not an approval that can be read: {why_unreadable(problem, data)}",
            where=where,
            fix=where_from(FileKind.APPROVAL),
        ) from None


def approval_problem(
    approval: Approval, result: Result, result_digest: str, policy: Policy, operator: Operator | None = None
) -> str | None:
    """Why an approval does not count for this result; null where it does.

    `operator` is null where nobody is at the switch yet.
    """
    return (
        _statement_problem(approval.statement, result, result_digest)
        or _signer_problem(approval, policy)
        or (_operator_problem(approval, operator) if operator is not None else None)
    )


def _statement_problem(said: Statement, result: Result, result_digest: str) -> str | None:
    if said.format != STATEMENT_FORMAT:
        return f"it must be given again: {other_schema(said.format, STATEMENT_FORMAT)}"
    if said.result != result_digest:
        return "it was given for another result"
    expected = statement_of(
        result,
        result_digest,
        name=said.name,
        role=said.role,
        actor=said.signed_by,
        at=said.at,
        ledger=said.ledger,
    )
    return None if expected == said else "it does not say what the result says"


def _signer_problem(approval: Approval, policy: Policy) -> str | None:
    said = approval.statement
    signer = signer_named(policy.signers, said.name)
    if signer is None:
        return f"policy.signers does not name {said.name}"
    key = public_key(signer.public_key, f"policy.signers ({signer.name})")
    if key_id(key) != approval.key_id:
        return f"the signature is not that of {said.name}'s key"
    problem = signature_problem(key, APPROVAL_PURPOSE, signed_text(said), approval.signature)
    if problem:
        return f"the signature is not that of {said.name}'s key: {problem}"
    if said.role != signer.role:
        return f"{said.name} signed as {said.role!r}; policy.signers says {signer.role!r}"
    return None


def _operator_problem(approval: Approval, operator: Operator) -> str | None:
    if look_alike(approval.statement.name) == look_alike(operator.name):
        return "the operator cannot approve"
    if approval.key_id == operator.key_id:
        return f"it is signed with the operator's own key ({operator.key_id})"
    return None


def shared_logins(approvals: Iterable[Approval], operator: Actor) -> tuple[str, ...]:
    """Warnings where an approval was signed under the operator's own login on the operator's own machine.

    Two names and two keys, but perhaps one person: the ledger keeps the warning.
    """
    return tuple(
        f"{one.statement.name} approved under the login of the operator, {operator.os_user}@{operator.host}"
        for one in approvals
        if (one.statement.signed_by.os_user, one.statement.signed_by.host) == (operator.os_user, operator.host)
    )


def signer_named(signers: Iterable[Signer], name: str) -> Signer | None:
    """The signer of that name, however it is typed; null where none has it or the name would deceive a reader."""
    if name_problem(" ".join(name.split())):
        return None
    return next((one for one in signers if look_alike(one.name) == look_alike(name)), None)


def signers_problem(signers: Iterable[Signer]) -> str | None:
    """Why two signers of a policy would pass for one person, or one for two; null where all differ."""
    seen: dict[str, str] = {}
    for one in signers:
        problem = name_problem(one.name)
        if problem:
            return f"the name {one.name!r}: {problem}"
        key = key_id(public_key(one.public_key, f"policy.signers ({one.name})"))
        for mark, what in ((look_alike(one.name), "name"), (key, "key")):
            if mark in seen:
                return f"{seen[mark]} and {one.name} have the same {what}"
            seen[mark] = one.name
    return None


def signed_text(statement: Statement) -> str:
    """What the signature covers: the canonical text of the statement."""
    return canonical_bytes(statement).decode()
