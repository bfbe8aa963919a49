"""The result for a terminal or a mail: the verdict first, then what to do."""

from collections import defaultdict

from parity.compare.difference import Kind
from parity.formats.registry import Format
from parity.integrity.printable import printable
from parity.marketo_measure.authorize import Standing
from parity.rules.finding import Finding, Severity
from parity.snapshot.records import Org, Role
from parity.verdict.decide import VerdictName, waived_fingerprints
from parity.verdict.result import Result
from parity.verdict.severities import severity_reason
from parity.verdict.waiver_reasons import waiver_problem

_NEXT = {
    VerdictName.GO: "Nothing blocks. Look at the warnings, if any; keep the report with the go-live decision.",
    VerdictName.GO_WITH_WAIVERS: "Read the waivers once more: they are what somebody decided not to see.",
    VerdictName.NO_GO: "Mend the blockers, worst first, or let a named person accept one (parity waive); check again.",
    VerdictName.INCONCLUSIVE: "Grant what is missing (see `parity doctor`), then check again. Until then: not a GO.",
}
_NAMES_SHOWN = 6
_CAUSES_NAMED = 10
_BLOCKERS_NAMED = 5
_UNREAD_NAMED = 5
_HEADINGS = {Severity.BLOCKER: "BLOCKERS", Severity.WARNING: "WARNINGS", Severity.INFO: "NOTES"}


def summary_lines(result: Result) -> list[str]:
    """The verdict, why, and what to do next, in a few lines."""
    return [
        printable(f"{result.verdict.value}  {result.tenant or ''}".rstrip()),
        *(f"  {printable(reason)}" for reason in result.reasons),
        *_named_causes(result),
        *_named_blockers(result),
        *_named_unread(result),
        f"  sandbox     {_org(result.orgs.sandbox)}",
        f"  production  {_org(result.orgs.production)}",
        *_asked(result),
        f"  next        {_NEXT[result.verdict]}",
    ]


def _asked(result: Result) -> list[str]:
    """What Authorize in production can fail on and no org tells: the gate of the switch asks a person for it."""
    ids = [one.id for one in result.readiness.authorize if one.standing is Standing.OPEN]
    return [f"  to answer   before the switch, not for the verdict: parity checklist ({', '.join(ids)})"] if ids else []


def _named_causes(result: Result) -> list[str]:
    """The causes in a line each, worst first; at most ten."""
    own = [one for one in result.findings if one.kind is Kind.CAUSE]
    more = [f"  cause       and {len(own) - _CAUSES_NAMED} more"] if len(own) > _CAUSES_NAMED else []
    return [*(f"  cause       {_line(one)}" for one in own[:_CAUSES_NAMED]), *more]


def _named_blockers(result: Result) -> list[str]:
    """The first blockers that no cause explains and nobody has waived, in a line each.

    Where there is none, and there are more warnings than the policy accepts, the first of those.
    """
    waived = waived_fingerprints(result.waivers)
    what = Severity.BLOCKER if result.counts.blocker or result.verdict is not VerdictName.NO_GO else Severity.WARNING
    standing = [
        one
        for one in result.findings
        if one.severity is what and one.cause is None and one.kind is not Kind.CAUSE and one.fingerprint not in waived
    ]
    more = len(standing) - _BLOCKERS_NAMED
    told = [f"  {what.value:<11} {_line(one)}" for one in standing[:_BLOCKERS_NAMED]]
    return [*told, *([f"  {what.value:<11} and {more} more, in the report"] if more > 0 else [])]


def _line(finding: Finding) -> str:
    """The fingerprint, which `parity waive` takes, and what was found."""
    return f"{finding.fingerprint}  {printable(finding.message)}"


def _named_unread(result: Result) -> list[str]:
    """Where nothing else stands in the way of a verdict: what could not be read, by what to do, most first."""
    if result.verdict is not VerdictName.INCONCLUSIVE:
        return []
    by_fix: dict[tuple[str, str], list[str]] = defaultdict(list)
    for gap in result.gaps:
        by_fix[gap.role or "both", gap.fix].append(gap.subject)
    for one in result.findings:
        if one.undecided and one.cause is None:
            by_fix["both", one.fix].append(f"{one.object}.{one.component}" if one.object else one.component)
    groups = sorted(by_fix.items(), key=lambda one: -len(one[1]))
    lines = []
    for (role, fix), subjects in groups[:_UNREAD_NAMED]:
        more = f" and {len(subjects) - _NAMES_SHOWN} more" if len(subjects) > _NAMES_SHOWN else ""
        shown = f"{role}: {', '.join(subjects[:_NAMES_SHOWN])}{more}"
        lines += [f"  not read    {printable(shown)}", f"              {printable(fix)}"]
    left = sum(len(subjects) for _, subjects in groups[_UNREAD_NAMED:])
    return [*lines, *([f"  not read    and {left} more, in the report"] if left else [])]


def render(result: Result) -> bytes:
    """The whole result as plain text."""
    lines = summary_lines(result)
    lines.append("  The switch to production cannot be undone: no way back to a sandbox, no second production org.")
    if result.gaps:
        lines += ["", f"COULD NOT BE READ OR VERIFIED ({len(result.gaps)})"]
        for gap in result.gaps:
            lines += [f"  {gap.role or 'both'}: {gap.subject}: {gap.reason}", f"      {gap.fix}"]
    waived = waived_fingerprints(result.waivers)
    lines += _causes(result, waived)
    lines += _readiness(result, waived)
    for severity, heading in _HEADINGS.items():
        found = [one for one in _others(result) if one.severity is severity and one.fingerprint not in waived]
        lines += _section(heading, found)
    lines += _section("WAIVED", [one for one in result.findings if one.fingerprint in waived and one.cause is None])
    lines += _policy_lines(result)
    compared = sum(one.fields_compared for one in result.checked)
    equal = sum(len(one.equal_fields) for one in result.checked)
    lines += ["", f"Compared {compared} fields of {len(result.checked)} objects; {equal} are equal."]
    lines += [f"judged               {result.judged_at}"]
    for role in Role:
        used = result.snapshots.of(role)
        lines += [f"{f'{role} snapshot':<20} {used.digest}, collected {used.collected_at or 'at an unknown time'}"]
    if result.ledger is not None:
        lines += [f"ledger entry {result.ledger.seq:<8} {result.ledger.hash}"]
    return ("\n".join(printable(line) for line in lines) + "\n").encode()


def _others(result: Result) -> list[Finding]:
    """What neither a cause explains nor readiness says."""
    return [one for one in result.findings if one.cause is None and one.kind not in {Kind.CAUSE, Kind.READINESS}]


def _causes(result: Result, waived: frozenset[str]) -> list[str]:
    """Each cause with what proves it and what it explains."""
    explained = {one.fingerprint: one for one in result.causes}
    by_fingerprint = {one.fingerprint: one for one in result.findings}
    own = [one for one in result.findings if one.kind is Kind.CAUSE and one.fingerprint not in waived]
    lines = ["", f"CAUSES ({len(own)}), which explain {result.counts.folded} findings"] if own else []
    for one in own:
        cause = explained[one.fingerprint]
        names = [f"{found.object}.{found.component}" for found in map(by_fingerprint.__getitem__, cause.explains)]
        shown = ", ".join(sorted(names)[:_NAMES_SHOWN])
        more = f" and {len(names) - _NAMES_SHOWN} more (result.json)" if len(names) > _NAMES_SHOWN else ""
        lines += [
            f"  {_severity(one)}: {one.message}",
            f"      {one.rule} {one.fingerprint}, {cause.certainty.value}: {cause.proof}",
            f"      explains {shown}{more}",
            f"      {result.rules[one.rule].why}",
            f"      {one.fix}",
        ]
    return lines


def _readiness(result: Result, waived: frozenset[str]) -> list[str]:
    """What would go wrong on day one, through whose eyes, and what the first sync costs."""
    ready = result.readiness
    found = [one for one in result.findings if one.kind is Kind.READINESS and one.fingerprint not in waived]
    whose = f"as {ready.user}" if ready.user_named else f"as {ready.user}, who collected: parity.yaml names nobody"
    lines = ["", f"WHAT WOULD GO WRONG ON DAY ONE ({len(found)}), seen {whose}"]
    for one in found:
        place = f"{one.object}: " if one.object and not one.message.startswith(one.object) else ""
        lines += [f"  {_severity(one)}: {place}{one.message}", f"      {one.rule} {one.fingerprint}. {one.fix}"]
    if not found and not ready.not_evaluated:
        lines.append("  Nothing that metadata can foretell.")
    if ready.not_evaluated:
        lines.append(f"  not evaluated: {', '.join(ready.not_evaluated)}")
    return [*lines, *(f"  {line}" for line in proof_lines(result))]


def proof_lines(result: Result) -> list[str]:
    """The copy, the rehearsal and the API budget, in a sentence each; "not known" where nothing tells."""
    proof, budget = result.readiness.proof, result.readiness.budget
    copied = f"{proof.license or 'kind unknown'}, copied on {proof.copied_on}" if proof.copied_on else "not known"
    lines = [f"sandbox copy  {copied}"]
    if proof.touchpoints is None:
        lines.append("rehearsal     not known: touchpoints were not read")
    else:
        at_least = "at least " if proof.capped else ""
        lines.append(
            f"rehearsal     {at_least}{proof.touchpoints} touchpoints of {proof.people} people and "
            f"{proof.attribution_touchpoints} of {proof.opportunities} opportunities since"
        )
    if budget is None:
        return [*lines, "first sync    not known: records were not counted"]
    return [
        *lines,
        f"first sync    about {budget.credits:,} API credits ({budget.read_credits:,} to read, "
        f"{budget.write_credits:,} to write), {budget.days:g} days at {budget.daily_limit:,} a day; "
        f"org: {_limit(budget.org_max)} a day",
    ]


def _limit(maximum: int | None) -> str:
    return "unknown" if maximum is None else f"{maximum:,}"


def _section(heading: str, findings: list[Finding]) -> list[str]:
    if not findings:
        return []
    lines = ["", f"{heading} ({len(findings)})"]
    for one in findings:
        changed = "" if one.rule_severity is None else f" ({one.rule_severity.value} by the rule)"
        lines += [f"  {one.message}{changed}", f"      {one.rule} {one.fingerprint}. {one.fix}"]
    return lines


def _severity(finding: Finding) -> str:
    by_rule = "" if finding.rule_severity is None else f" ({finding.rule_severity.value} by the rule)"
    return f"{finding.severity.value}{by_rule}"


def _policy_lines(result: Result) -> list[str]:
    """Who accepted what, and until when: waivers and other severities of the policy, in force or not."""
    lines = []
    if result.waivers:
        lines += ["", f"WAIVERS ({len(result.waivers)})"]
    for one in result.waivers:
        problem = waiver_problem(one)
        ticket = f", {one.ticket}" if one.ticket else ""
        lines += [
            f"  {one.about} by {one.by}{ticket}, until {one.expires.isoformat()}: {one.reason}",
            f"      {problem or 'applied'}",
        ]
    if result.severities:
        lines += ["", f"SEVERITIES OF THE POLICY ({len(result.severities)})"]
    for other in result.severities:
        lines += [f"  {other.told}", f"      {severity_reason(other) or other.effect}"]
    return lines


def _org(org: Org) -> str:
    return printable(f"{org.name or 'unnamed'} ({org.id or 'id unknown'})")


FORMAT = Format(
    name="text",
    title="the terminal's summary",
    file="report.txt",
    about="For a terminal or a mail: the verdict, the causes, and every finding in two lines.",
    render=render,
)
