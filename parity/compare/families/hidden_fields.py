"""Fields that exist but are hidden from the signed-in user: in one org, or in both."""

from collections.abc import Iterable, Sequence

from msgspec import to_builtins

from parity.compare.difference import PRESENCE, Difference, Kind
from parity.compare.families.contents import is_told_by_contents
from parity.compare.family import Family, FamilyResult, SnapshotPair
from parity.snapshot.field_visibility import hidden_fields, is_told_whole
from parity.snapshot.records import HiddenField, ObjectDescribe

_SEEN = "exists, not visible"
#: FieldDefinition's columns by the names of our record.
_COLUMNS = {
    "data_type": "DataType",
    "length": "Length",
    "precision": "Precision",
    "scale": "Scale",
    "reference_to": "ReferenceTo",
}


def compare(pair: SnapshotPair) -> FamilyResult:
    """Fields hidden in one org that are not in the other's list; fields hidden in both, by FieldDefinition's columns.

    A custom field whose contents were read in both orgs is compared by those. What remains unknown is listed as not
    compared: values, formulas, the definition of a custom field that was not read, and a type in words that may not be
    English.
    """
    differences: list[Difference] = []
    in_both: dict[str, tuple[str, ...]] = {}
    # DataType is worded as in the user interface, so perhaps in the language of whoever asks.
    columns = [one for one in _COLUMNS if one != "data_type" or not pair.in_two_languages]
    languages = (pair.sandbox.user.language, pair.production.user.language)
    in_english = all((one or "").startswith("en") for one in languages)
    for name, sandbox, production in pair.objects:
        differences += [_missing(name, one, _SEEN, None) for one in _hidden_only(sandbox, production)]
        differences += [_missing(name, one, None, _SEEN) for one in _hidden_only(production, sandbox)]
        hidden = hidden_fields(sandbox), hidden_fields(production)
        both = [(hidden[0][key], hidden[1][key]) for key in hidden[0] if key in hidden[1]]
        told = {one.name for _, one in both if is_told_by_contents(name, one.name, pair)}
        differences += [found for one in both if one[1].name not in told for found in _changes(name, *one, columns)]
        untold = sorted(one.name for _, one in both if not (in_english and is_told_whole(one)) and one.name not in told)
        if untold:
            in_both[name] = tuple(untold)
    return FamilyResult(differences=tuple(differences), hidden_in_both=in_both)


def _hidden_only(here: ObjectDescribe, there: ObjectDescribe) -> Iterable[str]:
    if there.defined_fields is None:
        return []
    elsewhere = {one.casefold() for one in there.defined_fields} | {one.name.casefold() for one in there.fields}
    return sorted(one.name for key, one in hidden_fields(here).items() if key not in elsewhere)


def _missing(object_name: str, field: str, sandbox: str | None, production: str | None) -> Difference:
    return Difference(
        kind=Kind.FIELD,
        object=object_name,
        component=field,
        attribute=PRESENCE,
        sandbox=sandbox,
        production=production,
    )


def _changes(
    object_name: str, sandbox: HiddenField, production: HiddenField, columns: Sequence[str]
) -> list[Difference]:
    in_sandbox, in_production = to_builtins(sandbox), to_builtins(production)
    return [
        Difference(
            kind=Kind.FIELD,
            object=object_name,
            component=production.name,
            attribute=column,
            sandbox=in_sandbox[name],
            production=in_production[name],
            production_record=in_production,
            sandbox_record=in_sandbox,
        )
        for name, column in _COLUMNS.items()
        if name in columns and in_sandbox[name] != in_production[name]
    ]


FAMILY = Family(
    compare=compare,
    explained="fields that exist but are hidden from the signed-in user, by what FieldDefinition lists of them",
)
