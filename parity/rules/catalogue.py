"""The rule catalogue, for the terminal and for docs/rules.md: made from the rules themselves."""

from collections.abc import Iterable, Sequence

from parity.rules.rule import Profile, Rule


def rule_table(rules: Iterable[Rule]) -> str:
    """One line a rule: id, severity under `strict`, title."""
    rows = [(rule.id, rule.severity.value, rule.title) for rule in rules]
    width = max(len(row[0]) for row in rows)
    return "\n".join(f"{rule_id:<{width}}  {severity:<8} {title}" for rule_id, severity, title in rows)


def one_rule(rule: Rule) -> str:
    """All about one rule, as text."""
    severities = ", ".join(f"{profile.value}: {_severity(rule, profile)}" for profile in Profile)
    return "\n".join(
        [
            f"{rule.id} ({rule.family})",
            f"  {rule.title}",
            f"  severity  {severities}",
            f"  why       {rule.why}",
            f"  fix       {_readable(rule.fix)}",
            f"  source    {rule.source.value}",
        ]
    )


def catalogue_page(rules: Sequence[Rule]) -> str:
    """docs/rules.md: every rule in full, by family."""
    lines = [
        "# Rule catalogue",
        "",
        "Made from the rules by `python docs/generate.py`; a test checks that it is current. Production is the truth.",
        "In the profile `integration`, a rule keeps its strict severity for what Marketo Measure uses.",
    ]
    family = ""
    for rule in rules:
        if rule.family != family:
            family = rule.family
            lines += ["", f"## {family}"]
        lines += [
            "",
            f"### {rule.id}",
            f"{rule.title}.",
            "",
            f"- Severity: {', '.join(f'{_severity(rule, profile)} ({profile.value})' for profile in Profile)}",
            f"- Why: {rule.why}",
            f"- Fix: {_readable(rule.fix)}",
            f"- Source: <{rule.source.value}>",
        ]
    return "\n".join(lines) + "\n"


def _severity(rule: Rule, profile: Profile) -> str:
    stated = rule.severity_in(profile, used=False).value
    return f"{stated}, and the verdict stays open" if rule.undecided else stated


def _readable(template: str) -> str:
    for name in ("object", "component", "attribute", "item"):
        template = template.replace(f"{{{name}}}", name.upper())
    return template
