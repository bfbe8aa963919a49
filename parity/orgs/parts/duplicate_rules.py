"""Duplicate rules.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_duplicaterule.htm
"""

from parity.marketo_measure.catalogue import SAVED_OBJECTS
from parity.orgs.automation_table import AutomationTable, automation_part
from parity.orgs.soql import listed
from parity.snapshot.automation import AutomationKind
from parity.snapshot.org_setup import Part

PART = automation_part(
    Part.DUPLICATE_RULES,
    AutomationTable(
        table="DuplicateRule",
        kind=AutomationKind.DUPLICATE_RULE,
        name="DeveloperName",
        object="SobjectType",
        active=lambda row: bool(row.get("IsActive")),
        others=("Id", "NamespacePrefix", "IsActive"),
        condition=f"SobjectType IN ({listed(SAVED_OBJECTS)})",
    ),
)
