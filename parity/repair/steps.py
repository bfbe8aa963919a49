"""The steps of a repair in the order of deployment, and the files of a component in each."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct

from parity.repair.automation_xml import (
    apex_settings,
    business_process_file,
    flow_file,
    flow_switched_off,
    record_type_file,
    validation_rule_file,
    workflow_rule,
)
from parity.repair.choices import Picklists
from parity.repair.contents import Component
from parity.repair.fields_xml import field_file, tracks_history
from parity.repair.member import Member, MetadataType
from parity.repair.values_xml import global_value_set, standard_value_set
from parity.repair.xml import Unwritable


class Step(StrEnum):
    """A folder that deploys by itself."""

    OBJECTS = "1-objects"
    HISTORY = "2-history"
    ACCESS = "3-access"
    AUTOMATION = "4-automation"
    APEX = "5-apex"
    DELETIONS = "deletions"


_STEP_OF = {
    MetadataType.APEX_CLASS: Step.APEX,
    MetadataType.APEX_TRIGGER: Step.APEX,
    MetadataType.FLOW: Step.AUTOMATION,
    MetadataType.FLOW_DEFINITION: Step.DELETIONS,
    MetadataType.PERMISSION_SET: Step.ACCESS,
    MetadataType.VALIDATION_RULE: Step.AUTOMATION,
    MetadataType.WORKFLOW_RULE: Step.AUTOMATION,
}
#: Objects whose fields can be tracked without a switch of the object.
_WITHOUT_SWITCH = frozenset({"Campaign", "Case"})


class StepFile(Struct, frozen=True):
    """One file of a step, by its path in the step's folder."""

    step: Step
    path: str
    data: bytes


def step_of(member: Member) -> Step:
    """The step in which a component deploys first."""
    return _STEP_OF.get(member.type, Step.OBJECTS)


def needs_second_step(component: Component) -> bool:
    """Whether history is tracked, which the object must allow before the field may ask for it."""
    is_field = component.member.type is MetadataType.CUSTOM_FIELD
    return is_field and tracks_history(component.metadata) and component.member.object not in _WITHOUT_SWITCH


def files_of(component: Component, picklists: Picklists) -> tuple[StepFile, ...]:
    """The files of one component; of a workflow rule none, for those of an object share one.

    `picklists`: by field of its object that the sandbox has or gets, which of its values may be named.
    Raises Unwritable where a file would not be what production has.
    """
    member = component.member
    step, path = step_of(member), member.path
    if component.file is not None:
        return (StepFile(step, path, component.file),)
    if member.type is MetadataType.CUSTOM_FIELD:
        second = needs_second_step(component)
        first = StepFile(step, path, field_file(member, component.metadata, history=not second))
        return (first, StepFile(Step.HISTORY, path, field_file(member, component.metadata, history=True)))[: 1 + second]
    if member.type is MetadataType.WORKFLOW_RULE:
        workflow_rule(member, component.metadata)
        return ()
    if member.type.is_apex:
        return _apex(component)
    return (StepFile(step, path, _file(component, picklists)),)


def _file(component: Component, picklists: Picklists) -> bytes:
    member, metadata = component.member, component.metadata
    if member.type is MetadataType.RECORD_TYPE:
        return record_type_file(member, metadata, picklists)
    if member.type is MetadataType.STANDARD_VALUE_SET:
        return standard_value_set(member.name, metadata)
    if member.type is MetadataType.BUSINESS_PROCESS:
        return business_process_file(member, metadata, picklists)
    if member.type in _NAMELESS:
        return _NAMELESS[member.type](metadata)
    return _NAMED[member.type](member, metadata)


#: Files that do not hold the component's own name, and those that do.
_NAMELESS: dict[MetadataType, Callable[[Mapping[str, Any]], bytes]] = {
    MetadataType.FLOW: flow_file,
    MetadataType.FLOW_DEFINITION: lambda _metadata: flow_switched_off(),
    MetadataType.GLOBAL_VALUE_SET: global_value_set,
}
_NAMED: dict[MetadataType, Callable[[Member, Mapping[str, Any]], bytes]] = {
    MetadataType.VALIDATION_RULE: validation_rule_file,
}


def _apex(component: Component) -> tuple[StepFile, ...]:
    member = component.member
    if not component.body or component.body == "(hidden)":
        raise Unwritable("production does not show its source")
    return (
        StepFile(Step.APEX, member.source_path, component.body.encode()),
        StepFile(Step.APEX, member.path, apex_settings(member, component.metadata)),
    )
