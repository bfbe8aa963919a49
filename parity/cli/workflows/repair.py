"""Makes the folder of a repair from a result: production is read, and nothing but the folder is written."""

import os
from pathlib import Path

from msgspec import Struct

from parity.cli.terminal.console import Console
from parity.cli.terminal.output_folder import check_folder
from parity.cli.workflows.project import judging_project
from parity.errors import InputError, WrongOrgError
from parity.integrity.canonical import digest
from parity.integrity.files import read_whole
from parity.integrity.printable import printable
from parity.integrity.sealed_page import result_data
from parity.orgs.api_version import choose_version
from parity.orgs.client import OrgClient
from parity.orgs.sign_in.connect import connect
from parity.repair.build import (
    Repair,
    is_told_by_describe_alone,
    ready_production,
    repair_sandbox,
    wanted_members,
)
from parity.repair.contents import Contents, Read
from parity.repair.folder import refuse_foreign, write_repair
from parity.repair.member import Member
from parity.repair.plan import Options, PlanEntry, by_place
from parity.repair.plan_result import plan
from parity.repair.read_production import ProductionReader
from parity.repair.readme import code, share
from parity.repair.retrieved import RetrievedProject
from parity.snapshot.ids import same_org
from parity.snapshot.records import Role
from parity.verdict.result import Result, read_result


class RepairRequest(Struct, frozen=True, kw_only=True):
    """What the command line asked for."""

    result: Path
    folder: Path
    config: Path
    retrieved: Path | None
    role: Role
    options: Options


def run_repair(wanted: RepairRequest, console: Console) -> int:
    """Write the project; returns 0."""
    refuse_foreign(wanted.folder)
    check_folder(wanted.folder, "--output")
    data = result_data(read_whole(wanted.result), str(wanted.result))
    result = read_result(data, str(wanted.result))
    repair = _made(wanted, result, digest(data), console)
    replaced = write_repair(wanted.folder, repair.files, repair.told)
    in_place = ", in place of the repair that was there" if replaced else ""
    console.info(f"Wrote {wanted.folder}{in_place}: read its README.md first. parity deploys nothing.")
    console.result(share(repair.entries, result.gaps))
    return 0


def explain_repair(path: Path, role: Role, options: Options, console: Console) -> int:
    """Say what share of a result files could mend in that org, and why the rest is not, without asking any org."""
    data = result_data(read_whole(path), str(path))
    result = read_result(data, str(path))
    of_production = role is Role.PRODUCTION
    entries = ready_production(result, digest(data)).entries if of_production else plan(result, options)
    for place, found in by_place(entries).items():
        console.result(f"{place.value} ({len(found)})")
        for one in found:
            console.result(f"  {printable(one.finding.message)}{_because(one)}")
    console.result(share(entries, result.gaps))
    if of_production:
        return 0
    if is_told_by_describe_alone(result):
        console.warning("production's side came out of files, so only a retrieved project (--from) can be made of it")
    console.info("Production's metadata was not read: what it does not tell, or changed since, leaves the first list.")
    return 0


def _because(entry: PlanEntry) -> str:
    names = ", ".join(f"{one.type.value} {one.name}" for one in (*entry.members, *entry.deleted))
    return f"\n    {printable(entry.why or names)}"


def _made(wanted: RepairRequest, result: Result, mark: str, console: Console) -> Repair:
    if wanted.role is Role.PRODUCTION:
        return ready_production(result, mark)
    if wanted.retrieved is not None:
        source = (
            f"the project {code(wanted.retrieved.name)}, retrieved from production (what changed since is not told)"
        )
        read: Read | None = RetrievedProject(wanted.retrieved)
    elif is_told_by_describe_alone(result):
        source, read = "describe alone, so no file was made of it", None
    elif not wanted_members(result, plan(result, wanted.options)):
        source, read = "the result alone: no file needs production's own metadata", _nothing_to_read
    else:
        client, version = _production(wanted, result, console)
        source, read = "production's own metadata", ProductionReader(client, version)
        repair = repair_sandbox(result, mark, wanted.options, read, source=source)
        console.info(f"production: {client.calls} API calls spent")
        return repair
    return repair_sandbox(result, mark, wanted.options, read, source=source)


def _nothing_to_read(_members: tuple[Member, ...]) -> Contents:
    return {}


def _production(wanted: RepairRequest, result: Result, console: Console) -> tuple[OrgClient, str]:
    """Production, signed in to, which must be the org of the result."""
    project = judging_project(wanted.config)
    client = connect(Role.PRODUCTION, project.sign_in(Role.PRODUCTION), project.api, os.environ, console.debug)
    for warning in client.connection.warnings:
        console.warning(warning)
    version = choose_version([client.versions()], result.snapshots.production.api_version or project.api.version)
    org_id = client.connection.org_id or client.user_info().get("organization_id")
    compared = result.orgs.production.id
    if compared is None or org_id is None:
        raise InputError(
            "whether this is the production of the result cannot be told: its id is not known",
            where=str(wanted.result),
            fix="Check again with `parity check`, or give a retrieved project with --from.",
        )
    if not same_org(org_id, compared):
        raise WrongOrgError(
            f"the result is of the production {compared}, and parity.yaml signs in to {org_id}",
            where=str(wanted.config),
            fix="Name the parity.yaml of this result with --config. Nothing was read.",
        )
    return client, version
