"""The manifest of a recording: what ran, with which settings, what was replaced, and the digests of its files."""

from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from parity.config.orgs import ApiSettings
from parity.config.policy import Policy
from parity.config.project import ME
from parity.errors import InputError
from parity.integrity.canonical import canonical_bytes, digest, other_schema
from parity.integrity.file_kind import FileKind, misplaced
from parity.snapshot.records import INSTANT, Role

SCHEMA_VERSION = 1
MANIFEST = "recording.json"
_RECORD_AGAIN = "Record it again with `--record DIR`, or ask whoever sent it for the whole folder."


class RecordedOrg(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One org of a recording: its cassette, how parity signed in, and who was named as the integration user.

    All names, ids and addresses are stand-ins. `sign_in_requests` counts requests that were sent but never recorded.
    """

    cassette: str
    digest: str
    requests: int
    sign_in_requests: int
    sign_in: str
    instance_url: str
    org_id: str | None = None
    user_id: str | None = None
    username: str | None = None
    integration_user: str | None = None
    integration_permission_set: str | None = None

    @property
    def names(self) -> tuple[str | None, ...]:
        """Every name, id and address of it."""
        who = (self.user_id, self.username, self.integration_user, self.integration_permission_set)
        return (self.instance_url, self.org_id, *who)


class RecordedOutcome(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the recorded command came to. `findings`: how many by `rule severity`; `verdict` is null without a check."""

    exit_code: int
    verdict: str | None = None
    findings: dict[str, int] = {}
    gaps: int = 0


class Manifest(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The manifest. `started` is the clock of a replay; `replaced` counts, by kind, what got a stand-in.

    `digest` covers the canonical bytes of everything else.
    """

    schema_version: int = SCHEMA_VERSION
    tool: str
    command: str
    started: Annotated[str, Meta(pattern=INSTANT)]
    ended: Annotated[str, Meta(pattern=INSTANT)]
    api_versions: tuple[str, ...]
    names_kept: bool
    replaced: dict[str, int]
    orgs: dict[Role, RecordedOrg]
    policy: Policy
    api: ApiSettings
    outcome: RecordedOutcome
    digest: str = ""


def manifest_bytes(manifest: Manifest) -> bytes:
    """The file, with its digest."""
    plain = msgspec.json.decode(canonical_bytes(manifest))
    return canonical_bytes({**plain, "digest": _digest(plain)})


def names_of(manifest: Manifest) -> bytes:
    """Every name and address of the manifest, as JSON under a key of addresses, for the self-check.

    Items of waivers are not among them: they come out of a replay.
    """
    policy = manifest.policy
    names = [
        *(name for org in manifest.orgs.values() for name in org.names if name != ME),
        *(*policy.fields, *policy.readiness.stage_fields, policy.readiness.custom_revenue_automation),
        *(name for one in policy.waivers for name in (one.object, *one.fields)),
        *(name for one in policy.severities for name in (one.object, one.field)),
    ]
    return canonical_bytes({"url": [one for one in names if one]})


def read_manifest(data: bytes, where: str) -> Manifest:
    """The manifest in a file; raises InputError where the file is no manifest, was edited, or is of another version."""
    try:
        version = msgspec.json.decode(data, type=_Version).schema_version
        if version != SCHEMA_VERSION:
            raise _refused(_other(data) or other_schema(version, SCHEMA_VERSION), where)
        plain, found = msgspec.json.decode(data), msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError):
        raise _refused(_other(data) or "this is no manifest of a recording, or not the whole of it", where) from None
    if found.digest != _digest(plain):
        raise _refused("the manifest was edited: its digest is another", where)
    try:
        moment_of(found.started)
    except ValueError:
        raise _refused("its clock shows a day that there is not", where) from None
    if not found.orgs or found.command not in {"check", "doctor", "collect"}:
        raise _refused("the manifest names no org, or a command that cannot be replayed", where)
    return found


def moment_of(written: str) -> datetime:
    """A moment of the manifest; raises ValueError for none."""
    return datetime.strptime(written, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _other(data: bytes) -> str | None:
    return misplaced(data, FileKind.RECORDING)


class _Version(Struct):
    schema_version: int


def _digest(plain: dict[str, Any]) -> str:
    return digest(canonical_bytes({**plain, "digest": ""}))


def _refused(what: str, where: str) -> InputError:
    return InputError(what, where=where, fix=_RECORD_AGAIN)
