"""Whose eyes: what the integration user may read and write, added up from its permission sets."""

import pytest

from parity.rules.readiness.situation import OrgView
from parity.snapshot.org_setup import FieldAccess, IntegrationUser, ObjectAccess
from parity.snapshot.records import Field, Role, SignedInUser
from tests.small_snapshots import described, snapshot

NOTHING = ObjectAccess(read=False, create=False, edit=False, modify_all=False)


def view(access: ObjectAccess, fields: dict[str, FieldAccess] | None = None, **permissions: bool) -> OrgView:
    user = IntegrationUser(
        username="mm@acme.example",
        permission_set=None,
        named=True,
        active=True,
        marketing_user=True,
        permission_sets=("Set",),
        permissions=permissions,
        objects={"Lead": access},
        fields=fields or {},
    )
    lead = described(Field(name="Score__c", type="double", permissionable=True, updateable=True))
    return OrgView(
        snapshot(
            Role.PRODUCTION,
            integration_user=user,
            user=SignedInUser(username="reader@acme.example"),
            objects={"Lead": lead},
        )
    )


@pytest.mark.parametrize(
    ("org", "reads"),
    [
        (view(ObjectAccess(read=True, create=False, edit=False, modify_all=False)), False),
        (view(ObjectAccess(read=True, create=False, edit=False, modify_all=False, view_all_fields=True)), True),
        (view(NOTHING, PermissionsViewAllFieldsGlobal=True), True),
        (view(NOTHING, {"Lead.Score__c": FieldAccess(read=True, edit=False)}), True),
        (view(NOTHING, PermissionsViewAllData=True), False),
    ],
    ids=["read alone", "view all fields", "of all objects", "the field", "view all data"],
)
def test_view_all_fields_lets_every_field_be_read(org: OrgView, reads: bool) -> None:
    assert org.may_read_field("Lead", "Score__c") is reads


def test_modify_all_on_an_object_lets_it_be_read_and_view_all_fields_lets_nothing_be_written() -> None:
    assert view(ObjectAccess(read=False, create=False, edit=False, modify_all=True)).may_read("Lead")
    assert not view(NOTHING).may_read("Lead")
    everything = ObjectAccess(read=True, create=False, edit=True, modify_all=False, view_all_fields=True)
    assert not view(everything).may_edit_field("Lead", "Score__c")


def test_a_name_of_parity_yaml_means_the_field_in_any_letter_case() -> None:
    org = view(NOTHING)
    assert org.spelled("lead.score__C") == ("Lead", "Score__c")
    assert org.spelled("lead.Nothing__c") == ("Lead", "Nothing__c")
    assert org.spelled("nowhere.Score__c") == ("nowhere", "Score__c")
