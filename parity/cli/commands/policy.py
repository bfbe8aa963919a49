"""`parity policy`."""

from pathlib import Path

import click

from parity.cli.terminal.settings_file import CONFIG


@click.group("policy")
def command() -> None:
    """Look at a policy: what a project accepts, in parity.yaml.

    \b
    Example: parity policy explain parity-out/result.json
    """


@command.command("explain")
@click.argument("result", type=click.Path(path_type=Path))
@CONFIG
@click.pass_context
def explain(ctx: click.Context, result: Path, config: Path) -> int:
    """Tell what each line of the policy changed on RESULT, and what would change without it.

    Judges the snapshots beside the result again, once without each line; no network. Refuses a result that was judged
    by another policy than that of parity.yaml, or whose snapshots are not beside it.

    \b
    Example: parity policy explain parity-out/result.json
    """
    from parity.cli.terminal.context import console_of
    from parity.cli.workflows.policy import explained

    console_of(ctx).result(explained(result, config))
    return 0
