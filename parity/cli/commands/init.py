"""`parity init`."""

from importlib.resources import files
from pathlib import Path

import click


@click.command("init")
@click.option("--output", "-o", type=click.Path(path_type=Path), default=Path("parity.yaml"), show_default=True)
@click.pass_context
def command(ctx: click.Context, output: Path) -> int:
    """Write a commented parity.yaml: two orgs, how to sign in to each, the tenant, the policy.

    Refuses to overwrite a file that is there.

    \b
    Example: parity init
    """
    from parity.cli.terminal.context import console_of
    from parity.errors import InputError
    from parity.integrity.files import write_whole

    if output.exists():
        raise InputError(
            "the file exists, and init never overwrites",
            where=str(output),
            fix="Edit it, or write another with `parity init -o other.yaml`.",
        )
    write_whole(output, files("parity.templates").joinpath("parity.yaml.txt").read_bytes())
    console_of(ctx).info(f"Wrote {output}. Fill in the two orgs, then run `parity doctor`.")
    return 0
