"""Workflow rules. Whether one is active is only in its Metadata, which takes a query for each row.

https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_workflowrule.htm
"""

from parity.marketo_measure.catalogue import SAVED_OBJECTS
from parity.orgs.automation_table import AutomationTable, automation_part
from parity.orgs.soql import listed
from parity.snapshot.automation import AutomationKind
from parity.snapshot.org_setup import Part

PART = automation_part(
    Part.WORKFLOW_RULES,
    AutomationTable(
        table="WorkflowRule",
        kind=AutomationKind.WORKFLOW_RULE,
        name="Name",
        object="TableEnumOrId",
        active=lambda _row: None,
        others=(
            "Id",
            "NamespacePrefix",
        ),
        condition=f"TableEnumOrId IN ({listed(SAVED_OBJECTS)})",
        tooling=True,
    ),
)
