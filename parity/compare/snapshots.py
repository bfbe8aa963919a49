"""Two snapshots in, every difference out: by natural key, never by position.

Records that are equal are passed over at once; only what differs is handed to DeepDiff, which is exact
and slow. What a difference means is for the rules to say.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from parity.compare.automation import compare_automation
from parity.compare.difference import PRESENCE, ComparedObject, Comparison, Difference, Kind
from parity.compare.formula import same_formula
from parity.compare.not_compared import (
    FIELD_NOT_COMPARED,
    OBJECT_NOT_COMPARED,
    RECORD_TYPE_NOT_COMPARED,
    TRIGGER_NOT_COMPARED,
)
from parity.compare.properties import (
    VALUES,
    as_mapping,
    changed_paths,
    component_name,
    same_json,
    same_record,
    summary,
    value_at,
)
from parity.snapshot.field_visibility import Sight, hidden_custom_fields, sight_of
from parity.snapshot.records import Field, ObjectDescribe, RecordType, Role, Snapshot, Trigger

_LANGUAGE_BOUND = {
    "field": frozenset({"label", "inlineHelpText"}),
    "object": frozenset({"label", "labelPlural"}),
    "record_type": frozenset({"name"}),
    "trigger": frozenset[str](),
}


def compare(sandbox: Snapshot, production: Snapshot) -> Comparison:
    """Compare two snapshots that were read or collected (that is: in canonical order).

    Objects or trigger lists that one side could not read are not compared; the snapshots' gaps say so.
    """
    skip_texts = _languages_differ(sandbox, production)
    differences: list[Difference] = []
    checked: list[ComparedObject] = []
    hidden: dict[str, tuple[str, ...]] = {}
    triggers = _keyed_triggers(sandbox), _keyed_triggers(production)
    for name in sorted(set(sandbox.objects) & set(production.objects)):
        ours, theirs = sandbox.objects[name], production.objects[name]
        fields = _Family(Kind.FIELD, name, FIELD_NOT_COMPARED, skip_texts)
        fields.run(_keyed(ours.fields, _field_name), _keyed(theirs.fields, _field_name), ours, theirs)
        record_types = _Family(Kind.RECORD_TYPE, name, RECORD_TYPE_NOT_COMPARED, skip_texts)
        record_types.run(_keyed(ours.record_types, _type_name), _keyed(theirs.record_types, _type_name), ours, theirs)
        code = _Family(Kind.TRIGGER, name, TRIGGER_NOT_COMPARED, skip_texts)
        if triggers[0] is not None and triggers[1] is not None:
            code.run(_on_object(triggers, 0, name), _on_object(triggers, 1, name), ours, theirs)
        differences += _object_differences(name, ours, theirs, skip_texts)
        differences += fields.differences + record_types.differences + code.differences
        differences += _hidden_on_one_side(name, ours, theirs)
        both_hidden = hidden_custom_fields(ours) & hidden_custom_fields(theirs)
        if both_hidden:
            hidden[name] = tuple(sorted(both_hidden))
        checked.append(_checked(name, fields, record_types, code, theirs))
    differences += compare_automation(sandbox, production)
    notes = ("Labels and help texts were not compared: the two users read different languages.",) if skip_texts else ()
    return Comparison(
        differences=tuple(sorted(differences, key=_reading_order)),
        checked=tuple(checked),
        hidden_in_both=hidden,
        notes=notes,
    )


def _reading_order(difference: Difference) -> tuple[str, str, str, str]:
    return difference.object, difference.kind, difference.component, difference.path


def _languages_differ(sandbox: Snapshot, production: Snapshot) -> bool:
    ours, theirs = sandbox.user.language, production.user.language
    return ours is not None and theirs is not None and ours != theirs


_Record = TypeVar("_Record", Field, RecordType, Trigger)


def _keyed(records: Iterable[_Record], key: Callable[[_Record], str]) -> dict[str, _Record]:
    """Records by natural key. Should an org give one key twice, the next ones are numbered: nothing is lost."""
    found: dict[str, _Record] = {}
    for record in records:
        name = natural = key(record).casefold()
        number = 2
        while name in found:
            name, number = f"{natural}#{number}", number + 1
        found[name] = record
    return found


def _field_name(field: Field) -> str:
    return field.name


def _type_name(record_type: RecordType) -> str:
    return record_type.developer_name


def _trigger_name(trigger: Trigger) -> str:
    return trigger.full_name


def _keyed_triggers(snapshot: Snapshot) -> dict[str, Trigger] | None:
    """Triggers by namespace and name; a deleted one is as good as absent."""
    if snapshot.triggers is None:
        return None
    return _keyed((one for one in snapshot.triggers if one.status != "Deleted"), _trigger_name)


def _on_object(
    triggers: tuple[dict[str, Trigger] | None, dict[str, Trigger] | None], side: int, name: str
) -> dict[str, Trigger]:
    """One side's triggers that stand on the object in production, or in the sandbox where production has none."""
    ours, theirs = triggers[0] or {}, triggers[1] or {}
    mine = (ours, theirs)[side]
    return {key: one for key, one in mine.items() if (theirs.get(key) or ours[key]).table_enum_or_id == name}


class _Family:
    """Compares the records of one kind on one object and keeps the tally."""

    def __init__(self, kind: Kind, object_name: str, not_compared: Mapping[str, str], skip_texts: bool) -> None:
        self.kind = kind
        self.object = object_name
        self.not_compared = frozenset(not_compared) | (_LANGUAGE_BOUND[kind] if skip_texts else frozenset())
        self.skip_texts = skip_texts
        self.differences: list[Difference] = []
        self.equal: list[str] = []
        self.compared = 0
        self.in_both: frozenset[str] = frozenset()

    def run(
        self,
        ours: Mapping[str, _Record],
        theirs: Mapping[str, _Record],
        our_object: ObjectDescribe,
        their_object: ObjectDescribe,
    ) -> None:
        """Compare two keyed sets of records."""
        self.in_both = frozenset(ours.keys() & theirs.keys())
        for key in ours.keys() | theirs.keys():
            one, another = ours.get(key), theirs.get(key)
            if one is None or another is None:
                lacking = our_object if one is None else their_object
                self.differences.append(self._only_one(one, another, lacking))
                continue
            self.compared += 1
            found = [] if same_record(one, another) else self._changes(one, another)
            self.differences += found
            if not found:
                self.equal.append(component_name(another))

    def _only_one(self, one: Any, another: Any, lacking: ObjectDescribe) -> Difference:
        present = another if one is None else one
        sight = sight_of(present, lacking) if isinstance(present, Field) else Sight.ABSENT
        return Difference(
            kind=self.kind,
            object=self.object,
            component=component_name(present),
            attribute=PRESENCE,
            sandbox=None if one is None else summary(one),
            production=None if another is None else summary(another),
            sight=sight,
            sandbox_record=one,
            production_record=another,
        )

    def _changes(self, one: Any, another: Any) -> list[Difference]:
        ours, theirs = as_mapping(one), as_mapping(another)
        found = []
        for path in changed_paths(ours, theirs):
            if path[0] in self.not_compared or (self.skip_texts and path[0] == VALUES and path[2:] == ("label",)):
                continue
            before, after = value_at(ours, path), value_at(theirs, path)
            if path[2:] == ("validFor",) and not self._sees_controller(another):
                continue
            if path[0] == "calculatedFormula" and same_formula(before, after):
                continue
            found.append(
                Difference(
                    kind=self.kind,
                    object=self.object,
                    component=component_name(another),
                    attribute=path[0],
                    item=path[1] if len(path) > 1 else None,
                    item_attribute=path[2] if len(path) > 2 else "",
                    sandbox=before,
                    production=after,
                    sandbox_record=one,
                    production_record=another,
                )
            )
        return found

    def _sees_controller(self, field: Field) -> bool:
        """False where an org hides the controlling field: validFor cannot be read then, which is a gap."""
        controller = field.controller_name
        return not isinstance(controller, str) or controller.casefold() in self.in_both


def _object_differences(name: str, ours: ObjectDescribe, theirs: ObjectDescribe, skip_texts: bool) -> list[Difference]:
    if same_json(ours.properties, theirs.properties):
        return []
    skipped = frozenset(OBJECT_NOT_COMPARED) | (_LANGUAGE_BOUND["object"] if skip_texts else frozenset())
    one = {key: value for key, value in ours.properties.items() if key not in skipped}
    another = {key: value for key, value in theirs.properties.items() if key not in skipped}
    return [
        Difference(
            kind=Kind.OBJECT,
            object=name,
            component=name,
            attribute=path[0],
            sandbox=one.get(path[0]),
            production=another.get(path[0]),
            sandbox_record=one,
            production_record=another,
        )
        for path in changed_paths(one, another)
    ]


def _hidden_on_one_side(name: str, ours: ObjectDescribe, theirs: ObjectDescribe) -> list[Difference]:
    """Custom fields that exist in one org, hidden from its user, and that the other org's list does not have."""
    found = []
    for role, here, there in ((Role.SANDBOX, ours, theirs), (Role.PRODUCTION, theirs, ours)):
        if there.defined_fields is None:
            continue
        elsewhere = {field.casefold() for field in there.defined_fields} | {f.name.casefold() for f in there.fields}
        for field in hidden_custom_fields(here):
            if field.casefold() not in elsewhere:
                found.append(
                    Difference(
                        kind=Kind.FIELD,
                        object=name,
                        component=field,
                        attribute=PRESENCE,
                        sandbox="exists, not visible" if role is Role.SANDBOX else None,
                        production="exists, not visible" if role is Role.PRODUCTION else None,
                    )
                )
    return found


def _checked(
    name: str, fields: _Family, record_types: _Family, code: _Family, theirs: ObjectDescribe
) -> ComparedObject:
    return ComparedObject(
        object=name,
        equal_fields=tuple(sorted(fields.equal)),
        equal_record_types=tuple(sorted(record_types.equal)),
        equal_triggers=tuple(sorted(code.equal)),
        fields_compared=fields.compared,
        record_types_compared=record_types.compared,
        triggers_compared=code.compared,
        picklist_values_compared=sum(len(field.picklist_values or ()) for field in theirs.fields),
    )
