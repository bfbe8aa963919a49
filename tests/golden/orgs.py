"""Two orgs written down by hand: small, and with every kind of record that a snapshot can hold."""

from typing import Any

from parity.snapshot.automation import Automation, AutomationKind
from parity.snapshot.contents import ApexClass, Content, ContentKind, Contents, TriggerSource
from parity.snapshot.org_setup import (
    FieldAccess,
    IntegrationUser,
    ObjectAccess,
    Package,
    Part,
    Rehearsal,
    SandboxCopy,
    Stage,
    TouchpointChoices,
    TouchpointDay,
    Unread,
)
from parity.snapshot.records import (
    OBJECTS,
    ApiUse,
    Field,
    Gap,
    HiddenField,
    ObjectDescribe,
    Org,
    PicklistValue,
    RecordType,
    Role,
    SignedInUser,
    Snapshot,
    Trigger,
)

SANDBOX_ORG, PRODUCTION_ORG = "00D300000000Ls0EAE", "00D300000000Lp0EAE"
COLLECTED = "2026-11-24T10:00:00Z"
_FILTER = {"controllingFields": ["AccountId"], "dependent": True, "optionalFilter": False}
_TOUCHPOINT = "bizible2__Bizible_Touchpoint__c"
_UNREAD = Unread(part=Part.TOUCHPOINT_CHOICES, reason="refused", fix="Grant Read on Campaign.")


def _value(value: str, label: str, *, active: bool = True, valid_for: tuple[str, ...] | None = None) -> PicklistValue:
    return PicklistValue(value=value, label=label, active=active, default_value=False, valid_for=valid_for)


def _fields(role: Role, name: str) -> tuple[Field, ...]:
    in_production = role is Role.PRODUCTION
    common = (
        Field(name="Id", type="id", length=18, nillable=False, custom=False, label="ID"),
        Field(
            name="Region__c",
            type="picklist",
            custom=True,
            label="Région 地域",
            nillable=True,
            controller_name="Type",
            dependent_picklist=True,
            restricted_picklist=in_production,
            picklist_values=(
                _value("North", "Nörd \U0001f600", valid_for=("A", "B")),
                _value("Süd", "Süd", active=in_production),
            ),
        ),
        Field(name="Score__c", type="double", precision=18 if in_production else 16, scale=2, default_value=-0.0),
        Field(
            name="Parent__c",
            type="reference",
            reference_to=("Lead", "Contact"),
            relationship_name="Parent__r",
            filtered_lookup_info=_FILTER,
            other={"aiNewProperty": {"b": [2, 1], "a": None}},
        ),
    )
    only = Field(name="Legacy__c", type="string", length=255, calculated_formula="TEXT(1 + 2)", custom=True)
    return (*common, only) if in_production and name == "Lead" else common


def _object(role: Role, name: str) -> ObjectDescribe:
    properties: dict[str, Any] = {"name": name, "label": name, "custom": name.endswith("__c"), "keyPrefix": None}
    fields = _fields(role, name)
    return ObjectDescribe(
        properties=properties,
        fields=fields,
        record_types=(RecordType(developer_name="Master", name="Master", active=True, master=True),),
        defined_fields=(*(one.name for one in fields), "Hidden__c"),
        hidden_fields=(HiddenField(name="Hidden__c", data_type="Text(80)", length=80),),
        history_fields=("Region__c",),
    )


def _triggers(role: Role) -> tuple[Trigger, ...]:
    ours = Trigger(
        name="LeadScore",
        table_enum_or_id="Lead",
        status="Active",
        is_valid=True,
        api_version=58.0,
        body_crc=4_294_967_295.0 if role is Role.PRODUCTION else 1.0,
        length_without_comments=1200,
        usage_before_update=True,
        usage_is_bulk=True,
    )
    return (ours, Trigger(name="Sync", namespace_prefix="pkg", table_enum_or_id="Contact", status="Inactive"))


def _automation(role: Role) -> tuple[Automation, ...]:
    return tuple(
        Automation(kind=kind, object="Lead", name=f"Golden_{number}", active=role is Role.PRODUCTION, details={"n": 1})
        for number, kind in enumerate(AutomationKind)
    )


def _contents(role: Role) -> Contents:
    in_production = role is Role.PRODUCTION
    formula = {"errorConditionFormula": f'Region__c = "{"Nörd" if in_production else "Süd"}"'}
    decision = {
        "name": "Is_Hot",
        "rules": [{"name": "Yes", "conditionLogic": "and", "conditions": [{"operator": role}]}],
    }
    return Contents(
        depth=10,
        calls=3,
        read=(
            Content(kind=ContentKind.VALIDATION_RULE, object="Lead", name="Golden_0", values=formula),
            Content(kind=ContentKind.FLOW, object="Lead", name="Golden_1", values={"decisions": [decision]}),
            Content(kind=ContentKind.HIDDEN_FIELD, object="Case", name="Hid__c", values={"length": 9, "unique": True}),
        ),
        left_out={ContentKind.WORKFLOW_RULE: 3},
        not_shown={ContentKind.FLOW: 1},
        classes=(
            ApexClass(name="Router", status="Active", api_version=66.0, body_crc=7.0 if in_production else 8.0),
            ApexClass(name="Other", status="Inactive", length_without_comments=40),
        ),
        sources=(TriggerSource(trigger="Sync", code="sha256:0", classes=("Router", "Other")),),
    )


def _integration_user() -> IntegrationUser:
    return IntegrationUser(
        username="measure@example.com",
        permission_set="Marketo_Measure",
        named=True,
        active=True,
        marketing_user=False,
        permission_sets=("B", "A"),
        permissions={"ViewSetup": True, "ApiEnabled": True},
        objects={"Lead": ObjectAccess(read=True, create=True, edit=True, modify_all=False)},
        fields={"Lead.Region__c": FieldAccess(read=True, edit=False)},
    )


def _copy() -> SandboxCopy:
    return SandboxCopy(
        sandbox="golden",
        organization_id=SANDBOX_ORG,
        license="FULL",
        status="Completed",
        started="2026-11-01T08:00:00.000+0000",
        ended="2026-11-02T08:00:00.000+0000",
    )


def _choices() -> tuple[TouchpointChoices, ...]:
    values = ("Include all", "Exclude all")
    return (TouchpointChoices(record_type="Master", field="bizible2__Bizible_Enable__c", values=values, default=None),)


def snapshot_of(role: Role) -> Snapshot:
    """The snapshot of one of the two orgs; what differs between them is written into the functions above."""
    in_production = role is Role.PRODUCTION
    return Snapshot(
        tool="parity 0.0.0",
        role=role,
        source="org",
        collected_at=COLLECTED,
        org=Org(
            id=PRODUCTION_ORG if in_production else SANDBOX_ORG,
            name=f"Golden {role}",
            is_sandbox=not in_production,
            organization_type="Enterprise Edition",
            instance_name="EU1",
            language="en_US",
            instance_url=f"https://golden-{role}.my.salesforce.com",
        ),
        user=SignedInUser(id="005300000000001AAA", username=f"reader@{role}.example", permissions={"ViewSetup": True}),
        api=ApiUse(
            version="68.0",
            versions_offered=("68.0", "9.0", "67.0"),
            calls=7,
            sign_in_requests=1,
            requests={"Organization": 1, "describe": 6},
            daily_max=100_000,
            daily_remaining=99_000,
        ),
        objects={name: _object(role, name) for name in OBJECTS},
        triggers=_triggers(role),
        related={_TOUCHPOINT: _object(role, _TOUCHPOINT)},
        related_triggers=(Trigger(name="OnTouch", table_enum_or_id=_TOUCHPOINT, status="Active"),),
        automation=_automation(role),
        packages=(Package(namespace="bizible2", name="Marketo Measure", version="6.45.0.1"),),
        copies=(_copy(),) if in_production else (),
        integration_user=_integration_user(),
        record_counts={"Lead": 2**40, "Account": 0},
        rehearsal=Rehearsal(
            people=(TouchpointDay(day="2026-11-20", touchpoints=40, parents=12),),
            opportunities=(TouchpointDay(day="2026-11-21", touchpoints=9, parents=3),),
        ),
        touchpoint_choices=None if in_production else _choices(),
        stages=(Stage(object="Opportunity", value="Closed Won", position=2, bucket="won"),),
        contents=_contents(role),
        unread=(_UNREAD,) if in_production else (),
        gaps=(Gap(area="describe", subject="Case", reason="cut off", fix="Collect again.", role=role.value),),
    )
