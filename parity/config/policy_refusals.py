"""What waivers and severities of a policy must not be, each with its line: too broad, doubled, without an owner."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from parity.config.policy import Policy, SeverityOverride, Waiver
from parity.errors import ConfigError
from parity.integrity.names import name_problem, shows_nothing
from parity.integrity.printable import printable

#: What `fingerprint` and `seen` look like: sixteen hexadecimal digits.
DIGITS = re.compile(r"[0-9a-f]{16}")
_FIELD = re.compile(r"[A-Za-z0-9_*]+\.[A-Za-z0-9_*.]+")
_NAMED = re.compile(r"[A-Za-z]\w*\.[A-Za-z]\w*", re.ASCII)
_WRITTEN = "`parity waive RESULT FINDING` writes the whole entry."
_WHO = "It needs a person (by), a reason and a last day (expires)."


class PolicyPlaces(Struct, frozen=True, kw_only=True):
    """Where in its file each part of a policy is, as `FILE, line N`: settings by dotted name, and entries in order."""

    keys: dict[str, str] = {}
    waivers: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()


class _Problem(Struct, frozen=True):
    """What is wrong with an entry, and what to do."""

    what: str
    fix: str


def refuse_wrong_policy(policy: Policy, places: PolicyPlaces) -> None:
    """Raise ConfigError for the first field, waiver or severity that no check could use, with its line."""
    for key, names in (("fields", policy.fields), ("readiness.stage_fields", policy.readiness.stage_fields)):
        for number, name in enumerate(names):
            if not _NAMED.fullmatch(name):
                raise ConfigError(
                    f"policy.{key}[{number + 1}] is `{_shown(name)}`, which names no field",
                    where=places.keys.get(key, ""),
                    fix="Write the API names of object and field, one field an entry. Example: `Lead.Region__c`.",
                )
    for number, waiver in enumerate(policy.waivers):
        _refuse("waivers", number, places.waivers, _waiver_problems(waiver))
    _refuse_doubled(policy.waivers, places.waivers)
    for number, one in enumerate(policy.severities):
        _refuse("severities", number, places.severities, _severity_problems(one))


def _refuse(kind: str, number: int, places: Sequence[str], problems: Iterator[_Problem]) -> None:
    for problem in problems:
        raise ConfigError(f"policy.{kind}: entry {number + 1} {problem.what}", where=places[number], fix=problem.fix)


def _refuse_doubled(waivers: Sequence[Waiver], places: Sequence[str]) -> None:
    first: dict[tuple[str, ...], int] = {}
    for number, waiver in enumerate(waivers):
        earlier = first.setdefault(target(waiver), number)
        if earlier != number:
            raise ConfigError(
                f"policy.waivers: entry {number + 1} accepts what entry {earlier + 1} accepts ({places[earlier]})",
                where=places[number],
                fix="Keep one of the two, with the newer `expires`.",
            )


def target(waiver: Waiver) -> tuple[str, ...]:
    """What a waiver is about: two entries with one target are one too many."""
    if waiver.gap is not None:
        return "gap", waiver.gap, waiver.object
    if waiver.fingerprint:
        return ("fingerprint", waiver.fingerprint)
    return "finding", waiver.rule, waiver.object, waiver.component


def _waiver_problems(waiver: Waiver) -> Iterator[_Problem]:
    yield from _about_problems(waiver)
    yield from _missing(waiver, ("by", "reason"), _WHO)


def _missing(entry: Waiver | SeverityOverride, keys: Sequence[str], fix: str) -> Iterator[_Problem]:
    for key in keys:
        value = getattr(entry, key)
        if value is None or shows_nothing(str(value)):
            yield _Problem(f"has no {key}", fix)
    problem = name_problem(entry.by) if entry.by else None
    if problem:
        yield _Problem(
            f"has `by: {_shown(entry.by)}`, which is refused: {problem}", "Write the name as people read it."
        )


def _about_problems(waiver: Waiver) -> Iterator[_Problem]:
    """What is wrong with how the entry names what it accepts."""
    return _about_finding(waiver) if waiver.gap is None else _about_gap(waiver)


def _about_gap(waiver: Waiver) -> Iterator[_Problem]:
    if waiver.fingerprint or waiver.rule or waiver.component or waiver.items or waiver.seen:
        yield _Problem(
            "has `gap` and names a finding besides", "Write `gap`, `object` and `fields`, or a finding: not both."
        )
    if not waiver.object or not "".join(waiver.fields).strip():
        yield _Problem(
            f"has no {'fields' if waiver.object else 'object'}",
            "List the fields that were not compared, as the report names them.",
        )


def _about_finding(waiver: Waiver) -> Iterator[_Problem]:
    if waiver.fields:
        yield _Problem("has `fields`, which go with `gap`", "Name the items of a finding under `items`.")
    if waiver.fingerprint and (waiver.rule or waiver.component or waiver.object):
        yield _Problem(
            "names its finding twice", "Keep `fingerprint`, or keep `rule`, `object` and `component`: not both."
        )
    elif waiver.fingerprint and not DIGITS.fullmatch(waiver.fingerprint):
        yield _Problem(
            f"has the fingerprint `{_shown(waiver.fingerprint)}`, which is none",
            f"It has 16 hexadecimal digits, as the report shows them. {_WRITTEN}",
        )
    elif not waiver.fingerprint:
        yield from _name_problems(waiver)
    if not waiver.seen:
        yield _Problem("has no seen: it would hold whatever production has", f"Copy it from result.json. {_WRITTEN}")
    elif not DIGITS.fullmatch(waiver.seen):
        yield _Problem(
            f"has `seen: {_shown(waiver.seen)}`, which is no digest",
            f"It has 16 hexadecimal digits, as result.json has them. {_WRITTEN}",
        )


def _name_problems(waiver: Waiver) -> Iterator[_Problem]:
    if not (waiver.rule or waiver.object or waiver.component):
        yield _Problem("has no fingerprint", f"Or write `rule`, `object` and `component`. {_WRITTEN}")
    elif not waiver.component or "*" in waiver.component:
        yield _Problem(
            "names no component: a waiver is for one finding, and this would accept many",
            "Add `component`, as the report names it; `policy.severities` is for many at once.",
        )
    elif not waiver.rule or "*" in waiver.rule:
        yield _Problem("names no rule: a waiver is for one finding", f"Add `rule`, as the report names it. {_WRITTEN}")
    elif "*" in waiver.object:
        yield _Problem("is for more than one object", "Name one object; `policy.severities` is for many at once.")


def _severity_problems(one: SeverityOverride) -> Iterator[_Problem]:
    if not (one.rule or one.object or one.field):
        yield _Problem("selects nothing", "Add `rule`, `object` or `field` (such as Lead.Legacy_*).")
    if one.field and not _FIELD.fullmatch(one.field):
        yield _Problem(
            f"has `field: {_shown(one.field)}`, which names none",
            "Write Object.Field; `*` stands for any letters. Example: `field: Lead.Legacy_*`.",
        )
    if "*" in one.object or "*" in one.rule:
        yield _Problem(
            f"has `{'object' if '*' in one.object else 'rule'}` with a `*`, which names none",
            "Name it whole; `field` alone takes a pattern. Example: `field: Lead.Legacy_*`.",
        )
    if (one.raise_to is None) == (one.lower_to is None):
        both = one.raise_to is not None
        yield _Problem(
            "raises and lowers at once" if both else "says neither `raise_to` nor `lower_to`",
            "Write one of the two. Example: `raise_to: blocker`.",
        )
    yield from _missing(one, ("reason",), "Say why in a sentence.")
    if one.raise_to is not None and one.expires is not None:
        yield _Problem(
            "raises until a day, and what is raised stays so",
            "Take `expires` out; take the entry out when it is no longer wanted.",
        )
    if one.lower_to is not None:
        yield from _missing(one, ("by", "expires"), f"To lower is to accept. {_WHO}")


def _shown(text: str) -> str:
    return printable(text if len(text) <= 40 else f"{text[:40]}...")
