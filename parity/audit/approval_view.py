"""What an approver signs: shown to them first, and checked against the files beside the result. Pure."""

from collections.abc import Mapping
from datetime import datetime

from parity import __version__
from parity.config.project import Project
from parity.formats.html import page_problem
from parity.integrity.canonical import digest
from parity.ledger.records import tenant_key, utc_moment
from parity.rules.finding import Severity
from parity.snapshot.ids import same_org
from parity.snapshot.records import Role
from parity.verdict.result import Result, result_bytes
from parity.verdict.result_files import REPORT, RESULT, snapshot_name
from parity.verdict.waivers import WaiverStatus

#: So many warnings are shown by name; the report has them all.
_MOST_WARNINGS = 20


def mismatches(result: Result, files: Mapping[str, bytes], project: Project) -> tuple[str, ...]:
    """What next to the result, or in parity.yaml, does not belong to it, in words; empty where all fits.

    `files` are those of the result's folder by name. Both snapshots must be there: who approves must be able to show
    what was judged. The report may be missing.
    """
    return (*_files_apart(result, files), *project_apart(result, project))


def _files_apart(result: Result, files: Mapping[str, bytes]) -> list[str]:
    found = []
    if result_bytes(result) != files[RESULT]:
        found.append(f"{RESULT} is not as parity wrote it: it was edited")
    for role in Role:
        name, said = snapshot_name(role), result.snapshots.of(role).digest
        if name not in files:
            found.append(f"{name} is not beside the result: nobody could show what was judged")
        elif digest(files[name]) != said:
            found.append(f"{name} is not the snapshot that was judged: its digest is {digest(files[name])}, not {said}")
    if result.tool.version != __version__:
        found.append(f"the result was made by parity {result.tool.version}, this is {__version__}: check again")
    elif REPORT in files and (problem := page_problem(files[REPORT], result)):
        found.append(f"{REPORT} does not show this result: {problem}")
    return found


def project_apart(result: Result, project: Project) -> list[str]:
    """What in parity.yaml does not belong to the result, in words."""
    found = []
    if result.policy.digest != project.policy.digest:
        found.append("the policy in parity.yaml is not the one by which the result was judged: check again")
    if tenant_key(result.tenant or "") != tenant_key(project.tenant.name):
        found.append(f"the result is of the tenant {result.tenant!r}, parity.yaml names {project.tenant.name!r}")
    for role in other_orgs(result, project):
        org, wanted = result.orgs.of(role).id, project.tenant.org_id(role)
        found.append(f"the result is of the {role} org {org or 'unknown'}, tenant.{role}_org is {wanted}")
    return found


def other_orgs(result: Result, project: Project) -> list[Role]:
    """The roles for which parity.yaml names another org of the tenant than the one that was judged."""
    named = {role: project.tenant.org_id(role) for role in Role}
    return [role for role, wanted in named.items() if wanted and not same_org(result.orgs.of(role).id, wanted)]


def shown(result: Result, files: Mapping[str, bytes], now: datetime) -> list[str]:
    """What is about to be signed, a line a fact. `now` is UTC."""
    return [
        f"tenant      {result.tenant}",
        f"verdict     {result.verdict.value}. {' '.join(result.reasons)}",
        *(f"{role!s:<11} {_org(result, role)}" for role in Role),
        f"age         {_age(result, now)}",
        *_waivers(result),
        *_severities(result),
        *_warnings(result),
        f"gaps        {len(result.gaps) or 'none'}",
        f"{RESULT:<24} {digest(files[RESULT])}",
        *(f"{snapshot_name(role):<24} {result.snapshots.of(role).digest} (verified)" for role in Role),
        f"{REPORT:<24} {digest(files[REPORT]) + ' (verified)' if REPORT in files else 'is not beside the result'}",
    ]


def _org(result: Result, role: Role) -> str:
    org = result.orgs.of(role)
    return f"{org.id or 'unknown'} {org.name or ''}".rstrip()


def _age(result: Result, now: datetime) -> str:
    times = [result.snapshots.of(role).collected_at for role in Role]
    try:
        oldest = min(utc_moment(one) for one in times if one)
    except ValueError:
        return "unknown: a snapshot does not say when it was collected"
    minutes = int((now - oldest).total_seconds() // 60)
    return f"{minutes // 60} h {minutes % 60:02d} min (the older snapshot)"


def _waivers(result: Result) -> list[str]:
    used = [one for one in result.waivers if one.status is WaiverStatus.APPLIED]
    named = {one.fingerprint: f"{one.rule} {one.object or ''} {one.component or ''}" for one in result.findings}
    return [f"waivers     {len(used) or 'none'}"] + [
        f"  {' '.join(named.get(one.fingerprint, one.fingerprint).split())}: {one.reason} "
        f"({one.by}{f', {one.ticket}' if one.ticket else ''}, until {one.expires.isoformat()})"
        for one in used
    ]


def _severities(result: Result) -> list[str]:
    """What the policy raised and lowered: to lower is to accept."""
    used = [one for one in result.severities if one.changed]
    return [f"severities  {len(used)} of the policy", *(f"  {one.told}" for one in used)] if used else []


def _warnings(result: Result) -> list[str]:
    waived = {one.fingerprint for one in result.waivers if one.status is WaiverStatus.APPLIED}
    found = [one for one in result.findings if one.severity is Severity.WARNING and one.fingerprint not in waived]
    lines = [f"  {one.message}" for one in found[:_MOST_WARNINGS]]
    if len(found) > _MOST_WARNINGS:
        lines.append(f"  and {len(found) - _MOST_WARNINGS} more: see the report")
    return [f"warnings    {len(found) or 'none'} open", *lines]
