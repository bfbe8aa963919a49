"""Translates what a result says in English: by the template that each sentence was made from.

The finding's own values are put back into the translation.
"""

import re
from functools import cache, lru_cache
from itertools import chain

from parity.formats.answers import ANSWERS, RECORDED, UNREAD
from parity.formats.sentences import COUNTS, MARKS, PHRASES, PROBLEMS, REASONS, SENTENCES, SUBJECTS, VALUES, WHOSE
from parity.languages.language import ENGLISH
from parity.languages.sentences import LONGEST, Say, agrees, expression, filled, translated, values_of
from parity.languages.speech import _, grouped, has, ngettext, spoken
from parity.rules.causes.cause import CauseRule
from parity.rules.causes.registry import all_causes
from parity.rules.drift.registry import all_rules
from parity.rules.drift.rule import Rule
from parity.rules.finding import Finding
from parity.rules.readiness.registry import all_readiness_rules
from parity.rules.readiness.rule import ReadinessRule

_MORE = re.compile(r"(?P<names>.*) and (?P<count>[0-9,]+) more", re.DOTALL)
_COUNT = re.compile(r"(?P<count>[0-9,]+) (?P<noun>[a-z]+)")
_MARKED = re.compile(rf"(?P<type>\w+(?:\([\w, ]*\))?)(?P<marks>(?:, (?:{'|'.join(MARKS)}))+)")
_LACKING = re.compile(r"(?P<reason>.*); not evaluated: (?P<rules>[a-z0-9, -]+)", re.DOTALL)
_NOT_COMPARED = "; not compared"
_FOLLOWED = re.compile(r"(?P<text>.*) \(with it: (?P<names>.*)\)", re.DOTALL)
_OTHERS = re.compile(r"(?P<text>.*); and (?P<count>[0-9]+) more", re.DOTALL)
_LIKELY = "Likely: "
_MOST_PARTS = 3
_OTHER_REASONS = tuple(one for one in REASONS if one not in WHOSE)


def message_of(finding: Finding) -> str:
    """The finding's message."""
    return texts_of(finding)[0]


def fix_of(finding: Finding) -> str:
    """What to do about the finding."""
    return texts_of(finding)[1]


def texts_of(finding: Finding) -> tuple[str, str]:
    """The finding's message, and what to do about it."""
    english = finding.message, finding.fix
    # The longest message that parity writes is far shorter: it is not worth the time to take apart what is not its own.
    if spoken() is ENGLISH or max(map(len, (*english, finding.object, finding.component))) > LONGEST:
        return english
    return _by_rule(finding, *english)


def has_message(finding: Finding) -> bool:
    """Whether the finding's message could be put into the spoken language."""
    return has(finding.message) or message_of(finding) != finding.message


def subject(text: str) -> str:
    """The name of what was not read: parity's own words for a part of an org are translated, API names stay."""
    return translated(text, SUBJECTS, say=said)


def sentence(text: str) -> str:
    """A sentence of a gap, a proof or a reason."""
    if has(text) or len(text) > LONGEST:
        return _(text)
    if (lacking := _LACKING.fullmatch(text)) is not None:
        return _("{reason}; not evaluated: {rules}").format(reason=sentence(lacking["reason"]), rules=lacking["rules"])
    if text.endswith(_NOT_COMPARED):
        return _("{reason}; not compared").format(reason=sentence(text.removesuffix(_NOT_COMPARED)))
    if (told := _whose(text)) is not None:
        return told
    told = translated(text, chain(ANSWERS, UNREAD[:-1], SENTENCES, _OTHER_REASONS), say=_inside)
    return told if told != text else _of_a_rule(text)


def _whose(text: str) -> str | None:
    """Why somebody's waiver or lower severity does not hold; null for any other text.

    Where the name ends, a template cannot tell: names have blanks in them. It ends where a reason that is known begins.
    """
    template = next((one for one in WHOSE if text.startswith(one.partition("{")[0])), None)
    if template is None:
        return None
    rest = text.removeprefix(template.partition("{")[0])
    for by in re.finditer(" by ", rest):
        about, after = rest[: by.start()], rest[by.end() :]
        for blank in re.finditer(" ", after):
            problem = after[blank.end() :]
            told = translated(problem, PROBLEMS, say=_inside)
            if told != problem:
                return _(template).format(about=about, person=after[: blank.start()], problem=told)
    return text


def recorded(text: str) -> str:
    """When an item of the checklist was recorded, and by whom; names stay as they are."""
    return translated(text, (RECORDED,))


def _inside(value: str) -> str:
    """A value, or the end of a sentence that parity wrote."""
    told = said(value)
    return told if told != value else translated(value, chain(REASONS, UNREAD), say=said)


def _of_a_rule(text: str) -> str:
    """A reason that is the message of a rule."""
    return translated(text, [message for message, _fix in _texts().values() if "{" not in message])


def said(value: str) -> str:
    """A value inside of a sentence: words that parity put there, such as `nothing` and `and 3 more`, are translated."""
    if spoken() is ENGLISH or len(value) > LONGEST:
        return value
    if value in _words():
        return _(value)
    if (counted := _COUNT.fullmatch(value)) is not None and counted["noun"] in _nouns():
        count = int(counted["count"].replace(",", ""))
        return ngettext(*_nouns()[counted["noun"]], count).format(count=grouped(count))
    if (marked := _MARKED.fullmatch(value)) is not None:
        return ", ".join([said(marked["type"]), *(_(one) for one in marked["marks"].split(", ")[1:])])
    if (more := _MORE.fullmatch(value)) is not None:
        count = int(more["count"].replace(",", ""))
        return _("{names} and {count} more").format(names=said(more["names"]), count=grouped(count))
    return translated(value, PHRASES)


@cache
def _nouns() -> dict[str, tuple[str, str]]:
    return {form.removeprefix("{count} "): forms for forms in COUNTS for form in forms}


@cache
def _words() -> frozenset[str]:
    return frozenset(VALUES)


@cache
def _rules() -> dict[str, Rule]:
    return {one.id: one for one in all_rules()}


@cache
def _texts() -> dict[str, tuple[str, str]]:
    """Message and fix of all that is no drift rule."""
    others: tuple[CauseRule | ReadinessRule, ...] = (*all_causes(), *all_readiness_rules())
    return {one.id: (one.message, one.fix) for one in others}


def _by_rule(finding: Finding, message: str, fix: str) -> tuple[str, str]:
    known = {"object": finding.object, "component": finding.component}
    rule = _rules().get(finding.rule)
    if rule is not None:
        return _drift_message(rule, message, known, len(finding.items)), _or_sentence(fix, (rule.fix,), known)
    if finding.rule not in _texts():
        return sentence(message), sentence(fix)
    of_message, of_fix = _texts()[finding.rule]
    # A component of readiness may be a word of parity itself: `sandbox`, or `no opportunity`.
    return _other_message(message, of_message, known), _or_sentence(fix, (of_fix,), known, said)


def _or_sentence(text: str, templates: tuple[str, ...], known: dict[str, str], say: Say | None = None) -> str:
    told = translated(text, templates, known, say or _said_but(known))
    return told if told != text else sentence(text)


def _said_but(known: dict[str, str]) -> Say:
    """Says values, and leaves the names of the finding as they are."""
    names = frozenset(known.values())
    return lambda value: value if value in names else said(value)


def _other_message(text: str, template: str, known: dict[str, str]) -> str:
    if text.startswith(_LIKELY) and not has(text):
        return _("Likely: {text}").format(text=_other_message(text.removeprefix(_LIKELY), template, known))
    return translated(text, (template,), known, said)


def _drift_message(rule: Rule, text: str, known: dict[str, str], items: int) -> str:
    if has(text):
        return text
    if (with_it := _FOLLOWED.fullmatch(text)) is not None:
        told = _drift_message(rule, with_it["text"], known, items)
        return _("{text} (with it: {names})").format(text=told, names=said(with_it["names"]))
    if rule.many and (values := values_of(text, rule.many, known)) is not None:
        return filled(rule.many, values, _said_but(known))
    if (more := _OTHERS.fullmatch(text)) is not None:
        parts = _parts(rule.message, more["text"], known, items)
        if parts is not None:
            return _("{text}; and {count} more").format(text=parts, count=more["count"])
    return _parts(rule.message, text, known, items) or text


def _parts(template: str, text: str, known: dict[str, str], items: int) -> str | None:
    """A message that says the template several times over, each time without its beginning; null where it does not."""
    start = template.partition(": ")[0] + ": " if ": " in template else ""
    rest = template.removeprefix(start)
    for count in range(min(_MOST_PARTS, max(items, 1)), 0, -1):
        match = _whole(template, rest, count).fullmatch(text)
        if match is not None and not all(agrees(match.groupdict(), known, f"p{at}_") for at in range(count)):
            match = _whole(template, rest, count, tuple(known.items())).fullmatch(text)
        if match is not None:
            return "; ".join(_part(template, match.groupdict(), known, at) for at in range(count))
    return None


@lru_cache(maxsize=1024)
def _whole(template: str, rest: str, count: int, known: tuple[tuple[str, str], ...] = ()) -> re.Pattern[str]:
    parts = [expression(rest if at else template, dict(known), f"p{at}_") for at in range(count)]
    return re.compile("; ".join(parts), re.DOTALL)


def _part(template: str, groups: dict[str, str], known: dict[str, str], at: int) -> str:
    first = {name[3:]: value for name, value in groups.items() if name.startswith("p0_")}
    own = {name[len(f"p{at}_") :]: value for name, value in groups.items() if name.startswith(f"p{at}_")}
    told = filled(template, {**first, **own, **known}, _said_but(known))
    return told if at == 0 or ": " not in template else told.removeprefix(f"{told.partition(': ')[0]}: ")
