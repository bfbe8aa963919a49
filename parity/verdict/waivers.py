"""What becomes of each waiver of the policy in one result."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Literal

from msgspec import Struct, structs

from parity.compare.difference import Kind
from parity.config.policy import Policy, Waiver
from parity.marketo_measure.catalogue import is_in_use
from parity.rules.finding import Finding, Severity
from parity.rules.finding import fingerprint as fingerprint_of
from parity.snapshot.records import Gap
from parity.verdict.nearest import Nearest

#: So many fingerprints of a policy that no finding has are looked for among those of what production had before.
_MOST_LOOKED_FOR = 100


class WaiverStatus(StrEnum):
    """What became of a waiver in one result. Only one that is applied accepts anything."""

    APPLIED = "applied"
    EXPIRED = "expired"
    TOO_LONG = "too long"
    UNMATCHED = "unmatched"
    CHANGED = "changed"
    FOLDED = "folded"
    OPEN = "open"
    NOTE = "note"
    EXCEEDED = "exceeded"
    IN_USE = "in use"
    DUPLICATE = "duplicate"


class AppliedWaiver(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A waiver and what became of it. `fingerprint` is that of the finding, once one was found by its names.

    `exceeded`: items or fields that the waiver does not list, or may not accept. `instead`: what would hold, or what to
    do, where it does not.
    """

    fingerprint: str
    rule: str = ""
    object: str = ""
    component: str = ""
    seen: str = ""
    items: tuple[str, ...]
    gap: Literal["field-not-compared"] | None = None
    fields: tuple[str, ...] = ()
    exceeded: tuple[str, ...]
    by: str
    reason: str
    ticket: str = ""
    expires: date
    status: WaiverStatus
    instead: str = ""

    @property
    def about(self) -> str:
        """What it is a waiver of, as the policy names it."""
        if self.gap is not None:
            return f"{self.object}, fields not compared,"
        if self.component:
            return (
                f"{self.rule} on {self.object}.{self.component}" if self.object else f"{self.rule} on {self.component}"
            )
        return self.fingerprint


def apply_waivers(
    policy: Policy, findings: tuple[Finding, ...], gaps: tuple[Gap, ...], today: date
) -> tuple[AppliedWaiver, ...]:
    """What becomes of each waiver on the day `today` (UTC), in the policy's order.

    A waiver pins production's side (`seen`) and the items: it holds for those items or fewer, until its day, which is
    at most `policy.waiver_max_days` away. What is undecided cannot be waived: nobody can accept a difference that
    nobody has seen. Nor can what a cause explains: the cause is to be waived, with all that it explains. Of gaps,
    fields that could not be compared can be accepted, where neither Marketo Measure nor `policy.fields` uses them.
    """
    found = _ByName(findings, gaps, frozenset(policy.fields_in_use))
    last = today + timedelta(days=policy.waiver_max_days)
    accepted: set[str] = set()
    applied = []
    for waiver in policy.waivers:
        one = _applied(waiver, found, today, last) if waiver.gap is None else _to_gap(waiver, found, today, last)
        if one.status is WaiverStatus.APPLIED:
            target = one.fingerprint or f"gap {one.object}"
            if target in accepted:
                one = structs.replace(one, status=WaiverStatus.DUPLICATE)
            accepted.add(target)
        applied.append(one)
    return tuple(applied)


def open_gaps(gaps: tuple[Gap, ...], waivers: tuple[AppliedWaiver, ...]) -> tuple[Gap, ...]:
    """The gaps that nobody has accepted."""
    accepted = {one.object for one in waivers if one.gap is not None and one.status is WaiverStatus.APPLIED}
    return tuple(one for one in gaps if not (one.fields and one.subject in accepted))


class _ByName:
    """Findings and gaps by the names that a waiver can have for them."""

    def __init__(self, findings: tuple[Finding, ...], gaps: tuple[Gap, ...], named: frozenset[str]) -> None:
        self.by_fingerprint = {one.fingerprint: one for one in findings}
        self.by_name = {(one.rule, one.object, one.component): one for one in findings}
        self.gaps = {one.subject: one for one in gaps if one.fields}
        self.named = named
        self._looked_for = 0

    def finding(self, waiver: Waiver) -> Finding | None:
        """The finding that the waiver names."""
        if waiver.fingerprint:
            return self.by_fingerprint.get(waiver.fingerprint)
        return self.by_name.get((waiver.rule, waiver.object, waiver.component))

    def today(self, waiver: Waiver) -> Finding | None:
        """What has become of a finding that is named by its fingerprint, where production changed since.

        A fingerprint names rule, component and production's side (`seen`): only the same rule and component give it.
        """
        self._looked_for += 1
        if not waiver.fingerprint or self._looked_for > _MOST_LOOKED_FOR:
            return None
        same = (
            one
            for one in self.by_fingerprint.values()
            if fingerprint_of(one.rule, one.object, one.component, waiver.seen) == waiver.fingerprint
        )
        return next(same, None)

    def nearest(self, waiver: Waiver) -> str:
        """The finding that was probably meant, in words; empty where none is near."""
        if waiver.gap is not None:
            name = self._gap_names.to(waiver.object)
            return "" if name is None else f"The nearest is {name}: {', '.join(self.gaps[name].fields)}."
        if waiver.fingerprint:
            near = self._by_seen.get(waiver.seen) or self._near_fingerprint(waiver.fingerprint)
        else:
            by_component = self._by_component.get((waiver.object, waiver.component))
            near = by_component or self._near_name(waiver)
        return "" if near is None else f"The nearest is {named(near)}."

    def hidden(self, waiver: Waiver) -> list[Finding]:
        """Findings on fields of a `gap` waiver that one org alone hides: open, and no gap."""
        wanted = frozenset(waiver.fields)
        return [one for one in self._open_fields[waiver.object] if one.component in wanted]

    @cached_property
    def _by_seen(self) -> dict[str, Finding]:
        """Findings whose `seen` no other finding has."""
        found: dict[str, list[Finding]] = defaultdict(list)
        for one in self.by_fingerprint.values():
            found[one.seen].append(one)
        return {seen: same[0] for seen, same in found.items() if len(same) == 1}

    @cached_property
    def _by_component(self) -> dict[tuple[str, str], Finding]:
        return {(one.object, one.component): one for one in reversed(self.by_fingerprint.values())}

    @cached_property
    def _open_fields(self) -> dict[str, list[Finding]]:
        found: dict[str, list[Finding]] = defaultdict(list)
        for one in self.by_fingerprint.values():
            if one.undecided and one.kind is Kind.FIELD:
                found[one.object].append(one)
        return found

    @cached_property
    def _fingerprints(self) -> Nearest:
        return Nearest(self.by_fingerprint)

    @cached_property
    def _names(self) -> tuple[Nearest, dict[str, Finding]]:
        names = {" ".join(key): one for key, one in self.by_name.items()}
        return Nearest(names), names

    @cached_property
    def _gap_names(self) -> Nearest:
        return Nearest(self.gaps)

    def _near_fingerprint(self, fingerprint: str) -> Finding | None:
        near = self._fingerprints.to(fingerprint)
        return None if near is None else self.by_fingerprint[near]

    def _near_name(self, waiver: Waiver) -> Finding | None:
        nearest, names = self._names
        near = nearest.to(f"{waiver.rule} {waiver.object} {waiver.component}")
        return None if near is None else names[near]


def named(finding: Finding) -> str:
    """A finding by its names, as a waiver would have them, and its fingerprint."""
    place = f"{finding.object}.{finding.component}" if finding.object else finding.component
    return f"{finding.rule} on {place} ({finding.fingerprint})"


def cannot_be_waived(finding: Finding) -> tuple[WaiverStatus, str] | None:
    """Why nobody can accept a finding by itself, and what to do instead; null where somebody can."""
    if finding.cause is not None:
        return WaiverStatus.FOLDED, f"Waive the cause, {finding.cause}."
    if finding.undecided:
        return WaiverStatus.OPEN, finding.fix
    if finding.severity is Severity.INFO:
        return WaiverStatus.NOTE, "Take the waiver out."
    return None


def _applied(waiver: Waiver, found: _ByName, day: date, last: date) -> AppliedWaiver:
    finding = found.finding(waiver)
    if finding is None:
        today = found.today(waiver)
        if today is not None:
            return _with(waiver, WaiverStatus.CHANGED, instead=_changed(waiver, today))
        return _with(waiver, WaiverStatus.UNMATCHED, instead=found.nearest(waiver))
    mistyped = bool(waiver.fingerprint)
    waiver = structs.replace(waiver, fingerprint=finding.fingerprint)
    refused = cannot_be_waived(finding)
    if refused is not None:
        return _with(waiver, refused[0], instead=refused[1])
    if waiver.seen != finding.seen:
        instead = _mistyped(finding) if mistyped else _changed(waiver, finding)
        return _with(waiver, WaiverStatus.CHANGED, instead=instead)
    listed = frozenset(waiver.items)
    more = [one.name for one in finding.items if one.name not in listed]
    return _with(waiver, WaiverStatus.EXCEEDED if more else _by_day(waiver, day, last), more)


def _changed(waiver: Waiver, today: Finding) -> str:
    """A waiver keeps a digest of what production had, and nothing else of it."""
    return (
        f"production changed since it was accepted, from what has the digest {waiver.seen}. Look at what it has now, "
        f"and waive that or mend it: {named(today)}."
    )


def _mistyped(finding: Finding) -> str:
    """A fingerprint is made with `seen`, so this entry never held."""
    return f"its `seen` is not the one that belongs to its fingerprint, {finding.seen}: `parity waive` writes both."


def _to_gap(waiver: Waiver, found: _ByName, today: date, last: date) -> AppliedWaiver:
    gap = found.gaps.get(waiver.object)
    if gap is None:
        hidden = found.hidden(waiver)
        if hidden:
            return _with(waiver, WaiverStatus.OPEN, [one.component for one in hidden], hidden[0].fix)
        return _with(waiver, WaiverStatus.UNMATCHED, instead=found.nearest(waiver))
    in_use = [one for one in gap.fields if is_in_use(waiver.object, one, found.named)]
    if in_use:
        return _with(waiver, WaiverStatus.IN_USE, in_use)
    more = [one for one in gap.fields if one not in waiver.fields]
    return _with(waiver, WaiverStatus.EXCEEDED if more else _by_day(waiver, today, last), more)


def _by_day(waiver: Waiver, today: date, last: date) -> WaiverStatus:
    if waiver.expires < today:
        return WaiverStatus.EXPIRED
    return WaiverStatus.TOO_LONG if waiver.expires > last else WaiverStatus.APPLIED


def _with(waiver: Waiver, status: WaiverStatus, exceeded: Iterable[str] = (), instead: str = "") -> AppliedWaiver:
    return AppliedWaiver(**structs.asdict(waiver), exceeded=tuple(exceeded), status=status, instead=instead)
