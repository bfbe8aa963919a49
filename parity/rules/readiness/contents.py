"""Notes on what was not looked at, and on Apex classes that no trigger names: to be read, never a gap."""

from collections.abc import Iterable, Mapping

from parity.compare.families.apex_classes import classes_named_by_triggers, classes_of, same_code
from parity.rules.finding import Severity
from parity.rules.readiness.rule import ReadinessRule, Risk
from parity.rules.readiness.situation import Situation
from parity.rules.sources import Source
from parity.snapshot.contents import MOST_A_CALL, ApexClass, ContentKind, Contents
from parity.snapshot.records import Role, Snapshot


def _left_out(situation: Situation) -> Iterable[Risk]:
    """One line for both orgs, with counts by kind."""
    sides = {role: situation.org(role).snapshot for role in Role}
    told = {role: _counts(one) for role, one in sides.items() if one.source == "org"}
    if not any(told.values()):
        return
    words = "; ".join(f"{role}: {text}" for role, text in sorted(told.items()) if text)
    yield Risk(
        component="contents",
        sandbox=_numbers(sides[Role.SANDBOX].contents),
        production=_numbers(sides[Role.PRODUCTION].contents),
        detail=f"{words}. {_what_it_takes(sides.values())}",
    )


def _counts(snapshot: Snapshot) -> str:
    if snapshot.contents is None:
        return "none at all"
    return _listed(snapshot.contents.left_out)


def _listed(counts: Mapping[ContentKind, int]) -> str:
    return ", ".join(f"{number} {kind.value if number == 1 else kind.plural}" for kind, number in counts.items())


def _numbers(contents: Contents | None) -> dict[str, int] | None:
    return {kind.value: number for kind, number in contents.left_out.items()} if contents is not None else None


def _what_it_takes(snapshots: Iterable[Snapshot]) -> str:
    short = [one for one in snapshots if one.contents is None or one.contents.left_out]
    if any(one.contents is None for one in short):
        return "`api.depth_calls` is how many calls an org may be asked for them; 0 is none."
    if any(one.contents.calls < one.contents.depth for one in short if one.contents is not None):
        return "The day's API requests were spent down to `api.reserve`: run it again when there are more."
    most = max(_enough(one) for one in short)
    return f"With `api.depth_calls: {most}` all of them are read."


def _enough(snapshot: Snapshot) -> int:
    if snapshot.contents is None:
        return 0
    # An org that takes no composite request reads one row a call.
    return snapshot.contents.depth_for_all(MOST_A_CALL if snapshot.api.fallback is None else 1)


def _not_shown(situation: Situation) -> Iterable[Risk]:
    """Fields and record types whose contents were asked for and are not shown: one line for both orgs."""
    sides = {role: situation.org(role).snapshot.contents for role in Role}
    counts = {role: _fields_not_shown(one) for role, one in sides.items() if one is not None}
    if any(counts.values()):
        words = "; ".join(f"{role}: {_listed(told)}" for role, told in sorted(counts.items()) if told)
        production = {kind.value: number for kind, number in counts.get(Role.PRODUCTION, {}).items()}
        yield Risk(component="contents", production=production, detail=words)


def _fields_not_shown(contents: Contents) -> dict[ContentKind, int]:
    """Without flows of packages, whose version is compared, and hidden fields, which are a gap of their own."""
    told = {ContentKind.FIELD, ContentKind.RECORD_TYPE}
    return {kind: number for kind, number in contents.not_shown.items() if kind in told}


def _other_classes(situation: Situation) -> Iterable[Risk]:
    """Classes that differ or stand in one org only, and that no trigger of production names: one line."""
    sandbox, production = situation.sandbox.snapshot, situation.production.snapshot
    in_sandbox, in_production = classes_of(sandbox), classes_of(production)
    if in_sandbox is None or in_production is None:
        return
    named = {one for classes in classes_named_by_triggers(production).values() for one in classes}
    names = [
        (in_production.get(key) or in_sandbox[key]).name
        for key in sorted(in_sandbox.keys() | in_production.keys())
        if _differs(in_sandbox.get(key), in_production.get(key), named=key in named)
    ]
    if names:
        yield Risk(component="Apex classes", production=names, detail=str(len(names)))


def _differs(sandbox: ApexClass | None, production: ApexClass | None, *, named: bool) -> bool:
    """What the rule on triggers tells of a class that is named is left to it; the API version is told here."""
    if sandbox is None or production is None:
        return production is None or not named
    if sandbox.status != production.status or not same_code(sandbox, production):
        return not named
    return sandbox.api_version != production.api_version


RULES = (
    ReadinessRule(
        id="contents-left-out",
        family="contents",
        title="Contents of automation and fields that were not read",
        severity=Severity.INFO,
        evaluate=_left_out,
        message="Contents beyond `api.depth_calls` were not read and not compared: {detail}",
        why=(
            "What flows, rules, roll-ups and lookup filters hold costs calls, 25 of them one. They are read in an order: "
            "on objects that Marketo Measure creates, then on those that it writes, then the rest."
        ),
        fix="Raise `api.depth_calls` in parity.yaml where the customer's API requests allow it, or compare these by hand.",
        source=Source.AUTOMATION,
    ),
    ReadinessRule(
        id="contents-not-shown",
        family="contents",
        title="Roll-ups, lookup filters and record types that Salesforce did not show",
        severity=Severity.INFO,
        evaluate=_not_shown,
        message="Roll-ups, lookup filters and record types whose definition was not shown were not compared: {detail}",
        why="The describe says that there is one, and its definition is not shown, or does not tell it, to this user.",
        fix="Compare these by eye: Setup > Object Manager > (object) > Fields & Relationships, or Record Types.",
        source=Source.CUSTOM_FIELD,
    ),
    ReadinessRule(
        id="apex-classes-differ",
        family="contents",
        title="Apex classes that no trigger names differ between the orgs",
        severity=Severity.INFO,
        evaluate=_other_classes,
        message="{detail} Apex classes that no trigger of the compared objects names differ, or stand in one org only: {names}",
        why="They may run for another reason, or be called by a class that a trigger names: parity looks one level deep.",
        fix="Compare them where flows, jobs or other classes of these names touch the same records: Setup > Apex Classes.",
        source=Source.APEX_CLASS,
    ),
)
