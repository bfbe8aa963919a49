"""Each family of things compared, on two small snapshots: what it finds, what it leaves out, what it counts."""

from typing import Any

import pytest
from msgspec import structs

from parity.compare.difference import Difference, Kind
from parity.compare.families import fields, hidden_fields, objects, record_types, triggers
from parity.compare.family import SnapshotPair, all_families
from parity.compare.snapshots import compare
from parity.snapshot.field_visibility import Sight
from parity.snapshot.records import (
    ApiUse,
    Field,
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


def lead(*names: str, defined: tuple[str, ...] | None = None, **properties: Any) -> ObjectDescribe:
    """An object with text fields of these names."""
    found = tuple(Field(name=name, type="string", length=80) for name in names)
    hidden = None if defined is None else tuple(HiddenField(name=one) for one in defined if one not in names)
    return ObjectDescribe(
        properties=properties, fields=found, record_types=(), defined_fields=defined, hidden_fields=hidden
    )


def snapshot(
    role: Role, described: ObjectDescribe, code: tuple[Trigger, ...] | None = (), language: str | None = "en_US"
) -> Snapshot:
    return Snapshot(
        tool="parity tests",
        role=role,
        source="org",
        collected_at=None,
        org=Org(),
        user=SignedInUser(language=language),
        api=ApiUse(),
        objects={"Lead": described},
        triggers=code,
    )


def pair(sandbox: ObjectDescribe, production: ObjectDescribe, language: str = "en_US") -> SnapshotPair:
    return SnapshotPair(
        sandbox=snapshot(Role.SANDBOX, sandbox, language=language), production=snapshot(Role.PRODUCTION, production)
    )


def told(differences: tuple[Difference, ...]) -> list[tuple[str, str, Any, Any]]:
    return [(one.component, one.path, one.sandbox, one.production) for one in differences]


def test_a_field_of_one_org_is_found_with_what_is_known_of_the_other() -> None:
    found = fields.compare(pair(lead("A", defined=("A", "B")), lead("A", "B")))
    assert told(found.differences) == [("B", "presence", None, "string(80)")]
    assert found.differences[0].sight is Sight.HIDDEN
    assert (found.tallies["Lead"].compared, found.tallies["Lead"].equal) == (1, ("A",))


def test_names_in_another_case_are_one_field_and_a_name_given_twice_is_not_lost() -> None:
    assert fields.compare(pair(lead("a__c"), lead("A__c"))).tallies["Lead"].compared == 1
    found = fields.compare(pair(lead("A"), lead("A", "A")))
    assert [one.path for one in found.differences] == ["presence"]


@pytest.mark.parametrize(("language", "paths"), [("en_US", ["label"]), ("de", [])])
def test_labels_are_compared_in_one_language_only(language: str, paths: list[str]) -> None:
    labelled = [
        ObjectDescribe(properties={}, fields=(Field(name="A", type="string", label=text),), record_types=())
        for text in ("Place", "Ort")
    ]
    found = fields.compare(pair(labelled[0], labelled[1], language))
    assert [one.path for one in found.differences] == paths


def test_true_is_not_one_in_an_object_property() -> None:
    found = objects.compare(pair(lead(searchable=True, urls="a"), lead(searchable=1, urls="b")))
    assert told(found.differences) == [("Lead", "searchable", True, 1)]


def test_record_types_are_known_by_their_developer_name() -> None:
    sandbox, production = (
        ObjectDescribe(
            properties={},
            fields=(),
            record_types=(RecordType(developer_name="Main", active=active, record_type_id=key),),
        )
        for active, key in ((True, "1"), (False, "2"))
    )
    found = record_types.compare(pair(sandbox, production))
    assert told(found.differences) == [("Main", "active", True, False)]


def test_deleted_triggers_are_absent_and_a_list_that_was_not_read_is_not_compared() -> None:
    active = Trigger(name="T", table_enum_or_id="Lead", status="Active")
    deleted = Trigger(name="T", table_enum_or_id="Lead", status="Deleted")
    sides = {
        "both deleted": (deleted, deleted, []),
        "deleted in production": (active, deleted, ["presence"]),
        "the same": (active, active, []),
    }
    for sandbox, production, paths in sides.values():
        found = triggers.compare(
            SnapshotPair(
                sandbox=snapshot(Role.SANDBOX, lead(), (sandbox,)),
                production=snapshot(Role.PRODUCTION, lead(), (production,)),
            )
        )
        assert [one.path for one in found.differences] == paths
    unread = SnapshotPair(
        sandbox=snapshot(Role.SANDBOX, lead(), None), production=snapshot(Role.PRODUCTION, lead(), (active,))
    )
    assert triggers.compare(unread).differences == ()


def test_a_trigger_on_another_object_stands_where_production_has_it() -> None:
    sides = [Trigger(name="T", table_enum_or_id=name, status="Active") for name in ("Case", "Lead")]
    found = triggers.compare(
        SnapshotPair(
            sandbox=snapshot(Role.SANDBOX, lead(), (sides[0],)),
            production=snapshot(Role.PRODUCTION, lead(), (sides[1],)),
        )
    )
    assert told(found.differences) == [("T", "TableEnumOrId", "Case", "Lead")]


def test_a_custom_field_hidden_in_both_is_named_and_hidden_in_one_is_a_difference() -> None:
    both = hidden_fields.compare(pair(lead(defined=("A__c", "Name")), lead(defined=("A__c", "Name"))))
    assert (both.differences, both.hidden_in_both) == ((), {"Lead": ("A__c", "Name")})
    one = hidden_fields.compare(pair(lead(defined=("A__c",)), lead(defined=())))
    assert told(one.differences) == [("A__c", "presence", "exists, not visible", None)]
    other = hidden_fields.compare(pair(lead(defined=()), lead(defined=("A__c",))))
    assert told(other.differences) == [("A__c", "presence", None, "exists, not visible")]
    assert hidden_fields.compare(pair(lead(defined=("A__c",)), lead())).differences == ()


@pytest.mark.parametrize(("language", "named"), [("en_US", {}), ("de", {"Lead": ("Fax",)}), (None, {"Lead": ("Fax",)})])
def test_the_words_of_a_type_tell_only_where_they_are_english(
    language: str | None, named: dict[str, tuple[str, ...]]
) -> None:
    """https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_fielddefinition.htm"""
    fax = (HiddenField(name="Fax", data_type="Fax"),)
    side = structs.replace(lead(defined=("Fax",)), hidden_fields=fax)
    told = SnapshotPair(
        sandbox=snapshot(Role.SANDBOX, side, language=language),
        production=snapshot(Role.PRODUCTION, side, language=language),
    )
    assert hidden_fields.compare(told).hidden_in_both == named


def test_every_family_is_found_and_its_findings_reach_the_comparison() -> None:
    assert {one.tallied for one in all_families()} == {Kind.FIELD, Kind.RECORD_TYPE, Kind.TRIGGER, None}
    found = compare(
        snapshot(Role.SANDBOX, lead("A", defined=("A", "X__c"), searchable=True)),
        snapshot(Role.PRODUCTION, lead("A", "B", defined=("A", "B", "X__c"), searchable=False)),
    )
    assert [(one.kind, one.component) for one in found.differences] == [(Kind.FIELD, "B"), (Kind.OBJECT, "Lead")]
    assert found.hidden_in_both == {"Lead": ("X__c",)}
    assert (found.checked[0].equal_fields, found.checked[0].fields_compared) == (("A",), 1)


def typed(name: str | None = None, active: bool = True, **other: Any) -> ObjectDescribe:
    kind = RecordType(developer_name="Main", name=name, active=active, other=other)
    return ObjectDescribe(properties={}, fields=(), record_types=(kind,))


def test_record_types_are_counted_and_their_names_compared_in_one_language_only() -> None:
    found = record_types.compare(pair(typed("Main"), typed("Haupt")))
    assert [one.path for one in found.differences] == ["name"]
    assert found.tallies["Lead"].compared == 1
    assert record_types.compare(pair(typed("Main"), typed("Haupt"), "de")).differences == ()
    equal = record_types.compare(pair(typed("Main"), typed("Main", newOne=1)))
    assert (equal.differences, equal.untold, equal.tallies["Lead"].equal) == ((), frozenset({"newOne"}), ("Main",))


def test_triggers_are_counted_on_the_object_where_production_has_them() -> None:
    before, after = (Trigger(name="T", table_enum_or_id="Lead", status="Active", body_crc=one) for one in (1.0, 2.0))
    same = Trigger(name="S", table_enum_or_id="Lead", status="Active")
    found = triggers.compare(
        SnapshotPair(
            sandbox=snapshot(Role.SANDBOX, lead(), (before, same)),
            production=snapshot(Role.PRODUCTION, lead(), (after, same)),
        )
    )
    assert [(one.object, one.component, one.path) for one in found.differences] == [("Lead", "T", "BodyCrc")]
    assert (found.tallies["Lead"].compared, found.tallies["Lead"].equal, found.untold) == (2, ("S",), frozenset())


def picklist(**label: str) -> ObjectDescribe:
    values = tuple(PicklistValue(name, text, True, False, None) for name, text in label.items())
    field = Field(name="Rating", type="picklist", picklist_values=values)
    return ObjectDescribe(properties={}, fields=(field,), record_types=())


def test_labels_of_values_are_compared_in_one_language_only_and_values_in_any() -> None:
    sides = picklist(hot="Hot", cold="Cold"), picklist(hot="Heiß", cold="Cold", warm="Warm")
    paths = ["picklistValues[hot].label", "picklistValues[warm]"]
    assert [one.path for one in fields.compare(pair(*sides)).differences] == paths
    assert [one.path for one in fields.compare(pair(*sides, "de")).differences] == paths[1:]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("A__c  +  1", "A__c + 1", []),
        ("A__c + 1", "A__c + 2", ["calculatedFormula"]),
        (None, "A__c", ["calculatedFormula"]),
    ],
)
def test_a_formula_is_compared_without_white_space(before: str | None, after: str, found: list[str]) -> None:
    sides = [
        ObjectDescribe(
            properties={}, fields=(Field(name="F__c", type="double", calculated_formula=one),), record_types=()
        )
        for one in (before, after)
    ]
    assert [one.path for one in fields.compare(pair(sides[0], sides[1])).differences] == found


def dependent(valid: tuple[str, ...], *others: str) -> ObjectDescribe:
    value = PicklistValue("hot", "Hot", True, False, valid)
    fields_shown = [Field(name="Rating", type="picklist", controller_name="Region__c", picklist_values=(value,))]
    fields_shown += [Field(name=one, type="picklist") for one in others]
    return ObjectDescribe(properties={}, fields=tuple(fields_shown), record_types=())


def test_what_a_value_is_valid_for_is_compared_where_both_show_the_controlling_field() -> None:
    shown = pair(dependent(("A",), "Region__c"), dependent(("B",), "Region__c"))
    assert [one.path for one in fields.compare(shown).differences] == ["picklistValues[hot].validFor"]
    hidden = pair(dependent(("A",)), dependent(("B",), "Region__c"))
    assert [one.path for one in fields.compare(hidden).differences] == ["presence"]


def concealed(**columns: Any) -> ObjectDescribe:
    one = HiddenField(**{"name": "Amount", "data_type": "Currency(16, 2)", **columns})
    return ObjectDescribe(properties={}, fields=(), record_types=(), defined_fields=("Amount",), hidden_fields=(one,))


def test_a_field_hidden_in_both_is_told_by_field_definitions_columns() -> None:
    sides = concealed(precision=16, reference_to=("Lead",)), concealed(data_type="Currency(12, 2)", precision=12)
    found = hidden_fields.compare(pair(*sides)).differences
    assert [(one.kind, one.object, one.component) for one in found] == [(Kind.FIELD, "Lead", "Amount")] * 3
    assert told(found) == [
        ("Amount", "DataType", "Currency(16, 2)", "Currency(12, 2)"),
        ("Amount", "Precision", 16, 12),
        ("Amount", "ReferenceTo", ("Lead",), ()),
    ]
    assert (found[0].sandbox_record["name"], found[0].production_record["precision"]) == ("Amount", 12)
    assert hidden_fields.compare(pair(concealed(), concealed())).hidden_in_both == {}


def test_the_words_of_a_hidden_fields_type_are_compared_in_one_language_and_tell_all_in_english_only() -> None:
    german = concealed(data_type="Währung(16, 2)")
    assert hidden_fields.compare(pair(german, concealed(), "de")).differences == ()
    assert hidden_fields.compare(pair(german, concealed(), "de")).hidden_in_both == {"Lead": ("Amount",)}
    assert hidden_fields.compare(pair(concealed(), concealed(), "en_GB")).hidden_in_both == {}


def test_an_object_property_that_one_org_does_not_tell_is_untold() -> None:
    found = objects.compare(pair(lead(searchable=True, a=1), lead(searchable=False, urls="x")))
    assert told(found.differences) == [("Lead", "searchable", True, False)]
    assert found.untold == {"a"}
    labelled = pair(lead(label="Lead", labelPlural="Leads"), lead(label="Interessent", labelPlural="Leads"))
    assert told(objects.compare(labelled).differences) == [("Lead", "label", "Lead", "Interessent")]
    assert objects.compare(pair(lead(label="Lead"), lead(label="X"), "de")).differences == ()
    (one,) = objects.compare(pair(lead(searchable=True), lead(searchable=False))).differences
    assert (one.kind, one.sandbox_record, one.production_record) == (
        Kind.OBJECT,
        {"searchable": True},
        {"searchable": False},
    )
