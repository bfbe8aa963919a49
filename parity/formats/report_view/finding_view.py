"""A finding as a reader sees it; findings are grouped by object and rule, so that nothing is said twice."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby

from msgspec import Struct, structs

from parity.formats.report_view.matrix import DIFFERENCES, filter_for
from parity.formats.report_view.sides import ItemRow, rows_of
from parity.formats.spoken import fix_of, message_of, texts_of
from parity.rules.component_paths import api_name, setup_path, sort_of
from parity.rules.finding import Finding, Severity

_THIS = "…"


class FindingView(Struct, frozen=True, gc=False):
    """One finding. `name` is its API name, `sort` what it is where the name does not say so, `path` where Setup
    shows it ("" where the fix says so).

    It leaves out what its group says for all of them: the object, and, where there are several of one rule, rule,
    message and fix. `waived_by` names who accepted it, `changed` who last changed it in each org; `by_rule` is the
    severity of the rule where the policy gives it another.
    """

    fingerprint: str
    rule: str
    severity: Severity
    object: str
    tells_object: bool
    name: str
    message: str
    path: str
    fix: str
    undecided: bool
    waived_by: str
    by_rule: str
    rows: tuple[ItemRow, ...]
    changed: str = ""
    sort: str = ""


class RuleGroup(Struct, frozen=True):
    """The findings of one rule on one object. `title` and `fix` are said once for all, where there are several.
    `anchor` is the fragment that leads here, where this is the first of its object and severity."""

    rule: str
    severity: Severity
    title: str
    fix: str
    findings: tuple[FindingView, ...]
    anchor: str = ""


class ObjectGroup(Struct, frozen=True):
    """The findings of one object, worst first."""

    object: str
    count: int
    rules: tuple[RuleGroup, ...]


class Context(Struct, frozen=True):
    """What a finding does not know of itself: who accepted which, the titles of rules, who last changed what it is
    about, and whether what it stands in names the object already."""

    waived: Mapping[str, str]
    titles: Mapping[str, str]
    changed: Mapping[str, str]
    under_object: bool = False


def finding_view(finding: Finding, context: Context) -> FindingView:
    """One finding with all that it says."""
    message, fix = texts_of(finding)
    return FindingView(
        finding.fingerprint,
        finding.rule,
        finding.severity,
        finding.object,
        not context.under_object,
        api_name(finding),
        message,
        "" if "Setup >" in fix else setup_path(finding),
        fix,
        finding.undecided,
        context.waived.get(finding.fingerprint, ""),
        finding.rule_severity.value if finding.rule_severity else "",
        rows_of(finding),
        context.changed.get(finding.fingerprint, ""),
        sort_of(finding),
    )


def _in_group(finding: Finding, context: Context) -> FindingView:
    """The finding without what its group and both sides say: its own way into Setup takes the place of the fix."""
    return FindingView(
        finding.fingerprint,
        "",
        finding.severity,
        finding.object,
        not context.under_object,
        api_name(finding),
        message_of(finding) if finding.undecided else "",
        setup_path(finding),
        "",
        finding.undecided,
        context.waived.get(finding.fingerprint, ""),
        finding.rule_severity.value if finding.rule_severity else "",
        rows_of(finding),
        context.changed.get(finding.fingerprint, ""),
        sort_of(finding),
    )


def with_anchors(*parts: tuple[ObjectGroup, ...]) -> tuple[tuple[ObjectGroup, ...], ...]:
    """Parts of the report with an anchor on the first group of each object and severity: the matrix leads there."""
    seen: set[tuple[str, Severity]] = set()

    def anchored(name: str, group: RuleGroup) -> RuleGroup:
        if (name, group.severity) in seen:
            return group
        seen.add((name, group.severity))
        return structs.replace(group, anchor=filter_for(DIFFERENCES, name, group.severity.value))

    return tuple(
        tuple(structs.replace(one, rules=tuple(anchored(one.object, group) for group in one.rules)) for one in part)
        for part in parts
    )


def by_object(findings: Iterable[Finding], context: Context) -> tuple[ObjectGroup, ...]:
    """Findings by object and rule; inside, in the result's own order, which is worst first."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for one in findings:
        found[one.object].append(one)
    return tuple(ObjectGroup(name, len(found[name]), tuple(_by_rule(found[name], context))) for name in sorted(found))


def _by_rule(found: list[Finding], context: Context) -> Iterable[RuleGroup]:
    ordered = sorted(found, key=lambda one: (one.severity.rank, one.rule))
    for (severity, rule), members in groupby(ordered, key=lambda one: (one.severity, one.rule)):
        yield _group(severity, rule, list(members), context)


def _group(severity: Severity, rule: str, same: list[Finding], context: Context) -> RuleGroup:
    fixes = {_for_any(one) for one in same} if len(same) > 1 else set()
    title = context.titles.get(rule, rule)
    if len(fixes) == 1:
        return RuleGroup(rule, severity, title, fixes.pop(), tuple([_in_group(one, context) for one in same]))
    views = tuple([finding_view(one, context) for one in same])
    return RuleGroup(rule, severity, title if len(same) > 1 else "", "", views)


def _for_any(finding: Finding) -> str:
    """What to do, with the component's name left open."""
    fix = fix_of(finding)
    names = {finding.component, api_name(finding).rpartition(".")[2]} - {""}
    for name in sorted(names, key=len, reverse=True):
        fix = fix.replace(name, _THIS)
    return fix.replace(f"{_THIS}.", _THIS) if fix.endswith(f"{_THIS}.") else fix
