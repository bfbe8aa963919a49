"""The whole report as one record: what comes where, in which words. Pure: the same result gives the same view."""

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct, structs

from parity.compare.difference import ComparedObject, Kind
from parity.formats.report_view.causes import CauseView, causes_of
from parity.formats.report_view.day_one import DayOne, day_one_of
from parity.formats.report_view.decisions import Decision, decisions_of
from parity.formats.report_view.finding_view import Context, ObjectGroup, by_object, with_anchors
from parity.formats.report_view.history import HistoryView, history_of
from parity.formats.report_view.last_changed import last_changed
from parity.formats.report_view.matrix import OWN_ROWS, MatrixRow, matrix
from parity.formats.report_view.opening import Opening, opening_of
from parity.formats.report_view.unread import UnreadGroup, points_of, unread_of
from parity.formats.report_view.waivers import SeverityRow, WaiverRow, accepted_by, severity_rows, waiver_rows
from parity.languages.speech import _
from parity.rules.finding import Finding
from parity.snapshot.records import Gap
from parity.verdict.result import Result, RuleText
from parity.verdict.waivers import open_gaps

_AUTOMATION = frozenset({Kind.TRIGGER, Kind.AUTOMATION})


class Section(Struct, frozen=True):
    """One part of the report below the first screen: its anchor, its title, and how many things it shows."""

    anchor: str
    title: str
    count: int | None = None


class ReportView(Struct, frozen=True, kw_only=True):
    """All parts of a report in the order in which they are read. `left_out`: findings that are only counted."""

    opening: Opening
    sections: tuple[Section, ...]
    decisions: tuple[Decision, ...]
    day_one: DayOne
    causes: tuple[CauseView, ...]
    matrix: tuple[MatrixRow, ...]
    objects: tuple[ObjectGroup, ...]
    automation: tuple[ObjectGroup, ...]
    unread: tuple[UnreadGroup, ...]
    accepted_gaps: tuple[Gap, ...]
    waivers: tuple[WaiverRow, ...]
    severities: tuple[SeverityRow, ...]
    equal: tuple[ComparedObject, ...]
    history: HistoryView | None
    rules: tuple[tuple[str, RuleText], ...]
    left_out: int = 0


def _accepted(result: Result) -> Section | None:
    """What named people accepted, and what the policy makes of severities; null where there is neither."""
    if result.waivers:
        return Section("waivers", _("Waivers"), len(result.waivers))
    return Section("waivers", _("Severities"), len(result.severities)) if result.severities else None


def report_view(result: Result, most: int | None = None) -> ReportView:
    """What the report of a result says; of findings that no cause explains, at `most` so many, the worst first."""
    titles = {name: _(rule.title) for name, rule in result.rules.items()}
    changed = {fingerprint: last_changed(one) for fingerprint, one in result.changed.items()}
    context = Context(accepted_by(result), titles, changed)
    decisions, unread = decisions_of(result), unread_of(result)
    loose = [one for one in result.findings if one.cause is None and one.kind not in OWN_ROWS]
    shown = frozenset(one.fingerprint for one in _worst(loose, context.waived, most))
    still_open = open_gaps(result.gaps, result.waivers)

    def grouped(findings: list[Finding]) -> tuple[ObjectGroup, ...]:
        told = [one for one in findings if one.fingerprint in shown]
        total = Counter(one.object for one in findings)
        groups = by_object(told, structs.replace(context, under_object=True))
        return tuple(structs.replace(one, count=total[one.object]) for one in groups)

    history = history_of(result)
    day_one, causes = day_one_of(result, context), causes_of(result, context)
    fields = [one for one in loose if one.kind not in _AUTOMATION]
    runs = [one for one in loose if one.kind in _AUTOMATION]
    objects, automation = with_anchors(grouped(fields), grouped(runs))
    sections = (
        Section("day-one", _("On day one"), sum(len(one.findings) for one in day_one.risks)),
        Section("causes", _("Causes"), len(causes)) if causes else None,
        Section("findings", _("Findings"), len(fields)),
        Section("automation", _("Triggers and automation"), len(runs)),
        Section("not-compared", _("Not compared"), len(result.gaps)),
        _accepted(result),
        Section("equal", _("Found equal")),
        Section("history", _("History"), len(history.rows)) if history else None,
        Section("rules", _("Why it matters"), len(result.rules)) if result.rules else None,
        Section("provenance", _("Provenance")),
    )
    return ReportView(
        opening=opening_of(result, decisions, points_of(unread)),
        sections=tuple(one for one in sections if one is not None),
        decisions=decisions,
        day_one=day_one,
        causes=causes,
        matrix=matrix(result),
        objects=objects,
        automation=automation,
        unread=unread,
        accepted_gaps=tuple(one for one in result.gaps if one not in still_open),
        waivers=waiver_rows(result),
        severities=severity_rows(result),
        equal=result.checked,
        history=history,
        rules=tuple(sorted(result.rules.items())),
        left_out=len(loose) - len(shown),
    )


def _worst(findings: list[Finding], waived: Mapping[str, str], most: int | None) -> list[Finding]:
    """The findings, or the worst of them: those that nobody has accepted, blockers first."""
    if most is None or len(findings) <= most:
        return findings
    return sorted(findings, key=lambda one: (one.fingerprint in waived, one.severity.rank))[:most]
