"""What a sandbox copy rewrites by itself is no drift; what then still differs is."""

from typing import Any

import pytest
from msgspec import structs

from parity.compare.org_bound import same_but_for_org, tokens_of
from parity.snapshot.org_setup import SandboxCopy
from parity.snapshot.records import Org, RecordType, Role, Snapshot
from tests.small_snapshots import described, snapshot

SANDBOX_ID, PRODUCTION_ID = "00D8F0000008NwSUAU", "00D300000001NwhEAE"


def _of(role: Role, org_id: str, host: str, type_id: str) -> Snapshot:
    made = snapshot(role)
    agent = RecordType(developer_name="Agent", record_type_id=type_id, master=False)
    lead = structs.replace(described(), record_types=(agent,))
    copy = SandboxCopy(
        sandbox="uat", organization_id=SANDBOX_ID, license="FULL", status="Completed", started=None, ended="2026-10-05"
    )
    return structs.replace(
        made,
        org=structs.replace(made.org, id=org_id, instance_url=f"https://{host}"),
        objects={**made.objects, "Lead": lead},
        copies=(copy,) if role is Role.PRODUCTION else None,
    )


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        (f"org {SANDBOX_ID}", f"org {PRODUCTION_ID}", True),
        (f"$Organization.Id = '{SANDBOX_ID[:15]}'", f"$Organization.Id = '{PRODUCTION_ID[:15]}'", True),
        ("https://acme--uat.sandbox.my.salesforce.com/x", "https://acme.my.salesforce.com/x", True),
        ("https://acme--uat.sandbox.lightning.force.com/x", "https://acme.lightning.force.com/x", True),
        ("https://acme--uat.sandbox.my.salesforce.com/x", "https://other.my.salesforce.com/x", False),
        ("012000000000001AAA", "012000000000002AAA", True),
        ("012000000000003AAA", "012000000000002AAA", False),
        ("mm@acme.example.uat", "mm@acme.example", True),
        ("mm@acme.example.dev", "mm@acme.example", False),
        ("sales@acme.example.invalid", "sales@acme.example", True),
        ("sales@acme.example.invalid", "help@acme.example", False),
        ("Amount * 2", "Amount * 3", False),
        # The same text in both orgs stays the same, whatever of it belongs to one of them.
        (f"org {PRODUCTION_ID}", f"org {PRODUCTION_ID[:15]}", True),
        ("https://acme.my.salesforce.com", "https://acme.my.salesforce.com", True),
        ("012000000000002AAA", "012000000000002AAA", True),
        # Another sandbox is another org.
        ("https://acme--dev.sandbox.my.salesforce.com", "https://acme.my.salesforce.com", False),
        ("https://other-acme.my.salesforce.com", "https://acme.my.salesforce.com", False),
        ("https://acme.my.salesforce.com.evil.example", "https://acme.my.salesforce.com", False),
        ("00D8F0000008NwTUAU", PRODUCTION_ID, False),
        # Pages of packages, sites, and hosts of the time before enhanced domains.
        ("acme--uat--c.sandbox.vf.force.com/apex/x", "acme--c.vf.force.com/apex/x", True),
        ("acme--uat--c.sandbox.vf.force.com/apex/x", "acme--b2b.vf.force.com/apex/x", False),
        ("acme--uat.sandbox.my.site.com", "acme.my.site.com", True),
        ("acme--uat.cs42.my.salesforce.com", "acme.my.salesforce.com", True),
        ("acme--uat.sandbox.my.salesforce.com", "acme.lightning.force.com", False),
        # A queue, a user, a record of a custom object: ids alone tell nothing of which one it is.
        ("00G8F000000aBcD", "00G300000001xYz", True),
        ("00G8F000000aBcDUAU", "00G300000001xYzEAI", True),
        ("a0B8F000000aBcD", "a1C300000001xYz", True),
        ("00G8F000000aBcD", "005300000001xYz", False),
        # What only looks like an id.
        ("OpportunityName", "OpportunityDate", False),
        ("004915112345678", "004915112345679", False),
        ("123450789012345", "123450789012346", False),
        ("00G8F000000aBcDUAA", "00G300000001xYzEAA", False),
        ("00G8F000000aBcD", "00G30000000axYz", True),
        ("00G8FA00000aBcD", "00G30B00000axYz", False),
        ("a0B8F000000aBcD", "b0B8F000000aBcD", False),
        ("b1B8F000000aBcD", "b1B8F000000aBcE", False),
        ("https://ACME--uat.sandbox.my.salesforce.com", "https://acme.my.salesforce.com", True),
        # The longer of two names counts: uat is this sandbox, and no package.
        ("acme--uat.sandbox.vf.force.com/apex/x", "acme.vf.force.com/apex/x", True),
        # Of orgs and record types every id is known: others are others.
        ("00D8F0000008NwT", "00D300000001Nwx", False),
        ("0128F000000aBcD", "012300000001xYz", False),
        ("one\r\ntwo", "one\ntwo", True),
        ("one\rtwo", "one\ntwo", True),
    ],
)
def test_what_belongs_to_an_org_is_no_drift(before: str, after: str, same: bool) -> None:
    sandbox = _of(Role.SANDBOX, SANDBOX_ID, "acme--uat.sandbox.my.salesforce.com", "012000000000001AAA")
    production = _of(Role.PRODUCTION, PRODUCTION_ID, "acme.my.salesforce.com", "012000000000002AAA")
    assert same_but_for_org(before, after, tokens_of(sandbox, production)) is same


def same(before: str, after: str, **sandbox: Any) -> bool:
    """Whether two texts differ by org only, where these parts of the sandbox are changed."""
    one = _of(Role.SANDBOX, SANDBOX_ID, "acme--uat.sandbox.my.salesforce.com", "012000000000001AAA")
    other = _of(Role.PRODUCTION, PRODUCTION_ID, "acme.my.salesforce.com", "012000000000002AAA")
    one = structs.replace(one, **sandbox)
    return same_but_for_org(before, after, tokens_of(one, other))


@pytest.mark.parametrize("end", ["my.salesforce.mil", "lightning.crmforce.mil", "my.sfcrmproducts.cn"])
def test_hosts_of_clouds_of_their_own_are_my_domain_too(end: str) -> None:
    """Government Cloud Plus - Defense, and Salesforce on Alibaba Cloud."""
    top = "my.sfcrmproducts.cn" if end.endswith("cn") else "my.salesforce.mil"
    sandbox = _of(Role.SANDBOX, SANDBOX_ID, f"acme--uat.sandbox.{top}", "012000000000001AAA")
    production = _of(Role.PRODUCTION, PRODUCTION_ID, f"acme.{top}", "012000000000002AAA")
    token = tokens_of(sandbox, production)
    assert same_but_for_org(f"https://acme--uat.sandbox.{end}/x", f"https://acme.{end}/x", token)
    assert not same_but_for_org(f"https://acme--dev.sandbox.{end}/x", f"https://acme.{end}/x", token)
    assert token("mm@acme.example.uat") == "mm@acme.example"


def test_without_the_org_id_or_the_address_nothing_is_known_to_belong_to_the_org() -> None:
    unknown = Org(is_sandbox=True)
    assert not same(f"org {SANDBOX_ID}", f"org {PRODUCTION_ID}", org=unknown)
    assert not same("https://acme--uat.sandbox.my.salesforce.com/x", "https://acme.my.salesforce.com/x", org=unknown)
    elsewhere = Org(id=SANDBOX_ID, is_sandbox=True, instance_url="http://127.0.0.1:8800")
    assert not same("127.0.0.1", "acme.my.salesforce.com", org=elsewhere)
    assert same("Amount * 2", "Amount * 2", org=unknown)
    assert not same(f"org {SANDBOX_ID}", "org ")
    assert not same(f"org {SANDBOX_ID}", "org 012000000000002AAA")


def test_a_token_says_what_stands_there() -> None:
    sandbox = _of(Role.SANDBOX, SANDBOX_ID, "acme--uat.sandbox.my.salesforce.com", "012000000000001AAA")
    token = tokens_of(sandbox, _of(Role.PRODUCTION, PRODUCTION_ID, "acme.my.salesforce.com", "012000000000002AAA"))
    assert token(f"{SANDBOX_ID} 012000000000002AAA") == "{org id} {record type Lead.Agent}"
    assert token("00G8F000000aBcD a0B8F000000aBcD") == "{id 00G} {id}"
    assert token("https://acme.my.salesforce.com/x") == "https://{my domain}.my.salesforce/x"
    assert token("a\rb\r\nc") == "a\nb\nc"


def test_the_name_by_the_list_of_copies_counts_beside_that_of_the_address() -> None:
    production = _of(Role.PRODUCTION, PRODUCTION_ID, "x.invalid", "012000000000002AAA")
    for host, other_name in (("x.invalid", None), ("acme--dev.sandbox.my.salesforce.com", "dev")):
        token = tokens_of(_of(Role.SANDBOX, SANDBOX_ID, host, "012000000000001AAA"), production)
        assert token("mm@acme.example.uat") == "mm@acme.example"
        assert token(f"mm@acme.example.{other_name}") == f"mm@acme.example{'' if other_name else '.None'}"


def test_an_address_without_a_sandbox_names_none() -> None:
    production = _of(Role.PRODUCTION, PRODUCTION_ID, "x.invalid", "012000000000002AAA")
    sandbox = _of(Role.SANDBOX, "00D8F0000009AbCUAU", "acme.my.salesforce.com", "012000000000001AAA")
    assert tokens_of(sandbox, production)("mm@shop.example.acme") == "mm@shop.example.acme"


def test_the_master_record_type_and_one_without_an_id_have_no_token() -> None:
    master = RecordType(developer_name="Agent", record_type_id="012000000000001AAA", master=True)
    lead = structs.replace(described(), record_types=(master,))
    assert not same("012000000000001AAA", "012000000000002AAA", objects={"Lead": lead})
    nameless = structs.replace(described(), record_types=(RecordType(developer_name="Agent", master=False),))
    assert not same("012000000000001AAA", "012000000000002AAA", objects={"Lead": nameless})
    other = RecordType(developer_name="Broker", record_type_id="012000000000001AAA", master=False)
    renamed = structs.replace(described(), record_types=(other,))
    assert not same("012000000000001AAA", "012000000000002AAA", objects={"Lead": renamed})


@pytest.mark.parametrize(
    ("before", "after"),
    [(1, 1), (None, None), ("x", None), (None, "x"), (("x",), ("x",))],
)
def test_only_texts_can_differ_by_org_only(before: Any, after: Any) -> None:
    assert not same_but_for_org(before, after, str)


def test_a_user_name_is_known_by_the_name_of_this_very_sandbox() -> None:
    sandbox = structs.replace(
        _of(Role.SANDBOX, SANDBOX_ID, "x.invalid", "012000000000001AAA"), org=Org(id="00D8F0000009AbCUAU")
    )
    production = _of(Role.PRODUCTION, PRODUCTION_ID, "x.invalid", "012000000000002AAA")
    assert not same_but_for_org("mm@acme.example.uat", "mm@acme.example", tokens_of(sandbox, production))
    assert same("mm@acme.example.UAT", "mm@acme.example")


def test_the_address_of_a_sandbox_names_it_where_nobody_may_list_the_copies() -> None:
    sandbox = _of(Role.SANDBOX, SANDBOX_ID, "acme--uat.sandbox.my.salesforce.com", "012000000000001AAA")
    production = _of(Role.PRODUCTION, PRODUCTION_ID, "acme.my.salesforce.com", "012000000000002AAA")
    tokens = tokens_of(sandbox, structs.replace(production, copies=None))
    assert same_but_for_org("mm@acme.example.uat", "mm@acme.example", tokens)
    assert not same_but_for_org("mm@acme.example.dev", "mm@acme.example", tokens)
