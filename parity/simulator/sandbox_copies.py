"""SandboxProcess and SandboxInfo rows: when each sandbox was copied, and from what."""

from datetime import date, timedelta

from parity.simulator.identifiers import record_id
from parity.simulator.records import Row


def copy_rows(spec: Row | None, sandbox_id: str, today: date) -> tuple[Row, ...]:
    """SandboxProcess: the making of the sandbox, a refresh, and another sandbox.

    `clone_of` names the sandbox that was cloned; `status` and `progress` tell a copy that still runs.
    """
    other = {**(spec or {}), "sandbox": "dev2", "license": "DEVELOPER", "status": "Completed", "clone_of": None}
    rows = [_copy_row(other, record_id("00D", "another sandbox")[:15], today - timedelta(days=90))]
    if spec is not None:
        owner = spec.get("organization", sandbox_id)[:15]
        ended = today - timedelta(days=spec["days_ago"])
        first = {**spec, "status": "Completed"}
        rows += [_copy_row(first, owner, ended - timedelta(days=300)), _copy_row(spec, owner, ended)]
    return tuple(rows)


def _copy_row(spec: Row, organization: str, ended: date) -> Row:
    status = spec.get("status", "Completed")
    is_done = status == "Completed"
    clone_of = spec.get("clone_of")
    return {
        "Id": record_id("0GR", f"{spec['sandbox']} {ended}"),
        "SandboxInfoId": _sandbox_id(spec["sandbox"]),
        "SandboxName": spec["sandbox"],
        "SandboxOrganization": organization,
        "LicenseType": None if clone_of else spec.get("license", "FULL"),
        "Status": status,
        "CopyProgress": 100 if is_done else spec.get("progress", 0),
        "StartDate": f"{ended.isoformat()}T04:00:00.000+0000",
        "EndDate": f"{ended.isoformat()}T09:30:00.000+0000" if is_done else None,
        "SourceId": _sandbox_id(clone_of) if clone_of else None,
    }


def sandbox_rows(copies: tuple[Row, ...]) -> tuple[Row, ...]:
    """SandboxInfo: the sandboxes that were made, and those that were cloned."""
    newest = {row["SandboxInfoId"]: row for row in copies}
    return tuple(
        {"Id": one, **{key: row[key] for key in ("SandboxName", "LicenseType", "SourceId")}}
        for one, row in newest.items()
    )


def _sandbox_id(name: str) -> str:
    return record_id("0GQ", name)
