"""Changes of a snapshot as plain JSON, out of which the cases of the rules are made."""

from collections.abc import Callable
from typing import Any, NamedTuple

Plain = dict[str, Any]


Edit = Callable[[Plain, Plain], object]


class Case(NamedTuple):
    """What to do to sandbox and production so that the rule fires, and so that it only nearly does."""

    fires: Edit
    misses: Edit


def field(plain: Plain, name: str) -> Plain:
    object_name, _, bare = name.partition(".")
    found: Plain = next(one for one in plain["objects"][object_name]["fields"] if one["name"] == bare)
    return found


def trigger(plain: Plain, name: str) -> Plain:
    found: Plain = next(one for one in plain["triggers"] if one["Name"] == name)
    return found


def value(plain: Plain, name: str, wanted: str) -> Plain:
    found: Plain = next(one for one in field(plain, name)["picklistValues"] if one["value"] == wanted)
    return found


def record_type(plain: Plain, object_name: str, name: str) -> Plain:
    found: Plain = next(one for one in plain["objects"][object_name]["record_types"] if one["developerName"] == name)
    return found


def hides(name: str, data_type: str) -> Callable[[Plain], None]:
    """The field is there and not shown: FieldDefinition alone tells of it."""

    def edit(plain: Plain) -> None:
        described = plain["objects"][name.partition(".")[0]]
        described["fields"].remove(field(plain, name))
        hidden = {"name": name.partition(".")[2], "data_type": data_type, "reference_to": []}
        described["hidden_fields"].append({"length": None, "precision": None, "scale": None, **hidden})

    return edit


def sets(name: str, /, **changes: Any) -> Callable[[Plain], None]:
    return lambda plain: field(plain, name).update(changes)


def sets_trigger(name: str, /, **changes: Any) -> Callable[[Plain], None]:
    return lambda plain: trigger(plain, name).update(changes)


def holds(kind: str, object_name: str, name: str, values: Plain) -> Callable[[Plain], None]:
    """The contents of a component, in the form that snapshots have."""
    content = {"kind": kind, "object": object_name, "name": name, "values": values}
    return lambda plain: plain["contents"]["read"].append(content)


def sets_source(name: str, code: str) -> Callable[[Plain], None]:
    """Other code of a trigger, and so other lines and another checksum."""
    return lambda plain: _sets_digests(plain, name, code=code, lines=code)


def sets_lines(name: str, lines: str) -> Callable[[Plain], None]:
    """Other comments of a trigger, and so another checksum."""
    return lambda plain: _sets_digests(plain, name, lines=lines)


def _sets_digests(plain: Plain, name: str, **digests: str) -> None:
    trigger(plain, name)["BodyCrc"] = 7.0
    next(one for one in plain["contents"]["sources"] if one["trigger"] == name).update(digests)


def sets_class(name: str, /, **changes: Any) -> Callable[[Plain], None]:
    return lambda plain: next(one for one in plain["contents"]["classes"] if one["Name"] == name).update(changes)


def sets_value(name: str, wanted: str, /, **changes: Any) -> Callable[[Plain], None]:
    return lambda plain: value(plain, name, wanted).update(changes)


def sets_type(object_name: str, record_type_name: str, /, **changes: Any) -> Callable[[Plain], None]:
    return lambda plain: record_type(plain, object_name, record_type_name).update(changes)


def sets_object(name: str, /, **changes: Any) -> Callable[[Plain], None]:
    return lambda plain: plain["objects"][name]["properties"].update(changes)


def drops(name: str, *, defined: bool | None = False) -> Callable[[Plain], None]:
    """Take a field out of describe; `defined` tells whether FieldDefinition still lists it, null: was not read."""

    def edit(plain: Plain) -> None:
        object_name, _, bare = name.partition(".")
        described = plain["objects"][object_name]
        described["fields"] = [one for one in described["fields"] if one["name"] != bare]
        if defined is None:
            described["defined_fields"] = None
        elif not defined:
            described["defined_fields"] = [one for one in described["defined_fields"] if one != bare]

    return edit


def drops_trigger(name: str) -> Callable[[Plain], None]:
    return lambda plain: plain["triggers"].remove(trigger(plain, name))


def drops_value(name: str, wanted: str) -> Callable[[Plain], None]:
    return lambda plain: field(plain, name)["picklistValues"].remove(value(plain, name, wanted))


def drops_type(object_name: str, name: str) -> Callable[[Plain], None]:
    return lambda plain: plain["objects"][object_name]["record_types"].remove(record_type(plain, object_name, name))


def in_sandbox(edit: Callable[[Plain], object]) -> Edit:
    return lambda sandbox, _production: edit(sandbox)


def in_production(edit: Callable[[Plain], object]) -> Edit:
    return lambda _sandbox, production: edit(production)


def in_both(*edits: Callable[[Plain], object]) -> Edit:
    return lambda sandbox, production: [edit(one) for one in (sandbox, production) for edit in edits]


def sandbox_then_production(ours: Callable[[Plain], object], theirs: Callable[[Plain], object]) -> Edit:
    return lambda sandbox, production: (ours(sandbox), theirs(production))


NOTE, SCORE, REGION = "Lead.Campaign_Note__c", "Lead.Freight_Score__c", "Lead.Region__c"
WEIGHT = "Opportunity.Freight_Weight__c"
