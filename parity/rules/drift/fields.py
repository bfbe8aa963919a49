"""Fields: there or not, and every property of their definition."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from parity.compare.difference import PRESENCE, Difference, Kind
from parity.compare.follows import DERIVED, is_text_kind
from parity.rules.drift.picklists import is_picklist_length
from parity.rules.drift.rule import Rule
from parity.rules.finding import Severity
from parity.rules.sources import Source
from parity.snapshot.field_visibility import Sight
from parity.snapshot.names import is_custom
from parity.snapshot.records import Field, Role

_LENGTH = frozenset({"length"})
_NUMBER = frozenset({"precision", "scale", "digits"})
_REQUIRED = frozenset({"nillable", "defaultedOnCreate"})
_IDENTITY = frozenset({"externalId", "caseSensitive"})
_FORMULA = frozenset({"calculated", "calculatedFormula", "formulaTreatNullNumberAsZero"})
_REFERENCE = frozenset(
    {
        "referenceTo",
        "relationshipName",
        "relationshipOrder",
        "referenceTargetField",
        "cascadeDelete",
        "restrictedDelete",
        "writeRequiresMasterRead",
        "polymorphicForeignKey",
        "namePointing",
        "filteredLookupInfo",
    }
)
_SETUP = "Setup > Object Manager > {object} > Fields & Relationships"
_METADATA = "metadata: CustomField {object}.{component}"


def _of(attributes: frozenset[str], test: Callable[[Any, Any], bool] = lambda _s, _p: True) -> Callable[..., bool]:
    """Fires on a field's attribute in the set whose two values pass the test (sandbox, production)."""

    def fires(difference: Difference) -> bool:
        return (
            difference.kind is Kind.FIELD
            and difference.attribute in attributes
            and test(difference.sandbox, difference.production)
        )

    return fires


def _length(test: Callable[[Any, Any], bool]) -> Callable[[Difference], bool]:
    """The length of a text; that of a picklist says nothing of its values."""
    differs = _of(_LENGTH, test)
    return lambda difference: differs(difference) and not is_picklist_length(difference)


class _Fit(StrEnum):
    """How numbers of the sandbox fit into production's field."""

    FEWER_DIGITS = "fewer digits before the point"
    FEWER_DECIMALS = "fewer decimals"
    WIDER = "room for more"


def _digits(field: Field) -> tuple[int, int]:
    """Digits before and after the point: an int has `digits`, other numbers `precision` less `scale`."""
    if field.type == "int":
        return (field.digits if isinstance(field.digits, int) else 0), 0
    precision = field.precision if isinstance(field.precision, int) else 0
    scale = field.scale if isinstance(field.scale, int) else 0
    return precision - scale, scale


def _fit(difference: Difference) -> _Fit | None:
    """Null where the difference is not one of a number's size."""
    if difference.kind is not Kind.FIELD or difference.attribute not in _NUMBER:
        return None
    sandbox, production = difference.sandbox_record, difference.production_record
    if not isinstance(sandbox, Field) or not isinstance(production, Field):
        return None
    before, after = _digits(sandbox), _digits(production)
    if after[0] < before[0]:
        return _Fit.FEWER_DIGITS
    return _Fit.FEWER_DECIMALS if after[1] < before[1] else _Fit.WIDER


def _is_calculated(difference: Difference) -> bool:
    records = (difference.sandbox_record, difference.production_record)
    return any(isinstance(one, Field) and one.calculated is True for one in records)


def _one_of(*attributes: str) -> Callable[..., bool]:
    return _of(frozenset(attributes))


def _absent_from(role: Role, *, custom: bool | None = None) -> Callable[[Difference], bool]:
    def fires(difference: Difference) -> bool:
        if difference.kind is not Kind.FIELD or difference.attribute != PRESENCE:
            return False
        if difference.sight is not Sight.ABSENT or difference.side(role) is not None:
            return False
        return custom is None or is_custom(difference.component) == custom

    return fires


def _both_numbers(sandbox: Any, production: Any) -> bool:
    return isinstance(sandbox, int | float) and isinstance(production, int | float)


def _narrower_in_production(sandbox: Any, production: Any) -> bool:
    return not _both_numbers(sandbox, production) or production < sandbox


def _wider_in_production(sandbox: Any, production: Any) -> bool:
    return _both_numbers(sandbox, production) and production > sandbox


RULES = (
    Rule(
        id="field-missing-in-sandbox",
        family="fields",
        title="A field of production is missing in the sandbox",
        severity=Severity.BLOCKER,
        unused=Severity.WARNING,
        fires=_absent_from(Role.SANDBOX),
        message="{object}.{component} ({production}) is in production and missing in the sandbox",
        why="Nothing that reads, writes or reacts to this field was rehearsed. Adobe asks for an exact replica.",
        fix=(
            f"Deploy the field from production to the sandbox, or refresh the sandbox ({_METADATA}). "
            "A field of a managed package comes with the package: install the same version."
        ),
    ),
    Rule(
        id="field-only-in-sandbox",
        family="fields",
        title="A custom field exists in the sandbox only",
        severity=Severity.BLOCKER,
        unused=Severity.WARNING,
        fires=_absent_from(Role.PRODUCTION, custom=True),
        message="{object}.{component} ({sandbox}) is in the sandbox and missing in production",
        why="The rehearsal may have leaned on a field that will not be there after the switch.",
        fix=f"Deploy the field to production if go-live needs it, else delete it in the sandbox ({_METADATA}).",
    ),
    Rule(
        id="standard-field-only-in-sandbox",
        family="fields",
        title="A standard field exists in the sandbox only",
        severity=Severity.WARNING,
        fires=_absent_from(Role.PRODUCTION, custom=False),
        message="Standard field {object}.{component} ({sandbox}) is in the sandbox and missing in production",
        why="Standard fields come with a release, a licence or a feature: the two orgs differ in one of them.",
        fix=(
            "Compare the release (Setup > Company Information) and the features of both orgs; a preview sandbox "
            "levels with production when the release reaches it."
        ),
    ),
    Rule(
        id="field-type-changed",
        family="fields",
        title="A field has another type",
        severity=Severity.BLOCKER,
        unused=Severity.WARNING,
        fires=lambda difference: (
            _one_of("type", "autoNumber")(difference) or (difference.kind is Kind.FIELD and is_text_kind(difference))
        ),
        message="{object}.{component}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="Values that the rehearsal read or wrote are of another kind in production.",
        fix=f"Give the sandbox's field production's type: {_SETUP} > {{component}} > Change Field Type ({_METADATA}).",
    ),
    Rule(
        id="field-narrower-in-production",
        family="fields",
        title="A field holds less in production",
        severity=Severity.BLOCKER,
        unused=Severity.WARNING,
        fires=lambda difference: (
            _length(_narrower_in_production)(difference)
            or (_fit(difference) is _Fit.FEWER_DIGITS and not _is_calculated(difference))
        ),
        message="{object}.{component}: {attribute} is {sandbox} in the sandbox and only {production} in production",
        why="Values that fitted in the rehearsal are refused in production (STRING_TOO_LONG, NUMBER_OUTSIDE_VALID_RANGE).",
        fix=f"Make {{attribute}} the same in both orgs: {_SETUP} > {{component}} > Edit ({_METADATA}).",
    ),
    Rule(
        id="field-rounded-in-production",
        family="fields",
        title="A number has fewer decimals in production, or is a formula with fewer digits",
        severity=Severity.WARNING,
        fires=lambda difference: (
            _fit(difference) is _Fit.FEWER_DECIMALS
            or (_fit(difference) is _Fit.FEWER_DIGITS and _is_calculated(difference))
        ),
        message="{object}.{component}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="Every number still fits, but is rounded otherwise than in the rehearsal; a formula's value cannot be refused.",
        fix=f"Give the field production's digits and decimals in the sandbox: {_SETUP} > {{component}} > Edit ({_METADATA}).",
    ),
    Rule(
        id="field-wider-in-production",
        family="fields",
        title="A field holds more in production",
        severity=Severity.WARNING,
        fires=lambda difference: _length(_wider_in_production)(difference) or _fit(difference) is _Fit.WIDER,
        message="{object}.{component}: {attribute} is only {sandbox} in the sandbox and {production} in production",
        why="The rehearsal was stricter than production will be: longer values were never tried.",
        fix=f"Widen the sandbox's field to production's {{attribute}}: {_SETUP} > {{component}} > Edit ({_METADATA}).",
    ),
    Rule(
        id="field-required-in-production",
        family="fields",
        title="A field is stricter about being filled in production",
        severity=Severity.BLOCKER,
        unused=Severity.WARNING,
        fires=_of(_REQUIRED, lambda _sandbox, production: production is not True),
        message="{object}.{component}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="A record that could be saved in the rehearsal can fail in production with REQUIRED_FIELD_MISSING.",
        fix=f"Make the field required in both orgs or in neither: {_SETUP} > {{component}} > Edit > Required ({_METADATA}).",
    ),
    Rule(
        id="field-required-in-sandbox-only",
        family="fields",
        title="A field is stricter about being filled in the sandbox",
        severity=Severity.WARNING,
        fires=_of(_REQUIRED, lambda _sandbox, production: production is True),
        message="{object}.{component}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="The rehearsal refused records that production will take; what follows from them was not seen.",
        fix=f"Make the field required in both orgs or in neither: {_SETUP} > {{component}} > Edit > Required ({_METADATA}).",
    ),
    Rule(
        id="field-unique-in-production",
        family="fields",
        title="A field is unique in production only",
        severity=Severity.BLOCKER,
        unused=Severity.WARNING,
        fires=_of(frozenset({"unique"}), lambda _sandbox, production: production is True),
        message="{object}.{component} is unique in production and not in the sandbox",
        why="A write that the rehearsal allowed can fail in production with DUPLICATE_VALUE.",
        fix=f"Set the same uniqueness in both orgs: {_SETUP} > {{component}} > Edit > Unique ({_METADATA}).",
    ),
    Rule(
        id="field-unique-in-sandbox-only",
        family="fields",
        title="A field is unique in the sandbox only",
        severity=Severity.WARNING,
        fires=_of(frozenset({"unique"}), lambda _sandbox, production: production is not True),
        message="{object}.{component} is unique in the sandbox and not in production",
        why="Production will hold duplicates that the rehearsal refused.",
        fix=f"Set the same uniqueness in both orgs: {_SETUP} > {{component}} > Edit > Unique ({_METADATA}).",
    ),
    Rule(
        id="field-external-id-changed",
        family="fields",
        title="A field is an external id in one org only, or looked up otherwise",
        severity=Severity.BLOCKER,
        unused=Severity.WARNING,
        fires=_of(_IDENTITY),
        message="{object}.{component}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="Upserts and matching by this field work in one org and fail, or make duplicates, in the other.",
        fix=f"Set External ID and Unique alike in both orgs: {_SETUP} > {{component}} > Edit ({_METADATA}).",
    ),
    Rule(
        id="field-formula-changed",
        family="fields",
        title="A formula differs",
        severity=Severity.BLOCKER,
        unused=Severity.WARNING,
        fires=_of(_FORMULA),
        message="{object}.{component}: {attribute} differs: {sandbox} in the sandbox, {production} in production",
        why="The same record has another value in production than it had in the rehearsal.",
        fix=f"Deploy production's formula to the sandbox: {_SETUP} > {{component}} > Edit ({_METADATA}).",
    ),
    Rule(
        id="field-reference-changed",
        family="fields",
        title="A lookup points elsewhere or behaves otherwise",
        severity=Severity.BLOCKER,
        unused=Severity.WARNING,
        fires=_of(_REFERENCE),
        message="{object}.{component}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="Records are related to other records, deleted with them or filtered otherwise in production.",
        fix=f"Give the sandbox's lookup production's target and options: {_SETUP} > {{component}} > Edit ({_METADATA}).",
    ),
    Rule(
        id="field-default-changed",
        family="fields",
        title="A field has another default value",
        severity=Severity.WARNING,
        fires=_one_of("defaultValue", "defaultValueFormula"),
        message="{object}.{component}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="New records start with another value, which triggers, flows and rules react to.",
        fix=f"Set production's default in the sandbox: {_SETUP} > {{component}} > Edit > Default Value ({_METADATA}).",
    ),
    Rule(
        id="field-encryption-changed",
        family="fields",
        title="A field is encrypted or masked in one org only",
        severity=Severity.BLOCKER,
        unused=Severity.WARNING,
        fires=_one_of("encrypted", "mask", "maskType"),
        message="{object}.{component}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="An encrypted or masked field reads, filters and matches differently from the one that was rehearsed.",
        fix=f"Encrypt in both orgs or in neither: Setup > Platform Encryption > Encryption Policy, or the field's type ({_METADATA}).",
    ),
    Rule(
        id="field-label-changed",
        family="fields",
        title="A field has another label",
        severity=Severity.INFO,
        fires=_one_of("label"),
        message="{object}.{component} is labelled {sandbox} in the sandbox and {production} in production",
        why="Nothing in the integration reads labels; people who compare screens may be misled.",
        fix=f"Set the same label if it matters to readers: {_SETUP} > {{component}} > Edit ({_METADATA}).",
    ),
    Rule(
        id="field-help-text-changed",
        family="fields",
        title="A field has another help text",
        severity=Severity.INFO,
        fires=_one_of("inlineHelpText"),
        message="{object}.{component} has another help text in production",
        why="Nothing in the integration reads help texts.",
        fix=f"Set the same help text if it matters to readers: {_SETUP} > {{component}} > Edit ({_METADATA}).",
    ),
    Rule(
        id="field-name-case-changed",
        family="fields",
        title="A field's API name is written with other capitals",
        severity=Severity.WARNING,
        fires=_one_of("name"),
        message="{object}.{component} is written {sandbox} in the sandbox",
        why="Salesforce takes both for the same name; programs that compare names letter by letter do not.",
        fix=f"Rename the sandbox's field to production's spelling ({_METADATA}).",
    ),
    Rule(
        id="field-derived-property-changed",
        family="fields",
        title="A property that follows from others differs alone",
        severity=Severity.INFO,
        fires=_of(DERIVED),
        message="{object}.{component}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="Salesforce works it out from the field's type, its options and the release. Nothing that it follows from differs.",
        fix="Nothing to do; parity looks at what it follows from.",
        source=Source.DESCRIBE,
    ),
    Rule(
        id="field-property-changed",
        family="fields",
        title="Another property of a field differs",
        severity=Severity.WARNING,
        fires=lambda difference: difference.kind is Kind.FIELD,
        message="{object}.{component}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="parity has no rule of its own for this describe property, so a person must look what it changes.",
        fix=f"Compare the field in both orgs: {_SETUP} > {{component}} ({_METADATA}).",
        fallback=True,
    ),
)
