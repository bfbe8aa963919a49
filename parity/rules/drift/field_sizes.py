"""Rules on the type of a field, and on how much it holds."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from parity.compare.difference import Difference, Kind
from parity.compare.follows import is_text_kind
from parity.rules.drift.field_matching import METADATA, SETUP, attribute_in, attribute_is
from parity.rules.drift.picklists import is_picklist_length
from parity.rules.drift.rule import Rule
from parity.rules.finding import Severity
from parity.snapshot.records import Field

_LENGTH = frozenset({"length"})
_NUMBER = frozenset({"precision", "scale", "digits"})


def _length(test: Callable[[Any, Any], bool]) -> Callable[[Difference], bool]:
    """The length of a text; that of a picklist says nothing of its values."""
    differs = attribute_in(_LENGTH, test)
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
    in_sandbox, in_production = _digits(sandbox), _digits(production)
    if in_production[0] < in_sandbox[0]:
        return _Fit.FEWER_DIGITS
    return _Fit.FEWER_DECIMALS if in_production[1] < in_sandbox[1] else _Fit.WIDER


def _is_calculated(difference: Difference) -> bool:
    records = (difference.sandbox_record, difference.production_record)
    return any(isinstance(one, Field) and one.calculated is True for one in records)


def _both_numbers(sandbox: Any, production: Any) -> bool:
    return isinstance(sandbox, int | float) and isinstance(production, int | float)


def _narrower_in_production(sandbox: Any, production: Any) -> bool:
    return not _both_numbers(sandbox, production) or production < sandbox


def _wider_in_production(sandbox: Any, production: Any) -> bool:
    return _both_numbers(sandbox, production) and production > sandbox


RULES = (
    Rule(
        id="field-type-changed",
        family="fields",
        title="A field has another type",
        severity=Severity.BLOCKER,
        unused=Severity.WARNING,
        fires=lambda difference: (
            attribute_is("type", "autoNumber")(difference)
            or (difference.kind is Kind.FIELD and is_text_kind(difference))
        ),
        message="{object}.{component}: {attribute} is {sandbox} in the sandbox and {production} in production",
        why="Values that the rehearsal read or wrote are of another kind in production.",
        fix=f"Give the sandbox's field production's type: {SETUP} > {{component}} > Change Field Type ({METADATA}).",
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
        fix=f"Make {{attribute}} the same in both orgs: {SETUP} > {{component}} > Edit ({METADATA}).",
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
        fix=f"Give the field production's digits and decimals in the sandbox: {SETUP} > {{component}} > Edit ({METADATA}).",
    ),
    Rule(
        id="field-wider-in-production",
        family="fields",
        title="A field holds more in production",
        severity=Severity.WARNING,
        fires=lambda difference: _length(_wider_in_production)(difference) or _fit(difference) is _Fit.WIDER,
        message="{object}.{component}: {attribute} is only {sandbox} in the sandbox and {production} in production",
        why="The rehearsal was stricter than production will be: longer values were never tried.",
        fix=f"Widen the sandbox's field to production's {{attribute}}: {SETUP} > {{component}} > Edit ({METADATA}).",
    ),
)
