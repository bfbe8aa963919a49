"""The Apex classes that production's triggers name, in both orgs. One level deep: calls inside a class are not
followed.
"""

from parity.compare.difference import Difference, Kind
from parity.compare.family import Family, FamilyResult, SnapshotPair
from parity.snapshot.contents import ApexClass
from parity.snapshot.records import Snapshot, Trigger

CLASS = "class"


def compare(pair: SnapshotPair) -> FamilyResult:
    """Classes that an active trigger of production names, and that are missing or different in the sandbox."""
    in_sandbox, in_production = classes_of(pair.sandbox), classes_of(pair.production)
    if in_sandbox is None or in_production is None:
        return FamilyResult()
    standing = {one.full_name: one for one in _triggers(pair.production)}
    named = classes_named_by_triggers(pair.production)
    differences = [
        found
        for trigger, classes in named.items()
        if trigger in standing
        for found in _of_trigger(standing[trigger], classes, in_sandbox, in_production)
    ]
    return FamilyResult(differences=tuple(differences))


def classes_of(snapshot: Snapshot) -> dict[str, ApexClass] | None:
    """The org's own classes by name in lower case; null where they were not read."""
    contents = snapshot.contents
    if contents is None or contents.classes is None or contents.sources is None:
        return None
    return {one.name.casefold(): one for one in contents.classes}


def classes_named_by_triggers(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """By trigger: the classes that its source names, in lower case."""
    sources = snapshot.contents.sources if snapshot.contents is not None else None
    return {one.trigger: tuple(name.casefold() for name in one.classes) for one in sources or ()}


def same_code(one: ApexClass, another: ApexClass) -> bool:
    """Compares checksums, or lengths where a checksum is missing. What only one side has is not compared."""
    sides = [(one.body_crc, another.body_crc), (one.length_without_comments, another.length_without_comments)]
    told = [(here, there) for here, there in sides if here is not None and there is not None]
    return not told or told[0][0] == told[0][1]


def _triggers(snapshot: Snapshot) -> tuple[Trigger, ...]:
    return (*(snapshot.triggers or ()), *snapshot.related_triggers)


def _of_trigger(
    trigger: Trigger,
    classes: tuple[str, ...],
    in_sandbox: dict[str, ApexClass],
    in_production: dict[str, ApexClass],
) -> list[Difference]:
    pinned = {name: _told(in_production[name]) for name in classes if name in in_production}
    return [
        Difference(
            kind=Kind.TRIGGER,
            object=trigger.object,
            component=trigger.full_name,
            attribute=CLASS,
            item=in_production[name].name,
            sandbox=_told(in_sandbox.get(name)),
            production=pinned[name],
            production_record=pinned,
        )
        for name in classes
        if name in in_production and _differs(in_sandbox.get(name), in_production[name])
    ]


def _differs(sandbox: ApexClass | None, production: ApexClass) -> bool:
    return sandbox is None or sandbox.status != production.status or not same_code(sandbox, production)


def _told(one: ApexClass | None) -> str | None:
    if one is None:
        return None
    code = f"length {one.length_without_comments}" if one.body_crc is None else f"checksum {one.body_crc:.0f}"
    return f"{one.status}, {code}"


FAMILY = Family(compare=compare, explained="Apex classes that production's triggers name, by name")
