"""Approval processes.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_processdefinition.htm
"""

from parity.marketo_measure.catalogue import SAVED_OBJECTS
from parity.orgs.automation_table import AutomationTable, automation_part
from parity.orgs.soql import listed
from parity.snapshot.automation import AutomationKind
from parity.snapshot.org_setup import Part

PART = automation_part(
    Part.APPROVAL_PROCESSES,
    AutomationTable(
        table="ProcessDefinition",
        kind=AutomationKind.APPROVAL_PROCESS,
        name="DeveloperName",
        object="TableEnumOrId",
        active=lambda row: row.get("State") == "Active",
        others=("Id", "State"),
        details=("LockType",),
        condition=f"Type = 'Approval' AND TableEnumOrId IN ({listed(SAVED_OBJECTS)})",
    ),
)
