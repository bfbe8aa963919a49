"""The source project of a repair: a folder for each step, with its package.xml. Bytes by path; writes nothing.

Project files: https://developer.salesforce.com/docs/atlas.en-us.sfdx_dev.meta/sfdx_dev/sfdx_dev_ws_config.htm
Deletions: https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_deploy_deleting_files.htm
"""

import json
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from parity.repair.access_xml import GrantedAccess, permission_set_file
from parity.repair.automation_xml import workflow_file
from parity.repair.contents import Component
from parity.repair.member import Member, MetadataType
from parity.repair.new_fields import new_access
from parity.repair.settle import Settled
from parity.repair.steps import Step, needs_second_step, step_of
from parity.repair.xml import document

#: Where the sources of a step lie in its folder.
SOURCES = "main/default"
_VIEW = "Lets the fields and record types be seen that parity's repair of {name} brought."


class RepairProject(Struct, frozen=True, kw_only=True):
    """The files of a repair by path, the steps that it has, and its permission set's name, null where it has none."""

    files: Mapping[str, bytes]
    steps: tuple[Step, ...]
    permission_set: str | None
    members: Mapping[Step, tuple[Member, ...]]


def project_of(settled: Settled, *, version: str, set_name: str) -> RepairProject:
    """The project of what is settled. `set_name`: the API name of its own permission set."""
    sources: dict[str, bytes] = {f"{one.step}/{SOURCES}/{one.path}": one.data for one in settled.files}
    members = _members(settled.components)
    for path, data in _workflows(settled.components):
        sources[f"{Step.AUTOMATION}/{SOURCES}/{path}"] = data
    access = new_access(settled)
    if access:
        set_member = Member(MetadataType.PERMISSION_SET, set_name)
        members[Step.ACCESS] = [set_member]
        sources[f"{Step.ACCESS}/{SOURCES}/{set_member.path}"] = _own_set(set_name, access)
    deleted = sorted({member for one in settled.entries for member in one.deleted})
    if deleted:
        members.setdefault(Step.DELETIONS, [])
        sources[f"{Step.DELETIONS}/destructiveChanges.xml"] = package_xml(deleted, version)
    for step, named in members.items():
        sources[f"{step}/package.xml"] = package_xml(named, version)
    steps = tuple(step for step in Step if step in members)
    if steps:
        sources["sfdx-project.json"] = _settings(steps, version)
    return RepairProject(
        files=dict(sorted(sources.items())),
        steps=steps,
        permission_set=set_name if access else None,
        members={step: tuple(members[step]) for step in steps},
    )


def package_xml(members: Iterable[Member], version: str) -> bytes:
    """A manifest: members by type."""
    by_type: dict[str, list[str]] = {}
    for one in sorted(set(members)):
        by_type.setdefault(one.type.value, []).append(one.name)
    types = [{"members": names, "name": kind} for kind, names in sorted(by_type.items())]
    return document("Package", {"types": types, "version": version} if types else {"version": version})


def _members(components: Sequence[Component]) -> dict[Step, list[Member]]:
    found: dict[Step, list[Member]] = {}
    for one in components:
        found.setdefault(step_of(one.member), []).append(one.member)
        if needs_second_step(one):
            found.setdefault(Step.HISTORY, []).append(one.member)
    return found


def tracked_objects(components: Iterable[Component]) -> tuple[str, ...]:
    """The objects that must track history before the second step."""
    return tuple(sorted({one.member.object for one in components if needs_second_step(one)}))


def _workflows(components: Iterable[Component]) -> list[tuple[str, bytes]]:
    rules: dict[str, list[tuple[Member, Mapping[str, object]]]] = {}
    for one in components:
        if one.member.type is MetadataType.WORKFLOW_RULE:
            rules.setdefault(one.member.path, []).append((one.member, one.metadata))
    return [(path, workflow_file(mine)) for path, mine in sorted(rules.items())]


def _own_set(name: str, access: GrantedAccess) -> bytes:
    return permission_set_file(name.replace("_", " "), _VIEW.format(name=name.rpartition("_")[2]), access)


def _settings(steps: Sequence[Step], version: str) -> bytes:
    folders = [{"path": step.value, "default": number == 0} for number, step in enumerate(steps)]
    return f"{json.dumps({'packageDirectories': folders, 'sourceApiVersion': version}, indent=2)}\n".encode()


def single_set_project(files: Mapping[str, bytes], name: str, version: str) -> RepairProject:
    """A project of one permission set, or of nothing where there is none to deploy."""
    if not files:
        return RepairProject(files={}, steps=(), permission_set=None, members={})
    member = Member(MetadataType.PERMISSION_SET, name)
    sources = {f"{Step.ACCESS}/{SOURCES}/{path}": data for path, data in files.items()}
    sources[f"{Step.ACCESS}/package.xml"] = package_xml((member,), version)
    sources["sfdx-project.json"] = _settings((Step.ACCESS,), version)
    return RepairProject(files=sources, steps=(Step.ACCESS,), permission_set=name, members={Step.ACCESS: (member,)})
