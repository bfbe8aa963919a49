"""What the integration user may do with objects and fields in production."""

from collections.abc import Iterable

from parity.compare.gaps import is_only_warned
from parity.integrity.counted import counted
from parity.marketo_measure import catalogue as marketo_measure
from parity.rules.finding import Severity
from parity.rules.readiness.rule import ReadinessRule, Risk
from parity.rules.readiness.situation import OrgView, Situation
from parity.rules.sources import Source
from parity.snapshot.field_visibility import hidden_fields, is_told_whole
from parity.snapshot.org_setup import Part
from parity.snapshot.records import Role

_READ_OBJECTS = tuple(sorted({*marketo_measure.SAVED_OBJECTS, *marketo_measure.RELATED_OBJECTS}))
_WRITTEN_OBJECTS = (*marketo_measure.SAVED_OBJECTS, *marketo_measure.PACKAGE_OBJECTS)
_ADMINISTRATOR = "Assign the package's permission set Marketo Measure Administrator to the integration user"
#: Adobe's spelling is doubtful, so its absence proves nothing (parity/marketo_measure.py).
_DOUBTFUL = frozenset({"bizible2__Touchpoint_Status_Leade__c"})


def _readable(situation: Situation) -> list[str]:
    """The objects that production's integration user may read, and whose fields are worth a look."""
    names = [name for name in _READ_OBJECTS if situation.production.may_read(name)]
    return names if not situation.is_package_missing else [one for one in names if not one.startswith("bizible2__")]


def _no_read(situation: Situation) -> Iterable[Risk]:
    for name in _READ_OBJECTS:
        packaged = name.startswith(marketo_measure.PREFIX)
        if situation.production.may_read(name) or (packaged and situation.is_package_missing):
            continue
        yield Risk(
            object=name,
            component="Read",
            production="no",
            sandbox="yes" if situation.sandbox.may_read(name) else "no",
        )


def _no_write(situation: Situation) -> Iterable[Risk]:
    for name in _WRITTEN_OBJECTS:
        org = situation.production
        if not org.may_read(name):
            continue
        lacking = [] if org.may_edit(name) else ["Edit"]
        if name in marketo_measure.CREATED_OBJECTS and not org.may_create(name):
            lacking.append("Create")
        if lacking:
            yield Risk(object=name, component=" and ".join(lacking), production="no")


def _package_fields(situation: Situation) -> Iterable[Risk]:
    if situation.is_package_missing:
        return
    org = situation.production
    for name in _readable(situation):
        wanted = {one.name for one in marketo_measure.catalogue() if one.object == name and one.custom} - _DOUBTFUL
        described = org.described(name)
        known = {*org.fields(name), *(described.defined_fields or () if described else ())}
        wanted |= {one for one in known if one.startswith(marketo_measure.PREFIX)}
        lacking = [one for one in sorted(wanted) if org.exists(name, one) is not False and _lacks(org, name, one)]
        proven = [one for one in lacking if org.exists(name, one)]
        unproven = [f"{one} (hidden, or not in this version of the package)" for one in lacking if one not in proven]
        if proven:
            yield Risk(object=name, component=counted(len(proven), "field"), production=proven)
        if unproven:
            component = counted(len(unproven), "field not seen", "fields not seen")
            yield Risk(object=name, component=component, production=unproven, severity=Severity.WARNING)


def _lacks(org: OrgView, name: str, field: str) -> bool:
    if not org.may_read_field(name, field):
        return True
    return org.may_edit(name) and org.is_writable_by_nature(name, field) and not org.may_edit_field(name, field)


def _required_fields(situation: Situation) -> Iterable[Risk]:
    org = situation.production
    for name in _readable(situation):
        wanted = [one.name for one in marketo_measure.catalogue() if one.object == name and not one.custom]
        lacking = [one for one in wanted if org.exists(name, one) is not False and not org.may_read_field(name, one)]
        if lacking:
            yield Risk(object=name, component=", ".join(lacking), production=lacking)


def _standard_fields(situation: Situation) -> Iterable[Risk]:
    org = situation.production
    for one in marketo_measure.catalogue():
        written = one.written and not one.custom and org.may_edit(one.object)
        if written and org.may_read_field(one.object, one.name) and not org.may_edit_field(one.object, one.name):
            yield Risk(object=one.object, component=one.name, production="read only")


def _not_replicable(situation: Situation) -> Iterable[Risk]:
    lacking = [
        name
        for name in marketo_measure.REPLICATED_OBJECTS
        if (described := situation.production.described(name)) is not None
        and described.properties.get("replicateable") is not True
    ]
    if lacking:
        yield Risk(component="replicateable", production=lacking)


def _default_record_type(situation: Situation) -> Iterable[Risk]:
    """Only where both orgs were read as the integration user: a default is the user's own."""
    found = {}
    for role in Role:
        org = situation.org(role)
        described = org.described("Campaign")
        if not org.sees_with_own_eyes or described is None:
            return
        found[role] = next(
            (one.developer_name for one in described.record_types if one.default_record_type_mapping), None
        )
    if found[Role.SANDBOX] != found[Role.PRODUCTION]:
        yield Risk(
            object="Campaign",
            component="default record type",
            sandbox=found[Role.SANDBOX],
            production=found[Role.PRODUCTION],
        )


def _not_compared(situation: Situation) -> Iterable[Risk]:
    """In the profile `integration`: fields hidden from both users, of which FieldDefinition leaves something untold."""
    for name in sorted({*situation.sandbox.snapshot.objects, *marketo_measure.COMPARED_OBJECTS}):
        sandbox, production = situation.sandbox.described(name), situation.production.described(name)
        if sandbox is None or production is None:
            continue
        both = hidden_fields(sandbox).keys() & hidden_fields(production).keys()
        fields = [one.name for key, one in hidden_fields(production).items() if key in both and not is_told_whole(one)]
        if fields and is_only_warned(name, fields, situation.policy):
            yield Risk(object=name, component="fields hidden from both users", production=sorted(fields))


_DESCRIBED = (Part.OBJECTS, Part.RELATED_OBJECTS, Part.PACKAGES)
_GRANTED = (*_DESCRIBED, Part.INTEGRATION_USER)

RULES = (
    ReadinessRule(
        id="readiness-missing-object-read-permission",
        family="access",
        title="The integration user may not read an object",
        severity=Severity.BLOCKER,
        evaluate=_no_read,
        needs=_GRANTED,
        message="{object} cannot be read by production's integration user (in the sandbox: {sandbox})",
        why="Its records are never downloaded (MISSING_OBJECT_READ_PERMISSION).",
        fix=f"{_ADMINISTRATOR}, or grant Read on {{object}}: Setup > Permission Sets > Object Settings.",
        source=Source.ERRORS,
        guards=True,
    ),
    ReadinessRule(
        id="readiness-missing-object-write-permission",
        family="access",
        title="The integration user may not write an object",
        severity=Severity.BLOCKER,
        evaluate=_no_write,
        needs=_GRANTED,
        message="{object} can be read, but production's integration user lacks {component}",
        why="Exports fail with MISSING_OBJECT_WRITE_PERMISSION, or as CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY.",
        fix=f"{_ADMINISTRATOR}, or grant {{component}} on {{object}}: Setup > Permission Sets > Object Settings.",
        source=Source.ERRORS,
        guards=True,
    ),
    ReadinessRule(
        id="readiness-missing-bizible-custom-fields-permissions",
        family="access",
        title="The integration user may not read and write every field of the package",
        severity=Severity.BLOCKER,
        evaluate=_package_fields,
        needs=_GRANTED,
        message="{object}: production's integration user may not read and write {production}",
        why="The export fails with MISSING_BIZIBLE_CUSTOM_FIELDS_PERMISSIONS.",
        fix=(
            f"{_ADMINISTRATOR}, or grant Read and Edit: Setup > Permission Sets > Object Settings > {{object}} > Field "
            "Permissions."
        ),
        source=Source.ERRORS,
        guards=True,
    ),
    ReadinessRule(
        id="readiness-missing-field-read-permission",
        family="access",
        title="The integration user may not read a field that Marketo Measure needs",
        severity=Severity.BLOCKER,
        evaluate=_required_fields,
        needs=_GRANTED,
        message="{object}: production's integration user may not read {component}",
        why="The download fails with MISSING_FIELD_READ_PERMISSION.",
        fix="Grant Read Access to {component}: Setup > Permission Sets > Object Settings > {object} > Field Permissions.",
        source=Source.ERRORS,
        guards=True,
    ),
    ReadinessRule(
        id="readiness-insufficient-access-or-readonly",
        family="access",
        title="A standard field that Marketo Measure writes is read only",
        severity=Severity.BLOCKER,
        evaluate=_standard_fields,
        needs=_GRANTED,
        message="{object}.{component} is {production} for production's integration user",
        why="Saving fails with INSUFFICIENT_ACCESS_OR_READONLY.",
        fix="Grant Edit Access to {component}: Setup > Permission Sets > Object Settings > {object} > Field Permissions.",
        source=Source.ERRORS,
        guards=True,
    ),
    ReadinessRule(
        id="readiness-missing-isreplicateable-permission",
        family="access",
        title="An object that Marketo Measure replicates is not replicable",
        severity=Severity.BLOCKER,
        evaluate=_not_replicable,
        needs=_DESCRIBED,
        message="Not replicable in production: {production}",
        why="Changes and deletions of its records cannot be followed (MISSING_ISREPLICATEABLE_PERMISSION).",
        fix="Grant the integration user Read on these objects, and View All where sharing hides records; then check again.",
        source=Source.ERRORS,
        guards=True,
    ),
    ReadinessRule(
        id="readiness-campaign-default-record-type",
        family="access",
        title="The integration user makes campaigns of another record type in production",
        severity=Severity.WARNING,
        evaluate=_default_record_type,
        needs=_GRANTED,
        needs_sandbox=(Part.INTEGRATION_USER,),
        message="Campaign: the integration user's default record type is {sandbox} in the sandbox and {production} in production",
        why="Marketo Measure makes campaigns without naming a record type, so they get the default of its user.",
        fix="Set the same default: Setup > Profiles > the integration user's > Object Settings > Campaigns > Record Types.",
        source=Source.INTERACTION,
    ),
    ReadinessRule(
        id="readiness-fields-not-compared",
        family="access",
        title="Fields that nothing uses are hidden from both users, so they were not compared",
        severity=Severity.WARNING,
        evaluate=_not_compared,
        message="{object}: hidden from the signed-in users of both orgs, so not compared: {names}",
        why="Neither Marketo Measure nor policy.fields uses them; what they hold can still make triggers and flows differ.",
        fix="Grant both users View All Fields on {object} (Permission Set > Object Settings), then check again.",
        source=Source.FIELD_DEFINITION,
    ),
)
