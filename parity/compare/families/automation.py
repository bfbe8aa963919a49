"""Compares validation rules, flows and the like of two snapshots: by kind, object, namespace and name."""

from typing import TypeGuard

from msgspec import structs

from parity.compare.difference import PRESENCE, Difference, Kind
from parity.compare.family import Family, FamilyResult, SnapshotPair
from parity.snapshot.automation import OBJECT_NOT_TOLD, Automation, AutomationKind
from parity.snapshot.records import Snapshot

_Key = tuple[AutomationKind, str, str]
_MESSAGE_BESIDE, _TOP = "ErrorDisplayField", "Top of Page"


def compare(pair: SnapshotPair) -> FamilyResult:
    """Every difference in automation, of all kinds."""
    found = compare_automation(pair.sandbox, pair.production)
    return FamilyResult(
        differences=tuple(one for one in found if not pair.differ_only_by_org(one.sandbox, one.production))
    )


def compare_automation(sandbox: Snapshot, production: Snapshot) -> list[Difference]:
    """Every difference in automation. A kind that one side did not read is not compared: readiness reports it.

    Automation that is inactive in one org and missing from the other does nothing in either: no difference.
    """
    unread = {one.part for snapshot in (sandbox, production) for one in snapshot.unread}
    in_sandbox, in_production = _keyed(sandbox, production), _keyed(production, sandbox)
    found: list[Difference] = []
    for key in sorted(in_sandbox.keys() | in_production.keys()):
        if key[0].part not in unread:
            found += _differences(in_sandbox.get(key), in_production.get(key))
    return found


def _keyed(snapshot: Snapshot, other: Snapshot) -> dict[_Key, Automation]:
    """By kind, object and name. A process that is off tells no object: it is the one of its name in the other org."""
    told = {one.full_name.casefold(): one.object for one in other.automation if one.kind is AutomationKind.PROCESS}
    found = {}
    for one in snapshot.automation:
        name = one.full_name.casefold()
        found[one.kind, told.get(name, one.object) if one.object == OBJECT_NOT_TOLD else one.object, name] = one
    return found


def _differences(sandbox: Automation | None, production: Automation | None) -> list[Difference]:
    one = production or sandbox
    if one is None:
        return []
    whole = _difference_of(one, sandbox, production)
    if sandbox is None or production is None:
        return [] if one.active is False else [whole]
    # Null: the contents of a workflow rule were not read, so nothing tells whether it is active.
    if sandbox.active != production.active and None not in {sandbox.active, production.active}:
        return [structs.replace(whole, attribute="active", sandbox=sandbox.active, production=production.active)]
    return [
        structs.replace(
            whole, attribute=name, sandbox=sandbox.details.get(name), production=production.details.get(name)
        )
        for name in sorted(sandbox.details.keys() | production.details.keys())
        if _detail(sandbox, name) != _detail(production, name) and one.active is not False
    ]


def _detail(one: Automation, name: str) -> object:
    """A detail; a message beside no field stands at the top of the page, told or not."""
    told = one.details.get(name)
    return None if name == _MESSAGE_BESIDE and told in {"", _TOP} else told


def _state(one: Automation | None) -> str | None:
    if one is None:
        return None
    return {True: "active", False: "inactive", None: "there"}[one.active]


def _difference_of(one: Automation, sandbox: Automation | None, production: Automation | None) -> Difference:
    """The two as a difference in presence. `one` is production's, or the sandbox's where production has none."""
    return Difference(
        kind=Kind.AUTOMATION,
        object=next((known.object for known in (production, sandbox) if _is_located(known)), one.object),
        component=f"{one.kind.value} {one.full_name}",
        attribute=PRESENCE,
        sandbox=_state(sandbox),
        production=_state(production),
        sandbox_record=sandbox,
        production_record=production,
    )


def _is_located(one: Automation | None) -> TypeGuard[Automation]:
    return one is not None and one.object != OBJECT_NOT_TOLD


FAMILY = Family(
    compare=compare,
    explained="validation rules, flows, workflow, duplicate and assignment rules, approvals, by namespace and name",
)
