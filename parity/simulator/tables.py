"""Answers SOQL: the rows that the signed-in user sees in each table of the two APIs."""

from collections.abc import Callable, Sequence
from functools import partial

from parity.simulator.answers import HttpAnswer, refused
from parity.simulator.apex import class_rows, trigger_rows
from parity.simulator.approvals import process_node_rows
from parity.simulator.automation_rows import AUTOMATION_TABLES, automation_rows, flow_rows
from parity.simulator.checks import Asked, checked, columns_seen, unsupported
from parity.simulator.connected_apps import installed_app_rows, license_rows, login_rows, token_rows
from parity.simulator.field_rows import (
    custom_field_rows,
    entity_rows,
    field_definition_rows,
    particle_rows,
)
from parity.simulator.permission_rows import children, permission_access, permission_set_rows, profile_rows, user_row
from parity.simulator.records import Row, SimulatedOrg
from parity.simulator.rights import access_rules, has_access, reads_rows
from parity.simulator.sandbox_copies import copy_rows, sandbox_rows
from parity.simulator.schema import TOOLING, Columns, page_limits, table_name
from parity.simulator.soql import MalformedQuery, Query, column, parse, run
from parity.simulator.status_rows import lead_status_rows, stage_rows
from parity.simulator.touchpoint_rows import TOUCHPOINT_TABLES, touchpoint_tables
from parity.simulator.value_sets import (
    business_process_rows,
    global_value_set_rows,
    record_type_rows,
    standard_value_set_rows,
)

PAGE = 2000
Reader = Callable[[Asked], Sequence[Row]]
_BORN = "2024-01-15T09:00:00.000+0000"
_ONE_ROW_ONLY = frozenset({"metadata", "fullname"})


def answer_query(asked: Asked) -> HttpAnswer | tuple[Query, list[Row]]:
    """The query of `asked.soql` and all its rows, or the error that Salesforce gives."""
    try:
        query = parse(asked.soql)
    except MalformedQuery as problem:
        return refused(400, "MALFORMED_QUERY", str(problem))
    name = table_name(asked.org, query.table, asked.api)
    rows = None if name is None else rows_of(asked, name)
    if rows is None:
        return unsupported(asked.soql, query.table)
    if not asked.org.describes.get(name or "", {}).get("queryable", True):
        return refused(400, "INVALID_TYPE_FOR_OPERATION", f"entity type {name} does not support query")
    known = _definition_limits(asked.org, query) or checked(asked, query)
    if isinstance(known, HttpAnswer):
        return known
    return _joined(asked, query) or _found(known, rows)


def _joined(asked: Asked, query: Query) -> HttpAnswer | None:
    """Answer the queries after IN, whose values then stand in the query."""
    for inner, values in query.semi_joins:
        name = table_name(asked.org, inner.table, asked.api)
        rows = None if name is None else rows_of(asked, name)
        if rows is None:
            return unsupported(asked.soql, inner.table)
        values[:] = [column(row, (inner.columns or ("Id",))[0]) for row in run(inner, rows)]
    return None


def _found(known: Query, rows: Sequence[Row]) -> HttpAnswer | tuple[Query, list[Row]]:
    found = run(known, rows)
    if len(found) > 1 and any(one.lower() in _ONE_ROW_ONLY for one in known.columns or ()):
        message = (
            "When retrieving results with Metadata or FullName fields, the query qualifications must specify no more "
            f"than one row for retrieval. Result size: {len(found)}"
        )
        return refused(400, "MALFORMED_QUERY", message)
    return known, found[: page_limits().get(known.table, {}).get("most")]


def page(query: Query, rows: Sequence[Row], api: str, start: int, locator: str) -> Row:
    """One page of a query's answer, with the columns that were asked for. `api` is the path above query/."""
    if query.columns is None:
        return {"totalSize": len(rows), "done": True, "records": []}
    size = page_limits().get(query.table, {}).get("page", PAGE)
    last = min(start + size, len(rows))
    shown = [_record(query, rows[place], api, f"{locator}x{place}") for place in range(start, last)]
    body: Row = {"totalSize": len(rows), "done": start + size >= len(rows), "records": shown}
    if "/tooling/" in api:
        body.update(size=len(shown), queryLocator=None, entityTypeName=query.table if rows else None)
    if not body["done"]:
        body["nextRecordsUrl"] = f"{api}query/{locator}-{start + size}"
    return body


def child_page(query: Query, row: Row, place: int, api: str, start: int, locator: str) -> Row | None:  # noqa: PLR0913, PLR0917
    """One page of what a query on a child relationship finds below a row; null where that is nothing."""
    child = query.children[place]
    found = run(child, row.get(child.table) or ())
    if not found:
        return None
    following = start + page_limits()["subquery"]["page"]
    shown = [_record(child, one, api, "") for one in found[start:following]]
    body: Row = {"totalSize": len(found), "done": following >= len(found), "records": shown}
    return body if body["done"] else {**body, "nextRecordsUrl": f"{api}query/{locator}x{place}-{following}"}


def columns_of(query: Query) -> list[Row]:
    """The columns that a query asks for, with those of parents inside, as ?columns=true returns them."""
    found: dict[str, Row] = {}
    for path in query.columns or ():
        head, _, tail = path.partition(".")
        entry = found.setdefault(head, _column(head))
        if tail:
            entry["joinColumns"].append(_column(tail))
    return list(found.values())


def row_url(api: str, table: str, row: Row) -> str:
    """Where a row can be read: virtual tables go by their durable id."""
    return f"{api}sobjects/{table}/{row.get('DurableId') or row.get('Id') or ''}"


def rows_of(asked: Asked, table: str) -> Sequence[Row] | None:
    """The rows of a table; null where there is none, or none for this user in this API."""
    if table in asked.org.describes:
        return _records(asked, table)
    is_open = has_access(asked.org, asked.user, table)
    if not is_open and not access_rules()[table].shows_own_rows:
        return None
    given = _given(asked, table)
    rows = given if given is not None else _READERS.get(table, _nothing)(asked)
    known = columns_seen(asked, table)
    return [_whole(asked, known, row) for row in rows if is_open or row.get("UserId") == asked.user.id]


def _nothing(_asked: Asked) -> Sequence[Row]:
    return ()


def _given(asked: Asked, table: str) -> Sequence[Row] | None:
    return next((rows for name, rows in asked.org.tables.items() if name.lower() == table.lower()), None)


def _records(asked: Asked, table: str) -> Sequence[Row] | None:
    if not reads_rows(asked.org, asked.user, table):
        return None
    given = _given(asked, table)
    if given is None and table in TOUCHPOINT_TABLES:
        return touchpoint_tables(asked.org.setup["touchpoints"], asked.org.setup["today"])[table]
    return given or ()


def _whole(asked: Asked, known: Columns, row: Row) -> Row:
    """The row with what every row has: dates, who made it, and the users that it refers to."""
    maker = next(iter(asked.org.users.values()))
    usual: Row = {"CreatedDate": _BORN, "LastModifiedDate": _BORN, "SystemModstamp": _BORN, "IsDeleted": False}
    usual |= {"CreatedById": maker.id, "LastModifiedById": maker.id}
    whole = {**{key: value for key, value in usual.items() if key.lower() in known}, **row}
    for one in known.values():
        if one.relation and "User" in one.leads_to and one.relation not in whole:
            whole[one.relation] = partial(_user_of, asked.org, whole.get(one.name))
    return whole


def _user_of(org: SimulatedOrg, user_id: object) -> Row | None:
    return next((user_row(one) for one in org.users.values() if one.id == user_id), None)


def _column(name: str) -> Row:
    flags = dict.fromkeys(("aggregate", "booleanType", "custom", "numberType"), False)
    return {"columnName": name, "displayName": name, "joinColumns": [], "textType": True, **flags}


def _record(query: Query, row: Row, api: str, locator: str) -> Row:
    record: Row = {"attributes": {"type": query.table, "url": row_url(api, query.table, row)}}
    for path in query.columns or ():
        head, _, tail = path.partition(".")
        if tail and column(row, head) is None:
            record[head] = None
        else:
            _put(record, path, column(row, path))
    for place, child in enumerate(query.children):
        record[child.table] = child_page(query, row, place, api, 0, locator)
    return record


def _put(record: Row, path: str, value: object) -> None:
    head, _, tail = path.partition(".")
    if tail:
        _put(record.setdefault(head, {"attributes": {"type": head}}), tail, value)
    else:
        record[head] = value


def _definition_limits(org: SimulatedOrg, query: Query) -> HttpAnswer | None:
    """https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/reference_objects_soql_limits.htm

    They hold for every entity of the metadata catalogue, "not only the ones explicitly listed": `no_disjunctions` names
    more.
    """
    defined = query.table.lower() in {"fielddefinition", "entityparticle"}
    if query.connectives and (defined or query.table in org.setup.get("no_disjunctions", ())):
        return refused(400, "MALFORMED_QUERY", "Disjunctions not supported")
    if not defined:
        return None
    filters = {path.lower(): sign for path, sign, _ in query.conditions}
    if not {"entitydefinition.qualifiedapiname", "entitydefinitionid", "durableid"} & set(filters):
        return refused(
            400, "EXTERNAL_OBJECT_UNSUPPORTED_EXCEPTION", f"{query.table}: a filter on a reified column is required"
        )
    if query.columns is None:
        return refused(400, "INVALID_TYPE", "The requested operation is not yet supported by this SObject storage type")
    return None


def _standard_sets(asked: Asked) -> Sequence[Row]:
    return standard_value_set_rows(asked.org, stage_rows(asked.org), lead_status_rows(asked.org), asked.version)


def _copies(asked: Asked) -> tuple[Row, ...]:
    org = asked.org
    return copy_rows(org.setup["copy"], org.setup["sandbox_id"], org.setup["today"])


def _logins(org: SimulatedOrg) -> list[Row]:
    return [
        {"Id": one.id.replace("005", "0Yw", 1), "UserId": one.id, "IsFrozen": one.frozen, "IsPasswordLocked": False}
        for one in org.users.values()
    ]


def _automation(table: str) -> Reader:
    return lambda asked: automation_rows(asked.org, table, asked.version)


def _granted(name: str) -> Reader:
    return lambda asked: children(permission_set_rows(asked.org), name)


_READERS: dict[str, Reader] = {
    **{table: _automation(table) for table in AUTOMATION_TABLES},
    "BusinessProcess": lambda asked: business_process_rows(asked.org, asked.version),
    "ApexClass": lambda asked: class_rows(asked.org),
    "ApexTrigger": lambda asked: trigger_rows(asked.org, asked.version),
    "CustomField": lambda asked: custom_field_rows(asked.org, asked.version),
    "EntityDefinition": lambda asked: entity_rows(asked.org, asked.user),
    "ConnectedApplication": lambda asked: installed_app_rows(asked.org),
    "EntityParticle": lambda asked: particle_rows(asked.org, asked.version),
    "FieldDefinition": lambda asked: field_definition_rows(
        asked.org, asked.user, asked.version, tooling=asked.api == TOOLING
    ),
    "FieldPermissions": _granted("FieldPerms"),
    "Flow": lambda asked: flow_rows(asked.org, asked.version),
    "GlobalValueSet": lambda asked: global_value_set_rows(asked.org, asked.version),
    "InstalledSubscriberPackage": lambda asked: asked.org.packages,
    "LeadStatus": lambda asked: lead_status_rows(asked.org),
    "LoginHistory": lambda asked: login_rows(asked.org),
    "OauthToken": lambda asked: token_rows(asked.org),
    "ObjectPermissions": _granted("ObjectPerms"),
    "OpportunityStage": lambda asked: stage_rows(asked.org),
    "Organization": lambda asked: [asked.org.organization],
    "PermissionSet": lambda asked: permission_set_rows(asked.org),
    "PermissionSetAssignment": _granted("Assignments"),
    "ProcessNode": lambda asked: process_node_rows(asked.org),
    "Profile": lambda asked: profile_rows(asked.org),
    "RecordType": lambda asked: record_type_rows(asked.org, asked.version),
    "SandboxInfo": lambda asked: sandbox_rows(_copies(asked)),
    "SandboxProcess": _copies,
    "SetupEntityAccess": _granted("SetupEntityAccessItems"),
    "StandardValueSet": _standard_sets,
    "User": lambda asked: [user_row(one) for one in asked.org.users.values()],
    "UserLicense": lambda _asked: license_rows(),
    "UserLogin": lambda asked: _logins(asked.org),
    "UserPermissionAccess": lambda asked: [permission_access(asked.org, asked.user)],
}
