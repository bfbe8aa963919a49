"""Reads production's own Metadata of the components: first where their ids are, then row by row, 25 a call.

Which table has which component, and by which column it is found:
https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/reference_objects_list.htm
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from msgspec import Struct

from parity.orgs.apex_triggers import CUSTOM_OBJECT
from parity.orgs.client import OrgClient
from parity.orgs.composites import in_composites
from parity.orgs.metadata_rows import OneRow, RowsRead, read_rows
from parity.orgs.question import Answer, Question, query
from parity.orgs.rows import Row, text_in
from parity.orgs.soql import listed, quoted
from parity.repair.contents import Component, Contents, NoContents
from parity.repair.member import Member, MetadataType, of_person_accounts, owner_of
from parity.repair.values_xml import set_name, with_suffix
from parity.snapshot.names import is_custom

#: How many calls a repair may spend on rows: a thousand components.
MOST_CALLS = 40
_NAMES_A_QUERY = 100
_CHANGED = "LastModifiedDate"
#: Only an org with Person Accounts has the column.
_PERSON_TYPES = query("PersonTypes", "SELECT Id FROM RecordType WHERE IsPersonType = true", tooling=False)
_OF_METADATA = ("FullName", "Metadata", _CHANGED)
#: A definition is told by its own name: how FullName tells a standard field is not documented.
_OF_DEFINITION = ("QualifiedApiName", "Metadata", _CHANGED)
_OF_APEX = ("Name", "NamespacePrefix", "ApiVersion", "Status", "Body", _CHANGED)


class ComponentTable(Struct, frozen=True, kw_only=True):
    """Where the id of a component is found: the table, the column of its name, that of its id, and of its object."""

    table: str
    name: str
    rows: str
    id: str = "Id"
    object: str = ""
    tooling: bool = True
    has_namespace: bool = True
    columns: tuple[str, ...] = _OF_METADATA


_PLACES = {
    MetadataType.APEX_CLASS: ComponentTable(table="ApexClass", name="Name", rows="ApexClass", columns=_OF_APEX),
    MetadataType.APEX_TRIGGER: ComponentTable(table="ApexTrigger", name="Name", rows="ApexTrigger", columns=_OF_APEX),
    MetadataType.BUSINESS_PROCESS: ComponentTable(table="BusinessProcess", name="Name", rows="BusinessProcess"),
    MetadataType.CUSTOM_FIELD: ComponentTable(
        table="CustomField", name="DeveloperName", rows="CustomField", object="TableEnumOrId"
    ),
    MetadataType.FLOW: ComponentTable(
        table="FlowDefinitionView",
        name="ApiName",
        rows="Flow",
        id="ActiveVersionId",
        tooling=False,
        has_namespace=False,
    ),
    MetadataType.GLOBAL_VALUE_SET: ComponentTable(
        table="GlobalValueSet", name="DeveloperName", rows="GlobalValueSet", has_namespace=False
    ),
    MetadataType.RECORD_TYPE: ComponentTable(
        table="RecordType", name="DeveloperName", rows="RecordType", object="SobjectType", tooling=False
    ),
    MetadataType.VALIDATION_RULE: ComponentTable(table="ValidationRule", name="ValidationName", rows="ValidationRule"),
    MetadataType.WORKFLOW_RULE: ComponentTable(
        table="WorkflowRule", name="Name", rows="WorkflowRule", object="TableEnumOrId"
    ),
}


class ProductionReader:
    """Reads components of production. `calls` counts what that cost; at most MOST_CALLS are spent on rows."""

    def __init__(self, client: OrgClient, version: str) -> None:
        self._client = client
        self._version = version
        self._left = MOST_CALLS

    def __call__(self, members: tuple[Member, ...]) -> Contents:
        """What production holds of these components, each of them once."""
        unfound: dict[Member, str] = {}
        people: set[str] = set()
        rows = self._rows_of(members, unfound, people)
        wanted = list(dict.fromkeys(row for candidates in rows.values() for row in candidates))
        read = read_rows(self._client, self._version, wanted, self._left)
        self._left -= read.calls
        return {
            member: NoContents(unfound[member])
            if member in unfound
            else _component(_as_in_files(member, rows[member], people), rows[member], read)
            for member in members
        }

    def _rows_of(
        self, members: Sequence[Member], unfound: dict[Member, str], people: set[str]
    ) -> dict[Member, tuple[OneRow, ...]]:
        """By component: the rows that may be it. Several objects may have a field of one name.

        `unfound` takes the components whose rows could not be asked for, with the reason; `people` the ids of the
        record types of person accounts.
        """
        found: dict[Member, tuple[OneRow, ...]] = {one: _alone(one) for one in members}
        by_type: dict[MetadataType, list[Member]] = defaultdict(list)
        for one in members:
            if not found[one]:
                by_type[one.type].append(one)
        questions = {
            f"{kind.value}{at}": (kind, part)
            for kind, named in by_type.items()
            for at, part in enumerate(_parts(named))
        }
        of_accounts = [one for one in by_type[MetadataType.RECORD_TYPE] if owner_of(one) == "Account"]
        more = [_PERSON_TYPES] if of_accounts else []
        answers = self._answers([*(_question(name, *asked) for name, asked in questions.items()), *more])
        for question in more:
            answer = answers[question.name]
            people |= {text_in(row, "Id") or "" for row in answer.records}
            if not answer.has_rows and not answer.is_refusal:
                why = f"production did not tell which record types are of person accounts: {answer.error}"
                unfound |= dict.fromkeys(of_accounts, why)
        for name, (kind, part) in questions.items():
            if not answers[name].has_rows:
                unfound |= dict.fromkeys(part, f"production did not list {kind.value}: {answers[name].error}")
            for one in part:
                found[one] = tuple(
                    OneRow(table=_PLACES[kind].rows, id=identifier, columns=_PLACES[kind].columns)
                    for row in answers[name].records
                    if (identifier := text_in(row, _PLACES[kind].id)) and _may_be(one, row)
                )
        return found

    def _answers(self, questions: Sequence[Question]) -> dict[str, Answer]:
        found: dict[str, Answer] = {}
        for tooling in (False, True):
            for composite in in_composites([one for one in questions if one.is_tooling is tooling]):
                if composite:
                    found |= self._client.ask_together(self._version, composite, tooling=tooling)
        return found


def _as_in_files(member: Member, rows: Sequence[OneRow], people: Iterable[str]) -> Member:
    is_person = member.type is MetadataType.RECORD_TYPE and any(one.id in people for one in rows)
    return of_person_accounts(member) if is_person else member


def _alone(member: Member) -> tuple[OneRow, ...]:
    """The row of a component that is found without an id: a standard value set, a standard field."""
    if member.type is MetadataType.STANDARD_VALUE_SET:
        condition = f"MasterLabel = {quoted(member.name)}"
        return (OneRow(table="StandardValueSet", condition=condition, columns=("MasterLabel", "Metadata")),)
    if member.type is MetadataType.CUSTOM_FIELD and not is_custom(member.bare_name):
        condition = (
            f"EntityDefinition.QualifiedApiName = {quoted(member.object)} AND "
            f"QualifiedApiName = {quoted(member.bare_name)}"
        )
        return (OneRow(table="FieldDefinition", condition=condition, columns=_OF_DEFINITION),)
    return ()


def _parts(members: Sequence[Member]) -> Iterable[Sequence[Member]]:
    return (members[at : at + _NAMES_A_QUERY] for at in range(0, len(members), _NAMES_A_QUERY))


def _question(name: str, kind: MetadataType, members: Sequence[Member]) -> Question:
    place = _PLACES[kind]
    columns = ", ".join(dict.fromkeys(one for one in ("Id", place.id, place.name, place.object) if one and one != "Id"))
    names = listed(sorted({name for one in members for name in _names_of(one)}))
    own = "NamespacePrefix = null AND " if place.has_namespace else ""
    head = "" if place.table == "FlowDefinitionView" else "Id, "
    soql = f"SELECT {head}{columns} FROM {place.table} WHERE {own}{place.name} IN ({names})"  # noqa: S608
    return query(name, soql, tooling=place.tooling)


def _names_of(member: Member) -> tuple[str, ...]:
    """The names under which a table may have it: a value set may bear the suffix of newer ones, and a record type may
    name its business process as files do, with some characters encoded, where the table has the name itself.
    """
    name = _short_name(member)
    if member.type is MetadataType.BUSINESS_PROCESS:
        return tuple(dict.fromkeys((name, unquote(name))))
    return (name, with_suffix(name)) if member.type is MetadataType.GLOBAL_VALUE_SET else (name,)


def _short_name(member: Member) -> str:
    return member.bare_name.removesuffix("__c") if member.type is MetadataType.CUSTOM_FIELD else member.bare_name


def _may_be(member: Member, row: Row) -> bool:
    """Whether a row may be the component: the name fits, and the object where the row tells its name."""
    place = _PLACES[member.type]
    if (text_in(row, place.name) or "").casefold() not in {one.casefold() for one in _names_of(member)}:
        return False
    owner = text_in(row, place.object) if place.object else None
    return owner is None or owner.startswith(CUSTOM_OBJECT) or owner == owner_of(member)


def _component(member: Member, candidates: Sequence[OneRow], read: RowsRead) -> Component | NoContents:
    told = [read.rows[one] for one in candidates if one in read.rows]
    mine = [row for row in told if _is_it(member, row)]
    if len(mine) == 1:
        return _from_row(member, mine[0])
    if any(one in read.left_out for one in candidates):
        return NoContents(f"more than {MOST_CALLS} calls would have been needed to read it")
    reasons = [{**read.failed, **read.refused}[one] for one in candidates if one in read.failed or one in read.refused]
    if reasons:
        return NoContents(f"production did not tell it: {reasons[0]}")
    return NoContents("production has several of that name" if mine else "it was not found in production")


def _is_it(member: Member, row: Mapping[str, Any]) -> bool:
    if "QualifiedApiName" in row:
        return str(row["QualifiedApiName"]).casefold() == member.bare_name.casefold()
    if "FullName" not in row or member.type is MetadataType.FLOW:
        return True
    told = set_name(str(row["FullName"])) if member.type is MetadataType.GLOBAL_VALUE_SET else str(row["FullName"])
    wanted = {f"{owner}.{member.bare_name}" if owner else member.name for owner in (owner_of(member), member.object)}
    # Either of them may have some characters encoded.
    wanted |= {unquote(one) for one in wanted}
    return not {one.casefold() for one in wanted}.isdisjoint({told.casefold(), unquote(told).casefold()})


def _from_row(member: Member, row: Mapping[str, Any]) -> Component | NoContents:
    changed = row.get(_CHANGED)
    when = changed if isinstance(changed, str) else None
    if member.type.is_apex:
        metadata = {"apiVersion": row.get("ApiVersion"), "status": row.get("Status")}
        return Component(member=member, metadata=metadata, changed_at=when, body=text_in(dict(row), "Body"))
    metadata = row["Metadata"]
    if not isinstance(metadata, Mapping):
        return NoContents("production shows nobody what is inside of it")
    return Component(member=_named(member, row), metadata=metadata, changed_at=when)


def _named(member: Member, row: Mapping[str, Any]) -> Member:
    """A workflow rule under the name that Salesforce gives it in files, where some characters are encoded."""
    name = row.get("FullName")
    return Member(member.type, name) if member.type is MetadataType.WORKFLOW_RULE and isinstance(name, str) else member
