"""Record-triggered flows, and processes of Process Builder, on the objects that Marketo Measure saves.

ActiveVersionId says what is active; IsActive is about the newest version only, and version numbers count the
deployments of each org:
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_flowdefinitionview.htm
"""

from msgspec import structs

from parity.marketo_measure.catalogue import AUTOMATED_OBJECTS
from parity.orgs.automation_table import AutomationTable, automation_part
from parity.orgs.component_rows import PROCESS, RECORD_TRIGGERED, is_flow_on
from parity.orgs.question import Question
from parity.orgs.rows import Row
from parity.orgs.snapshot_part import SoFar
from parity.orgs.soql import listed
from parity.snapshot.automation import AutomationKind
from parity.snapshot.org_setup import Part

_TABLE = "FlowDefinitionView"
#: What Salesforce says of OR in a query on entities of its metadata catalogue; which these are, no page lists in full:
#: https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/reference_objects_soql_limits.htm
_NO_OR = ("MALFORMED_QUERY", "Disjunctions")


def _kind(row: Row) -> AutomationKind:
    return AutomationKind.PROCESS if row.get("ProcessType") == PROCESS else AutomationKind.FLOW


_FLOWS = AutomationTable(
    table=_TABLE,
    kind=_kind,
    name="ApiName",
    object="TriggerObjectOrEvent.QualifiedApiName",
    active=lambda row: bool(row.get("ActiveVersionId")),
    others=("DurableId", "NamespacePrefix", "ActiveVersionId", "ProcessType"),
    details=("TriggerType", "RecordTriggerType", "TriggerOrder"),
    # A process whose object the org does not tell may be on any.
    condition=f"((TriggerType IN ({listed(RECORD_TRIGGERED)}) OR ProcessType = '{PROCESS}') "
    f"AND TriggerObjectOrEvent.QualifiedApiName IN ({listed(AUTOMATED_OBJECTS)})) "
    f"OR (ProcessType = '{PROCESS}' AND TriggerObjectOrEventId = null)",
    # Whatever was asked: where an org takes no OR, it is asked for all of its flows.
    counts=lambda row: is_flow_on(row, AUTOMATED_OBJECTS),
)


def _all_flows(so_far: SoFar) -> list[Question]:
    """The same question without a condition, where the org does not take the one with OR."""
    answer = so_far.answers[_TABLE]
    refused = not answer.is_good and any(sign in answer.error for sign in _NO_OR)
    return structs.replace(_FLOWS, condition="").questions(so_far) if refused else []


PART = structs.replace(
    automation_part(
        Part.FLOWS,
        _FLOWS,
        optional_columns=(
            "RecordTriggerType",  # since API version 51.0
            "TriggerOrder",  # since 54.0
        ),
    ),
    again=_all_flows,
)
