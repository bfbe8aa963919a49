"""A finding as it is read, and findings by object and by rule, so that what is the same is said once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby

from msgspec import Struct, structs

from parity.compare.difference import Kind
from parity.formats.report_view.decisions import name_of
from parity.formats.report_view.matrix import DIFFERENCES, filter_for
from parity.formats.report_view.sides import Row, rows_of
from parity.rules.finding import Finding, Severity

_SETUP = {
    Kind.OBJECT: "Setup > Object Manager > {object}",
    Kind.FIELD: "Setup > Object Manager > {object} > Fields & Relationships > {component}",
    Kind.RECORD_TYPE: "Setup > Object Manager > {object} > Record Types > {component}",
    Kind.TRIGGER: "Setup > Apex Triggers > {component}",
}
_THIS = "…"


class FindingView(Struct, frozen=True):
    """One finding. `name` is its API name, `path` where Setup shows it ("" where the fix tells), `message` and `fix`
    are empty where the group that it stands in says them for all of its findings. `waived_by` names who accepted it."""

    fingerprint: str
    rule: str
    severity: Severity
    object: str
    name: str
    message: str
    path: str
    fix: str
    undecided: bool
    waived_by: str
    rows: tuple[Row, ...]


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


def finding_view(finding: Finding, waived: Mapping[str, str]) -> FindingView:
    """One finding with all that it says. `waived` tells by fingerprint who accepted."""
    told = "Setup >" in finding.fix
    return FindingView(
        fingerprint=finding.fingerprint,
        rule=finding.rule,
        severity=finding.severity,
        object=finding.object,
        name=name_of(finding),
        message=finding.message,
        path="" if told else setup_path(finding),
        fix=finding.fix,
        undecided=finding.undecided,
        waived_by=waived.get(finding.fingerprint, ""),
        rows=rows_of(finding),
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


def setup_path(finding: Finding) -> str:
    """Where Setup shows the component; empty where that depends on what kind of automation it is."""
    return _SETUP.get(finding.kind, "").format(object=finding.object, component=finding.component)


def by_object(
    findings: Iterable[Finding], waived: Mapping[str, str], titles: Mapping[str, str]
) -> tuple[ObjectGroup, ...]:
    """Findings by object and rule; inside, in the result's own order, which is worst first."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for one in findings:
        found[one.object].append(one)
    return tuple(
        ObjectGroup(name, len(found[name]), tuple(_by_rule(found[name], waived, titles))) for name in sorted(found)
    )


def _by_rule(found: list[Finding], waived: Mapping[str, str], titles: Mapping[str, str]) -> Iterable[RuleGroup]:
    ordered = sorted(found, key=lambda one: (one.severity.rank, one.rule))
    for (severity, rule), members in groupby(ordered, key=lambda one: (one.severity, one.rule)):
        yield _group(severity, rule, list(members), waived, titles)


def _group(
    severity: Severity, rule: str, same: list[Finding], waived: Mapping[str, str], titles: Mapping[str, str]
) -> RuleGroup:
    views = [finding_view(one, waived) for one in same]
    fixes = {_for_any(one) for one in same}
    if len(views) < 2 or len(fixes) > 1:
        return RuleGroup(rule, severity, "" if len(views) < 2 else titles.get(rule, rule), "", tuple(views))
    shared = tuple(_sharing(view, one) for view, one in zip(views, same, strict=True))
    return RuleGroup(rule, severity, titles.get(rule, rule), fixes.pop(), shared)


def _for_any(finding: Finding) -> str:
    """What to do, with the component's name left open."""
    return finding.fix.replace(finding.component, _THIS) if finding.component else finding.fix


def _sharing(view: FindingView, finding: Finding) -> FindingView:
    """The finding without what its group and both sides say: its own way into Setup takes the place of the fix."""
    return FindingView(
        fingerprint=view.fingerprint,
        rule=view.rule,
        severity=view.severity,
        object=view.object,
        name=view.name,
        message=view.message if view.undecided else "",
        path=setup_path(finding),
        fix="",
        undecided=view.undecided,
        waived_by=view.waived_by,
        rows=view.rows,
    )
