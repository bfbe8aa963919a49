"""Records of one kind by natural key: each difference whole, and how many were compared."""

from typing import Any

from msgspec import structs

from parity.compare.difference import Difference, Kind
from parity.compare.family import Tally
from parity.compare.records import Change, RecordKind, compare_records, keyed
from parity.snapshot.field_visibility import Sight
from parity.snapshot.records import Field, ObjectDescribe, PicklistValue
from tests.small_snapshots import described

HERE, THERE = described(label="here"), described(label="there")
LEAD = ("Lead", HERE, THERE)
KIND = RecordKind(kind=Kind.FIELD, skipped=frozenset({"soapType"}))


def field(name: str, **properties: Any) -> Field:
    return Field(**{"name": name, "type": "string", **properties})


def by_name(*fields: Field) -> dict[str, Field]:
    return keyed(fields, lambda one: one.name)


def compared(sandbox: dict[str, Field], production: dict[str, Field], kind: RecordKind = KIND) -> list[Difference]:
    return compare_records(kind, LEAD, sandbox, production)[0]


def test_a_key_is_read_in_any_case_and_a_second_one_is_numbered() -> None:
    one, two, three = field("Note__c"), field("NOTE__C", length=1), field("note__c", length=2)
    assert by_name(one, two, three) == {"note__c": one, "note__c#2": two, "note__c#3": three}


def test_a_change_is_told_whole() -> None:
    before, after = field("Note__c", length=80), field("Note__c", length=40)
    assert compared(by_name(before), by_name(after)) == [
        Difference(
            kind=Kind.FIELD,
            object="Lead",
            component="Note__c",
            attribute="length",
            sandbox=80,
            production=40,
            sandbox_record=before,
            production_record=after,
        )
    ]


def test_a_value_and_a_property_of_it_are_told_by_the_value() -> None:
    hot, cold = (PicklistValue(name, name, True, False, None) for name in ("Hot", "Cold"))
    before = field("Rating", picklist_values=(hot, cold))
    after = field("Rating", picklist_values=(structs.replace(hot, active=False),))
    found = compared(by_name(before), by_name(after))
    assert [(one.attribute, one.item, one.item_attribute, one.path) for one in found] == [
        ("picklistValues", "Cold", "", "picklistValues[Cold]"),
        ("picklistValues", "Hot", "active", "picklistValues[Hot].active"),
    ]
    assert [(one.sandbox, one.production) for one in found][1] == (True, False)
    assert found[0].production is None


def test_what_one_org_lacks_is_told_whole_with_what_is_known_of_that_org() -> None:
    asked: list[tuple[Any, ObjectDescribe]] = []

    def sight(record: Any, lacking: ObjectDescribe) -> Sight:
        asked.append((record, lacking))
        return Sight.HIDDEN

    mine, theirs = field("Mine__c", length=5), field("Theirs__c", length=6)
    kind = RecordKind(kind=Kind.FIELD, skipped=frozenset(), sight=sight)
    assert compared(by_name(mine), by_name(theirs), kind) == [
        Difference(
            kind=Kind.FIELD,
            object="Lead",
            component="Mine__c",
            attribute="presence",
            sandbox="string(5)",
            production=None,
            sight=Sight.HIDDEN,
            sandbox_record=mine,
            production_record=None,
        ),
        Difference(
            kind=Kind.FIELD,
            object="Lead",
            component="Theirs__c",
            attribute="presence",
            sandbox=None,
            production="string(6)",
            sight=Sight.HIDDEN,
            sandbox_record=None,
            production_record=theirs,
        ),
    ]
    assert asked == [(mine, THERE), (theirs, HERE)]


def test_a_tally_counts_what_both_have_and_names_what_is_equal_and_what_is_untold() -> None:
    sandbox = by_name(
        field("B__c"), field("A__c"), field("C__c", length=1), field("D__c", other={"new": 1}), field("E__c")
    )
    production = by_name(field("A__c"), field("B__c"), field("C__c", length=2), field("D__c"))
    found, tally = compare_records(KIND, LEAD, sandbox, production)
    assert [one.component for one in found] == ["C__c", "E__c"]
    assert tally == Tally(4, ("A__c", "B__c", "D__c"), frozenset({"new"}))


def test_a_skipped_property_is_neither_a_difference_nor_untold() -> None:
    before, after = field("A__c", soap_type="xsd:string"), field("A__c", soap_type="tns:ID")
    found, tally = compare_records(KIND, LEAD, by_name(before), by_name(after))
    assert (found, tally.equal) == ([], ("A__c",))


def test_a_change_that_means_nothing_to_a_reader_is_no_difference() -> None:
    asked: list[Change] = []

    def means_nothing(change: Change) -> bool:
        asked.append(change)
        return change.path == ("length",)

    kind = RecordKind(kind=Kind.FIELD, skipped=frozenset(), means_nothing=means_nothing)
    before, after = field("A__c", length=1, scale=1), field("A__c", length=2, scale=2)
    found = compared(by_name(before), by_name(after, field("B__c")), kind)
    assert [one.attribute for one in found] == ["scale", "presence"]
    assert asked == [
        Change(("length",), 1, 2, after, frozenset({"a__c"})),
        Change(("scale",), 1, 2, after, frozenset({"a__c"})),
    ]
