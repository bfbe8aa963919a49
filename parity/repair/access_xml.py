"""A permission set under parity's own name: deploying a file of an existing one would remove everything else from it.

https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_permissionset.htm
"""

from msgspec import Struct

from parity.repair.xml import document


class ObjectRights(Struct, frozen=True, kw_only=True):
    """What a permission set lets do with an object's records."""

    create: bool = False
    edit: bool = False
    modify_all: bool = False


class GrantedAccess(Struct, frozen=True, kw_only=True):
    """What a permission set of a repair grants. `fields`: `Object.Field` and whether it may be edited."""

    fields: dict[str, bool] = {}
    record_types: tuple[str, ...] = ()
    objects: dict[str, ObjectRights] = {}
    permissions: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.fields or self.record_types or self.objects or self.permissions)


def permission_set_file(label: str, description: str, access: GrantedAccess) -> bytes:
    """The file of a permission set."""
    elements: dict[str, object] = {
        "description": description,
        "fieldPermissions": [
            {"editable": edit, "field": name, "readable": True} for name, edit in sorted(access.fields.items())
        ],
        "hasActivationRequired": False,
        "label": label,
        "objectPermissions": [_object(name, one) for name, one in sorted(access.objects.items())],
        "recordTypeVisibilities": [{"recordType": name, "visible": True} for name in sorted(access.record_types)],
        "userPermissions": [{"enabled": True, "name": name} for name in sorted(access.permissions)],
    }
    return document("PermissionSet", elements)


def _object(name: str, rights: ObjectRights) -> dict[str, object]:
    """Each right includes those that it depends on."""
    edit = rights.edit or rights.modify_all
    return {
        "allowCreate": rights.create,
        "allowDelete": rights.modify_all,
        "allowEdit": edit,
        "allowRead": True,
        "modifyAllRecords": rights.modify_all,
        "object": name,
        "viewAllRecords": rights.modify_all,
    }
