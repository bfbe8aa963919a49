"""What a hand can do to the files of a bundle, out of which the ways to tamper are made."""

import json
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from parity.integrity.canonical import canonical_bytes, digest
from parity.integrity.signing import key_id, signed
from parity.ledger.chain import ENTRY_PURPOSE
from tests.tenants import key_of
from tests.whole.tampering import Files


def json_set(name: str, **changes: Any) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        files[name] = canonical_bytes({**json.loads(files[name]), **changes})

    return change


def text_replaced(name: str, old: str, new: str) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        assert old.encode() in files[name], f"{name} has no {old}"
        files[name] = files[name].replace(old.encode(), new.encode(), 1)

    return change


def files_gone(*names: str) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        for name in names:
            del files[name]

    return change


def file_put(name: str, data: bytes) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        files[name] = data

    return change


def rows_of(files: Files) -> list[dict[str, Any]]:
    return [json.loads(line) for line in files["ledger.jsonl"].splitlines()]


def write_rows(files: Files, rows: list[dict[str, Any]], *, head: bool = False) -> None:
    files["ledger.jsonl"] = b"".join(canonical_bytes(row) for row in rows)
    if head:
        files["head.json"] = canonical_bytes({"seq": rows[-1]["seq"], "hash": rows[-1]["hash"]})


def ledger_edited(edit: Callable[[list[dict[str, Any]]], Any], *, head: bool = False) -> Callable[[Files], None]:
    """Rows edited as they lie there."""

    def change(files: Files) -> None:
        rows = rows_of(files)
        edit(rows)
        write_rows(files, rows, head=head)

    return change


def row_of_kind(rows: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    return [row for row in rows if row["content"] is not None and json.loads(row["content"])["kind"] == kind][-1]


def entry_blanked(kind: str, *, listed: bool = True) -> Callable[[Files], None]:
    """An entry of the tenant shown as if it were another's; unless `listed`, keys.json is made to agree."""

    def change(files: Files) -> None:
        rows = rows_of(files)
        row = row_of_kind(rows, kind)
        row["content"] = None
        write_rows(files, rows)
        if not listed:
            keys = json.loads(files["keys.json"])
            json_set("keys.json", entries=[one for one in keys["entries"] if one != row["seq"]])(files)

    return change


def content_edited(
    kind: str, edit: Callable[[dict[str, Any]], Any], *, hashed: bool = False
) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        rows = rows_of(files)
        row = row_of_kind(rows, kind)
        content = json.loads(row["content"])
        edit(content)
        row["content"] = canonical_bytes(content).decode().rstrip("\n")
        if hashed:
            row["hash"] = digest(row["content"].encode())
        write_rows(files, rows)

    return change


def chain_anew(
    edit: Callable[[list[dict[str, Any]]], Any], key: Ed25519PrivateKey | None = None
) -> Callable[[Files], None]:
    """The whole chain written again, hashed and signed, after an edit of its contents: a forger with a key.

    What another tenant's entry says is not in the bundle, so that entry becomes one of this tenant.
    """

    def change(files: Files) -> None:
        mine, previous, rows = key or key_of("ledger"), "sha256:" + "0" * 64, []
        tenant = json.loads(files["keys.json"])["tenant"]
        texts = [row["content"] for row in rows_of(files)]
        template = {**json.loads(next(filter(None, texts))), "kind": "checklist", "body": {"item": "x"}}
        contents: list[dict[str, Any]] = [json.loads(text) if text else template for text in texts]
        edit(contents)
        for seq, content in enumerate(contents, start=1):
            text = canonical_bytes({**content, "seq": seq, "previous": previous, "tenant": tenant}).decode().rstrip()
            hashed = digest(text.encode())
            rows.append(
                {
                    "seq": seq,
                    "content": text,
                    "previous": previous,
                    "hash": hashed,
                    "key_id": key_id(mine.public_key()),
                    "signature": signed(mine, ENTRY_PURPOSE, hashed),
                }
            )
            previous = hashed
        write_rows(files, rows, head=True)
        json_set("keys.json", entries=[row["seq"] for row in rows])(files)

    return change
