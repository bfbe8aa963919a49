"""Examines both orgs for `parity doctor`: read and judged exactly as a check does it."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import click
from msgspec import Struct

from parity.cli.terminal.console import Console
from parity.cli.terminal.context import utc_now
from parity.cli.terminal.own_files import refuse_another_file
from parity.compare.difference import Kind
from parity.config.project import Project
from parity.errors import CouldNotLook, ParityError
from parity.integrity.files import write_all
from parity.integrity.printable import printable
from parity.marketo_measure.authorize import Check, Standing
from parity.orgs.api_version import choose_version
from parity.orgs.client import OrgClient
from parity.orgs.collect import collect
from parity.orgs.doctor import Examined, Health, examine, gaps_of, missing
from parity.orgs.grant import (
    SET_NAME,
    is_of_own_project,
    missing_rights,
    own_set_question,
    project_files,
    rights_of_own_set,
)
from parity.orgs.sign_in.connect import Reach, connect, refuse_same_session
from parity.rules.catalogue import entry_named
from parity.rules.finding import Finding, Severity
from parity.snapshot.records import Gap, Role, Snapshot
from parity.switch.checklist import item_named
from parity.verdict.decide import VerdictName, waived_fingerprints
from parity.verdict.judge import judge
from parity.verdict.result import Result

_MARKS = {Health.GOOD: ("ok", "green"), Health.WEAK: ("--", "yellow"), Health.BAD: ("NO", "red")}
#: What is bad comes first. So many lines of an org stay on one screen; --verbose shows all.
_ORDER = (Health.BAD, Health.WEAK, Health.GOOD)
_ILL_SHOWN = 4
#: Families of readiness rules about rights of the integration user.
_RIGHTS = frozenset({"readiness: access", "readiness: authorize", "readiness: integration user"})


class _Reached(Struct, frozen=True):
    client: OrgClient
    offered: tuple[str, ...]


_Seen = TypeVar("_Seen")


def run_doctor(
    project: Project,
    console: Console,
    grant_to: Path | None,
    reach: Reach = connect,
    clock: Callable[[], datetime] = lambda: utc_now(),  # noqa: PLW0108 (looked up when it is called)
) -> int:
    """Examine both orgs, say what is missing, and write permission sets into `grant_to` where that is wanted.
    `reach` signs in, `clock` gives UTC.

    The exit code: 0 where a check could come to a verdict, else that of what prevents it.
    """
    reached, unreachable = _each(Role, lambda role: _reached(project, role, console, reach))
    if len(reached) == len(Role):
        refuse_same_session(reached[Role.SANDBOX].client, reached[Role.PRODUCTION].client)
    snapshots, unreadable = _snapshots(project, reached, clock)
    problems = {**unreachable, **unreadable}
    result = _judged(project, snapshots, clock) if len(snapshots) == len(Role) else None
    code, conclusion = _conclusion(result, snapshots, problems)
    console.lines(click.style(conclusion, bold=True))
    for role in Role:
        console.result(f"{role}")
        _show(console, (_problem(problems[role]),) if role in problems else _of_org(snapshots[role], result))
        if console.verbose and role in reached:
            console.result(f"       {reached[role].client.calls} API calls spent")
    if result is not None and (both := _of_both(result, snapshots)):
        console.result("both")
        _show(console, both)
    if grant_to is not None:
        for role, snapshot in snapshots.items():
            _write_grant(console, grant_to / role.value, reached[role].client, snapshot)
    return code


def _each(roles: Iterable[Role], look: Callable[[Role], _Seen]) -> tuple[dict[Role, _Seen], dict[Role, ParityError]]:
    """What each org shows, and why the others show nothing."""
    seen: dict[Role, _Seen] = {}
    problems: dict[Role, ParityError] = {}
    for role in roles:
        try:
            seen[role] = look(role)
        except ParityError as problem:
            problems[role] = problem
    return seen, problems


def _reached(project: Project, role: Role, console: Console, reach: Reach) -> _Reached:
    client = reach(role, project.sign_in(role), project.api, os.environ, console.debug)
    for warning in client.connection.warnings:
        console.warning(warning)
    return _Reached(client, client.versions())


def _snapshots(
    project: Project, reached: Mapping[Role, _Reached], clock: Callable[[], datetime]
) -> tuple[dict[Role, Snapshot], dict[Role, ParityError]]:
    version = choose_version([one.offered for one in reached.values()], project.api.version) if reached else ""

    def read(role: Role) -> Snapshot:
        return collect(reached[role].client, version, reached[role].offered, clock(), project.collect_options(role))

    return _each(reached, read)


def _judged(project: Project, snapshots: Mapping[Role, Snapshot], clock: Callable[[], datetime]) -> Result:
    sandbox, production = snapshots[Role.SANDBOX], snapshots[Role.PRODUCTION]
    return judge(sandbox, production, project.policy, tenant=project.tenant.name, judged_at=clock())


def _of_org(snapshot: Snapshot, result: Result | None) -> tuple[Examined, ...]:
    """What was examined in one org; in production, what its integration user lacks besides."""
    gaps = gaps_of(snapshot) if result is None else (*_against(result, snapshot.role), *_unseen(result, snapshot))
    found = examine(snapshot, gaps)
    if result is None or snapshot.role is not Role.PRODUCTION:
        return found
    asked = (one for one in result.readiness.authorize if one.standing is not Standing.REFUSED)
    return (*found, *map(_as_line, _lacking_rights(result)), *map(_as_question, asked))


def _against(result: Result, role: Role) -> tuple[Gap, ...]:
    return tuple(gap for gap in result.gaps if gap.role == role.value)


def _unseen(result: Result, snapshot: Snapshot) -> tuple[Gap, ...]:
    """The fields that this org's user is not shown, so that a check is INCONCLUSIVE: one gap an object."""
    by_object: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in _undecided_fields(result):
        if not _shows(snapshot, one):
            by_object[one.object, one.fix].append(one.component)
    return tuple(
        Gap(
            area="field-visibility",
            role=snapshot.role.value,
            subject=f"{name} fields",
            reason=f"not shown to this user, so they cannot be compared: {', '.join(sorted(fields))}",
            fix=fix,
            fields=tuple(sorted(fields)),
        )
        for (name, fix), fields in by_object.items()
    )


def _undecided_fields(result: Result) -> list[Finding]:
    return [one for one in result.findings if one.undecided and one.kind is Kind.FIELD]


def _shows(snapshot: Snapshot, finding: Finding) -> bool:
    described = snapshot.objects.get(finding.object) or snapshot.related.get(finding.object)
    return described is not None and any(one.name == finding.component for one in described.fields)


def _of_both(result: Result, snapshots: Mapping[Role, Snapshot]) -> tuple[Examined, ...]:
    """What neither org alone leaves open: gaps of the pair, and whatever else is undecided though both show it."""
    pair = missing(gap for gap in result.gaps if gap.role not in set(Role))
    shown = [one for one in _undecided_fields(result) if all(_shows(seen, one) for seen in snapshots.values())]
    others = [one for one in result.findings if one.undecided and one.kind not in {Kind.CAUSE, Kind.FIELD}]
    return (*pair, *(_as_line(one) for one in (*shown, *others)))


def _lacking_rights(result: Result) -> list[Finding]:
    """The blockers that a check would find because the integration user lacks a right."""
    waived = waived_fingerprints(result.waivers)
    return [
        one
        for one in result.findings
        if one.kind is Kind.READINESS
        and one.severity is Severity.BLOCKER
        and one.cause is None
        and entry_named(one.rule).family in _RIGHTS
        and one.fingerprint not in waived
    ]


def _as_line(finding: Finding) -> Examined:
    place = f"{finding.object} {finding.component}".strip()
    return Examined(what=place, health=Health.BAD, found=finding.message, fix=finding.fix)


def _as_question(check: Check) -> Examined:
    """What the orgs prove of Authorize, or the question that the checklist asks in place of it: no verdict waits for
    it, the gate of the switch does."""
    if check.standing is Standing.PROVEN:
        return Examined(what=check.id, health=Health.GOOD, found=check.why)
    item = item_named(check.id)
    return Examined(
        what=check.id,
        health=Health.WEAK,
        found=f"a question for a person, no gap: {check.why}",
        fix=f"parity checklist {check.id} --note 'who looked, where, what was seen'. {item.clicks if item else ''}",
    )


def _conclusion(
    result: Result | None, snapshots: Mapping[Role, Snapshot], problems: Mapping[Role, ParityError]
) -> tuple[int, str]:
    """The exit code, and what a check would come to, as far as rights decide it."""
    if result is None:
        codes = [problem.exit_code for problem in problems.values()]
        code = max([*codes, *(3 for one in snapshots.values() if gaps_of(one))], default=3)
        return code, "not examined together: one org could not be read"
    if result.gaps or any(one.undecided for one in result.findings):
        return 3, f"A check would be {_open(result)}: do what stands below, then ask the doctor again."
    if _lacking_rights(result):
        return 3, "A check would be NO-GO for want of rights: do what stands below."
    return 0, "nothing is missing: a check can come to a verdict"


def _open(result: Result) -> str:
    return "INCONCLUSIVE" if result.verdict is VerdictName.INCONCLUSIVE else "NO-GO, and something would stay unread"


def _problem(problem: ParityError) -> Examined:
    what = "sign-in" if isinstance(problem, CouldNotLook) else "settings"
    return Examined(what=what, health=Health.BAD, found=str(problem.what), fix=problem.fix)


def _show(console: Console, examined: Iterable[Examined]) -> None:
    """What is bad, then what is weak, then what is well; what is well by its name alone, but for --verbose."""
    ordered = sorted(examined, key=lambda one: _ORDER.index(one.health))
    if console.verbose:
        for one in ordered:
            _show_one(console, one)
        return
    ill = [one for one in ordered if one.health is not Health.GOOD]
    well = [one.what for one in ordered if one.health is Health.GOOD]
    for one in ill[:_ILL_SHOWN]:
        _show_one(console, one)
    if len(ill) > _ILL_SHOWN:
        console.result(f"       and {len(ill) - _ILL_SHOWN} more: --verbose")
    if well:
        _show_one(console, Examined(what=f"{len(well)} more", health=Health.GOOD, found=", ".join(well)))


def _show_one(console: Console, examined: Examined) -> None:
    mark, colour = _MARKS[examined.health]
    console.lines(f"  {click.style(mark, fg=colour)}   {printable(examined.what)}: {printable(examined.found)}")
    if examined.fix:
        console.lines(f"       {printable(examined.fix)}")


def _write_grant(console: Console, folder: Path, client: OrgClient, snapshot: Snapshot) -> None:
    lacking = missing_rights(snapshot)
    if not lacking:
        console.info(f"{snapshot.role}: the reading user lacks no right; no permission set was written")
        return
    version = snapshot.api.version or ""
    rights = lacking.and_also(rights_of_own_set(client.ask(version, own_set_question(snapshot.role))))
    files = {folder / name: data for name, data in project_files(rights, version).items()}
    for path in files:
        refuse_another_file(path, is_of_own_project, "a project with one permission set")
    write_all(files)
    user = snapshot.user.username or "USERNAME"
    console.info(f"{snapshot.role}: wrote {folder}. An administrator deploys it and assigns it to {user}:")
    console.info(f"  cd {folder}")
    console.info("  sf project deploy start --source-dir force-app --target-org ADMIN_ALIAS")
    console.info(f"  sf org assign permset --name {SET_NAME} --on-behalf-of {user} --target-org ADMIN_ALIAS")
