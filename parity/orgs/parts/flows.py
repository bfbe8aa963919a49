"""Record-triggered flows.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_flowdefinitionview.htm
"""

from parity.marketo_measure.catalogue import SAVED_OBJECTS
from parity.orgs.automation_table import AutomationTable, automation_part
from parity.orgs.soql import listed
from parity.snapshot.automation import AutomationKind
from parity.snapshot.org_setup import Part

PART = automation_part(
    Part.FLOWS,
    AutomationTable(
        table="FlowDefinitionView",
        kind=AutomationKind.FLOW,
        name="ApiName",
        object="TriggerObjectOrEvent.QualifiedApiName",
        active=lambda row: bool(row.get("IsActive")),
        others=("DurableId", "NamespacePrefix", "IsActive"),
        details=("VersionNumber", "TriggerType", "RecordTriggerType"),
        condition="TriggerType IN ('RecordBeforeSave', 'RecordAfterSave') "
        f"AND TriggerObjectOrEvent.QualifiedApiName IN ({listed(SAVED_OBJECTS)})",
    ),
)
