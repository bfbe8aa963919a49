"""Person Accounts, on two small orgs."""

from typing import Any

import pytest

from parity.compare.difference import Kind
from parity.rules.finding import Severity
from tests.rules.causes.small import PRODUCTION, SANDBOX, cause_of, changed, folded, only_in, org


def test_person_accounts_explain_what_they_bring_and_no_more() -> None:
    brings = ("Account.IsPersonAccount", "Account.PersonEmail", "Account.Salutation", "Account.Score__pc")
    also = ("Contact.IsPersonAccount",)
    not_it = ("Account.Score__c", "Account.Ghost__pc", "Contact.PersonEmail", "Lead.PersonEmail", "Account.Rating2")
    record_types = only_in(SANDBOX, "Account.PersonAccount", kind=Kind.RECORD_TYPE) + only_in(
        SANDBOX, "Account.Shipper", kind=Kind.RECORD_TYPE
    )
    sandbox, production = org(SANDBOX, *brings, "Contact.Score__c"), org(PRODUCTION, "Account", "Contact")
    findings = (*only_in(SANDBOX, *brings, *also, *not_it), *only_in(PRODUCTION, "Account.PersonPhone"), *record_types)
    own, cause, explained = cause_of(findings, sandbox, production)
    assert (own.rule, own.severity, own.sandbox, own.production) == (
        "cause-person-accounts",
        Severity.BLOCKER,
        "on",
        "off",
    )
    assert sorted(explained) == sorted([*brings, *also, "Account.PersonAccount"])
    assert "Account.IsPersonAccount exists in the sandbox org" in cause.proof


@pytest.mark.parametrize(
    ("items", "explained"),
    [
        ({"nillable": (True, False)}, True),
        ({"nillable": (True, False), "extraTypeInfo": ("personname", None)}, True),
        ({"nillable": (False, True)}, False),
        ({"nillable": (True, False), "length": (1, 2)}, False),
    ],
)
def test_person_accounts_change_the_name_of_an_account(items: dict[str, Any], explained: bool) -> None:
    sandbox, production = org(SANDBOX, "Account.IsPersonAccount"), org(PRODUCTION, "Account")
    causes = folded((changed("Account.Name", **items),), sandbox, production)
    assert bool(causes) is explained
    assert [own.component for own, _, _ in causes] == ["Person Accounts"] * explained
    swapped = {name: (values[1], values[0]) for name, values in items.items()}
    others = org(SANDBOX, "Account"), org(PRODUCTION, "Account.IsPersonAccount")
    assert bool(folded((changed("Account.Name", **swapped),), *others)) is explained
    assert folded((changed("Lead.Name", **items),), sandbox, production) == []
    unproven = org(PRODUCTION, "Account", unread=("Account",))
    assert folded((changed("Account.Name", **items),), sandbox, unproven) == []
