"""Protects files from being overwritten, unless the same command wrote them: other files, other orgs', evidence."""

import zipfile
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path

import msgspec
from msgspec import Struct

from parity.errors import InputError, ParityError
from parity.formats.registry import Format
from parity.integrity.file_kind import FileKind, kind_of
from parity.integrity.files import read_whole
from parity.ledger.records import tenant_key
from parity.snapshot.ids import same_org
from parity.snapshot.records import Role, Snapshot
from parity.verdict.result import Result, read_result
from parity.verdict.result_files import RESULT, snapshot_name

_ANOTHER = "Name another file, or move that one away. Nothing was written."
_ANOTHER_FOLDER = "Name another folder. Nothing was asked of any org."


class NotOurs(InputError):
    """Another file is where one is to be written."""


class _SomeOrg(Struct, frozen=True):
    id: str | None = None
    name: str | None = None


class _SomeSnapshot(Struct, frozen=True):
    """What a snapshot of any schema says of its org."""

    role: str = ""
    org: _SomeOrg = _SomeOrg()


def refuse_another_file(path: Path, is_own: Callable[[bytes], bool], wanted: str) -> bytes:
    """Raise NotOurs where a file is there that is none of `wanted`; an empty one may be written over.

    Returns what is there: nothing where there is no file.
    """
    there = _there(path)
    if there and not is_own(there):
        raise _not_ours(f"{_name(there, path)} is there, and {wanted} is to be written", path)
    return there


def refuse_another_format(path: Path, made: Format, tenant: str | None = None) -> None:
    """The same for a result in a format; no result is written over another tenant's."""
    data = refuse_another_file(path, made.is_own, f"a file of the format {made.name}")
    there = _result(data, path) if tenant else None
    if there is not None and there.tenant != tenant:
        raise _not_ours(f"the result of {_tenant(there)} is there, and one of {tenant} is to be written", path)


def refuse_other_evidence(path: Path, result: bytes) -> None:
    """Before a result is copied: a result that is there, and not this very one, is evidence of its own."""
    there = _there(path)
    if there and there != result and kind_of(there) is FileKind.RESULT:
        raise _not_ours("another result is there, and a result is evidence", path)


def refuse_another_result(path: Path, result: Result) -> None:
    """Before a comparison is written: no result is there, or one of other orgs, or of a check, which names a ledger."""
    there = _result(refuse_another_file(path, _is_a(FileKind.RESULT), FileKind.RESULT), path)
    if there is None:
        return
    if there.tenant != result.tenant or _orgs(there) != _orgs(result):
        raise _not_ours("a result of other orgs is there", path)
    if there.ledger is not None:
        raise _not_ours("the result of a check is there, which belongs to the ledger: it is evidence", path)


def refuse_another_role(path: Path, role: Role) -> None:
    """Before an org is asked: what is there is no snapshot, or one of the other role."""
    _snapshot_of_role(path, role)


def refuse_another_org(path: Path, snapshot: Snapshot) -> None:
    """Before a snapshot is written: one of another org is there, or of that role's other org."""
    known = _snapshot_of_role(path, snapshot.role)
    if known is not None and known.org.id and not same_org(known.org.id, snapshot.org.id):
        raise _not_ours(
            f"a snapshot of the org {known.org.name or 'without a name'} ({known.org.id}) is there, and one of "
            f"{snapshot.org.name or 'an org that the files do not name'} ({snapshot.org.id or 'id unknown'}) is to be "
            "written",
            path,
        )


def refuse_another_history(path: Path) -> None:
    """Before a history is written over a report, or any other page."""
    refuse_another_file(path, _is_a(FileKind.HISTORY), FileKind.HISTORY)


def refuse_another_bundle(path: Path, tenant: str) -> None:
    """Before a bundle is written over another archive, or another tenant's evidence."""
    refuse_another_file(path, lambda data: _bundle_of(data) == tenant_key(tenant), f"{FileKind.BUNDLE} of {tenant}")


def refuse_others_files(folder: Path, formats: Iterable[Format], tenant: str, is_kept: Callable[[], bool]) -> None:
    """Before a check: what it writes over is its own. `is_kept`: whether the result that is there is kept elsewhere."""
    for role in Role:
        refuse_another_role(folder / snapshot_name(role), role)
    for one in formats:
        refuse_another_format(folder / one.file, one)
    there = _result(_there(folder / RESULT), folder / RESULT)
    if there is not None and there.tenant != tenant and not is_kept():
        raise NotOurs(
            f"it has the result of {_tenant(there)}, and parity.yaml is of {tenant}",
            where=f"--out {folder}",
            fix=_ANOTHER_FOLDER,
        )


def _not_ours(what: str, path: Path) -> NotOurs:
    return NotOurs(what, where=str(path), fix=_ANOTHER)


def _is_a(kind: FileKind) -> Callable[[bytes], bool]:
    return lambda data: kind_of(data) is kind


def _tenant(result: Result) -> str:
    return result.tenant or "a comparison without a tenant"


def _orgs(result: Result) -> tuple[str | None, ...]:
    return tuple(result.orgs.of(role).id for role in Role)


def _there(path: Path) -> bytes:
    """What a regular file holds; nothing where there is none."""
    return read_whole(path) if path.is_file() else b""


def _name(data: bytes, path: Path) -> str:
    kind = kind_of(data, path.suffix)
    return "a file that parity did not write" if kind is FileKind.OTHER else kind.value


def _snapshot_of_role(path: Path, role: Role) -> _SomeSnapshot | None:
    """The snapshot that is there, null where there is none. Raises NotOurs for another file, or the other role's."""
    there = refuse_another_file(path, _is_a(FileKind.SNAPSHOT), f"{FileKind.SNAPSHOT} of the {role}")
    if not there:
        return None
    known = _read_snapshot(there)
    if known.role != role:
        raise _not_ours(
            f"a snapshot of the {known.role or 'other org'} is there, and one of the {role} is to be written", path
        )
    return known


def _read_snapshot(data: bytes) -> _SomeSnapshot:
    try:
        return msgspec.json.decode(data, type=_SomeSnapshot)
    except (ValueError, RecursionError):
        return _SomeSnapshot()


def _result(there: bytes, path: Path) -> Result | None:
    """The result that is there; null where there is none, or one that nobody can read any more."""
    try:
        return read_result(there, str(path)) if there else None
    except ParityError:
        return None


def _bundle_of(data: bytes) -> str | None:
    """The key of the tenant whose evidence a bundle holds; null for what is no bundle."""
    if kind_of(data) is not FileKind.BUNDLE:
        return None
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            keys = msgspec.json.decode(archive.read("keys.json"), type=dict[str, object])
    except (zipfile.BadZipFile, KeyError, ValueError, RuntimeError, OSError):
        return None
    return str(keys.get("tenant"))
