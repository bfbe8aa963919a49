"""`parity approve`."""

import os
from pathlib import Path

import click

from parity.cli.terminal.context import console_of, utc_now
from parity.cli.terminal.operator import TerminalPerson, actor
from parity.cli.terminal.settings_file import CONFIG
from parity.cli.workflows.approve import ApprovalContext, Approver, approve
from parity.cli.workflows.project import judging_project
from parity.integrity.signing_keys import person_key


@click.command("approve")
@click.argument("result", type=click.Path(path_type=Path))
@click.option("--as", "name", required=True, help="Your name, as policy.signers has it.")
@click.option("--role", required=True, help="Your role, as policy.signers has it.")
@click.option("--key-env", help="Variable that holds your Ed25519 private key.")
@click.option("--key-file", help="File with your Ed25519 private key, or the .pub file of a key in ssh-agent.")
@CONFIG
@click.pass_context
def command(  # noqa: PLR0913, PLR0917
    ctx: click.Context, result: Path, name: str, role: str, key_env: str | None, key_file: str | None, config: Path
) -> int:
    """Approve exactly this result, for this tenant and these two orgs, with your own key.

    Shows what is signed (verdict, orgs, age, waivers, open warnings, digests), verifies the snapshots and the report
    beside the result, and asks. Writes approvals/NAME.json beside it, and an entry into the ledger where its key is at
    hand. The approval counts for no other result. Refuses a result that is not a GO. A key under a passphrase, or in
    ssh-agent, signs through ssh-keygen.

    \b
    Example: parity approve parity-out/result.json --as "Dana Hill" --role "Head of CRM" --key-file ~/.ssh/id_ed25519
    """

    key = person_key(os.environ, variable=key_env, file=key_file, where="--key-env or --key-file")
    project = judging_project(config)
    console = console_of(ctx)
    context = ApprovalContext(
        project=project, folder=config.parent, clock=utc_now, console=console, person=TerminalPerson(console)
    )
    return approve(result, Approver(actor(name), role, key), context)
