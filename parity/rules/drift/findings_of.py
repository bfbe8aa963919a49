"""Turns differences into findings: one for each component and rule, in reading order."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from parity.compare.difference import PRESENCE, Difference, Kind
from parity.compare.follows import with_followers
from parity.compare.production_side import production_side
from parity.config.policy import Profile
from parity.marketo_measure import catalogue as marketo_measure
from parity.rules.component_paths import automation_page
from parity.rules.drift.registry import rules_that_fire
from parity.rules.drift.rule import Rule
from parity.rules.finding import Finding, Item, fingerprint, seen_digest
from parity.rules.wording import listed, shortened, side_by_side
from parity.snapshot.records import Field


def explain(
    differences: Iterable[Difference],
    profile: Profile = Profile.STRICT,
    named_fields: frozenset[str] = frozenset(),
) -> tuple[Finding, ...]:
    """One finding for each component and rule, worst first, then by object and component.

    `named_fields` are the `Object.Field` names that the project says its tenant uses.
    """
    named = frozenset(named_fields)
    found: list[Finding] = []
    for _, same in groupby(sorted(differences, key=_component), key=_component):
        by_rule: dict[str, tuple[Rule, list[Difference], list[Difference]]] = {}
        for leader, followers in with_followers(same):
            for rule in rules_that_fire(leader):
                _, leaders, after = by_rule.setdefault(rule.id, (rule, [], []))
                leaders.append(leader)
                after += followers
        found += [
            _finding(rule, sorted(leaders, key=_path), sorted(after, key=_path), profile, named)
            for rule, leaders, after in by_rule.values()
        ]
    return tuple(sorted(found, key=reading_order))


def _component(difference: Difference) -> tuple[str, str, str]:
    return difference.object, difference.kind, difference.component


def _path(difference: Difference) -> str:
    return difference.path


def reading_order(finding: Finding) -> tuple[int, str, str, str, str, str]:
    """Worst first, then by object and component: the order in which a reader meets what differs."""
    return (
        finding.severity.rank,
        finding.object,
        finding.kind,
        finding.component,
        finding.attribute,
        finding.fingerprint,
    )


def _is_used(difference: Difference, named_fields: frozenset[str]) -> bool:
    if difference.kind is not Kind.FIELD:
        return False
    if marketo_measure.is_in_use(difference.object, difference.component, named_fields):
        return True
    return difference.object in marketo_measure.CREATED_OBJECTS and _can_refuse(difference.production_record)


def _can_refuse(record: Any) -> bool:
    """Whether a field of production can refuse a record that is made without knowing of it."""
    if not isinstance(record, Field):
        return False
    must_be_filled = record.nillable is False and record.defaulted_on_create is not True
    return record.custom is True and (must_be_filled or record.unique is True or record.restricted_picklist is True)


def _finding(
    rule: Rule, leaders: list[Difference], followers: list[Difference], profile: Profile, named: frozenset[str]
) -> Finding:
    first, everything = leaders[0], [*leaders, *followers]
    seen = seen_digest(production_side(first))
    alone = len(everything) == 1
    return Finding(
        rule=rule.id,
        severity=rule.severity_in(profile, _is_used(first, named)),
        kind=first.kind,
        object=first.object,
        component=first.component,
        attribute=first.path if len(leaders) == 1 else ", ".join(dict.fromkeys(one.attribute for one in leaders)),
        sandbox=first.sandbox if alone else {one.path: one.sandbox for one in everything},
        production=first.production if alone else {one.path: one.production for one in everything},
        items=tuple(_item(one) for one in everything if one.attribute != PRESENCE),
        seen=seen,
        message=_message(rule, leaders, followers),
        fix=fill(rule.fix, first, listed([one.item or one.path for one in leaders])),
        fingerprint=fingerprint(rule.id, first.object, first.component, seen),
        undecided=rule.undecided,
    )


def _item(difference: Difference) -> Item:
    return Item(name=difference.path, sandbox=difference.sandbox, production=difference.production)


def _message(rule: Rule, leaders: list[Difference], followers: list[Difference]) -> str:
    names = listed([one.item or one.path for one in leaders])
    if len(leaders) > 1 and rule.many:
        text = fill(rule.many, leaders[0], names, len(leaders))
    else:
        said = list(dict.fromkeys(fill(rule.message, one, names) for one in leaders))
        first, *others = said
        start = f"{first.partition(': ')[0]}: "
        text = "; ".join([first, *(one.removeprefix(start) for one in others[:2])])
        text += f"; and {len(others) - 2} more" if len(others) > 2 else ""
    return f"{text} (with it: {listed([one.path for one in followers])})" if followers else text


def fill(template: str, difference: Difference, items: str = "", number: int = 1) -> str:
    """A rule's sentence about one difference, or several of one component. Org data is cut short, never interpreted."""
    sandbox, production = side_by_side(difference.sandbox, difference.production)
    return template.format(
        object=difference.object,
        component=difference.component,
        attribute=difference.path,
        item=shortened(difference.item),
        items=items,
        number=number,
        sandbox=sandbox,
        production=production,
        blind="sandbox" if difference.sandbox is None else "production",
        page=automation_page(difference.object, difference.component)
        if difference.kind is Kind.AUTOMATION
        else "Setup",
    )
