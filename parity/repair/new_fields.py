"""Which new fields nobody would see: a deployed field is visible to no user, not even to the one who deployed it.

Required fields, master-detail fields and the like take no field permissions; standard fields are never new.
https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_permissionset.htm
"""

from parity.compare.difference import PRESENCE, Kind
from parity.repair.access_xml import GrantedAccess
from parity.repair.contents import Component
from parity.repair.member import MetadataType
from parity.repair.plan import RepairList
from parity.repair.settle import Settled
from parity.snapshot.names import is_custom

_NOT_EDITABLE = frozenset({"AutoNumber", "Summary"})
_WITHOUT_PERMISSION = frozenset({"MasterDetail"})


def new_access(settled: Settled) -> GrantedAccess:
    """The permissions for the fields and record types that the sandbox did not have."""
    new = {
        member
        for one in settled.entries
        if one.place is RepairList.DEPLOYED and one.finding.attribute == PRESENCE and one.finding.sandbox is None
        for member in one.members
        if one.finding.kind in {Kind.FIELD, Kind.RECORD_TYPE}
    }
    components = [one for one in settled.components if one.member in new]
    return GrantedAccess(
        fields={one.member.name: _is_editable(one) for one in components if _takes_permission(one)},
        record_types=tuple(
            one.member.name
            for one in components
            if one.member.type is MetadataType.RECORD_TYPE and one.metadata.get("active") is not False
        ),
    )


def _takes_permission(component: Component) -> bool:
    if component.member.type is not MetadataType.CUSTOM_FIELD or not is_custom(component.member.bare_name):
        return False
    metadata = component.metadata
    return metadata.get("required") is not True and metadata.get("type") not in _WITHOUT_PERMISSION


def _is_editable(component: Component) -> bool:
    return not component.metadata.get("formula") and component.metadata.get("type") not in _NOT_EDITABLE
