"""Makes the files of a repair from a result and from what was read of production. Pure."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from parity.orgs.api_version import NEWEST_TESTED
from parity.repair.access_xml import permission_set_file
from parity.repair.contents import Contents, Read, with_companions
from parity.repair.manifest import told_of
from parity.repair.member import Member, MetadataType
from parity.repair.notes import notes_on, notes_on_calls, notes_on_left_out
from parity.repair.picklists import record_types_offering
from parity.repair.plan import Options, PlanEntry, RepairList
from parity.repair.plan_result import plan
from parity.repair.production import plan_production
from parity.repair.project import RepairProject, project_of, single_set_project, tracked_objects
from parity.repair.readme import Facts, readme, retrieve_command
from parity.repair.settle import Settled, named_as_in_files, settle, without_metadata
from parity.verdict.result import Result

_SANDBOX_HEADING = "Brings the sandbox to production's shape, as far as files can."
_PRODUCTION_HEADING = "Readies production for Marketo Measure: a permission set for the integration user, nothing else."
_INTEGRATION = "Lets the integration user of Marketo Measure read and write its objects."


class Repair(Struct, frozen=True, kw_only=True):
    """A repair that is ready to be written: every finding in a list, the files, what the manifest says."""

    entries: tuple[PlanEntry, ...]
    files: Mapping[str, bytes]
    told: Mapping[str, Any]


def wanted_members(result: Result, entries: tuple[PlanEntry, ...]) -> tuple[Member, ...]:
    """The components of which production's Metadata is needed."""
    mending = {member for one in entries if one.place is RepairList.DEPLOYED for member in one.members}
    return tuple(sorted({*mending, *record_types_offering(result, entries)}))


def repair_sandbox(result: Result, mark: str, options: Options, read: Read | None, *, source: str) -> Repair:
    """The project that brings the sandbox to production's shape.

    `mark` is the result's digest, `source` says in words what the files are made from. `read` gives production's
    Metadata; null where only describe was read: then no file is made of it.
    """
    entries = plan(result, options)
    contents: Contents = {}
    if read is None:
        settled = without_metadata(entries, retrieve_command)
    else:
        contents = with_companions(wanted_members(result, entries), read, bodies=options.bodies)
        entries, contents = named_as_in_files(entries, contents)
        settled = settle(result, entries, contents, bodies=options.bodies)
    project = project_of(settled, version=version_of(result), set_name=set_name("Parity_Repair", mark))
    user = result.snapshots.sandbox.collected_by.username
    facts = Facts(
        heading=_SANDBOX_HEADING,
        source=source,
        users=(user,) if user else (),
        tracked=tracked_objects(settled.components),
        notes=(
            *notes_on(result, settled.components),
            *notes_on_left_out(settled.left_out),
            *notes_on_calls(settled.components),
        ),
        gaps=result.gaps,
        to_retrieve=settled.to_retrieve,
    )
    return _whole(result, mark, settled, project, facts)


def ready_production(result: Result, mark: str) -> Repair:
    """The project that grants production's integration user what it lacks."""
    name = set_name("Parity_Integration", mark)
    entries, access = plan_production(result, name)
    files: dict[str, bytes] = {}
    if access:
        data = permission_set_file(name.replace("_", " "), _INTEGRATION, access)
        files = {Member(MetadataType.PERMISSION_SET, name).path: data}
    project = single_set_project(files, name, version_of(result))
    settled = Settled(entries=entries, components=(), files=())
    user = result.readiness.user if result.readiness.user_named and "@" in result.readiness.user else None
    facts = Facts(
        heading=_PRODUCTION_HEADING,
        source="the result alone",
        gaps=result.gaps,
        users=(user,) if user else (),
        deploys_to="PRODUCTION_ALIAS",
    )
    return _whole(result, mark, settled, project, facts)


def set_name(start: str, mark: str) -> str:
    """A permission set's name that no other has: a file replaces the whole set of its name."""
    return f"{start}_{mark.rpartition(':')[2][:8]}"


def version_of(result: Result) -> str:
    """The API version that both orgs were read at: a lower one in a project invents errors."""
    return result.snapshots.sandbox.api_version or result.snapshots.production.api_version or NEWEST_TESTED


def _whole(result: Result, mark: str, settled: Settled, project: RepairProject, facts: Facts) -> Repair:
    page = readme(settled.entries, project, facts)
    told = told_of(settled.entries, result=mark, sandbox=result.orgs.sandbox.id, production=result.orgs.production.id)
    return Repair(entries=settled.entries, files={"README.md": page, **project.files}, told=told)


def is_told_by_describe_alone(result: Result) -> bool:
    """Whether production's side came out of files that somebody else produced."""
    return result.snapshots.production.source != "org"
