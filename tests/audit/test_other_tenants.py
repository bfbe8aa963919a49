"""Another tenant of this ledger with these orgs is shown: a tenant that was mistyped would start a second history."""

import pytest

from parity.audit.other_tenants import names_one, other_tenants
from parity.ledger.chain import entry_of, signed_row
from parity.ledger.records import GENESIS, Actor, Entry, EntryContent, EntryKind, tenant_key
from tests.switch.gate.whole_evidence import LEDGER_KEY

SANDBOX, PRODUCTION = "00D8F0000008NwSUAU", "00D300000001NwhEAE"
ELSEWHERE = "00D300000009ZZZEA4"


def entry(tenant: str, sandbox: str | None, production: str | None, kind: EntryKind = EntryKind.PROJECT) -> Entry:
    content = EntryContent(
        seq=1,
        tenant=tenant_key(tenant),
        kind=kind,
        at="2026-11-24T12:00:00.000000Z",
        actor=Actor(os_user="olga", name="Olga", host="bench"),
        state=None,
        body={"tenant": tenant, "sandbox_org": sandbox, "production_org": production},
        previous=GENESIS,
    )
    return entry_of(signed_row(content, LEDGER_KEY))


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (entry("Northwind Haulage", SANDBOX, PRODUCTION), ()),
        (entry("NORTHWIND  haulage", SANDBOX, PRODUCTION), ()),
        (entry("Northwind", SANDBOX, PRODUCTION), ("Northwind",)),
        (entry("Northwind", None, PRODUCTION[:15]), ("Northwind",)),
        (entry("Northwind", SANDBOX[:15], ELSEWHERE), ("Northwind",)),
        (entry("Northwind", None, None), ()),
        (entry("Northwind", ELSEWHERE, ELSEWHERE), ()),
        (entry("Northwind", SANDBOX, PRODUCTION, EntryKind.CHECKLIST), ()),
    ],
)
def test_the_other_tenants_of_these_orgs(written: Entry, found: tuple[str, ...]) -> None:
    assert other_tenants((written,), "Northwind Haulage", SANDBOX, PRODUCTION) == found


def test_orgs_that_are_not_named_are_nobodys() -> None:
    assert other_tenants((entry("Northwind", SANDBOX, None),), "Other", None, None) == ()


def test_each_is_named_once_and_typed_as_people_type() -> None:
    twice = (entry("Northwind", SANDBOX, None), entry("Northwind", SANDBOX, PRODUCTION), entry("Acme", SANDBOX, None))
    others = other_tenants(twice, "Other", SANDBOX, PRODUCTION)
    assert others == ("Acme", "Northwind")
    assert names_one(" northWIND ", others)
    assert not names_one("", others)
    assert not names_one("North", others)
