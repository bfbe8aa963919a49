"""JUnit XML for the test view of a pipeline: a suite an object, a test a rule and component.

No standard body owns the form; this is what Jenkins, GitLab, Azure Pipelines and GitHub's test reporters read
(https://github.com/testmoapp/junitxml).
"""

from typing import TYPE_CHECKING

from parity.compare.difference import ComparedObject, Kind
from parity.formats.fix_list import applied_waivers, by_policy, clean, side_text, terms
from parity.formats.registry import Format
from parity.rules.component_paths import metadata_path, setup_path
from parity.rules.finding import Finding, Severity
from parity.snapshot.records import Role
from parity.verdict.baseline import SinceBaseline
from parity.verdict.decide import VerdictName
from parity.verdict.result import Result, result_digest
from parity.verdict.waivers import AppliedWaiver, WaiverStatus, open_gaps

if TYPE_CHECKING:
    from junitparser import TestCase

_VERDICT, _NOT_READ, _BOTH_ORGS = "verdict", "not read", "both orgs"


def render(result: Result, since: SinceBaseline | None = None) -> bytes:
    """The tests. What keeps the verdict from GO fails (a blocker; warnings over the policy's bar) or is in error (not
    read, not comparable); what a named person accepted, and what a cause explains, is skipped; the rest passes."""
    from junitparser import JUnitXml, TestSuite  # 20 ms that only this format needs

    report = JUnitXml("parity")
    for name, tests in _suites(result, since).items():
        suite = TestSuite(clean(name))
        suite.timestamp = result.judged_at.removesuffix("Z")
        if name == _VERDICT:
            for label, value in _properties(result, since):
                suite.add_property(label, clean(value))
        suite.add_testcases(tests)
        report.add_testsuite(suite)
    report.update_statistics()  # type: ignore[no-untyped-call]
    written: bytes = report.tostring()  # type: ignore[no-untyped-call]
    return b"<?xml version='1.0' encoding='UTF-8'?>\n" + written


def _properties(result: Result, since: SinceBaseline | None) -> list[tuple[str, str]]:
    known = [
        ("verdict", result.verdict.value),
        ("tenant", result.tenant or ""),
        ("judged_at", result.judged_at),
        ("result", result_digest(result)),
        ("policy", result.policy.digest),
        *((f"{role.value} snapshot", result.snapshots.of(role).digest) for role in Role),
    ]
    if since is None:
        return known
    counts = ("new", len(since.new)), ("fixed", len(since.fixed)), ("unchanged", len(since.unchanged))
    return [*known, ("baseline", since.digest), *((name, str(number)) for name, number in counts)]


def _suites(result: Result, since: SinceBaseline | None) -> "dict[str, list[TestCase]]":
    suites = {_VERDICT: [_verdict(result)]}
    gaps = open_gaps(result.gaps, result.waivers)
    if gaps:
        suites[_NOT_READ] = [
            _case(_NOT_READ, f"{one.role or 'both'}: {one.subject}", error=(_NOT_READ, f"{one.reason}\n{one.fix}"))
            for one in gaps
        ]
    accepted = [one for one in result.waivers if one.gap is not None and one.status is WaiverStatus.APPLIED]
    if accepted:
        suites.setdefault(_NOT_READ, []).extend(
            _case(_NOT_READ, f"both: {one.object}", skipped=f"waived by {terms(one)}", told=", ".join(one.fields))
            for one in accepted
        )
    names = {one.object for one in result.checked} | {one.object for one in result.findings}
    equal = {one.object: one for one in result.checked}
    states, waivers, policy = {} if since is None else since.state, applied_waivers(result), by_policy(result)
    tests: dict[str, list[TestCase]] = {name: [] for name in sorted(names)}
    for one in result.findings:
        mark = one.fingerprint
        tests[one.object].append(_finding(one, result, states.get(mark), waivers.get(mark), policy.get(mark)))
    for name, found in tests.items():
        suites[name or _BOTH_ORGS] = [*found, *(_equal(equal[name]) if name in equal else [])]
    return suites


def _verdict(result: Result) -> "TestCase":
    why = "\n".join(result.reasons)
    if result.verdict.is_go:
        return _case(_VERDICT, "GO", told=f"{result.verdict.value}\n{why}")
    if result.verdict is VerdictName.INCONCLUSIVE:
        return _case(_VERDICT, "GO", error=(result.verdict.value, why))
    return _case(_VERDICT, "GO", failure=(result.verdict.value, why))


def _finding(
    one: Finding, result: Result, since: str | None, waiver: AppliedWaiver | None, policy: str | None
) -> "TestCase":
    lines = [
        one.message,
        f"production: {side_text(one, Role.PRODUCTION)}",
        f"sandbox: {side_text(one, Role.SANDBOX)}",
        f"fix: {one.fix}",
        *([f"where: {page}"] if (page := setup_path(one)) else []),
        f"fingerprint: {one.fingerprint}",
        *([f"severity: {one.severity.value}, {policy}"] if policy else []),
        *([f"since the baseline: {since}"] if since else []),
    ]
    told, file = "\n".join(lines), metadata_path(one)
    place, name = one.object or _BOTH_ORGS, f"{one.rule}: {one.component}"
    if waiver is not None:
        return _case(place, name, file=file, skipped=f"waived by {terms(waiver)}", told=told)
    if one.cause is not None:
        return _case(place, name, file=file, skipped=f"counted with its cause {one.cause}", told=told)
    if one.undecided:
        return _case(place, name, file=file, error=(one.severity.value, told))
    if one.severity is Severity.BLOCKER or (one.severity is Severity.WARNING and _warnings_fail(result)):
        return _case(place, name, file=file, failure=(one.severity.value, told))
    return _case(place, name, file=file, told=f"{one.severity.value}: {told}")


def _warnings_fail(result: Result) -> bool:
    """Whether it is the number of warnings that makes the verdict NO-GO, so that each of them has its part in it."""
    return result.verdict is VerdictName.NO_GO and not result.counts.blocker


def _equal(one: ComparedObject) -> "list[TestCase]":
    """A passing test for each component that is the same in both orgs."""
    kinds = {
        Kind.FIELD: one.equal_fields,
        Kind.RECORD_TYPE: one.equal_record_types,
        Kind.TRIGGER: one.equal_triggers,
    }
    return [
        _case(one.object, f"{kind.value.replace('_', ' ')} is the same: {name}")
        for kind, names in kinds.items()
        for name in names
    ]


def _case(  # noqa: PLR0913 (a test's outcome is one of several)
    place: str,
    name: str,
    *,
    file: str = "",
    failure: tuple[str, str] | None = None,
    error: tuple[str, str] | None = None,
    skipped: str | None = None,
    told: str = "",
) -> "TestCase":
    from junitparser import Error, Failure, Skipped, TestCase

    case = TestCase(clean(name), classname=clean(place), time=0)
    if file:
        case._elem.set("file", file)  # GitLab and reporters of GitHub read it; junitparser has no name for it
    for kind, outcome in ((Failure, failure), (Error, error)):
        if outcome is not None:
            entry = kind(clean(outcome[1].partition("\n")[0]), outcome[0])
            entry.text = clean(outcome[1])
            case.result = [entry]
    if skipped is not None:
        case.result = [Skipped(clean(skipped))]
    if told:
        case.system_out = clean(told)
    return case


FORMAT = Format(
    name="junit",
    title="tests for the pipeline's test view",
    file="junit.xml",
    about=(
        "A suite an object, a test a rule and component, and a passing test for each component that is the same. What "
        "keeps the verdict from GO fails; what could not be read or compared is in error; what is waived, or "
        "explained by a cause, is skipped. The suite `verdict` has one test, which passes on a GO alone."
    ),
    render=render,
    is_own=lambda data: b'<testsuites name="parity"' in data[:200],
    render_since=render,
)
