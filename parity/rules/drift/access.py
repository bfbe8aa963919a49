"""What the signed-in user may see and do: access, not schema."""

from collections.abc import Callable

from parity.compare.difference import PRESENCE, Difference, Kind
from parity.marketo_measure import catalogue as marketo_measure
from parity.rules.drift.rule import Rule
from parity.rules.finding import Severity
from parity.rules.sources import Source
from parity.snapshot.field_visibility import Sight

_WRITE = frozenset({"createable", "updateable"})
_OBJECT_ACCESS = frozenset(
    {
        "createable",
        "deletable",
        "mergeable",
        "queryable",
        "replicateable",
        "retrieveable",
        "undeletable",
        "updateable",
    }
)
_NEEDED_OF_AN_OBJECT = frozenset({"queryable", "replicateable", "retrieveable", "updateable"})
_GRANT = "Setup > Permission Sets (or Profiles) > the signed-in user's > Object Settings > {object}"


def _unseen(sight: Sight) -> Callable[[Difference], bool]:
    def fires(difference: Difference) -> bool:
        return difference.kind is Kind.FIELD and difference.attribute == PRESENCE and difference.sight is sight

    return fires


def _write_lost(difference: Difference) -> bool:
    """The integration writes the field, could in the sandbox, and cannot in production."""
    return (
        _write_changed(difference)
        and difference.production is not True
        and marketo_measure.writes(difference.object, difference.component)
    )


def _write_changed(difference: Difference) -> bool:
    return difference.kind is Kind.FIELD and difference.attribute in _WRITE


def _object_access(difference: Difference) -> bool:
    return difference.kind is Kind.OBJECT and difference.attribute in _OBJECT_ACCESS


def _object_lost(difference: Difference) -> bool:
    """Access that every object of the integration needs, had in the sandbox and not had in production."""
    return (
        difference.kind is Kind.OBJECT
        and difference.attribute in _NEEDED_OF_AN_OBJECT
        and difference.sandbox is True
        and difference.production is not True
    )


def _object_label(difference: Difference) -> bool:
    return difference.kind is Kind.OBJECT and difference.attribute in {"label", "labelPlural"}


RULES = (
    Rule(
        id="field-not-visible",
        family="access",
        title="A field exists in both orgs, and one org's user may not see it",
        severity=Severity.WARNING,
        fires=_unseen(Sight.HIDDEN),
        message="{object}.{component} exists in both orgs, and the signed-in user of the {blind} may not see it",
        why="What cannot be seen cannot be compared, so it cannot be called equal either: the verdict stays open.",
        fix=f"Grant read access to the field to the user that parity signs in with: {_GRANT} > Field Permissions > "
        "{component} > Read Access.",
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
        fix="Give the signed-in user the permission View Setup and Configuration, and collect again; for imported "
        "files, add FieldDefinition-{object}.json (query QualifiedApiName from FieldDefinition for {object}).",
        source=Source.FIELD_DEFINITION,
        undecided=True,
    ),
    Rule(
        id="integration-field-not-writable",
        family="access",
        title="A field that Marketo Measure writes cannot be written in production",
        severity=Severity.BLOCKER,
        fires=_write_lost,
        message="{object}.{component}: {attribute} is {sandbox} in the sandbox and {production} in production, "
        "and Marketo Measure writes this field",
        why="The first export after the switch fails with MISSING_BIZIBLE_CUSTOM_FIELDS_PERMISSIONS or "
        "INSUFFICIENT_ACCESS_OR_READONLY, and one failing record halts the job.",
        fix=f"Grant edit access in production: {_GRANT} > Field Permissions > {{component}} > Edit Access; the package "
        "brings the permission set Marketo Measure Administrator.",
        source=Source.ERRORS,
    ),
    Rule(
        id="field-access-changed",
        family="access",
        title="The signed-in user may write a field in one org only",
        severity=Severity.WARNING,
        fires=lambda difference: _write_changed(difference) and not _write_lost(difference),
        message="{object}.{component}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="This is access of the signed-in user, not schema: the two users, profiles or permission sets differ.",
        fix=f"Sign in to both orgs with users of the same profile and permission sets, or level them: {_GRANT} > "
        "Field Permissions > {component}.",
        source=Source.DESCRIBE,
    ),
    Rule(
        id="integration-object-not-accessible",
        family="access",
        title="An object that Marketo Measure works with can be used less in production",
        severity=Severity.BLOCKER,
        fires=_object_lost,
        message="{object}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="Marketo Measure reads and updates these objects and needs them replicable: the first sync after the switch "
        "fails with MISSING_OBJECT_READ/WRITE_PERMISSION or MISSING_ISREPLICATEABLE_PERMISSION.",
        fix=f"Grant the signed-in user in production what it has in the sandbox: {_GRANT} > Object Permissions.",
        source=Source.ERRORS,
    ),
    Rule(
        id="object-access-changed",
        family="access",
        title="The signed-in user may do something with an object in one org only",
        severity=Severity.WARNING,
        fires=lambda difference: _object_access(difference) and not _object_lost(difference),
        message="{object}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="Marketo Measure needs its objects to be readable, writable and replicable; access that was there in the "
        "rehearsal and is not in production breaks it (MISSING_OBJECT_READ/WRITE_PERMISSION).",
        fix=f"Level the access of the two signed-in users: {_GRANT} > Object Permissions.",
        source=Source.ERRORS,
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
