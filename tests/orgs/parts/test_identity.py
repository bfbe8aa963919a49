"""Which org this is, and through whose eyes it is seen."""

from typing import Any

import pytest
from msgspec import structs

from parity.config.collect_options import CollectOptions
from parity.errors import OrgUnreachable
from parity.orgs.parts.organization import PART as ORGANIZATION
from parity.orgs.parts.organization import org_from_row, read_organization
from parity.orgs.parts.user import PART as USER
from parity.orgs.parts.user import read_user
from parity.orgs.question import Answer
from parity.orgs.signed_in import may_view_setup, permissions_of
from parity.orgs.snapshot_part import Partly
from parity.snapshot.records import Org, Role, SignedInUser
from tests.orgs.answers import REFUSED, answered, permissions, rows, so_far

ROW = {"Id": "00D300000000Lst", "Name": "Acme", "IsSandbox": True, "OrganizationType": "Unlimited Edition"}
OWNED = rows({"IsOwnedByProfile": True, "Profile": {"Name": "Reader"}})
SHOWN = {"Id": "0057e00000RmwSWAAZ", "Username": "shown@acme.example", "Name": "R", "LanguageLocaleKey": "de"}
IS_SHOWN = Answer(200, SHOWN)


def user(answer: Answer = IS_SHOWN, options: CollectOptions | None = None) -> Partly:
    granted = permissions("PermissionsViewSetup")
    answers = {"User": answer, "PermissionSet": OWNED, "UserPermissionAccess": granted}
    return read_user(answered(answers, role=Role.PRODUCTION, options=options))


def test_a_row_by_its_id_is_no_query_so_it_takes_none_of_the_five() -> None:
    view = so_far()
    names = {one.name: one.is_query for part in (ORGANIZATION, USER) for one in part.questions(view)}
    assert names == {"Organization": False, "PermissionSetDescribe": False, "User": False, "UserPermissionAccess": True}
    unknown = structs.replace(view, org_id=None, user_id=None)
    asked = [one for part in (ORGANIZATION, USER) for one in part.questions(unknown)]
    assert [one.name for one in asked if not one.is_query] == ["PermissionSetDescribe"]


@pytest.mark.parametrize("answer", [Answer(200, ROW), rows(ROW)])
def test_the_org_is_told_by_its_row_or_by_a_query(answer: Answer) -> None:
    assert read_organization(so_far(Organization=answer)) == Org(
        id="00D300000000LstEAE",
        name="Acme",
        is_sandbox=True,
        organization_type="Unlimited Edition",
        instance_url="https://acme.my.salesforce.com",
    )


@pytest.mark.parametrize("answer", [REFUSED, rows()])
def test_an_org_that_does_not_tell_which_it_is_cannot_be_read(answer: Answer) -> None:
    with pytest.raises(OrgUnreachable, match="Organization could not be read"):
        read_organization(so_far(Organization=answer))


@pytest.mark.parametrize("told", [None, "true", 1])
def test_only_true_and_false_say_whether_it_is_a_sandbox(told: Any) -> None:
    assert org_from_row({"IsSandbox": told, "Name": 7}, None) == Org()


def test_the_signed_in_user_is_what_the_org_shows_of_it() -> None:
    found = user()
    assert found.gaps == ()
    assert structs.replace(found.value, permissions=None) == SignedInUser(
        id="0057e00000RmwSWAAZ",
        username="shown@acme.example",
        name="R",
        profile="Reader",
        language="de",
        sign_in="session id",
    )
    assert found.value.permissions["PermissionsViewSetup"] is True
    assert found.value.permissions["PermissionsAuthorApex"] is False


def test_a_user_that_is_not_shown_is_a_gap_and_known_by_its_sign_in() -> None:
    found = user(REFUSED)
    assert (found.value.id, found.value.username) == ("0057e00000RmwSWAAZ", "reader@acme.example")
    assert [(one.area, one.role, one.subject) for one in found.gaps] == [("user", "production", "User")]


@pytest.mark.parametrize(
    ("options", "profile"),
    [
        (CollectOptions(), "Reader"),
        (CollectOptions(me=True), "Reader"),
        (CollectOptions(integration_user="other@acme.example"), None),
        (CollectOptions(permission_set="Set"), None),
    ],
)
def test_the_profile_is_known_where_the_permission_sets_are_the_user_s_own(
    options: CollectOptions, profile: str | None
) -> None:
    assert user(options=options).value.profile == profile


def test_permissions_that_were_not_told_are_unknown_and_prove_nothing() -> None:
    for answer in (REFUSED, rows()):
        assert permissions_of(so_far(UserPermissionAccess=answer)) is None
        assert not may_view_setup(so_far(UserPermissionAccess=answer))
    assert not may_view_setup(so_far(UserPermissionAccess=rows({"PermissionsViewSetup": "true"})))
    assert may_view_setup(so_far(UserPermissionAccess=permissions("PermissionsViewSetup")))
