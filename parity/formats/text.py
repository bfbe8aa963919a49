"""The result for a terminal or a mail: the verdict first, then what to do.

The decisions, their words and their order are those of the page.
"""

import re
from collections import defaultdict
from unicodedata import east_asian_width

from parity.compare.difference import Kind
from parity.formats.registry import Format
from parity.formats.report_view.day_one import facts_of
from parity.formats.report_view.decisions import Decision, decisions_of
from parity.formats.report_view.last_changed import last_changed
from parity.formats.report_view.opening import Accepted, Opening, opening_of
from parity.formats.report_view.unread import UnreadGroup, points_of, things_of, unread_of
from parity.formats.report_view.waivers import severity_line, waiver_about
from parity.formats.report_view.words import several
from parity.formats.spoken import fix_of, message_of, sentence, subject
from parity.integrity.printable import printable
from parity.languages.speech import N_, _, grouped, ngettext
from parity.marketo_measure.authorize import Standing
from parity.rules.component_paths import name_of
from parity.rules.finding import Finding, Severity
from parity.snapshot.records import Role
from parity.verdict.decide import VerdictName, waived_fingerprints
from parity.verdict.result import Result
from parity.verdict.severities import severity_reason
from parity.verdict.waiver_reasons import waiver_problem

_NAMES_SHOWN = 6
_NARROWEST = 12
_LABELS = (
    "waived",
    "lowered",
    *(one.value for one in (*Severity, *Role)),
    "next",
    "collected",
    "not read",
    "waivers",
    "severities",
    "to answer",
)
_REASONS_SHOWN = 3
_DECISIONS_SHOWN = 4
_UNREAD_SHOWN = 3
_HEADINGS = {Severity.BLOCKER: N_("BLOCKERS"), Severity.WARNING: N_("WARNINGS"), Severity.INFO: N_("NOTES")}
#: The verdict, and below it why.
_FIRST_LINES = re.compile(f"(?:{'|'.join(VerdictName)})(?:  .*)?\\r?\\n  \\S")
_IRREVERSIBLE = N_("The switch to production cannot be undone: no way back to a sandbox, no second production org.")


def summary_lines(result: Result, then: str | None = None) -> list[str]:
    """The verdict, why, what to decide, and what to do next (`then`, where that is known): less than a screen."""
    decisions, unread = decisions_of(result), unread_of(result)
    opening = opening_of(result, decisions, points_of(unread), then)
    lines = [
        f"{result.verdict.value}  {result.tenant or ''}".rstrip(),
        *_cut_off([f"  {sentence(one)}" for one in result.reasons], _REASONS_SHOWN),
        *(_unread(unread) if result.verdict is VerdictName.INCONCLUSIVE else []),
        *_decided(decisions),
        *_asked(result),
        f"  {_label(_('next'))}{opening.next}",
        *_about(opening),
        f"  {_(_IRREVERSIBLE)}",
    ]
    return [printable(line) for line in lines]


def _asked(result: Result) -> list[str]:
    """What Authorize in production can fail on and no org tells: the gate of the switch asks a person for it."""
    ids = [one.id for one in result.readiness.authorize if one.standing is Standing.OPEN]
    return [f"  {_label(_('to answer'))}{_asks().format(names=', '.join(ids))}"] if ids else []


def _asks() -> str:
    return _("before the switch, not for the verdict: parity checklist ({names})")


def _cut_off(lines: list[str], most: int) -> list[str]:
    left = len(lines) - most
    if left <= 0:
        return lines
    more = ngettext("and {count} more reason", "and {count} more reasons", left).format(count=grouped(left))
    return [*lines[:most], f"  {more}"]


def _label(text: str, width: int = 0) -> str:
    """A label with blanks behind it, up to a width on the screen; left out: that of the widest label of a summary."""
    return text + " " * max((width or _column()) - _width(text), 2)


def _indent() -> str:
    return " " * (_column() + 2)


def _column() -> int:
    return max(_NARROWEST, *(_width(_(one)) + 2 for one in _LABELS))


def _width(text: str) -> int:
    """The columns that a text takes on a screen: two for each letter of Korean and Japanese."""
    return sum(2 if east_asian_width(one) in {"W", "F"} else 1 for one in text)


def _left(count: int) -> str:
    return _("and {count} more: --verbose, or the report").format(count=grouped(count))


def _decided(decisions: tuple[Decision, ...]) -> list[str]:
    """The decisions that matter most, each with the fingerprints that a waiver or the report needs; under GO WITH
    WAIVERS those that were taken, each with what it is by the rule."""
    lines = []
    for one in decisions[:_DECISIONS_SHOWN]:
        explains = f" ({several('{count} finding', '{count} findings', one.explains)})" if one.explains else ""
        grade = f" ({_(one.severity.value)})" if one.accepted else ""
        told = f"  {_label(_(one.accepted or one.severity.value))}{one.sentence}{grade}{explains}"
        single = len(one.findings) == 1
        lines += [f"{told}  {one.findings[0].fingerprint}"] if single else [told, f"{_indent()}{_fingerprints(one)}"]
        lines += [f"{_indent()}{one.detail}"] if one.detail else []
    left = sum(len(one.findings) for one in decisions[_DECISIONS_SHOWN:])
    return [*lines, *([f"{_indent()}{_left(left)}"] if left else [])]


def _fingerprints(decision: Decision) -> str:
    named = [f"{name_of(one)} {one.fingerprint}" for one in decision.findings[:2]]
    more = len(decision.findings) - len(named)
    return _more(", ".join(named), more)


def _more(names: str, more: int) -> str:
    return _("{names} and {count} more").format(names=names, count=grouped(more)) if more > 0 else names


def _unread(unread: tuple[UnreadGroup, ...]) -> list[str]:
    """What could not be read, by what to do, most first."""
    lines = []
    for one in unread[:_UNREAD_SHOWN]:
        lines += [f"  {_label(_('not read'))}{things_of(one, _NAMES_SHOWN)}", f"{_indent()}{one.fix}"]
    left = sum(len(one.things) for one in unread[_UNREAD_SHOWN:])
    return [*lines, *([f"  {_label(_('not read'))}{_left(left)}"] if left else [])]


def _about(opening: Opening) -> list[str]:
    """Both orgs, how fresh, and who accepted what."""
    lines = [f"  {_label(_(one.role.value))}{one.name} ({one.id})" for one in opening.orgs]
    lines.append(f"  {_label(_('collected'))}{opening.collected}")
    for label, given in ((_("waivers"), opening.accepted), (_("severities"), opening.lowered)):
        if given is not None:
            lines.append(f"  {_label(label)}{_given(given)}")
    return lines


def _given(given: Accepted) -> str:
    by = f" {_('by {names}').format(names=given.by)}" if given.by else ""
    void = [several("{count} does not hold", "{count} do not hold", given.void)] if given.void else []
    return ", ".join([grouped(given.count) + by, *void])


def render(result: Result) -> bytes:
    """The whole result as plain text."""
    return ("\n".join(full_lines(result)) + "\n").encode()


def full_lines(result: Result, then: str | None = None) -> list[str]:
    """The summary, and under it all that was found, worst first."""
    waived = waived_fingerprints(result.waivers)
    lines = [*summary_lines(result, then), *_all_unread(result), *_causes(result, waived), *_readiness(result, waived)]
    for severity, heading in _HEADINGS.items():
        found = [one for one in _others(result) if one.severity is severity and one.fingerprint not in waived]
        lines += _section(_(heading), found, result)
    accepted = [one for one in result.findings if one.fingerprint in waived and one.cause is None]
    lines += _section(_("WAIVED"), accepted, result)
    lines += _policy_lines(result)
    compared = sum(one.fields_compared for one in result.checked)
    equal = sum(len(one.equal_fields) for one in result.checked)
    lines += ["", _compared(compared, len(result.checked), equal)]
    lines += [f"{_label(_('judged'), 21)}{result.judged_at}"]
    for role in (Role.PRODUCTION, Role.SANDBOX):
        used = result.snapshots.of(role)
        name = _("production snapshot") if role is Role.PRODUCTION else _("sandbox snapshot")
        at = _("collected {time}").format(time=used.collected_at or _("at an unknown time"))
        lines += [f"{_label(name, 21)}{used.digest}, {at}"]
    if result.ledger is not None:
        lines += [f"{_label(_('ledger entry {number}').format(number=result.ledger.seq), 22)}{result.ledger.hash}"]
    return [printable(line) for line in lines]


def _compared(fields: int, objects: int, equal: int) -> str:
    return _("Compared {fields} of {objects}; equal: {equal}.").format(
        fields=several("{count} field", "{count} fields", fields),
        objects=several("{count} object", "{count} objects", objects),
        equal=grouped(equal),
    )


def _causes_heading(causes: int, folded: int) -> str:
    return _("CAUSES ({causes}), which explain {findings}").format(
        causes=grouped(causes), findings=several("{count} finding", "{count} findings", folded)
    )


def _all_unread(result: Result) -> list[str]:
    lines = ["", f"{_('COULD NOT BE READ OR VERIFIED')} ({len(result.gaps)})"] if result.gaps else []
    for gap in result.gaps:
        lines += [
            f"  {_(gap.role or 'both')}: {subject(gap.subject)}: {sentence(gap.reason)}",
            f"      {sentence(gap.fix)}",
        ]
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
    lines = ["", _causes_heading(len(own), result.counts.folded)] if own else []
    for one in own:
        cause, names = stated[one.fingerprint], sorted(explained[one.fingerprint])
        shown = _more(", ".join(names[:_NAMES_SHOWN]), len(names) - _NAMES_SHOWN)
        lines += [
            f"  {_severity(one)}: {message_of(one)}",
            f"      {one.rule} {one.fingerprint}, {_(cause.certainty.value)}: {sentence(cause.proof)}",
            f"      {_('explains {names}').format(names=shown)}",
            f"      {_(result.rules[one.rule].why)}",
            f"      {fix_of(one)}",
        ]
    return lines


def _readiness(result: Result, waived: frozenset[str]) -> list[str]:
    """What would go wrong on day one, through whose eyes, and what the first sync costs."""
    ready = result.readiness
    found = [one for one in result.findings if one.kind is Kind.READINESS and one.fingerprint not in waived]
    whose = (
        _("seen as {user}") if ready.user_named else _("seen as {user}, who collected: parity.yaml names nobody")
    ).format(user=ready.user)
    lines = ["", f"{_('WHAT WOULD GO WRONG ON DAY ONE')} ({len(found)}), {whose}"]
    for one in found:
        place = f"{one.object}: " if one.object and not one.message.startswith(one.object) else ""
        lines += [f"  {_severity(one)}: {place}{message_of(one)}", f"      {one.rule} {one.fingerprint}. {fix_of(one)}"]
    if not found and not ready.not_evaluated:
        lines.append(f"  {_('Nothing that metadata can foretell.')}")
    if ready.not_evaluated:
        lines.append(f"  {_('not evaluated:')} {', '.join(ready.not_evaluated)}")
    return [*lines, *(f"  {_label(one.name, 14)}{one.text}" for one in facts_of(result))]


def _section(heading: str, findings: list[Finding], result: Result) -> list[str]:
    if not findings:
        return []
    lines = ["", f"{heading} ({len(findings)})"]
    for one in findings:
        lines += [f"  {message_of(one)}{_by_rule(one)}", f"      {one.rule} {one.fingerprint}. {fix_of(one)}"]
        who = last_changed(result.changed.get(one.fingerprint))
        lines += [f"      {_('last changed:')} {who}"] if who else []
    return lines


def _severity(finding: Finding) -> str:
    return f"{_(finding.severity.value)}{_by_rule(finding)}"


def _by_rule(finding: Finding) -> str:
    return "" if finding.rule_severity is None else f" ({_(finding.rule_severity.value)} {_('by the rule')})"


def _policy_lines(result: Result) -> list[str]:
    """Who accepted what, and until when: waivers and other severities of the policy, in force or not."""
    lines = []
    if result.waivers:
        lines += ["", f"{_('WAIVERS')} ({len(result.waivers)})"]
    told = _("{about} by {by}, until {day}")
    for one in result.waivers:
        problem = waiver_problem(one)
        ticket = f", {one.ticket}" if one.ticket else ""
        lines += [
            f"  {told.format(about=waiver_about(one), by=one.by + ticket, day=one.expires.isoformat())}: {one.reason}",
            f"      {sentence(problem or '') or _('applied')}",
        ]
    if result.severities:
        lines += ["", f"{_('SEVERITIES OF THE POLICY')} ({len(result.severities)})"]
    for other in result.severities:
        lines += [f"  {severity_line(other)}", f"      {sentence(severity_reason(other) or other.effect)}"]
    return lines


FORMAT = Format(
    name="text",
    title="the terminal's summary",
    file="report.txt",
    about="For a terminal or a mail: the verdict, the causes, and every finding in two lines.",
    render=render,
    is_own=lambda data: _FIRST_LINES.match(data.decode(errors="replace")) is not None,
    speaks=True,
)
