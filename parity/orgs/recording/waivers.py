"""Waivers with the stand-ins of a recording: each stays with its finding, whose fingerprint is another there.

A fingerprint is a digest of names and of what production has: it is taken from the same finding of the recording.
"""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Protocol

from msgspec import structs

from parity.config.policy import Policy, SeverityOverride, Waiver
from parity.orgs.recording.texts import Texts
from parity.orgs.recording.vocabulary import CODE, TEXT


class Named(Protocol):
    """What has a name."""

    @property
    def name(self) -> str: ...


class Decided(Protocol):
    """What a waiver may be of: a finding of the rules."""

    @property
    def fingerprint(self) -> str: ...

    @property
    def seen(self) -> str: ...

    @property
    def rule(self) -> str: ...

    @property
    def object(self) -> str: ...

    @property
    def component(self) -> str: ...

    @property
    def items(self) -> tuple[Named, ...]: ...


def waivers_of_recording(
    policy: Policy, scrubbed: Policy, findings: Iterable[Decided], recorded: Iterable[Decided], texts: Texts
) -> Policy:
    """The scrubbed policy, with the fingerprint and items that each waiver's finding has in the recording.

    `findings` are those of the run, `recorded` those of a replay without waivers. A waiver of no finding stays one.
    """
    mine, there = tuple(findings), tuple(recorded)
    waivers = tuple(
        _translated(told, _finding_of(one, mine), one, there, texts)
        for one, told in zip(policy.waivers, scrubbed.waivers, strict=True)
    )
    severities = tuple(
        each
        for one, told in zip(policy.severities, scrubbed.severities, strict=True)
        for each in _without_stars(one, told, mine, texts)
    )
    return structs.replace(scrubbed, waivers=waivers, severities=severities)


def _finding_of(waiver: Waiver, findings: tuple[Decided, ...]) -> Decided | None:
    """The finding that a waiver names, by its fingerprint or by rule, object and component."""
    if waiver.gap is not None:
        return None
    named = (waiver.rule, waiver.object, waiver.component)
    return next(
        (
            one
            for one in findings
            if (waiver.fingerprint and one.fingerprint == waiver.fingerprint)
            or (not waiver.fingerprint and (one.rule, one.object, one.component) == named)
        ),
        None,
    )


def _without_stars(
    override: SeverityOverride, told: SeverityOverride, findings: tuple[Decided, ...], texts: Texts
) -> tuple[SeverityOverride, ...]:
    """A pattern of field names as the fields that it stands for: a part of a name has no stand-in."""
    if "*" not in override.field:
        return (told,)
    fields = {f"{one.object}.{one.component}" for one in findings}
    matching = sorted(one for one in fields if fnmatchcase(one.casefold(), override.field.casefold()))
    return tuple(structs.replace(told, field=texts.scrubbed(one, CODE)) for one in matching) or (told,)


def _translated(
    told: Waiver, finding: Decided | None, waiver: Waiver, recorded: tuple[Decided, ...], texts: Texts
) -> Waiver:
    if finding is None:
        return told
    same = [one for one in recorded if one.rule == finding.rule and _may_be(finding.object, one.object, texts)]
    mine = [one for one in same if _may_be(finding.component, one.component, texts)]
    if len(mine) != 1:
        return told
    names = {one.name for one in mine[0].items}
    items = (next((form for form in _forms(item, texts) if form in names), None) for item in waiver.items)
    return structs.replace(
        told, fingerprint=mine[0].fingerprint, seen=mine[0].seen, items=tuple(one for one in items if one is not None)
    )


def _may_be(name: str, recorded: str, texts: Texts) -> bool:
    return recorded in _forms(name, texts)


def _forms(name: str, texts: Texts) -> tuple[str, ...]:
    """What a name of a finding may be in the recording: a name or a text, or, where it is a word of ours, itself.

    `picklistValues[Gold].label` holds a text inside of a name of ours.
    """
    head, bracket, rest = name.partition("[")
    value, _, tail = rest.rpartition("]")
    inside = (f"{head}[{texts.scrubbed(value, TEXT)}]{tail}",) if bracket else ()
    return (texts.scrubbed(name, CODE), texts.scrubbed(name, TEXT), *inside, name)
