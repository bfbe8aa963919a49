"""A comment for a pull request: the verdict, why, the worst ten, what is new. Never longer than GitHub takes."""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from parity.formats.fix_list import named, standing, terms
from parity.formats.registry import Format
from parity.formats.report_view.waivers import severity_line, waiver_about
from parity.formats.spoken import fix_of, message_of, sentence, subject
from parity.integrity.printable import printable
from parity.languages.speech import N_, _, grouped
from parity.rules.finding import Finding
from parity.snapshot.records import Gap, Role
from parity.verdict.baseline import SinceBaseline
from parity.verdict.decide import VerdictName
from parity.verdict.result import Result, result_digest
from parity.verdict.severities import AppliedSeverity, severity_reason
from parity.verdict.waiver_reasons import waiver_problem
from parity.verdict.waivers import AppliedWaiver, WaiverStatus, open_gaps

#: GitHub refuses a comment of 65,536 characters; bytes are never fewer than characters.
LIMIT = 65_536
_MOST = 10
_COUNTED = (
    N_("blockers"),
    N_("warnings"),
    N_("notes"),
    N_("waived"),
    N_("explained by a cause"),
    N_("not read"),
)
_MOST_CHANGED = 3
_LONGEST_TEXTS = (400, 200, 100, 40, 10)
_MARKS = {
    VerdictName.GO: "✅",
    VerdictName.GO_WITH_WAIVERS: "⚠️",
    VerdictName.NO_GO: "❌",
    VerdictName.INCONCLUSIVE: "❔",
}
#: What can be markup inside a line: code, emphasis, links, tables, HTML, entities, formulas, mentions, addresses.
_PUNCTUATION = re.compile(r"[\\`*_\[\]<>#|~@&$]|:(?=\S)|(?<=www)\.|(?<=\bGH)-(?=\d)", re.IGNORECASE)
#: What can be markup at the beginning: a list, a heading, a rule.
_BEGINNING = re.compile(r"^(?:[-+=]|\d+(?=[.)]))")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
#: With a space of no width behind it, nobody is mentioned and no issue is referred to.
_POINTERS = {"@": "@&#8203;", "#": "\\#&#8203;", "-": "-&#8203;"}

_HEADING = re.compile(f"## .{{1,2}} parity: (?:{'|'.join(VerdictName)})")

_Text = Callable[[str], str]
_Entry = TypeVar("_Entry")


def render(result: Result, since: SinceBaseline | None = None) -> bytes:
    """The comment as UTF-8; long texts of the orgs are cut until the whole fits."""
    for longest in _LONGEST_TEXTS:
        page = "\n".join(_page(result, since, lambda text, most=longest: escaped(text, most))) + "\n"  # type: ignore[misc]
        if len(page.encode()) < LIMIT:
            break
    return page.encode()


def escaped(text: str, longest: int = 400) -> str:
    """A text as itself in Markdown, on one line: no markup, no link, no mention, no HTML; cut where it is long."""
    flat = " ".join(printable(text[: 4 * longest], keep="\n\t").split())
    cut = flat if len(flat) <= longest else f"{flat[: longest - 1]}…"
    begin = "&#8203;" if _BEGINNING.match(cut) else ""
    return begin + _PUNCTUATION.sub(lambda found: _written(found.group()), cut)


def _written(char: str) -> str:
    return _ENTITIES.get(char) or _POINTERS.get(char) or f"\\{char}"


def _page(result: Result, since: SinceBaseline | None, text: _Text) -> list[str]:
    tenant = f" · {text(result.tenant)}" if result.tenant else ""
    counts = result.counts
    lines = [
        f"## {_MARKS[result.verdict]} parity: {result.verdict.value}{tenant}",
        "",
        *_list(result.reasons, lambda one: text(sentence(one))),
        "",
        f"| {' | '.join(_(one) for one in _COUNTED)} |",
        "|---:|---:|---:|---:|---:|---:|",
        f"| {counts.blocker} | {counts.warning} | {counts.info} | {counts.waived} | {counts.folded} | {counts.gaps} |",
    ]
    lines += _unread(result, text)
    lines += _worst(result, since, text)
    lines += _accepted(result, text)
    if since is not None:
        lines += _changes(since, text)
    return [*lines, *_proof(result, since, text)]


def _list(entries: Sequence[_Entry], told: Callable[[_Entry], str]) -> list[str]:
    """The first ten as a list, each told in a line, and how many more there are."""
    more = len(entries) - _MOST
    lines = [f"- {told(one)}" for one in entries[:_MOST]]
    return [*lines, *([f"- {_('and {count} more, in the report').format(count=grouped(more))}"] if more > 0 else [])]


def _unread(result: Result, text: _Text) -> list[str]:
    gaps = open_gaps(result.gaps, result.waivers)
    if not gaps:
        return []

    def told(one: Gap) -> str:
        told = f"{text(sentence(one.reason))} {text(sentence(one.fix))}"
        return f"**{text(subject(one.subject))}** ({_(one.role or 'both')}): {told}"

    return ["", f"### {_('Could not be read or verified')}", "", *_list(gaps, told)]


def _worst(result: Result, since: SinceBaseline | None, text: _Text) -> list[str]:
    found = standing(result)
    if not found:
        return []
    states, new = {} if since is None else since.state, {"new": f" · **{_('new')}**"}
    rows = [
        f"| {_(one.severity.value)}{new.get(states.get(one.fingerprint, ''), '')} | **{text(named(one))}** "
        f"| {text(message_of(one))} | {text(fix_of(one))} |"
        for one in found[:_MOST]
    ]
    heading = _("The worst ten of {count}").format(count=grouped(len(found))) if len(found) > _MOST else _("To decide")
    columns = (_("Severity"), _("Component"), _("What is wrong"), _("Fix"))
    return ["", f"### {heading}", "", f"| {' | '.join(columns)} |", "|---|---|---|---|", *rows]


def _accepted(result: Result, text: _Text) -> list[str]:
    """Who accepted what, until when and why; then what holds no longer; then other severities than the rules'."""
    found = {one.fingerprint: one for one in result.findings}

    def about(one: AppliedWaiver) -> str:
        if one.gap is not None:
            return f"**{text(one.object)}**, {_('not compared')}: {text(', '.join(one.fields))}"
        return _finding(found[one.fingerprint], text)

    def severity(one: AppliedSeverity) -> str:
        changed = [found[mark] for mark in one.changed]
        by_rule = _("by the rule")
        names = [f"**{text(named(each))}** ({_(each.by_rule.value)} {by_rule})" for each in changed[:_MOST_CHANGED]]
        left = len(changed) - _MOST_CHANGED
        more = [_("and {count} more").format(count=grouped(left))] if left > 0 else []
        told = text(f"{severity_line(one)} ({sentence(severity_reason(one) or one.effect)})")
        return f"{told}: {', '.join([*names, *more])}" if names else told

    holding = sorted((one for one in result.waivers if one.status is WaiverStatus.APPLIED), key=_rank_of(found))
    void = [one for one in result.waivers if one.status is not WaiverStatus.APPLIED]
    parts = (
        (_("Accepted by name"), _list(holding, lambda one: f"{about(one)}; {_by(terms(one), text)}")),
        (_("Waivers that do not hold"), _list(void, lambda one: text(_void(one)))),
        (_("Severities of the policy"), _list(result.severities, severity)),
    )
    return [line for heading, told in parts if told for line in ("", f"### {heading}", "", *told)]


def _by(who: str, text: _Text) -> str:
    return _("accepted by {names}").format(names=text(who))


def _void(waiver: AppliedWaiver) -> str:
    by = _("{about} by {names}").format(about=waiver_about(waiver), names=waiver.by)
    return f"{by}: {sentence(waiver_problem(waiver) or '')}"


def _finding(one: Finding, text: _Text) -> str:
    return f"{_(one.severity.value)}: **{text(named(one))}**: {text(message_of(one))}"


def _rank_of(found: dict[str, Finding]) -> Callable[[AppliedWaiver], int]:
    return lambda one: -1 if one.gap is not None else found[one.fingerprint].severity.rank


def _changes(since: SinceBaseline, text: _Text) -> list[str]:
    def told(one: Finding) -> str:
        return _finding(one, text)

    changed = _("{new} new, {fixed} fixed, {unchanged} unchanged.").format(
        new=grouped(len(since.new)), fixed=grouped(len(since.fixed)), unchanged=grouped(len(since.unchanged))
    )
    heading = _("Since {time} ({verdict})").format(time=since.judged_at, verdict=since.verdict.value)
    lines = ["", f"### {heading}", "", changed]
    if since.new_gaps:
        unseen = _('{count} could be read then and not now, so "fixed" may be "not seen".')
        lines += ["", unseen.format(count=grouped(len(since.new_gaps)))]
    if since.new:
        lines += ["", _("New:"), "", *_list(_worst_first(since.new), told)]
    if since.worse:
        grown = _("Counts for more than then (a waiver ended, or the severity rose):")
        lines += ["", grown, "", *_list(_worst_first(since.worse), told)]
    return lines


def _worst_first(findings: Sequence[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda one: one.severity.rank)


def _proof(result: Result, since: SinceBaseline | None, text: _Text) -> list[str]:
    both = [(role, result.orgs.of(role)) for role in Role]
    orgs = [
        f"{_(role.value)}: {text(org.name or _('unnamed'))} ({text(org.id or _('id unknown'))})" for role, org in both
    ]
    judged = _("Judged at {time} by parity {version}").format(time=result.judged_at, version=text(result.tool.version))
    told = f"{'; '.join(orgs)}. {judged}; result.json {result_digest(result)}"
    if since is not None:
        told += f"; {_('baseline')} {since.digest}"
    return ["", f"<sub>{told}. {_('The switch to production cannot be undone.')}</sub>"]


FORMAT = Format(
    name="markdown",
    title="a comment for a pull request",
    file="summary.md",
    about=(
        "The verdict, why, what could not be read, the worst ten, who accepted what, and with `--baseline` what is "
        "new. Shorter than the 65,536 characters that GitHub takes; texts of the orgs are cut until it is, and can "
        "neither mention nor link. In GitHub Actions `parity check` writes it into the job's summary by itself."
    ),
    render=render,
    is_own=lambda data: _HEADING.match(data.decode(errors="replace")) is not None,
    render_since=render,
    speaks=True,
)
