"""Assignment rules of leads and cases.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_assignmentrule.htm
"""

from parity.orgs.automation_table import AutomationTable, automation_part
from parity.snapshot.automation import AutomationKind
from parity.snapshot.org_setup import Part

PART = automation_part(
    Part.ASSIGNMENT_RULES,
    AutomationTable(
        table="AssignmentRule",
        kind=AutomationKind.ASSIGNMENT_RULE,
        name="Name",
        object="SobjectType",
        active=lambda row: bool(row.get("Active")),
        others=("Id", "Active"),
    ),
)
