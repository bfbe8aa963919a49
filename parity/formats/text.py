"""The result for a terminal or a mail: the verdict first, then what to do. The same decisions, words and order as in
the page."""

from collections import defaultdict

from parity.compare.difference import Kind
from parity.formats.registry import Format
from parity.formats.report_view.day_one import facts_of
from parity.formats.report_view.decisions import Decision, decisions_of, name_of
from parity.formats.report_view.opening import Opening, opening_of
from parity.formats.report_view.unread import Unread, points_of, things_of, unread_of
from parity.formats.report_view.words import several
from parity.integrity.printable import printable
from parity.marketo_measure.authorize import Standing
from parity.rules.finding import Finding, Severity
from parity.snapshot.records import Role
from parity.verdict.decide import VerdictName, waived_fingerprints
from parity.verdict.result import Result
from parity.verdict.severities import severity_reason
from parity.verdict.waiver_reasons import waiver_problem

_NAMES_SHOWN = 6
_REASONS_SHOWN = 3
_DECISIONS_SHOWN = 4
_UNREAD_SHOWN = 3
_HEADINGS = {Severity.BLOCKER: "BLOCKERS", Severity.WARNING: "WARNINGS", Severity.INFO: "NOTES"}
_IRREVERSIBLE = "The switch to production cannot be undone: no way back to a sandbox, no second production org."


def summary_lines(result: Result) -> list[str]:
    """The verdict, why, what to decide, and what to do next: less than a screen."""
    decisions, unread = decisions_of(result), unread_of(result)
    opening = opening_of(result, decisions, points_of(unread))
    lines = [
        f"{result.verdict.value}  {result.tenant or ''}".rstrip(),
        *_cut_off([f"  {one}" for one in result.reasons], _REASONS_SHOWN, "  and {} more reasons"),
        *(_unread(unread) if result.verdict is VerdictName.INCONCLUSIVE else []),
        *_decided(decisions),
        *_asked(result),
        f"  next        {opening.next}",
        *_about(opening),
        f"  {_IRREVERSIBLE}",
    ]
    return [printable(line) for line in lines]


def _cut_off(lines: list[str], most: int, more: str) -> list[str]:
    left = len(lines) - most
    return lines if left <= 0 else [*lines[:most], more.format(left)]


def _asked(result: Result) -> list[str]:
    """What Authorize in production can fail on and no org tells: the gate of the switch asks a person for it."""
    ids = [one.id for one in result.readiness.authorize if one.standing is Standing.OPEN]
    return [f"  to answer   before the switch, not for the verdict: parity checklist ({', '.join(ids)})"] if ids else []


def _decided(decisions: tuple[Decision, ...]) -> list[str]:
    """The decisions that matter most, each with the fingerprints that a waiver or the report needs."""
    lines = []
    for one in decisions[:_DECISIONS_SHOWN]:
        explains = f" ({several(one.explains, 'finding')})" if one.explains else ""
        told = f"  {one.severity.value:<12}{one.sentence}{explains}"
        single = len(one.findings) == 1
        lines += [f"{told}  {one.findings[0].fingerprint}"] if single else [told, f"{'':<14}{_fingerprints(one)}"]
    left = sum(len(one.findings) for one in decisions[_DECISIONS_SHOWN:])
    return [*lines, *([f"              and {left} more: --verbose, or the report"] if left else [])]


def _fingerprints(decision: Decision) -> str:
    named = [f"{name_of(one)} {one.fingerprint}" for one in decision.findings[:2]]
    more = len(decision.findings) - len(named)
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")


def _unread(unread: tuple[Unread, ...]) -> list[str]:
    """What could not be read, by what to do, most first."""
    lines = []
    for one in unread[:_UNREAD_SHOWN]:
        lines += [f"  not read    {things_of(one, _NAMES_SHOWN)}", f"              {one.fix}"]
    left = sum(len(one.things) for one in unread[_UNREAD_SHOWN:])
    return [*lines, *([f"  not read    and {left} more: --verbose, or the report"] if left else [])]


def _about(opening: Opening) -> list[str]:
    """Both orgs, how fresh, and who accepted what."""
    lines = [f"  {one.role:<12}{one.name} ({one.id})" for one in opening.orgs]
    lines.append(f"  {'collected':<12}{opening.collected}")
    if opening.accepted is not None:
        broken = opening.accepted.void
        void = f", {broken} {'does' if broken == 1 else 'do'} not hold" if broken else ""
        by = f" by {opening.accepted.by}" if opening.accepted.by else ""
        lines.append(f"  {'waivers':<12}{opening.accepted.count}{by}{void}")
    return lines


def render(result: Result) -> bytes:
    """The whole result as plain text."""
    return ("\n".join(full_lines(result)) + "\n").encode()


def full_lines(result: Result) -> list[str]:
    """The summary, and under it all that was found, worst first."""
    waived = waived_fingerprints(result.waivers)
    lines = [*summary_lines(result), *_all_unread(result), *_causes(result, waived), *_readiness(result, waived)]
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
    return [printable(line) for line in lines]


def _all_unread(result: Result) -> list[str]:
    lines = ["", f"COULD NOT BE READ OR VERIFIED ({len(result.gaps)})"] if result.gaps else []
    for gap in result.gaps:
        lines += [f"  {gap.role or 'both'}: {gap.subject}: {gap.reason}", f"      {gap.fix}"]
    return lines


def _others(result: Result) -> list[Finding]:
    """What neither a cause explains nor readiness says."""
    return [one for one in result.findings if one.cause is None and one.kind not in {Kind.CAUSE, Kind.READINESS}]


def _causes(result: Result, waived: frozenset[str]) -> list[str]:
    """Each cause with what proves it and what it explains."""
    stated = {one.fingerprint: one for one in result.causes}
    explained: dict[str, list[str]] = defaultdict(list)
    for found in result.findings:
        explained[found.cause or ""].append(f"{found.object}.{found.component}")
    own = [one for one in result.findings if one.kind is Kind.CAUSE and one.fingerprint not in waived]
    lines = ["", f"CAUSES ({len(own)}), which explain {result.counts.folded} findings"] if own else []
    for one in own:
        cause, names = stated[one.fingerprint], sorted(explained[one.fingerprint])
        more = f" and {len(names) - _NAMES_SHOWN} more (result.json)" if len(names) > _NAMES_SHOWN else ""
        lines += [
            f"  {_severity(one)}: {one.message}",
            f"      {one.rule} {one.fingerprint}, {cause.certainty.value}: {cause.proof}",
            f"      explains {', '.join(names[:_NAMES_SHOWN])}{more}",
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
    return [*lines, *(f"  {one.name:<14}{one.text}" for one in facts_of(result))]


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


FORMAT = Format(
    name="text",
    title="the terminal's summary",
    file="report.txt",
    about="For a terminal or a mail: the verdict, the causes, and every finding in two lines.",
    render=render,
)
