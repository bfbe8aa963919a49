"""The records of what is read besides the six objects: packages, copies, the integration user, the rehearsal.

Each part is null in a snapshot where it was not read; `Unread` says why and what to grant.
"""

from enum import StrEnum
from typing import Protocol, Self, runtime_checkable

from msgspec import Struct, structs


@runtime_checkable
class HasOrder(Protocol):
    """A record that holds lists, which must be in one order for the bytes of a snapshot to last."""

    def in_order(self) -> Self:
        """The same record with its lists in their one order."""


class Part(StrEnum):
    """A part of a snapshot that can be unread by itself."""

    PACKAGES = "packages"
    VALIDATION_RULES = "validation rules"
    FLOWS = "record-triggered flows"
    WORKFLOW_RULES = "workflow rules"
    DUPLICATE_RULES = "duplicate rules"
    APPROVAL_PROCESSES = "approval processes"
    ASSIGNMENT_RULES = "assignment rules"
    TRIGGERS = "Apex triggers"
    COPIES = "sandbox copies"
    INTEGRATION_USER = "permissions of the integration user"
    OBJECTS = "the six objects"
    RELATED_OBJECTS = "objects besides the six"
    RECORD_COUNTS = "record counts"
    REHEARSAL = "touchpoints"
    TOUCHPOINT_CHOICES = "picklist values by Campaign record type"
    STAGES = "opportunity stages"
    CONTENTS = "contents of automation and fields"
    APP_TOKENS = "apps that the integration user has authorised"
    APP_LOGINS = "sign-ins of the integration user"
    INSTALLED_APPS = "installed connected apps"
    LOGIN_STATE = "whether the integration user is frozen"
    LOGIN_LIMITS = "login limits of the integration user's profile"


#: What no grant of parity's lets be read for certain. Where it is unread it leaves no verdict open: the checklist of
#: the switch asks a person instead.
ASKED_OF_PEOPLE = frozenset(
    {Part.APP_TOKENS, Part.APP_LOGINS, Part.INSTALLED_APPS, Part.LOGIN_STATE, Part.LOGIN_LIMITS}
)


class Unread(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, order=True):
    """A part that could not be read: why, and the permission to grant."""

    part: Part
    reason: str
    fix: str


class Package(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An installed package. `version` is `major.minor.patch.build`, empty where the org does not show it."""

    namespace: str | None
    name: str
    version: str

    @property
    def numbers(self) -> tuple[int, ...]:
        """The version as numbers, to compare which is newer; empty where the version is not known."""
        return tuple(int(one) for one in self.version.split(".") if one.isdigit())

    @property
    def shown_version(self) -> str:
        """The version as Setup > Installed Packages shows it: `6.45`, with a patch where there is one."""
        if not self.version:
            return "?"
        major, minor, patch = ([*self.version.split("."), "0", "0", "0"])[:3]
        return f"{major}.{minor}" if patch == "0" else f"{major}.{minor}.{patch}"


class SandboxCopy(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One creation or refresh of a sandbox, from production's SandboxProcess. Times are UTC, as Salesforce writes them;
    `organization_id` has 18 characters. `source` is the id of the sandbox that was cloned, null for a copy of
    production; `info` is this sandbox's own id of that kind.
    """

    sandbox: str
    organization_id: str | None
    license: str | None
    status: str | None
    started: str | None
    ended: str | None
    source: str | None = None
    info: str | None = None


class ObjectAccess(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the integration user may do with the records of an object."""

    read: bool
    create: bool
    edit: bool
    modify_all: bool
    view_all_fields: bool = False


class FieldAccess(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the integration user may do with a field."""

    read: bool
    edit: bool


NO_ACCESS = ObjectAccess(read=False, create=False, edit=False, modify_all=False)
NO_FIELD_ACCESS = FieldAccess(read=False, edit=False)


class IntegrationUser(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The user (or permission set) that Marketo Measure connects with, and what it may do.

    `named` is false where parity.yaml names nobody, so that the collecting user was looked at instead. `permissions`
    are system permissions under their API names, without those that the org has no column for; `fields` are by
    `Object.Field`. `objects` and `fields` are null where the collecting user's own describe is the better source.
    `license` is the definition key of the user licence, `SFDC` for the full one; `connected_apps` are the ids of the
    apps that a profile or permission set of the user names.
    """

    username: str | None
    permission_set: str | None
    named: bool
    active: bool | None
    marketing_user: bool | None
    permission_sets: tuple[str, ...]
    permissions: dict[str, bool]
    objects: dict[str, ObjectAccess]
    fields: dict[str, FieldAccess] | None
    license: str | None = None
    license_name: str | None = None
    connected_apps: tuple[str, ...] | None = None

    def in_order(self) -> Self:
        """Permission sets by name, apps by id."""
        apps = None if self.connected_apps is None else tuple(sorted(set(self.connected_apps)))
        return structs.replace(self, permission_sets=tuple(sorted(self.permission_sets)), connected_apps=apps)


class TouchpointDay(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, order=True):
    """Touchpoints made on this day (UTC) or later, and how many different people or opportunities they belong to."""

    day: str
    touchpoints: int
    parents: int


class Rehearsal(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What touchpoints an org holds, by day of creation, newest 2,000 of each object. Newest day first.

    `people` counts Buyer Touchpoints by lead or contact, `opportunities` Buyer Attribution Touchpoints.
    """

    people: tuple[TouchpointDay, ...]
    opportunities: tuple[TouchpointDay, ...]
    capped: bool = False

    def in_order(self) -> Self:
        """The newest day first."""
        return structs.replace(
            self,
            people=tuple(sorted(self.people, reverse=True)),
            opportunities=tuple(sorted(self.opportunities, reverse=True)),
        )


class TouchpointChoices(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The active values of a Campaign record type's Enable Buyer Touchpoints, and its default value."""

    record_type: str
    field: str
    values: tuple[str, ...]
    default: str | None

    def in_order(self) -> Self:
        """Values by name."""
        return structs.replace(self, values=tuple(sorted(self.values)))


class Stage(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A lead status or an opportunity stage: its place in the order, and its bucket.

    Of an opportunity `open`, `won` or `lost`, of a lead `open` or `converted`.
    """

    object: str
    value: str
    position: int
    bucket: str
