"""What readiness rules look at: both orgs through the integration user's eyes, the policy, and the day."""

from datetime import date

from parity.config.policy import Policy
from parity.marketo_measure import catalogue as marketo_measure
from parity.snapshot.names import whole_field
from parity.snapshot.org_setup import NO_ACCESS, NO_FIELD_ACCESS, FieldAccess, ObjectAccess, Package, Part
from parity.snapshot.records import Field, ObjectDescribe, Role, Snapshot, Trigger

#: Objects that take their permissions from another one. Not confirmed on a page of Salesforce's: without this, a user
#: who may use the parent would be said to lack the child, where an org keeps no row for it.
_PARENT = {"CampaignMember": "Campaign", "OpportunityContactRole": "Opportunity"}
_ACTIVITIES = frozenset({"Event", "Task"})


class OrgView:
    """One org, with the effective access of the user that Marketo Measure connects with.

    Where parity.yaml names the collecting user, that user's own describe has its exact access. For anybody else, object
    and field permissions of all permission sets are added up.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._fields: dict[str, dict[str, Field]] = {}
        user = snapshot.integration_user
        names = {(one or "").casefold() for one in (user.username if user else None, snapshot.user.username)}
        same = len(names) == 1 and names != {""}
        self.sees_with_own_eyes = user is None or not user.named or same

    @property
    def is_preview(self) -> bool:
        """Whether parity.yaml names only a permission set: what its user's profile grants on top is not known."""
        user = self.snapshot.integration_user
        return user is not None and user.permission_set is not None

    def described(self, name: str) -> ObjectDescribe | None:
        """The describe of an object, one of the six or another."""
        return self.snapshot.objects.get(name) or self.snapshot.related.get(name)

    def fields(self, name: str) -> dict[str, Field]:
        """The object's fields by name, as the collecting user sees them."""
        if name not in self._fields:
            described = self.described(name)
            self._fields[name] = {} if described is None else {field.name: field for field in described.fields}
        return self._fields[name]

    def spelled(self, path: str) -> tuple[str, str]:
        """The object and the field that an `Object.Field` name of parity.yaml means, as the org spells them.

        Salesforce ignores letter case; what the org does not have stays as it is written.
        """
        name, _, field = path.partition(".")
        objects = (*self.snapshot.objects, *self.snapshot.related)
        name = next((one for one in objects if one.casefold() == name.casefold()), name)
        described = self.described(name)
        known = (*self.fields(name), *(described.defined_fields or ())) if described is not None else ()
        return name, next((one for one in known if one.casefold() == field.casefold()), field)

    def tells_permission(self, name: str) -> bool:
        """Whether anything is known of a system permission: files do not have all of them."""
        user = self.snapshot.integration_user
        return user is not None and name in user.permissions

    def permission(self, name: str) -> bool:
        """Whether the integration user has a system permission, such as `PermissionsApiEnabled`."""
        user = self.snapshot.integration_user
        return user is not None and user.permissions.get(name, False)

    def may_read(self, name: str) -> bool:
        """Whether the integration user may read the object's records.

        Activities have no object permissions, so for them the collecting user's describe is the evidence.
        """
        if self.sees_with_own_eyes or name in _ACTIVITIES:
            return self._flag(name, "queryable")
        access = self._access(name)
        return self._sees_all or access.read or access.modify_all

    def may_create(self, name: str) -> bool:
        """Whether the integration user may make records of the object."""
        if self.sees_with_own_eyes:
            return self._flag(name, "createable")
        return self._changes_all or self._access(name).create

    def may_edit(self, name: str) -> bool:
        """Whether the integration user may change records of the object."""
        if self.sees_with_own_eyes:
            return self._flag(name, "updateable")
        return self._changes_all or self._access(name).edit

    def may_modify_all(self, name: str) -> bool:
        """Whether the integration user may change every record of the object, whoever owns it."""
        return self._changes_all or self._access(name).modify_all

    def may_read_field(self, name: str, field: str) -> bool:
        """Whether the integration user may read a field of an object that it may read."""
        known = self.fields(name).get(field)
        if self.sees_with_own_eyes:
            return known is not None
        if (known is not None and known.permissionable is False) or self._sees_all_fields(name):
            return True
        return any(one.read for one in self._field_access(name, field))

    def may_edit_field(self, name: str, field: str) -> bool:
        """Whether the integration user may write a field of an object that it may edit."""
        known = self.fields(name).get(field)
        if self.sees_with_own_eyes:
            return known is not None and (known.updateable is True or known.createable is True)
        if known is not None and known.permissionable is False:
            return True
        return any(one.edit for one in self._field_access(name, field))

    def is_writable_by_nature(self, name: str, field: str) -> bool:
        """False for a formula or an auto number, which nobody can write."""
        known = self.fields(name).get(field)
        return known is None or (known.calculated is not True and known.auto_number is not True)

    def exists(self, name: str, field: str) -> bool | None:
        """Whether a field exists, whoever may see it; null where that is not known."""
        described = self.described(name)
        if described is None:
            return None
        if any(one.name == field for one in described.fields):
            return True
        return None if described.defined_fields is None else field in described.defined_fields

    def package(self, namespace: str) -> Package | None:
        """The installed package of a namespace; null where there is none, or the list was not read."""
        return next((one for one in self.snapshot.packages or () if one.namespace == namespace), None)

    def triggers(self) -> tuple[Trigger, ...]:
        """Every trigger that was read, on all objects."""
        return (*(self.snapshot.triggers or ()), *self.snapshot.related_triggers)

    def _sees_all_fields(self, name: str) -> bool:
        """View All Fields, of the object or of all, lets every field be read whatever field permissions say."""
        return self._access(name).view_all_fields or self.permission("PermissionsViewAllFieldsGlobal")

    @property
    def _sees_all(self) -> bool:
        return self._changes_all or self.permission("PermissionsViewAllData")

    @property
    def _changes_all(self) -> bool:
        return self.permission("PermissionsModifyAllData")

    def _flag(self, name: str, flag: str) -> bool:
        described = self.described(name)
        return described is not None and described.properties.get(flag) is True

    def _access(self, name: str) -> ObjectAccess:
        user = self.snapshot.integration_user
        return NO_ACCESS if user is None else user.objects.get(_PARENT.get(name, name), NO_ACCESS)

    def _field_access(self, name: str, field: str) -> tuple[FieldAccess, ...]:
        """On the field, and on the whole that it is a part of: an address has one permission for all its parts."""
        fields = self.snapshot.integration_user.fields if self.snapshot.integration_user is not None else None
        places = (f"{name}.{field}", ".".join(whole_field(name, field)))
        return tuple((fields or {}).get(place, NO_FIELD_ACCESS) for place in places)


class Situation:
    """Everything that a readiness rule may look at. `today` is UTC."""

    def __init__(self, sandbox: Snapshot, production: Snapshot, policy: Policy, today: date) -> None:
        self.sandbox = OrgView(sandbox)
        self.production = OrgView(production)
        self.policy = policy
        self.today = today

    def org(self, role: Role) -> OrgView:
        """The org of that role."""
        return self.sandbox if role is Role.SANDBOX else self.production

    @property
    def is_package_missing(self) -> bool:
        """Whether production provably lacks the Marketo Measure package, so that its fields cannot be there."""
        packages = self.production.snapshot.packages
        return packages is not None and self.production.package(marketo_measure.NAMESPACE) is None


def is_read(snapshot: Snapshot, part: Part) -> bool:
    """Whether a part of a snapshot was read."""
    if any(one.part is part for one in snapshot.unread):
        return False
    held = {
        Part.PACKAGES: snapshot.packages,
        Part.TRIGGERS: snapshot.triggers,
        Part.COPIES: snapshot.copies,
        Part.RECORD_COUNTS: snapshot.record_counts,
        Part.REHEARSAL: snapshot.rehearsal,
        Part.TOUCHPOINT_CHOICES: snapshot.touchpoint_choices,
        Part.STAGES: snapshot.stages,
        Part.CONTENTS: snapshot.contents,
    }
    if part is Part.OBJECTS:
        return bool(snapshot.objects)
    if part is Part.RELATED_OBJECTS:
        return bool(snapshot.related)
    if part is Part.INTEGRATION_USER:
        return snapshot.integration_user is not None and snapshot.integration_user.named
    return held[part] is not None if part in held else snapshot.source == "org"
