"""Rules on record types: present or missing, active or not, and who may use them."""

from collections.abc import Callable

from parity.compare.difference import PRESENCE, Difference, Kind
from parity.compare.families.record_type_values import OFFERED, PROCESS
from parity.rules.drift.rule import Rule
from parity.rules.finding import Severity
from parity.rules.sources import Source
from parity.snapshot.records import Role

_WHERE = "Setup > Object Manager > {object} > Record Types > {component} (metadata: RecordType {object}.{component})"


def _absent_from(role: Role) -> Callable[[Difference], bool]:
    def fires(difference: Difference) -> bool:
        absent = difference.side(role) is None
        return difference.kind is Kind.RECORD_TYPE and difference.attribute == PRESENCE and absent

    return fires


def _active(production: bool) -> Callable[[Difference], bool]:
    return lambda difference: (
        difference.kind is Kind.RECORD_TYPE
        and difference.attribute == "active"
        and (difference.production is True) == production
    )


RULES = (
    Rule(
        id="record-type-missing-in-sandbox",
        family="record-types",
        title="A record type of production is missing in the sandbox",
        severity=Severity.BLOCKER,
        unused=Severity.WARNING,
        fires=_absent_from(Role.SANDBOX),
        message="{object}: the record type {component} is in production and missing in the sandbox",
        why="Records of this type, their picklist values and their processes were not rehearsed.",
        fix=f"Deploy the record type to the sandbox: {_WHERE}.",
    ),
    Rule(
        id="record-type-only-in-sandbox",
        family="record-types",
        title="A record type exists in the sandbox only",
        severity=Severity.WARNING,
        fires=_absent_from(Role.PRODUCTION),
        message="{object}: the record type {component} is in the sandbox and missing in production",
        why="The rehearsal may have used a record type that production does not have.",
        fix=f"Deploy the record type to production, or delete it in the sandbox: {_WHERE}.",
    ),
    Rule(
        id="record-type-inactive-in-sandbox",
        family="record-types",
        title="A record type is active in production and inactive in the sandbox",
        severity=Severity.BLOCKER,
        unused=Severity.WARNING,
        fires=_active(True),
        message="{object}: the record type {component} is active in production and inactive in the sandbox",
        why="No new record of this type could be made in the rehearsal.",
        fix=f"Activate it in the sandbox: {_WHERE}.",
    ),
    Rule(
        id="record-type-inactive-in-production",
        family="record-types",
        title="A record type is active in the sandbox and inactive in production",
        severity=Severity.WARNING,
        fires=_active(False),
        message="{object}: the record type {component} is active in the sandbox and inactive in production",
        why="The rehearsal could make records of a type that production does not offer.",
        fix=f"Deactivate it in the sandbox: {_WHERE}.",
    ),
    Rule(
        id="record-type-label-changed",
        family="record-types",
        title="A record type has another label",
        severity=Severity.INFO,
        fires=lambda difference: difference.kind is Kind.RECORD_TYPE and difference.attribute == "name",
        message="{object}: the record type {component} is labelled {sandbox} in the sandbox and {production} in production",
        why="Nothing in the integration reads labels.",
        fix=f"Set the same label if it matters to readers: {_WHERE}.",
    ),
    Rule(
        id="record-type-values-changed",
        family="record-types",
        title="A record type offers other picklist values",
        severity=Severity.WARNING,
        fires=lambda difference: difference.kind is Kind.RECORD_TYPE and difference.attribute == OFFERED,
        message="{object}: the record type {component} offers other values in {item}: only the sandbox {sandbox}, only "
        "production {production}",
        many="{object}: the record type {component} offers other values in {number} places: {items}",
        why="A restricted picklist refuses what the record's type does not offer (INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST), "
        "and new records start with another default.",
        fix=f"Give the sandbox's record type production's values: {_WHERE}, Picklists Available for Editing.",
        source=Source.RECORD_TYPE,
    ),
    Rule(
        id="record-type-process-changed",
        family="record-types",
        title="A record type follows another business process",
        severity=Severity.WARNING,
        fires=lambda difference: difference.kind is Kind.RECORD_TYPE and difference.attribute == PROCESS,
        message="{object}: the record type {component} follows the process {sandbox} in the sandbox and {production} in "
        "production",
        why="The process decides which stages or statuses a record of this type can have.",
        fix=f"Give the sandbox's record type production's process: {_WHERE}.",
        source=Source.RECORD_TYPE,
    ),
    Rule(
        id="record-type-property-changed",
        family="record-types",
        title="Another property of a record type differs",
        severity=Severity.WARNING,
        fires=lambda difference: difference.kind is Kind.RECORD_TYPE,
        message="{object}: record type {component}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="parity has no rule of its own for this describe property, so a person must look what it changes.",
        fix=f"Compare the record type in both orgs: {_WHERE}.",
        fallback=True,
    ),
)
