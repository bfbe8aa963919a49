"""Writes the golden files anew: python -m tests.golden.make

From fixed orgs, keys, persons and times, so that the bytes are the same on every machine and every day. Run it where
a form of the files was meant to change, raise the schema version that the change belongs to, and read what git shows.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from parity.audit.approval import Approval, approval_bytes, sign_approval, statement_of
from parity.audit.bundle import WholeLedger, bundle
from parity.audit.statement import operator_statement, switch_text
from parity.config.drivers import GuidedDriver
from parity.config.orgs import SessionSignIn
from parity.config.policy import Policy, Signer, Waiver
from parity.config.project import Orgs, OrgSettings, Project, Tenant
from parity.integrity.canonical import canonical_bytes, digest
from parity.integrity.signing import key_id, public_line
from parity.integrity.signing_keys import KeyInMemory
from parity.ledger.chain import LedgerRow, entry_of, signed_row
from parity.ledger.head import Head
from parity.ledger.records import GENESIS, Actor, EntryContent, EntryKind, tenant_key, utc_text
from parity.ledger.states import State
from parity.snapshot.file import read_snapshot, snapshot_bytes
from parity.snapshot.records import Role
from parity.verdict.judge import judge
from parity.verdict.result import Result, Tool, result_bytes
from tests.golden.orgs import COLLECTED, PRODUCTION_ORG, SANDBOX_ORG, snapshot_of

GOLDEN = Path(__file__).parent / "files"
DIGESTS = Path(__file__).parent / "digests.json"
TENANT, OTHER_TENANT = "Golden Gäte GmbH", "Another Tenant"
OPERATOR = Actor(os_user="olga", name="Olga Operator", host="bench")
APPROVER = Actor(os_user="anna", name="Anna Åström", host="desk")
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)

_NOT_PINNED = {"SHA256SUMS", "SHA256SUMS.sig", "VERIFY.md", "verify.py"}

_Body = dict[str, object]


def _key(name: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(name.encode().ljust(32, b"."))


LEDGER_KEY, APPROVER_KEY, OPERATOR_KEY = _key("golden ledger"), _key("golden approver"), _key("golden operator")
LEDGER_KEYS = {key_id(LEDGER_KEY.public_key()): LEDGER_KEY.public_key()}


def _signer(who: Actor, role: str, key: Ed25519PrivateKey) -> Signer:
    return Signer(name=who.name, role=role, public_key=public_line(key.public_key()))


def _org(role: Role) -> OrgSettings:
    url = f"https://golden-{role}.my.salesforce.com"
    return OrgSettings(sign_in=SessionSignIn(instance_url=url, session_id_env=f"{role.upper()}_SESSION"))


def project() -> Project:
    """The project of the two orgs, with a waiver of something that is not there."""
    waiver = Waiver(fingerprint="ab" * 8, seen="cd" * 8, by=APPROVER.name, reason="Known.", expires=NOON.date())
    return Project(
        tenant=Tenant(name=TENANT, sandbox_org=SANDBOX_ORG, production_org=PRODUCTION_ORG, driver=GuidedDriver()),
        orgs=Orgs(sandbox=_org(Role.SANDBOX), production=_org(Role.PRODUCTION)),
        policy=Policy(
            fields=("Lead.Region__c",),
            waivers=(waiver,),
            approvals=1,
            signers=(
                _signer(APPROVER, "Release manager", APPROVER_KEY),
                _signer(OPERATOR, "Operator", OPERATOR_KEY),
            ),
        ),
    )


class _Chain:
    """Entries one after another, a minute apart."""

    def __init__(self) -> None:
        self.rows: list[LedgerRow] = []

    def add(self, kind: EntryKind, body: _Body, state: State | None = None, tenant: str = TENANT) -> int:
        """One entry more; its number."""
        seq = len(self.rows) + 1
        content = EntryContent(
            seq=seq,
            tenant=tenant_key(tenant),
            kind=kind,
            at=utc_text(NOON + timedelta(minutes=seq)),
            clock_said=utc_text(NOON) if kind is EntryKind.ATTEMPT else None,
            actor=APPROVER if kind is EntryKind.APPROVAL else OPERATOR,
            state=state,
            body=body,
            previous=self.rows[-1].hash if self.rows else GENESIS,
        )
        self.rows.append(signed_row(content, LEDGER_KEY))
        return seq

    def head(self) -> Head:
        """The newest entry."""
        return Head(seq=self.rows[-1].seq, hash=self.rows[-1].hash)


def _result(snapshots: dict[Role, bytes], head: Head) -> Result:
    sandbox, production = (read_snapshot(snapshots[role], str(role)) for role in Role)
    result = judge(
        sandbox,
        production,
        project().policy,
        tenant=TENANT,
        judged_at=datetime.fromisoformat(COLLECTED),
        ledger=head,
    )
    return msgspec.structs.replace(result, tool=Tool(name="parity", version="0.0.0"))


def _approval(result: Result, head: Head) -> Approval:
    statement = statement_of(
        result,
        digest(result_bytes(result)),
        name=APPROVER.name,
        role="Release manager",
        actor=APPROVER,
        at=utc_text(NOON),
        ledger=head,
    )
    return sign_approval(statement, KeyInMemory(APPROVER_KEY))


def _statement() -> dict[str, str]:
    text = f"I, {OPERATOR.name}, have seen that the tenant {TENANT} is connected to the production org."
    return operator_statement(OPERATOR.name, text, KeyInMemory(OPERATOR_KEY))


def _operator_signs(judged: str) -> dict[str, str]:
    text = switch_text(OPERATOR.name, TENANT, SANDBOX_ORG, PRODUCTION_ORG, judged)
    return operator_statement(OPERATOR.name, text, KeyInMemory(OPERATOR_KEY))


def _judged(chain: _Chain, result: Result) -> Approval:
    """Snapshots, the result and its approval into the chain."""
    for role in Role:
        used = result.snapshots.of(role)
        body: _Body = {"digest": used.digest, "role": role, "org": result.orgs.of(role).id, "collected_at": COLLECTED}
        chain.add(EntryKind.SNAPSHOT, body)
    named: _Body = {"digest": digest(result_bytes(result)), "verdict": result.verdict, "tool": "parity 0.0.0"}
    chain.add(EntryKind.RESULT, named)
    approval = _approval(result, chain.head())
    chain.add(EntryKind.APPROVAL, msgspec.to_builtins(approval))
    return approval


def _switched(chain: _Chain, result: Result) -> None:
    """The switch from its first attempt to the first touchpoint, with every kind of entry on the way."""
    judged = digest(result_bytes(result))
    chain.add(EntryKind.ATTEMPT, {})
    chain.add(EntryKind.REFUSED, {"conditions": {"fresh": "the result is older than 24 hours"}, "result": judged})
    chain.add(EntryKind.STATE, {"seen": "connected to the sandbox"}, State.SANDBOX)
    gate: _Body = {
        "result": judged,
        "sandbox_org": SANDBOX_ORG,
        "production_org": PRODUCTION_ORG,
        "conditions": {"verdict": "GO"},
        "statement": _operator_signs(judged),
    }
    chain.add(EntryKind.GATE, gate, State.GATE_PASSED)
    asked = chain.add(EntryKind.INTENT, {"action": "ask for the deletion of the sandbox connection", "key": "1f"})
    chain.add(EntryKind.OUTCOME, {"intent": asked, "done": True, "answer": "asked"}, State.DELETION_ASKED)
    chain.add(EntryKind.STATE, {}, State.DELETING)
    chain.add(EntryKind.STATE, {}, State.DELETED)
    begun = chain.add(EntryKind.INTENT, {"action": "authorise production", "key": "2f"})
    chain.add(EntryKind.OUTCOME, {"intent": begun, "done": True, "answer": "connected"}, State.AUTHORISED)
    seen: _Body = {"trace": "not found", "detail": "No sign-in of Marketo Measure.", "statement": _statement()}
    chain.add(EntryKind.VERIFICATION, seen, State.VERIFIED)
    chain.add(EntryKind.STATE, {}, State.PRODUCTION)
    chain.add(EntryKind.TOUCHPOINT, {"created": "2026-11-25T09:00:00.000+0000", "id": None})
    corrected = {"entry": len(chain.rows), "ahead": chain.rows[-1].at, "now": utc_text(NOON)}
    chain.add(EntryKind.CLOCK_CORRECTED, corrected)


def made() -> dict[str, bytes]:
    """The golden files by name."""
    snapshots = {role: snapshot_bytes(snapshot_of(role)) for role in Role}
    chain = _Chain()
    chain.add(EntryKind.PROJECT, {"tenant": TENANT, "sandbox_org": SANDBOX_ORG, "production_org": PRODUCTION_ORG})
    chain.add(EntryKind.PROJECT, {"tenant": OTHER_TENANT}, tenant=OTHER_TENANT)
    chain.add(EntryKind.CHECKLIST, {"item": "channels", "note": "„keine“", "attachments": []})
    result = _result(snapshots, chain.head())
    approval = _judged(chain, result)
    _switched(chain, result)
    judged = {
        "result.json": result_bytes(result),
        **{f"{role}.snapshot.json": data for role, data in snapshots.items()},
    }
    keys = {name: public_line(key) for name, key in LEDGER_KEYS.items()}
    whole = WholeLedger(rows=chain.rows, entries=[entry_of(row) for row in chain.rows], keys=keys)
    return {
        **judged,
        "policy.json": canonical_bytes(project().policy),
        "approval.json": approval_bytes(approval),
        "ledger.jsonl": b"".join(canonical_bytes(row) for row in chain.rows),
        "bundle.zip": bundle(judged, whole, project(), KeyInMemory(LEDGER_KEY)),
    }


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """The digest of each file, and of each part of the bundle.

    Not of the archive itself, whose packing depends on the machine's zlib, nor of the instructions in it.
    """
    with zipfile.ZipFile(io.BytesIO(files["bundle.zip"])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name not in _NOT_PINNED}
    return {
        **{name: digest(data) for name, data in sorted(files.items()) if name != "bundle.zip"},
        **{f"bundle.zip/{name}": digest(data) for name, data in sorted(parts.items())},
    }


def main() -> None:
    """Write the files and the digests that they must have."""
    files = made()
    GOLDEN.mkdir(exist_ok=True)
    for name, data in files.items():
        (GOLDEN / name).write_bytes(data)
    DIGESTS.write_text(json.dumps(digests(files), indent=2) + "\n")


if __name__ == "__main__":
    main()
