"""What a sandbox copy rewrites by itself is no drift; what then still differs is."""

import pytest
from msgspec import structs

from parity.compare.org_bound import same_but_for_org, tokens_of
from parity.snapshot.org_setup import SandboxCopy
from parity.snapshot.records import RecordType, Role, Snapshot
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
    ],
)
def test_what_belongs_to_an_org_is_no_drift(before: str, after: str, same: bool) -> None:
    sandbox = _of(Role.SANDBOX, SANDBOX_ID, "acme--uat.sandbox.my.salesforce.com", "012000000000001AAA")
    production = _of(Role.PRODUCTION, PRODUCTION_ID, "acme.my.salesforce.com", "012000000000002AAA")
    tokens = [tokens_of(one, sandbox, production) for one in (sandbox, production)]
    assert same_but_for_org(before, after, *tokens) is same
