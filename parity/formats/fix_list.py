"""The fix list, one row for each finding or gap: what to do, where, and whose task it is."""

from collections import defaultdict

from msgspec import Struct

from parity.compare.difference import Kind
from parity.formats.report_view.sides import shown
from parity.formats.report_view.waivers import severity_line
from parity.formats.spoken import fix_of, message_of, said, sentence, subject
from parity.integrity.printable import printable
from parity.languages.speech import N_, _, grouped
from parity.rules.component_paths import page_named_in, setup_path
from parity.rules.finding import Finding, Severity
from parity.snapshot.records import Gap, Role
from parity.verdict.baseline import SinceBaseline
from parity.verdict.decide import waived_fingerprints
from parity.verdict.result import Result
from parity.verdict.waivers import AppliedWaiver, WaiverStatus, open_gaps

#: What stands in the place of a severity where something could not be read.
NOT_READ = N_("not read")
#: Two characters that are no control characters, and that XML, and so a workbook and JUnit, cannot hold.
_NO_CHARACTERS = str.maketrans({"\ufffe": "\\u{fffe}", "\uffff": "\\u{ffff}"})
_MOST_ITEMS = 100
#: What `since` can say.
SINCE = (N_("new"), N_("unchanged"))
#: What parity itself says of an org, as the value of a side.
_PARITYS_OWN = frozenset({Kind.READINESS, Kind.CAUSE})
_LONGEST_TEXT = 10_000


class FixRow(Struct, frozen=True, kw_only=True):
    """One line of the fix list. `owner` is who has accepted the finding, empty where somebody is still to take it;
    `policy` is what `policy.severities` made of it;
    `since` is `new` or `unchanged`, empty without a baseline. All texts are free of control characters but `\\n`."""

    status: str
    owner: str
    severity: str
    object: str
    component: str
    production: str
    sandbox: str
    message: str
    fix: str
    setup_path: str
    rule: str
    policy: str
    fingerprint: str
    since: str


def fix_list(result: Result, since: SinceBaseline | None = None) -> tuple[FixRow, ...]:
    """What could not be read, then the findings in the result's order: causes, day one, what differs, worst first."""
    states = {} if since is None else since.state
    waivers, policy = applied_waivers(result), by_policy(result)
    still_open = frozenset(open_gaps(result.gaps, result.waivers))
    rows = [_gap_row(one, result, still_open=one in still_open) for one in result.gaps]
    for one in result.findings:
        waiver = waivers.get(one.fingerprint)
        rows.append(
            FixRow(
                status=_status(one, waiver is not None),
                owner="" if waiver is None else terms(waiver),
                severity=_(one.severity.value),
                object=clean(one.object),
                component=clean(one.component),
                production=side_text(one, Role.PRODUCTION),
                sandbox=side_text(one, Role.SANDBOX),
                message=clean(message_of(one)),
                fix=clean(fix_of(one)),
                setup_path=clean(setup_path(one)),
                rule=one.rule,
                policy=policy.get(one.fingerprint, ""),
                fingerprint=one.fingerprint,
                since=_(states.get(one.fingerprint, "")),
            )
        )
    return tuple(rows)


def applied_waivers(result: Result) -> dict[str, AppliedWaiver]:
    """The waivers in force, by the fingerprint of what they accept."""
    waived = waived_fingerprints(result.waivers)
    return {
        one.fingerprint: one
        for one in result.waivers
        if one.fingerprint in waived and one.status is WaiverStatus.APPLIED
    }


def terms(waiver: AppliedWaiver) -> str:
    """Who, where it was decided, until when, and why: `Dana Hill (CRM-12) until 2027-01-31: Retired in May`."""
    ticket = f" ({waiver.ticket})" if waiver.ticket else ""
    until = _("{names} until {day}").format(names=f"{waiver.by}{ticket}", day=waiver.expires.isoformat())
    return clean(f"{until}: {waiver.reason}")


def by_policy(result: Result) -> dict[str, str]:
    """What `policy.severities` made of findings, by fingerprint: the rule's own severity, then who says what."""
    told: dict[str, list[str]] = defaultdict(list)
    for entry in result.severities:
        for one in entry.changed:
            told[one].append(severity_line(entry))
    return {
        one.fingerprint: clean("; ".join([f"{_(one.by_rule.value)} {_('by the rule')}", *told[one.fingerprint]]))
        for one in result.findings
        if one.rule_severity is not None
    }


def _gap_row(gap: Gap, result: Result, *, still_open: bool) -> FixRow:
    accepted = [
        terms(one)
        for one in result.waivers
        if one.gap is not None and one.object == gap.subject and one.status is WaiverStatus.APPLIED
    ]
    return FixRow(
        status=_("open") if still_open else _("waived"),
        owner="" if still_open else clean("; ".join(accepted)),
        severity=_(NOT_READ),
        object="",
        component=clean(subject(gap.subject)),
        production=_(NOT_READ) if gap.role != Role.SANDBOX else "",
        sandbox=_(NOT_READ) if gap.role != Role.PRODUCTION else "",
        message=clean(f"{sentence(gap.reason)}{': ' if gap.fields else ''}{', '.join(gap.fields)}"),
        fix=clean(sentence(gap.fix)),
        setup_path=page_named_in(gap.fix),
        rule="",
        policy="",
        fingerprint="",
        since="",
    )


def standing(result: Result) -> tuple[Finding, ...]:
    """What is still to decide, worst first: neither waived, nor explained by a cause, nor only a note."""
    waived = waived_fingerprints(result.waivers)
    found = [
        one
        for one in result.findings
        if one.cause is None and one.fingerprint not in waived and one.severity is not Severity.INFO
    ]
    return tuple(sorted(found, key=lambda one: one.severity.rank))


def named(finding: Finding) -> str:
    """The component under its object, as `Lead.Region__c`; the object or the component alone where that says it."""
    if not finding.object or finding.object == finding.component:
        return clean(finding.component)
    return clean(f"{finding.object}.{finding.component}")


def side_text(finding: Finding, role: Role) -> str:
    """What one org has, in words; a line for each item where the finding holds several."""
    several = len(finding.items) > 1 and finding.kind not in _PARITYS_OWN
    if not several:
        whole = finding.production if role is Role.PRODUCTION else finding.sandbox
        word = finding.kind in _PARITYS_OWN and isinstance(whole, str) and whole
        return clean(said(whole) if word else shown(whole, finding.attribute))
    lines = [
        f"{one.name}: {shown(one.production if role is Role.PRODUCTION else one.sandbox, one.name)}"
        for one in finding.items[:_MOST_ITEMS]
    ]
    more = len(finding.items) - _MOST_ITEMS
    return clean("\n".join([*lines, *([_("and {count} more").format(count=grouped(more))] if more > 0 else [])]))


def clean(text: str) -> str:
    """The text without control characters, and without the two that no XML can hold; cut where it is very long."""
    more = len(text) - _LONGEST_TEXT
    if more > 0:
        cut_off = _("… ({count} more characters in result.json)").format(count=grouped(more))
        text = f"{text[:_LONGEST_TEXT]}{cut_off}"
    return printable(text, keep="\n").translate(_NO_CHARACTERS)


def _status(finding: Finding, waived: bool) -> str:
    if waived:
        return _("waived")
    if finding.cause is not None:
        return _("explained by a cause")
    return _("note") if finding.severity is Severity.INFO else _("open")
