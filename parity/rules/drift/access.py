"""Rules on what the signed-in user may see, and on properties of an object that are not its schema."""

from collections.abc import Callable

from parity.compare.difference import PRESENCE, Difference, Kind
from parity.rules.drift.rule import Rule
from parity.rules.finding import Severity
from parity.rules.sources import Source
from parity.snapshot.field_visibility import Sight
from parity.snapshot.grants import AFTER_A_DEPLOYMENT, READ_SETUP, read_fields


def _unseen(sight: Sight) -> Callable[[Difference], bool]:
    def fires(difference: Difference) -> bool:
        return difference.kind is Kind.FIELD and difference.attribute == PRESENCE and difference.sight is sight

    return fires


def _object_label(difference: Difference) -> bool:
    return difference.kind is Kind.OBJECT and difference.attribute in {"label", "labelPlural"}


#: FieldDefinition's columns, which are compared where describe shows the field in neither org.
_DEFINITION = frozenset({"DataType", "Length", "Precision", "ReferenceTo", "Scale"})


def _defined_otherwise(difference: Difference) -> bool:
    return difference.kind is Kind.FIELD and difference.attribute in _DEFINITION


RULES = (
    Rule(
        id="hidden-field-changed",
        family="access",
        title="A field that neither user may see is defined otherwise in production",
        severity=Severity.BLOCKER,
        unused=Severity.WARNING,
        fires=_defined_otherwise,
        message="{object}.{component}, hidden from both users: {attribute} is {sandbox} in the sandbox and {production} in "
        "production",
        why="FieldDefinition tells it, whatever the users may see: values that fitted in the rehearsal may not fit.",
        fix="Give the field the same definition in both orgs: Setup > Object Manager > {object} > Fields & Relationships > "
        "{component}.",
        source=Source.FIELD_DEFINITION,
    ),
    Rule(
        id="field-not-visible",
        family="access",
        title="A field exists in both orgs, and one org's user may not see it",
        severity=Severity.WARNING,
        fires=_unseen(Sight.HIDDEN),
        message="{object}.{component} exists in both orgs, and the signed-in user of the {blind} may not see it",
        why="What cannot be seen cannot be compared, so it cannot be called equal either: the verdict stays open.",
        fix=f"{AFTER_A_DEPLOYMENT} Else: {read_fields('{object}')}",
        source=Source.FIELD_DEFINITION,
        undecided=True,
    ),
    Rule(
        id="field-missing-or-not-visible",
        family="access",
        title="A field is missing in one org, or hidden from its user: the two could not be told apart",
        severity=Severity.WARNING,
        fires=_unseen(Sight.UNKNOWN),
        message="{object}.{component} was not seen in the {blind}, and FieldDefinition could not be read there to tell "
        "missing from hidden",
        why="A describe leaves out what its user may not see. Calling such a field missing could be wrong either way.",
        fix=f"{READ_SETUP} Then collect again; for imported "
        "files, add FieldDefinition-{object}.json (query QualifiedApiName from FieldDefinition for {object}).",
        source=Source.FIELD_DEFINITION,
        undecided=True,
    ),
    Rule(
        id="object-label-changed",
        family="access",
        title="An object has another label",
        severity=Severity.INFO,
        fires=_object_label,
        message="{object} has the {attribute} {sandbox} in the sandbox and {production} in production",
        why="Nothing in the integration reads labels.",
        fix="Set the same label if it matters to readers: Setup > Rename Tabs and Labels.",
        source=Source.DESCRIBE,
    ),
    Rule(
        id="object-property-changed",
        family="access",
        title="Another property of an object differs",
        severity=Severity.WARNING,
        fires=lambda difference: difference.kind is Kind.OBJECT,
        message="{object}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="parity has no rule of its own for this describe property, so a person must look what it changes.",
        fix="Compare the object in both orgs: Setup > Object Manager > {object}.",
        source=Source.DESCRIBE,
        fallback=True,
    ),
)
