"""Which fields count as used: Marketo Measure's, those that the project names, and what is the same field elsewhere."""

import pytest

from parity.marketo_measure.catalogue import is_in_use


@pytest.mark.parametrize(
    ("named", "object_name", "field"),
    [
        ("lead.depot__c", "Lead", "Depot__c"),
        ("Contact.Depot__c", "Account", "Depot__pc"),
        ("Account.Depot__pc", "Contact", "Depot__c"),
        ("Lead.Address", "Lead", "Street"),
        ("lead.postalcode", "Lead", "Address"),
        ("Contact.MailingAddress", "Account", "PersonMailingCity"),
        ("Lead.Name", "Lead", "LastName"),
        ("Lead.Depot__c", "Lead", "Depot__Latitude__s"),
        ("Lead.Depot__Latitude__s", "Lead", "Depot__c"),
        ("", "Contact", "Email"),
        ("", "Account", "PersonEmail"),
        ("", "Account", "bizible2__UniqueId__pc"),
    ],
)
def test_a_field_is_in_use_under_each_of_its_names(named: str, object_name: str, field: str) -> None:
    assert is_in_use(object_name, field, frozenset({named}))


@pytest.mark.parametrize(
    ("named", "object_name", "field"),
    [
        ("Lead.Depot__c", "Contact", "Depot__c"),
        ("Contact.Depot__c", "Account", "Depot__c"),
        ("Contact.Depot__c", "Lead", "Depot__pc"),
        ("Lead.Street", "Lead", "City"),
        ("Contact.MailingAddress", "Contact", "OtherCity"),
        ("Opportunity.Name", "Opportunity", "NextStep"),
        ("", "Account", "PersonTitle"),
        ("", "Lead", "Email__c"),
    ],
)
def test_a_neighbour_of_a_field_in_use_is_not(named: str, object_name: str, field: str) -> None:
    assert not is_in_use(object_name, field, frozenset({named}))
