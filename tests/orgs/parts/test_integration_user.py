"""The integration user: who is asked for, and what all permission sets together grant."""

from typing import Any
from urllib.parse import unquote

import pytest
from msgspec import structs

from parity.config.collect_options import CollectOptions
from parity.marketo_measure.catalogue import RELATED_OBJECTS
from parity.orgs.parts.integration_user import PART, profile_of, read_integration_user
from parity.orgs.question import Answer
from parity.orgs.snapshot_part import NotRead, SoFar, read_part
from parity.snapshot.grants import NAME_FEWER_FIELDS
from parity.snapshot.org_setup import FieldAccess, IntegrationUser, ObjectAccess
from parity.snapshot.records import OBJECTS
from tests.orgs.answers import REFUSED, answered, children, described, permissions, rows, so_far

NOBODY = CollectOptions()
ME = CollectOptions(me=True)
SOMEBODY = CollectOptions(integration_user="o'measure@acme.example")
A_SET = CollectOptions(permission_set="bizible2__Marketo_Measure_Administrator")
DESCRIBES = {name: described(name) for name in (*OBJECTS, *RELATED_OBJECTS)}
SHOWN = {"User": Answer(200, {"Id": "0057e00000RmwSWAAZ", "Username": "shown@acme.example"})}

PROFILE: dict[str, Any] = {
    "Name": "X00ex0000",
    "IsOwnedByProfile": True,
    "Profile": {"Name": "Integration"},
    "PermissionsApiEnabled": True,
    "PermissionsViewAllData": False,
    "Assignments": children(
        {"Assignee": {"Username": "measure@acme.example", "IsActive": True, "UserPermissionsMarketingUser": False}}
    ),
    "ObjectPerms": children({"SobjectType": "Lead", "PermissionsRead": True, "PermissionsEdit": False}),
    "FieldPerms": children({"Field": "Lead.Region__c", "PermissionsRead": True, "PermissionsEdit": False}),
}
SET: dict[str, Any] = {
    "Name": "Writer",
    "NamespacePrefix": "bizible2",
    "IsOwnedByProfile": False,
    "PermissionsViewAllData": True,
    "ObjectPerms": children({"SobjectType": "Lead", "PermissionsEdit": True, "PermissionsModifyAllRecords": True}),
    "FieldPerms": children(
        {"Field": "Lead.Region__c", "PermissionsEdit": True}, {"Field": "Case.Code__c", "PermissionsRead": True}
    ),
}


def soql(options: CollectOptions, view: SoFar | None = None) -> str:
    (question,) = PART.questions(view or answered(DESCRIBES, options=options))
    return unquote(question.path)


def read(options: CollectOptions, answer: Answer, *granted: str) -> IntegrationUser | NotRead:
    answers = {"PermissionSet": answer, "UserPermissionAccess": permissions(*granted), **SHOWN}
    return read_integration_user(answered(answers, options=options))


def test_the_user_that_is_named_is_asked_for_else_the_one_that_is_signed_in() -> None:
    assert "AssigneeId = '0057e00000RmwSWAAZ'" in soql(NOBODY)
    assert "AssigneeId = '0057e00000RmwSWAAZ'" in soql(ME)
    assert r"Assignee.Username = 'o\'measure@acme.example'" in soql(SOMEBODY)
    both = CollectOptions(integration_user="a@b.example", permission_set="Set")
    assert "Assignee.Username = 'a@b.example'" in soql(both)


def test_a_set_that_must_be_activated_in_a_session_grants_nothing() -> None:
    assigned = "IsActive = true AND AssigneeId = '0057e00000RmwSWAAZ'"
    sets = f"(SELECT PermissionSetId FROM PermissionSetAssignment WHERE {assigned})"
    assert soql(ME).endswith(f"WHERE HasActivationRequired = false AND Id IN {sets}")
    view = structs.replace(answered(DESCRIBES, options=ME), into_files=True)
    assert f"WHERE Parent.HasActivationRequired = false AND ParentId IN {sets}" in unquote(PART.questions(view)[1].path)


def test_a_signed_in_user_without_an_id_is_asked_for_by_name() -> None:
    view = SoFar(role=so_far().role, username="reader@acme.example", answers=DESCRIBES)
    assert "Assignee.Username = 'reader@acme.example'" in soql(NOBODY, view)


def test_a_permission_set_is_asked_for_by_name_and_namespace() -> None:
    assert soql(A_SET).endswith("WHERE Name = 'Marketo_Measure_Administrator' AND NamespacePrefix = 'bizible2'")
    assert soql(CollectOptions(permission_set="Own_Set")).endswith("WHERE Name = 'Own_Set'")
    assert "Assignments" not in soql(A_SET)


def test_the_fields_are_the_catalogue_s_the_project_s_and_those_of_the_package_that_the_org_showed() -> None:
    shown = described("Lead", {"name": "bizible2__Shown__c"}, {"name": "Own__c"})
    hidden = rows(
        {"QualifiedApiName": "bizible2__Hidden__c", "EntityDefinition": {"QualifiedApiName": "Case"}},
        {"QualifiedApiName": "Other__c", "EntityDefinition": {"QualifiedApiName": "Case"}},
    )
    options = CollectOptions(fields=("Opportunity.Tier__c",))
    answers = {**DESCRIBES, "Lead": shown, "FieldDefinition_Case_Contact": hidden, "Contact": REFUSED}
    text = soql(options, answered(answers, options=options))
    for field in ("Lead.bizible2__Shown__c", "Case.bizible2__Hidden__c", "Opportunity.Tier__c"):
        assert f"'{field}'" in text
    assert "Own__c'" not in text
    assert "Other__c" not in text


def test_all_sets_are_added_up_for_a_named_user() -> None:
    assert read(SOMEBODY, rows(PROFILE, SET), "PermissionsModifyAllData") == IntegrationUser(
        username="measure@acme.example",
        permission_set=None,
        named=True,
        active=True,
        marketing_user=False,
        permission_sets=("profile Integration", "bizible2__Writer"),
        permissions={
            "PermissionsAllowViewEditConvertedLeads": False,
            "PermissionsApiEnabled": True,
            "PermissionsModifyAllData": False,
            "PermissionsUpdateWithInactiveOwner": False,
            "PermissionsViewAllData": True,
            "PermissionsViewAllFieldsGlobal": False,
        },
        objects={"Lead": ObjectAccess(read=True, create=False, edit=True, modify_all=True)},
        fields={
            "Lead.Region__c": FieldAccess(read=True, edit=True),
            "Case.Code__c": FieldAccess(read=True, edit=False),
        },
    )


def test_what_one_set_grants_no_other_takes_away() -> None:
    one, other = read(SOMEBODY, rows(PROFILE, SET)), read(SOMEBODY, rows(SET, PROFILE))
    assert isinstance(one, IntegrationUser)
    assert isinstance(other, IntegrationUser)
    assert (one.permissions, one.objects, one.fields) == (other.permissions, other.objects, other.fields)


@pytest.mark.parametrize("options", [NOBODY, ME])
def test_of_the_collecting_user_its_own_permissions_and_describes_tell_better(options: CollectOptions) -> None:
    found = read(options, rows(SET), "PermissionsModifyAllData")
    assert isinstance(found, IntegrationUser)
    assert (found.username, found.named) == ("shown@acme.example", options.me)
    assert found.permissions["PermissionsModifyAllData"]
    assert not found.permissions["PermissionsApiEnabled"]
    assert found.fields is None


def test_a_permission_set_has_no_user() -> None:
    found = read(A_SET, rows(SET))
    assert isinstance(found, IntegrationUser)
    assert (found.username, found.permission_set, found.active) == (None, A_SET.permission_set, None)


def test_nobody_of_that_name_is_not_a_refusal() -> None:
    hidden, refused = read(SOMEBODY, rows()), read(SOMEBODY, REFUSED)
    assert isinstance(hidden, NotRead)
    assert isinstance(refused, NotRead)
    assert "was not found" in hidden.reason
    assert "could not be read (INVALID_TYPE" in refused.reason


@pytest.mark.parametrize("cut", ["ObjectPerms", "FieldPerms"])
def test_permissions_that_came_cut_off_are_not_believed(cut: str) -> None:
    found = read(SOMEBODY, rows(PROFILE, {**SET, cut: children(done=False)}))
    assert isinstance(found, NotRead)
    assert (found.reason, found.fix) == (
        "the permissions of o'measure@acme.example came cut off",
        NAME_FEWER_FIELDS,
    )
    answers = {"PermissionSet": rows({**SET, cut: children(done=False)})}
    (unread,) = read_part(PART, answered(answers, options=SOMEBODY)).unread
    assert unread.fix == found.fix


def test_the_profile_is_that_of_the_set_which_it_owns() -> None:
    assert profile_of(rows(SET, PROFILE)) == "Integration"
    assert profile_of(rows(SET)) is None
    assert profile_of(REFUSED) is None
    assert profile_of(rows({"IsOwnedByProfile": True, "Profile": None})) is None
