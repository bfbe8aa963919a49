"""Which org is which: ids of 15 and 18 characters, roles, and the same org twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parity.errors import WrongOrgError
from parity.snapshot.ids import full_id, same_org
from parity.snapshot.org_identity import refuse_same_org, refuse_wrong_role
from parity.snapshot.records import Org, Role

ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def test_the_suffix_is_salesforces() -> None:
    assert full_id("00D300000000Lst") == "00D300000000LstEAE"  # capitals at D and L: bits 4, 0, 4
    assert full_id("0057e00000RmwSW") == "0057e00000RmwSWAAZ"  # out of a recorded answer


@given(st.text(ID_CHARACTERS, min_size=15, max_size=15))
def test_both_lengths_name_the_same_org(short: str) -> None:
    assert len(full_id(short)) == 18
    assert full_id(full_id(short)) == full_id(short)
    assert same_org(short, full_id(short))


@given(st.text(ID_CHARACTERS, min_size=15, max_size=15))
def test_letter_case_makes_another_org(short: str) -> None:
    other = short.swapcase()
    assert same_org(short, other) == (short == other)


def test_an_unknown_id_is_nobodys() -> None:
    assert not same_org(None, None)
    refuse_same_org(Org(), Org())


def test_a_production_org_is_no_sandbox() -> None:
    with pytest.raises(WrongOrgError, match="not a sandbox"):
        refuse_wrong_role(Org(id="x", name="Acme", is_sandbox=False), Role.SANDBOX)
    with pytest.raises(WrongOrgError, match="is a sandbox"):
        refuse_wrong_role(Org(id="x", name="Acme", is_sandbox=True), Role.PRODUCTION)
    refuse_wrong_role(Org(is_sandbox=None), Role.PRODUCTION)


def test_the_same_org_twice_is_refused() -> None:
    with pytest.raises(WrongOrgError, match="the same org"):
        refuse_same_org(Org(id="00D300000000Lst"), Org(id="00D300000000LstEAE"))
