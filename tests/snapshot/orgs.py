"""A snapshot with nothing left open, to be changed in one place by a test."""

from typing import Any, get_args

from msgspec import structs

from parity.snapshot.records import OBJECTS, ApiUse, Field, ObjectDescribe, Org, Role, SignedInUser, Snapshot, Trigger


def field(name: str, **changes: Any) -> Field:
    """A text field for which describe told every property, each of them empty or false."""
    told = {one.name: _empty(get_args(one.type)) for one in structs.fields(Field) if not one.required}
    return Field(**{**told, "other": {}, "name": name, "type": "string", **changes})


def _empty(kinds: tuple[Any, ...]) -> Any:
    if type(None) in kinds:
        return None
    return next((kind() for kind in (bool, int, str) if kind in kinds), ())


def described(*fields: Field, defined: tuple[str, ...] | None = ("Id", "Name")) -> ObjectDescribe:
    """An object with these fields, or with Id and Name; `defined` is what FieldDefinition lists."""
    shown = fields or (field("Id"), field("Name"))
    return ObjectDescribe(properties={"name": "Lead"}, fields=shown, record_types=(), defined_fields=defined)


def trigger(name: str = "OnLead", **changes: Any) -> Trigger:
    """A trigger of whose row every column was read."""
    usage = {one: False for one in Trigger.__struct_fields__ if one.startswith("usage_")}
    told = {"is_valid": True, "api_version": 58.0, "body_crc": 1.0, "table_enum_or_id": "Lead", "status": "Active"}
    return Trigger(**{"name": name, **usage, **told, **changes})


def whole(**changes: Any) -> Snapshot:
    """A sandbox that was read whole."""
    snapshot = Snapshot(
        tool="parity",
        role=Role.SANDBOX,
        source="org",
        collected_at="2026-11-24T10:00:00Z",
        org=Org(id="00D300000000LstEAE", name="Acme", is_sandbox=True),
        user=SignedInUser(id="0057e00000RmwSWAAZ", permissions={"PermissionsViewSetup": True}),
        api=ApiUse(),
        objects={
            name: structs.replace(described(), properties={"name": name, "label": name.upper()}) for name in OBJECTS
        },
        triggers=(trigger(),),
    )
    return structs.replace(snapshot, **changes)
