"""What record types offer: the values of each picklist, its default, and the business process.

A value or a field that one org lacks is told by itself, and so is another default of the field: compared is what both
orgs have.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import UNSET, Struct

from parity.compare.difference import Difference, Kind
from parity.compare.families.contents import contents_by_key
from parity.compare.family import Family, FamilyResult, SnapshotPair
from parity.snapshot.contents import Content, ContentKind
from parity.snapshot.records import ObjectDescribe

PROCESS, OFFERED = "businessProcess", "values"
#: As record types name the picklist of salutations.
_SALUTATION = {"Name": "Salutation"}


class _Shared(Struct, frozen=True):
    """What both orgs have of a picklist: the values that are active, and whether it has one default."""

    values: frozenset[str]
    one_default: bool


def compare(pair: SnapshotPair) -> FamilyResult:
    """Every difference in what the record types of both orgs offer, where the contents of both were read."""
    in_sandbox, in_production = (_record_types(contents_by_key(one)) for one in (pair.sandbox, pair.production))
    shared = {name: _in_both(sandbox, production) for name, sandbox, production in pair.objects}
    return FamilyResult(
        differences=tuple(
            difference
            for key in sorted(in_sandbox.keys() & in_production.keys())
            if in_production[key].object in shared
            for difference in _differences(in_sandbox[key], in_production[key], shared[in_production[key].object])
        )
    )


def _record_types(contents: Mapping[tuple[str, str, str], Content]) -> dict[tuple[str, str, str], Content]:
    return {key: one for key, one in contents.items() if one.kind is ContentKind.RECORD_TYPE}


def _in_both(sandbox: ObjectDescribe, production: ObjectDescribe) -> dict[str, _Shared]:
    """What both orgs have of each picklist that both show."""
    ours, theirs = _picklists(sandbox), _picklists(production)
    return {
        name: _Shared(
            frozenset(ours[name].keys() & theirs[name].keys()), _defaults(ours[name]) == _defaults(theirs[name])
        )
        for name in ours.keys() & theirs.keys()
    }


def _picklists(described: ObjectDescribe) -> dict[str, dict[str, bool]]:
    """By picklist and active value, whether it is the default one."""
    return {
        one.name: {value.value: value.default_value for value in one.picklist_values if value.active}
        for one in described.fields
        if one.picklist_values is not UNSET and one.picklist_values
    }


def _defaults(values: Mapping[str, bool]) -> set[str]:
    return {name for name, is_default in values.items() if is_default}


def _differences(sandbox: Content, production: Content, shared: Mapping[str, _Shared]) -> Iterable[Difference]:
    told = sandbox.values.get(PROCESS), production.values.get(PROCESS)
    if told[0] != told[1]:
        yield _difference(production, PROCESS, None, *told)
    lists = _lists(sandbox), _lists(production)
    for picklist in sorted(lists[0].keys() | lists[1].keys()):
        both = shared.get(_SALUTATION.get(picklist, picklist))
        if both is None:
            continue
        ours, theirs = (_offered(side.get(picklist, {}), both.values) for side in lists)
        if ours != theirs:
            yield _difference(
                production, OFFERED, picklist, sorted(ours - theirs) or None, sorted(theirs - ours) or None
            )
        defaults = [_default(side.get(picklist, {}), both.values) for side in lists]
        if both.one_default and defaults[0] != defaults[1]:
            yield _difference(production, OFFERED, f"{picklist}, default", *defaults)


def _lists(content: Content) -> dict[str, dict[str, Any]]:
    lists: dict[str, dict[str, Any]] = content.values.get("picklistValues", {})
    return lists


def _offered(told: Mapping[str, Any], both: frozenset[str]) -> frozenset[str]:
    return frozenset(told.get("values", ())) & both


def _default(told: Mapping[str, Any], both: frozenset[str]) -> str | None:
    default = told.get("default")
    return default if default in both else None


def _difference(production: Content, attribute: str, item: str | None, sandbox: Any, theirs: Any) -> Difference:
    return Difference(
        kind=Kind.RECORD_TYPE,
        object=production.object,
        component=production.name,
        attribute=attribute,
        item=item,
        sandbox=sandbox,
        production=theirs,
        production_record=production,
    )


FAMILY = Family(
    compare=compare,
    explained="what record types offer: values and default of each picklist, business process "
    "([contents.md](contents.md))",
)
