"""Two snapshots must be of one sandbox and one production."""

import pytest
from msgspec import structs

from parity.errors import InputError, WrongOrgError
from parity.snapshot.ids import is_org_id
from parity.snapshot.org_identity import identity_gaps, refuse_wrong_pair
from parity.snapshot.records import Org, Role, Snapshot
from tests.snapshot.orgs import whole

SANDBOX = whole()
PRODUCTION = whole(role=Role.PRODUCTION, org=Org(id="00D300000000LspEAE", name="Acme", is_sandbox=False))


def test_a_sandbox_and_its_production_are_a_pair() -> None:
    refuse_wrong_pair(SANDBOX, PRODUCTION)


@pytest.mark.parametrize(
    ("sandbox", "production", "why"),
    [
        (SANDBOX, SANDBOX, "both snapshots were taken with the role sandbox"),
        (PRODUCTION, PRODUCTION, "both snapshots were taken with the role production"),
        (PRODUCTION, SANDBOX, "the first snapshot is of production"),
    ],
)
def test_two_of_one_role_and_the_wrong_way_round_are_refused(sandbox: Snapshot, production: Snapshot, why: str) -> None:
    with pytest.raises(InputError, match=why):
        refuse_wrong_pair(sandbox, production)


def test_each_org_must_be_of_its_role_and_both_must_be_two() -> None:
    as_sandbox = structs.replace(PRODUCTION, org=structs.replace(PRODUCTION.org, is_sandbox=True))
    with pytest.raises(WrongOrgError, match="the production org is a sandbox"):
        refuse_wrong_pair(SANDBOX, as_sandbox)
    not_sandbox = structs.replace(SANDBOX, org=structs.replace(SANDBOX.org, is_sandbox=False))
    with pytest.raises(WrongOrgError, match="the sandbox org is not a sandbox"):
        refuse_wrong_pair(not_sandbox, PRODUCTION)
    same = structs.replace(PRODUCTION, org=structs.replace(PRODUCTION.org, id="00D300000000Lst"))
    with pytest.raises(WrongOrgError, match="the same org"):
        refuse_wrong_pair(SANDBOX, same)


@pytest.mark.parametrize(
    ("org", "subject"),
    [
        (Org(id=None, is_sandbox=True), "id"),
        (Org(id="0057e00000RmwSWAAZ", is_sandbox=False), "id"),
        (Org(id="00D300000000LstEAE", is_sandbox=None), "kind (sandbox or production)"),
    ],
)
def test_what_is_not_proven_of_an_org_is_a_gap(org: Org, subject: str) -> None:
    (gap,) = identity_gaps(whole(org=org))
    assert (gap.area, gap.subject, gap.role) == ("identity", subject, "sandbox")
    assert identity_gaps(SANDBOX) == ()


@pytest.mark.parametrize(
    ("text", "is_id"),
    [
        ("00D300000000Lst", True),
        ("00D300000000LstEAE", True),
        ("00D300000000LstE", False),
        ("00D300000000LstEAE\n", False),
        ("00d300000000Lst", False),
        ("0057e00000RmwSW", False),
        ("00D30000000ÖLst", False),
        (None, False),
    ],
)
def test_an_org_s_id_begins_with_00d(text: str | None, is_id: bool) -> None:
    assert is_org_id(text) is is_id
