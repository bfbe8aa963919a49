"""Which picklists of an object the sandbox has, or gets: a record type may name no other."""

from collections.abc import Iterable, Mapping

from parity.compare.difference import PRESENCE, Kind
from parity.repair.contents import Component
from parity.repair.fields_xml import value_set_name
from parity.repair.member import Member, MetadataType, record_type
from parity.repair.plan import PlanEntry, RepairList
from parity.repair.steps import Picklists
from parity.snapshot.standard_value_sets import STANDARD_VALUE_SETS
from parity.verdict.result import Result


def picklists_of(result: Result, object_name: str, deployed: Iterable[Component]) -> Picklists:
    """By field that the sandbox has or gets: the values that production has, null where they stay as they are."""
    name = "Account" if object_name == "PersonAccount" else object_name
    found: dict[str, frozenset[str] | None] = dict.fromkeys(_in_both(result, name))
    sets = {one.member: one for one in deployed}
    for component in sets.values():
        member = component.member
        if member.type is MetadataType.CUSTOM_FIELD and member.object == name:
            shared = value_set_name(component.metadata)
            owner = component if shared is None else next((o for o in sets.values() if o.member.name == shared), None)
            found[member.bare_name] = None if owner is None else _values(owner)
        elif member.type is MetadataType.STANDARD_VALUE_SET:
            for shown_on, field in STANDARD_VALUE_SETS.get(member.name, ()):
                if shown_on == name:
                    found[field] = _values(component)
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
