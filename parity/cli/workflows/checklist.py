"""Lists the items of the checklist with their states, and records an item as done."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
from msgspec import Struct

from parity.audit.ledger_entries import record_project
from parity.cli.terminal.console import Console
from parity.cli.terminal.context import utc_now
from parity.cli.terminal.operator import actor
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
from parity.ledger.store import Ledger, project_ledger
from parity.marketo_measure.authorize import Check
from parity.switch.checklist import ItemState, ItemStatus, about, item_named, last_checks, last_user, record_of, states
from parity.switch.items import ITEMS, ChecklistItem
from parity.verdict.result import read_result
from parity.verdict.result_files import DEFAULT_RESULT


class ItemProof(Struct, frozen=True, kw_only=True):
    """What an item is recorded with: a note, files that are named by their digests, and by whom."""

    note: str
    attached: tuple[Path, ...]
    by: str | None


def list_items(project: Project, folder: Path, console: Console, language: Language | None) -> int:
    """Print every item with its state; returns 0. `folder` is that of parity.yaml."""
    if project.ledger is None:
        console.warning(
            "no ledger is kept, so nothing can be recorded yet: add `ledger` to parity.yaml (docs/switch.md)"
        )
        return _show((), _checks_beside(project, console), project, console, language)
    entries = project_ledger(project, os.environ, folder, utc_now, to_write=False).entries()
    return _show(entries, last_checks(entries, project.tenant.name), project, console, language)


def record_item(project: Project, folder: Path, item_id: str, proof: ItemProof, console: Console) -> int:
    """Write to the ledger that an item is done; returns 0. `folder` is that of parity.yaml.

    Raises InputError where there is no such item, where the proof does not do, or where it is too early for the item.
    """
    ledger = project_ledger(project, os.environ, folder, utc_now, to_write=True)
    item = _item(item_id)
    _refuse_weak_proof(item, proof)
    whom = about(project, last_user(ledger.entries(), project.tenant.name))
    _refuse_too_early(item, project, ledger, whom)
    files = [_named(path) for path in proof.attached]
    who = actor(proof.by)
    record_project(ledger, project, who)
    body = record_of(item, proof.note, files, whom)
    entry = ledger.append(Draft(kind=EntryKind.CHECKLIST, tenant=project.tenant.name, body=body), who)
    console.info(f"Head of the ledger: {entry.content.seq}:{entry.hash}")
    console.result("\n".join([f"Recorded {item.id}", *(f"  {one['digest']}  {one['name']}" for one in files)]))
    return 0


def _item(item_id: str) -> ChecklistItem:
    found = item_named(item_id)
    if found is None:
        raise click.UsageError(f"there is no item {item_id!r}; there are: {', '.join(one.id for one in ITEMS)}")
    return found


def _refuse_weak_proof(item: ChecklistItem, proof: ItemProof) -> None:
    if not proof.attached and shows_nothing(proof.note):
        raise InputError(
            "an item is recorded with an attachment or a note",
            where=item.id,
            fix="Give --attach FILE, or --note with what was done or why there is nothing to do.",
        )
    if item.is_question and shows_nothing(proof.note):
        raise InputError(
            "a question is answered with a note",
            where=item.id,
            fix="Give --note 'who looked, where, what was seen'. " + item.clicks,
        )


def _refuse_too_early(item: ChecklistItem, project: Project, ledger: Ledger, whom: Mapping[str, str | None]) -> None:
    if item.is_question and whom["integration_user"] == ME:
        raise InputError(
            "an answer holds for one user, and nobody knows yet who `integration_user: me` is",
            where=item.id,
            fix="Run `parity check`: the ledger then has the username. Or name the user in parity.yaml.",
        )
    state = state_of(ledger.entries(), project.tenant.name)
    if not item.before and state not in AUTHORISED:
        raise InputError(
            f"this is done after the switch, and the ledger has the tenant in {state or 'no state yet'}",
            where=item.id,
            fix="Record it when production is authorised: `parity status` says when. Nothing was recorded.",
        )


def _checks_beside(project: Project, console: Console) -> Mapping[str, Check]:
    """What the result of the last check says of Authorize, where no ledger has it; empty where none lies here."""
    if not DEFAULT_RESULT.is_file():
        return {}
    try:
        result = read_result(read_whole(DEFAULT_RESULT), str(DEFAULT_RESULT))
    except ParityError:
        return {}
    if result.tenant != project.tenant.name:
        return {}
    console.info(f"What the orgs prove is taken from {DEFAULT_RESULT}, judged at {result.judged_at}.")
    return {one.id: one for one in result.readiness.authorize}


def _show(
    entries: Sequence[Entry],
    checks: Mapping[str, Check],
    project: Project,
    console: Console,
    language: Language | None,
) -> int:
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
    more: list[str] = []
    if one.state is ItemStatus.RECORDED:
        told = f"{state} {recorded(one.why)}"
    elif one.state is ItemStatus.OPEN:
        told, more = state, [sentence(one.why), _(one.item.clicks)]
    else:
        told = f"{state} ({sentence(one.why)})"
    return [f"{when:<7} {one.item.id:<21} {_(one.item.title)}: {told}", *(f"{'':<8}{line}" for line in more if line)]


def _named(path: Path) -> dict[str, str | int]:
    """A file by its name and digest; raises InputError for an empty one, which shows nothing of what was looked at."""
    data = read_whole(path)
    if not data:
        raise InputError(
            "the file is empty", where=str(path), fix="Attach the export or the picture itself. Nothing was recorded."
        )
    return {"name": path.name, "digest": digest(data), "bytes": len(data)}
