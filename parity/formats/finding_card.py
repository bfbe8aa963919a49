"""Renders a finding as HTML, in Python instead of a template.

A page may hold ten thousand findings, and a template takes four times as long. Whatever comes from a result passes
`_safe`; everything else is a fixed word or a number.
"""

import re
from collections.abc import Iterable, Mapping
from html import escape

from markupsafe import Markup

from parity.formats.report_view.finding_view import FindingView
from parity.formats.report_view.marking import MarkedPart, Parts
from parity.formats.report_view.sides import LONGEST_VALUE, ItemRow, Members, Side, cut
from parity.integrity.printable import is_printable, printable
from parity.languages.speech import grouped

#: So many rows and members stand open; the others are folded.
_OPEN = 10
#: A value of so many letters fits beside the name and the other side's.
_SHORT = 30
_KEPT = "\n\t"
_SPECIAL = re.compile("""[&<>"']""").search
#: A command or a setting inside of what to do.
_COMMAND = re.compile(r"`([^`]+)`")

#: The words of a card by name, in the reader's language.
Words = Mapping[str, str]


def cleaned(text: str) -> str:
    """Org data as a page shows it: cut, and with its control characters written out. Not escaped."""
    if len(text) <= LONGEST_VALUE and is_printable(text):
        return text
    return printable(cut(text), keep=_KEPT)


def cards(findings: Iterable[FindingView], level: int, words: Words, kind: str = "") -> Markup:
    """Findings one after the other, with headings of this level; `kind` marks causes and readiness for the filter."""
    mark = f' data-kind="{kind}"' if kind else ""
    return Markup("\n".join([_card(one, f"h{level}", words, mark) for one in findings]))  # noqa: S704


def _safe(text: str) -> str:
    clean = cleaned(text)
    return escape(clean) if _SPECIAL(clean) else clean


def _card(one: FindingView, heading: str, words: Words, mark: str) -> str:
    severity, rows, name = one.severity.value, one.rows, _safe(one.fingerprint)
    of_object = f' data-object="{_safe(one.object)}"' if one.tells_object else ""
    rule = f' data-rule="{_safe(one.rule)}"' if one.rule else ""
    sort = f"<small>{_safe(one.sort)}</small> " if one.sort else ""
    attribute = f" <small>{_safe(rows[0].name)}</small>" if len(rows) == 1 and rows[0].name else ""
    link = f'<a href="#rule-{_safe(one.rule)}">{_safe(one.rule)}</a> · ' if one.rule else ""
    waived, badge = (" waived", "was") if one.waived_by else ("", severity)
    return (
        f'<article class="finding {severity}{waived}{_short(one)}" id="f-{name}"{of_object}{rule}{mark}>\n'
        f'<{heading}><b class="{badge}">{words[severity]}</b>{_by_rule(one, words)} '
        f"{sort}<code>{_safe(one.name)}</code>{attribute}{_states(one, words)}</{heading}>\n"
        f"{f'<p class=message>{_safe(one.message)}' if one.message else ''}{_rows(rows, words)}"
        f"{_fix(one, words)}{_changed(one, words)}"
        f'<p class="trace">{_safe(one.path)}{" · " if one.path else ""}{link}'
        f'<a href="#f-{name}">{name}</a>\n</article>'
    )


def _short(one: FindingView) -> str:
    """The mark of a card that fits a line: what its group does not say is one short value on each side."""
    if one.message or one.fix or one.changed or len(one.rows) > 1:
        return ""
    sides = (one.rows[0].production, one.rows[0].sandbox)
    return " short" if all(isinstance(side, str) and len(side) <= _SHORT for side in sides) else ""


def _by_rule(one: FindingView, words: Words) -> str:
    return f" <small>({words[one.by_rule]} {words['by the rule']})</small>" if one.by_rule else ""


def _states(one: FindingView, words: Words) -> str:
    waived = f' <b class="accepted">{words["waived by"]} {_safe(one.waived_by)}</b>' if one.waived_by else ""
    return f'{waived} <b class="open">{words["open"]}</b>' if one.undecided else waived


def _fix(one: FindingView, words: Words) -> str:
    fix = _safe(one.fix)
    told = _COMMAND.sub(r"<code>\1</code>", fix) if "`" in fix else fix
    return f'<p class="fix"><strong>{words["Fix:"]}</strong> {told}\n' if fix else ""


def _changed(one: FindingView, words: Words) -> str:
    return f'<p class="trace">{words["Last changed"]}: {_safe(one.changed)}\n' if one.changed else ""


def _rows(rows: tuple[ItemRow, ...], words: Words) -> str:
    if len(rows) == 1:
        return _sides(rows[0], words)
    first = "".join([_named(one, words) for one in rows[:_OPEN]])
    return first + _folded("".join([_named(one, words) for one in rows[_OPEN:]]), len(rows), words)


def _named(row: ItemRow, words: Words) -> str:
    return f'<p class="item"><code>{_safe(row.name)}</code>\n{_sides(row, words)}'


def _sides(row: ItemRow, words: Words) -> str:
    return (
        f'<dl class="sides"><div><dt>{words["Production"]}<dd>{_side(row.production, words)}</div>'
        f"<div><dt>{words['Sandbox']}<dd>{_side(row.sandbox, words)}</div></dl>\n"
    )


def _side(side: Side, words: Words) -> str:
    if isinstance(side, str):
        return _safe(side)
    if not isinstance(side, Members):
        return "".join(_pieces(side.parts, words))
    first, rest = _pieces(side.parts[:_OPEN], words), _pieces(side.parts[_OPEN:], words)
    return _list(first) + _folded(_list(rest) if rest else "", len(side.parts), words)


def _pieces(parts: Parts, words: Words) -> list[str]:
    return [f"<mark>{_safe(one.text)}</mark>" if one.differs else _alike(one, words) for one in parts]


def _alike(one: MarkedPart, words: Words) -> str:
    return f"<i>{words['alike'].format(count=grouped(one.alike))}</i>" if one.alike else _safe(one.text)


def _list(members: list[str]) -> str:
    return f'<ul class="set"><li>{"<li>".join(members)}</ul>'


def _folded(rest: str, number: int, words: Words) -> str:
    """What is beyond the first ten, folded; on short paper only how much it is, and where it stands."""
    if not rest:
        return ""
    more = words["more"].format(count=grouped(number - _OPEN))
    if words["elsewhere"]:
        return f'<p class="more">{more}: {words["elsewhere"]}</p>'
    return f'<details class="more"><summary>{more}</summary>{rest}</details>'
