"""Which picklists and values of an object the sandbox has, or gets: a record type may name no others."""

from collections.abc import Iterable, Iterator, Mapping

from parity.compare.difference import PRESENCE, Kind
from parity.repair.choices import Choices, Picklists, lacked, named_values, process_choices
from parity.repair.contents import Component
from parity.repair.fields_xml import value_set_name
from parity.repair.member import PERSON_ACCOUNT, Member, MetadataType, owner_of, record_type
from parity.repair.plan import PlanEntry, RepairList
from parity.rules.finding import Finding
from parity.snapshot.standard_value_sets import STANDARD_VALUE_SETS
from parity.verdict.result import Result

#: Record types call the picklist of salutations by the compound field that it is a part of.
_NAME, _SALUTATION = "Name", "Salutation"
#: By object and field: the values that the sandbox lacks and does not get; null where it has no such picklist.
Left = Mapping[tuple[str, str], frozenset[str] | None]


def left_behind(entries: Iterable[tuple[PlanEntry, bool]]) -> Left:
    """What does not come, by field. Each entry with whether what mends it is deployed."""
    found: dict[tuple[str, str], frozenset[str] | None] = {}
    for entry, comes in entries:
        one = entry.finding
        if comes or one.kind is not Kind.FIELD or one.attribute == PRESENCE:
            continue
        key = (one.object, one.component)
        if any(item.name == "type" and item.sandbox not in _PICKLIST_TYPES for item in one.items):
            found[key] = None
        elif one.rule in _BRINGS_VALUES and (before := found.get(key, frozenset())) is not None:
            found[key] = before | frozenset(_values_missed(one))
    return found


def _values_missed(finding: Finding) -> Iterator[str]:
    for item in finding.items:
        name = item.name.removesuffix(".active").removesuffix("]")
        if item.name.startswith(_VALUE):
            yield name.removeprefix(_VALUE)


def picklists_of(result: Result, object_name: str, deployed: Iterable[Component], left: Left) -> Picklists:
    """By picklist that the sandbox has or gets: which of its values may be named."""
    name = "Account" if object_name == PERSON_ACCOUNT else object_name
    known = _known_values(result, name, deployed)
    found = {
        field: Choices(only=values, lacks=left.get((name, field)) or frozenset())
        for field, values in known.items()
        if field != _NAME and left.get((name, field), frozenset()) is not None
    }
    return {**found, _NAME: found[_SALUTATION]} if _SALUTATION in found else found


def left_out(component: Component, picklists: Picklists, left: Left) -> tuple[str, ...]:
    """What a record type or a business process leaves out because the sandbox lacks it: picklists, and values."""
    member, metadata = component.member, component.metadata
    if member.type is MetadataType.BUSINESS_PROCESS:
        return lacked(named_values(metadata.get("values")), process_choices(member.object, picklists))
    if member.type is not MetadataType.RECORD_TYPE:
        return ()
    owner = owner_of(member)
    found: list[str] = []
    for one in metadata.get("picklistValues") or ():
        field = _SALUTATION if one["picklist"] == _NAME else one["picklist"]
        if left.get((owner, field), frozenset()) is None:
            found.append(field)
        elif field in picklists:
            found += (f"{field}: {value}" for value in lacked(named_values(one.get("values")), picklists[field]))
    return tuple(found)


def unmet_value(component: Component, left: Left) -> str | None:
    """The controlling value, or the whole controlling picklist, that a dependent one names and the sandbox lacks."""
    value_set = component.metadata.get("valueSet")
    name = value_set.get("controllingField") if isinstance(value_set, Mapping) else None
    if not isinstance(name, str) or (missing := left.get((component.member.object, name), frozenset())) is None:
        return name if isinstance(name, str) else None
    settings = value_set.get("valueSettings") if isinstance(value_set, Mapping) else ()
    named = {str(value) for one in settings or () for value in one.get("controllingFieldValue") or ()}
    return f"the value {min(named & missing)!r} of {name}" if named & missing else None


def _known_values(result: Result, name: str, deployed: Iterable[Component]) -> dict[str, frozenset[str] | None]:
    """By field that the sandbox has or gets: the values that production has, null where they stay as they are."""
    found: dict[str, frozenset[str] | None] = dict.fromkeys(_in_both(result, name))
    sets = {one.member: one for one in deployed}
    for component in sets.values():
        member = component.member
        if member.type is MetadataType.CUSTOM_FIELD and member.object == name:
            shared = value_set_name(component.metadata)
            owner = component if shared is None else next((o for o in sets.values() if o.member.name == shared), None)
            found[member.bare_name] = None if owner is None else _values(owner)
        elif member.type is MetadataType.STANDARD_VALUE_SET:
            shown_on = STANDARD_VALUE_SETS.get(member.name, ())
            found |= {field: _values(component) for object_name, field in shown_on if object_name == name}
    return found


def record_types_offering(result: Result, entries: Iterable[PlanEntry]) -> tuple[Member, ...]:
    """The record types, equal so far, of the objects whose picklists get a value: none offers it by itself."""
    objects = set()
    for one in entries:
        if one.place is RepairList.DEPLOYED and one.finding.rule in _BRINGS_VALUES:
            objects |= {member.object for member in one.members if member.object}
            for member in one.members:
                objects |= {name for name, _ in STANDARD_VALUE_SETS.get(member.name, ())}
    return tuple(
        sorted(
            record_type(one.object, name)
            for one in result.checked
            if one.object in objects
            for name in one.equal_record_types
            if name != "Master"
        )
    )


_PICKLIST_TYPES = frozenset({"picklist", "multipicklist"})
_VALUE = "picklistValues["
_BRINGS_VALUES = frozenset({"picklist-value-missing-in-sandbox", "picklist-value-inactive-in-sandbox"})


def _in_both(result: Result, object_name: str) -> set[str]:
    """The fields of an object that both orgs have: equal ones, and those of which a property differs."""
    equal = (one.equal_fields for one in result.checked if one.object == object_name)
    differing = (
        one.component
        for one in result.findings
        if one.kind is Kind.FIELD and one.object == object_name and one.attribute != PRESENCE
    )
    return {*(name for names in equal for name in names), *differing}


def _values(component: Component) -> frozenset[str] | None:
    """The names of the values that a field or a set holds; null where none is told."""
    metadata = component.metadata
    values = metadata.get("standardValue") or metadata.get("customValue") or _own_values(metadata.get("valueSet"))
    told = (one for one in values if isinstance(one, Mapping)) if isinstance(values, list) else ()
    names = frozenset(str(one.get("valueName") or one.get("fullName")) for one in told)
    return names or None


def _own_values(value_set: object) -> object:
    definition = value_set.get("valueSetDefinition") if isinstance(value_set, Mapping) else None
    return definition.get("value") if isinstance(definition, Mapping) else None
