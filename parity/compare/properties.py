"""Where two records of one kind differ: property by property, picklist value by picklist value.

Equality first, DeepDiff for what differs: it is exact, and slow.
"""

from typing import Any

import msgspec

from parity.snapshot.records import Field, RecordType, Trigger

VALUES = "picklistValues"


def component_name(record: Any) -> str:
    """The API name by which a person knows the record."""
    if isinstance(record, Trigger):
        return record.full_name
    return str(record.developer_name if isinstance(record, RecordType) else record.name)


def summary(record: Any) -> str:
    """A record in a few words, for the side that has it where the other does not."""
    if isinstance(record, Trigger):
        when = ", on change events" if record.is_on_change_events else ", on update" if record.fires_on_update else ""
        return f"{record.status}{when}"
    if isinstance(record, RecordType):
        return "active" if record.active else "inactive"
    field: Field = record
    sizes = [field.precision, field.scale] if field.precision else [field.length] if field.length else []
    inside = ", ".join(field.reference_to or ()) or ",".join(str(size) for size in sizes)
    return ", ".join([f"{field.type}({inside})" if inside else field.type, *_marks(field)])


def _marks(field: Field) -> list[str]:
    """What else decides whether a write fits: a waiver of a missing field holds only as long as these do."""
    is_required = field.nillable is False and field.defaulted_on_create is False and field.createable is True
    marks = {
        "required": is_required,
        "unique": field.unique is True,
        "external id": field.external_id is True,
        "formula": field.calculated is True,
        "restricted": field.restricted_picklist is True,
    }
    return [word for word, holds in marks.items() if holds]


def as_mapping(record: Any) -> dict[str, Any]:
    """A record as plain data under Salesforce's own names, with picklist values by value."""
    data: dict[str, Any] = msgspec.to_builtins(record)
    data.update(data.pop("other", {}))
    for key, value in data.items():
        if isinstance(value, tuple) and key != VALUES:
            data[key] = list(value)
    if VALUES in data:
        by_value: dict[str, Any] = {}
        for value in data[VALUES]:
            value["validFor"] = None if value["validFor"] is None else list(value["validFor"])
            name = value.pop("value")
            while name in by_value:
                name += " (again)"
            by_value[name] = value
        data[VALUES] = by_value
    return data


def same_json(one: Any, another: Any) -> bool:
    """Whether two pieces of plain data are the same JSON: in Python, True == 1."""
    if one != another or isinstance(one, bool) != isinstance(another, bool):
        return False
    if isinstance(one, dict):
        return all(same_json(value, another[key]) for key, value in one.items())
    if isinstance(one, list | tuple):
        return all(same_json(*pair) for pair in zip(one, another, strict=True))
    return True


def same_record(sandbox: Any, production: Any) -> bool:
    """Whether two records of one kind are the same; only the parts without a type of their own need a closer look."""
    if sandbox != production:
        return False
    if isinstance(sandbox, Field) and not same_json(sandbox.default_value, production.default_value):
        return False
    return isinstance(sandbox, Trigger) or not sandbox.other or same_json(sandbox.other, production.other)


def changed_paths(sandbox: dict[str, Any], production: dict[str, Any]) -> list[tuple[str, ...]]:
    """Where two mappings differ: the property; for picklist values also the value and, where both have it, its
    property.
    """
    from deepdiff import DeepDiff  # slow to import, and not needed when nothing differs

    # A share of common keys below the threshold would make DeepDiff report the whole mapping as one change,
    # and it ignores keys that begin with two underscores unless told otherwise.
    sandbox, production = _unequal(sandbox, production)
    tree = DeepDiff(sandbox, production, view="tree", threshold_to_diff_deeper=0, ignore_private_variables=False)
    paths = set()
    for report in tree.values():
        for change in report:
            path = tuple(str(step) for step in change.path(output_format="list"))
            paths.add(path[:3] if path[0] == VALUES else path[:1])
    return sorted(paths)


def _unequal(sandbox: dict[str, Any], production: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both mappings without the properties, and without the picklist values, that are equal."""
    keys = {
        key
        for key in sandbox.keys() | production.keys()
        if key not in sandbox or key not in production or not same_json(sandbox[key], production[key])
    }
    sandbox, production = ({key: side[key] for key in side if key in keys} for side in (sandbox, production))
    if isinstance(sandbox.get(VALUES), dict) and isinstance(production.get(VALUES), dict):
        sandbox[VALUES], production[VALUES] = _unequal(sandbox[VALUES], production[VALUES])
    return sandbox, production


#: What a describe tells only where a feature of the org is on (Data Translation), and what its absence means. The WSDLs
#: say so by minOccurs="0": https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_quickstart_steps_generate_wsdl.htm
TOLD_BY_FEATURE: dict[str, Any] = {"dataTranslationEnabled": False}


def with_what_is_left_out(sandbox: dict[str, Any], production: dict[str, Any]) -> None:
    """Writes into either mapping what its org, without the feature, leaves out and the other tells."""
    for name, meaning in TOLD_BY_FEATURE.items():
        if name in sandbox or name in production:
            for side in (sandbox, production):
                side[name] = meaning if side.get(name) is None else side[name]


def is_untold(path: tuple[str, ...], sandbox: dict[str, Any], production: dict[str, Any]) -> bool:
    """Whether only one of two mappings has the property at the head of a path."""
    return (path[0] in sandbox) != (path[0] in production)


def value_at(data: Any, path: tuple[str, ...]) -> Any:
    """The value at a path that `changed_paths` gave; null where one side has nothing there."""
    for step in path:
        data = data.get(step) if isinstance(data, dict) else None
    return data
