"""Whether this ledger knows these orgs under another tenant's name. Pure: entries in, names out."""

from collections.abc import Sequence

from parity.integrity.names import folded
from parity.ledger.records import Entry, EntryKind, tenant_key
from parity.snapshot.ids import same_org


def other_tenants(
    entries: Sequence[Entry], tenant: str, sandbox_org: str | None, production_org: str | None
) -> tuple[str, ...]:
    """The names of other tenants in this ledger that have one of these orgs, as they were written.

    A tenant that was renamed or mistyped would start a second history: to continue the first, the user types its name.
    """
    found: dict[str, str] = {}
    for one in entries:
        body = one.content.body
        if one.content.kind is not EntryKind.PROJECT or one.content.tenant == tenant_key(tenant):
            continue
        orgs = ((sandbox_org, body.get("sandbox_org")), (production_org, body.get("production_org")))
        if any(mine is not None and isinstance(theirs, str) and same_org(mine, theirs) for mine, theirs in orgs):
            found[one.content.tenant] = str(body.get("tenant") or one.content.tenant)
    return tuple(found[key] for key in sorted(found))


def names_one(typed: str, others: Sequence[str]) -> bool:
    """Whether what was typed is the name of one of the other tenants, however it is spaced or cased."""
    return folded(typed) in {folded(one) for one in others}
