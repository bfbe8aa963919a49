"""Rules on picklists: their values one by one, restriction, defaults and dependencies."""

from collections.abc import Callable
from typing import Any

from parity.compare.difference import Difference, Kind
from parity.compare.follows import PICKLIST_TYPES
from parity.compare.properties import VALUES
from parity.rules.drift.rule import Rule
from parity.rules.finding import Severity
from parity.rules.sources import Source

_DEPENDENCY = frozenset({"controllerName", "dependentPicklist"})
_WHERE = "Setup > Object Manager > {object} > Fields & Relationships > {component} > Values"
_METADATA = "metadata: valueSet of CustomField or StandardValueSet behind {object}.{component}"


def _value(attribute: str, test: Callable[[Any, Any], bool]) -> Callable[[Difference], bool]:
    """Fires on one property of a picklist value ("" for the value itself)."""

    def fires(difference: Difference) -> bool:
        return (
            difference.kind is Kind.FIELD
            and difference.attribute == VALUES
            and difference.item is not None
            and difference.item_attribute == attribute
            and test(difference.sandbox, difference.production)
        )

    return fires


def _restricted(production: bool) -> Callable[[Difference], bool]:
    return lambda difference: (
        difference.kind is Kind.FIELD
        and difference.attribute == "restrictedPicklist"
        and (difference.production is True) == production
    )


def _dependency(difference: Difference) -> bool:
    if difference.kind is not Kind.FIELD:
        return False
    return difference.attribute in _DEPENDENCY or _value("validFor", _always)(difference)


def is_picklist_length(difference: Difference) -> bool:
    """Whether this is the stated length of a field that is a picklist in both orgs."""
    if difference.kind is not Kind.FIELD or difference.attribute != "length":
        return False
    both = (difference.sandbox_record, difference.production_record)
    return all(record is not None and record.type in PICKLIST_TYPES for record in both)


def _always(_sandbox: Any, _production: Any) -> bool:
    return True


RULES = (
    Rule(
        id="picklist-value-missing-in-sandbox",
        family="picklists",
        title="A picklist value of production is missing in the sandbox",
        severity=Severity.BLOCKER,
        unused=Severity.WARNING,
        fires=_value("", lambda sandbox, _production: sandbox is None),
        message="{object}.{component}: the value {item} is in production and missing in the sandbox",
        many="{object}.{component}: {number} values are in production and missing in the sandbox: {items}",
        why="Records with this value did not exist in the rehearsal: stages, channels and rules that use it were not tried.",
        fix=f"Add to the sandbox ({{items}}): {_WHERE} > New ({_METADATA}).",
    ),
    Rule(
        id="picklist-value-only-in-sandbox",
        family="picklists",
        title="A picklist value exists in the sandbox only",
        severity=Severity.WARNING,
        fires=_value("", lambda sandbox, _production: sandbox is not None),
        message="{object}.{component}: the value {item} is in the sandbox and missing in production",
        many="{object}.{component}: {number} values are in the sandbox and missing in production: {items}",
        why="Mappings that the rehearsal used may name a value that production does not have.",
        fix=f"Add to production, or delete in the sandbox ({{items}}): {_WHERE} ({_METADATA}).",
    ),
    Rule(
        id="picklist-value-inactive-in-sandbox",
        family="picklists",
        title="A picklist value is active in production and inactive in the sandbox",
        severity=Severity.BLOCKER,
        unused=Severity.WARNING,
        fires=_value("active", lambda _sandbox, production: production is True),
        message="{object}.{component}: the value {item} is active in production and inactive in the sandbox",
        many="{object}.{component}: {number} values are active in production and inactive in the sandbox: {items}",
        why="New records could not get this value in the rehearsal, and will in production.",
        fix=f"Activate in the sandbox ({{items}}): {_WHERE} > Inactive Values > Activate ({_METADATA}).",
    ),
    Rule(
        id="picklist-value-inactive-in-production",
        family="picklists",
        title="A picklist value is active in the sandbox and inactive in production",
        severity=Severity.WARNING,
        fires=_value("active", lambda _sandbox, production: production is not True),
        message="{object}.{component}: the value {item} is active in the sandbox and inactive in production",
        many="{object}.{component}: {number} values are active in the sandbox and inactive in production: {items}",
        why="The rehearsal could set a value that production will not offer.",
        fix=f"Deactivate in the sandbox ({{items}}): {_WHERE} > Deactivate ({_METADATA}).",
    ),
    Rule(
        id="picklist-default-changed",
        family="picklists",
        title="A picklist has another default value",
        severity=Severity.WARNING,
        fires=_value("defaultValue", _always),
        message="{object}.{component}: is {item} the default? sandbox: {sandbox}, production: {production}",
        many="{object}.{component}: another value is the default in production: {items} differ in it",
        why="New records start with another value, which triggers, flows and rules react to.",
        fix=f"Set production's default in the sandbox: {_WHERE} > Edit > Default ({_METADATA}).",
    ),
    Rule(
        id="picklist-dependency-changed",
        family="picklists",
        title="A dependent picklist depends otherwise",
        severity=Severity.BLOCKER,
        unused=Severity.WARNING,
        fires=_dependency,
        message="{object}.{component}: {attribute} is {sandbox} in the sandbox and {production} in production",
        many="{object}.{component} depends otherwise in production: {items}",
        why="A pair of values that could be saved in the rehearsal may be refused in production, or the reverse.",
        fix=(
            "Set the same dependencies: Setup > Object Manager > {object} > Fields & Relationships > "
            f"Field Dependencies ({_METADATA})."
        ),
    ),
    Rule(
        id="picklist-restricted-in-production",
        family="picklists",
        title="A picklist refuses unknown values in production only",
        severity=Severity.BLOCKER,
        unused=Severity.WARNING,
        fires=_restricted(True),
        message="{object}.{component} is a restricted picklist in production and not in the sandbox",
        why=(
            "A write with a value outside of the list passed in the rehearsal and fails in production with "
            "RESTRICT_PICKLIST_VALUES_ENABLED."
        ),
        fix=(
            "Restrict both or neither: Setup > Object Manager > {object} > Fields & Relationships > {component} > Edit > "
            f"Restrict picklist to the values defined in the value set ({_METADATA})."
        ),
        source=Source.ERRORS,
    ),
    Rule(
        id="picklist-restricted-in-sandbox-only",
        family="picklists",
        title="A picklist refuses unknown values in the sandbox only",
        severity=Severity.WARNING,
        fires=_restricted(False),
        message="{object}.{component} is a restricted picklist in the sandbox and not in production",
        why="Production will take values that the rehearsal refused.",
        fix=(
            "Restrict both or neither: Setup > Object Manager > {object} > Fields & Relationships > {component} > Edit > "
            f"Restrict picklist to the values defined in the value set ({_METADATA})."
        ),
        source=Source.ERRORS,
    ),
    Rule(
        id="picklist-length-changed",
        family="picklists",
        title="A picklist states another length",
        severity=Severity.WARNING,
        fires=is_picklist_length,
        message="{object}.{component}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why=(
            "Salesforce widens its picklists with a release, from 40 to 255 characters: the two orgs are on different "
            "releases, or one has longer values."
        ),
        fix=(
            "Compare the releases of both orgs (Setup > Company Information); a preview sandbox levels with production "
            f"when the release reaches it ({_METADATA})."
        ),
    ),
    Rule(
        id="picklist-label-changed",
        family="picklists",
        title="A picklist value has another label",
        severity=Severity.INFO,
        fires=_value("label", _always),
        message="{object}.{component}: the value {item} is labelled {sandbox} in the sandbox and {production} in production",
        many="{object}.{component}: {number} values have another label: {items}",
        why="The integration works with values, not labels; people who compare screens may be misled.",
        fix=f"Set the same label if it matters to readers: {_WHERE} > Edit ({_METADATA}).",
    ),
)
