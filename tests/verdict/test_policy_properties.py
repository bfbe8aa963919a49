"""Whatever is found and whatever the policy says: a waiver less never makes a verdict better, and severities are
monotone: one more that raises never makes it better, one more that lowers never makes it worse."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from parity.compare.difference import Kind
from parity.config.policy import Policy, SeverityOverride, Waiver
from parity.marketo_measure.catalogue import is_in_use
from parity.rules.finding import Finding, Severity
from parity.snapshot.records import Gap, Snapshot
from parity.verdict.decide import VerdictName, decide
from parity.verdict.judge import judge
from parity.verdict.result import Result, read_result, result_bytes
from parity.verdict.waivers import apply_waivers
from tests.simulated import NOON
from tests.verdict.findings import finding
from tests.waivers import waiver_of

TODAY = NOON.date()
#: Worst first.
ORDER = (VerdictName.NO_GO, VerdictName.INCONCLUSIVE, VerdictName.GO_WITH_WAIVERS, VerdictName.GO)
SCENARIOS = ("drifted", "person-accounts-and-packages")
NAMES = ("A__c", "B__c", "C__c", "D__c", "E__c")
DAYS = st.sampled_from([-1, 0, 30, 90, 91]).map(lambda days: TODAY + timedelta(days=days))


def goodness(verdict: VerdictName) -> int:
    return ORDER.index(verdict)


@st.composite
def some_findings(draw: st.DrawFn) -> tuple[Finding, ...]:
    """Findings of every severity, open or not, by the rule or by the policy, some of them under a cause."""
    found = [
        structs.replace(
            finding(
                name,
                draw(st.sampled_from(tuple(Severity))),
                undecided=draw(st.integers(0, 4)) == 0,
                items=draw(st.sampled_from([(), ("Hot",), ("Cold", "Hot")])),
            ),
            rule_severity=draw(st.none() | st.sampled_from(tuple(Severity))),
        )
        for name in NAMES[: draw(st.integers(0, len(NAMES)))]
    ]
    folds: bool = draw(st.booleans())
    if found and folds:
        under = structs.replace(found[0], cause=draw(st.sampled_from([one.fingerprint for one in found])))
        found[0] = found[0] if under.cause == under.fingerprint else under
    return tuple(found)


@st.composite
def some_waivers(draw: st.DrawFn) -> tuple[Waiver, ...]:
    """Waivers by fingerprint and by names, doubled, of gaps, of nothing, of production as it was, of too little."""
    made = []
    for _ in range(draw(st.integers(1, 6))):
        about = finding(draw(st.sampled_from((*NAMES, "Gone__c"))), Severity.BLOCKER)
        items = draw(st.sampled_from([(), ("Hot",), ("Cold", "Hot")]))
        one = structs.replace(waiver_of(about, draw(DAYS)), items=items)
        one = structs.replace(one, seen=draw(st.sampled_from([one.seen, one.seen, one.seen, "f" * 16])))
        kind = draw(st.integers(0, 4))
        if kind == 0:
            fields = draw(st.sampled_from([("X__c",), ("X__c", "Y__c")]))
            one = Waiver(
                gap="field-not-compared", object="Case", fields=fields, by="D", reason="r", expires=one.expires
            )
        elif kind < 3:
            one = structs.replace(one, fingerprint="", rule=about.rule, object=about.object, component=about.component)
        made.append(one)
    return tuple(made)


GAPS = st.sampled_from(
    [
        (),
        (Gap(area="field-visibility", subject="Case", reason="hidden", fix="Grant.", fields=("X__c", "Y__c")),),
        (Gap(area="triggers", subject="ApexTrigger", reason="refused", fix="Grant."),),
    ]
)


@settings(max_examples=300, deadline=None)
@given(found=some_findings(), waivers=some_waivers(), gaps=GAPS, bar=st.sampled_from([None, 0, 1]), data=st.data())
def test_a_waiver_less_never_makes_a_verdict_better(
    found: tuple[Finding, ...], waivers: tuple[Waiver, ...], gaps: tuple[Gap, ...], bar: int | None, data: st.DataObject
) -> None:
    def verdict(kept: tuple[Waiver, ...]) -> VerdictName:
        return decide(found, gaps, apply_waivers(Policy(waivers=kept), found, gaps, TODAY), bar).name

    left = list(waivers)
    left.pop(data.draw(st.integers(0, len(left) - 1)))
    assert goodness(verdict(tuple(left))) <= goodness(verdict(waivers))


@pytest.fixture(scope="module")
def plain(snapshots: Callable[[str], tuple[Snapshot, Snapshot]]) -> dict[str, Result]:
    return {name: judged(snapshots(name), Policy()) for name in SCENARIOS}


def judged(pair: tuple[Snapshot, Snapshot], policy: Policy) -> Result:
    return judge(*pair, policy, tenant="Tests", judged_at=NOON)


def drawn_override(data: st.DataObject, findings: tuple[Finding, ...]) -> SeverityOverride:
    """An entry that selects one of the findings, or its like, and raises or lowers it."""
    about = data.draw(st.sampled_from(findings))
    select = data.draw(st.sampled_from(["rule", "object", "rule and object", "field", "fields"]))
    one = SeverityOverride(
        rule=about.rule if "rule" in select or not about.object else "",
        object=about.object if "object" in select else "",
        reason="r",
    )
    if about.object and select.startswith("field"):
        field = f"{about.object}.*" if select == "fields" else f"{about.object}.{about.component[:9]}*"
        one = structs.replace(one, rule="", field=field)
    if data.draw(st.booleans()):
        return structs.replace(one, raise_to=data.draw(st.sampled_from(["blocker", "warning"])))
    lower = data.draw(st.sampled_from(["warning", "info"]))
    return structs.replace(one, lower_to=lower, by="Dana Hill", expires=data.draw(DAYS))


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data(), scenario=st.sampled_from(SCENARIOS), bar=st.sampled_from([None, 0, 10]))
def test_severities_are_monotone(
    data: st.DataObject,
    scenario: str,
    bar: int | None,
    plain: dict[str, Result],
    snapshots: Callable[[str], tuple[Snapshot, Snapshot]],
) -> None:
    findings = plain[scenario].findings
    overrides = tuple(drawn_override(data, findings) for _ in range(data.draw(st.integers(1, 5))))
    numbers = data.draw(st.sets(st.integers(0, len(findings) - 1), max_size=30))
    waivers = tuple(waiver_of(findings[number]) for number in sorted(numbers))
    policy = Policy(severities=overrides, max_warnings=bar, waivers=waivers)
    whole = judged(snapshots(scenario), policy)
    number = data.draw(st.integers(0, len(overrides) - 1))
    less = judged(
        snapshots(scenario), structs.replace(policy, severities=(*overrides[:number], *overrides[number + 1 :]))
    )
    by_rule = {one.fingerprint: one.severity for one in findings}
    assert {one.fingerprint: one.by_rule for one in whole.findings} == by_rule
    before = {one.fingerprint: one.severity.rank for one in less.findings}
    after = {one.fingerprint: one.severity.rank for one in whole.findings}
    if overrides[number].raise_to is not None:
        assert goodness(less.verdict) >= goodness(whole.verdict)
        assert all(after[key] <= before[key] for key in after)
    else:
        assert goodness(less.verdict) <= goodness(whole.verdict)
        assert all(after[key] >= before[key] for key in after)
    for one in whole.findings:
        if one.kind is Kind.FIELD and is_in_use(one.object, one.component, frozenset()):
            assert one.severity.rank <= one.by_rule.rank
    assert read_result(result_bytes(whole), "test") == whole
