"""Changes to a simulated org beyond drift: packages, permissions, automation, copies, sizes, whole sets of fields.

The notation is that of definitions/readiness.yaml, and of `both`, `sandbox` and `production` in a scenario.
"""

from collections.abc import Callable
from typing import Any

from msgspec import structs

from parity.simulator.definition import package, trigger, with_body
from parity.simulator.describe import field, record_type
from parity.simulator.identifiers import record_id
from parity.simulator.records import Row, SimulatedOrg, User

_Change = Callable[[SimulatedOrg, Any], SimulatedOrg]


def changed(org: SimulatedOrg, changes: Row) -> SimulatedOrg:
    """The org with every change made; keys that are not known here are somebody else's."""
    for key, change in _CHANGES.items():
        if key in changes:
            org = change(org, changes[key])
    return org


def _fields(org: SimulatedOrg, wanted: Row) -> SimulatedOrg:
    """`Object.Field`: null takes it away, a notation adds it, a mapping of properties alters it."""
    for path, spec in wanted.items():
        object_name, _, name = path.partition(".")
        fields = org.describes[object_name]["fields"]
        mine = next((one for one in fields if one["name"] == name), None)
        if spec is None:
            fields[:] = [one for one in fields if one["name"] != name]
        elif mine is not None and isinstance(spec, dict) and "is" not in spec:
            mine.update(spec)
        else:
            fields[:] = [*(one for one in fields if one["name"] != name), field(name, spec)]
    return org


def _generated(org: SimulatedOrg, wanted: list[Row]) -> SimulatedOrg:
    """Many fields from a name with `%`, a number of them and a notation, on each object."""
    for spec in wanted:
        for object_name in spec["objects"]:
            for number in range(1, spec["number"] + 1):
                name = spec["name"].replace("%", f"{number:02d}")
                org.describes[object_name]["fields"].append(field(name, spec["is"]))
    return org


def _objects(org: SimulatedOrg, wanted: Row) -> SimulatedOrg:
    for name, properties in wanted.items():
        if properties is None:
            del org.describes[name]
        else:
            org.describes[name].update(properties)
    return org


def _record_types(org: SimulatedOrg, wanted: Row) -> SimulatedOrg:
    """By object: a list of names to add, or a mapping of names to altered properties."""
    for name, types in wanted.items():
        infos = org.describes[name]["recordTypeInfos"]
        if isinstance(types, dict):
            for info in infos:
                info.update(types.get(info["developerName"], {}))
        else:
            infos[:0] = [record_type(one) for one in types]
    return org


def _triggers(org: SimulatedOrg, wanted: Row) -> SimulatedOrg:
    """By name: null takes it away, a mapping with `object` adds it, another alters its columns; `body` is other source,
    with its checksum.
    """
    rows = list(org.triggers)
    for name, spec in wanted.items():
        mine = [row for row in rows if row["Name"] == name]
        if spec is None:
            rows = [row for row in rows if row not in mine]
        elif "object" in spec:
            rows.append(trigger(name, spec, org.setup["role"]))
        else:
            for row in mine:
                row.update(with_body(row, spec["body"]) if "body" in spec else {})
                row.update({key: value for key, value in spec.items() if key != "body"})
    return structs.replace(org, triggers=tuple(rows))


def _packages(org: SimulatedOrg, wanted: Row) -> SimulatedOrg:
    """By namespace: null takes the package away, a mapping installs it."""
    kept = [one for one in org.packages if one["SubscriberPackage"]["NamespacePrefix"] not in wanted]
    added = [package(namespace, spec) for namespace, spec in wanted.items() if spec is not None]
    return structs.replace(org, packages=(*kept, *added))


def _users(org: SimulatedOrg, wanted: Row) -> SimulatedOrg:
    """By key: system permissions to add and to remove, permission sets, what is hidden, active, frozen, the licence,
    marketing user.

    A key that is not known yet is a new user, with a `profile`.
    """
    users = dict(org.users)
    for key, spec in wanted.items():
        user = users.get(key) or _new_user(org, key, spec)
        kept = [one for one in user.permissions if one not in spec.get("remove", ())]
        users[key] = structs.replace(
            user,
            permissions=(*kept, *spec.get("add", ())),
            marketing_user=spec.get("marketing_user", user.marketing_user),
            active=spec.get("active", user.active),
            frozen=spec.get("frozen", user.frozen),
            license=spec.get("license", user.license),
            profile_reads=spec.get("profile_reads", user.profile_reads),
            permission_sets=tuple(spec.get("permission_sets", user.permission_sets)),
            hidden_fields={**user.hidden_fields, **_texts(spec.get("hidden_fields", {}))},
            hidden_objects=tuple(spec.get("hidden_objects", user.hidden_objects)),
        )
    return structs.replace(org, users=users)


def _new_user(org: SimulatedOrg, key: str, spec: Row) -> User:
    suffix = org.user.username.partition("@")[2]
    return User(
        id=record_id("005", f"{org.setup['role']} {key}"),
        username=f"{key}@{suffix}",
        name=spec.get("name", key.title()),
        profile=spec["profile"],
        permissions=(),
        marketing_user=False,
        profile_reads=spec.get("profile_reads", True),
    )


def _texts(lists: Row) -> dict[str, tuple[str, ...]]:
    return {name: tuple(texts) for name, texts in lists.items()}


def _permissions(org: SimulatedOrg, wanted: Row) -> SimulatedOrg:
    """Those of whoever signs in."""
    return _users(org, {org.signs_in: wanted})


def _setup(key: str) -> _Change:
    return lambda org, wanted: structs.replace(org, setup={**org.setup, key: wanted})


def _automation(org: SimulatedOrg, wanted: list[Row]) -> SimulatedOrg:
    """Added to what is there; one of the same table and name takes its place, of a rule that of the same object.

    Without an object it is only taken away: every one of that name, or that `of` an object.
    """
    kept = [one for one in org.setup["automation"] if not any(_takes_the_place(each, one) for each in wanted)]
    return _setup("automation")(org, [*kept, *(one for one in wanted if one.get("object"))])


def _takes_the_place(wanted: Row, there: Row) -> bool:
    owner = wanted.get("object") or wanted.get("of")
    is_named = (wanted["table"], wanted["name"]) == (there["table"], there["name"])
    return is_named and (wanted["table"] not in _OF_OBJECTS or owner in {None, there.get("object")})


#: Automation whose names are one object's own.
_OF_OBJECTS = frozenset({"ValidationRule", "WorkflowRule"})


def _generated_automation(org: SimulatedOrg, wanted: list[Row]) -> SimulatedOrg:
    """Many pieces of automation: a short form whose name holds `%`, a number of them, on its objects in turn."""
    made = [
        {
            **spec,
            "object": spec["objects"][number % len(spec["objects"])],
            "name": spec["name"].replace("%", f"{number:03d}"),
        }
        for spec in wanted
        for number in range(spec["number"])
    ]
    return _automation(org, made)


def _contents(org: SimulatedOrg, wanted: Row) -> SimulatedOrg:
    """By table and full name: keys of Metadata that do not follow from the rest of the org."""
    known: Row = org.setup.get("contents", {})
    return _setup("contents")(org, {**known, **{key: {**known.get(key, {}), **one} for key, one in wanted.items()}})


def _classes(org: SimulatedOrg, wanted: Row) -> SimulatedOrg:
    """By name: null takes a class away, a mapping alters or adds it."""
    known = {**org.setup.get("classes", {})}
    for name, spec in wanted.items():
        if spec is None:
            del known[name]
        else:
            known[name] = {**known.get(name, {}), **spec}
    return _setup("classes")(org, known)


def _permission_set(org: SimulatedOrg, wanted: Row) -> SimulatedOrg:
    """Alters the Marketo Measure permission set."""
    sets = org.setup["permission_sets"]
    name = next(iter(sets))
    return _setup("permission_sets")(org, {**sets, name: {**sets[name], **wanted}})


def _permission_sets(org: SimulatedOrg, wanted: Row) -> SimulatedOrg:
    """By name: null takes a set away, a mapping adds it or alters it; `assigned` are the keys of its users."""
    sets, users = dict(org.setup["permission_sets"]), dict(org.users)
    for name, spec in wanted.items():
        assigned = None if spec is None else spec.get("assigned")
        if spec is None:
            del sets[name]
        else:
            sets[name] = {**sets.get(name, {}), **{key: value for key, value in spec.items() if key != "assigned"}}
        for key, user in users.items():
            held = [one for one in user.permission_sets if one != name]
            keeps = name in user.permission_sets if spec is not None and assigned is None else key in (assigned or ())
            users[key] = structs.replace(user, permission_sets=(*held, name) if keeps else tuple(held))
    return _setup("permission_sets")(structs.replace(org, users=users), sets)


def _rows(org: SimulatedOrg, wanted: Row) -> SimulatedOrg:
    """By table: its rows, in place of what the org would have."""
    return structs.replace(org, tables={**org.tables, **{name: tuple(rows) for name, rows in wanted.items()}})


def _connected_apps(org: SimulatedOrg, wanted: Row) -> SimulatedOrg:
    """By label: null takes an app away, a mapping adds it or alters it."""
    known = org.setup["connected_apps"]
    kept = {name: spec for name, spec in known.items() if name not in wanted}
    added = {name: {**known.get(name, {}), **spec} for name, spec in wanted.items() if spec is not None}
    return _setup("connected_apps")(org, {**kept, **added})


def _set_of(key: str) -> _Change:
    return lambda org, wanted: structs.replace(org, **{key: frozenset(wanted)})


def _merged(key: str) -> _Change:
    return lambda org, wanted: _setup(key)(org, None if wanted is None else {**(org.setup[key] or {}), **wanted})


_CHANGES: dict[str, _Change] = {
    "fields": _fields,
    "generated": _generated,
    "objects": _objects,
    "record_types": _record_types,
    "triggers": _triggers,
    "rows_of_triggers": lambda org, wanted: structs.replace(org, triggers=(*org.triggers, *wanted)),
    "packages": _packages,
    "users": _users,
    "permissions": _permissions,
    "permission_set": _permission_set,
    "permission_sets": _permission_sets,
    "preferences": _set_of("preferences"),
    "features": _set_of("features"),
    "without": _set_of("without"),
    "rows": _rows,
    "automation": _automation,
    "generated_automation": _generated_automation,
    "contents": _contents,
    "classes": _classes,
    "changed": _setup("changed"),
    "value_sets": _setup("value_sets"),
    "copy": _merged("copy"),
    "touchpoints": _merged("touchpoints"),
    "record_counts": _merged("record_counts"),
    "choices": _setup("choices"),
    "connected_apps": _connected_apps,
    "api_access_control": _setup("api_access_control"),
    "profiles": _setup("profiles"),
    "history": _setup("history"),
    "no_disjunctions": _setup("no_disjunctions"),
    "person_types": _setup("person_types"),
    "stages": _setup("stages"),
    "lead_status": _setup("lead_status"),
}
