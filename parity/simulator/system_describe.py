"""Describes of system tables such as PermissionSet: exactly the columns that an org has in an API version."""

from parity.simulator.describe import described_object
from parity.simulator.records import Row
from parity.simulator.schema import Columns

_MEASURES = {"double": "18,2", "currency": "18,2", "percent": "3,0"}
_PREFIXES = {"ApexTrigger": "01q", "LeadStatus": "01J", "PermissionSet": "0PS", "Profile": "00e", "User": "005"}
_KNOWN = frozenset(
    [
        "address",
        "boolean",
        "currency",
        "date",
        "datetime",
        "double",
        "email",
        "id",
        "int",
        "multipicklist",
        "percent",
        "phone",
        "picklist",
        "reference",
        "string",
        "textarea",
        "url",
    ]
)


def described_table(name: str, columns: Columns) -> Row:
    """The describe answer of a system table with these columns; relationships stand at their ids."""
    told = [one for one in columns.values() if not one.is_only_a_relation]
    described = described_object(
        name,
        {
            "label": name,
            "prefix": _PREFIXES.get(name),
            "fields": {one.name: _notation(one.type, one.leads_to) for one in told},
        },
    )
    described["recordTypeInfos"] = []
    described["childRelationships"] = []
    for field, column in zip(described["fields"], told, strict=True):
        field.update(
            filterable=column.filterable,
            sortable=column.sortable,
            groupable=column.groupable,
            relationshipName=column.relation,
        )
    return described


def _notation(kind: str, targets: tuple[str, ...]) -> str:
    kind = kind.lower()
    if kind == "reference":
        return f"reference({','.join(targets) or 'Name'}) readonly"
    known = kind if kind in _KNOWN else "string"
    measure = _MEASURES.get(known)
    return f"{known}({measure}) readonly" if measure else f"{known} readonly"
