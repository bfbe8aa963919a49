"""What parity's own permission set grants: what is missing, what it granted before, and never a write."""

from typing import Any
from xml.etree import ElementTree

from msgspec import structs

from parity.orgs.grant import (
    Rights,
    missing_rights,
    own_set_question,
    permission_set_xml,
    project_files,
    rights_of_own_set,
)
from parity.orgs.question import Answer
from parity.snapshot.org_setup import Package
from parity.snapshot.records import OBJECTS, HiddenField, ObjectDescribe, Role, SignedInUser, Snapshot
from tests.small_snapshots import described, snapshot

PACKAGE = Package(namespace="bizible2", name="Marketo Measure", version="6.45.0.1")
PACKAGE_OBJECTS = {
    "bizible2__Bizible_Attribution_Touchpoint__c",
    "bizible2__Bizible_Person__c",
    "bizible2__Bizible_Touchpoint__c",
}
SPACE = "{http://soap.sforce.com/2006/04/metadata}"


def whole() -> ObjectDescribe:
    """An object of which nothing is hidden."""
    return structs.replace(described(), hidden_fields=())


def hiding(*names: str) -> ObjectDescribe:
    return structs.replace(described(), hidden_fields=tuple(HiddenField(name=name) for name in names))


def well_read(role: Role, **changes: Any) -> Snapshot:
    held = {f"Permissions{one}": True for one in ("ViewSetup", "InstallPackaging", "ManageSandboxes")}
    return snapshot(
        role,
        **{
            "user": SignedInUser(permissions=held),
            "objects": {name: whole() for name in OBJECTS},
            "related": {name: whole() for name in (*PACKAGE_OBJECTS, "CampaignMember")},
            "packages": (PACKAGE,),
            **changes,
        },
    )


def test_a_user_who_lacks_nothing_is_granted_nothing() -> None:
    for role in Role:
        assert not missing_rights(well_read(role))


def test_a_user_without_any_right_is_granted_what_a_check_reads() -> None:
    for role, more in ((Role.SANDBOX, set()), (Role.PRODUCTION, {"ManageSandboxes"})):
        rights = missing_rights(snapshot(role, packages=None))
        assert rights.permissions == {"ViewSetup", "InstallPackaging", *more}
        assert rights.objects == {*OBJECTS, *PACKAGE_OBJECTS}


def test_exactly_what_is_missing_is_granted() -> None:
    objects = {**{name: whole() for name in OBJECTS}, "Lead": hiding("Region__c")}
    rights = missing_rights(well_read(Role.PRODUCTION, objects=objects))
    assert rights == Rights(objects=frozenset({"Lead"}))


def test_objects_of_a_package_that_is_not_installed_are_left_out_for_they_could_not_be_deployed() -> None:
    rights = missing_rights(well_read(Role.PRODUCTION, packages=(), related={}))
    assert rights == Rights()


def test_fields_of_objects_without_permissions_of_their_own_are_granted_one_by_one() -> None:
    related = {**{name: whole() for name in PACKAGE_OBJECTS}, "CampaignMember": hiding("Status", "Depot__c")}
    rights = missing_rights(well_read(Role.SANDBOX, related=related))
    assert rights == Rights(fields=frozenset({"CampaignMember.Status", "CampaignMember.Depot__c"}))


def test_what_the_set_granted_before_stays_in_it() -> None:
    row = {
        "PermissionsViewSetup": True,
        "PermissionsInstallPackaging": False,
        "ObjectPerms": {"records": [{"SobjectType": "Lead", "PermissionsRead": True}]},
        "FieldPerms": {"records": [{"SobjectType": "Task", "Field": "Task.Depot__c", "PermissionsRead": True}]},
    }
    answer = Answer(200, {"records": [row], "done": True, "totalSize": 1})
    before = rights_of_own_set(answer)
    assert before == Rights(
        permissions=frozenset({"ViewSetup"}), objects=frozenset({"Lead"}), fields=frozenset({"Task.Depot__c"})
    )
    assert before.and_also(Rights(objects=frozenset({"Case"}))).objects == {"Case", "Lead"}
    assert not rights_of_own_set(Answer(400, [{"errorCode": "INVALID_TYPE"}]))


def test_the_set_of_a_sandbox_is_not_asked_for_a_column_that_it_may_lack() -> None:
    assert "PermissionsManageSandboxes" in own_set_question(Role.PRODUCTION).path
    assert "PermissionsManageSandboxes" not in own_set_question(Role.SANDBOX).path
    assert "PermissionsViewSetup" in own_set_question(Role.SANDBOX).path


def test_the_file_grants_to_read_and_nothing_else() -> None:
    rights = Rights(
        permissions=frozenset({"ViewSetup"}), objects=frozenset({"Lead"}), fields=frozenset({"CampaignMember.Status"})
    )
    root = ElementTree.fromstring(permission_set_xml(rights))
    assert root.tag == f"{SPACE}PermissionSet"
    granted = {
        (section.tag.removeprefix(SPACE), one.tag.removeprefix(SPACE))
        for section in root
        for one in section
        if one.text == "true"
    }
    assert granted == {
        ("fieldPermissions", "readable"),
        ("objectPermissions", "allowRead"),
        ("objectPermissions", "viewAllFields"),
        ("userPermissions", "enabled"),
    }


def test_the_project_asks_for_an_api_version_that_knows_view_all_fields() -> None:
    assert b'"sourceApiVersion": "63.0"' in project_files(Rights(), "59.0")["sfdx-project.json"]
    assert b'"sourceApiVersion": "66.0"' in project_files(Rights(), "66.0")["sfdx-project.json"]
