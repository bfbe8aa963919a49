"""The two orgs must be what they claim: one sandbox, one production, and not the same org twice.

Organization.Id and IsSandbox: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_organization.htm
"""

from parity.errors import InputError, WrongOrgError
from parity.snapshot.ids import is_org_id, same_org
from parity.snapshot.records import Gap, Org, Role, Snapshot


def refuse_wrong_role(org: Org, role: Role) -> None:
    """Raise WrongOrgError where the org is known not to be what `role` says."""
    if org.is_sandbox is None or org.is_sandbox == (role is Role.SANDBOX):
        return
    really = "a sandbox" if org.is_sandbox else "not a sandbox (Organization.IsSandbox is false)"
    raise WrongOrgError(
        f"the {role} org is {really}: {org.name or 'unnamed'} ({org.id or 'id unknown'})",
        where=org.instance_url or "",
        fix=f"Check which org `orgs.{role}` in parity.yaml signs in to; the two may be swapped.",
    )


def refuse_same_org(sandbox: Org, production: Org) -> None:
    """Raise WrongOrgError where both sides are one and the same org."""
    if same_org(sandbox.id, production.id):
        raise WrongOrgError(
            f"sandbox and production are the same org: {production.name or 'unnamed'} ({production.id})",
            fix="Point `orgs.sandbox` and `orgs.production` in parity.yaml at two different orgs.",
        )


def refuse_wrong_pair(sandbox: Snapshot, production: Snapshot) -> None:
    """Raise InputError or WrongOrgError where two snapshots are not a sandbox and its production."""
    if sandbox.role == production.role:
        raise InputError(
            f"both snapshots were taken with the role {sandbox.role}",
            fix="Give one snapshot of the sandbox and one of production: parity compare SANDBOX PRODUCTION.",
        )
    if sandbox.role is not Role.SANDBOX:
        raise InputError(
            "the first snapshot is of production, the second of the sandbox",
            fix="Turn them round: parity compare SANDBOX PRODUCTION.",
        )
    for snapshot in (sandbox, production):
        refuse_wrong_role(snapshot.org, snapshot.role)
    refuse_same_org(sandbox.org, production.org)


def identity_gaps(snapshot: Snapshot) -> tuple[Gap, ...]:
    """What the snapshot does not prove about which org it shows."""
    unknown = [
        label
        for label, value in (
            ("id", snapshot.org.id if is_org_id(snapshot.org.id) else None),
            ("kind (sandbox or production)", snapshot.org.is_sandbox),
        )
        if value is None
    ]
    if not unknown:
        return ()
    return (
        Gap(
            area="identity",
            role=snapshot.role.value,
            subject=" and ".join(unknown),
            reason="nothing that was read proves which org this is",
            fix="Collect with `parity collect`, or add Organization.json (a query on Organization) to the files.",
        ),
    )
