"""Draws verdicts and counts over time as SVG, a point for each result: for a page of its own, or inside a report."""

from collections.abc import Sequence

from markupsafe import escape

from parity.formats.report_view.words import several
from parity.integrity.file_kind import HISTORY_PICTURE
from parity.languages.speech import N_, _, grouped
from parity.verdict.decide import VerdictName
from parity.verdict.history import HistoryPoint

WIDTH, HEIGHT = 720, 240
#: More columns than this cannot be told apart; the picture shows the newest.
MOST_SHOWN = 60
_LEFT, _TOP, _BOTTOM = 44, 44, 196
_MARKS = {
    VerdictName.GO: ("GO", "#1a7f37"),
    VerdictName.GO_WITH_WAIVERS: ("GW", "#8a5a00"),
    VerdictName.NO_GO: ("NO", "#b42318"),
    VerdictName.INCONCLUSIVE: ("?", "#5b6472"),
}
_PARTS = (("blocker", "#b42318"), ("warning", "#b07d00"), ("gaps", "#7c8ba1"))
_NAMES = {"blocker": N_("blockers"), "warning": N_("warnings"), "gaps": N_("not read")}
_WIDEST = 48.0


def history_svg(points: Sequence[HistoryPoint]) -> str:
    """The picture, oldest first: for each result a column of blockers, warnings and unread things, under its verdict.

    One `<svg>` element with its words inside, without script, style or link, so that it works in any page. Its classes
    let a page colour it.
    """
    shown = points[-MOST_SHOWN:]
    tallest = max((_height(one) for one in shown), default=0) or 1
    step = (WIDTH - _LEFT - 8) / max(len(shown), 1)
    columns = [line for place, one in enumerate(shown) for line in _column(one, _LEFT + place * step, step, tallest)]
    title = several(
        "Verdict and open findings of {count} result", "Verdicts and open findings of {count} results", len(shown)
    )
    if len(points) > len(shown):
        title = _("Verdicts and open findings of the newest {count} of {all} results").format(
            count=grouped(len(shown)), all=grouped(len(points))
        )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
            f'role="img" aria-label="{escape(title)}" font-family="system-ui, sans-serif" font-size="12">',
            f"<title>{escape(title)}</title>",
            HISTORY_PICTURE,
            f'<rect class="ground" width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
            *_scale(tallest),
            *columns,
            *_legend(),
            "</svg>",
        ]
    )


def _height(one: HistoryPoint) -> int:
    return sum(getattr(one, name) or 0 for name, _fill in _PARTS)


def _scale(tallest: int) -> list[str]:
    lines = [f'<line x1="{_LEFT}" y1="{_BOTTOM}" x2="{WIDTH - 8}" y2="{_BOTTOM}" class="axis" stroke="#5b6472"/>']
    for number in sorted({0, tallest // 2, tallest}):
        lines.append(_text(_LEFT - 6, _BOTTOM - _bar(number, tallest) + 4, grouped(number), "end"))
    return lines


def _text(x: float, y: float, text: str, anchor: str = "start", look: tuple[str, str] = ("word", "#3d4654")) -> str:
    place, (name, fill) = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"', look
    return f'<text class="{name}" {place} fill="{fill}">{escape(text)}</text>'


def _bar(number: int, tallest: int) -> float:
    return (_BOTTOM - _TOP) * number / tallest


def _column(one: HistoryPoint, x: float, step: float, tallest: int) -> list[str]:
    mark, colour = _MARKS[one.verdict]
    look = f"v-{mark.lower().strip('?') or 'open'}"
    wide, y = min(_WIDEST, max(2.0, step * 0.7)), float(_BOTTOM)
    centre = x + wide / 2
    counts = ", ".join(f"{_(_NAMES[name])} {_number(getattr(one, name))}" for name, _fill in _PARTS)
    lines = [f"<g><title>{escape(f'{one.at} {one.verdict.value}: {counts}')}</title>"]
    for name, fill in _PARTS:
        high = _bar(getattr(one, name) or 0, tallest)
        y -= high
        if high:
            lines.append(_box(name, x, y, wide, high, fill))
    lines.append(_box(look, x, _TOP - 18, wide, 4, colour))
    if step >= 20:
        lines.append(_text(centre, _TOP - 22, mark, "middle", (look, colour)))
    if step >= 40:
        lines.append(_text(centre, _BOTTOM + 16, one.at[5:10], "middle"))
    return [*lines, "</g>"]


def _box(look: str, x: float, y: float, wide: float, high: float, fill: str) -> str:  # noqa: PLR0913, PLR0917 (a box)
    place = f'x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}"'
    return f'<rect class="{look}" {place} fill="{fill}"/>'


def _legend() -> list[str]:
    lines = []
    for place, (name, fill) in enumerate(_PARTS):
        x = _LEFT + place * 118
        lines.append(_box(name, x, HEIGHT - 18, 10, 10, fill))
        lines.append(_text(x + 15, HEIGHT - 9, _(_NAMES[name])))
    return [*lines, _text(WIDTH - 8, HEIGHT - 9, "GW: GO WITH WAIVERS; NO: NO-GO; ?: INCONCLUSIVE", "end")]


def _number(value: int | None) -> str:
    return _("not known") if value is None else grouped(value)
