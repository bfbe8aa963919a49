"""Record types: there or not, active or not, and who may use them."""

from collections.abc import Callable

from parity.compare.difference import PRESENCE, Difference, Kind
from parity.rules.drift.rule import Rule
from parity.rules.finding import Severity
from parity.rules.sources import Source

_WHERE = "Setup > Object Manager > {object} > Record Types > {component} (metadata: RecordType {object}.{component})"
_ACCESS = frozenset({"available", "defaultRecordTypeMapping"})


def _presence(side: str) -> Callable[[Difference], bool]:
    def fires(difference: Difference) -> bool:
        absent = getattr(difference, side) is None
        return difference.kind is Kind.RECORD_TYPE and difference.attribute == PRESENCE and absent

    return fires


def _active(production: bool) -> Callable[[Difference], bool]:
    return lambda difference: (
        difference.kind is Kind.RECORD_TYPE
        and difference.attribute == "active"
        and (difference.production is True) == production
    )


def _rule(rule_id: str, title: str, severity: Severity, fires: Callable[[Difference], bool], **texts: str) -> Rule:
    return Rule(
        id=rule_id,
        family="record-types",
        title=title,
        severity=severity,
        unused=Severity.WARNING if severity is Severity.BLOCKER else severity,
        fires=fires,
        source=Source.REPLICA,
        message=texts["message"],
        why=texts["why"],
        fix=texts["fix"],
        fallback="fallback" in texts,
    )


RULES = (
    _rule(
        "record-type-missing-in-sandbox",
        "A record type of production is missing in the sandbox",
        Severity.BLOCKER,
        _presence("sandbox"),
        message="{object}: the record type {component} is in production and missing in the sandbox",
        why="Records of this type, their picklist values and their processes were not rehearsed.",
        fix=f"Deploy the record type to the sandbox: {_WHERE}.",
    ),
    _rule(
        "record-type-only-in-sandbox",
        "A record type exists in the sandbox only",
        Severity.WARNING,
        _presence("production"),
        message="{object}: the record type {component} is in the sandbox and missing in production",
        why="The rehearsal may have used a record type that production does not have.",
        fix=f"Deploy the record type to production, or delete it in the sandbox: {_WHERE}.",
    ),
    _rule(
        "record-type-inactive-in-sandbox",
        "A record type is active in production and inactive in the sandbox",
        Severity.BLOCKER,
        _active(True),
        message="{object}: the record type {component} is active in production and inactive in the sandbox",
        why="No new record of this type could be made in the rehearsal.",
        fix=f"Activate it in the sandbox: {_WHERE}.",
    ),
    _rule(
        "record-type-inactive-in-production",
        "A record type is active in the sandbox and inactive in production",
        Severity.WARNING,
        _active(False),
        message="{object}: the record type {component} is active in the sandbox and inactive in production",
        why="The rehearsal could make records of a type that production does not offer.",
        fix=f"Deactivate it in the sandbox: {_WHERE}.",
    ),
    _rule(
        "record-type-access-changed",
        "The signed-in user may use a record type in one org only",
        Severity.INFO,
        lambda difference: difference.kind is Kind.RECORD_TYPE and difference.attribute in _ACCESS,
        message="{object}: record type {component}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="This is access of the signed-in user, not schema: the two users' profiles or permission sets differ.",
        fix="Assign the record type alike: Setup > Profiles (or Permission Sets) > Object Settings > {object} > "
        "Record Type Assignments.",
    ),
    _rule(
        "record-type-label-changed",
        "A record type has another label",
        Severity.INFO,
        lambda difference: difference.kind is Kind.RECORD_TYPE and difference.attribute == "name",
        message="{object}: the record type {component} is labelled {sandbox} in the sandbox and {production} in production",
        why="Nothing in the integration reads labels.",
        fix=f"Set the same label if it matters to readers: {_WHERE}.",
    ),
    _rule(
        "record-type-property-changed",
        "Another property of a record type differs",
        Severity.WARNING,
        lambda difference: difference.kind is Kind.RECORD_TYPE,
        message="{object}: record type {component}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="parity has no rule of its own for this describe property, so a person must look what it changes.",
        fix=f"Compare the record type in both orgs: {_WHERE}.",
        fallback="yes",
    ),
)
