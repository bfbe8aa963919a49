"""`parity waive`."""

from pathlib import Path

import click

from parity.cli.terminal.settings_file import CONFIG


@click.command("waive")
@click.argument("result", type=click.Path(path_type=Path))
@click.argument("findings", metavar="[FINDING]...", nargs=-1)
@click.option("--by", metavar="NAME", help="Who accepts it.")
@click.option("--reason", metavar="TEXT", help="Why, in a sentence.")
@click.option("--expires", metavar="DAY", help="The last day (UTC) on which it holds: YEAR-MONTH-DAY.")
@click.option("--ticket", metavar="TEXT", help="Where it was decided.")
@click.option("--interactive", is_flag=True, help="Walk through what is open, one after another.")
@CONFIG
@click.pass_context
def command(  # noqa: PLR0913, PLR0917
    ctx: click.Context,
    result: Path,
    findings: tuple[str, ...],
    by: str | None,
    reason: str | None,
    expires: str | None,
    ticket: str | None,
    interactive: bool,
    config: Path,
) -> int:
    """Write a waiver for each FINDING, which is a fingerprint of RESULT or its unique beginning.

    Writes into the list `policy.waivers` of parity.yaml, or into the file of policy.waivers_file; what stands there
    stays, comments and all. A waiver pins what production has today, and lists today's items: it holds for those or
    fewer, until its last day. The verdict changes with the next check, and the file is to be reviewed like code.
    --interactive asks for fields that could not be compared too, where nothing uses them.

    \b
    Example: parity waive parity-out/result.json 3f2a9c1b --by "Dana Hill" --reason "Retired" --expires 2027-01-31
    """
    from parity.cli.terminal.context import console_of, utc_now
    from parity.cli.terminal.operator import TerminalPerson
    from parity.cli.workflows.project import judging_project
    from parity.cli.workflows.waive import Told, acceptance, ask_about, refuse_another_tenant, write_waivers
    from parity.errors import InputError
    from parity.integrity.files import read_whole
    from parity.integrity.sealed_page import result_data
    from parity.verdict.result import read_result
    from parity.verdict.waive import finding_named, waiver_for

    if interactive == bool(findings):
        raise InputError(
            "name findings, or give --interactive: one of the two",
            where="parity waive",
            fix=f"Their fingerprints stand in `parity report {result} --format text`.",
        )
    console, today = console_of(ctx), utc_now().date()
    project = judging_project(config)
    shown = read_result(result_data(read_whole(result), str(result)), str(result))
    refuse_another_tenant(shown, project, result)
    told = Told(by=by, reason=reason, expires=expires, ticket=ticket)
    if interactive:
        try:
            wanted = ask_about(shown, told, project.policy, today, TerminalPerson(console))
        except click.Abort:
            console.warning("stopped before the end: nothing was written, and no acceptance counts; `quit` writes them")
            raise
    else:
        accepted = acceptance(told, project.policy, today)
        named = {one.fingerprint: one for one in (finding_named(shown, name) for name in findings)}
        wanted = tuple(waiver_for(one, accepted) for one in named.values())
    if not wanted:
        console.result("Nothing was accepted, and nothing was written.")
        return 0
    return write_waivers(config, wanted, console)
