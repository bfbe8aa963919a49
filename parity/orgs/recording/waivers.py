"""Waivers in the names of a recording: each keeps to its finding, whose fingerprint there is another.

A fingerprint is a digest over names and what production has: it is taken from the same finding of the recording.
"""

from collections.abc import Iterable
from typing import Protocol

from msgspec import structs

from parity.config.policy import Policy, Waiver
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
    by_fingerprint = {one.fingerprint: one for one in findings}
    there = tuple(recorded)
    waivers = tuple(
        _translated(told, by_fingerprint.get(one.fingerprint), one, there, texts)
        for one, told in zip(policy.waivers, scrubbed.waivers, strict=True)
    )
    return structs.replace(scrubbed, waivers=waivers)


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
    return structs.replace(told, fingerprint=mine[0].fingerprint, items=tuple(one for one in items if one is not None))


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
