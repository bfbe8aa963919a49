"""Whether a query is valid: every column exists, and may be selected, filtered or sorted by."""

import re

from msgspec import Struct, structs

from parity.simulator.answers import HttpAnswer, refused
from parity.simulator.records import SimulatedOrg, User
from parity.simulator.rights import visible
from parity.simulator.schema import (
    DATA,
    TOOLING,
    Column,
    Columns,
    child_relationships,
    columns,
    described_columns,
    every_column,
    selected_together,
    table_name,
)
from parity.simulator.soql import Query

_NAMES = "Please reference your WSDL or the describe call for the appropriate names."
#: Tables that can only be joined to and that no schema holds (UserRole, Group ...) have at least these.
_ANY_TABLE: Columns = {name.lower(): Column(name=name, type="string") for name in ("Id", "Name")}


class Asked(Struct, frozen=True, kw_only=True):
    """Who asks which org for what, through which API (`data` or `tooling`) and in which version."""

    org: SimulatedOrg
    user: User
    api: str
    version: str
    soql: str = ""


class _Refused(Exception):
    def __init__(self, answer: HttpAnswer) -> None:
        super().__init__(answer)
        self.answer = answer


def columns_seen(asked: Asked, table: str) -> Columns:
    """The columns of a table for this user in this API and version; those of a parent may stand in the other API."""
    if table in asked.org.describes:
        return described_columns(visible(asked.org, asked.user, table))
    for api in (asked.api, DATA, TOOLING):
        if table in every_column()[api]:
            return columns(asked.org, table, api, asked.version)
    return _ANY_TABLE


def checked(asked: Asked, query: Query) -> Query | HttpAnswer:
    """The query with tables and columns in their own spelling, or the error that Salesforce gives."""
    try:
        return _checked(asked, query, None)
    except _Refused as refusal:
        return refusal.answer


def unsupported(soql: str, table: str) -> HttpAnswer:
    """What is said of a table that is not there, or not for this user, or not in this API."""
    message = (
        f"sObject type '{table}' is not supported. If you are attempting to use a custom object, be sure to append "
        f"the '__c' after the entity name. {_NAMES}"
    )
    return refused(400, "INVALID_TYPE", _pointed(soql, table, message))


def _checked(asked: Asked, query: Query, parent: str | None) -> Query:
    table = _table(asked, query.table, parent)
    named = tuple(_spelt(asked, table, path) for path in query.columns or ())
    if query.columns is not None:
        bare = {one.lower() for one in named}
        for needed in selected_together().get(table, ()):
            if needed.lower() not in bare:
                raise _Refused(refused(400, "INVALID_FIELD", f"{needed} field must be selected"))
    for path, _, _ in query.conditions:
        _filterable(asked, table, path)
    for path, _ in query.order_by:
        if not _resolved(asked, table, path)[1].sortable:
            message = f"field '{_last(path)}' can not be sorted in a query call"
            raise _Refused(refused(400, "MALFORMED_QUERY", _pointed(asked.soql, path, message, last=True)))
    for inner, _ in query.semi_joins:
        _checked(asked, inner, None)
    children = tuple(
        structs.replace(_checked(asked, child, table), table=_relationship(table, child.table) or child.table)
        for child in query.children
    )
    spelt = None if query.columns is None else named
    return structs.replace(query, table=query.table if parent else table, columns=spelt, children=children)


def _table(asked: Asked, name: str, parent: str | None) -> str:
    if parent is None:
        found = table_name(asked.org, name, asked.api)
        if found is None:
            raise _Refused(unsupported(asked.soql, name))
        return found
    relationship = _relationship(parent, name)
    if relationship is None:
        message = f"Didn't understand relationship '{name}' in FROM part of query call. {_NAMES}"
        raise _Refused(refused(400, "INVALID_TYPE", _pointed(asked.soql, name, message)))
    return child_relationships()[parent][relationship]


def _relationship(parent: str, name: str) -> str | None:
    return {one.lower(): one for one in child_relationships().get(parent, ())}.get(name.lower())


def _filterable(asked: Asked, table: str, path: str) -> None:
    column = _resolved(asked, table, path)[1]
    if column.type == "address":
        message = "Address fields can only be filtered using Distance expressions"
    elif column.filterable:
        return
    else:
        message = f"field '{_last(path)}' can not be filtered in a query call"
    raise _Refused(refused(400, "INVALID_FIELD", _pointed(asked.soql, path, message, last=True)))


def _spelt(asked: Asked, table: str, path: str) -> str:
    return _resolved(asked, table, path)[0]


def _resolved(asked: Asked, table: str, path: str) -> tuple[str, Column]:
    """A path such as `Profile.Name` in its own spelling, and the column at its end."""
    *steps, last = path.split(".")
    spelt = []
    if steps and steps[0].lower() == table.lower():
        steps = steps[1:]
    for step in steps:
        known = columns_seen(asked, table)
        through = next((one for one in known.values() if (one.relation or "").lower() == step.lower()), None)
        if through is None:
            message = (
                f"Didn't understand relationship '{step}' in field path. If you are attempting to use a custom "
                f"relationship, be sure to append the '__r' after the custom relationship name. {_NAMES}"
            )
            raise _Refused(refused(400, "INVALID_FIELD", _pointed(asked.soql, path, message)))
        spelt.append(through.relation or step)
        table = next((one for one in through.leads_to if _is_known(asked, one)), "")
    column = columns_seen(asked, table).get(last.lower())
    if column is None or column.is_only_a_relation:
        message = (
            f"No such column '{last}' on entity '{table}'. If you are attempting to use a custom field, be sure to "
            f"append the '__c' after the custom field name. {_NAMES}"
        )
        raise _Refused(refused(400, "INVALID_FIELD", _pointed(asked.soql, path, message)))
    return ".".join((*spelt, column.name)), column


def _is_known(asked: Asked, table: str) -> bool:
    return table in asked.org.describes or any(table in every_column()[api] for api in (DATA, TOOLING))


def _last(path: str) -> str:
    return path.rpartition(".")[2]


def _pointed(soql: str, at: str, message: str, *, last: bool = False) -> str:
    """A message as Salesforce writes it: the place in the query, an arrow below it, row and column, then the words."""
    places = list(re.finditer(rf"(?<![\w.]){re.escape(at)}(?![\w.])", soql))
    if not places:
        return message
    found = places[-1 if last else 0]
    start = max(0, found.start() - 20)
    shown = soql[start : found.end() + 20]
    arrow = " " * (found.start() - start)
    return f"\n{shown}\n{arrow}^\nERROR at Row:1:Column:{found.start() + 1}\n{message}"
