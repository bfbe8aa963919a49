"""Each family goes through every object that both orgs show, and what belongs to an org is no drift in a field."""

from typing import Any

from parity.compare.difference import Kind
from parity.compare.families import fields, hidden_fields, record_types, triggers
from parity.compare.family import FamilyResult, SnapshotPair
from parity.snapshot.records import Field, HiddenField, ObjectDescribe, Org, RecordType, Role, Trigger
from tests.small_snapshots import described, snapshot

ORGS = {Role.SANDBOX: "00D8F0000008NwSUAU", Role.PRODUCTION: "00D300000001NwhEAE"}


def pair(sandbox: ObjectDescribe, production: ObjectDescribe, **parts: tuple[Any, Any]) -> SnapshotPair:
    """Case and Lead described alike; `parts` are a part of the sandbox and one of production."""
    sides = {
        role: snapshot(
            role,
            org=Org(id=ORGS[role]),
            objects={"Case": shown, "Lead": shown},
            **{name: both[number] for name, both in parts.items()},
        )
        for number, (role, shown) in enumerate(((Role.SANDBOX, sandbox), (Role.PRODUCTION, production)))
    }
    return SnapshotPair(sandbox=sides[Role.SANDBOX], production=sides[Role.PRODUCTION])


def places(found: FamilyResult) -> list[tuple[Kind, str, str, str]]:
    return [(one.kind, one.object, one.component, one.path) for one in found.differences]


def on_both(kind: Kind, component: str, path: str) -> list[tuple[Kind, str, str, str]]:
    return [(kind, "Case", component, path), (kind, "Lead", component, path)]


def test_triggers_of_every_object() -> None:
    sides = [
        tuple(
            Trigger(name=f"On{name}", table_enum_or_id=name, status="Active", body_crc=crc) for name in ("Case", "Lead")
        )
        for crc in (1.0, 2.0)
    ]
    found = triggers.compare(pair(described(), described(), triggers=(sides[0], sides[1])))
    assert [(one.object, one.component) for one in found.differences] == [("Case", "OnCase"), ("Lead", "OnLead")]


def test_record_types_of_every_object() -> None:
    sides = [
        ObjectDescribe(properties={}, fields=(), record_types=(RecordType(developer_name="Main", active=one),))
        for one in (True, False)
    ]
    assert places(record_types.compare(pair(*sides))) == on_both(Kind.RECORD_TYPE, "Main", "active")


def concealed(*names: str) -> ObjectDescribe:
    hidden = tuple(HiddenField(name=one, data_type="Number") for one in names)
    return ObjectDescribe(properties={}, fields=(), record_types=(), defined_fields=names, hidden_fields=hidden)


def test_hidden_fields_of_every_object() -> None:
    found = hidden_fields.compare(pair(concealed("A__c"), concealed()))
    assert places(found) == on_both(Kind.FIELD, "A__c", "presence")
    assert places(hidden_fields.compare(pair(concealed(), concealed("A__c")))) == places(found)


def test_ids_of_the_org_in_a_field_are_no_drift() -> None:
    def shown(role: Role, text: str) -> ObjectDescribe:
        org, gap = ORGS[role], " " * (1 + (role is Role.SANDBOX))
        formula = Field(name="Link__c", type="string", calculated_formula=f"'{text}'{gap}& '{org}'")
        return described(formula, Field(name="Code__c", type="string", default_value=f"{text}{org}"))

    same = pair(shown(Role.SANDBOX, "x "), shown(Role.PRODUCTION, "x "))
    assert fields.compare(same).differences == ()
    other = fields.compare(pair(shown(Role.SANDBOX, "x "), shown(Role.PRODUCTION, "y ")))
    assert [(one.object, one.component, one.path) for one in other.differences] == [
        (name, *place)
        for name in ("Case", "Lead")
        for place in (("Code__c", "defaultValue"), ("Link__c", "calculatedFormula"))
    ]
