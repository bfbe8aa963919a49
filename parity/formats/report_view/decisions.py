"""The few things to decide, most important first: one for each rule that fires, however often it does."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from urllib.parse import urlencode

from msgspec import Struct

from parity.compare.difference import Kind
from parity.formats.report_view.plain_words import PLAIN, PLAIN_ONLY_IN
from parity.formats.report_view.words import begun, number, short, some
from parity.formats.spoken import message_of
from parity.languages.speech import N_, _
from parity.marketo_measure import catalogue as marketo_measure
from parity.rules.component_paths import name_of
from parity.rules.finding import Finding, Severity, worst
from parity.snapshot.records import Role
from parity.verdict.decide import VerdictName, waived_fingerprints
from parity.verdict.result import Result

#: How many decisions stand on the first screen.
SHOWN = 3
_NAMES = 2
_LONGEST_SENTENCE = 160
#: What a cause writes of an org that does not have it.
_NOTHING = (None, "", "off")
#: Whatever else is found: without a rehearsal there is nothing that could be honest.
_FIRST = frozenset({"readiness-never-rehearsed", "readiness-not-a-copy-of-production"})


class Decision(Struct, frozen=True, kw_only=True):
    """One thing to decide. `names` lists the components where the sentence does not name them; `detail` is the
    finding's own message where the sentence says what it means; `explains` counts the findings that a cause explains;
    `link` is the fragment of the page that shows it. `accepted` says how a named person took its weight off, "waived"
    or "lowered"; "" where it is open.
    """

    severity: Severity
    sentence: str
    names: str
    explains: int
    findings: tuple[Finding, ...]
    link: str
    accepted: str = ""
    detail: str = ""


def decided_on(result: Result) -> tuple[Finding, ...]:
    """What the decisions are about: open findings; under GO WITH WAIVERS, what was waived or lowered by name."""
    waived = waived_fingerprints(result.waivers)
    counted = [one for one in result.findings if one.cause is None and one.by_rule is not Severity.INFO]
    if result.verdict is VerdictName.GO_WITH_WAIVERS:
        return tuple(one for one in counted if one.fingerprint in waived or one.severity.rank > one.by_rule.rank)
    return tuple(one for one in counted if one.fingerprint not in waived and one.severity is not Severity.INFO)


def decisions_of(result: Result) -> tuple[Decision, ...]:
    """All decisions, those that matter most first. The worst finding's own is always among the first three."""
    found = decided_on(result)
    by_rule: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for one in found:
        by_rule[_grade(one, result).value, one.rule].append(one)
    explains = {one.fingerprint: len(one.explains) for one in result.causes}
    ordered = sorted(by_rule.values(), key=lambda same: _weight(same, result, explains))
    alone = (one for one in found if one.kind is not Kind.CAUSE)
    first = min(alone, key=lambda one: _grade(one, result).rank, default=None)
    place = next((at for at, same in enumerate(ordered) if first in same), 0)
    if place >= SHOWN:
        ordered.insert(SHOWN - 1, ordered.pop(place))
    return tuple(_decision(same, result, explains) for same in ordered)


def _grade(finding: Finding, result: Result) -> Severity:
    """How much it matters; what a named person lowered, and so made a GO, as much as it does by the rule."""
    accepted = result.verdict is VerdictName.GO_WITH_WAIVERS
    return worst(finding.severity, finding.by_rule) if accepted else finding.severity


def _weight(same: Sequence[Finding], result: Result, explains: dict[str, int]) -> tuple[bool, int, int, int, bool]:
    """Worst first; of the same severity causes by what they explain, then day one, then what occurs most, and what
    Marketo Measure uses before what it does not."""
    one = same[0]
    rank = {Kind.CAUSE: 0, Kind.READINESS: 1}.get(one.kind, 2)
    size = sum(explains.get(found.fingerprint, 1) for found in same)
    used = any(marketo_measure.uses(found.object, found.component) for found in same)
    return one.rule not in _FIRST, _grade(one, result).rank, rank, -size, not used


def _decision(same: Sequence[Finding], result: Result, explains: dict[str, int]) -> Decision:
    one, many = _plain(same)
    names, rule = [name_of(found) for found in same], result.rules.get(same[0].rule)
    told = detail = ""
    if len(same) == 1 and rule and not one and same[0].kind is Kind.READINESS:
        sentence, detail = _(rule.title), short(message_of(same[0]), _LONGEST_SENTENCE)
    elif len(same) == 1:
        sentence = _(one).format(name=short(names[0]), items=_items(same[0])) if one else message_of(same[0])
    else:
        sentence = _(many).format(number=number(len(same))) if many else _(rule.title) if rule else same[0].rule
        sentence += _mostly(same)
        told = some(names, _NAMES)
    link = f"f-{same[0].fingerprint}" if len(same) == 1 else urlencode({"rule": same[0].rule})
    return Decision(
        severity=_grade(same[0], result),
        sentence=short(begun(sentence), _LONGEST_SENTENCE),
        names=told,
        explains=sum(explains.get(found.fingerprint, 0) for found in same),
        findings=tuple(same),
        link=link,
        accepted=_accepted(same, result),
        detail=detail,
    )


def _only_in(same: Sequence[Finding]) -> Role | None:
    """The org that has what the other lacks, where that is so of all; null where it is not."""
    having = {tuple(role for role in Role if getattr(one, role.value) not in _NOTHING) for one in same}
    return next(iter(having))[0] if len(having) == 1 and all(len(one) == 1 for one in having) else None


def _plain(same: Sequence[Finding]) -> tuple[str, str]:
    """The plain words for what they say, of one and of several; "" where there are none."""
    side = _only_in(same)
    told = PLAIN_ONLY_IN.get((same[0].rule, side)) if side else None
    return told or PLAIN.get(same[0].rule, ("", ""))


def _accepted(same: Sequence[Finding], result: Result) -> str:
    """Of a GO WITH WAIVERS: nothing that was accepted may look as if it stood in the way."""
    if result.verdict is not VerdictName.GO_WITH_WAIVERS:
        return ""
    return N_("waived") if same[0].fingerprint in waived_fingerprints(result.waivers) else N_("lowered")


def _mostly(same: Sequence[Finding]) -> str:
    """On which object most of it is, where that says something."""
    on = Counter(one.object for one in same if one.object)
    if not on:
        return ""
    (name, most), *others = on.most_common()
    if not others:
        return _(" on {object}").format(object=short(name)) if most == len(same) else ""
    if most <= max(1, others[0][1]):
        return ""
    return _(", {number} of them on {object}").format(number=number(most), object=short(name))


def _items(finding: Finding) -> str:
    names = (one.name for one in finding.items)
    return some([one.partition("[")[2].rpartition("]")[0] or one for one in names])
