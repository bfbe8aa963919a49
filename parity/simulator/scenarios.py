"""Scenarios: the base org twice, with the drift that a file declares, one item for each difference."""

from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any

import msgspec
from msgspec import structs

from parity.simulator.changes import changed
from parity.simulator.definition import OBJECTS, base_org, read_definition, trigger, with_checksum, with_events
from parity.simulator.describe import bitmap, field, picklist_value, record_type
from parity.simulator.identifiers import record_id
from parity.simulator.records import Drift, Expected, Row, Scenario, SimulatedOrg

_SIDES = ("sandbox", "production")


class ScenarioError(ValueError):
    """A scenario file declares what cannot be."""


def scenario_names() -> tuple[str, ...]:
    """All scenarios, by name."""
    folder = files("parity.simulator.definitions.scenarios")
    return tuple(sorted(one.name.removesuffix(".yaml") for one in folder.iterdir() if one.name.endswith(".yaml")))


def load_scenario(name: str, today: date | None = None) -> Scenario:
    """A scenario's pair of orgs; raises ScenarioError where its file contradicts the base org.

    Ages, such as that of the sandbox copy, count back from `today` (UTC, now where it is left out).
    """
    return scenario_from(name, read_definition("scenarios", f"{name}.yaml"), today)


def readiness_variations() -> dict[str, Row]:
    """Every variation of definitions/readiness.yaml, by name."""
    variations: dict[str, Row] = read_definition("readiness.yaml")
    return variations


def authorize_variations() -> dict[str, Row]:
    """Every variation of definitions/authorize.yaml, by name."""
    variations: dict[str, Row] = read_definition("authorize.yaml")
    return variations


def scenario_from(name: str, definition: Row, today: date | None = None) -> Scenario:
    """A scenario out of its definition."""
    day = today or datetime.now(UTC).date()
    extra = generated_fields(definition["generate"]) if "generate" in definition else None
    drift = [msgspec.convert(item, Drift) for item in definition.get("drift") or []]
    drift += _triggers_off(base_org("production", day)) if definition.get("triggers_off") else []
    orgs = {side: _copied(base_org(side, day, extra)) for side in _SIDES}
    for item in drift:
        for side in _SIDES:
            orgs[side] = _with(orgs[side], item, side, definition.get("new", {}))
    for side in _SIDES:
        org = orgs[side]
        for changes in (definition.get("both", {}), definition.get(side, {})):
            org = _overridden(changed(org, changes), changes)
        orgs[side] = _finished(org, side)
    return Scenario(
        name=name,
        summary=definition.get("summary", ""),
        sandbox=orgs["sandbox"],
        production=orgs["production"],
        drift=tuple(drift),
        causes=tuple(msgspec.convert(one, Expected) for one in definition.get("causes", [])),
        readiness=tuple(definition.get("readiness", [])),
    )


def generated_fields(settings: Row) -> dict[str, dict[str, Any]]:
    """Many custom fields an object, for size: every tenth a picklist with many values."""
    kinds = ["string(120)", "double(16,2)", "boolean", "date", "currency(16,2)", "textarea(4000)", "email(80)"]
    values = [f"Value {number:04d}" for number in range(settings["picklist_values"])]
    fields: dict[str, Any] = {}
    picklists = settings["picklists"]
    for number in range(settings["fields"]):
        name = f"Generated_{number:03d}__c"
        if number % (settings["fields"] // picklists) == 0:
            fields[name] = {"is": "picklist(255)", "values": values}
        else:
            fields[name] = kinds[number % len(kinds)]
    return {name: dict(fields) for name in ("Account", "Campaign", "Case", "Contact", "Lead", "Opportunity")}


def _triggers_off(production: SimulatedOrg) -> list[Drift]:
    return [
        Drift(
            object=row["TableEnumOrId"],
            trigger=f"{row['NamespacePrefix']}__{row['Name']}" if row["NamespacePrefix"] else row["Name"],
            attribute="Status",
            sandbox="Inactive",
            production="Active",
        )
        for row in production.triggers
        if row["Status"] == "Active" and row["TableEnumOrId"] in OBJECTS
    ]


def _copied(org: SimulatedOrg) -> SimulatedOrg:
    """An org of its own, to be changed: through JSON, which is many times as fast as a deep copy."""
    describes = msgspec.json.decode(msgspec.json.encode(org.describes))
    return structs.replace(org, describes=describes, triggers=tuple(dict(one) for one in org.triggers))


def _with(org: SimulatedOrg, drift: Drift, side: str, new: Row) -> SimulatedOrg:
    """The org with one item of drift on its side."""
    absent = drift.only_in is not None and drift.only_in != side
    value = drift.sandbox if side == "sandbox" else drift.production
    if drift.trigger is not None:
        return structs.replace(org, triggers=_changed_triggers(org, drift, absent, value, new))
    describe = org.describes[drift.object]
    if drift.record_type is not None:
        _change_record_type(describe, drift, absent, value)
    elif drift.picklist_value is not None:
        _change_value(describe, drift, absent, value)
    elif drift.field is not None:
        _change_field(describe, drift, absent, value, new)
    elif drift.attribute in describe:
        describe[drift.attribute] = value
    else:
        raise ScenarioError(f"{drift}: names nothing")
    return org


def _changed_triggers(org: SimulatedOrg, drift: Drift, absent: bool, value: Any, new: Row) -> tuple[Row, ...]:
    namespace, _, name = (drift.trigger or "").rpartition("__")
    mine = [row for row in org.triggers if row["Name"] == name and (row["NamespacePrefix"] or "") == namespace]
    if drift.only_in is not None:
        if absent:
            return tuple(row for row in org.triggers if row not in mine)
        if not mine:
            role = "sandbox" if org.organization["IsSandbox"] else "production"
            return (*org.triggers, trigger(name, new["triggers"][drift.trigger], role))
        return org.triggers
    if not mine or drift.attribute not in mine[0]:
        raise ScenarioError(f"{drift}: there is no such trigger or attribute")
    if drift.attribute == "BodyCrc":
        mine[0].update(with_checksum(mine[0], value))
    else:
        mine[0].update({str(drift.attribute): value})
        mine[0].update(with_events(mine[0]))
    return org.triggers


def _change_record_type(describe: Row, drift: Drift, absent: bool, value: Any) -> None:
    infos = describe["recordTypeInfos"]
    mine = [one for one in infos if one["developerName"] == drift.record_type]
    if drift.only_in is not None:
        if absent:
            infos[:] = [one for one in infos if one not in mine]
        elif not mine:
            infos.insert(0, record_type(str(drift.record_type)))
        return
    if not mine or drift.attribute not in mine[0]:
        raise ScenarioError(f"{drift}: there is no such record type or attribute")
    mine[0][drift.attribute] = value


def _change_value(describe: Row, drift: Drift, absent: bool, value: Any) -> None:
    by_name = {one["name"]: one for one in describe["fields"]}
    owner = by_name[drift.field]
    values = owner["picklistValues"]
    mine = [one for one in values if one["value"] == drift.picklist_value]
    if drift.only_in is not None:
        if absent:
            values[:] = [one for one in values if one not in mine]
        elif not mine:
            values.append(picklist_value(drift.picklist_value))
        return
    if not mine or drift.attribute not in mine[0]:
        raise ScenarioError(f"{drift}: there is no such picklist value or attribute")
    if drift.attribute == "validFor":
        value = bitmap(value, by_name[owner["controllerName"]])
    mine[0][drift.attribute] = value


def _change_field(describe: Row, drift: Drift, absent: bool, value: Any, new: Row) -> None:
    fields = describe["fields"]
    mine = [one for one in fields if one["name"] == drift.field]
    if drift.only_in is not None:
        if absent:
            fields[:] = [one for one in fields if one not in mine]
        elif not mine:
            fields.append(field(str(drift.field), new["fields"][f"{drift.object}.{drift.field}"]))
        return
    if not mine or drift.attribute not in mine[0]:
        raise ScenarioError(f"{drift}: there is no such field or attribute")
    mine[0][drift.attribute] = value


def _overridden(org: SimulatedOrg, overrides: Row) -> SimulatedOrg:
    """Org-level settings of a scenario: who signs in, what is hidden, which versions are offered."""
    signs_in = overrides.get("signs_in", org.signs_in)
    known = org.users[signs_in]
    hidden = {name: tuple(fields) for name, fields in overrides.get("hidden_fields", {}).items()}
    user = structs.replace(
        known,
        hidden_fields={**known.hidden_fields, **hidden},
        hidden_objects=(*known.hidden_objects, *overrides.get("hidden_objects", ())),
        language=overrides.get("language", org.users[signs_in].language),
    )
    following = (f"{float(org.versions[-1]) + 1:.1f}",) if overrides.get("next_release") else ()
    return structs.replace(
        org,
        signs_in=signs_in,
        users={**org.users, signs_in: user},
        versions=(*org.versions, *following),
        organization={**org.organization, **overrides.get("organization", {})},
        daily_max=overrides.get("daily_max", org.daily_max),
        used=overrides.get("used", org.used),
    )


def _finished(org: SimulatedOrg, side: str) -> SimulatedOrg:
    """Ids of their own, and another order than the other org's: neither is ever drift."""
    for name, describe in org.describes.items():
        for info in describe["recordTypeInfos"]:
            if not info["master"]:
                info["recordTypeId"] = record_id("012", f"{side} {name} {info['developerName']}")
        if side == "sandbox":
            fields = describe["fields"]
            describe["fields"] = fields[7:] + fields[:7]
    triggers = org.triggers[5:] + org.triggers[:5] if side == "sandbox" else org.triggers
    return structs.replace(org, triggers=triggers)
