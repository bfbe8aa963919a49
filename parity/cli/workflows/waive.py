"""Writes waivers into the policy's file: by fingerprint, or one after another with a person."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct, structs

from parity.cli.terminal.console import Console
from parity.cli.workflows.project import judging_project
from parity.compare.difference import Kind
from parity.config.policy import Policy, Waiver
from parity.config.project import Project
from parity.config.waiver_text import with_waivers
from parity.errors import InputError, ParityError
from parity.formats.report_view.sides import shown
from parity.integrity.counted import counted
from parity.integrity.files import read_whole, write_whole
from parity.integrity.names import name_problem, shows_nothing
from parity.rules.finding import Finding
from parity.snapshot.records import Gap
from parity.switch.drivers.interface import Person
from parity.verdict.result import Result
from parity.verdict.waive import Acceptance, acceptable_gaps, last_day, open_findings, waiver_for

_MOST_ITEMS = 10


class Told(Struct, frozen=True, kw_only=True):
    """What the command line says of the acceptance; null what it leaves open."""

    by: str | None
    reason: str | None
    expires: str | None
    ticket: str | None


def acceptance(told: Told, policy: Policy, today: date) -> Acceptance:
    """Who accepts, why and until when; raises InputError for what is missing or cannot be."""
    for option, value in (("--by", told.by), ("--reason", told.reason), ("--expires", told.expires)):
        if value is None or shows_nothing(value):
            raise InputError(
                "a waiver needs a person, a reason and a last day, and this is missing",
                where=option,
                fix='Example: --by "Dana Hill" --reason "The field is retired next week" --expires 2027-01-31.',
            )
    by, reason = str(told.by).strip(), str(told.reason).strip()
    problem = name_problem(by)
    if problem:
        raise InputError(f"this name is refused: {problem}", where="--by", fix="Type the name as people read it.")
    day = last_day(str(told.expires), policy, today)
    return Acceptance(by=by, reason=reason, expires=day, ticket=(told.ticket or "").strip())


def refuse_another_tenant(result: Result, project: Project, where: Path) -> None:
    """Raises InputError where the result is not one of this project's tenant."""
    if result.tenant != project.tenant.name:
        raise InputError(
            f"the result is of {result.tenant or 'no tenant'}, and parity.yaml is of {project.tenant.name}",
            where=str(where),
            fix="Name the parity.yaml of the same tenant with --config.",
        )


def ask_about(result: Result, told: Told, policy: Policy, today: date, person: Person) -> tuple[Waiver, ...]:
    """Walk through what is open, worst first, then fields that were not compared: yes, no, or quit.

    For each yes the reason is asked, person and last day once. Nothing is written here.
    """
    wanted: list[Waiver] = []
    found: tuple[Finding | Gap, ...] = (*open_findings(result), *acceptable_gaps(result, policy))
    for number, one in enumerate(found, start=1):
        person.tell("\n".join(["", f"{number} of {len(found)}", *_shown(one, result)]))
        answer = _until(person, "Accept this? yes, no, or quit", _not_an_answer).casefold()
        if answer in {"q", "quit"}:
            break
        if answer in {"n", "no"}:
            continue
        asked = {"reason": told.reason or _until(person, "Why is it accepted?", _not_empty)}
        if told.by is None:
            told = structs.replace(told, by=_until(person, "Who accepts it? The name", _good_name))
        if told.expires is None:
            question = "Until which day (YEAR-MONTH-DAY)?"
            told = structs.replace(told, expires=_until(person, question, lambda text: _good_day(text, policy, today)))
        wanted.append(waiver_for(one, acceptance(structs.replace(told, **asked), policy, today)))
    return tuple(wanted)


def _until(person: Person, question: str, problem: Callable[[str], str | None]) -> str:
    while True:
        answer = person.ask(question).strip()
        wrong = problem(answer)
        if wrong is None:
            return answer
        person.tell(wrong)


def _not_an_answer(text: str) -> str | None:
    """Anything else is asked again: a yes in another language must not pass for a no."""
    return None if text.casefold() in {"y", "yes", "n", "no", "q", "quit"} else "Type yes, no or quit."


def _not_empty(text: str) -> str | None:
    return "Say it in a sentence." if shows_nothing(text) else None


def _good_name(text: str) -> str | None:
    return name_problem(text)


def _good_day(text: str, policy: Policy, today: date) -> str | None:
    try:
        last_day(text, policy, today)
    except ParityError as problem:
        return f"{problem.what}. {problem.fix}"
    return None


def _shown(finding: Finding | Gap, result: Result) -> list[str]:
    if isinstance(finding, Gap):
        return [f"  {finding.subject}, fields not compared: {finding.reason}", f"    fix   {finding.fix}"]
    sides = [(one.name, shown(one.sandbox, one.name), shown(one.production, one.name)) for one in finding.items]
    items = [f"    {name}: {mine} in the sandbox, {wanted} in production" for name, mine, wanted in sides]
    if len(items) < 2 or finding.kind in {Kind.CAUSE, Kind.READINESS}:
        items = []
    more = len(items) - _MOST_ITEMS
    return [
        f"  {finding.severity.value}: {finding.message}",
        *items[:_MOST_ITEMS],
        *([f"    and {more} more"] if more > 0 else []),
        f"    why   {result.rules[finding.rule].why}",
        f"    fix   {finding.fix}",
        f"    {finding.rule} {finding.fingerprint}",
    ]


def write_waivers(config: Path, waivers: Sequence[Waiver], console: Console) -> int:
    """Write the waivers into the file that has the policy's; returns 0.

    The file is read again, so that changes made meanwhile stay; it is replaced as a whole, and only where the new one
    says what the old one said plus these waivers.
    """
    own = judging_project(config).policy.waivers_file
    file = config if own is None else config.parent / own
    data = read_whole(file)
    written = with_waivers(data.decode("utf-8"), str(file), ("waivers",) if own else ("policy", "waivers"), waivers)
    if read_whole(file) != data:
        raise InputError("the file was changed meanwhile", where=str(file), fix="Try again. Nothing was written.")
    write_whole(file, written.encode("utf-8"))
    for one in waivers:
        place = f"{one.object}.{one.component}" if one.object else one.component
        about = f"{one.object}, fields not compared" if one.gap else f"{one.rule} on {place} ({one.fingerprint})"
        console.info(f"{about}: accepted by {one.by} until {one.expires.isoformat()}")
    many = counted(len(waivers), "waiver")
    console.result(f"Wrote {many} into {file}. Have it reviewed, then check again: parity check --config {config}")
    return 0
