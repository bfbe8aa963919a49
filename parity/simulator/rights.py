"""What a user may do: system permissions of the profile and of permission sets, and what they open."""

from functools import cache

from msgspec import Struct

from parity.simulator.definition import read_definition
from parity.simulator.records import Row, SimulatedOrg, User

#: Objects without permissions of their own take those of another one; null: Access Activities, which every profile has.
#: No permission set of a public project holds object permissions of these.
PERMISSIONS_FROM: dict[str, str | None] = {
    "CampaignMember": "Campaign",
    "OpportunityContactRole": "Opportunity",
    "Task": None,
    "Event": None,
}
_MAY_READ = frozenset({"Read", "ViewAllRecords", "ModifyAllRecords", "ViewAllFields"})


class Access(Struct, frozen=True, kw_only=True):
    """Who may ask for a table: whoever has `any` of these; others see their `own` rows, or no such table."""

    any: tuple[str, ...] = ()
    otherwise: str = "no such table"
    source: str = ""

    @property
    def shows_own_rows(self) -> bool:
        """Whether everybody may ask, and sees the rows about themselves."""
        return self.otherwise == "own"


@cache
def access_rules() -> dict[str, Access]:
    """By table: its rule, where it has one."""
    rules = read_definition("beyond_reference.yaml")["access"]
    return {table: Access(**{**rule, "any": tuple(rule["any"])}) for table, rule in rules.items()}


def granted_sets(org: SimulatedOrg, user: User) -> list[Row]:
    """The permission sets that grant something to the user, in the notation of definitions/setup.yaml. One that must be
    activated in a session grants nothing, nor one whose assignment has expired."""
    known = org.setup.get("permission_sets", {})
    assigned = (known[name] for name in user.permission_sets if name in known)
    return [one for one in assigned if not one.get("session_based") and not one.get("expired")]


def may(org: SimulatedOrg, user: User, permission: str) -> bool:
    """Whether the user has a system permission, such as `ViewSetup`, from the profile or from a permission set."""
    return user.may(permission) or any(permission in one.get("permissions", ()) for one in granted_sets(org, user))


def has_access(org: SimulatedOrg, user: User, table: str) -> bool:
    """Whether every row of the table is open to the user."""
    rule = access_rules().get(table)
    return rule is None or any(may(org, user, one) for one in rule.any)


def rights_on(spec: Row, object_name: str) -> frozenset[str]:
    """What one permission set grants on an object."""
    return frozenset(spec.get("objects", {}).get(object_name, spec.get("rights", ())))


def sees_every_field(org: SimulatedOrg, user: User, object_name: str) -> bool:
    """Whether View All Fields opens the object's fields, whatever field permissions say."""
    return may(org, user, "ViewAllFieldsGlobal") or any(
        "ViewAllFields" in rights_on(one, object_name) for one in granted_sets(org, user)
    )


def sees_object(org: SimulatedOrg, user: User, object_name: str) -> bool:
    """Whether the object is there for the user: profile, permission set or a right to all data lets it be read."""
    if object_name in user.hidden_objects:
        return False
    return user.profile_reads or _is_granted(org, user, object_name)


def reads_rows(org: SimulatedOrg, user: User, object_name: str) -> bool:
    """Whether the user may read the object's records. Profiles say nothing of custom objects, permission sets do."""
    if not sees_object(org, user, object_name):
        return False
    return not object_name.endswith("__c") or _is_granted(org, user, object_name)


def _is_granted(org: SimulatedOrg, user: User, object_name: str) -> bool:
    granted_on = PERMISSIONS_FROM.get(object_name, object_name)
    if granted_on is None:
        return True
    if may(org, user, "ViewAllData") or may(org, user, "ModifyAllData"):
        return True
    return any(_MAY_READ & rights_on(one, granted_on) for one in granted_sets(org, user))


def seen_by(user: User, describe: Row, name: str) -> Row:
    """A describe without the fields that field-level security keeps from the user."""
    hidden = set(user.hidden_fields.get(name, ()))
    fields = [
        field
        for field in describe["fields"]
        if field["name"] not in hidden and field["compoundFieldName"] not in hidden
    ]
    return {**describe, "fields": fields}


def visible(org: SimulatedOrg, user: User, name: str) -> Row:
    """The describe of an object as the user sees it, permission sets and View All Fields taken into account."""
    describe = org.describes[name]
    if sees_every_field(org, user, name):
        return describe
    permitted = describe if user.profile_reads else _permitted(org, user, describe, name)
    return _without_deployed(org, user, seen_by(user, permitted, name), name)


def deployed_fields(org: SimulatedOrg) -> frozenset[str]:
    """The `Object.Field` names that came by a deployment: nobody sees one without a permission that names it."""
    return frozenset(org.setup.get("deployed_fields", ()))


def _without_deployed(org: SimulatedOrg, user: User, describe: Row, name: str) -> Row:
    readable = {
        path for one in granted_sets(org, user) for path, rights in one.get("fields", {}).items() if "Read" in rights
    }
    unseen = deployed_fields(org) - readable
    fields = [one for one in describe["fields"] if f"{name}.{one['name']}" not in unseen or not one["permissionable"]]
    return {**describe, "fields": fields}


def _permitted(org: SimulatedOrg, user: User, describe: Row, name: str) -> Row:
    """The describe with the fields that need no permission, and those that a permission set lets be read."""
    sets = granted_sets(org, user)
    if any("rights" in one for one in sets):
        return describe
    readable = {path for one in sets for path, rights in one.get("fields", {}).items() if "Read" in rights}
    kept = {
        field["name"]
        for field in describe["fields"]
        if not field["permissionable"] or f"{name}.{field['name']}" in readable
    }
    fields = [one for one in describe["fields"] if (one["compoundFieldName"] or one["name"]) in kept]
    return {**describe, "fields": fields}
