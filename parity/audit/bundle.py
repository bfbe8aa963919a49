"""evidence.zip: everything an auditor needs to verify a switch without parity; made twice, the same bytes."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from importlib.resources import files

import msgspec
from msgspec import Struct

from parity.audit.approval import APPROVAL_PURPOSE, Approval, approval_bytes, signed_text
from parity.audit.statement import STATEMENT_PURPOSE
from parity.config.project import Project
from parity.integrity.canonical import canonical_bytes, digest
from parity.integrity.names import folded
from parity.integrity.signing import namespace
from parity.integrity.signing_keys import SigningKey
from parity.ledger.chain import ENTRY_PURPOSE, LedgerRow
from parity.ledger.history import of_tenant
from parity.ledger.records import Entry, EntryKind, tenant_key

BUNDLE_PURPOSE = "bundle"
MANIFEST, MANIFEST_SIGNATURE = "SHA256SUMS", "SHA256SUMS.sig"
VERIFY_PROGRAM = "verify.py"
_NEVER = (1980, 1, 1, 0, 0, 0)


class WholeLedger(Struct, frozen=True, kw_only=True):
    """The ledger as it is bundled: its rows, the entries in them, and the public lines of its keys by key id."""

    rows: Sequence[LedgerRow]
    entries: Sequence[Entry]
    keys: Mapping[str, str]


def bundle(judged: Mapping[str, bytes], ledger: WholeLedger, project: Project, key: SigningKey) -> bytes:
    """The bytes of the bundle.

    `judged` are the result's files by name. `key` is the ledger's: it signs the manifest, so that nobody else can
    change a file and list it anew.
    """
    contents = bundle_files(judged, ledger, project)
    manifest = manifest_of(contents)
    signature = key.sign(BUNDLE_PURPOSE, manifest.decode()).encode()
    return zipped({**contents, MANIFEST: manifest, MANIFEST_SIGNATURE: signature})


def bundle_files(judged: Mapping[str, bytes], ledger: WholeLedger, project: Project) -> dict[str, bytes]:
    """Every file of the bundle by name, but for the manifest and its signature."""
    tenant, rows = project.tenant.name, ledger.rows
    shown = [row.seq for row in rows if row.tenant == tenant_key(tenant)]
    return {
        **judged,
        **_approvals(ledger.entries, tenant),
        "policy.json": canonical_bytes(project.policy),
        "ledger.jsonl": b"".join(canonical_bytes(_shown(row, tenant)) for row in rows),
        "head.json": canonical_bytes({"seq": rows[-1].seq, "hash": rows[-1].hash} if rows else None),
        "keys.json": canonical_bytes({"ledger": dict(ledger.keys), "tenant": tenant_key(tenant), "entries": shown}),
        "allowed_signers": _allowed_signers(ledger.keys, project).encode(),
        "VERIFY.md": files("parity.templates").joinpath("verify_bundle.md.txt").read_bytes(),
        VERIFY_PROGRAM: files("parity.templates").joinpath("verify_bundle.py.txt").read_bytes(),
    }


def manifest_of(contents: Mapping[str, bytes]) -> bytes:
    """SHA256SUMS over these files, as `sha256sum -c` reads it."""
    return "".join(f"{digest(data)[7:]}  {name}\n" for name, data in sorted(contents.items())).encode()


def _approvals(entries: Sequence[Entry], tenant: str) -> dict[str, bytes]:
    """Each approval as the ledger has it, and beside it what was signed and the signature, for ssh-keygen."""
    found = {}
    for number, content in enumerate(of_tenant(entries, tenant, EntryKind.APPROVAL), start=1):
        approval = msgspec.json.decode(canonical_bytes(content.body), type=Approval)
        found[f"approvals/{number:02d}.json"] = approval_bytes(approval)
        found[f"approvals/{number:02d}.statement.json"] = signed_text(approval.statement).encode()
        found[f"approvals/{number:02d}.sig"] = approval.signature.encode()
    return found


def _allowed_signers(keys: Mapping[str, str], project: Project) -> str:
    """Who may sign what, as ssh-keygen(1) reads it under ALLOWED SIGNERS."""
    ledger = ",".join(map(namespace, (ENTRY_PURPOSE, BUNDLE_PURPOSE)))
    people = ",".join(map(namespace, (APPROVAL_PURPOSE, STATEMENT_PURPOSE)))
    lines = [f'ledger namespaces="{ledger}" {line}' for _, line in sorted(keys.items())]
    lines += [
        f'{principal(one.name)} namespaces="{people}" {" ".join(one.public_key.split()[:2])}'
        for one in project.policy.signers
    ]
    return "".join(f"{line}\n" for line in lines)


def principal(name: str) -> str:
    """A person's name as a principal of allowed_signers: no blanks, and nothing that is a pattern there."""
    return re.sub(r"[^\w.]+", "-", folded(name)).strip("-") or "signer"


def _shown(row: LedgerRow, tenant: str) -> dict[str, object]:
    """A row; what another tenant's entry says stays out, only its place in the chain is shown."""
    mine = row.tenant == tenant_key(tenant)
    return {
        "seq": row.seq,
        "content": row.content if mine else None,
        "previous": row.previous,
        "hash": row.hash,
        "key_id": row.key_id,
        "signature": row.signature,
    }


def zipped(contents: Mapping[str, bytes]) -> bytes:
    """A ZIP of these files that has the same bytes whenever it is made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(contents):
            info = zipfile.ZipInfo(name, _NEVER)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3
            archive.writestr(info, contents[name])
    return buffer.getvalue()
