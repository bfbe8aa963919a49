"""The records of one org's metadata, their canonical bytes and their digest.

Names of describe and ApexTrigger properties are Salesforce's own in the file (`calculatedFormula`,
`UsageBeforeUpdate`), so that a reader can look them up:
https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_describesobjects_describesobjectresult.htm
https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_apextrigger.htm
"""

from enum import StrEnum
from typing import Annotated, Any, Generic, TypeVar

from msgspec import UNSET, Meta, Struct, UnsetType

from parity.snapshot.automation import Automation
from parity.snapshot.changes import Changes
from parity.snapshot.contents import Contents
from parity.snapshot.names import object_of_event
from parity.snapshot.org_setup import IntegrationUser, Package, Rehearsal, SandboxCopy, Stage, TouchpointChoices, Unread
from parity.snapshot.sign_in import InstalledApp, LoginLimits, LoginState

SCHEMA_VERSION = 2
#: A UTC time as snapshots and results write it.
INSTANT = r"^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$"

#: The six objects whose fields Adobe asks to be an exact replica.
OBJECTS = ("Account", "Campaign", "Case", "Contact", "Lead", "Opportunity")


class Role(StrEnum):
    """What an org is in the migration: the rehearsal or the real thing."""

    SANDBOX = "sandbox"
    PRODUCTION = "production"

    @property
    def other(self) -> "Role":
        """The role of the org on the other side."""
        return Role.PRODUCTION if self is Role.SANDBOX else Role.SANDBOX


_Side = TypeVar("_Side")


class BothOrgs(Struct, Generic[_Side], frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The same thing of the sandbox and of production."""

    sandbox: _Side
    production: _Side

    def of(self, role: Role) -> _Side:
        """The thing of the org with that role."""
        return self.sandbox if role is Role.SANDBOX else self.production


class PicklistValue(Struct, frozen=True, forbid_unknown_fields=True, rename="camel", gc=False):
    """One value of a picklist. `valid_for`: controlling values that offer it; null where it depends on none."""

    value: str
    label: str | None
    active: bool
    default_value: bool
    valid_for: tuple[str, ...] | None


class Field(Struct, frozen=True, forbid_unknown_fields=True, rename="camel", kw_only=True, gc=False):
    """Every property that describe gives a field. An absent one was not in the answer.

    `other` keeps the properties that parity does not know yet, so that none is lost or left uncompared.
    """

    name: str
    type: str
    aggregatable: bool | UnsetType = UNSET
    ai_prediction_field: bool | UnsetType = UNSET
    auto_number: bool | UnsetType = UNSET
    byte_length: int | UnsetType = UNSET
    calculated: bool | UnsetType = UNSET
    calculated_formula: str | None | UnsetType = UNSET
    cascade_delete: bool | UnsetType = UNSET
    case_sensitive: bool | UnsetType = UNSET
    compound_field_name: str | None | UnsetType = UNSET
    controller_name: str | None | UnsetType = UNSET
    createable: bool | UnsetType = UNSET
    custom: bool | UnsetType = UNSET
    default_value: bool | str | int | float | None | UnsetType = UNSET
    default_value_formula: str | None | UnsetType = UNSET
    defaulted_on_create: bool | UnsetType = UNSET
    dependent_picklist: bool | UnsetType = UNSET
    deprecated_and_hidden: bool | UnsetType = UNSET
    digits: int | UnsetType = UNSET
    display_location_in_decimal: bool | UnsetType = UNSET
    encrypted: bool | UnsetType = UNSET
    external_id: bool | UnsetType = UNSET
    extra_type_info: str | None | UnsetType = UNSET
    filterable: bool | UnsetType = UNSET
    filtered_lookup_info: dict[str, Any] | None | UnsetType = UNSET
    formula_treat_null_number_as_zero: bool | UnsetType = UNSET
    groupable: bool | UnsetType = UNSET
    high_scale_number: bool | UnsetType = UNSET
    html_formatted: bool | UnsetType = UNSET
    id_lookup: bool | UnsetType = UNSET
    inline_help_text: str | None | UnsetType = UNSET
    label: str | None | UnsetType = UNSET
    length: int | UnsetType = UNSET
    mask: str | None | UnsetType = UNSET
    mask_type: str | None | UnsetType = UNSET
    name_field: bool | UnsetType = UNSET
    name_pointing: bool | UnsetType = UNSET
    nillable: bool | UnsetType = UNSET
    permissionable: bool | UnsetType = UNSET
    picklist_values: tuple[PicklistValue, ...] | UnsetType = UNSET
    polymorphic_foreign_key: bool | UnsetType = UNSET
    precision: int | UnsetType = UNSET
    query_by_distance: bool | UnsetType = UNSET
    reference_target_field: str | None | UnsetType = UNSET
    reference_to: tuple[str, ...] | UnsetType = UNSET
    relationship_name: str | None | UnsetType = UNSET
    relationship_order: int | None | UnsetType = UNSET
    restricted_delete: bool | UnsetType = UNSET
    restricted_picklist: bool | UnsetType = UNSET
    scale: int | UnsetType = UNSET
    search_prefilterable: bool | UnsetType = UNSET
    soap_type: str | UnsetType = UNSET
    sortable: bool | UnsetType = UNSET
    unique: bool | UnsetType = UNSET
    updateable: bool | UnsetType = UNSET
    write_requires_master_read: bool | UnsetType = UNSET
    other: dict[str, Any] = {}


class RecordType(Struct, frozen=True, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """A record type as describe lists it. `available` and the default mapping are the signed-in user's."""

    developer_name: str
    name: str | None = None
    active: bool | None = None
    available: bool | None = None
    default_record_type_mapping: bool | None = None
    master: bool | None = None
    record_type_id: str | None = None
    other: dict[str, Any] = {}


class HiddenField(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, order=True):
    """A field that describe could show, but does not show to this user: what FieldDefinition has of it.

    `data_type` is in the words of Setup: `Text(80)`, `Picklist`, `Formula (Number)`.
    """

    name: str
    data_type: str | None = None
    length: int | None = None
    precision: int | None = None
    scale: int | None = None
    reference_to: tuple[str, ...] = ()


class ObjectDescribe(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One sObject: its own properties, its fields and its record types.

    `defined_fields` has every field that FieldDefinition lists, whatever the user may see; null where that could not be
    read, so that absent and invisible cannot be distinguished. `history_fields` are those with field history tracking;
    `hidden_fields` those that this user may not see, null where that was not read.
    """

    properties: dict[str, Any]
    fields: tuple[Field, ...]
    record_types: tuple[RecordType, ...]
    defined_fields: tuple[str, ...] | None = None
    history_fields: tuple[str, ...] | None = None
    hidden_fields: tuple[HiddenField, ...] | None = None


class Trigger(Struct, frozen=True, forbid_unknown_fields=True, rename="pascal", kw_only=True):
    """One Apex trigger, from its row of the Tooling API's ApexTrigger. Its source is never read."""

    name: str
    table_enum_or_id: str
    status: str
    namespace_prefix: str | None = None
    is_valid: bool | None = None
    api_version: float | None = None
    body_crc: float | None = None
    length_without_comments: int | None = None
    usage_before_insert: bool | None = None
    usage_after_insert: bool | None = None
    usage_before_update: bool | None = None
    usage_after_update: bool | None = None
    usage_before_delete: bool | None = None
    usage_after_delete: bool | None = None
    usage_after_undelete: bool | None = None
    usage_is_bulk: bool | None = None

    @property
    def full_name(self) -> str:
        """`namespace__Name`, or the bare name of a trigger that came with no package."""
        return f"{self.namespace_prefix}__{self.name}" if self.namespace_prefix else self.name

    @property
    def object(self) -> str:
        """The object whose records it runs for: a trigger on change events stands on `LeadChangeEvent`, say."""
        return object_of_event(self.table_enum_or_id) or self.table_enum_or_id

    @property
    def is_on_change_events(self) -> bool:
        """Whether it runs after the save, on the events that tell of inserts, updates and deletions alike."""
        return object_of_event(self.table_enum_or_id) is not None

    @property
    def fires_on_update(self) -> bool:
        """Whether it runs when a record is updated."""
        return bool(self.usage_before_update or self.usage_after_update or self.is_on_change_events)


class Org(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which org this is. Null: not proven by what was read. `id` has 18 characters."""

    id: str | None = None
    name: str | None = None
    is_sandbox: bool | None = None
    organization_type: str | None = None
    instance_name: str | None = None
    namespace_prefix: str | None = None
    language: str | None = None
    instance_url: str | None = None


class SignedInUser(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Through whose eyes the org was seen. `permissions`: system permissions that decide what can be read."""

    id: str | None = None
    username: str | None = None
    name: str | None = None
    profile: str | None = None
    language: str | None = None
    sign_in: str | None = None
    permissions: dict[str, bool] | None = None


class ApiUse(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the snapshot cost: HTTP requests sent, each one credit of the customer's daily limit.

    `requests` names them in the order of their first use; `sign_in_requests` counts the ones that signed in.
    """

    version: Annotated[str, Meta(pattern=r"^[0-9]{1,3}\.[0-9]$")] | None = None
    versions_offered: tuple[str, ...] = ()
    calls: int = 0
    sign_in_requests: int = 0
    requests: dict[str, int] = {}
    fallback: str | None = None
    daily_max: int | None = None
    daily_remaining: int | None = None


class Gap(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, order=True):
    """Something that could not be read, verified or understood: the verdict cannot be GO.

    `fields` are those of the object `subject` that could not be compared: such a gap can be accepted by a waiver.
    """

    area: str
    subject: str
    reason: str
    fix: str
    role: str = ""
    fields: tuple[str, ...] = ()


class Snapshot(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything that was read of one org, at one moment, through one user, at one API version.

    `collected_at` is UTC, `YYYY-MM-DDTHH:MM:SSZ`, null for imported files; `source` is `org` or `files`. `triggers` is
    null where ApexTrigger could not be read. `related` are further objects that Marketo Measure reads or writes, used
    for readiness and not compared; `related_triggers` are on those. `app_tokens` are the labels of the apps that the
    integration user has authorised, `app_logins` those through which it signed in. `contents` is null where
    `api.depth_calls` is 0, `changes` where nobody asked who changed what. What `unread` lists is null here.
    """

    schema_version: int = SCHEMA_VERSION
    tool: str
    role: Role
    source: str
    collected_at: Annotated[str, Meta(pattern=INSTANT)] | None
    org: Org
    user: SignedInUser
    api: ApiUse
    objects: dict[str, ObjectDescribe]
    triggers: tuple[Trigger, ...] | None
    related: dict[str, ObjectDescribe] = {}
    related_triggers: tuple[Trigger, ...] = ()
    automation: tuple[Automation, ...] = ()
    packages: tuple[Package, ...] | None = None
    copies: tuple[SandboxCopy, ...] | None = None
    integration_user: IntegrationUser | None = None
    record_counts: dict[str, int] | None = None
    rehearsal: Rehearsal | None = None
    touchpoint_choices: tuple[TouchpointChoices, ...] | None = None
    stages: tuple[Stage, ...] | None = None
    app_tokens: tuple[str, ...] | None = None
    app_logins: tuple[str, ...] | None = None
    installed_apps: tuple[InstalledApp, ...] | None = None
    login_state: LoginState | None = None
    login_limits: LoginLimits | None = None
    contents: Contents | None = None
    changes: Changes | None = None
    unread: tuple[Unread, ...] = ()
    gaps: tuple[Gap, ...] = ()
