"""README.md of a repair: what is deployed, what is done by hand and where, what cannot be known, and the commands.

Everything that came from an org is in code spans, where it cannot become a link, a picture or a line of its own.
"""

import shlex
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from parity.integrity.counted import counted
from parity.integrity.printable import printable
from parity.repair.member import PERSON_ACCOUNT, Member, MetadataType, of_person_accounts, owner_of
from parity.repair.plan import PlanEntry, RepairList, by_place
from parity.repair.project import RepairProject
from parity.repair.steps import Step
from parity.snapshot.records import Gap

_SANDBOX, _PRODUCTION = "SANDBOX_ALIAS", "PRODUCTION_ALIAS"
#: The first line, by which an earlier repair is known again.
TITLE = "# parity repair"
_STEPS = {
    Step.OBJECTS: "fields, value sets and record types",
    Step.HISTORY: "the same fields with their history tracked",
    Step.ACCESS: "a permission set, for a deployed field is visible to nobody",
    Step.AUTOMATION: "validation rules, workflow rules and flows",
    Step.APEX: "Apex triggers, with the classes that they name",
    Step.DELETIONS: "what is in the sandbox only. It deletes, and data of deleted fields goes with them",
}


_ASSIGN = (
    "Until it is assigned nobody sees the new fields, and the next check says so. Assign it to everybody who is to see "
    "them, the integration user above all:"
)
_HISTORY = (
    "First switch on history tracking in the sandbox: Setup > Object Manager > {objects} > Fields & Relationships > "
    "Set History Tracking. An object tracks 20 fields, unless Salesforce has raised that. Until this step is deployed "
    "the history of these fields is not kept."
)


_TWICE = (
    "A record type of Account is named twice, for those of person accounts have another name: Salesforce warns of the "
    "one that it does not have."
)


class Facts(Struct, frozen=True, kw_only=True):
    """What a README says besides the lists.

    `users` are those who must see the new fields, `tracked` the objects that must track history first, `notes` what to
    look at before anything is deployed, `gaps` what the result could not compare, `deploys_to` the alias of the
    project's org, `to_retrieve` the components that can be deployed once they are retrieved.
    """

    heading: str
    source: str
    users: tuple[str, ...] = ()
    tracked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    deploys_to: str = _SANDBOX
    to_retrieve: tuple[Member, ...] = ()


def readme(entries: Sequence[PlanEntry], project: RepairProject, facts: Facts) -> bytes:
    """The page, in UTF-8."""
    lists = by_place(tuple(entries))
    commands = list(_commands(project, facts))
    how = ": the commands below are yours to run, and the first of each pair changes nothing" if commands else ""
    lines = [
        TITLE,
        "",
        facts.heading,
        "",
        share(entries, facts.gaps),
        "",
        f"Made from {facts.source}. parity never deploys{how}.",
        "",
        *_notes(facts.notes),
        *_retrieve(facts.to_retrieve),
        *commands,
        *_section("What is deployed", lists[RepairList.DEPLOYED], _deployed),
        *_section("What is done by hand", lists[RepairList.BY_HAND], _by_hand),
        *_section("What cannot be known", lists[RepairList.UNKNOWN], _by_hand),
        *_unread(facts.gaps),
    ]
    return ("\n".join(lines).rstrip() + "\n").encode()


def share(entries: Sequence[PlanEntry], gaps: Sequence[Gap]) -> str:
    """How much of the findings the files mend, in a sentence; what was not read is no "nothing"."""
    lists = by_place(tuple(entries))
    deployed, by_hand, unknown = (len(lists[place]) for place in RepairList)
    total = deployed + by_hand + unknown
    unread = f" {len(gaps)} more could not be read or compared: what differs there is not known." if gaps else ""
    if not total:
        return f"No findings.{unread}" if gaps else "No findings: nothing is to be repaired."
    percent = 100 * deployed // total
    counts = f"{deployed} deployed ({percent} %), {by_hand} by hand, {unknown} that cannot be known."
    return f"{counted(total, 'finding')}: {counts}{unread}"


def retrieve_command(member: Member) -> str:
    """The command that fetches a component from production, in source format, run in a project."""
    return f"sf project retrieve start {' '.join(_retrieved([member]))} --target-org {_PRODUCTION}"


def _retrieved(members: Iterable[Member]) -> list[str]:
    """A record type tells all of its values only where the fields of its object are retrieved with it.

    Whether one of Account is of person accounts is not told, and those have another name: of two names one is there.
    """
    members = tuple(members)
    named = {f"{one.type.value}:{one.name}" for one in members}
    types = [one for one in members if one.type is MetadataType.RECORD_TYPE]
    whole = {f"CustomObject:{owner_of(one)}" for one in types}
    people = {f"RecordType:{of_person_accounts(one).name}" for one in types if one.object == "Account"}
    return [f"--metadata {printable(shlex.quote(one))}" for one in sorted(named | whole | people)]


def _retrieve(members: Sequence[Member]) -> list[str]:
    """The way from describe alone to files: a project, one command, and the repair again."""
    if not members:
        return []
    command = " \\\n    ".join(["sf project retrieve start", *_retrieved(members), f"--target-org {_PRODUCTION}"])
    return [
        "## Retrieve",
        "",
        "Somebody with access to production retrieves what can be deployed, beside this folder, not inside of it:",
        "",
        "```sh",
        "sf project generate --name retrieved && cd retrieved",
        command.replace("`", ""),
        "cd .. && parity repair RESULT --from retrieved -o ANOTHER_FOLDER",
        "```",
        "",
        *([_TWICE, ""] if f"{MetadataType.RECORD_TYPE.value}:{PERSON_ACCOUNT}." in command else []),
    ]


def _commands(project: RepairProject, facts: Facts) -> list[str]:
    if not project.steps:
        return []
    lines = ["## Deploy", "", "Run in this folder, one step after the other.", ""]
    for step in project.steps:
        lines += [f"{step.value}: {_STEPS[step]}.", ""]
        if step is Step.HISTORY:
            lines += [_HISTORY.format(objects=", ".join(code(name) for name in facts.tracked)), ""]
        lines += ["```sh", *_deploy(step, project, facts), "```", ""]
        if step is Step.ACCESS and project.permission_set:
            lines += _assign(project.permission_set, facts)
    return lines


def _deploy(step: Step, project: RepairProject, facts: Facts) -> list[str]:
    destructive = f"{step}/destructiveChanges.xml"
    if destructive in project.files:
        what = f"--manifest {step}/package.xml --post-destructive-changes {destructive}"
    else:
        what = f"--source-dir {step}"
    command = f"sf project deploy start {what} --target-org {facts.deploys_to}"
    return [f"{command} --dry-run", command]


def _assign(name: str, facts: Facts) -> list[str]:
    users = facts.users or ("USERNAME",)
    commands = [
        f"sf org assign permset --name {name} --on-behalf-of {_shell(user)} --target-org {facts.deploys_to}"
        for user in users
    ]
    return [
        _ASSIGN,
        "",
        "```sh",
        *commands,
        "```",
        "",
    ]


def _shell(text: str) -> str:
    return shlex.quote(printable(text)).replace("`", "")


def _notes(notes: Iterable[str]) -> list[str]:
    lines = [f"- {one}" for one in notes]
    return ["## Look before you deploy", "", *lines, ""] if lines else []


def _section(title: str, entries: Sequence[PlanEntry], tell: Callable[[PlanEntry], list[str]]) -> list[str]:
    lines = [line for one in entries for line in tell(one)]
    return [f"## {title} ({len(entries)})", "", *(lines or ["Nothing."]), ""]


def _unread(gaps: Sequence[Gap]) -> list[str]:
    """What was not read or not compared, which no list of findings can hold."""
    lines = [
        line
        for one in gaps
        for line in (
            f"* {code(f'{one.role} {one.subject}: {one.reason}')}",
            *([f"  what to do: {code(one.fix)}"] if one.fix else []),
        )
    ]
    return [f"## What was not read or compared ({len(gaps)})", "", *lines, ""] if gaps else []


def _deployed(entry: PlanEntry) -> list[str]:
    lines = [f"- {code(entry.finding.message)}"]
    files = ", ".join(code(f"{one.type.value} {one.name}") for one in entry.members)
    gone = ", ".join(code(f"{one.type.value} {one.name}") for one in entry.deleted)
    return lines + ([f"  by {files}"] if files else []) + ([f"  deletes {gone}"] if gone else [])


def _by_hand(entry: PlanEntry) -> list[str]:
    return [
        f"- {code(entry.finding.message)}",
        f"  why: {code(entry.why)}",
        *([f"  what to do: {code(entry.where)}"] if entry.where else []),
    ]


def code(text: str) -> str:
    """A text of an org as a code span: one line, nothing in it is Markdown."""
    return f"`{' '.join(printable(text).replace('`', chr(39)).split())}`"
