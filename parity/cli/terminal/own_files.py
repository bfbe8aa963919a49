"""Nothing is written over that the same command would not have written: somebody's file, another org's, evidence."""

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
    """Another file stands where one is to be written."""


class _SomeOrg(Struct, frozen=True):
    id: str | None = None
    name: str | None = None


class _SomeSnapshot(Struct, frozen=True):
    """What a snapshot of any schema says of its org."""

    role: str = ""
    org: _SomeOrg = _SomeOrg()


def refuse_another_file(path: Path, is_own: Callable[[bytes], bool], wanted: str) -> None:
    """Raise NotOurs where a file is there that is none of `wanted`; an empty one may be written over."""
    there = _there(path)
    if there and not is_own(there):
        raise NotOurs(f"{_name(there, path)} is there, and {wanted} is to be written", where=str(path), fix=_ANOTHER)


def refuse_another_format(path: Path, made: Format, tenant: str | None = None) -> None:
    """The same for a result in a format; no result is written over another tenant's."""
    refuse_another_file(path, made.is_own, f"a file of the format {made.name}")
    there = _result(path) if tenant else None
    if there is not None and there.tenant != tenant:
        raise NotOurs(
            f"the result of {there.tenant or 'a comparison without a tenant'} is there, and one of {tenant} is to be "
            "written",
            where=str(path),
            fix=_ANOTHER,
        )


def refuse_other_evidence(path: Path, result: bytes) -> None:
    """Before a result is copied: a result that is there, and not this very one, is evidence of its own."""
    there = _there(path)
    if there and there != result and kind_of(there) is FileKind.RESULT:
        raise NotOurs("another result is there, and a result is evidence", where=str(path), fix=_ANOTHER)


def refuse_another_result(path: Path, result: Result) -> None:
    """Before a comparison is written: no result is there, or one of other orgs, or of a check, which names a ledger."""
    refuse_another_file(path, lambda data: kind_of(data) is FileKind.RESULT, FileKind.RESULT)
    there = _result(path)
    if there is None:
        return
    if there.tenant != result.tenant or _orgs(there) != _orgs(result):
        raise NotOurs("a result of other orgs is there", where=str(path), fix=_ANOTHER)
    if there.ledger is not None:
        raise NotOurs(
            "the result of a check is there, which belongs to the ledger: it is evidence", where=str(path), fix=_ANOTHER
        )


def refuse_another_role(path: Path, role: Role) -> None:
    """Before an org is asked: what is there is no snapshot, or one of the other role."""
    refuse_another_file(path, lambda data: kind_of(data) is FileKind.SNAPSHOT, f"{FileKind.SNAPSHOT} of the {role}")
    known = _snapshot(path)
    if known is not None and known.role != role:
        raise NotOurs(
            f"a snapshot of the {known.role or 'other org'} is there, and one of the {role} is to be written",
            where=str(path),
            fix=_ANOTHER,
        )


def refuse_another_org(path: Path, snapshot: Snapshot) -> None:
    """Before a snapshot is written: one of another org is there, or of that role's other org."""
    refuse_another_role(path, snapshot.role)
    known = _snapshot(path)
    if known is not None and known.org.id and not same_org(known.org.id, snapshot.org.id):
        raise NotOurs(
            f"a snapshot of the org {known.org.name or 'without a name'} ({known.org.id}) is there, and one of "
            f"{snapshot.org.name or 'an org that the files do not name'} ({snapshot.org.id or 'id unknown'}) is to be "
            "written",
            where=str(path),
            fix=_ANOTHER,
        )


def refuse_another_history(path: Path) -> None:
    """Before a history is written over a report, or any other page."""
    refuse_another_file(path, lambda data: kind_of(data) is FileKind.HISTORY, FileKind.HISTORY)


def refuse_another_bundle(path: Path, tenant: str) -> None:
    """Before a bundle is written over another archive, or another tenant's evidence."""
    refuse_another_file(path, lambda data: _bundle_of(data) == tenant_key(tenant), f"{FileKind.BUNDLE} of {tenant}")


def refuse_others_files(folder: Path, formats: Iterable[Format], tenant: str, is_kept: Callable[[], bool]) -> None:
    """Before a check: what it writes over is its own. `is_kept`: whether the result that is there is kept elsewhere."""
    for role in Role:
        refuse_another_role(folder / snapshot_name(role), role)
    for one in formats:
        refuse_another_format(folder / one.file, one)
    there = _result(folder / RESULT)
    if there is not None and there.tenant != tenant and not is_kept():
        raise NotOurs(
            f"it has the result of {there.tenant or 'a comparison without a tenant'}, and parity.yaml is of {tenant}",
            where=f"--out {folder}",
            fix=_ANOTHER_FOLDER,
        )


def _orgs(result: Result) -> tuple[str | None, ...]:
    return tuple(result.orgs.of(role).id for role in Role)


def _there(path: Path) -> bytes:
    """What a regular file holds; nothing where there is none."""
    return read_whole(path) if path.is_file() else b""


def _name(data: bytes, path: Path) -> str:
    kind = kind_of(data, path.suffix)
    return "a file that parity did not write" if kind is FileKind.OTHER else kind.value


def _snapshot(path: Path) -> _SomeSnapshot | None:
    there = _there(path)
    if not there:
        return None
    try:
        return msgspec.json.decode(there, type=_SomeSnapshot)
    except (ValueError, RecursionError):
        return _SomeSnapshot()


def _result(path: Path) -> Result | None:
    """The result that is there; null where there is none, or one that nobody can read any more."""
    there = _there(path)
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
