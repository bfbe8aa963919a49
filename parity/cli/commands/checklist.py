"""`parity checklist`."""

from pathlib import Path

import click

from parity.cli.terminal.context import console_of
from parity.cli.terminal.language import language_option
from parity.cli.terminal.settings_file import CONFIG
from parity.cli.workflows.checklist import ItemProof, list_items, record_item
from parity.cli.workflows.project import reading_project
from parity.languages.language import Language


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
    if item is None:
        return list_items(project, config.parent, console, language)
    return record_item(project, config.parent, item, ItemProof(note=note, attached=attach, by=name), console)
