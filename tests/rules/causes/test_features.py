"""Features that add the same standard fields to many objects, on two small orgs."""

import pytest

from parity.compare.difference import Kind
from parity.rules.causes.features import BY_SWITCH
from parity.rules.finding import Certainty, Severity
from parity.snapshot.records import Role, Snapshot
from tests.rules.causes.small import PRODUCTION, SANDBOX, cause_of, changed, folded, only_in, org, sides

PRICED = ("Account", "Campaign", "Contact", "Lead", "Opportunity")
CURRENCY = tuple(f"{one}.CurrencyIsoCode" for one in PRICED)


@pytest.mark.parametrize(("role", "states"), [(SANDBOX, ("on", "off")), (PRODUCTION, ("off", "on"))])
def test_currencies_that_are_on_in_one_org_only(role: Role, states: tuple[str, str]) -> None:
    orgs = sides(role, org(role, *CURRENCY), org(role.other, *PRICED))
    others = (*only_in(role, "Lead.Other__c", "Case.CurrencyIsoCode"), *only_in(role.other, "Contact.CurrencyIsoCode"))
    own, cause, explained = cause_of((*only_in(role, *CURRENCY[:4]), *others), *orgs)
    assert (own.rule, own.component, own.sandbox, own.production) == (
        "cause-multi-currency",
        "Multiple currencies",
        *states,
    )
    assert (own.severity, own.kind, own.attribute, own.undecided) == (Severity.BLOCKER, Kind.CAUSE, "cause", False)
    assert own.message == (
        f"Several currencies are {states[0]} in the sandbox and {states[1]} in production: 5 findings"
    )
    assert explained == [*CURRENCY[:4], "Case.CurrencyIsoCode"]
    assert cause.certainty is Certainty.PROVEN
    assert cause.proof == (
        f"Account.CurrencyIsoCode, Campaign.CurrencyIsoCode, Contact.CurrencyIsoCode, Lead.CurrencyIsoCode and more "
        f"exist in {role}; FieldDefinition proves that the other org has none of them."
    )


def test_a_feature_is_judged_by_the_objects_that_both_orgs_show() -> None:
    sandbox, production = org(SANDBOX, *CURRENCY[:2]), org(PRODUCTION, "Account", "Campaign", "Lead")
    _, cause, _ = cause_of(only_in(SANDBOX, *CURRENCY[:2]), sandbox, production)
    assert cause.proof.startswith("Account.CurrencyIsoCode, Campaign.CurrencyIsoCode exist in sandbox;")


@pytest.mark.parametrize(
    ("sandbox", "production"),
    [
        (org(SANDBOX, *CURRENCY[:4], "Opportunity"), org(PRODUCTION, *PRICED)),
        (org(SANDBOX, *CURRENCY), org(PRODUCTION, *PRICED[1:], "Account.CurrencyIsoCode")),
        (org(SANDBOX, *CURRENCY), org(PRODUCTION, *PRICED, unread=("Lead",))),
        (org(SANDBOX), org(PRODUCTION)),
    ],
    ids=["one field is missing", "the other has one", "one list was not read", "no object is shown"],
)
def test_a_feature_without_every_field_of_it_is_none(sandbox: Snapshot, production: Snapshot) -> None:
    assert folded(only_in(SANDBOX, CURRENCY[0]), sandbox, production) == []


CODES = (
    *(f"Account.{address}{kind}Code" for address in ("Billing", "Shipping") for kind in ("State", "Country")),
    "Lead.StateCode",
    "Lead.CountryCode",
)


def test_address_picklists_bring_codes_to_every_address() -> None:
    sandbox, production = org(SANDBOX, "Account", "Lead"), org(PRODUCTION, *CODES)
    own, _, explained = cause_of(only_in(PRODUCTION, *CODES, "Lead.State__c"), sandbox, production)
    assert (own.rule, own.severity, explained) == ("cause-address-picklists", Severity.WARNING, list(CODES))


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        ("cause-portal", ("Account.IsPartner", "Lead.PartnerAccountId")),
        ("cause-quotes", ("Opportunity.SyncedQuoteId",)),
        ("cause-person-names", ("Contact.MiddleName", "Lead.Suffix")),
        ("cause-data-clean", ("Account.CleanStatus", "Lead.CompanyDunsNumber")),
    ],
)
@pytest.mark.parametrize("role", list(Role))
def test_a_switch_explains_whichever_of_its_fields_one_org_alone_has(
    rule: str, names: tuple[str, ...], role: Role
) -> None:
    assert {tuple(one.split(".")) for one in names} <= BY_SWITCH
    others = (*only_in(role, "Case.MiddleName"), changed(names[0], length=(1, 2)))
    own, cause, explained = cause_of((*only_in(role, *names), *others), org(SANDBOX), org(PRODUCTION))
    assert (own.rule, explained) == (rule, list(names))
    assert (own.sandbox, own.production) == (("on", "off") if role is SANDBOX else ("off", "on"))
    assert cause.proof == f"{', '.join(sorted(names))}: standard fields that only this switch brings."
    assert own.component in {"Digital Experiences", "Quotes", "Person name parts", "Data.com"}
