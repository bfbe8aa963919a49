"""`parity rules`."""

import click


@click.command("rules", short_help="List the rules, or show one in full.")
@click.argument("rule_id", metavar="[ID]", required=False)
def command(rule_id: str | None) -> int:
    """List the rule catalogue, or show one rule in full.

    \b
    Example: parity rules field-missing-in-sandbox
    """
    from parity.rules.catalogue import one_rule, rule_table
    from parity.rules.registry import all_rules, rule_named
    from parity.streams import write_out

    write_out(one_rule(rule_named(rule_id)) if rule_id else rule_table(all_rules()))
    return 0
