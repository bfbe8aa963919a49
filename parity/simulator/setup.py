"""What Setup holds: permission sets, automation, copies, touchpoints and sizes, as rows in Salesforce's own shapes."""

from datetime import date, timedelta
from typing import Any

from parity.simulator.identifiers import record_id
from parity.simulator.records import Row, User

_SYSTEM_PERMISSIONS = (
    "AllowViewEditConvertedLeads",
    "ApiEnabled",
    "ModifyAllData",
    "UpdateWithInactiveOwner",
    "ViewAllData",
)
_RIGHTS = ("Read", "Create", "Edit", "Delete", "ViewAllRecords", "ModifyAllRecords")
PERSON_FIELD, OPPORTUNITY_FIELD = "bizible2__Bizible_Person__c", "bizible2__Opportunity__c"
TOUCHPOINT_TABLES = ("bizible2__Bizible_Touchpoint__c", "bizible2__Bizible_Attribution_Touchpoint__c")


def automation_row(spec: Row, role: str) -> tuple[str, Row]:
    """The table and the row of one piece of automation, from its short form."""
    table, name, active = spec["table"], spec["name"], spec.get("active", True)
    entity = {"QualifiedApiName": spec["object"]}
    shared: Row = {"Id": record_id("0zz", f"{role} {table} {name}"), "NamespacePrefix": spec.get("namespace")}
    rows: dict[str, Row] = {
        "ValidationRule": {
            "ValidationName": name,
            "Active": active,
            "ErrorMessage": spec.get("message"),
            "ErrorDisplayField": spec.get("field"),
            "EntityDefinition": entity,
        },
        "WorkflowRule": {"Name": name, "TableEnumOrId": spec["object"]},
        "FlowDefinitionView": {
            "DurableId": record_id("300", f"{role} {name}"),
            "ApiName": name,
            "IsActive": active,
            "VersionNumber": spec.get("version", 1),
            "TriggerType": spec.get("trigger", "RecordAfterSave"),
            "RecordTriggerType": spec.get("event", "CreateAndUpdate"),
            "TriggerObjectOrEvent": entity,
        },
        "DuplicateRule": {"DeveloperName": name, "SobjectType": spec["object"], "IsActive": active},
        "ProcessDefinition": {
            "DeveloperName": name,
            "Name": name,
            "Type": "Approval",
            "State": "Active" if active else "Inactive",
            "LockType": spec.get("lock", "Total"),
            "TableEnumOrId": spec["object"],
        },
        "AssignmentRule": {"Name": name, "SobjectType": spec["object"], "Active": active},
    }
    return table, {**shared, **rows[table]}


def automation_tables(specs: list[Row], role: str) -> dict[str, tuple[Row, ...]]:
    """Every automation table, the empty ones too."""
    tables: dict[str, list[Row]] = {
        "ValidationRule": [],
        "WorkflowRule": [],
        "FlowDefinitionView": [],
        "DuplicateRule": [],
        "ProcessDefinition": [],
        "AssignmentRule": [],
    }
    for spec in specs:
        table, row = automation_row(spec, role)
        tables[table].append(row)
    return {name: tuple(rows) for name, rows in tables.items()}


def copy_rows(spec: Row | None, sandbox_id: str, today: date) -> tuple[Row, ...]:
    """SandboxProcess: the making of the sandbox, a refresh, and another sandbox."""
    other = {**(spec or {}), "sandbox": "dev2", "license": "DEVELOPER"}
    rows = [_copy_row(other, record_id("00D", "another sandbox")[:15], today - timedelta(days=90))]
    if spec is not None:
        owner = spec.get("organization", sandbox_id)[:15]
        ended = today - timedelta(days=spec["days_ago"])
        rows += [_copy_row(spec, owner, ended - timedelta(days=300)), _copy_row(spec, owner, ended)]
    return tuple(rows)


def _copy_row(spec: Row, organization: str, ended: date) -> Row:
    return {
        "Id": record_id("0GQ", f"{spec['sandbox']} {ended}"),
        "SandboxName": spec["sandbox"],
        "SandboxOrganization": organization,
        "LicenseType": spec.get("license", "FULL"),
        "Status": "Completed",
        "StartDate": f"{ended.isoformat()}T04:00:00.000+0000",
        "EndDate": f"{ended.isoformat()}T09:30:00.000+0000",
        "SourceId": None,
    }


def touchpoint_tables(spec: Row, today: date) -> dict[str, tuple[Row, ...]]:
    """Buyer Touchpoints and Buyer Attribution Touchpoints, two of them for every other person."""
    made = f"{(today - timedelta(days=spec.get('days_ago', 0))).isoformat()}T06:12:00.000+0000"
    people = [
        {"Id": record_id("a02", f"touchpoint {number} {again}"), "CreatedDate": made, PERSON_FIELD: _id("a01", number)}
        for number in range(spec["people"])
        for again in range(1 + number % 2)
    ]
    opportunities = [
        {"Id": record_id("a03", f"attribution {number}"), "CreatedDate": made, OPPORTUNITY_FIELD: _id("006", number)}
        for number in range(spec["opportunities"])
    ]
    return dict(zip(TOUCHPOINT_TABLES, (tuple(people), tuple(opportunities)), strict=True))


def _id(prefix: str, number: int) -> str:
    return record_id(prefix, f"parent {number}")


def permission_set_rows(users: dict[str, User], sets: dict[str, Row], describes: dict[str, Row]) -> tuple[Row, ...]:
    """PermissionSet with its children: one for each user's profile, and the named ones."""
    rows = []
    for user in users.values():
        row = _permission_set(f"X{user.id}", {"profile": user.profile}, [user])
        row.update({f"Permissions{one}": user.may(one) for one in _SYSTEM_PERMISSIONS})
        rows.append(row)
    for name, spec in sets.items():
        row = _permission_set(name, spec, [one for one in users.values() if name in one.permission_sets])
        row["ObjectPerms"] = [_object_permission(one, spec) for one in describes]
        row["FieldPerms"] = [
            _field_permission(f"{one}.{field['name']}", one, spec)
            for one, describe in describes.items()
            for field in describe["fields"]
            if field["permissionable"]
        ]
        rows.append(row)
    return tuple(rows)


def assignment_rows(sets: tuple[Row, ...]) -> tuple[Row, ...]:
    """PermissionSetAssignment, for semi-joins."""
    return tuple({"PermissionSetId": row["Id"], **one} for row in sets for one in row["Assignments"])


def _permission_set(name: str, spec: Row, users: list[User]) -> Row:
    granted = spec.get("permissions", ())
    return {
        "Id": record_id("0PS", name),
        "Name": name,
        "NamespacePrefix": spec.get("namespace"),
        "IsOwnedByProfile": "profile" in spec,
        "Profile": {"Name": spec["profile"]} if "profile" in spec else None,
        **{f"Permissions{one}": one in granted for one in _SYSTEM_PERMISSIONS},
        "ObjectPerms": [],
        "FieldPerms": [],
        "Assignments": [
            {
                "AssigneeId": user.id,
                "Assignee": {
                    "Username": user.username,
                    "IsActive": user.active,
                    "UserPermissionsMarketingUser": user.marketing_user,
                },
            }
            for user in users
        ],
    }


def _object_permission(name: str, spec: Row) -> Row:
    rights: Any = spec.get("objects", {}).get(name, spec.get("rights", ()))
    return {"SobjectType": name, **{f"Permissions{one}": one in rights for one in _RIGHTS}}


def _field_permission(path: str, object_name: str, spec: Row) -> Row:
    rights = spec.get("fields", {}).get(path, ["Read", "Edit"])
    return {
        "SobjectType": object_name,
        "Field": path,
        "PermissionsRead": "Read" in rights,
        "PermissionsEdit": "Edit" in rights,
    }
