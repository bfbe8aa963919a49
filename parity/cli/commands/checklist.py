"""`parity checklist`."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from parity.audit.ledger_entries import record_project
from parity.cli.terminal.console import Console
from parity.cli.terminal.context import console_of, utc_now
from parity.cli.terminal.language import language_option
from parity.cli.terminal.operator import actor
from parity.cli.terminal.settings_file import CONFIG
from parity.cli.workflows.project import reading_project
from parity.config.project import ME, Project
from parity.errors import InputError, ParityError
from parity.formats.spoken import recorded, sentence
from parity.integrity.canonical import digest
from parity.integrity.files import read_whole
from parity.integrity.names import shows_nothing
from parity.integrity.printable import printable
from parity.languages.language import Language
from parity.languages.speech import _, speaking
from parity.ledger.history import state_of
from parity.ledger.records import Draft, Entry, EntryKind
from parity.ledger.states import AUTHORISED
from parity.ledger.store import project_ledger
from parity.marketo_measure.authorize import Check
from parity.switch.checklist import ItemState, ItemStatus, about, item_named, last_checks, last_user, record_of, states
from parity.switch.items import ITEMS
from parity.verdict.result import read_result
from parity.verdict.result_files import RESULT

#: Where `parity check` leaves the newest result, unless it is told otherwise.
_LAST_RESULT = Path("parity-out") / RESULT


@click.command("checklist")
@click.argument("item", required=False)
@click.option("--attach", type=click.Path(path_type=Path), multiple=True, help="A file to name by its digest.")
@click.option("--note", default="", help="What was done, or why there is nothing to do.")
@click.option("--as", "name", envvar="PARITY_NAME", help="Your name, for the ledger. Also: PARITY_NAME.")
@CONFIG
@language_option
@click.pass_context
def command(  # noqa: PLR0913, PLR0917
    ctx: click.Context,
    item: str | None,
    attach: tuple[Path, ...],
    note: str,
    name: str | None,
    config: Path,
    language: Language | None,
) -> int:
    """List the items before and after the switch, or record one as done.

    Before the switch: the tenant's in-app settings, exported or photographed (--attach), or a --note that there are
    none; nobody documents that they survive the switch. And questions on which Authorize in production can fail and
    that the last check could not prove, answered with a --note: who looked, where, and what was seen. After it: what
    Adobe lists for production. The ledger keeps the name and the digest of an attachment; keep the file itself with
    the evidence.

    \b
    Example: parity checklist channels --attach channels.png --as "Dana Hill"
    Example: parity checklist security-key --note "Omar, registered in production" --as "Dana Hill"
    """
    console = console_of(ctx)
    project = reading_project(config, console)
    if item is None and project.ledger is None:
        console.warning(
            "no ledger is kept, so nothing can be recorded yet: add `ledger` to parity.yaml (docs/switch.md)"
        )
        return _list((), _checks_beside(project, console), project, console, language)
    ledger = project_ledger(project, os.environ, config.parent, utc_now, to_write=item is not None)
    if item is None:
        entries = ledger.entries()
        return _list(entries, last_checks(entries, project.tenant.name), project, console, language)
    known = item_named(item)
    if known is None:
        raise click.UsageError(f"there is no item {item!r}; there are: {', '.join(one.id for one in ITEMS)}")
    if not attach and shows_nothing(note):
        raise InputError(
            "an item is recorded with an attachment or a note",
            where=item,
            fix="Give --attach FILE, or --note with what was done or why there is nothing to do.",
        )
    if known.is_question and shows_nothing(note):
        raise InputError(
            "a question is answered with a note",
            where=item,
            fix="Give --note 'who looked, where, what was seen'. " + known.clicks,
        )
    whom = about(project, last_user(ledger.entries(), project.tenant.name))
    if known.is_question and whom["integration_user"] == ME:
        raise InputError(
            "an answer holds for one user, and nobody knows yet who `integration_user: me` is",
            where=item,
            fix="Run `parity check`: the ledger then has the username. Or name the user in parity.yaml.",
        )
    state = state_of(ledger.entries(), project.tenant.name)
    if not known.before and state not in AUTHORISED:
        raise InputError(
            f"this is done after the switch, and the ledger has the tenant in {state or 'no state yet'}",
            where=item,
            fix="Record it when production is authorised: `parity status` says when. Nothing was recorded.",
        )
    files = [_named(path) for path in attach]
    who = actor(name)
    record_project(ledger, project, who)
    body = record_of(known, note, files, whom)
    entry = ledger.append(Draft(kind=EntryKind.CHECKLIST, tenant=project.tenant.name, body=body), who)
    console.info(f"Head of the ledger: {entry.content.seq}:{entry.hash}")
    console.result("\n".join([f"Recorded {item}", *(f"  {one['digest']}  {one['name']}" for one in files)]))
    return 0


def _checks_beside(project: Project, console: Console) -> Mapping[str, Check]:
    """What the result of the last check says of Authorize, where no ledger has it; empty where none lies here."""
    if not _LAST_RESULT.is_file():
        return {}
    try:
        result = read_result(read_whole(_LAST_RESULT), str(_LAST_RESULT))
    except ParityError:
        return {}
    if result.tenant != project.tenant.name:
        return {}
    console.info(f"What the orgs prove is taken from {_LAST_RESULT}, judged at {result.judged_at}.")
    return {one.id: one for one in result.readiness.authorize}


def _list(
    entries: Sequence[Entry],
    checks: Mapping[str, Check],
    project: Project,
    console: Console,
    language: Language | None,
) -> int:
    """Every item with its state; nothing is recorded where there is no ledger."""
    tenant = project.tenant.name
    with speaking(language or project.report.language_spoken):
        whom = about(project, last_user(entries, tenant))
        for one in states(entries, tenant, checks, whom, utc_now()):
            for line in _lines(one):
                console.lines(printable(line))
    return 0


def _lines(one: ItemState) -> list[str]:
    """An item in a line; where an open question is to be looked at in lines of its own."""
    when = _("before") if one.item.before else _("after")
    state = _(one.state.value)
    why = recorded(one.why) if one.state is ItemStatus.RECORDED else sentence(one.why)
    told = state if one.state is ItemStatus.OPEN else f"{state} ({why})"
    if one.state is ItemStatus.RECORDED:
        told = f"{state} {why}"
    more = [why, _(one.item.clicks)] if one.state is ItemStatus.OPEN else []
    return [f"{when:<7} {one.item.id:<21} {_(one.item.title)}: {told}", *(f"{'':<8}{line}" for line in more if line)]


def _named(path: Path) -> dict[str, str | int]:
    """A file by its name and digest; raises InputError for an empty one, which shows nothing of what was looked at."""
    data = read_whole(path)
    if not data:
        raise InputError(
            "the file is empty", where=str(path), fix="Attach the export or the picture itself. Nothing was recorded."
        )
    return {"name": path.name, "digest": digest(data), "bytes": len(data)}
