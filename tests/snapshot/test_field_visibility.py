"""Absent is not invisible."""

import pytest
from msgspec import structs

from parity.snapshot.field_visibility import Sight, hidden_fields, is_told_whole, sight_of
from parity.snapshot.names import is_custom, namespace_of
from parity.snapshot.records import HiddenField
from tests.snapshot.orgs import described, field

CITY = field("MailingCity", compound_field_name="MailingAddress")
STREET = field("MailingStreet", compound_field_name="MailingAddress")


def test_without_the_list_of_all_fields_nothing_is_known() -> None:
    assert sight_of(field("A__c"), described(defined=None)) is Sight.UNKNOWN


@pytest.mark.parametrize("listed", ["A__c", "a__C"])
def test_a_field_that_is_listed_is_hidden(listed: str) -> None:
    assert sight_of(field("A__c"), described(defined=("Id", listed))) is Sight.HIDDEN


def test_a_field_that_is_not_listed_is_absent() -> None:
    assert sight_of(field("A__c"), described(defined=("Id", "B__c"))) is Sight.ABSENT
    assert sight_of(CITY, described(defined=("Id",))) is Sight.ABSENT


def test_a_part_is_hidden_with_its_whole_and_absent_where_a_sibling_shows() -> None:
    defined = ("Id", "MailingAddress")
    assert sight_of(CITY, described(field("Id"), defined=defined)) is Sight.HIDDEN
    assert sight_of(CITY, described(field("Id"), STREET, defined=defined)) is Sight.ABSENT
    assert sight_of(CITY, described(field("MailingAddress"), defined=defined)) is Sight.ABSENT


def test_what_is_hidden_is_told_by_its_row_and_not_by_the_describe() -> None:
    hidden = tuple(HiddenField(name=name) for name in ("SHOWN__c", "Hidden__c", "Amount"))
    lead = structs.replace(described(field("Id"), field("Shown__c"), defined=()), hidden_fields=hidden)
    assert [one.name for one in hidden_fields(lead).values()] == ["Amount", "Hidden__c"]
    assert hidden_fields(described(field("Id"), defined=None)) == {}


@pytest.mark.parametrize(
    ("name", "data_type", "told"),
    [
        ("Amount", "Currency(16, 2)", True),
        ("Rating", "Picklist", False),
        ("Score", "Formula (Number)", False),
        ("Own__c", "Text(80)", False),
        ("Amount", None, False),
    ],
)
def test_field_definition_tells_a_plain_standard_field_whole(name: str, data_type: str | None, told: bool) -> None:
    assert is_told_whole(HiddenField(name=name, data_type=data_type)) is told


@pytest.mark.parametrize(
    ("name", "custom", "namespace"),
    [
        ("Region__c", True, None),
        ("bizible2__Region__c", True, "bizible2"),
        ("ns__Place__Latitude__s", True, "ns"),
        ("Score__pc", True, None),
        ("ns__Score__PC", True, "ns"),
        ("Name", False, None),
        ("ns__Trigger", False, "ns"),
        ("Account__r", False, "Account"),
    ],
)
def test_the_name_tells_whether_it_is_custom_and_whose(name: str, custom: bool, namespace: str | None) -> None:
    assert is_custom(name) is custom
    assert namespace_of(name) == namespace
