"""Rules on what in production can refuse a record that Marketo Measure saves.

Most orgs have some of this. A rule fires where a refusal can be foreseen; the report lists everything that runs
(marketo_measure/runs_on_save.py). One finding for each object, with the names as evidence.
"""

from collections.abc import Callable, Iterable

from msgspec import UNSET

from parity.marketo_measure import catalogue as marketo_measure
from parity.marketo_measure.runs_on_save import active_on
from parity.rules.finding import Severity
from parity.rules.readiness.rule import ReadinessRule, Risk
from parity.rules.readiness.situation import OrgView, Situation
from parity.rules.sources import Source
from parity.snapshot.automation import AutomationKind
from parity.snapshot.org_setup import Part
from parity.snapshot.records import Field, Role

_EXCLUDE = (
    "Exclude the integration user (its profile or a custom permission) from {component}, as Adobe asks; rehearse the "
    "same in the sandbox."
)
_MATCHED = ("Contact", "Account", "Lead")


def _active(objects: tuple[str, ...], *kinds: AutomationKind) -> Callable[[Situation], Iterable[Risk]]:
    def evaluate(situation: Situation) -> Iterable[Risk]:
        for name in objects:
            active = active_on(situation.production.snapshot, name, *kinds)
            if active:
                rehearsed = active_on(situation.sandbox.snapshot, name, *kinds)
                yield Risk(
                    object=name, component=", ".join(active), production=list(active), sandbox=list(rehearsed) or None
                )

    return evaluate


def _own_fields(org: OrgView, name: str) -> list[Field]:
    """The customer's custom fields: the package's own are made for it."""
    fields = org.fields(name).values()
    return [one for one in fields if one.custom is True and not one.name.startswith(marketo_measure.PREFIX)]


def _on_fields(objects: tuple[str, ...], test: Callable[[Field], bool], *, own: bool) -> Callable[..., Iterable[Risk]]:
    """Speaks once an object, of the customer's own fields or of those that Marketo Measure writes."""

    def found(org: OrgView, name: str) -> list[str]:
        written = [one for one in org.fields(name).values() if marketo_measure.writes(name, one.name)]
        return sorted(one.name for one in (_own_fields(org, name) if own else written) if test(one))

    def evaluate(situation: Situation) -> Iterable[Risk]:
        for name in objects:
            names = found(situation.production, name)
            if names:
                rehearsed = found(situation.sandbox, name)
                yield Risk(object=name, component=", ".join(names), production=names, sandbox=rehearsed or None)

    return evaluate


def _fills_itself(field: Field) -> bool:
    """A unique field that gets a value by itself, so that the second record collides with the first."""
    has_default = field.default_value_formula not in (None, UNSET) or field.default_value not in (None, UNSET, False)
    return field.unique is True and field.auto_number is not True and has_default


def _must_be_filled(field: Field) -> bool:
    refused = field.nillable is False and field.defaulted_on_create is not True
    return refused and field.calculated is not True and field.auto_number is not True


def _is_restricted(field: Field) -> bool:
    return field.restricted_picklist is True


def _is_filtered(field: Field) -> bool:
    info = field.filtered_lookup_info
    return isinstance(info, dict) and info.get("optionalFilter") is not True


def _not_compiled(situation: Situation) -> Iterable[Risk]:
    """Once an org: IsValid is false where something a trigger depends on changed, and true again after the next run."""
    for role in Role:
        names = sorted(
            one.full_name for one in situation.org(role).triggers() if one.status == "Active" and one.is_valid is False
        )
        if names:
            sides = {role.value: names}
            yield Risk(component=role.value, sandbox=sides.get("sandbox"), production=sides.get("production"))


def _address_picklists(situation: Situation) -> Iterable[Risk]:
    for name in marketo_measure.SAVED_OBJECTS:
        fields = situation.production.fields(name)
        codes = sorted(one for one in fields if one.endswith(("StateCode", "CountryCode")))
        if codes:
            yield Risk(object=name, component=", ".join(codes), production=codes)


def _currencies(situation: Situation) -> Iterable[Risk]:
    names = [name for name in marketo_measure.SAVED_OBJECTS if "CurrencyIsoCode" in situation.production.fields(name)]
    if names:
        yield Risk(component="CurrencyIsoCode", production=names)


RULES = (
    ReadinessRule(
        id="readiness-cannot-execute-flow-trigger",
        family="saving",
        title="Record-triggered flows and processes run when Marketo Measure saves",
        severity=Severity.WARNING,
        evaluate=_active(marketo_measure.AUTOMATED_OBJECTS, AutomationKind.FLOW, AutomationKind.PROCESS),
        needs=(Part.FLOWS,),
        message="{object}: active record-triggered flows and processes run on every save: {production}",
        why=(
            "A flow that fails refuses the record (CANNOT_EXECUTE_FLOW_TRIGGER), and one refused record halts the export job "
            "(Pause on Export Errors is on by default)."
        ),
        fix=_EXCLUDE,
        source=Source.ERRORS,
    ),
    ReadinessRule(
        id="readiness-cannot-insert-update-activate-entity",
        family="saving",
        title="Apex triggers were not compiled since something they depend on changed",
        severity=Severity.WARNING,
        evaluate=_not_compiled,
        needs=(Part.TRIGGERS,),
        message=(
            "In the {component} org, something that these active triggers depend on changed since they were last compiled: "
            "{names}"
        ),
        why=(
            "An edited field description is enough. Salesforce compiles them at their next run; where that fails, every save "
            "on the object does (CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY). IsValid alone does not tell which it is."
        ),
        fix=(
            "Setup > Apex Triggers > Compile all triggers (and Apex Classes > Compile all classes) in the {component} org, "
            "then check again."
        ),
        source=Source.TRIGGER,
    ),
    ReadinessRule(
        id="readiness-duplicates-detected",
        family="saving",
        title="An active duplicate rule can refuse a save",
        severity=Severity.WARNING,
        evaluate=_active(_MATCHED, AutomationKind.DUPLICATE_RULE),
        needs=(Part.DUPLICATE_RULES,),
        message="{object}: active duplicate rules: {production}",
        why=(
            "A rule that blocks, or that alerts without the API's leave to save, refuses the record (DUPLICATES_DETECTED). "
            "What a rule does on edits stands in its metadata only."
        ),
        fix="Setup > Duplicate Rules > {component}: let the integration user pass, or allow saves on edit.",
        source=Source.ERRORS,
    ),
    ReadinessRule(
        id="readiness-duplicate-value",
        family="saving",
        title="A unique field fills itself",
        severity=Severity.WARNING,
        evaluate=_on_fields((*marketo_measure.CREATED_OBJECTS, "CampaignMember"), _fills_itself, own=True),
        needs=(Part.RELATED_OBJECTS,),
        message="{object}: unique fields with a default value: {production}",
        why=(
            "Marketo Measure makes records of this object and leaves the field alone: the second record gets the same "
            "default as the first and is refused (DUPLICATE_VALUE)."
        ),
        fix="Take the default or the uniqueness away: Setup > Object Manager > {object} > Fields & Relationships.",
        source=Source.ERRORS,
    ),
    ReadinessRule(
        id="readiness-entity-is-locked",
        family="saving",
        title="An active approval process locks records",
        severity=Severity.WARNING,
        evaluate=_active(marketo_measure.SAVED_OBJECTS, AutomationKind.APPROVAL_PROCESS),
        needs=(Part.APPROVAL_PROCESSES,),
        message="{object}: active approval processes: {production}",
        why="A record that waits for approval is locked, and saving it fails with ENTITY_IS_LOCKED.",
        fix=(
            "Let the integration user edit locked records (Modify All on {object}), or keep records unlocked while pending: "
            "Setup > Approval Processes > {component}."
        ),
        source=Source.ERRORS,
    ),
    ReadinessRule(
        id="readiness-field-filter-validation-exception",
        family="saving",
        title="A lookup has a required filter",
        severity=Severity.WARNING,
        evaluate=_on_fields(marketo_measure.SAVED_OBJECTS, _is_filtered, own=True),
        needs=(Part.RELATED_OBJECTS,),
        message="{object}: lookups with a required filter: {production}",
        why="Records whose lookup no longer meets the filter are refused (FIELD_FILTER_VALIDATION_EXCEPTION).",
        fix=(
            "Make the filter optional, or let the integration user pass: Setup > Object Manager > {object} > {component} > "
            "Lookup Filter."
        ),
        source=Source.ERRORS,
    ),
    ReadinessRule(
        id="readiness-field-integrity-exception",
        family="saving",
        title="State and country picklists are on",
        severity=Severity.INFO,
        evaluate=_address_picklists,
        needs=(Part.RELATED_OBJECTS,),
        message="{object}: addresses are checked against lists: {production}",
        why="Old records with a state or country that is not on the list are refused (FIELD_INTEGRITY_EXCEPTION).",
        fix="Setup > State and Country/Territory Picklists > convert the existing values of {object} before go-live.",
        source=Source.ERRORS,
    ),
    ReadinessRule(
        id="readiness-null-empty-currency-iso-code",
        family="saving",
        title="Several currencies are on",
        severity=Severity.INFO,
        evaluate=_currencies,
        needs=(Part.RELATED_OBJECTS,),
        message="Records carry a currency on {production}",
        why=(
            "A record without one is refused (NULL_EMPTY_CURRENCY_ISO_CODE). Dated exchange rates are not used for touchpoint "
            "revenue inside Salesforce."
        ),
        fix="Look for records without CurrencyIsoCode before go-live, and map currencies in Marketo Measure > Settings.",
        source=Source.ERRORS,
    ),
    ReadinessRule(
        id="readiness-record-noncompliant-with-validation-rules",
        family="saving",
        title="Active validation rules check what Marketo Measure saves",
        severity=Severity.WARNING,
        evaluate=_active(marketo_measure.AUTOMATED_OBJECTS, AutomationKind.VALIDATION_RULE),
        needs=(Part.VALIDATION_RULES,),
        message="{object}: active validation rules: {production}",
        why=(
            "A record that does not meet a rule is refused (RECORD_NONCOMPLIANT_WITH_VALIDATION_RULES), old records above "
            "all; campaigns that Marketo Measure makes hold a name and little else."
        ),
        fix=_EXCLUDE,
        source=Source.ERRORS,
    ),
    ReadinessRule(
        id="readiness-required-field-missing",
        family="saving",
        title="A custom field must be filled",
        severity=Severity.WARNING,
        evaluate=_on_fields(marketo_measure.AUTOMATED_OBJECTS, _must_be_filled, own=True),
        needs=(Part.RELATED_OBJECTS,),
        message="{object}: required fields without a default: {production}",
        why=(
            "Marketo Measure does not fill them: a campaign that it makes, or an old record that has none, is refused "
            "(REQUIRED_FIELD_MISSING)."
        ),
        fix="Give the field a default, or require it on page layouts instead: Setup > Object Manager > {object} > {component}.",
        source=Source.ERRORS,
    ),
    ReadinessRule(
        id="readiness-restrict-picklist-values-enabled",
        family="saving",
        title="A picklist that Marketo Measure writes is restricted",
        severity=Severity.WARNING,
        evaluate=_on_fields(
            (*marketo_measure.SAVED_OBJECTS, *marketo_measure.PACKAGE_OBJECTS), _is_restricted, own=False
        ),
        needs=(Part.RELATED_OBJECTS,),
        message="{object}: restricted picklists that Marketo Measure writes: {production}",
        why=(
            "A value that is not on the list is refused (RESTRICT_PICKLIST_VALUES_ENABLED), and channels and types are the "
            "tenant's own."
        ),
        fix="Setup > Object Manager > {object} > {component} > Edit: do not restrict the picklist.",
        source=Source.ERRORS,
    ),
)
