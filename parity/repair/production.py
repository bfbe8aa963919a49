"""What a repair may do for production: a permission set for the integration user, and nothing else.

Rights that a person should weigh (View All Data, Modify All) are never granted by a file; the package's own permission
set, Marketo Measure Administrator, stays the first advice for the package's objects.
"""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import structs

from parity.marketo_measure import catalogue as marketo_measure
from parity.repair.access_xml import GrantedAccess, ObjectRights
from parity.repair.member import Member, MetadataType
from parity.repair.plan import PlanEntry, by_hand, deploy
from parity.rules.finding import Finding
from parity.snapshot.grants import WITHOUT_OWN_PERMISSIONS
from parity.verdict.result import Result

_OF_SANDBOX = "it is about the sandbox, or needs more than a permission set"
_FOLLOWS = "access to it follows another object, or comes with Access Activities"
#: Objects of which Salesforce lets none be read without the others.
_TOGETHER = ("Account", "Contact")
_NEED_THESE = frozenset({"Account", "Contact", "Opportunity", "Case"})


def plan_production(result: Result, set_name: str) -> tuple[tuple[PlanEntry, ...], GrantedAccess]:
    """Every finding in one list, and what the permission set grants."""
    member = Member(MetadataType.PERMISSION_SET, set_name)
    entries: list[PlanEntry] = []
    access = GrantedAccess()
    for one in result.findings:
        granted = _GRANTS[one.rule](one) if one.rule in _GRANTS else None
        if granted is None:
            entries.append(by_hand(one, _FOLLOWS if one.rule in _GRANTS else _OF_SANDBOX))
        else:
            entries.append(deploy(one, member))
            access = _joined(access, granted)
    return tuple(entries), _with_dependencies(access)


def _reads(finding: Finding) -> GrantedAccess | None:
    if finding.object in WITHOUT_OWN_PERMISSIONS:
        return None
    return GrantedAccess(objects={finding.object: ObjectRights()})


def _writes(finding: Finding) -> GrantedAccess | None:
    if finding.object in WITHOUT_OWN_PERMISSIONS:
        return None
    rights = ObjectRights(create="Create" in finding.component, edit="Edit" in finding.component)
    return GrantedAccess(objects={finding.object: rights})


def _fields(finding: Finding) -> GrantedAccess | None:
    """Fields that are proven to be there; the doubtful ones say so in their text."""
    names = _names(finding.production)
    if not names or any(" " in name for name in names):
        return None
    return GrantedAccess(fields={f"{finding.object}.{name}": _written(finding.object, name) for name in names})


def _edits(finding: Finding) -> GrantedAccess:
    return GrantedAccess(fields={f"{finding.object}.{finding.component}": True})


def _names(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else []


def _written(object_name: str, field: str) -> bool:
    """Whether Adobe's list says that the field is written: no formula and no roll-up is."""
    return any(one.object == object_name and one.name == field and one.written for one in marketo_measure.catalogue())


_GRANTS: Mapping[str, Callable[[Finding], GrantedAccess | None]] = {
    "readiness-api-disabled": lambda _finding: GrantedAccess(permissions=("ApiEnabled",)),
    "readiness-insufficient-access-or-readonly": _edits,
    "readiness-missing-bizible-custom-fields-permissions": _fields,
    "readiness-missing-converted-lead-permission": lambda _finding: GrantedAccess(
        permissions=("AllowViewEditConvertedLeads",), objects={"Lead": ObjectRights(edit=True)}
    ),
    "readiness-missing-field-read-permission": _fields,
    "readiness-missing-object-read-permission": _reads,
    "readiness-missing-object-write-permission": _writes,
}


def _joined(one: GrantedAccess, other: GrantedAccess) -> GrantedAccess:
    objects = dict(one.objects)
    for name, rights in other.objects.items():
        before = objects.get(name, ObjectRights())
        objects[name] = ObjectRights(create=before.create or rights.create, edit=before.edit or rights.edit)
    fields = {**one.fields, **{name: edit or one.fields.get(name, False) for name, edit in other.fields.items()}}
    permissions = tuple(sorted({*one.permissions, *other.permissions}))
    return structs.replace(one, objects=objects, fields=fields, permissions=permissions)


def _with_dependencies(access: GrantedAccess) -> GrantedAccess:
    if not _NEED_THESE & access.objects.keys():
        return access
    return structs.replace(access, objects={**dict.fromkeys(_TOGETHER, ObjectRights()), **access.objects})
