"""Snapshots as small as they can be: a sandbox and its production with nothing but what a test puts in. No sockets."""

from typing import Any

from msgspec import structs

from parity.orgs.api_version import NEWEST_TESTED
from parity.snapshot.org_setup import IntegrationUser
from parity.snapshot.records import ApiUse, Field, HiddenField, ObjectDescribe, Org, Role, SignedInUser, Snapshot

_IDS = {Role.SANDBOX: "00D000000000001EAA", Role.PRODUCTION: "00D000000000002EAA"}


def snapshot(role: Role, **changes: Any) -> Snapshot:
    """One org's snapshot; `changes` are its parts by name."""
    made = Snapshot(
        tool="test",
        role=role,
        source="org",
        collected_at="2026-11-25T12:00:00Z",
        org=Org(id=_IDS[role], is_sandbox=role is Role.SANDBOX),
        user=SignedInUser(language="en_US"),
        api=ApiUse(version=NEWEST_TESTED),
        objects={},
        triggers=(),
    )
    return structs.replace(made, **changes)


def pair(**changes: Any) -> tuple[Snapshot, Snapshot]:
    """Sandbox and production with the same parts."""
    return snapshot(Role.SANDBOX, **changes), snapshot(Role.PRODUCTION, **changes)


def described(*fields: Field, defined: tuple[str, ...] | None = (), **properties: Any) -> ObjectDescribe:
    """An object with these fields; `defined` are those that FieldDefinition lists besides."""
    names = None if defined is None else (*defined, *(one.name for one in fields))
    hidden = None if defined is None else tuple(HiddenField(name=one, data_type="Text(80)") for one in defined)
    return ObjectDescribe(
        properties=properties, fields=fields, record_types=(), defined_fields=names, hidden_fields=hidden
    )


def connected_as(username: str, *, named: bool = True, permission_set: str | None = None) -> IntegrationUser:
    """An active marketing user, or a permission set, of which nothing else is known."""
    return IntegrationUser(
        username=username,
        permission_set=permission_set,
        named=named,
        active=True,
        marketing_user=True,
        permission_sets=(),
        permissions={},
        objects={},
        fields=None,
    )
