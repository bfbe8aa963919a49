"""What runs or is checked in production when Marketo Measure saves a record: a list to read, by object."""

from msgspec import Struct, structs

from parity.marketo_measure import catalogue as marketo_measure
from parity.snapshot.automation import Automation, AutomationKind
from parity.snapshot.records import Field, ObjectDescribe, Snapshot

_ON_DELETE = "RecordBeforeDelete"


class Exposure(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is active on one object: for reading, no finding. Workflow rules are listed whether active or not."""

    object: str
    triggers: tuple[str, ...]
    flows: tuple[str, ...]
    validation_rules: tuple[str, ...]
    duplicate_rules: tuple[str, ...]
    approval_processes: tuple[str, ...]
    workflow_rules: tuple[str, ...]
    unique_fields: tuple[str, ...]
    restricted_picklists: tuple[str, ...]


def exposure_of(production: Snapshot) -> tuple[Exposure, ...]:
    """What is active in production, by object that Marketo Measure saves; of its own objects those that the customer
    put something on.
    """
    own = (_on(production, name) for name in marketo_measure.PACKAGE_OBJECTS)
    standard = (_on(production, name) for name in marketo_measure.SAVED_OBJECTS)
    return (*standard, *(one for one in own if any(structs.astuple(one)[1:])))


def active_on(snapshot: Snapshot, name: str, *kinds: AutomationKind) -> tuple[str, ...]:
    """The names of the automation of these kinds that is active, or may be, on an object."""
    return tuple(
        sorted(
            one.full_name
            for one in snapshot.automation
            if one.kind in kinds and one.object == name and _may_run(one) and not _is_made_for_it(one)
        )
    )


def _is_made_for_it(one: Automation) -> bool:
    """Whether the package itself brings it, on an object of its own."""
    return one.namespace == marketo_measure.NAMESPACE and one.object in marketo_measure.PACKAGE_OBJECTS


def _may_run(one: Automation) -> bool:
    return one.active is not False and one.details.get("TriggerType") != _ON_DELETE


def _on(production: Snapshot, name: str) -> Exposure:
    described = production.objects.get(name) or production.related.get(name)
    triggers = [*(production.triggers or ()), *production.related_triggers]
    saves = [
        one.full_name
        for one in triggers
        if one.table_enum_or_id == name and one.status == "Active" and (one.fires_on_update or one.usage_before_insert)
    ]
    own = _own_fields(described) if described is not None else []
    return Exposure(
        object=name,
        triggers=tuple(sorted(saves)),
        flows=active_on(production, name, AutomationKind.FLOW, AutomationKind.PROCESS),
        validation_rules=active_on(production, name, AutomationKind.VALIDATION_RULE),
        duplicate_rules=active_on(production, name, AutomationKind.DUPLICATE_RULE),
        approval_processes=active_on(production, name, AutomationKind.APPROVAL_PROCESS),
        workflow_rules=active_on(production, name, AutomationKind.WORKFLOW_RULE),
        unique_fields=tuple(sorted(one.name for one in own if one.unique is True)),
        restricted_picklists=tuple(sorted(one.name for one in own if one.restricted_picklist is True)),
    )


def _own_fields(described: ObjectDescribe) -> list[Field]:
    """The customer's own fields: custom ones that did not come with the Marketo Measure package."""
    return [one for one in described.fields if one.custom is True and not one.name.startswith(marketo_measure.PREFIX)]
