"""The steps of active approval processes, which is all that REST shows of what such a process does.

ProcessDefinition and ProcessNode have no Metadata column, and the Tooling API has neither object: criteria, approvers
and actions can only be retrieved through the Metadata API.
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_processnode.htm
"""

from collections.abc import Mapping

from parity.orgs.client import OrgClient
from parity.orgs.contents_rows import ContentsFound
from parity.orgs.question import Answer, query
from parity.orgs.rows import Row, text_in
from parity.orgs.signed_in import may_view_setup
from parity.orgs.snapshot_part import RUN_AGAIN, SoFar
from parity.snapshot.contents import Content, ContentKind, Contents
from parity.snapshot.grants import READ_SETUP
from parity.snapshot.org_setup import Part, Unread

_DEFINITIONS = "ProcessDefinition"


def active_processes(so_far: SoFar) -> dict[str, Row]:
    """The active approval processes that the org listed, by id."""
    answer = so_far.answers.get(_DEFINITIONS)
    rows = answer.records if answer is not None and answer.has_rows else []
    return {str(row["Id"]): row for row in rows if row.get("State") == "Active" and text_in(row, "Id")}


#: One query for the steps of all processes.
_STEPS = query("ProcessNode", "SELECT Id, DeveloperName, ProcessDefinitionId FROM ProcessNode")


def read_steps(client: OrgClient, version: str, so_far: SoFar, most: int) -> ContentsFound:
    """The steps of the active processes: one call, one more where the org failed to answer and `most` allows it."""
    answer = client.ask_alone_once(version, _STEPS)
    if not answer.has_rows and not answer.is_refusal and most > 1:
        answer = client.ask_alone_once(version, _STEPS)
    if not answer.has_rows:
        fix = READ_SETUP if answer.is_refusal else RUN_AGAIN
        return _not_read(f"ProcessNode could not be read ({answer.error})", fix)
    if not answer.records and not may_view_setup(so_far):
        return _not_read("ProcessNode showed nothing, and nothing proves that this user would be shown any", READ_SETUP)
    read = _contents(active_processes(so_far), answer)
    return ContentsFound(contents=Contents(depth=0, calls=0, read=tuple(read)))


def _not_read(reason: str, fix: str) -> ContentsFound:
    return ContentsFound(contents=None, unread=(Unread(part=Part.CONTENTS, reason=reason, fix=fix),))


def _contents(processes: Mapping[str, Row], answer: Answer) -> list[Content]:
    """The steps of each process, by name; ProcessNode does not tell their order."""
    return [
        Content(
            kind=ContentKind.APPROVAL_PROCESS,
            object=str(row.get("TableEnumOrId")),
            name=str(row.get("DeveloperName")),
            values={"steps": _steps(process_id, answer)},
        )
        for process_id, row in processes.items()
    ]


def _steps(process_id: str, answer: Answer) -> list[dict[str, str]]:
    mine = [row for row in answer.records if str(row.get("ProcessDefinitionId"))[:15] == process_id[:15]]
    return [{"name": str(row.get("DeveloperName"))} for row in mine]
