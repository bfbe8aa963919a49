"""Record-triggered flows, and processes of Process Builder, on the objects that Marketo Measure saves.

ActiveVersionId says what is active; IsActive is about the newest version only, and version numbers count the
deployments of each org:
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_flowdefinitionview.htm
"""

from parity.marketo_measure.catalogue import SAVED_OBJECTS
from parity.orgs.automation_table import AutomationTable, automation_part
from parity.orgs.rows import Row
from parity.orgs.snapshot_part import BroughtBy, OptionalColumn
from parity.orgs.soql import listed
from parity.snapshot.automation import AutomationKind
from parity.snapshot.org_setup import Part

_PROCESS = "Workflow"


def _kind(row: Row) -> AutomationKind:
    return AutomationKind.PROCESS if row.get("ProcessType") == _PROCESS else AutomationKind.FLOW


PART = automation_part(
    Part.FLOWS,
    AutomationTable(
        table="FlowDefinitionView",
        kind=_kind,
        name="ApiName",
        object="TriggerObjectOrEvent.QualifiedApiName",
        active=lambda row: bool(row.get("ActiveVersionId")),
        others=("DurableId", "NamespacePrefix", "ActiveVersionId", "ProcessType"),
        details=("TriggerType", "RecordTriggerType", "TriggerOrder"),
        # A process whose object the org does not tell may be on any.
        condition=f"((TriggerType IN ('RecordBeforeSave', 'RecordAfterSave') OR ProcessType = '{_PROCESS}') "
        f"AND TriggerObjectOrEvent.QualifiedApiName IN ({listed(SAVED_OBJECTS)})) "
        f"OR (ProcessType = '{_PROCESS}' AND TriggerObjectOrEventId = null)",
    ),
    optional_columns=(
        OptionalColumn(name="RecordTriggerType", brought_by=BroughtBy.API_VERSION, needs="51.0"),
        OptionalColumn(name="TriggerOrder", brought_by=BroughtBy.API_VERSION, needs="54.0"),
    ),
)
