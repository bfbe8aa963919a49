"""evidence.zip: everything an auditor needs to verify a switch without parity; made twice, the same bytes."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from importlib.resources import files

import msgspec

from parity.audit.approval import Approval, approval_bytes
from parity.config.project import Project
from parity.integrity.canonical import canonical_bytes, digest
from parity.ledger.chain import Row
from parity.ledger.history import of_tenant
from parity.ledger.records import Entry, EntryKind, tenant_key

_NEVER = (1980, 1, 1, 0, 0, 0)


def bundle(
    judged: Mapping[str, bytes],
    rows: Sequence[Row],
    entries: Sequence[Entry],
    keys: Mapping[str, str],
    project: Project,
) -> bytes:
    """The bytes of the bundle. `judged` are the result's files by name, `keys` public lines by key id."""
    approvals = [
        msgspec.json.decode(canonical_bytes(one.body), type=Approval)
        for one in of_tenant(entries, project.tenant.name, EntryKind.APPROVAL)
    ]
    contents = {
        **judged,
        "policy.json": canonical_bytes(project.policy),
        "ledger.jsonl": b"".join(canonical_bytes(_shown(row, project.tenant.name)) for row in rows),
        "head.json": canonical_bytes({"seq": rows[-1].seq, "hash": rows[-1].hash} if rows else None),
        "keys.json": canonical_bytes({"ledger": dict(keys), "tenant": tenant_key(project.tenant.name)}),
        **{f"approvals/{number:02d}.json": approval_bytes(one) for number, one in enumerate(approvals, start=1)},
        "VERIFY.md": files("parity.templates").joinpath("verify_bundle.md.txt").read_bytes(),
        "verify.py": files("parity.templates").joinpath("verify_bundle.py.txt").read_bytes(),
    }
    manifest = "".join(f"{digest(data)[7:]}  {name}\n" for name, data in sorted(contents.items()))
    return _zipped({**contents, "SHA256SUMS": manifest.encode()})


def _shown(row: Row, tenant: str) -> dict[str, object]:
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


def _zipped(contents: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(contents):
            info = zipfile.ZipInfo(name, _NEVER)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3
            archive.writestr(info, contents[name])
    return buffer.getvalue()
