"""The catalogue of everything that can be found, for the terminal and docs/rules.md: made from the rules themselves."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import cache

from msgspec import Struct

from parity.config.policy import Profile
from parity.errors import InputError
from parity.rules.causes.cause import CauseRule
from parity.rules.causes.registry import all_causes
from parity.rules.drift.registry import all_rules
from parity.rules.drift.rule import Rule
from parity.rules.finding import Severity
from parity.rules.readiness.registry import all_readiness_rules
from parity.rules.readiness.rule import ReadinessRule


class RuleEntry(Struct, frozen=True, kw_only=True):
    """What the catalogue says of a rule, a readiness rule or a cause. `severities` is a sentence for a reader.

    `guards`: what it finds guards the switch itself, so that no policy lowers it.
    """

    id: str
    family: str
    title: str
    severity: str
    severities: str
    why: str
    fix: str
    source: str
    guards: bool


@cache
def all_entries() -> tuple[RuleEntry, ...]:
    """Everything that can be found: causes, readiness, then the rules on differences by family."""
    return (
        *(_of_cause(one) for one in all_causes()),
        *(_of_readiness(one) for one in all_readiness_rules()),
        *(_of_rule(one) for one in all_rules()),
    )


def entry_named(rule_id: str) -> RuleEntry:
    """The entry with that id; raises InputError, with the nearest id, where there is none."""
    for entry in all_entries():
        if entry.id == rule_id:
            return entry
    raise InputError(f"there is no rule {rule_id!r}", fix=nearest_rule(rule_id))


def nearest_rule(rule_id: str) -> str:
    """What to do about the id of a rule that there is not, the nearest id in it."""
    near = get_close_matches(rule_id, [one.id for one in all_entries()], n=1, cutoff=0.5)
    return f"Did you mean {near[0]!r}? `parity rules` lists all." if near else "`parity rules` lists all."


def _of_rule(rule: Rule) -> RuleEntry:
    return RuleEntry(
        id=rule.id,
        family=rule.family,
        title=rule.title,
        severity=rule.severity.value,
        severities=", ".join(f"{_severity(rule, profile)} ({profile.value})" for profile in Profile)
        + _kept(rule.guards),
        why=rule.why,
        fix=_readable(rule.fix),
        source=rule.source.value,
        guards=rule.guards,
    )


def _of_readiness(rule: ReadinessRule) -> RuleEntry:
    needs = ", ".join(sorted({one.value for one in (*rule.needs, *rule.needs_sandbox)}))
    unread = f"; not evaluated, and the verdict open, where these cannot be read: {needs}" if needs else ""
    return RuleEntry(
        id=rule.id,
        family=f"readiness: {rule.family}",
        title=rule.title,
        severity=rule.severity.value,
        severities=f"{rule.severity.value}{unread}{_kept(rule.guards)}",
        why=rule.why,
        fix=_readable(rule.fix),
        source=rule.source.value,
        guards=rule.guards,
    )


def _of_cause(cause: CauseRule) -> RuleEntry:
    bounds = []
    if cause.at_least is not Severity.INFO:
        bounds.append(f"at least {cause.at_least.value}")
    if cause.at_most is not Severity.BLOCKER:
        bounds.append(f"where proven, at most {cause.at_most.value}")
    if cause.undecided:
        bounds.append("the verdict stays open")
    return RuleEntry(
        id=cause.id,
        family="causes",
        title=cause.title,
        severity="cause",
        severities=f"that of the worst finding it explains{''.join(f'; {one}' for one in bounds)}{_kept(cause.guards)}",
        why=cause.why,
        fix=_readable(cause.fix),
        source=cause.source.value,
        guards=cause.guards,
    )


def rule_table(entries: Iterable[RuleEntry]) -> str:
    """One line a rule: id, severity under `strict`, title."""
    rows = [(one.id, one.severity, one.title) for one in entries]
    width = max(len(row[0]) for row in rows)
    return "\n".join(f"{rule_id:<{width}}  {severity:<8} {title}" for rule_id, severity, title in rows)


def one_rule(entry: RuleEntry) -> str:
    """All about one rule, as text."""
    return "\n".join(
        [
            f"{entry.id} ({entry.family})",
            f"  {entry.title}",
            f"  severity  {entry.severities}",
            f"  why       {entry.why}",
            f"  fix       {entry.fix}",
            f"  source    {entry.source}",
        ]
    )


def catalogue_page(entries: Sequence[RuleEntry]) -> str:
    """docs/rules.md: every rule in full, by family."""
    lines = [
        "# Rule catalogue",
        "",
        "Made from the rules by `python docs/generate.py`; a test checks that it is current. Production is the truth.",
        "In the profile `integration`, a rule keeps its strict severity for what Marketo Measure uses.",
        "Causes explain findings and fold them; readiness rules predict what would go wrong on day one (readiness.md).",
    ]
    family = ""
    for entry in entries:
        if entry.family != family:
            family = entry.family
            lines += ["", f"## {family}"]
        lines += [
            "",
            f"### {entry.id}",
            f"{entry.title}.",
            "",
            f"- Severity: {entry.severities}",
            f"- Why: {entry.why}",
            f"- Fix: {entry.fix}",
            f"- Source: <{entry.source}>",
        ]
    return "\n".join(lines) + "\n"


def _severity(rule: Rule, profile: Profile) -> str:
    stated = rule.severity_in(profile, used=False).value
    return f"{stated}, and the verdict stays open" if rule.undecided else stated


def _kept(guards: bool) -> str:
    return "; guards the switch, so no policy lowers it" if guards else ""


def _readable(template: str) -> str:
    for name in ("object", "component", "attribute", "items", "item", "sandbox", "production", "number"):
        template = template.replace(f"{{{name}}}", name.upper())
    return template
