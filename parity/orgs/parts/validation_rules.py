"""Validation rules. Metadata and FullName would need a query for each row, so formulas are read as rows (contents.py).

https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_validationrule.htm
"""

from parity.marketo_measure.catalogue import AUTOMATED_OBJECTS
from parity.orgs.automation_table import AutomationTable, automation_part
from parity.orgs.soql import listed
from parity.snapshot.automation import AutomationKind
from parity.snapshot.org_setup import Part

PART = automation_part(
    Part.VALIDATION_RULES,
    AutomationTable(
        table="ValidationRule",
        kind=AutomationKind.VALIDATION_RULE,
        name="ValidationName",
        object="EntityDefinition.QualifiedApiName",
        active=lambda row: bool(row.get("Active")),
        others=("Id", "NamespacePrefix", "Active"),
        details=("ErrorMessage", "ErrorDisplayField"),
        condition=f"EntityDefinition.QualifiedApiName IN ({listed(AUTOMATED_OBJECTS)})",
        tooling=True,
    ),
)
