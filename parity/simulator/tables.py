"""The rows behind SOQL: what the signed-in user sees in each table of the two APIs."""

from collections.abc import Callable, Sequence

from parity.simulator.answers import Answer, refused
from parity.simulator.identifiers import record_id
from parity.simulator.records import Row, SimulatedOrg, User
from parity.simulator.setup import (
    TOUCHPOINT_TABLES,
    assignment_rows,
    automation_tables,
    copy_rows,
    permission_set_rows,
    touchpoint_tables,
)
from parity.simulator.soql import MalformedQuery, Query, column, parse, run

PAGE = 2000
Reader = Callable[[SimulatedOrg, User], Sequence[Row] | None]
_TOOLING_ONLY = frozenset(
    {"ApexTrigger", "InstalledSubscriberPackage", "SandboxProcess", "ValidationRule", "WorkflowRule"}
)
_PERMISSIONS = (
    "ApiEnabled",
    "AuthorApex",
    "CustomizeApplication",
    "ModifyAllData",
    "ViewAllData",
    "ViewSetup",
    "EditTask",
    "ManageUsers",
)


def answer_query(org: SimulatedOrg, user: User, soql: str, *, tooling: bool) -> Answer | tuple[Query, list[Row]]:
    """The query and all its rows, or the error that Salesforce gives."""
    try:
        query = parse(soql)
    except MalformedQuery as problem:
        return refused(400, "MALFORMED_QUERY", str(problem))
    rows = _rows(org, user, query.table, tooling)
    if rows is None:
        message = (
            f"sObject type '{query.table}' is not supported. If you are attempting to use a custom object, be sure to "
            "append the '__c' after the entity name."
        )
        return refused(400, "INVALID_TYPE", message)
    if query.table.lower() in {"fielddefinition", "entityparticle"}:
        problem_answer = _definition_limits(query)
        if problem_answer is not None:
            return problem_answer
    if query.table.lower() == "installedsubscriberpackage" and query.conditions:
        return refused(400, "INVALID_FIELD", "InstalledSubscriberPackage: the fields of its parents cannot be filtered")
    for inner, values in query.semi_joins:
        joined = _rows(org, user, inner.table, tooling) or ()
        values[:] = [column(row, (inner.columns or ("Id",))[0]) for row in run(inner, joined)]
    known = {key.lower() for row in rows[:1] for key in row}
    for path in (*(query.columns or ()), *(one[0] for one in query.conditions)):
        if rows and path.split(".")[0].lower() not in known:
            message = f"No such column '{path}' on entity '{query.table}'."
            return refused(400, "INVALID_FIELD", message)
    return query, run(query, rows)


def page(query: Query, rows: Sequence[Row], api: str, start: int, locator: str) -> Row:
    """One page of a query's answer, with the columns that were asked for. `api` is the path above query/."""
    if query.columns is None:
        return {"totalSize": len(rows), "done": True, "records": []}
    shown = [_record(query, row, api) for row in rows[start : start + PAGE]]
    body: Row = {"totalSize": len(rows), "done": start + PAGE >= len(rows), "records": shown}
    if "/tooling/" in api:
        body.update(size=len(shown), queryLocator=None, entityTypeName=query.table)
    if not body["done"]:
        body["nextRecordsUrl"] = f"{api}query/{locator}-{start + PAGE}"
    return body


def columns_of(query: Query) -> list[Row]:
    """The columns that a query asks for, parents with theirs inside, as ?columns=true tells them."""
    found: dict[str, Row] = {}
    for path in query.columns or ():
        head, _, tail = path.partition(".")
        entry = found.setdefault(head, _column(head))
        if tail:
            entry["joinColumns"].append(_column(tail))
    return list(found.values())


def _column(name: str) -> Row:
    flags = dict.fromkeys(("aggregate", "booleanType", "custom", "numberType"), False)
    return {"columnName": name, "displayName": name, "joinColumns": [], "textType": True, **flags}


def _record(query: Query, row: Row, api: str) -> Row:
    record: Row = {"attributes": {"type": query.table, "url": f"{api}sobjects/{query.table}/{row.get('Id', '')}"}}
    for path in query.columns or ():
        head, _, tail = path.partition(".")
        if tail:
            record.setdefault(head, {"attributes": {"type": head}})[tail] = column(row, path)
        else:
            record[path] = column(row, path)
    for child in query.children:
        found = [_record(child, one, api) for one in run(child, row.get(child.table) or ())]
        record[child.table] = {"totalSize": len(found), "done": True, "records": found} if found else None
    return record


def _rows(org: SimulatedOrg, user: User, table: str, tooling: bool) -> Sequence[Row] | None:
    """The rows of a table; null where there is none, or none for this user in this API."""
    name = {one.lower(): one for one in (*_READERS, *org.tables)}.get(table.lower())
    if name is None or (name in _TOOLING_ONLY and not tooling):
        return None
    if name in org.tables:
        return org.tables[name]
    return _READERS[name](org, user)


def _triggers(org: SimulatedOrg, user: User) -> Sequence[Row] | None:
    if not (user.may("AuthorApex") or user.may("ViewSetup")):
        return None
    return org.triggers


def _packages(org: SimulatedOrg, user: User) -> Sequence[Row] | None:
    return org.packages if user.may("ViewSetup") else None


def _field_definitions(org: SimulatedOrg, user: User) -> Sequence[Row] | None:
    """Every field whatever the user may see, but not the parts of a compound field."""
    if not user.may("ViewSetup"):
        return None
    return [
        {
            "QualifiedApiName": field["name"],
            "DeveloperName": field["name"].removesuffix("__c"),
            "DataType": field["type"],
            "NamespacePrefix": field["name"].split("__")[0] if field["name"].count("__") > 1 else None,
            "IsCalculated": field["calculated"],
            "IsFieldHistoryTracked": f"{name}.{field['name']}" in org.setup.get("history", ()),
            "DurableId": f"{name}.{field['name']}",
            "EntityDefinitionId": name,
            "EntityDefinition": {"QualifiedApiName": name},
        }
        for name, describe in org.describes.items()
        for field in describe["fields"]
        if field["compoundFieldName"] in (None, field["name"])
    ]


def _definition_limits(query: Query) -> Answer | None:
    """https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/reference_objects_soql_limits.htm"""
    if query.connectives:
        return refused(400, "MALFORMED_QUERY", "Disjunctions not supported")
    filters = {path.lower(): sign for path, sign, _ in query.conditions}
    if not {"entitydefinition.qualifiedapiname", "entitydefinitionid", "durableid"} & set(filters):
        return refused(
            400, "EXTERNAL_OBJECT_UNSUPPORTED_EXCEPTION", "FieldDefinition: a filter on a reified column is required"
        )
    if query.columns is None:
        return refused(400, "INVALID_TYPE", "The requested operation is not yet supported by this SObject storage type")
    return None


def _users(org: SimulatedOrg, user: User) -> Sequence[Row]:
    del user
    return [
        {
            "Id": one.id,
            "Username": one.username,
            "Name": one.name,
            "IsActive": one.active,
            "LanguageLocaleKey": one.language,
            "UserPermissionsMarketingUser": one.marketing_user,
            "Profile": {"Name": one.profile},
        }
        for one in org.users.values()
    ]


def _permission_access(org: SimulatedOrg, user: User) -> Sequence[Row]:
    del org
    return [{"Id": user.id, **{f"Permissions{name}": user.may(name) for name in _PERMISSIONS}}]


def _record_types(org: SimulatedOrg, user: User) -> Sequence[Row]:
    del user
    return [
        {
            "Id": info["recordTypeId"],
            "DeveloperName": info["developerName"],
            "Name": info["name"],
            "SobjectType": name,
            "IsActive": info["active"],
            "NamespacePrefix": None,
        }
        for name, describe in org.describes.items()
        for info in describe["recordTypeInfos"]
        if not info["master"]
    ]


def _entities(org: SimulatedOrg, user: User) -> Sequence[Row]:
    return [
        {"QualifiedApiName": name, "DeveloperName": name, "KeyPrefix": describe["keyPrefix"], "DurableId": name}
        for name, describe in org.describes.items()
        if name not in user.hidden_objects
    ]


def _automation(table: str) -> Reader:
    """A table of automation, which needs View Setup."""

    def read(org: SimulatedOrg, user: User) -> Sequence[Row] | None:
        tables = automation_tables(org.setup.get("automation", []), org.setup["role"])
        return tables[table] if user.may("ViewSetup") else None

    return read


def _copies(org: SimulatedOrg, user: User) -> Sequence[Row] | None:
    if org.organization["IsSandbox"] or not user.may("ViewSetup"):
        return None
    return copy_rows(org.setup["copy"], org.setup["sandbox_id"], org.setup["today"])


def _touchpoints(table: str) -> Reader:
    """A table of the package: not there without it, and only for whoever may read it."""

    def read(org: SimulatedOrg, user: User) -> Sequence[Row] | None:
        if table not in org.describes or not user.permission_sets:
            return None
        return touchpoint_tables(org.setup["touchpoints"], org.setup["today"])[table]

    return read


def _stages(org: SimulatedOrg, user: User) -> Sequence[Row]:
    """OpportunityStage follows from the values of StageName; the won one says so."""
    del user
    changes = org.setup.get("stages", {})
    values = next(one for one in org.describes["Opportunity"]["fields"] if one["name"] == "StageName")["picklistValues"]
    return [
        {
            "Id": record_id("01J", one["value"]),
            "ApiName": one["value"],
            "MasterLabel": one["label"],
            "IsActive": one["active"],
            "IsClosed": one["value"].startswith("Closed"),
            "IsWon": one["value"] == "Closed Won",
            "SortOrder": number,
            **changes.get(one["value"], {}),
        }
        for number, one in enumerate(values, start=1)
    ]


def _permission_sets(org: SimulatedOrg, user: User) -> Sequence[Row]:
    sets = permission_set_rows(org.users, org.setup["permission_sets"], org.describes)
    return sets if user.may("ViewSetup") else ()


_READERS: dict[str, Reader] = {
    "ApexTrigger": _triggers,
    **{table: _automation(table) for table in automation_tables([], "")},
    **{table: _touchpoints(table) for table in TOUCHPOINT_TABLES},
    "EntityDefinition": _entities,
    "FieldDefinition": _field_definitions,
    "InstalledSubscriberPackage": _packages,
    "OpportunityStage": _stages,
    "Organization": lambda org, user: [org.organization],  # noqa: ARG005
    "PermissionSet": _permission_sets,
    "PermissionSetAssignment": lambda org, user: assignment_rows(tuple(_permission_sets(org, user))),
    "RecordType": _record_types,
    "SandboxProcess": _copies,
    "ScratchOrgInfo": lambda org, user: [],  # noqa: ARG005
    "User": _users,
    "UserPermissionAccess": _permission_access,
}
