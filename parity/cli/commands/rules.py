"""`parity rules`."""

import click


@click.command("rules")
@click.argument("rule_id", metavar="[ID]", required=False)
def command(rule_id: str | None) -> int:
    """List the rule catalogue, or show one rule in full.

    \b
    Example: parity rules field-missing-in-sandbox
    """
    from parity.cli.terminal.streams import write_out
    from parity.rules.catalogue import all_entries, entry_named, one_rule, rule_table

    write_out(one_rule(entry_named(rule_id)) if rule_id else rule_table(all_entries()))
    return 0
